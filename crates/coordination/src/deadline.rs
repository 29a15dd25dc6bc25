//! When to give up.

use crate::clock::Moment;
use std::time::Duration;

/// The moment at which waiting ends, whatever is waited for. Several waits may share one.
///
/// ```
/// use cartwright_coordination::{Deadline, ManualClock, MonotonicClock};
/// use std::time::Duration;
///
/// let clock = ManualClock::default();
/// let deadline = Deadline::after(clock.now(), Duration::from_secs(2));
/// clock.advance(Duration::from_millis(1_999));
/// assert_eq!(deadline.remaining(clock.now()), Duration::from_millis(1));
/// clock.advance(Duration::from_millis(1));
/// assert!(deadline.has_passed(clock.now()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Moment);

impl Deadline {
    /// Waiting without an end.
    pub const NEVER: Self = Self(Moment::NEVER);

    /// So long after now. A wait of nothing is one try.
    pub fn after(now: Moment, wait: Duration) -> Self {
        Self(now.plus(wait))
    }

    /// How long there is still to wait.
    pub const fn remaining(self, now: Moment) -> Duration {
        self.0.since(now)
    }

    /// Whether there is nothing left to wait.
    pub fn has_passed(self, now: Moment) -> bool {
        now >= self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_of_nothing_has_passed_at_once() {
        let now = Moment::from_millis(5);
        assert!(Deadline::after(now, Duration::ZERO).has_passed(now));
        assert_eq!(Deadline::after(now, Duration::ZERO).remaining(now), Duration::ZERO);
    }

    #[test]
    fn a_wait_beyond_all_numbers_is_one_without_an_end() {
        assert_eq!(Deadline::after(Moment::from_millis(5), Duration::MAX), Deadline::NEVER);
    }

    #[test]
    fn nothing_remains_after_it() {
        let deadline = Deadline::after(Moment::from_millis(5), Duration::from_millis(1));
        assert_eq!(deadline.remaining(Moment::from_millis(500)), Duration::ZERO);
    }
}
