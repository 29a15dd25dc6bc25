//! What is asked of every store of carts, one behaviour per test.
//!
//! Whoever writes a store shows that it is one:
//!
//! ```
//! use cartwright_core::CartStore;
//! use cartwright_storage::{MemoryStore, conformance::Fixture};
//! use std::sync::{Arc, atomic::{AtomicI64, Ordering}};
//!
//! struct InMemory {
//!     store: MemoryStore,
//!     time: Arc<AtomicI64>,
//! }
//!
//! impl InMemory {
//!     fn new() -> Self {
//!         let time = Arc::new(AtomicI64::new(0));
//!         let clock = Arc::clone(&time);
//!         Self { store: MemoryStore::with_clock(move || clock.load(Ordering::Relaxed)), time }
//!     }
//! }
//!
//! impl Fixture for InMemory {
//!     fn open(&self) -> Box<dyn CartStore + Send + Sync> {
//!         Box::new(self.store.clone())
//!     }
//!     fn set_time(&self, seconds: i64) {
//!         self.time.store(seconds, Ordering::Relaxed);
//!     }
//! }
//!
//! // In a test file, one `#[test]` for each behaviour:
//! mod memory {
//!     use super::InMemory;
//!     cartwright_storage::conformance!(InMemory::new());
//! }
//! # fn main() {}
//! ```

// These are tests: what fails them is said by a panic.
#![allow(clippy::unwrap_used)]

mod concurrent;
mod conflicts;
mod content;
mod deleting;
mod limits;
mod list;
mod listing;
mod merging;
mod moving;
mod outbox;
mod queued;
mod repeats;
pub mod shop;
mod versions;

pub use concurrent::*;
pub use conflicts::*;
pub use content::*;
pub use deleting::*;
pub use limits::*;
pub use listing::*;
pub use merging::*;
pub use moving::*;
pub use outbox::*;
pub use queued::*;
pub use repeats::*;
pub use versions::*;

use cartwright_core::CartStore;

/// An empty store that the suite may fill.
pub trait Fixture: Sync {
    /// A handle of its own. All handles of one fixture see the same carts.
    fn open(&self) -> Box<dyn CartStore + Send + Sync>;

    /// Sets the time of all handles, in seconds since 1970.
    fn set_time(&self, seconds: i64);
}

#[cfg(test)]
mod tests {
    /// The names in the list of the macro.
    fn listed() -> Vec<&'static str> {
        let list = include_str!("list.rs");
        let names =
            list.split_once("($fixture;").and_then(|(_, rest)| rest.split_once(");")).expect("there is a list").0;
        names.split_ascii_whitespace().collect()
    }

    #[test]
    fn every_behaviour_that_is_written_down_is_in_the_list() {
        let files = [
            include_str!("concurrent.rs"),
            include_str!("conflicts.rs"),
            include_str!("content.rs"),
            include_str!("deleting.rs"),
            include_str!("limits.rs"),
            include_str!("listing.rs"),
            include_str!("merging.rs"),
            include_str!("moving.rs"),
            include_str!("outbox.rs"),
            include_str!("queued.rs"),
            include_str!("repeats.rs"),
            include_str!("versions.rs"),
        ];
        let (listed, mut written) = (listed(), 0);
        for line in files.iter().flat_map(|file| file.lines()) {
            if let Some((name, _)) = line.strip_prefix("pub fn ").and_then(|rest| rest.split_once('(')) {
                assert!(listed.contains(&name), "{name} is not in the list");
                written += 1;
            }
        }
        assert_eq!(listed.len(), written);
    }
}
