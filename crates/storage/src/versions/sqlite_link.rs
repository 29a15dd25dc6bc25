//! What the SQLite stores of versions have in common: one part of the file, times on the machine's clock, names in one statement.

use super::error::of_store;
use crate::locks::{BootClock, SharedClock};
use crate::sqlite::SqliteOptions;
use crate::sqlite::link::{Link, Session, in_transaction};
use crate::sqlite::schema::Part;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Moment, Random, SystemRandom};
use cartwright_core::{StoreError, StoreErrorKind};
use cartwright_versions::{Incarnation, Result, TypeName, Version};
use rusqlite::{Connection, OptionalExtension};
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

const VERSIONS: Part = Part {
    name: "versions",
    steps: &["
        CREATE TABLE cartwright_version_store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation INTEGER NOT NULL, -- of the store
            turns INTEGER NOT NULL,       -- the last one that was given
            boot TEXT NOT NULL,           -- on whose clock the times below are, in milliseconds
            young_until INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE cartwright_version_types (
            name TEXT NOT NULL PRIMARY KEY,
            incarnation INTEGER,          -- with the counter, what is published; NULL if only the source knows
            counter INTEGER,
            turn INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE cartwright_version_marks (
            name TEXT NOT NULL,
            token BLOB NOT NULL,
            expires INTEGER NOT NULL,
            PRIMARY KEY (name, token)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE cartwright_version_entries (
            key TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL,
            soft INTEGER NOT NULL,
            hard INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX cartwright_version_entries_hard ON cartwright_version_entries (hard);
        CREATE TABLE cartwright_version_log (
            place INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice
            log TEXT NOT NULL,
            at INTEGER NOT NULL,          -- microseconds since 1970
            kind TEXT NOT NULL,
            who TEXT NOT NULL,
            subject TEXT NOT NULL,
            before_it TEXT NOT NULL,
            after_it TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE INDEX cartwright_version_log_at ON cartwright_version_log (log, at, place);
        CREATE TABLE cartwright_version_samples (
            minute INTEGER NOT NULL,
            name TEXT NOT NULL,
            errors INTEGER NOT NULL,
            durations TEXT NOT NULL,
            PRIMARY KEY (minute, name)
        ) STRICT, WITHOUT ROWID;
    "],
};

/// The way to the tables of versions in a file.
pub(super) struct VersionLink {
    link: Link,
    clock: Arc<dyn SharedClock>,
    random: Arc<dyn Random>,
    boot: OnceLock<String>,
    longest_mark: Duration,
}

impl fmt::Debug for VersionLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.link.fmt(f)
    }
}

/// The tables, while they are used.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) db: &'a Connection,
    /// Now, in milliseconds of the machine's clock.
    pub(super) now: i64,
}

impl VersionLink {
    pub(super) fn new(options: SqliteOptions, longest_mark: Duration) -> Self {
        Self::with(options, longest_mark, BootClock, SystemRandom)
    }

    pub(super) fn with(
        options: SqliteOptions,
        longest_mark: Duration,
        clock: impl SharedClock + 'static,
        random: impl Random + 'static,
    ) -> Self {
        let (clock, random) = (Arc::new(clock), Arc::new(random));
        Self { link: Link::new(options), clock, random, boot: OnceLock::new(), longest_mark }
    }

    pub(super) const fn longest_mark(&self) -> Duration {
        self.longest_mark
    }

    /// With one statement: that sees one state of the file.
    pub(super) fn read<R>(&self, work: impl FnOnce(Tables<'_>) -> std::result::Result<R, Trouble>) -> Result<R> {
        let boot = self.boot()?;
        let read = |session: Session<'_>| work(self.tables(session));
        self.link.read(|session| self.prepare(session, boot), read).map_err(of_store)
    }

    /// The time is read after others have been waited for.
    pub(super) fn write<R>(&self, work: impl FnOnce(Tables<'_>) -> std::result::Result<R, Trouble>) -> Result<R> {
        let boot = self.boot()?;
        let write = |session: Session<'_>| {
            VERSIONS.check(session.db)?;
            work(self.tables(session))
        };
        self.link.write(|session| self.prepare(session, boot), write).map_err(of_store)
    }

    fn tables<'a>(&self, session: Session<'a>) -> Tables<'a> {
        Tables { db: session.db, now: signed(self.clock.now()) }
    }

    fn prepare(&self, session: Session<'_>, boot: &str) -> std::result::Result<(), Trouble> {
        if VERSIONS.is_current(session.db)? && boot_of(session.db)?.as_deref() == Some(boot) {
            return Ok(());
        }
        let make = |session: Session<'_>| {
            VERSIONS.migrate(session.db)?;
            match boot_of(session.db)? {
                // Another was faster.
                Some(of) if of == boot => Ok(()),
                _ => self.begin_anew(session.db, boot),
            }
        };
        Ok(in_transaction(session, make)?)
    }

    /// A new life: of a new file, or after the machine was started again, when a power failure may have taken marks and
    /// publications, and the times of the former clock mean nothing.
    fn begin_anew(&self, db: &Connection, boot: &str) -> std::result::Result<(), Trouble> {
        let incarnation = Incarnation::new(&*self.random)
            .map_err(|error| StoreError::new(StoreErrorKind::Unavailable, error.to_string()).because(error))?;
        let young_until = signed(self.clock.now().plus(self.longest_mark));
        db.execute_batch(
            "DELETE FROM cartwright_version_types; DELETE FROM cartwright_version_marks; DELETE FROM cartwright_version_entries;",
        )?;
        db.execute(
            "INSERT INTO cartwright_version_store (id, incarnation, turns, boot, young_until) VALUES (1, ?1, 0, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET incarnation = excluded.incarnation, turns = 0, boot = excluded.boot,
                 young_until = excluded.young_until",
            (incarnation.number(), boot, young_until),
        )?;
        Ok(())
    }

    fn boot(&self) -> Result<&str> {
        if let Some(boot) = self.boot.get() {
            return Ok(boot);
        }
        let boot = self.clock.boot_id()?;
        Ok(self.boot.get_or_init(|| boot))
    }
}

