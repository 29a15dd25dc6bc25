//! Where versions, cached values and the journal are, by the text of a configuration.

use super::rules::LONGEST_MARK;
use crate::place::StorePlace;
#[cfg(feature = "redis")]
use crate::place::waiting;
#[cfg(feature = "memory")]
use crate::{MemoryEntryStore, MemoryJournalStore, MemoryVersionStore};
#[cfg(feature = "redis")]
use crate::{RedisEntryStore, RedisJournalStore, RedisVersionStore};
#[cfg(feature = "sqlite")]
use crate::{SqliteEntryStore, SqliteJournalStore, SqliteOptions, SqliteVersionStore};
use cartwright_versions::{SharedEntryStore, SharedJournal, SharedVersionStore};
use std::sync::Arc;
use std::time::Duration;

impl StorePlace {
    /// The longest mark that a store of versions grants, and how long it is young, unless somebody says otherwise.
    pub const LONGEST_MARK: Duration = LONGEST_MARK;

    /// The store of published versions there. Nothing is opened before it is used. It grants marks for `longest_mark` at most, and is
    /// young for so long; all processes have to say the same.
    ///
    /// ```
    /// use cartwright_storage::StorePlace;
    /// use cartwright_versions::TypeName;
    ///
    /// let place: StorePlace = "memory".parse()?;
    /// let versions = place.versions(StorePlace::BUSY_TIMEOUT, StorePlace::LONGEST_MARK);
    /// assert_eq!(versions.look(&TypeName::all(["products"])?)?.standings[0].version, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn versions(&self, busy_timeout: Duration, longest_mark: Duration) -> SharedVersionStore {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryVersionStore::with_longest_mark(longest_mark)),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => Arc::new(SqliteVersionStore::with_longest_mark(
                SqliteOptions::new(path).busy_timeout(busy_timeout),
                longest_mark,
            )),
            #[cfg(feature = "redis")]
            Self::Redis(options) => {
                Arc::new(RedisVersionStore::with_longest_mark(waiting(options, busy_timeout), longest_mark))
            }
        }
    }

    /// The store of cached values there.
    pub fn entries(&self, busy_timeout: Duration) -> SharedEntryStore {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryEntryStore::default()),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => {
                Arc::new(SqliteEntryStore::new(SqliteOptions::new(path).busy_timeout(busy_timeout)))
            }
            #[cfg(feature = "redis")]
            Self::Redis(options) => Arc::new(RedisEntryStore::new(waiting(options, busy_timeout))),
        }
    }

    /// The journal of incidents, changes and counts there.
    pub fn journal(&self, busy_timeout: Duration) -> SharedJournal {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryJournalStore::default()),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => {
                Arc::new(SqliteJournalStore::new(SqliteOptions::new(path).busy_timeout(busy_timeout)))
            }
            #[cfg(feature = "redis")]
            Self::Redis(options) => Arc::new(RedisJournalStore::new(waiting(options, busy_timeout))),
        }
    }
}
