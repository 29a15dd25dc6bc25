//! The stores of versions: adapters of the ports of [`cartwright_versions`].
//!
//! | store | who shares it | when it is young |
//! | --- | --- | --- |
//! | [`MemoryVersionStore`] | the threads of one process | never: nobody had it before |
//! | [`SourceOnlyVersionStore`] | everybody: it keeps nothing | always: readers ask the source |
//! | [`SqliteVersionStore`] | the processes of one machine | after the file was made, and after the machine was started again |
//! | [`RedisVersionStore`] | whoever reaches the server | after it was empty, after the server was started again, after a replica has become the master |

#[cfg(any(feature = "memory", feature = "sqlite"))]
mod error;
#[cfg(feature = "memory")]
mod memory;
#[cfg(feature = "memory")]
mod memory_entries;
#[cfg(feature = "memory")]
mod memory_journal;
#[cfg(feature = "memory")]
mod memory_source;
#[cfg(feature = "redis")]
mod redis;
mod rules;
mod source_only;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "sqlite")]
mod sqlite_entries;
#[cfg(feature = "sqlite")]
mod sqlite_journal;
#[cfg(feature = "sqlite")]
mod sqlite_link;
#[cfg(feature = "sqlite")]
mod sqlite_source;
mod stores;

#[cfg(feature = "memory")]
pub use memory::MemoryVersionStore;
#[cfg(feature = "memory")]
pub use memory_entries::MemoryEntryStore;
#[cfg(feature = "memory")]
pub use memory_journal::MemoryJournalStore;
#[cfg(feature = "memory")]
pub use memory_source::{MemoryTransaction, MemoryVersionSource};
#[cfg(feature = "redis")]
pub use redis::{RedisEntryStore, RedisJournalStore, RedisVersionStore};
pub use source_only::SourceOnlyVersionStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteVersionStore;
#[cfg(feature = "sqlite")]
pub use sqlite_entries::SqliteEntryStore;
#[cfg(feature = "sqlite")]
pub use sqlite_journal::SqliteJournalStore;
#[cfg(feature = "sqlite")]
pub use sqlite_source::{SqliteChange, SqliteVersionSource};
pub use stores::VersionStores;
