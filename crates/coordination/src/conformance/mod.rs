//! What every store of locks has to pass, and the plain store that they are compared with.
//!
//! An adapter says how it is opened and how time passes for it ([`Subject`]), and gets one test for each behaviour, each a
//! sentence, from [`lock_store_conformance!`](crate::lock_store_conformance). The clock of the store has to stand still
//! unless it is told to go on: leases are looked at a millisecond before their end, at it, and after it.
//!
//! ```
//! # // What the macro makes are tests; here they are only compiled.
//! mod plain_store {
//!     use cartwright_coordination::conformance::PlainSubject;
//!
//!     cartwright_coordination::lock_store_conformance!(PlainSubject::default());
//! }
//! ```
// These are tests that happen to live in a library, so that the adapters of other crates can run them: a test ends by a
// panic, and its name is its documentation.
#![allow(clippy::unwrap_used)]

#[doc(hidden)]
pub mod fencing;
#[doc(hidden)]
pub mod granting;
#[doc(hidden)]
pub mod looking;
#[doc(hidden)]
pub mod owning;
mod plain;
#[doc(hidden)]
pub mod random_walk;
#[doc(hidden)]
pub mod sharing;
mod suite;
mod support;
#[doc(hidden)]
pub mod waiting;

pub use plain::{PlainStore, PlainSubject};

use crate::lock_store::LockStore;
use std::time::Duration;

/// A store under test: how it is opened, how time passes for it, how it goes away and comes back.
pub trait Subject: Sync {
    /// The store.
    type Store: LockStore;

    /// Another handle on the same locks, as another request would have it. A thread opens its own.
    fn open(&self) -> Self::Store;

    /// Lets so much time pass for the store.
    fn advance(&self, by: Duration);

    /// Ends the store and begins it again, as after a crash, and says what it still knows. Handles from before are not
    /// used any more.
    fn restart(&self) -> Kept;

    /// Loses all that the store keeps, as when its disk is replaced. Handles from before are not used any more.
    fn lose_everything(&self);
}

/// What a store still knows after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Every lock.
    Everything,
    /// No lock, and no fence that it gave out.
    Nothing,
}
