//! A clock that goes when it is told to, for tests.

use crate::clock::{Moment, MonotonicClock, WallClock, WallTime};
use crate::sleep::Sleep;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Both clocks and the pause in one, moved by hand: tests of expiry and of waiting need no sleep.
///
/// Clones show the same time.
///
/// ```
/// use cartwright_coordination::{ManualClock, MonotonicClock, Sleep, WallClock, WallTime};
/// use std::time::Duration;
///
/// let clock = ManualClock::at(WallTime::from_secs(1_000));
/// let begun = clock.now();
/// clock.advance(Duration::from_secs(3));
/// clock.sleep(Duration::from_secs(2));
/// assert_eq!(clock.now().since(begun), Duration::from_secs(5));
/// assert_eq!(clock.wall_time(), WallTime::from_secs(1_005));
/// assert_eq!(clock.pauses(), [Duration::from_secs(2)]);
///
/// clock.set_wall_time(WallTime::from_secs(10));
/// assert_eq!(clock.now().since(begun), Duration::from_secs(5), "nobody can set this one back");
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Moment,
    wall: WallTime,
    pauses: Vec<Duration>,
}

impl ManualClock {
    /// A clock that shows this time, and stands.
    pub fn at(wall: WallTime) -> Self {
        // Not at 0, so that a test may look at what lies before the beginning.
        Self(Arc::new(Mutex::new(State { now: Moment::from_millis(3_600_000), wall, pauses: Vec::new() })))
    }

    /// Lets time pass, on both clocks.
    pub fn advance(&self, by: Duration) {
        self.state().pass(by);
    }

    /// Sets the wall clock, forward or back, as an administrator might.
    pub fn set_wall_time(&self, to: WallTime) {
        self.state().wall = to;
    }

    /// The pauses that were slept on this clock, in order.
    pub fn pauses(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that failed while it held the clock has left it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pass(&mut self, by: Duration) {
        self.now = self.now.plus(by);
        self.wall = self.wall.plus(by);
    }
}

impl Default for ManualClock {
    /// A clock that shows the first of January 2025.
    fn default() -> Self {
        Self::at(WallTime::from_secs(1_735_689_600))
    }
}

impl WallClock for ManualClock {
    fn wall_time(&self) -> WallTime {
        self.state().wall
    }
}

impl MonotonicClock for ManualClock {
    fn now(&self) -> Moment {
        self.state().now
    }
}

impl Sleep for ManualClock {
    /// Lets the time pass at once, and notes the pause.
    fn sleep(&self, pause: Duration) {
        let mut state = self.state();
        state.pass(pause);
        state.pauses.push(pause);
    }
}
