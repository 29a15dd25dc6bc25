//! What is asked of every store of versions, one behaviour per test.
//!
//! An adapter says how it is opened, how time passes for it and how it is lost ([`Subject`]), and gets one test for each behaviour
//! from [`version_store_conformance!`](crate::version_store_conformance). Its clock has to stand still unless it is told to go on.
//!
//! The last ones are [races](race): writers, readers, the ends of leases and losses of the store, interleaved at random step by
//! step, against the one property that all of this is for. That they can see is shown by planting what earlier systems did.
// These are tests that happen to live in a library, so that the adapters of other crates can run them: a test ends by a
// panic, and its name is its documentation.
#![allow(clippy::unwrap_used)]

#[doc(hidden)]
pub mod entries;
#[doc(hidden)]
pub mod journal;
#[doc(hidden)]
pub mod losing;
#[doc(hidden)]
pub mod marking;
#[doc(hidden)]
pub mod publishing;
pub mod race;
#[doc(hidden)]
pub mod settling;
#[doc(hidden)]
pub mod sharing;
mod suite;
mod support;

use crate::error::Result;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::{EntryStore, JournalStore, VersionStore};
use cartwright_coordination::ManualClock;
use std::sync::Arc;
use std::time::Duration;

/// Stores under test: how they are opened, how time passes for them, how they are lost.
pub trait Subject: Sync {
    /// A source with transactions, for the races.
    type Shop: Shop;

    /// Another handle on the same versions, as another request would have it.
    fn open(&self) -> Arc<dyn VersionStore + Send + Sync>;

    /// Another handle on the same values.
    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync>;

    /// Another handle on the same journal.
    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync>;

    /// A new source, empty.
    fn shop(&self) -> Self::Shop;

    /// The clock that the stores go by.
    fn clock(&self) -> ManualClock;

    /// Loses all versions and marks, as when a server is started again without its data. Handles from before are not used any more.
    fn lose_everything(&self);

    /// Lets time pass.
    fn advance(&self, by: Duration) {
        self.clock().advance(by);
    }
}

/// A source in which a change can be left open.
pub trait Shop: VersionSource {
    /// An open change; dropped, it is rolled back.
    type Open: OpenChange;

    /// Begins a change.
    fn begin(&self) -> Self::Open;
}

/// A change that is open.
pub trait OpenChange {
    /// Raises types by one.
    ///
    /// # Errors
    /// If another open change has raised one of them.
    fn raise(&mut self, types: &[TypeName]) -> Result<Vec<(TypeName, Version)>>;

    /// Everybody sees it from now on.
    fn commit(self);
}
