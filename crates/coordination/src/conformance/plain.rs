//! The plainest store that keeps the promise.

use super::{Kept, Subject};
use crate::clock::{MonotonicClock, WallClock};
use crate::error::Result;
use crate::fence::{Fence, StoreIncarnation};
use crate::lease::{Lease, Lifetime};
use crate::lock_key::LockKey;
use crate::lock_store::{Acquired, Answer, Grant, LockInfo, LockStore};
use crate::manual_clock::ManualClock;
use crate::owner::OwnerToken;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Locks in one map behind one mutex, on a clock that is moved by hand: slow, and plain enough to be believed. Other stores
/// are compared with it, and tests of crates that know no adapter may use it as their store.
///
/// Clones are handles on the same locks.
///
/// ```
/// use cartwright_coordination::conformance::PlainStore;
/// use cartwright_coordination::{LockStore, ManualClock};
///
/// let store = PlainStore::new(ManualClock::default());
/// assert!(store.list(None, 10)?.is_empty());
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PlainStore {
    clock: ManualClock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    incarnation: StoreIncarnation,
    last: Option<Fence>,
    records: BTreeMap<LockKey, Record>,
}

/// The last grant of a key, live or not, until it is released or collected.
#[derive(Debug)]
struct Record {
    token: OwnerToken,
    fence: Fence,
    lease: Lease,
}

impl PlainStore {
    /// An empty store on this clock.
    pub fn new(clock: ManualClock) -> Self {
        let incarnation = StoreIncarnation::new(clock.wall_time(), None);
        let state = State { incarnation, last: None, records: BTreeMap::new() };
        Self { clock, state: Arc::new(Mutex::new(state)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grant(&self, record: &Record) -> Grant {
        Grant { fence: record.fence, remaining: record.lease.remaining(self.clock.now()) }
    }

    /// The record of this key, if it is live and of this token; else how that is refused.
    fn owned<'a>(&self, state: &'a mut State, key: &LockKey, token: &OwnerToken) -> Answer<&'a mut Record> {
        match state.records.get_mut(key) {
            None => Answer::Unknown,
            Some(record) if record.token != *token => Answer::WrongOwner,
            Some(record) if !record.lease.is_live(self.clock.now()) => Answer::Expired,
            Some(record) => Answer::Done(record),
        }
    }

    fn info(&self, key: &LockKey, record: &Record) -> Option<LockInfo> {
        let now = self.clock.now();
        record.lease.is_live(now).then(|| LockInfo {
            key: key.clone(),
            fence: record.fence,
            age: record.lease.age(now),
            remaining: record.lease.remaining(now),
        })
    }
}

impl State {
    fn next_fence(&mut self) -> Result<Fence> {
        let next = self.last.map_or_else(|| Ok(Fence::first(self.incarnation)), Fence::next)?;
        self.last = Some(next);
        Ok(next)
    }
}

impl LockStore for PlainStore {
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired> {
        let (mut state, now) = (self.state(), self.clock.now());
        if let Some(record) = state.records.get(key).filter(|record| record.lease.is_live(now)) {
            return Ok(if record.token == *token {
                Acquired::Granted(self.grant(record))
            } else {
                Acquired::Held { remaining: record.lease.remaining(now) }
            });
        }
        let record = Record { token: token.clone(), fence: state.next_fence()?, lease: Lease::new(now, lifetime) };
        let grant = self.grant(&record);
        state.records.insert(key.clone(), record);
        Ok(Acquired::Granted(grant))
    }

    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>> {
        let mut state = self.state();
        Ok(self.owned(&mut state, key, token).map(|record| {
            record.lease = record.lease.renewed(self.clock.now(), lifetime).unwrap_or(record.lease);
            self.grant(record)
        }))
    }

    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>> {
        let mut state = self.state();
        let answer = self.owned(&mut state, key, token).map(|_| ());
        if answer == Answer::Done(()) {
            state.records.remove(key);
        }
        Ok(answer)
    }

    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>> {
        let (mut state, now) = (self.state(), self.clock.now());
        if !state.records.get(key).is_some_and(|record| record.lease.is_live(now)) {
            return Ok(None);
        }
        let fence = state.next_fence()?;
        state.records.remove(key);
        Ok(Some(fence))
    }

    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>> {
        Ok(self.state().records.get(key).and_then(|record| self.info(key, record)))
    }

    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let state = self.state();
        let records = state.records.range((from, Bound::Unbounded));
        Ok(records.filter_map(|(key, record)| self.info(key, record)).take(limit).collect())
    }

    fn sweep(&self, limit: usize) -> Result<usize> {
        let (mut state, now) = (self.state(), self.clock.now());
        let over = state.records.iter().filter(|(_, record)| !record.lease.is_live(now));
        let keys: Vec<LockKey> = over.map(|(key, _)| key.clone()).take(limit).collect();
        for key in &keys {
            state.records.remove(key);
        }
        Ok(keys.len())
    }
}

/// The plain store as the subject of its own suite.
#[derive(Debug)]
pub struct PlainSubject {
    clock: ManualClock,
    store: Mutex<PlainStore>,
}

impl Default for PlainSubject {
    fn default() -> Self {
        let clock = ManualClock::default();
        Self { store: Mutex::new(PlainStore::new(clock.clone())), clock }
    }
}

impl Subject for PlainSubject {
    type Store = PlainStore;

    fn open(&self) -> PlainStore {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn restart(&self) -> Kept {
        self.lose_everything();
        Kept::Nothing
    }

    fn lose_everything(&self) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = PlainStore::new(self.clock.clone());
    }
}
