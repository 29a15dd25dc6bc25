//! Cached values in a SQLite file.

use super::rules::LONGEST_MARK;
use super::sqlite_link::{VersionLink, limit, millis};
use crate::locks::SharedClock;
use crate::sqlite::SqliteOptions;
use cartwright_coordination::SystemRandom;
use cartwright_versions::{Entry, EntryKey, EntryStore, Lifetimes, Result};
use rusqlite::OptionalExtension;
use std::path::PathBuf;
use std::time::Duration;

/// Cached values in a SQLite file, shared by any number of processes of one machine. They do not outlive its next start.
///
/// ```
/// use cartwright_storage::SqliteEntryStore;
/// use cartwright_versions::{EntryKey, EntryStore, Lifetimes, Snapshot};
/// use std::time::Duration;
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("versions.sqlite");
/// let (store, key) = (SqliteEntryStore::at(&path), EntryKey::new("shop.home.data", &Snapshot::default())?);
/// store.keep(&key, b"<html>", Lifetimes::of(Duration::from_secs(60))?)?;
/// assert_eq!(SqliteEntryStore::at(&path).fetch(&key)?.unwrap().value, b"<html>");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SqliteEntryStore(VersionLink);

impl SqliteEntryStore {
    /// A store as the options say. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        Self::with_longest_mark(options, LONGEST_MARK)
    }

    /// A store in a file that may be the first to be used of those in it: then the file is young for so long.
    pub(super) fn with_longest_mark(options: SqliteOptions, longest_mark: Duration) -> Self {
        Self(VersionLink::new(options, longest_mark))
    }

    /// A file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    /// A store whose time is the caller's.
    pub fn with_clock(options: SqliteOptions, clock: impl SharedClock + 'static) -> Self {
        Self(VersionLink::with(options, LONGEST_MARK, clock, SystemRandom))
    }
}

impl EntryStore for SqliteEntryStore {
    fn fetch(&self, key: &EntryKey) -> Result<Option<Entry>> {
        self.0.read(|tables| {
            let mut query = tables
                .db
                .prepare_cached("SELECT value, soft FROM cartwright_version_entries WHERE key = ?1 AND hard > ?2")?;
            let row = query.query_row((key.as_str(), tables.now), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            Ok(row.map(|(value, soft): (Vec<u8>, i64)| Entry { value, stale: tables.now >= soft }))
        })
    }

    fn keep(&self, key: &EntryKey, value: &[u8], lifetimes: Lifetimes) -> Result<()> {
        self.0.write(|tables| {
            let after = |time| tables.now.saturating_add(millis(time));
            tables
                .db
                .prepare_cached("INSERT OR REPLACE INTO cartwright_version_entries VALUES (?1, ?2, ?3, ?4)")?
                .execute((key.as_str(), value, after(lifetimes.soft()), after(lifetimes.hard())))?;
            Ok(())
        })
    }

    fn remove(&self, key: &EntryKey) -> Result<bool> {
        self.0.write(|tables| {
            // What is over is left to the sweep: nobody found it any more.
            let mut delete =
                tables.db.prepare_cached("DELETE FROM cartwright_version_entries WHERE key = ?1 AND hard > ?2")?;
            Ok(delete.execute((key.as_str(), tables.now))? > 0)
        })
    }

    fn sweep(&self, most: usize) -> Result<usize> {
        self.0.write(|tables| {
            let mut delete = tables.db.prepare_cached(
                "DELETE FROM cartwright_version_entries WHERE key IN
                 (SELECT key FROM cartwright_version_entries WHERE hard <= ?1 ORDER BY hard LIMIT ?2)",
            )?;
            Ok(delete.execute((tables.now, limit(most)))?)
        })
    }

    fn clear(&self) -> Result<usize> {
        self.0.write(|tables| Ok(tables.db.execute("DELETE FROM cartwright_version_entries", ())?))
    }
}
