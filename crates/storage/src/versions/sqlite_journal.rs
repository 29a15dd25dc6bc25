//! Records and samples in a SQLite file.

use super::rules::LONGEST_MARK;
use super::sqlite_link::{VersionLink, limit, unreadable};
use crate::sqlite::SqliteOptions;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Durations, WallTime};
use cartwright_versions::{JournalStore, Log, Range, Record, Result, Sample, Written};
use rusqlite::OptionalExtension;
use std::path::PathBuf;
use std::time::Duration;

/// Records and samples in a SQLite file, shared by any number of processes of one machine.
///
/// ```
/// use cartwright_storage::SqliteJournalStore;
/// use cartwright_versions::{JournalStore, Log, Range, Record};
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("versions.sqlite");
/// let journal = SqliteJournalStore::at(&path);
/// journal.append(Log::Incidents, &Record { kind: "circuit.opened".into(), ..Record::default() })?;
/// assert_eq!(SqliteJournalStore::at(&path).read(Log::Incidents, &Range::ALL, 10)?.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SqliteJournalStore(VersionLink);

impl SqliteJournalStore {
    /// A journal as the options say. Nothing is opened yet.
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
}

impl JournalStore for SqliteJournalStore {
    fn append(&self, log: Log, record: &Record) -> Result<i64> {
        self.0.write(|tables| {
            tables
                .db
                .prepare_cached(
                    "INSERT INTO cartwright_version_log (log, at, kind, who, subject, before_it, after_it, detail)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute((
                    log.as_str(),
                    record.at.as_micros(),
                    &record.kind,
                    &record.who,
                    &record.subject,
                    &record.before,
                    &record.after,
                    &record.detail,
                ))?;
            Ok(tables.db.last_insert_rowid())
        })
    }

    fn read(&self, log: Log, range: &Range, most: usize) -> Result<Vec<Written>> {
        let first = (range.from.as_micros(), i64::MIN);
        let (at, place) = range.after.map_or(first, |(at, place)| first.max((at.as_micros(), place)));
        self.0.read(|tables| {
            let mut query = tables.db.prepare_cached(
                "SELECT place, at, kind, who, subject, before_it, after_it, detail FROM cartwright_version_log
                 WHERE log = ?1 AND (at, place) > (?2, ?3) AND at < ?4 ORDER BY at, place LIMIT ?5",
            )?;
            let mut rows = query.query((log.as_str(), at, place, range.until.as_micros(), limit(most)))?;
            let mut written = Vec::new();
            while let Some(row) = rows.next()? {
                let record = Record {
                    at: WallTime::from_micros(row.get(1)?),
                    kind: row.get(2)?,
                    who: row.get(3)?,
                    subject: row.get(4)?,
                    before: row.get(5)?,
                    after: row.get(6)?,
                    detail: row.get(7)?,
                };
                written.push(Written { place: row.get(0)?, record });
            }
            Ok(written)
        })
    }

    fn trim(&self, log: Log, before: WallTime, most: usize) -> Result<usize> {
        self.0.write(|tables| {
            let mut delete = tables.db.prepare_cached(
                "DELETE FROM cartwright_version_log WHERE place IN
                 (SELECT place FROM cartwright_version_log WHERE log = ?1 AND at < ?2 ORDER BY at, place LIMIT ?3)",
            )?;
            Ok(delete.execute((log.as_str(), before.as_micros(), limit(most)))?)
        })
    }

    fn count(&self, samples: &[Sample]) -> Result<()> {
        self.0.write(|tables| {
            let mut find = tables.db.prepare_cached(
                "SELECT errors, durations FROM cartwright_version_samples WHERE minute = ?1 AND name = ?2",
            )?;
            let mut put = tables
                .db
                .prepare_cached("INSERT OR REPLACE INTO cartwright_version_samples VALUES (?1, ?2, ?3, ?4)")?;
            for sample in samples {
                let place = (sample.minute.as_micros(), &sample.name);
                let there = find.query_row(place, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
                let (errors, durations): (i64, String) = there.unwrap_or_default();
                let mut sum = if durations.is_empty() { Durations::default() } else { read(&sample.name, &durations)? };
                sum.merge(&sample.durations);
                let errors = errors.saturating_add(i64::try_from(sample.errors).unwrap_or(i64::MAX));
                put.execute((place.0, place.1, errors, sum.to_string()))?;
            }
            Ok(())
        })
    }

    fn samples(&self, from: WallTime, until: WallTime) -> Result<Vec<Sample>> {
        self.0.read(|tables| {
            let mut query = tables.db.prepare_cached(
                "SELECT minute, name, errors, durations FROM cartwright_version_samples
                 WHERE minute >= ?1 AND minute < ?2 ORDER BY minute, name",
            )?;
            let mut rows = query.query((from.as_micros(), until.as_micros()))?;
            let mut samples = Vec::new();
            while let Some(row) = rows.next()? {
                let (name, durations): (String, String) = (row.get(1)?, row.get(3)?);
                samples.push(Sample {
                    minute: WallTime::from_micros(row.get(0)?),
                    errors: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                    durations: read(&name, &durations)?,
                    name,
                });
            }
            Ok(samples)
        })
    }

    fn forget_samples(&self, before: WallTime) -> Result<usize> {
        self.0.write(|tables| {
            let mut delete = tables.db.prepare_cached("DELETE FROM cartwright_version_samples WHERE minute < ?1")?;
            Ok(delete.execute([before.as_micros()])?)
        })
    }
}

fn read(name: &str, durations: &str) -> std::result::Result<Durations, Trouble> {
    durations.parse().map_err(|error: String| unreadable(name, &error))
}
