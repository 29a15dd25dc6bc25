//! All the stores of versions that are in one place.

use super::SourceOnlyVersionStore;
use super::rules::LONGEST_MARK;
#[cfg(feature = "memory")]
use super::{MemoryEntryStore, MemoryJournalStore, MemoryVersionStore};
#[cfg(feature = "redis")]
use super::{RedisEntryStore, RedisJournalStore, RedisVersionStore};
#[cfg(feature = "sqlite")]
use super::{SqliteEntryStore, SqliteJournalStore, SqliteVersionStore};
#[cfg(feature = "memory")]
use crate::MemoryLockStore;
#[cfg(feature = "redis")]
use crate::redis::link::RedisLink;
#[cfg(feature = "redis")]
use crate::{RedisLockStore, RedisOptions};
#[cfg(feature = "sqlite")]
use crate::{SqliteLockStore, SqliteOptions};
#[cfg(feature = "memory")]
use cartwright_coordination::{MonotonicClock, SystemRandom, WallClock};
use cartwright_versions::{SharedEntryStore, SharedJournal, SharedLockStore, SharedVersionStore};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Published versions and marks, cached values, the locks of bumps, and the journal, all in one place.
///
/// ```
/// use cartwright_storage::StorePlace;
/// use std::time::Duration;
///
/// let place: StorePlace = "memory".parse()?;
/// let stores = place.versions(StorePlace::BUSY_TIMEOUT, Duration::from_secs(60));
/// assert!(stores.versions.look(&[]).is_ok_and(|look| look.young.is_none()));
/// let on_the_database = stores.without_published_versions(Duration::from_secs(60));
/// assert!(on_the_database.versions.look(&[]).is_ok_and(|look| look.young.is_some()));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone)]
pub struct VersionStores {
    /// What readers ask.
    pub versions: SharedVersionStore,
    /// Cached values.
    pub entries: SharedEntryStore,
    /// By which bumps follow each other.
    pub locks: SharedLockStore,
    /// Incidents, the audit trail and counts.
    pub journal: SharedJournal,
}

impl fmt::Debug for VersionStores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VersionStores")
    }
}

impl VersionStores {
    /// The longest mark that stores grant, and how long they are young, unless somebody says otherwise.
    pub const LONGEST_MARK: Duration = LONGEST_MARK;

    /// In the memory of this process, on a clock of the caller's.
    #[cfg(feature = "memory")]
    pub fn in_memory(clock: impl MonotonicClock + WallClock + Clone + 'static, longest_mark: Duration) -> Self {
        let versions = MemoryVersionStore::with(clock.clone(), SystemRandom).with_longest_mark(longest_mark);
        Self {
            versions: Arc::new(versions),
            entries: Arc::new(MemoryEntryStore::with_clock(clock.clone())),
            locks: Arc::new(MemoryLockStore::with_clock(clock)),
            journal: Arc::new(MemoryJournalStore::default()),
        }
    }

    /// In a file.
    #[cfg(feature = "sqlite")]
    pub(crate) fn in_a_file(options: &SqliteOptions, longest_mark: Duration) -> Self {
        // Whichever is used first makes the file, and says for how long it is young.
        Self {
            versions: Arc::new(SqliteVersionStore::with_longest_mark(options.clone(), longest_mark)),
            entries: Arc::new(SqliteEntryStore::with_longest_mark(options.clone(), longest_mark)),
            locks: Arc::new(SqliteLockStore::new(options.clone())),
            journal: Arc::new(SqliteJournalStore::with_longest_mark(options.clone(), longest_mark)),
        }
    }

    /// On a Redis server. All of them share one connection in each process.
    #[cfg(feature = "redis")]
    pub(crate) fn on_redis(options: RedisOptions, longest_mark: Duration) -> Self {
        let link = Arc::new(RedisLink::new(options));
        Self {
            versions: Arc::new(RedisVersionStore::on(Arc::clone(&link), longest_mark)),
            entries: Arc::new(RedisEntryStore::on(Arc::clone(&link))),
            locks: Arc::new(RedisLockStore::on(Arc::clone(&link))),
            journal: Arc::new(RedisJournalStore::on(link)),
        }
    }

    /// The same places, with readers who ask the source each time: see [`SourceOnlyVersionStore`].
    #[must_use]
    pub fn without_published_versions(self, longest_mark: Duration) -> Self {
        Self { versions: Arc::new(SourceOnlyVersionStore::with_longest_mark(longest_mark)), ..self }
    }
}
