//! How often something is tried, and how long the pauses between are.

use crate::clock::nanos;
use std::time::Duration;

/// How the pauses grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Each is the base.
    Constant,
    /// Each is twice the one before.
    Doubling,
}

/// What chance does to a pause, so that those who failed together do not come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Nothing.
    None,
    /// So many hundredths more or less, at most 100, before the longest pause is looked at: a pause that has grown beyond
    /// the longest by more than that is the longest, always.
    Percent(u8),
    /// Anything between nothing and the pause.
    Full,
}

/// What a pause is a whole number of; the rest is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Thousandths of a second.
    Milliseconds,
    /// Millionths of a second.
    Microseconds,
}

impl Grain {
    const fn nanos(self) -> u64 {
        match self {
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
        }
    }
}

/// How often, and after which pauses: a value, to be configured and compared.
///
/// The constants are the policies of the retry service of the cart package that this one replaces, for which the pause
/// after attempt *n* is `min(int(base × 2^(n−1) × (1 ± 25 %)), max)` milliseconds, and two of our own.
///
/// ```
/// use cartwright_coordination::{Backoff, Jitter};
/// use std::time::Duration;
///
/// let policy = Backoff { jitter: Jitter::None, ..Backoff::STANDARD };
/// let pauses: Vec<_> = (1..=6).map(|attempt| policy.pause_after(attempt, 0).as_millis()).collect();
/// assert_eq!(pauses, [100, 200, 400, 800, 1000, 1000]);
///
/// // The second argument is the chance: from nothing to u64::MAX, from the shortest pause to the longest.
/// assert_eq!(Backoff::STANDARD.pause_after(1, 0), Duration::from_millis(75));
/// assert_eq!(Backoff::STANDARD.pause_after(1, u64::MAX), Duration::from_millis(125));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// How often at most, the first time included, which needs no permission: 0 is the same as 1.
    pub attempts: u32,
    /// The pause after the first attempt.
    pub base: Duration,
    /// The longest pause.
    pub max: Duration,
    /// How the pauses grow.
    pub growth: Growth,
    /// What chance does to them.
    pub jitter: Jitter,
    /// What they are a whole number of.
    pub grain: Grain,
}

impl Backoff {
    /// Three attempts, 100 to 1000 ms: `executeWithRetry`.
    pub const STANDARD: Self = Self::of_milliseconds(3, 100, 1000);
    /// Three attempts, 50 to 500 ms: `executeWithSmartRetry`.
    pub const SMART: Self = Self::of_milliseconds(3, 50, 500);
    /// Five attempts, 25 to 200 ms: `executeWithAggressiveRetry`, and after a minor conflict.
    pub const AGGRESSIVE: Self = Self::of_milliseconds(5, 25, 200);
    /// Two attempts, 200 to 1000 ms: `executeWithConservativeRetry`.
    pub const CONSERVATIVE: Self = Self::of_milliseconds(2, 200, 1000);
    /// Three attempts, 100 to 500 ms: what is advised after a major conflict.
    pub const AFTER_MAJOR_CONFLICT: Self = Self::of_milliseconds(3, 100, 500);
    /// Twelve attempts, anything up to 1 to 100 ms: to apply a change again to a cart that another has changed.
    pub const COMMIT: Self = Self {
        attempts: 12,
        base: Duration::from_millis(1),
        max: Duration::from_millis(100),
        growth: Growth::Doubling,
        jitter: Jitter::Full,
        grain: Grain::Microseconds,
    };
    /// Without a number of attempts, anything up to 1 to 50 ms: to wait for a lock until a [deadline](crate::Deadline).
    pub const LOCK: Self = Self { attempts: u32::MAX, max: Duration::from_millis(50), ..Self::COMMIT };

    /// A policy in the words of the configuration `cart.retry`: `max_attempts`, `base_delay` and `max_delay`, with
    /// `exponential_backoff` and `jitter` on.
    ///
    /// ```
    /// use cartwright_coordination::{Backoff, Growth, Jitter};
    ///
    /// assert_eq!(Backoff::of_milliseconds(3, 100, 1000), Backoff::STANDARD);
    /// let without_either = Backoff { growth: Growth::Constant, jitter: Jitter::None, ..Backoff::STANDARD };
    /// assert_eq!(without_either.pause_after(3, 42).as_millis(), 100);
    /// ```
    pub const fn of_milliseconds(attempts: u32, base: u64, max: u64) -> Self {
        Self {
            attempts,
            base: Duration::from_millis(base),
            max: Duration::from_millis(max),
            growth: Growth::Doubling,
            jitter: Jitter::Percent(25),
            grain: Grain::Milliseconds,
        }
    }

    /// Whether there is another attempt after this one, counted from 1.
    pub const fn allows_another_after(&self, attempt: u32) -> bool {
        attempt < self.attempts
    }

