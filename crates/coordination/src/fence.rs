//! Numbers that only grow, so that a late holder is told from the present one.

use crate::clock::WallTime;
use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use std::str::FromStr;

/// Which life of a store: it grows when a store comes back empty and has forgotten which fences it gave out.
///
/// ```
/// use cartwright_coordination::{StoreIncarnation, WallTime};
///
/// let first = StoreIncarnation::new(WallTime::from_secs(1_000), None);
/// let next = StoreIncarnation::new(WallTime::from_secs(1_001), None);
/// assert!(next > first);
///
/// // The wall clock was set back, but something still knows the last one.
/// assert!(StoreIncarnation::new(WallTime::from_secs(5), Some(next)) > next);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoreIncarnation(i64);

impl StoreIncarnation {
    /// The incarnation of a store that begins now: greater than the `last` one, if anything still knows it.
    ///
    /// A store that has forgotten everything has nothing but the wall clock (in microseconds) to be later than its former
    /// self. It is not if the clock was set back over the whole life of that; hand over the last one where it is kept.
    pub fn new(now: WallTime, last: Option<Self>) -> Self {
        let at_least = last.map_or(1, |last| last.0.saturating_add(1));
        Self(now.as_micros().max(at_least))
    }

    /// As a store has kept it.
    ///
    /// # Errors
    /// If no store can have had it: it is below 1.
    pub fn from_number(number: i64) -> Result<Self> {
        if number < 1 { Err(invalid(&number)) } else { Ok(Self(number)) }
    }

    /// As a number for a store to keep: 1 or more.
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// What each grant of a name carries: (incarnation of the store, counter), greater than that of every grant before.
///
/// A holder that was paused for longer than its lease does not know that another holds now. What it writes to has to
/// know: it keeps the greatest fence that it has seen, and refuses the lesser ([`FenceGuard`]). Both numbers fit a signed
/// 64-bit integer, in which databases and hosts keep them.
///
/// ```
/// use cartwright_coordination::{Fence, StoreIncarnation, WallTime};
///
/// let store = StoreIncarnation::new(WallTime::from_secs(1_000), None);
/// let first = Fence::first(store);
/// let second = first.next()?;
/// assert!(second > first);
///
/// let came_back_empty = StoreIncarnation::new(WallTime::from_secs(2_000), None);
/// assert!(Fence::first(came_back_empty) > second);
///
/// assert_eq!(second.to_string(), "1000000000.2");
/// assert_eq!("1000000000.2".parse::<Fence>()?, second);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fence {
    // The order of the fields is the order of fences.
    incarnation: StoreIncarnation,
    counter: i64,
}

impl Fence {
    /// The first of an incarnation.
    pub const fn first(incarnation: StoreIncarnation) -> Self {
        Self { incarnation, counter: 1 }
    }

    /// As a store has kept it.
    ///
    /// # Errors
    /// If it cannot have been given out: the counter is below 1.
    pub fn from_parts(incarnation: StoreIncarnation, counter: i64) -> Result<Self> {
        if counter < 1 { Err(invalid(&counter)) } else { Ok(Self { incarnation, counter }) }
    }

    /// The one after it, in the same incarnation.
    ///
    /// # Errors
    /// [`ErrorKind::FencesExhausted`] after 9 223 372 036 854 775 807 of them: to begin again would let a late holder pass.
    pub fn next(self) -> Result<Self> {
        let counter = self.counter.checked_add(1).ok_or_else(|| {
            Error::new(ErrorKind::FencesExhausted, "this store has given out its last fence; begin with an empty one")
        })?;
        Ok(Self { counter, ..self })
    }

    /// Which life of the store.
    pub const fn incarnation(self) -> StoreIncarnation {
        self.incarnation
    }

    /// Which grant in that life: 1 or more.
    pub const fn counter(self) -> i64 {
        self.counter
    }
}

impl fmt::Display for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.incarnation.0, self.counter)
    }
}

impl FromStr for Fence {
    type Err = Error;