fn boot_of(db: &Connection) -> std::result::Result<Option<String>, Trouble> {
    let mut query = db.prepare_cached("SELECT boot FROM cartwright_version_store")?;
    Ok(query.query_row((), |row| row.get(0)).optional()?)
}

pub(super) fn signed(moment: Moment) -> i64 {
    i64::try_from(moment.as_millis()).unwrap_or(i64::MAX)
}

/// Whole milliseconds, the later ones, so that a lease is never shorter than it was granted.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX)
}

pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Names as one JSON list, so that one statement is enough for any number of them.
pub(super) fn json_list(names: &[TypeName]) -> String {
    let mut json = String::from("[");
    for name in names {
        if json.len() > 1 {
            json.push(',');
        }
        cartwright_wire::json_string(name.as_str(), &mut json);
    }
    json.push(']');
    json
}

/// A version as two columns have it.
pub(super) fn version(
    name: &str,
    incarnation: Option<i64>,
    counter: Option<i64>,
) -> std::result::Result<Option<Version>, Trouble> {
    let (Some(incarnation), Some(counter)) = (incarnation, counter) else { return Ok(None) };
    let version = Incarnation::from_number(incarnation).and_then(|incarnation| Version::new(incarnation, counter));
    version.map(Some).map_err(|error| unreadable(name, &error))
}

pub(super) fn unreadable(name: &str, why: &dyn fmt::Display) -> Trouble {
    let message =
        format!("the version of `{}` in this file cannot be read and was left as it is: {why}", name.escape_debug());
    StoreError::new(StoreErrorKind::Corrupt, message).into()
}
