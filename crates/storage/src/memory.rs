//! Carts in the memory of one process.

use crate::clock::Clock;
use crate::commit_log::CommitLog;
use crate::guarded::Guarded;
use crate::sizes::Sums;
use crate::touched::Touched;
use crate::verdict::{self, Verdict};
use cartwright_core::{
    Cart, CartKey, CartListing, CartStore, Change, Commit, CommitId, Committed, Identity, Incarnation, Limits,
    LoadedCart, OutboxRecord, QueuedCommit, StoreError,
};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// Carts in the memory of one process. Clones share their carts.
///
/// ```
/// use cartwright_core::{CartKey, CartStore};
/// use cartwright_storage::MemoryStore;
///
/// let store = MemoryStore::default();
/// assert!(store.load(&CartKey::new("user-7", "default"))?.is_none());
/// # Ok::<(), cartwright_core::StoreError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shelf: Arc<Guarded<Shelf>>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct Shelf {
    carts: BTreeMap<CartKey, Kept>,
    outbox: BTreeMap<i64, Vec<u8>>,
    last_sequence: i64,
}

#[derive(Debug)]
struct Kept {
    identity: Identity,
    cart: Cart,
    sums: Sums,
    commits: CommitLog,
    updated_at: i64,
}

impl MemoryStore {
    /// A store whose time is the caller's.
    pub fn with_clock(clock: impl Into<Clock>) -> Self {
        Self { shelf: Arc::new(Guarded::new(Shelf::default())), clock: clock.into() }
    }

    fn with<R>(&self, work: impl FnOnce(&mut Shelf) -> Result<R, StoreError>) -> Result<R, StoreError> {
        self.shelf.with(work)
    }
}

/// A cart on its way to its place.
struct Incoming<'a> {
    made: Identity,
    id: CommitId,
    cart: Cart,
    changes: &'a [Change],
    limits: Limits,
    now: i64,
}

impl Shelf {
    fn identity(&self, key: &CartKey) -> Option<Identity> {
        self.carts.get(key).map(|kept| kept.identity)
    }

    fn found(&self, key: &CartKey) -> Option<(Identity, &CommitLog)> {
        self.carts.get(key).map(|kept| (kept.identity, &kept.commits))
    }

    /// Puts a cart on its place, unless it has become too large.
    fn put(&mut self, key: &CartKey, incoming: Incoming<'_>) -> Result<(), StoreError> {
        let Incoming { made, id, cart, changes, limits, now } = incoming;
        match self.carts.get_mut(key) {
            Some(kept) => {
                let touched = Touched::by(changes);
                let sums = kept.sums.after(&touched, &kept.cart, &cart).checked(&touched, &cart, &limits)?;
                kept.commits.push(id);
                (kept.identity, kept.cart, kept.sums, kept.updated_at) = (made, cart, sums, now);
            }
            None => {
                let all = Touched { everything: true, ..Touched::default() };
                let sums = Sums::of(&cart).checked(&all, &cart, &limits)?;
                let mut commits = CommitLog::default();
                commits.push(id);
                self.carts.insert(key.clone(), Kept { identity: made, cart, sums, commits, updated_at: now });
            }
        }
        Ok(())
    }

    fn write(&mut self, records: &[Vec<u8>]) {
        for record in records {
            self.last_sequence += 1;
            self.outbox.insert(self.last_sequence, record.clone());
        }
    }
}

