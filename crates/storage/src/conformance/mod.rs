//! What is asked of every store of carts, one behaviour per test.
//!
//! Whoever writes a store shows that it is one:
//!
//! ```
//! use cartwright_core::CartStore;
//! use cartwright_storage::{MemoryStore, conformance::Fixture};
//!
//! struct InMemory(MemoryStore);
//!
//! impl Fixture for InMemory {
//!     fn open(&self) -> Box<dyn CartStore + Send + Sync> {
//!         Box::new(self.0.clone())
//!     }
//!     fn set_time(&self, seconds: i64) {
//!         // A store whose time the fixture can set; here we only show the shape.
//!         let _ = seconds;
//!     }
//! }
//!
//! // In a test file, one `#[test]` for each behaviour:
//! mod memory {
//!     use super::InMemory;
//!     cartwright_storage::conformance!(InMemory(Default::default()));
//! }
//! # fn main() {}
//! ```

mod concurrent;
mod conflicts;
mod content;
mod deleting;
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
