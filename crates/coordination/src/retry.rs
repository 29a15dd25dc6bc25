//! Trying again: a policy, a deadline, and the pauses between.

use crate::backoff::Backoff;
use crate::clock::{Moment, MonotonicClock};
use crate::deadline::Deadline;
use crate::error::Result;
use crate::random::Random;
use crate::sleep::Sleep;
use std::time::Duration;

/// Attempts that are being made: which one this is, and when the next may begin.
///
/// It touches no clock; [`Waiter::pause`] is for those who want to be kept waiting.
///
/// ```
/// use cartwright_coordination::{Backoff, Deadline, Jitter, ManualClock, MonotonicClock, Retry};
/// use std::time::Duration;
///
/// let clock = ManualClock::default();
/// let policy = Backoff { jitter: Jitter::None, ..Backoff::STANDARD };
/// let mut retry = Retry::new(policy, Deadline::after(clock.now(), Duration::from_millis(250)));
///
/// assert_eq!(retry.next(clock.now(), 0), Some(Duration::from_millis(100)));
/// clock.advance(Duration::from_millis(100));
/// assert_eq!(retry.next(clock.now(), 0), Some(Duration::from_millis(150)), "200, but that is all that is left");
/// assert_eq!(retry.attempt(), 3);
/// assert_eq!(retry.next(clock.now(), 0), None, "three attempts are enough");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    backoff: Backoff,
    deadline: Deadline,
    attempt: u32,
}

impl Retry {
    /// The first of the attempts that this policy allows until the deadline.
    pub const fn new(backoff: Backoff, deadline: Deadline) -> Self {
        Self { backoff, deadline, attempt: 1 }
    }

    /// Which attempt this is, counted from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Goes to the next attempt: the pause before it, or `None` if this was the last.
    ///
    /// The pause ends at the deadline at the latest, so that one attempt more may be made there, and none after.
    pub fn next(&mut self, now: Moment, chance: u64) -> Option<Duration> {
        if !self.backoff.allows_another_after(self.attempt) || self.deadline.has_passed(now) {
            return None;
        }
        let pause = self.backoff.pause_after(self.attempt, chance);
        // Where attempts are without number, the count stops before the number does.
        self.attempt = self.attempt.saturating_add(1).min(u32::MAX - 1);
        Some(pause.min(self.deadline.remaining(now)))
    }
}

/// What waiting takes: a clock, a way to let time pass, and chance.
///
/// ```
/// use cartwright_coordination::{Backoff, ManualClock, Retry, SeededRandom, Waiter};
/// use std::time::Duration;
///
/// let (clock, random) = (ManualClock::default(), SeededRandom::new(1));
/// let waiter = Waiter { clock: &clock, sleep: &clock, random: &random };
///
/// let mut retry = Retry::new(Backoff::AGGRESSIVE, waiter.deadline(Duration::from_secs(5)));
/// let stored = loop {
///     let stored = retry.attempt() == 3; // here the work is done
///     if stored || !waiter.pause(&mut retry)? {
///         break stored;
///     }
/// };
/// assert!(stored);
/// assert_eq!(clock.pauses().len(), 2);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Waiter<'a> {
    /// Says when it is too late.
    pub clock: &'a dyn MonotonicClock,
    /// Lets time pass.
    pub sleep: &'a dyn Sleep,
    /// Says how long each pause is.
    pub random: &'a dyn Random,
}

impl Waiter<'_> {
    /// The deadline of a wait that begins now.
    pub fn deadline(&self, wait: Duration) -> Deadline {
        Deadline::after(self.clock.now(), wait)
    }

    /// Pauses before the next attempt. Says whether there is one.
    ///
    /// # Errors
    /// If there are no random numbers to be had.
    pub fn pause(&self, retry: &mut Retry) -> Result<bool> {
        let Some(pause) = retry.next(self.clock.now(), self.random.number()?) else { return Ok(false) };
        self.sleep.sleep(pause);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backoff::Jitter;
    use crate::manual_clock::ManualClock;
    use crate::random::SeededRandom;
    use proptest::prelude::*;

    fn until(wait: Duration) -> (ManualClock, Deadline) {
        let clock = ManualClock::default();
        let deadline = Deadline::after(clock.now(), wait);
        (clock, deadline)
    }

    #[test]
    fn a_policy_of_one_attempt_never_pauses() {
        let (clock, deadline) = until(Duration::MAX);
        for attempts in [0, 1] {
            let mut retry = Retry::new(Backoff { attempts, ..Backoff::STANDARD }, deadline);
            assert_eq!(retry.next(clock.now(), 0), None);
            assert_eq!(retry.attempt(), 1);
        }
    }

    #[test]
    fn each_pause_is_that_of_the_attempt_before_it() {
        let (clock, deadline) = until(Duration::MAX);
        let mut retry = Retry::new(Backoff { jitter: Jitter::None, ..Backoff::AGGRESSIVE }, deadline);
        let pauses: Vec<_> = std::iter::from_fn(|| retry.next(clock.now(), 0)).map(|pause| pause.as_millis()).collect();
        assert_eq!(pauses, [25, 50, 100, 200]);
        assert_eq!(retry.attempt(), 5);
    }

    #[test]
    fn there_is_one_attempt_at_the_deadline_and_none_after() {
        let (clock, deadline) = until(Duration::from_millis(10));
        let mut retry = Retry::new(Backoff { jitter: Jitter::None, ..Backoff::STANDARD }, deadline);
        let pause = retry.next(clock.now(), 0).unwrap();
        assert_eq!(pause, Duration::from_millis(10));
        clock.advance(pause);
        assert_eq!(retry.next(clock.now(), 0), None);
    }

    #[test]
    fn attempts_without_number_do_not_run_out() {
        let (clock, deadline) = until(Duration::MAX);
        let mut retry = Retry { backoff: Backoff::LOCK, deadline, attempt: u32::MAX - 2 };
        for _ in 0..10 {
            assert!(retry.next(clock.now(), 0).is_some());
        }
    }

    proptest! {
        #[test]
        fn the_pauses_together_end_at_the_deadline(wait in 0..2_000_000_u64, seed: u64) {
            let (clock, random) = (ManualClock::default(), SeededRandom::new(seed));
            let waiter = Waiter { clock: &clock, sleep: &clock, random: &random };
            let (begun, wait) = (clock.now(), Duration::from_micros(wait));
            let mut retry = Retry::new(Backoff::LOCK, waiter.deadline(wait));
            while waiter.pause(&mut retry).unwrap() {}
            prop_assert_eq!(clock.now().since(begun), wait);
            prop_assert_eq!(clock.pauses().iter().sum::<Duration>(), wait);
        }
    }
}