    /// The pause after an attempt, counted from 1. `chance` is a random number.
    pub fn pause_after(&self, attempt: u32, chance: u64) -> Duration {
        let (grown, max, grain) = (self.grown(attempt), nanos(self.max), self.grain.nanos());
        let pause = match self.jitter {
            Jitter::None => grown / grain * grain,
            Jitter::Percent(percent) => {
                // Half of all numbers, 292 years, so that the products below have room.
                let grown = grown.min(u64::MAX / 2);
                let swing = u128::from(grown) * u128::from(percent.min(100)) / 100;
                let most = 2 * swing;
                // From nothing to `most`, both included, as the chance goes from nothing to its greatest.
                let more = most * u128::from(chance) / u128::from(u64::MAX);
                let swung = u64::try_from(u128::from(grown) - swing + more).unwrap_or(u64::MAX);
                swung / grain * grain
            }
            Jitter::Full => {
                let grains = u128::from(grown.min(max) / grain);
                // The high half of the product: below `grains + 1`, so it fits again.
                let picked = ((grains + 1) * u128::from(chance)) >> 64;
                u64::try_from(picked).unwrap_or(u64::MAX).saturating_mul(grain)
            }
        };
        Duration::from_nanos(pause.min(max))
    }

    /// What the pause has grown to, in nanoseconds, before chance and the longest pause.
    fn grown(&self, attempt: u32) -> u64 {
        let base = nanos(self.base);
        match self.growth {
            Growth::Constant => base,
            Growth::Doubling => {
                let doublings = attempt.saturating_sub(1);
                // A bit is lost where there are more doublings than leading zeros: longer than any longest pause.
                if doublings <= base.leading_zeros() || base == 0 {
                    base.checked_shl(doublings).unwrap_or(0)
                } else {
                    u64::MAX
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CONTRACT: [(Backoff, u32, u64, u64); 5] = [
        (Backoff::STANDARD, 3, 100, 1000),
        (Backoff::SMART, 3, 50, 500),
        (Backoff::AGGRESSIVE, 5, 25, 200),
        (Backoff::CONSERVATIVE, 2, 200, 1000),
        (Backoff::AFTER_MAJOR_CONFLICT, 3, 100, 500),
    ];

    #[test]
    fn the_contracts_policies_have_its_attempts_base_and_longest_pause() {
        for (policy, attempts, base, max) in CONTRACT {
            assert_eq!(
                (policy.attempts, policy.base.as_millis(), policy.max.as_millis()),
                (attempts, base.into(), max.into())
            );
            assert_eq!(
                (policy.growth, policy.jitter, policy.grain),
                (Growth::Doubling, Jitter::Percent(25), Grain::Milliseconds)
            );
        }
    }

    #[test]
    fn the_shortest_and_the_longest_pause_of_each_attempt_are_the_contracts() {
        // Worked out by hand from min(int(base × 2^(n−1) × 0.75 or 1.25), max).
        let table: [(Backoff, &[(u128, u128)]); 4] = [
            (Backoff::STANDARD, &[(75, 125), (150, 250), (300, 500), (600, 1000), (1000, 1000)]),
            (Backoff::SMART, &[(37, 62), (75, 125), (150, 250), (300, 500), (500, 500)]),
            (Backoff::AGGRESSIVE, &[(18, 31), (37, 62), (75, 125), (150, 200), (200, 200)]),
            (Backoff::CONSERVATIVE, &[(150, 250), (300, 500), (600, 1000), (1000, 1000)]),
        ];
        for (policy, pauses) in table {
            for (attempt, &(shortest, longest)) in (1..).zip(pauses) {
                let pause = |chance| policy.pause_after(attempt, chance).as_millis();
                assert_eq!((pause(0), pause(u64::MAX)), (shortest, longest), "{policy:?}, attempt {attempt}");
            }
        }
    }

    #[test]
    fn the_middle_of_the_chances_is_the_pause_without_chance() {
        assert_eq!(Backoff::STANDARD.pause_after(2, u64::MAX / 2 + 1).as_millis(), 200);
    }

    #[test]
    fn every_pause_between_the_shortest_and_the_longest_can_happen() {
        let mut seen: Vec<_> =
            (0..10_000_u64).map(|part| Backoff::AGGRESSIVE.pause_after(1, part * (u64::MAX / 10_000))).collect();
        seen.dedup();
        assert_eq!(seen, (18..=31).map(Duration::from_millis).collect::<Vec<_>>());
    }

    #[test]
    fn the_policy_of_commits_pauses_for_anything_up_to_a_hundred_milliseconds() {
        let longest: Vec<_> =
            (1..=9).map(|attempt| Backoff::COMMIT.pause_after(attempt, u64::MAX).as_millis()).collect();
        assert_eq!(longest, [1, 2, 4, 8, 16, 32, 64, 100, 100]);
        assert_eq!(Backoff::COMMIT.pause_after(9, 0), Duration::ZERO);
        assert_eq!(Backoff::COMMIT.pause_after(30, u64::MAX / 2).as_millis(), 50, "half of the longest");
        assert_eq!(Backoff::COMMIT.pause_after(1, u64::MAX / 2).as_micros(), 500);
    }

    #[test]
    fn an_attempt_that_was_not_counted_is_the_first() {
        assert_eq!(Backoff::STANDARD.pause_after(0, 0), Backoff::STANDARD.pause_after(1, 0));
    }

    #[test]
    fn no_pause_stays_no_pause_however_often_it_doubles() {
        let policy = Backoff { base: Duration::ZERO, ..Backoff::STANDARD };
        assert_eq!(policy.pause_after(u32::MAX, u64::MAX), Duration::ZERO);
    }

    #[test]
    fn a_pause_that_has_grown_beyond_all_numbers_is_the_longest() {
        for policy in [Backoff::STANDARD, Backoff { jitter: Jitter::None, ..Backoff::STANDARD }] {
            for attempt in [58, 64, 65, 66, u32::MAX] {
                assert_eq!(policy.pause_after(attempt, u64::MAX).as_millis(), 1000, "attempt {attempt}");
            }
        }
    }

    #[test]
    fn more_than_a_hundred_hundredths_are_a_hundred() {
        let policy = Backoff { jitter: Jitter::Percent(255), ..Backoff::STANDARD };
        assert_eq!(policy.pause_after(1, 0).as_millis(), 0);
        assert_eq!(policy.pause_after(1, u64::MAX).as_millis(), 200);
    }

    #[test]
    fn the_first_attempt_needs_no_permission() {
        let once = Backoff { attempts: 0, ..Backoff::STANDARD };
        assert!(!once.allows_another_after(1));
        assert!(Backoff::STANDARD.allows_another_after(2));
        assert!(!Backoff::STANDARD.allows_another_after(3));
    }

    fn any_policy() -> impl Strategy<Value = Backoff> {
        let growth = prop_oneof![Just(Growth::Constant), Just(Growth::Doubling)];
        let jitter = prop_oneof![Just(Jitter::None), Just(Jitter::Full), any::<u8>().prop_map(Jitter::Percent)];
        let grain = prop_oneof![Just(Grain::Milliseconds), Just(Grain::Microseconds)];
        let duration = || prop_oneof![any::<Duration>(), (0..10_000_u64).prop_map(Duration::from_millis)];
        (any::<u32>(), duration(), duration(), growth, jitter, grain).prop_map(
            |(attempts, base, max, growth, jitter, grain)| Backoff { attempts, base, max, growth, jitter, grain },
        )
    }

    fn any_attempt() -> impl Strategy<Value = u32> {
        prop_oneof![0..20_u32, any::<u32>()]
    }

    proptest! {
        #[test]
        fn a_pause_is_never_longer_than_the_longest(policy in any_policy(), attempt in any_attempt(), chance: u64) {
            prop_assert!(policy.pause_after(attempt, chance) <= policy.max);
        }

        #[test]
        fn a_greater_chance_is_no_shorter_pause(policy in any_policy(), attempt in any_attempt(), one: u64, other: u64) {
            let pause = |chance| policy.pause_after(attempt, chance);
            prop_assert!(pause(one.min(other)) <= pause(one.max(other)));
        }

        #[test]
        fn a_later_attempt_is_no_shorter_pause(policy in any_policy(), one in any_attempt(), other in any_attempt(), chance: u64) {
            let pause = |attempt| policy.pause_after(attempt, chance);
            prop_assert!(pause(one.min(other)) <= pause(one.max(other)));
        }

        #[test]
        fn a_contracts_pause_is_within_its_quarter(base in 0..100_000_u64, max in 0..10_000_000_u64, attempt in 1..20_u32, chance: u64) {
            let grown = u128::from(base) << (attempt - 1);
            let pause = Backoff::of_milliseconds(1, base, max).pause_after(attempt, chance).as_millis();
            let cut = |milliseconds: u128| milliseconds.min(max.into());
            prop_assert!(pause >= cut(grown * 75 / 100), "{pause} ms is too short");
            prop_assert!(pause <= cut(grown * 125 / 100), "{pause} ms is too long");
        }

        #[test]
        fn a_pause_is_whole_unless_it_is_the_longest(policy in any_policy(), attempt in any_attempt(), chance: u64) {
            let pause = policy.pause_after(attempt, chance);
            prop_assert!(pause == policy.max || nanos(pause) % policy.grain.nanos() == 0 || nanos(policy.max) == u64::MAX);
        }
    }
}
