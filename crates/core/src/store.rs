//! The port to storage: what a store of carts promises, whatever it keeps them in.

use crate::cart::Cart;
use crate::change::Change;
use crate::limits::Limits;
use crate::store_error::StoreError;
use std::fmt;
use std::sync::Arc;

/// Which cart: whose, and which of his.
///
/// ```
/// use cartwright_core::CartKey;
///
/// let key = CartKey::new("user-7", "default");
/// assert_eq!(key.to_string(), "user-7/default");
/// assert_eq!(key.with_instance("wishlist").identifier(), "user-7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CartKey {
    identifier: Arc<str>,
    instance: Arc<str>,
}

impl CartKey {
    /// The cart `instance` of `identifier`.
    pub fn new(identifier: &str, instance: &str) -> Self {
        Self { identifier: identifier.into(), instance: instance.into() }
    }

    /// Whose cart it is.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Which of his carts: `default`, `wishlist`, …
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Another cart of the same identifier.
    pub fn with_instance(&self, instance: &str) -> Self {
        Self { identifier: Arc::clone(&self.identifier), instance: instance.into() }
    }

    /// The same instance of another identifier.
    pub fn with_identifier(&self, identifier: &str) -> Self {
        Self { identifier: identifier.into(), instance: Arc::clone(&self.instance) }
    }
}

impl fmt::Display for CartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.identifier, self.instance)
    }
}

/// A random number made with a cart, so that a version that comes back after clear, swap or expiry is not taken for the
/// one that was read. Written as a UUID.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Incarnation(pub u128);

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        write!(f, "{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

impl fmt::Debug for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Which state of which cart: what a load captures and a commit compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Made with the cart.
    pub incarnation: Incarnation,
    /// 1 when it was made, one more with each commit.
    pub version: i64,
}

/// How many commits of a cart a store remembers by their ids.
pub const REMEMBERED_COMMITS: u8 = 16;

impl Identity {
    /// Whether a store at this identity, if it remembers commits, still knows each that was made since an earlier one: what it does
    /// not know then was not stored. It forgets ids with the cart, and all but the last few.
    ///
    /// ```
    /// use cartwright_core::{Identity, Incarnation};
    ///
    /// let at = |version| Identity { incarnation: Incarnation(7), version };
    /// assert!(at(19).remembers_since(at(3)));
    /// assert!(!at(20).remembers_since(at(3)));
    /// assert!(!Identity { incarnation: Incarnation(8), version: 4 }.remembers_since(at(3)));
    /// ```
    pub fn remembers_since(self, earlier: Self) -> bool {
        self.incarnation == earlier.incarnation
            && (0..=i64::from(REMEMBERED_COMMITS)).contains(&self.version.saturating_sub(earlier.version))
    }
}

/// A random number that a commit carries, so that a store can tell after a lost reply whether it was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommitId(pub u128);

/// A cart as it was loaded.
#[derive(Clone, Debug)]
pub struct LoadedCart {
    /// What it was loaded as.
    pub identity: Identity,
    /// The cart.
    pub cart: Cart,
}

/// A change on its way into a store.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// The cart.
    pub key: &'a CartKey,
    /// What it was loaded as; `None` if there was none.
    pub expected: Option<Identity>,
    /// The incarnation of a cart that is made by this commit.
    pub incarnation: Incarnation,
    /// What tells this commit from any other.
    pub id: CommitId,
    /// The cart as it is to be.
    pub cart: &'a Cart,
    /// What is different; a store that keeps items apart writes only these.
    pub changes: &'a [Change],
    /// How long the text of what is written may be: the JSON of all items, all conditions, all metadata.
    pub limits: Limits,
    /// Records to be written in the same step; bytes that mean nothing to the store.
    pub outbox: &'a [Vec<u8>],
}

/// What became of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is stored, and this is what it made of the cart. Of a commit that was repeated, too: what the first one made.
    Stored(Identity),
    /// The cart was not what was expected; nothing is stored. What it is, if it is there.
    Conflict(Option<Identity>),
}

/// What is known of a cart beside the answer to a commit.
#[derive(Clone, Debug, Default)]
pub enum Sight {
    /// Nothing; who wants to know loads it.
    #[default]
    None,
    /// The cart as it was when the commit was judged; none if there was none.
    Cart(Option<Box<LoadedCart>>),
}

/// A cart that nobody has touched for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartListing {
    /// The cart.
    pub key: CartKey,
    /// What it is.
    pub identity: Identity,
    /// When it was last changed, in seconds since 1970.
    pub updated_at: i64,
}

/// A record of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRecord {
    /// Its place; greater is later.
    pub sequence: i64,
    /// What was handed to the commit.
    pub bytes: Vec<u8>,
}

