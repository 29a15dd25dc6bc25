//! The stores of carts: adapters of [`CartStore`](cartwright_core::CartStore), and the suite that every one of them passes.
//!
//! - [`MemoryStore`]: carts in the memory of one process, for tests and for what need not last;
//! - [`SqliteStore`] (feature `sqlite`): carts in a file, shared by any number of processes of one machine. Its
//!   [own layout](Layout::Own) has a row per item, so that a change costs the same in a cart of 1000; its
//!   [compatible one](Layout::Compatible) is the table `carts` of the PHP package, read and written by either;
//! - [`RedisStore`] (feature `redis`): carts on a Redis server, behind Sentinels or in a Cluster, shared by any number of
//!   machines. A hash has a field per item, and a change is one round trip, however large the cart is;
//! - [`MemoryLockStore`], [`SqliteLockStore`] and [`RedisLockStore`]: locks, with a lease and a fence, in the same places;
//! - [`MemoryVersionStore`], [`SqliteVersionStore`] and [`RedisVersionStore`], with their stores of entries and journals: [data versions](cartwright_versions)
//!   that readers ask; [`MemoryVersionSource`] and [`SqliteVersionSource`]: where they are raised with the data;
//! - [`MemoryReservationStore`] and [`SqliteReservationStore`]: stock that is held while people pay, in the same places;
//! - [`StorePlace`]: any of them by a text of the configuration;
//! - `conformance` (feature of the same name): what is asked of a store, as tests.
//!
//! # Beside it
//! It implements the ports of `cartwright-core`, `cartwright-coordination`, `cartwright-reservations` and `cartwright-versions`, and writes carts as `cartwright-wire` has them.
//! `cartwright-engine` works on any store and knows none of these; whoever makes an engine hands it one. A store of one's own is
//! in `examples/rust`.
//!
//! # An example
//! ```
//! use cartwright_core::{Cart, CartKey, CartStore, Commit, CommitId, Committed, Incarnation, Limits};
//! use cartwright_storage::MemoryStore;
//!
//! let store = MemoryStore::default();
//! let key = CartKey::new("user-7", "default");
//! let commit = Commit {
//!     key: &key, expected: None, incarnation: Incarnation(0x5eed), id: CommitId(1),
//!     cart: &Cart::default(), changes: &[], limits: Limits::default(), outbox: &[],
//! };
//! let Committed::Stored(identity) = store.commit(&commit)? else { panic!("nobody else is here") };
//! assert_eq!(store.identity(&key)?, Some(identity));
//! // Whoever comes with an older idea of the cart is told.
//! assert_eq!(store.commit(&Commit { id: CommitId(2), ..commit })?, Committed::Conflict(Some(identity)));
//! # Ok::<(), cartwright_core::StoreError>(())
//! ```
#![forbid(unsafe_code)]

mod clock;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod commit_log;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(any(feature = "memory", feature = "sqlite"))]
mod guarded;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod locks;
#[cfg(feature = "memory")]
mod memory;
#[cfg(any(feature = "redis", feature = "sqlite"))]
mod pieces;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod place;
#[cfg(feature = "redis")]
mod redis;
#[cfg(any(feature = "memory", feature = "sqlite"))]
mod reservations;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod sizes;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod touched;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod verdict;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
mod versions;

pub use clock::Clock;
#[cfg(feature = "memory")]
pub use locks::MemoryLockStore;
#[cfg(feature = "redis")]
pub use locks::RedisLockStore;
#[cfg(feature = "sqlite")]
pub use locks::{BootClock, SharedClock, SqliteLockStore};
#[cfg(feature = "memory")]
pub use memory::MemoryStore;
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
pub use place::StorePlace;
#[cfg(feature = "redis")]
pub use redis::{RedisOptions, RedisStore, RedisTls};
#[cfg(feature = "memory")]
pub use reservations::MemoryReservationStore;
#[cfg(feature = "sqlite")]
pub use reservations::SqliteReservationStore;
#[cfg(feature = "redis")]
pub use reservations::{RedisReservationStore, StockGroup};
#[cfg(feature = "sqlite")]
pub use sqlite::{
    Durability, Layout, SqliteOptions, SqliteStore, after_fork_in_child, after_fork_in_parent, before_fork,
};
#[cfg(feature = "memory")]
pub use versions::{MemoryEntryStore, MemoryJournalStore, MemoryTransaction, MemoryVersionSource, MemoryVersionStore};
#[cfg(feature = "redis")]
pub use versions::{RedisEntryStore, RedisJournalStore, RedisVersionStore};
#[cfg(any(feature = "memory", feature = "redis", feature = "sqlite"))]
pub use versions::{SourceOnlyVersionStore, VersionStores};
#[cfg(feature = "sqlite")]
pub use versions::{SqliteChange, SqliteEntryStore, SqliteJournalStore, SqliteVersionSource, SqliteVersionStore};
