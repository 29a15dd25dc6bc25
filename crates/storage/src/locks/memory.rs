//! Locks in the memory of one process.

use super::error::of_store;
use super::record::Record;
use crate::guarded::Guarded;
use cartwright_coordination::{
    Acquired, Answer, Fence, Grant, Lease, Lifetime, LockInfo, LockKey, LockStore, Moment, MonotonicClock, OwnerToken,
    Result, StoreIncarnation, SystemClock, WallClock,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

/// Locks in the memory of one process. Clones share their locks; processes do not, so it is for tests and for programs of
/// one process.
///
/// ```
/// use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken, SystemRandom};
/// use cartwright_storage::MemoryLockStore;
/// use std::time::Duration;
///
/// let (store, key) = (MemoryLockStore::default(), LockKey::new("cart:user-7:default")?);
/// let (mine, another) = (OwnerToken::new(&SystemRandom)?, OwnerToken::new(&SystemRandom)?);
/// let minute = LifetimeLimit::default().lifetime(Duration::from_secs(60))?;
/// assert!(store.acquire(&key, &mine, minute)?.granted().is_some());
/// assert!(store.acquire(&key, &another, minute)?.granted().is_none());
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryLockStore {
    shelf: Arc<Guarded<Shelf>>,
    clock: Arc<dyn MonotonicClock>,
}

#[derive(Debug)]
struct Shelf {
    incarnation: StoreIncarnation,
    last: Option<Fence>,
    records: BTreeMap<LockKey, Record>,
    /// When each lease ends, so that a sweep need not look at those that live.
    ends: BTreeSet<(Moment, LockKey)>,
}

impl Default for MemoryLockStore {
    fn default() -> Self {
        Self::with_clock(SystemClock)
    }
}

impl fmt::Debug for MemoryLockStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLockStore").field("shelf", &self.shelf).finish_non_exhaustive()
    }
}

impl MemoryLockStore {
    /// A store whose time is the caller's. The wall clock is read once, for the incarnation.
    pub fn with_clock(clock: impl MonotonicClock + WallClock + 'static) -> Self {
        let shelf = Shelf {
            incarnation: StoreIncarnation::new(clock.wall_time(), None),
            last: None,
            records: BTreeMap::new(),
            ends: BTreeSet::new(),
        };
        Self { shelf: Arc::new(Guarded::new(shelf)), clock: Arc::new(clock) }
    }

    /// Does one step. The time is read when its turn has come, so that no step acts on an older time than one before it.
    fn step<R>(&self, work: impl FnOnce(&mut Shelf, Moment) -> Result<R>) -> Result<R> {
        self.shelf.with(|shelf| Ok(work(shelf, self.clock.now()))).map_err(of_store)?
    }
}

impl Shelf {
    fn next_fence(&mut self) -> Result<Fence> {
        let next = self.last.map_or_else(|| Ok(Fence::first(self.incarnation)), Fence::next)?;
        self.last = Some(next);
        Ok(next)
    }

    fn owned(&self, key: &LockKey, token: &OwnerToken, now: Moment) -> Answer<Record> {
        Record::of_owner(self.records.get(key).cloned(), token, now)
    }

    fn put(&mut self, key: &LockKey, record: Record) {
        self.remove(key);
        self.ends.insert((record.lease.expires(), key.clone()));
        self.records.insert(key.clone(), record);
    }

    fn remove(&mut self, key: &LockKey) {
        if let Some(record) = self.records.remove(key) {
            self.ends.remove(&(record.lease.expires(), key.clone()));
        }
    }
}

impl LockStore for MemoryLockStore {
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired> {
        self.step(|shelf, now| {
            if let Some(answer) = shelf.records.get(key).and_then(|record| record.to_asker(token, now)) {
                return Ok(answer);
            }
            let record = Record { token: token.clone(), fence: shelf.next_fence()?, lease: Lease::new(now, lifetime) };
            let grant = record.grant(now);
            shelf.put(key, record);
            Ok(Acquired::Granted(grant))
        })
    }

    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>> {
        self.step(|shelf, now| {
            Ok(shelf.owned(key, token, now).map(|record| {
                let lease = record.lease.renewed(now, lifetime).unwrap_or(record.lease);
                let record = Record { lease, ..record };
                let grant = record.grant(now);
                shelf.put(key, record);
                grant
            }))
        })
    }

    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>> {
        self.step(|shelf, now| Ok(shelf.owned(key, token, now).map(|_| shelf.remove(key))))
    }

    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>> {
        self.step(|shelf, now| {
            if !shelf.records.get(key).is_some_and(|record| record.lease.is_live(now)) {
                return Ok(None);
            }
            let fence = shelf.next_fence()?;
            shelf.remove(key);
            Ok(Some(fence))
        })
    }

    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>> {
        self.step(|shelf, now| Ok(shelf.records.get(key).and_then(|record| record.to_info(key, now))))
    }

    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>> {
        self.step(|shelf, now| {
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            let records = shelf.records.range((from, Bound::Unbounded));
            Ok(records.filter_map(|(key, record)| record.to_info(key, now)).take(limit).collect())
        })
    }

    fn sweep(&self, limit: usize) -> Result<usize> {
        self.step(|shelf, now| {
            let mut swept = 0;
            while swept < limit {
                let over = shelf.ends.first().filter(|(end, _)| *end <= now).map(|(_, key)| key.clone());
                let Some(key) = over else { break };
                shelf.remove(&key);
                swept += 1;
            }
            Ok(swept)
        })
    }
}
