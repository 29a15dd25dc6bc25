//! Records and samples in the memory of one process.

use super::error::of_store;
use crate::guarded::Guarded;
use cartwright_coordination::{Durations, WallTime};
use cartwright_versions::{JournalStore, Log, Range, Record, Result, Sample, Written};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// Records and samples in the memory of one process. Clones share them.
///
/// ```
/// use cartwright_storage::MemoryJournalStore;
/// use cartwright_versions::{JournalStore, Log, Range, Record};
///
/// let journal = MemoryJournalStore::default();
/// journal.append(Log::Audit, &Record { who: "admin".into(), kind: "version.raised".into(), ..Record::default() })?;
/// assert_eq!(journal.read(Log::Audit, &Range::ALL, 10)?.len(), 1);
/// assert_eq!(journal.read(Log::Incidents, &Range::ALL, 10)?.len(), 0);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryJournalStore(Arc<Guarded<Shelf>>);

#[derive(Debug, Default)]
struct Shelf {
    last: i64,
    records: BTreeMap<(Log, WallTime, i64), Record>,
    samples: BTreeMap<(WallTime, String), (u64, Durations)>,
}

impl MemoryJournalStore {
    fn step<R>(&self, work: impl FnOnce(&mut Shelf) -> R) -> Result<R> {
        self.0.with(|shelf| Ok(work(shelf))).map_err(of_store)
    }
}

impl JournalStore for MemoryJournalStore {
    fn append(&self, log: Log, record: &Record) -> Result<i64> {
        self.step(|shelf| {
            shelf.last += 1;
            shelf.records.insert((log, record.at, shelf.last), record.clone());
            shelf.last
        })
    }

    fn read(&self, log: Log, range: &Range, limit: usize) -> Result<Vec<Written>> {
        let from = match range.after {
            Some((at, place)) if at >= range.from => Bound::Excluded((log, at, place)),
            _ => Bound::Included((log, range.from, i64::MIN)),
        };
        let until = (log, range.until, i64::MIN);
        self.step(|shelf| {
            if let Bound::Included(from) | Bound::Excluded(from) = from {
                if from >= until {
                    return Vec::new();
                }
            }
            shelf
                .records
                .range((from, Bound::Excluded(until)))
                .take(limit)
                .map(|((_, _, place), record)| Written { place: *place, record: record.clone() })
                .collect()
        })
    }

    fn trim(&self, log: Log, before: WallTime, limit: usize) -> Result<usize> {
        self.step(|shelf| {
            let first = (log, WallTime::from_micros(i64::MIN), i64::MIN);
            let old: Vec<_> =
                shelf.records.range(first..(log, before, i64::MIN)).take(limit).map(|(place, _)| *place).collect();
            old.iter().for_each(|place| drop(shelf.records.remove(place)));
            old.len()
        })
    }

    fn count(&self, samples: &[Sample]) -> Result<()> {
        self.step(|shelf| {
            for sample in samples {
                let (errors, durations) = shelf.samples.entry((sample.minute, sample.name.clone())).or_default();
                *errors += sample.errors;
                durations.merge(&sample.durations);
            }
        })
    }

    fn samples(&self, from: WallTime, until: WallTime) -> Result<Vec<Sample>> {
        self.step(|shelf| {
            let counted = shelf.samples.iter().filter(|((minute, _), _)| *minute >= from && *minute < until);
            counted
                .map(|((minute, name), (errors, durations))| Sample {
                    minute: *minute,
                    name: name.clone(),
                    errors: *errors,
                    durations: durations.clone(),
                })
                .collect()
        })
    }

    fn forget_samples(&self, before: WallTime) -> Result<usize> {
        self.step(|shelf| {
            let there = shelf.samples.len();
            shelf.samples.retain(|(minute, _), _| *minute >= before);
            there - shelf.samples.len()
        })
    }
}
