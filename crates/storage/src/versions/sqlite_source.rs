//! The truth about versions in a SQLite file, raised in the same transaction as the data that are there too.

use super::error::of_store;
use super::rules::REMEMBERED_CHANGES;
use super::sqlite_link::{json_list, limit, unreadable, version};
use crate::sqlite::SqliteOptions;
use crate::sqlite::link::{Link, Session, in_transaction};
use crate::sqlite::schema::Part;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Random, SystemClock, SystemRandom, WallClock};
use cartwright_core::{StoreError, StoreErrorKind};
use cartwright_versions::{
    ChangeId, Error, ErrorKind, Incarnation, Raised, Result, TypeName, TypeRow, Version, VersionSource,
};
use rusqlite::Connection;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

const DATA_VERSIONS: Part = Part {
    name: "data_versions",
    steps: &["
        CREATE TABLE cartwright_data_versions (
            data_type TEXT NOT NULL PRIMARY KEY,
            incarnation INTEGER NOT NULL,
            counter INTEGER NOT NULL,
            raised_at INTEGER,            -- milliseconds since 1970
            stale INTEGER NOT NULL DEFAULT 0 -- until reconciled
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE cartwright_data_changes (
            place INTEGER PRIMARY KEY,    -- in the order they were made
            id TEXT NOT NULL UNIQUE
        ) STRICT;
    "],
};

/// The truth about versions in a SQLite file: for programs that keep their data there.
///
/// ```
/// use cartwright_storage::SqliteVersionSource;
/// use cartwright_versions::{TypeName, VersionSource};
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("shop.sqlite");
/// let (shop, products) = (SqliteVersionSource::at(&path), TypeName::all(["products"])?);
/// let raised = shop.change(&products, |change| {
///     change.db().execute_batch("CREATE TABLE products (id INTEGER PRIMARY KEY, price INTEGER) STRICT")?;
///     change.db().execute("INSERT INTO products VALUES (7, 4000)", ())?;
///     Ok(change.versions().to_vec())
/// })?;
/// assert_eq!(shop.committed(&products)?, [raised[0].1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteVersionSource {
    link: Link,
    random: Arc<dyn Random>,
    wall: Arc<dyn WallClock>,
}

impl fmt::Debug for SqliteVersionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteVersionSource").field("link", &self.link).finish_non_exhaustive()
    }
}

/// An open transaction in which versions were raised.
#[derive(Debug)]
pub struct SqliteChange<'a> {
    db: &'a Connection,
    versions: Vec<(TypeName, Version)>,
}

impl SqliteChange<'_> {
    /// The connection, in the transaction. Whoever ends it there has ended more than his part.
    pub fn db(&self) -> &Connection {
        self.db
    }

    /// What is committed with it.
    pub fn versions(&self) -> &[(TypeName, Version)] {
        &self.versions
    }

    /// Commits the note *stale until reconciled* with it: no mark is set.
    ///
    /// # Errors
    /// What SQLite answers.
    pub fn note_stale(&self) -> rusqlite::Result<()> {
        let mut note = self.db.prepare_cached("UPDATE cartwright_data_versions SET stale = 1 WHERE data_type = ?1")?;
        self.versions.iter().try_for_each(|(name, _)| note.execute([name.as_str()]).map(drop))
    }
}

impl SqliteVersionSource {
    /// A source as the options say. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        Self { link: Link::new(options), random: Arc::new(SystemRandom), wall: Arc::new(SystemClock) }
    }

    /// A file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    /// A source whose chance and time are the caller's.
    #[must_use]
    pub fn with(self, random: impl Random + 'static, wall: impl WallClock + 'static) -> Self {
        Self { random: Arc::new(random), wall: Arc::new(wall), ..self }
    }

    /// Raises types by one, and does the work, in one transaction. It is rolled back if the work answers with an error, and
    /// committed otherwise.
    ///
    /// # Errors
    /// What the work answers, as [`ErrorKind::Refused`]; or if the file cannot be written.
    pub fn change<R>(
        &self,
        types: &[TypeName],
        work: impl FnOnce(&SqliteChange<'_>) -> std::result::Result<R, Box<dyn std::error::Error + Send + Sync>>,
    ) -> Result<R> {
        let mut refused = None;
        let changed = self.write(|db| {
            let versions = self.raise_in(db, types, false)?;
            let change = SqliteChange { db, versions: types.iter().cloned().zip(versions).collect() };
            work(&change).map_err(|error| {
                let why = StoreError::new(StoreErrorKind::Unsupported, "the change was refused");
                refused = Some(error);
                Trouble::from(why)
            })
        });
        match refused {
            Some(error) => Err(Error::new(ErrorKind::Refused, format!("{error}; nothing was changed"))),
            None => changed,
        }
    }

    /// Reads the data, with one statement: that sees one state of the file.
    ///
    /// # Errors
    /// What SQLite answers; or if the file cannot be opened.
    pub fn query<R>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<R>) -> Result<R> {
        self.read(|db| Ok(work(db)?))
    }

    fn write<R>(&self, work: impl FnOnce(&Connection) -> std::result::Result<R, Trouble>) -> Result<R> {
        let write = |session: Session<'_>| {
            DATA_VERSIONS.check(session.db)?;
            work(session.db)
        };
        self.link.write(prepare, write).map_err(of_store)
    }

    fn read<R>(&self, work: impl FnOnce(&Connection) -> std::result::Result<R, Trouble>) -> Result<R> {
        self.link.read(prepare, |session| work(session.db)).map_err(of_store)
    }

    fn raise_in(&self, db: &Connection, types: &[TypeName], stale: bool) -> std::result::Result<Vec<Version>, Trouble> {
        let mut raise = db.prepare_cached(
            "INSERT INTO cartwright_data_versions (data_type, incarnation, counter, raised_at, stale)
             VALUES (?1, ?2, 1, ?3, ?4)
             ON CONFLICT (data_type) DO UPDATE SET counter = counter + 1, raised_at = excluded.raised_at,
                 stale = max(stale, excluded.stale)
             RETURNING incarnation, counter",
        )?;
        let now = self.wall.wall_time().as_millis();
        types
            .iter()
            .map(|name| {
                let row = raise.query_row((name.as_str(), self.life()?.number(), now, stale), |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
                })?;
                read_version(name.as_str(), row)
            })
            .collect()
    }

    /// What is committed, of all or none of them.
    fn find(&self, db: &Connection, types: &[TypeName]) -> std::result::Result<Option<Vec<Version>>, Trouble> {
        let mut query = db.prepare_cached(
            "SELECT asked.value, v.incarnation, v.counter FROM json_each(?1) asked
             LEFT JOIN cartwright_data_versions v ON v.data_type = asked.value ORDER BY asked.key",
        )?;
        let mut rows = query.query([json_list(types)])?;
        let mut versions = Vec::with_capacity(types.len());
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let Some(version) = version(&name, row.get(1)?, row.get(2)?)? else { return Ok(None) };
            versions.push(version);
        }
        Ok(Some(versions))
    }

    /// In a transaction that holds others off: what is there, and what begins now.
    fn find_or_begin(&self, db: &Connection, types: &[TypeName]) -> std::result::Result<Vec<Version>, Trouble> {
        let mut begin = db.prepare_cached(
            "INSERT INTO cartwright_data_versions (data_type, incarnation, counter) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING",
        )?;
        for name in types {
            begin.execute((name.as_str(), self.life()?.number()))?;
        }
        self.find(db, types)?.ok_or_else(|| unreadable("types", &"a row that was made is not there"))
    }

    fn life(&self) -> std::result::Result<Incarnation, Trouble> {
        Incarnation::new(&*self.random)
            .map_err(|error| StoreError::new(StoreErrorKind::Unavailable, error.to_string()).because(error).into())
    }
}

