//! What this process has counted, by the minute, until it is handed to a journal.

use crate::journal_store::Sample;
use cartwright_coordination::{Durations, PerProcess, WallTime};
use std::collections::BTreeMap;
use std::time::Duration;

const MINUTE: i64 = 60_000_000;

/// So many counts are kept where nobody drains them; then the oldest go.
const KEPT: usize = 4096;

/// Counts operations by name and minute, in each process what that has done. What was counted is [drained](Meter::drain) into a
/// [journal](crate::JournalStore::count), where the counts of all processes are added up.
///
/// ```
/// use cartwright_coordination::WallTime;
/// use cartwright_versions::Meter;
/// use std::time::Duration;
///
/// let meter = Meter::default();
/// meter.record(WallTime::from_secs(61), "look", Duration::from_millis(2), true);
/// meter.record(WallTime::from_secs(62), "look", Duration::from_millis(4), false);
/// let samples = meter.drain();
/// assert_eq!((samples[0].minute, samples[0].durations.count, samples[0].errors), (WallTime::from_secs(60), 2, 1));
/// assert!(meter.drain().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Meter(PerProcess<Counted>);

type Counted = BTreeMap<(WallTime, String), (u64, Durations)>;

impl Meter {
    /// Counts one operation.
    pub fn record(&self, at: WallTime, name: &str, took: Duration, succeeded: bool) {
        let minute = minute_of(at);
        self.0.with(|counted| {
            let (errors, durations) = counted.entry((minute, name.to_owned())).or_default();
            *errors += u64::from(!succeeded);
            durations.record(took);
            if counted.len() > KEPT {
                counted.pop_first();
            }
        });
    }

    /// What was counted since the last time; it is forgotten here.
    pub fn drain(&self) -> Vec<Sample> {
        let counted = self.0.with(std::mem::take);
        counted
            .into_iter()
            .map(|((minute, name), (errors, durations))| Sample { minute, name, errors, durations })
            .collect()
    }

    /// Takes back what could not be handed on.
    pub fn restore(&self, samples: Vec<Sample>) {
        self.0.with(|counted| {
            for sample in samples {
                let (errors, durations) = counted.entry((sample.minute, sample.name)).or_default();
                *errors += sample.errors;
                durations.merge(&sample.durations);
            }
        });
    }
}

/// The beginning of the minute that a time lies in.
pub(crate) fn minute_of(at: WallTime) -> WallTime {
    WallTime::from_micros(at.as_micros().div_euclid(MINUTE).saturating_mul(MINUTE))
}

/// What was counted of one kind of operation over several minutes.
///
/// ```
/// use cartwright_versions::Totals;
///
/// let totals = Totals::of(&[]);
/// assert!(totals.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many of them failed.
    pub errors: u64,
    /// How long all of them took.
    pub durations: Durations,
}

impl Totals {
    /// The samples of each name, added up.
    pub fn of(samples: &[Sample]) -> BTreeMap<String, Self> {
        let mut totals = BTreeMap::<String, Self>::new();
        for sample in samples {
            let total = totals.entry(sample.name.clone()).or_default();
            total.errors += sample.errors;
            total.durations.merge(&sample.durations);
        }
        totals
    }

    /// How many thousandths of them failed.
    pub fn errors_per_thousand(&self) -> u64 {
        self.errors.saturating_mul(1000).checked_div(self.durations.count).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_before_1970_lies_in_a_minute_too() {
        assert_eq!(minute_of(WallTime::from_secs(-1)), WallTime::from_secs(-60));
    }

    #[test]
    fn where_nobody_drains_it_the_oldest_go() {
        let meter = Meter::default();
        for minute in 0..=KEPT as i64 {
            meter.record(WallTime::from_secs(minute * 60), "look", Duration::ZERO, true);
        }
        let samples = meter.drain();
        assert_eq!((samples.len(), samples[0].minute), (KEPT, WallTime::from_secs(60)));
    }

    #[test]
    fn what_could_not_be_handed_on_is_counted_once() {
        let meter = Meter::default();
        let count = |succeeded| meter.record(WallTime::from_secs(5), "look", Duration::from_millis(1), succeeded);
        count(false);
        let samples = meter.drain();
        count(true);
        meter.restore(samples);
        let totals = Totals::of(&meter.drain());
        assert_eq!((totals["look"].durations.count, totals["look"].errors), (2, 1));
        assert_eq!(totals["look"].errors_per_thousand(), 500);
    }
}
