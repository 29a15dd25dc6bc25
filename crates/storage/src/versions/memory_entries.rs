//! Cached values in the memory of one process.

use super::error::of_store;
use crate::guarded::Guarded;
use cartwright_coordination::{Moment, MonotonicClock, SystemClock};
use cartwright_versions::{Entry, EntryKey, EntryStore, Lifetimes, Result};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

/// Cached values in the memory of one process. Clones share them.
///
/// ```
/// use cartwright_storage::MemoryEntryStore;
/// use cartwright_versions::{EntryKey, EntryStore, Lifetimes, Snapshot};
/// use std::time::Duration;
///
/// let (store, key) = (MemoryEntryStore::default(), EntryKey::new("shop.home.data", &Snapshot::default())?);
/// store.keep(&key, b"<html>", Lifetimes::of(Duration::from_secs(60))?)?;
/// assert_eq!(store.fetch(&key)?.unwrap().value, b"<html>");
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryEntryStore {
    shelf: Arc<Guarded<Shelf>>,
    clock: Arc<dyn MonotonicClock>,
}

#[derive(Default)]
struct Shelf {
    values: HashMap<EntryKey, Kept>,
    /// When each value's hard end is, so that a sweep need not look at those that are good.
    ends: BTreeSet<(Moment, EntryKey)>,
}

struct Kept {
    value: Vec<u8>,
    soft: Moment,
    hard: Moment,
}

impl Default for MemoryEntryStore {
    fn default() -> Self {
        Self::with_clock(SystemClock)
    }
}

impl fmt::Debug for MemoryEntryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryEntryStore")
    }
}

impl MemoryEntryStore {
    /// A store whose time is the caller's.
    pub fn with_clock(clock: impl MonotonicClock + 'static) -> Self {
        Self { shelf: Arc::new(Guarded::new(Shelf::default())), clock: Arc::new(clock) }
    }

    fn step<R>(&self, work: impl FnOnce(&mut Shelf, Moment) -> R) -> Result<R> {
        self.shelf.with(|shelf| Ok(work(shelf, self.clock.now()))).map_err(of_store)
    }
}

impl Shelf {
    fn remove(&mut self, key: &EntryKey) -> Option<Kept> {
        let kept = self.values.remove(key)?;
        self.ends.remove(&(kept.hard, key.clone()));
        Some(kept)
    }
}

impl EntryStore for MemoryEntryStore {
    fn fetch(&self, key: &EntryKey) -> Result<Option<Entry>> {
        self.step(|shelf, now| {
            let kept = shelf.values.get(key).filter(|kept| now < kept.hard)?;
            Some(Entry { value: kept.value.clone(), stale: now >= kept.soft })
        })
    }

    fn keep(&self, key: &EntryKey, value: &[u8], lifetimes: Lifetimes) -> Result<()> {
        self.step(|shelf, now| {
            shelf.remove(key);
            let kept = Kept { value: value.into(), soft: now.plus(lifetimes.soft()), hard: now.plus(lifetimes.hard()) };
            shelf.ends.insert((kept.hard, key.clone()));
            shelf.values.insert(key.clone(), kept);
        })
    }

    fn remove(&self, key: &EntryKey) -> Result<bool> {
        self.step(|shelf, now| shelf.remove(key).is_some_and(|kept| now < kept.hard))
    }

    fn sweep(&self, limit: usize) -> Result<usize> {
        self.step(|shelf, now| {
            let over: Vec<EntryKey> =
                shelf.ends.iter().take_while(|(end, _)| *end <= now).take(limit).map(|(_, key)| key.clone()).collect();
            over.iter().filter_map(|key| shelf.remove(key)).count()
        })
    }

    fn clear(&self) -> Result<usize> {
        self.step(|shelf, _| {
            let count = shelf.values.len();
            *shelf = Shelf::default();
            count
        })
    }
}