impl CartStore for MemoryStore {
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        self.with(|shelf| {
            Ok(shelf.carts.get(key).map(|kept| LoadedCart { identity: kept.identity, cart: kept.cart.clone() }))
        })
    }

    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        self.with(|shelf| Ok(shelf.identity(key)))
    }

    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        // Copied while others may go on.
        let (cart, now) = (commit.cart.clone(), self.clock.now());
        self.with(|shelf| {
            let made = match verdict::judge(commit, shelf.found(commit.key))? {
                Verdict::Answer(answer) => return Ok(answer),
                Verdict::Store(made) => made,
            };
            let Commit { id, changes, limits, .. } = *commit;
            shelf.put(commit.key, Incoming { made, id, cart, changes, limits, now })?;
            shelf.write(commit.outbox);
            Ok(Committed::Stored(made))
        })
    }

    fn remembers_commits(&self) -> bool {
        true
    }

    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        let now = self.clock.now();
        self.with(|shelf| {
            let loaded =
                shelf.carts.get(key).map(|kept| LoadedCart { identity: kept.identity, cart: kept.cart.clone() });
            let Some(queued) = change(loaded) else {
                return Ok(None);
            };
            if let Some(made) = verdict::remembered(queued.id, shelf.found(key)) {
                return Ok(Some(made));
            }
            let made = verdict::next(key, shelf.identity(key), queued.incarnation)?;
            let QueuedCommit { id, cart, changes, limits, outbox, .. } = queued;
            shelf.put(key, Incoming { made, id, cart, changes: &changes, limits, now })?;
            shelf.write(&outbox);
            Ok(Some(made))
        })
    }

    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError> {
        self.with(|shelf| {
            let was_there = shelf.carts.remove(key).is_some();
            shelf.write(outbox);
            Ok(was_there)
        })
    }

    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        let first = CartKey::new(identifier, "");
        self.with(|shelf| {
            let of_identifier = shelf.carts.range(first..).take_while(|(key, _)| key.identifier() == identifier);
            Ok(of_identifier.map(|(key, _)| key.instance().to_owned()).collect())
        })
    }

    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        let now = self.clock.now();
        self.with(|shelf| {
            if from == to {
                return Ok(shelf.carts.contains_key(from));
            }
            let Some(mut kept) = shelf.carts.remove(from) else {
                return Ok(false);
            };
            (kept.identity.incarnation, kept.updated_at) = (incarnation, now);
            shelf.carts.insert(to.clone(), kept);
            Ok(true)
        })
    }

    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError> {
        verdict::check_merge(target.key, source)?;
        let (cart, now) = (target.cart.clone(), self.clock.now());
        self.with(|shelf| {
            let made = match verdict::judge(target, shelf.found(target.key))? {
                Verdict::Answer(answer) => return Ok(answer),
                Verdict::Store(made) => made,
            };
            let found = shelf.identity(source);
            if found != Some(source_expected) {
                return Ok(Committed::Conflict(found));
            }
            let Commit { id, changes, limits, .. } = *target;
            shelf.put(target.key, Incoming { made, id, cart, changes, limits, now })?;
            shelf.carts.remove(source);
            shelf.write(target.outbox);
            Ok(Committed::Stored(made))
        })
    }

    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        self.with(|shelf| {
            let start = after.map_or(Bound::Unbounded, Bound::Excluded);
            let carts = shelf.carts.range((start, Bound::Unbounded));
            let idle = carts.filter(|(_, kept)| idle_since.is_none_or(|since| kept.updated_at < since));
            let listings = idle.map(|(key, kept)| CartListing {
                key: key.clone(),
                identity: kept.identity,
                updated_at: kept.updated_at,
            });
            Ok(listings.take(limit).collect())
        })
    }

    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError> {
        self.with(|shelf| {
            let unchanged = shelf.identity(&listing.key) == Some(listing.identity);
            if unchanged {
                shelf.carts.remove(&listing.key);
            }
            Ok(unchanged)
        })
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        self.with(|shelf| {
            let later = shelf.outbox.range((Bound::Excluded(after), Bound::Unbounded)).take(limit);
            Ok(later.map(|(sequence, bytes)| OutboxRecord { sequence: *sequence, bytes: bytes.clone() }).collect())
        })
    }

    fn acknowledge(&self, through: i64) -> Result<(), StoreError> {
        self.with(|shelf| {
            shelf.outbox = shelf.outbox.split_off(&through.saturating_add(1));
            Ok(())
        })
    }
}
