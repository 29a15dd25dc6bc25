//! A store of one's own: carts as text, in anything that keeps text under a key.
//!
//! A store answers thirteen questions ([`CartStore`]). This one keeps each cart as the three texts that `cartwright-wire`
//! makes of it, in a map behind a lock; with a map of your own in its place it keeps them there. What makes it a store
//! are four promises:
//!
//! - **compare, then swap**: a commit stores only if the cart still is what was expected, and says what it is if it is not;
//! - **one step**: the lock is held from the comparison to the last write, the outbox's records included;
//! - **within the shop's limits**: a text that the change makes too long is refused, and nothing is stored;
//! - **never over what cannot be read**: a text that is no cart is an error that names it.
//!
//! It does not remember the ids of commits ([`CartStore::remembers_commits`]), so it never repeats one: right for a place
//! whose replies cannot be lost.

use cartwright_core::{
    Cart, CartKey, CartListing, CartStore, Commit, Committed, Identity, Incarnation, Limits, LoadedCart, OutboxRecord,
    QueuedCommit, StoreError, StoreErrorKind,
};
use cartwright_storage::Clock;
use cartwright_wire::{Columns, conditions_column, items_column, metadata_column};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// A cart as it is kept.
#[derive(Clone, Debug)]
pub struct CartText {
    /// The items, as JSON; nothing if there are none.
    pub items: Option<String>,
    /// The conditions.
    pub conditions: Option<String>,
    /// What the host keeps with the cart, and the conditions that come by rules.
    pub metadata: Option<String>,
    identity: Identity,
    updated_at: i64,
}

#[derive(Debug, Default)]
struct Shelf {
    carts: BTreeMap<CartKey, CartText>,
    outbox: BTreeMap<i64, Vec<u8>>,
    last_sequence: i64,
}

/// Carts as text. Clones share their carts.
///
/// ```
/// use cartwright_core::CartKey;
/// use cartwright_engine::{Engine, Settings};
/// use cartwright_examples::{goods::lamps, text_store::TextStore};
///
/// let shop = Engine::new(TextStore::default(), Settings::new("USD")?);
/// shop.apply(&CartKey::new("user-7", "default"), &lamps(2))?;
/// assert_eq!(shop.content(&CartKey::new("user-7", "default"))?.total.format(), "$80.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct TextStore {
    shelf: Arc<Mutex<Shelf>>,
    /// Who is in the middle of a queued change.
    queued: Arc<Mutex<Option<ThreadId>>>,
    clock: Clock,
}

impl TextStore {
    /// A store whose time is the caller's.
    pub fn with_clock(clock: impl Into<Clock>) -> Self {
        Self { clock: clock.into(), ..Self::default() }
    }

    /// Every cart as it is kept.
    ///
    /// # Errors
    /// If a queued change asks.
    pub fn texts(&self) -> Result<Vec<(CartKey, CartText)>, StoreError> {
        Ok(self.shelf()?.carts.iter().map(|(key, text)| (key.clone(), text.clone())).collect())
    }

