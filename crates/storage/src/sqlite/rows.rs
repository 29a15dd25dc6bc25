//! What a layout does: how a cart lies in rows. It is called in transactions only, but for what says that it reads.

use super::trouble::Trouble;
use crate::commit_log::CommitLog;
use crate::touched::Touched;
use cartwright_core::{Cart, CartKey, CartListing, CommitId, Identity, Incarnation, Limits, LoadedCart};
use rusqlite::Connection;
use std::fmt::Debug;

/// A cart that is there.
#[derive(Debug)]
pub(crate) struct Found {
    /// The row it is in.
    pub(crate) row: i64,
    pub(crate) identity: Identity,
    /// Empty if the layout has no room for it.
    pub(crate) commits: CommitLog,
}

/// A cart that is to be there.
#[derive(Debug)]
pub(crate) struct Write<'a> {
    pub(crate) key: &'a CartKey,
    pub(crate) made: Identity,
    pub(crate) id: CommitId,
    pub(crate) cart: &'a Cart,
    pub(crate) touched: Touched<'a>,
    pub(crate) limits: Limits,
    pub(crate) now: i64,
}

/// A layout.
pub(crate) trait Rows: Debug + Send + Sync {
    /// Whether commits are remembered.
    fn remembers_commits(&self) -> bool;

    /// Whether the tables are there, and such as we know them. Reads.
    fn is_ready(&self, db: &Connection) -> Result<bool, Trouble>;

    /// Makes the tables, or what is missing of them.
    fn make_ready(&self, db: &Connection) -> Result<(), Trouble>;

    /// Refuses to go on if they have changed since.
    fn check(&self, db: &Connection) -> Result<(), Trouble>;

    /// What a cart is. Reads.
    fn find(&self, db: &Connection, key: &CartKey) -> Result<Option<Found>, Trouble>;

    /// A cart. Reads.
    fn load(&self, db: &Connection, key: &CartKey) -> Result<Option<LoadedCart>, Trouble>;

    /// Makes a cart that is not there.
    fn insert(&self, db: &Connection, write: &Write<'_>) -> Result<(), Trouble>;

    /// Changes a cart that is there; what cannot be read is not overwritten.
    fn update(&self, db: &Connection, found: Found, write: &Write<'_>) -> Result<(), Trouble>;

    /// Removes a cart, readable or not. Says whether it was there.
    fn remove(&self, db: &Connection, key: &CartKey) -> Result<bool, Trouble>;

    /// Moves a cart to a key where there is none.
    fn rename(
        &self,
        db: &Connection,
        found: &Found,
        to: &CartKey,
        incarnation: Incarnation,
        now: i64,
    ) -> Result<(), Trouble>;

    /// The instances of an identifier. Reads.
    fn instances(&self, db: &Connection, identifier: &str) -> Result<Vec<String>, Trouble>;

    /// Carts after a key. Reads.
    fn list(
        &self,
        db: &Connection,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: i64,
    ) -> Result<Vec<CartListing>, Trouble>;
}

/// Where a list begins, and whether after it.
pub(crate) fn bounds(after: Option<&CartKey>) -> (CartKey, bool) {
    // Nothing comes before an empty key.
    after.map_or_else(|| (CartKey::new("", ""), false), |after| (after.clone(), true))
}