    /// Reads what [`fmt::Display`] writes, and nothing else.
    fn from_str(text: &str) -> Result<Self> {
        let number = |digits: &str| match digits.as_bytes() {
            [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => digits.parse().ok(),
            _ => None,
        };
        let parts = text.split_once('.').and_then(|(one, other)| Some((number(one)?, number(other)?)));
        let (incarnation, counter) = parts.ok_or_else(|| invalid(&text.escape_debug()))?;
        Self::from_parts(StoreIncarnation::from_number(incarnation)?, counter)
    }
}

fn invalid(what: &dyn fmt::Display) -> Error {
    let message = format!("`{what}` is no fence; it is two whole numbers from 1 on, as in 1735689600000000.17");
    Error::new(ErrorKind::InvalidFence, message)
}

/// What a resource keeps to refuse holders that are late.
///
/// ```
/// use cartwright_coordination::{Fence, FenceGuard, StoreIncarnation, WallTime};
///
/// let late = Fence::first(StoreIncarnation::new(WallTime::from_secs(1), None));
/// let present = late.next()?;
///
/// let mut stock = FenceGuard::default();
/// assert!(stock.admits(late));
/// assert!(stock.admits(present));
/// assert!(stock.admits(present), "a holder may come again");
/// assert!(!stock.admits(late), "but not after the next one came");
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FenceGuard(Option<Fence>);

impl FenceGuard {
    /// A guard that has seen this one.
    pub const fn having_seen(fence: Fence) -> Self {
        Self(Some(fence))
    }

    /// The greatest it has seen.
    pub const fn greatest(self) -> Option<Fence> {
        self.0
    }

    /// Whether a holder with this fence may act; if so, none with a lesser one may from now on.
    #[must_use]
    pub fn admits(&mut self, fence: Fence) -> bool {
        let admitted = self.0.is_none_or(|greatest| fence >= greatest);
        if admitted {
            self.0 = Some(fence);
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn after_the_last_fence_there_is_an_error_and_not_the_first() {
        let last = Fence::from_parts(StoreIncarnation(1), i64::MAX).unwrap();
        assert_eq!(last.next().unwrap_err().kind(), ErrorKind::FencesExhausted);
    }

    #[test]
    fn an_incarnation_is_at_least_1_whatever_the_clock_shows() {
        assert_eq!(StoreIncarnation::new(WallTime::from_secs(-5), None).number(), 1);
    }

    #[test]
    fn numbers_that_no_store_gave_out_are_refused() {
        for number in [0, -1, i64::MIN] {
            assert_eq!(StoreIncarnation::from_number(number).unwrap_err().kind(), ErrorKind::InvalidFence);
            assert_eq!(Fence::from_parts(StoreIncarnation(1), number).unwrap_err().kind(), ErrorKind::InvalidFence);
        }
    }

    #[test]
    fn a_text_that_was_not_written_by_a_fence_is_refused() {
        for text in [
            "",
            ".",
            "1",
            "1.",
            ".1",
            "0.1",
            "1.0",
            "+1.1",
            "1.+1",
            "-1.1",
            "01.1",
            "1.1.1",
            "1. 1",
            "1.9223372036854775808",
        ] {
            let error = text.parse::<Fence>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidFence, "{text}");
        }
        assert_eq!("\n".parse::<Fence>().unwrap_err().to_string().lines().count(), 1);
    }

    fn any_fence() -> impl Strategy<Value = Fence> {
        (1..=i64::MAX, 1..i64::MAX)
            .prop_map(|(incarnation, counter)| Fence { incarnation: StoreIncarnation(incarnation), counter })
    }

    proptest! {
        #[test]
        fn the_next_is_the_least_that_is_greater(fence in any_fence(), other in any_fence()) {
            let next = fence.next().unwrap();
            prop_assert!(next > fence);
            prop_assert!(other <= fence || other >= next);
        }

        #[test]
        fn a_later_life_is_beyond_every_fence_of_the_former(fence in any_fence(), wall: i64) {
            prop_assume!(fence.incarnation.number() < i64::MAX);
            let later = StoreIncarnation::new(WallTime::from_micros(wall), Some(fence.incarnation()));
            prop_assert!(Fence::first(later) > fence);
        }

        #[test]
        fn a_fence_is_read_as_it_was_written(fence in any_fence()) {
            prop_assert_eq!(fence.to_string().parse::<Fence>().unwrap(), fence);
            let again = StoreIncarnation::from_number(fence.incarnation().number())
                .and_then(|incarnation| Fence::from_parts(incarnation, fence.counter()));
            prop_assert_eq!(again.unwrap(), fence);
        }

        #[test]
        fn a_guard_admits_nobody_whose_fence_is_less_than_one_before(fences in prop::collection::vec(any_fence(), 1..20)) {
            let mut guard = FenceGuard::default();
            let admitted: Vec<_> = fences.iter().copied().filter(|fence| guard.admits(*fence)).collect();
            prop_assert!(admitted.is_sorted());
            prop_assert_eq!(guard.greatest(), fences.iter().copied().max());
            prop_assert!(guard.admits(admitted[admitted.len() - 1]), "whoever came last may come again");
            prop_assert_eq!(FenceGuard::having_seen(admitted[admitted.len() - 1]), guard);
        }
    }
}
