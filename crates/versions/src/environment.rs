//! Time, pauses and chance, as this crate gets them.

use cartwright_coordination::{
    MonotonicClock, Random, Sleep, SystemClock, SystemRandom, SystemSleep, Waiter, WallClock,
};
use std::fmt;
use std::sync::Arc;

/// What is known of the world beside the stores. By default the operating system's.
///
/// ```
/// use cartwright_coordination::{ManualClock, SeededRandom};
/// use cartwright_versions::Environment;
/// use std::sync::Arc;
///
/// let in_a_test = Environment::by_hand(&ManualClock::default(), 1);
/// let the_systems = Environment { random: Arc::new(SeededRandom::new(1)), ..Environment::default() };
/// # let _ = (in_a_test, the_systems);
/// ```
#[derive(Clone)]
pub struct Environment {
    /// Says when something happened.
    pub wall: Arc<dyn WallClock>,
    /// Says how long something took.
    pub monotonic: Arc<dyn MonotonicClock>,
    /// Lets time pass between attempts.
    pub sleep: Arc<dyn Sleep>,
    /// Makes tokens, and the length of pauses.
    pub random: Arc<dyn Random>,
}

impl Environment {
    /// A world in which time passes when the clock is moved, and chance is the seed's: for tests.
    pub fn by_hand(clock: &cartwright_coordination::ManualClock, seed: u64) -> Self {
        Self {
            wall: Arc::new(clock.clone()),
            monotonic: Arc::new(clock.clone()),
            sleep: Arc::new(clock.clone()),
            random: Arc::new(cartwright_coordination::SeededRandom::new(seed)),
        }
    }

    pub(crate) fn waiter(&self) -> Waiter<'_> {
        Waiter { clock: &*self.monotonic, sleep: &*self.sleep, random: &*self.random }
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            wall: Arc::new(SystemClock),
            monotonic: Arc::new(SystemClock),
            sleep: Arc::new(SystemSleep),
            random: Arc::new(SystemRandom),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}
