//! What every store of reservations has to pass, and the sequential reference that they are compared with.
//!
//! An adapter says how it is opened and how time passes for it ([`Subject`]), and gets one test for each behaviour, each a
//! sentence, from [`reservation_store_conformance!`](crate::reservation_store_conformance). The clock of the store has to
//! stand still unless it is told to go on: leases are looked at a millisecond before their end, at it, and after it.
//!
//! ```
//! # // What the macro makes are tests; here they are only compiled.
//! mod plain_store {
//!     use cartwright_reservations::conformance::PlainSubject;
//!
//!     cartwright_reservations::reservation_store_conformance!(PlainSubject::default());
//! }
//! ```
// These are tests that happen to live in a library, so that the adapters of other crates can run them: a test ends by a
// panic, and its name is its documentation.
#![allow(clippy::unwrap_used, missing_docs)]

#[doc(hidden)]
pub mod amending;
#[doc(hidden)]
pub mod bounding;
#[doc(hidden)]
pub mod expiring;
#[doc(hidden)]
pub mod fencing;
#[doc(hidden)]
pub mod holding;
#[doc(hidden)]
pub mod looking;
#[doc(hidden)]
pub mod older_failures;
mod plain;
mod plain_parts;
mod plain_subject;
#[doc(hidden)]
pub mod random_walk;
#[doc(hidden)]
pub mod settling;
#[doc(hidden)]
pub mod sharing;
mod suite;
mod support;

pub use plain::PlainStore;
pub use plain_subject::PlainSubject;

use crate::answer::Keep;
use crate::store::ReservationStore;
use cartwright_coordination::WallTime;
use std::time::Duration;

/// A store under test: how it is opened, how time passes for it, how it goes away and comes back.
pub trait Subject: Sync {
    /// The store.
    type Store: ReservationStore;

    /// Whether all keys are in one place, so that fences grow and caps count over all of them. Where they are in several,
    /// that is so for each place.
    fn is_one_place(&self) -> bool {
        true
    }

    /// Another handle on the same reservations, as another request would have it. A thread opens its own.
    fn open(&self) -> Self::Store {
        self.open_keeping(Keep::default())
    }

    /// The same, remembering what has ended for so long. The first handle may decide for those after it.
    fn open_keeping(&self, keep: Keep) -> Self::Store;

    /// Lets so much time pass for the store.
    fn advance(&self, by: Duration);

    /// Sets the wall clock of whoever uses the store, forward or back; the time of leases does not change.
    fn set_wall_clock(&self, to: WallTime);

    /// Ends the store and begins it again, as after a crash, and says what it still knows. Handles from before are not
    /// used any more.
    fn restart(&self) -> Kept;

    /// Loses all that the store keeps, as when its disk is replaced. Handles from before are not used any more.
    fn lose_everything(&self);
}

/// What a store still knows after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Every reservation and every count.
    Everything,
    /// Nothing.
    Nothing,
}