fn prepare(session: Session<'_>) -> std::result::Result<(), Trouble> {
    if DATA_VERSIONS.is_current(session.db)? {
        return Ok(());
    }
    Ok(in_transaction(session, |session| DATA_VERSIONS.migrate(session.db))?)
}

fn read_version(name: &str, (incarnation, counter): (i64, i64)) -> std::result::Result<Version, Trouble> {
    version(name, Some(incarnation), Some(counter))?.ok_or_else(|| unreadable(name, &"it has none"))
}

impl VersionSource for SqliteVersionSource {
    fn committed(&self, types: &[TypeName]) -> Result<Vec<Version>> {
        match self.read(|db| self.find(db, types))? {
            Some(versions) => Ok(versions),
            None => self.write(|db| self.find_or_begin(db, types)),
        }
    }

    /// Waits for its turn to write, which comes when whoever has raised anything in this file is done.
    fn settled(&self, types: &[TypeName]) -> Result<Vec<Version>> {
        self.write(|db| self.find_or_begin(db, types))
    }

    fn raise(&self, change: &ChangeId, types: &[TypeName], stale: bool) -> Result<Raised> {
        self.write(|db| {
            let is_new =
                db.execute("INSERT INTO cartwright_data_changes (id) VALUES (?1) ON CONFLICT DO NOTHING", [change.as_str()])? == 1;
            if !is_new {
                return Ok(Raised { versions: self.find_or_begin(db, types)?, repeated: true });
            }
            db.execute(
                "DELETE FROM cartwright_data_changes WHERE place <= (SELECT max(place) FROM cartwright_data_changes) - ?1",
                [limit(REMEMBERED_CHANGES)],
            )?;
            Ok(Raised { versions: self.raise_in(db, types, stale)?, repeated: false })
        })
    }

    fn renew(&self, name: &TypeName) -> Result<Version> {
        self.write(|db| {
            let life = self.life()?;
            db.execute(
                "INSERT INTO cartwright_data_versions (data_type, incarnation, counter) VALUES (?1, ?2, 0)
                 ON CONFLICT (data_type) DO UPDATE SET incarnation = excluded.incarnation, counter = 0",
                (name.as_str(), life.number()),
            )?;
            read_version(name.as_str(), (life.number(), 0))
        })
    }

    fn reconciled(&self, versions: &[(TypeName, Version)]) -> Result<()> {
        self.write(|db| {
            // What was raised after it is still to be reconciled.
            let mut clear = db.prepare_cached(
                "UPDATE cartwright_data_versions SET stale = 0
                 WHERE data_type = ?1 AND incarnation = ?2 AND counter = ?3 AND stale = 1",
            )?;
            for (name, version) in versions {
                clear.execute((name.as_str(), version.incarnation().number(), version.counter()))?;
            }
            Ok(())
        })
    }

    fn rows(&self) -> Result<Vec<TypeRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT data_type, incarnation, counter, raised_at, stale FROM cartwright_data_versions
                 ORDER BY raised_at DESC NULLS LAST, data_type",
            )?;
            let mut rows = query.query(())?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let name: String = row.get(0)?;
                found.push(TypeRow {
                    version: read_version(&name, (row.get(1)?, row.get(2)?))?,
                    name: TypeName::new(&name).map_err(|error| unreadable(&name, &error))?,
                    raised_at: row.get(3)?,
                    stale: row.get(4)?,
                });
            }
            Ok(found)
        })
    }
}