    /// The carts, for one at a time. A panic of a caller's code happens before anything is changed, so what a poisoned lock
    /// holds is whole.
    fn shelf(&self) -> Result<MutexGuard<'_, Shelf>, StoreError> {
        if *self.queued.lock().unwrap_or_else(PoisonError::into_inner) == Some(thread::current().id()) {
            return Err(StoreError::new(
                StoreErrorKind::Unsupported,
                "a queued change must not call its store, it would wait for itself; use the cart that it was given",
            ));
        }
        Ok(self.shelf.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The mark of a queued change; it goes with whoever made it, even by a panic.
struct Queued<'a>(&'a Mutex<Option<ThreadId>>);

impl<'a> Queued<'a> {
    fn mark(holder: &'a Mutex<Option<ThreadId>>) -> Self {
        *holder.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        Self(holder)
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl CartText {
    fn of(cart: &Cart, identity: Identity, updated_at: i64) -> Self {
        Self {
            items: items_column(cart),
            conditions: conditions_column(cart),
            metadata: metadata_column(cart),
            identity,
            updated_at,
        }
    }

    /// Refuses a text that is too long, if it is another one than it was.
    fn check(&self, was: Option<&Self>, limits: &Limits) -> Result<(), StoreError> {
        for (name, text, was) in [
            ("items", &self.items, was.and_then(|was| was.items.as_ref())),
            ("conditions", &self.conditions, was.and_then(|was| was.conditions.as_ref())),
            ("metadata", &self.metadata, was.and_then(|was| was.metadata.as_ref())),
        ] {
            if text.as_ref() != was {
                let bytes = text.as_ref().map_or(0, String::len);
                limits.check_stored_size(name, bytes).map_err(StoreError::too_large)?;
            }
        }
        Ok(())
    }

    fn read(&self, key: &CartKey) -> Result<LoadedCart, StoreError> {
        let columns = Columns {
            items: self.items.as_deref(),
            conditions: self.conditions.as_deref(),
            metadata: self.metadata.as_deref(),
        };
        let cart = columns.read().map_err(|why| {
            StoreError::new(StoreErrorKind::Corrupt, format!("the cart {key} cannot be read: {why}")).because(why)
        })?;
        Ok(LoadedCart { identity: self.identity, cart })
    }
}

impl Shelf {
    fn identity(&self, key: &CartKey) -> Option<Identity> {
        self.carts.get(key).map(|text| text.identity)
    }

    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        self.carts.get(key).map(|text| text.read(key)).transpose()
    }

    /// Stores what was compared, if it is not too large, and says what it made.
    fn put(&mut self, commit: &Commit<'_>, now: i64) -> Result<Identity, StoreError> {
        let Commit { key, incarnation, cart, outbox, .. } = *commit;
        let made = match self.identity(key) {
            Some(found) => Identity { version: found.version + 1, ..found },
            None => Identity { incarnation, version: 1 },
        };
        let text = CartText::of(cart, made, now);
        text.check(self.carts.get(key), &commit.limits)?;
        self.carts.insert(key.clone(), text);
        self.write(outbox);
        Ok(made)
    }

    fn write(&mut self, records: &[Vec<u8>]) {
        for record in records {
            self.last_sequence += 1;
            self.outbox.insert(self.last_sequence, record.clone());
        }
    }
}

impl CartStore for TextStore {
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        self.shelf()?.load(key)
    }

    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        Ok(self.shelf()?.identity(key))
    }

    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        let mut shelf = self.shelf()?;
        let found = shelf.identity(commit.key);
        if found != commit.expected {
            return Ok(Committed::Conflict(found));
        }
        Ok(Committed::Stored(shelf.put(commit, self.clock.now())?))
    }

    fn remembers_commits(&self) -> bool {
        false
    }

    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        let mut shelf = self.shelf()?;
        let loaded = shelf.load(key)?;
        let answer = {
            let _mark = Queued::mark(&self.queued);
            change(loaded)
        };
        let Some(queued) = answer else {
            return Ok(None);
        };
        let QueuedCommit { incarnation, id, cart, changes, limits, outbox } = &queued;
        let commit = Commit {
            key,
            expected: shelf.identity(key),
            incarnation: *incarnation,
            id: *id,
            cart,
            changes,
            limits: *limits,
            outbox,
        };
        shelf.put(&commit, self.clock.now()).map(Some)
    }

    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError> {
        let mut shelf = self.shelf()?;
        let was_there = shelf.carts.remove(key).is_some();
        shelf.write(outbox);
        Ok(was_there)
    }

    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        let shelf = self.shelf()?;
        let keys = shelf.carts.keys().filter(|key| key.identifier() == identifier);
        Ok(keys.map(|key| key.instance().to_owned()).collect())
    }

    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        let mut shelf = self.shelf()?;
        if from == to {
            return Ok(shelf.carts.contains_key(from));
        }
        let Some(mut text) = shelf.carts.remove(from) else {
            return Ok(false);
        };
        // Whoever holds the cart that was there must not store over this one.
        text.identity.incarnation = incarnation;
        text.updated_at = self.clock.now();
        shelf.carts.insert(to.clone(), text);
        Ok(true)
    }

    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError> {
        if target.key == source {
            return Err(StoreError::new(
                StoreErrorKind::Unsupported,
                format!("the cart {source} cannot be merged into itself; commit it instead"),
            ));
        }
        let mut shelf = self.shelf()?;
        for (key, expected) in [(target.key, target.expected), (source, Some(source_expected))] {
            let found = shelf.identity(key);
            if found != expected {
                return Ok(Committed::Conflict(found));
            }
        }
        let made = shelf.put(target, self.clock.now())?;
        shelf.carts.remove(source);
        Ok(Committed::Stored(made))
    }

    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        let shelf = self.shelf()?;
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let carts = shelf.carts.range((start, Bound::Unbounded));
        let idle = carts.filter(|(_, text)| idle_since.is_none_or(|since| text.updated_at < since));
        let listing = |(key, text): (&CartKey, &CartText)| CartListing {
            key: key.clone(),
            identity: text.identity,
            updated_at: text.updated_at,
        };
        Ok(idle.map(listing).take(limit).collect())
    }

    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError> {
        let mut shelf = self.shelf()?;
        let unchanged = shelf.identity(&listing.key) == Some(listing.identity);
        if unchanged {
            shelf.carts.remove(&listing.key);
        }
        Ok(unchanged)
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        let shelf = self.shelf()?;
        let later = shelf.outbox.range((Bound::Excluded(after), Bound::Unbounded)).take(limit);
        Ok(later.map(|(sequence, bytes)| OutboxRecord { sequence: *sequence, bytes: bytes.clone() }).collect())
    }

    fn acknowledge(&self, through: i64) -> Result<(), StoreError> {
        let mut shelf = self.shelf()?;
        shelf.outbox.retain(|sequence, _| *sequence > through);
        Ok(())
    }
}