/// A store of carts. Every method is one step: it happens as a whole or not at all, whatever other processes do.
///
/// What is asked of every implementation is written down as tests, `cartwright_storage::conformance`.
pub trait CartStore {
    /// The cart, or `None` if there is none.
    ///
    /// # Errors
    /// If the store cannot be reached, or what it holds cannot be read.
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError>;

    /// What the cart is, without the cart.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError>;

    /// Stores a change if the cart still is what was expected. A commit whose id the store [remembers] is not stored again.
    ///
    /// Of a change that could be stored, what it writes is measured: if the items, the conditions or the metadata would be
    /// longer than the limits allow, that is [`StoreErrorKind::TooLarge`](crate::StoreErrorKind::TooLarge). What it does not
    /// write is not measured: lowering a limit closes no cart. Every store measures the same, the JSON of the columns.
    ///
    /// [remembers]: CartStore::remembers_commits
    ///
    /// # Errors
    /// If the store cannot be reached, the cart would be too large, or it is not known whether it was stored.
    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError>;

    /// Whether a cart keeps the ids of its last 16 commits, so that one whose reply was lost can be repeated and is answered
    /// with what it made. A table that belongs to another program has no room for them.
    ///
    /// What it means for a commit that ended in [`StoreErrorKind::OutcomeUnknown`](crate::StoreErrorKind::OutcomeUnknown):
    ///
    /// | | remembers | does not |
    /// | --- | --- | --- |
    /// | [`commit`](CartStore::commit), [`commit_merge`](CartStore::commit_merge) again, same id | what it made, or it is stored now | a conflict if it was stored, but also if a rival was faster: nobody can tell |
    /// | [`commit_queued`](CartStore::commit_queued) again, same id | what it made, or it is stored now | **it is done twice**: nothing is compared |
    /// | so an engine | repeats until there is an answer | repeats nothing; the outcome stays unknown, and its caller looks |
    ///
    /// [`delete`](CartStore::delete) and [`swap`](CartStore::swap) need no ids: the one may be done again, the other is known
    /// by the incarnation that it has made. The answer does not change while the store is open.
    fn remembers_commits(&self) -> bool;

    /// Loads, lets `change` make a commit, and stores it, while others wait: for who has met conflicts. `change` gets the
    /// cart and answers what to store; `None` stores nothing. It must not call the store. A store where nobody can be kept
    /// waiting calls it again, with the cart as it is then, each time others were faster.
    ///
    /// # Errors
    /// As for [`CartStore::commit`].
    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError>;

    /// The same as [`CartStore::commit`]. Of a conflict it brings along the cart as it is, where that costs nothing more: for
    /// [`CartStore::commit_queued_at`], so that the next try is one round trip as well.
    ///
    /// # Errors
    /// As for [`CartStore::commit`].
    fn commit_seeing(&self, commit: &Commit<'_>) -> Result<(Committed, Sight), StoreError> {
        Ok((self.commit(commit)?, Sight::None))
    }

    /// The same as [`CartStore::commit_queued`], for who has just seen the cart in a conflict. A store where others wait needs
    /// no sight: it loads the cart anew.
    ///
    /// # Errors
    /// As for [`CartStore::commit`].
    fn commit_queued_at(
        &self,
        sight: Sight,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        drop(sight);
        self.commit_queued(key, change)
    }

    /// Removes a cart with everything in it, with outbox records in the same step. Says whether it was there.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError>;

    /// The instances of an identifier, in order.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError>;

    /// Moves a cart to another identifier in place of the cart there, under a new incarnation; the version goes along.
    /// Onto itself nothing happens. Says whether there was a cart to move.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError>;

    /// Stores one cart and removes another, all at once, each at its expected identity: what a merge commits. A conflict on
    /// either changes nothing, and says what the one is that differs.
    ///
    /// # Errors
    /// As for [`CartStore::commit`].
    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError>;

    /// Carts in the order of their keys, after `after`, at most `limit`; only those not changed since `idle_since`
    /// (seconds since 1970), if it is given.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError>;

    /// Removes a cart if it still is what was listed. Says whether it did.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError>;

    /// Records of the outbox after `after`, at most `limit`, in order.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError>;

    /// Removes the records up to and including `through`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn acknowledge(&self, through: i64) -> Result<(), StoreError>;
}

/// What is to be stored of a queued change.
#[derive(Debug)]
pub struct QueuedCommit {
    /// The incarnation of a cart that is made by this commit.
    pub incarnation: Incarnation,
    /// What tells this commit from any other.
    pub id: CommitId,
    /// The cart as it is to be.
    pub cart: Cart,
    /// What is different.
    pub changes: Vec<Change>,
    /// How long the text of what is written may be.
    pub limits: Limits,
    /// Records to be written in the same step.
    pub outbox: Vec<Vec<u8>>,
}
