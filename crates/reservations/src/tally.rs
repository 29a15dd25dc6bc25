//! What is counted of a store of reservations: what happened, and how long stock was held.

use std::time::Duration;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum Counter {
    /// Reservations that were granted; one that is asked for again counts once.
    Granted,
    /// Reservations that were amended.
    Amended,
    /// Refused for too little stock.
    RefusedShort,
    /// Refused because the order has other lines or another owner.
    RefusedConflict,
    /// Refused because the order's reservation has ended.
    RefusedEnded,
    /// Refused because the owner holds too much.
    RefusedOwner,
    /// Refused because too much is held in all.
    RefusedTotal,
    /// Leases that were prolonged.
    Renewed,
    /// Reservations that were committed.
    Committed,
    /// Of these, after the lease had run out.
    CommittedLate,
    /// Reservations that their holder released.
    Released,
    /// Reservations whose lease ran out.
    Expired,
    /// Reservations that were released by force.
    Forced,
    /// Steps that were refused because they came with a wrong token or too late.
    FencedOff,
}

impl Counter {
    /// Every counter with its name, in the order above.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Granted, "granted"),
        (Self::Amended, "amended"),
        (Self::RefusedShort, "refused_short"),
        (Self::RefusedConflict, "refused_conflict"),
        (Self::RefusedEnded, "refused_ended"),
        (Self::RefusedOwner, "refused_owner"),
        (Self::RefusedTotal, "refused_total"),
        (Self::Renewed, "renewed"),
        (Self::Committed, "committed"),
        (Self::CommittedLate, "committed_late"),
        (Self::Released, "released"),
        (Self::Expired, "expired"),
        (Self::Forced, "forced"),
        (Self::FencedOff, "fenced_off"),
    ];
}

/// The upper ends of the histogram of hold times, in seconds; what was held longer is in a last place of its own.
pub const HOLD_SECONDS: [u64; 14] = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];

const PLACES: usize = HOLD_SECONDS.len() + 1;

/// The counts of a store.
///
/// ```
/// use cartwright_reservations::{Counter, Tally};
/// use std::time::Duration;
///
/// let mut tally = Tally::default();
/// tally.add(Counter::Granted);
/// tally.held_for(Duration::from_secs(40));
/// assert_eq!(tally.of(Counter::Granted), 1);
/// assert_eq!(tally.hold_times().find(|(seconds, _)| *seconds == Some(60)), Some((Some(60), 1)));
/// assert_eq!(Tally::from_numbers(&tally.numbers()), Some(tally));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counters: [u64; Counter::ALL.len()],
    hold_times: [u64; PLACES],
    held_seconds: u64,
    /// How many reservations are held.
    pub reservations: u64,
    /// How many lines they have.
    pub lines: u64,
    /// How many ended reservations are remembered.
    pub ended: u64,
}

impl Tally {
    /// How many [numbers](Tally::numbers) there are.
    pub const NUMBERS: usize = Counter::ALL.len() + PLACES + 4;

    /// One more.
    pub fn add(&mut self, counter: Counter) {
        self.counters[counter as usize] += 1;
    }

    /// So many.
    pub fn of(&self, counter: Counter) -> u64 {
        self.counters[counter as usize]
    }

    /// One was held for so long.
    pub fn held_for(&mut self, time: Duration) {
        let place = HOLD_SECONDS.iter().position(|end| time <= Duration::from_secs(*end)).unwrap_or(PLACES - 1);
        self.hold_times[place] += 1;
        self.held_seconds = self.held_seconds.saturating_add(time.as_secs());
    }

    /// How many were held no longer than so many seconds, and longer than the place before; `None` is longer than all.
    pub fn hold_times(&self) -> impl Iterator<Item = (Option<u64>, u64)> + '_ {
        HOLD_SECONDS.iter().copied().map(Some).chain([None]).zip(self.hold_times)
    }

    /// How many whole seconds were held in all.
    pub fn held_seconds(&self) -> u64 {
        self.held_seconds
    }

    /// For a store to keep.
    pub fn numbers(&self) -> [u64; Self::NUMBERS] {
        let mut numbers = [0; Self::NUMBERS];
        let rest = [self.held_seconds, self.reservations, self.lines, self.ended];
        let all = self.counters.iter().chain(&self.hold_times).chain(&rest);
        numbers.iter_mut().zip(all).for_each(|(place, number)| *place = *number);
        numbers
    }

    /// As a store has kept it; `None` if it cannot have.
    pub fn from_numbers(numbers: &[u64]) -> Option<Self> {
        let (counters, rest) = numbers.split_first_chunk()?;
        let (hold_times, rest) = rest.split_first_chunk()?;
        let [held_seconds, reservations, lines, ended] = *<&[u64; 4]>::try_from(rest).ok()?;
        Some(Self { counters: *counters, hold_times: *hold_times, held_seconds, reservations, lines, ended })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_counter_has_the_place_that_its_name_has() {
        for (place, (counter, _)) in Counter::ALL.iter().enumerate() {
            assert_eq!(*counter as usize, place);
        }
    }

    #[test]
    fn a_time_at_the_end_of_a_place_is_in_it_and_one_beyond_all_is_in_the_last() {
        let mut tally = Tally::default();
        for seconds in [1, 2, 86_400, 86_401, u64::MAX] {
            tally.held_for(Duration::from_secs(seconds));
        }
        let times: Vec<_> = tally.hold_times().filter(|(_, count)| *count > 0).collect();
        assert_eq!(times, [(Some(1), 1), (Some(5), 1), (Some(86_400), 1), (None, 2)]);
    }

    #[test]
    fn what_was_not_kept_by_a_tally_is_none() {
        assert_eq!(Tally::from_numbers(&[0; Tally::NUMBERS - 1]), None);
        assert_eq!(Tally::from_numbers(&[0; Tally::NUMBERS + 1]), None);
    }
}
