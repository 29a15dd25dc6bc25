//! Published versions and marks in a SQLite file.

use super::rules::{self, LONGEST_MARK};
use super::sqlite_link::{Tables, VersionLink, json_list, limit, millis, unreadable, version};
use crate::locks::SharedClock;
use crate::sqlite::SqliteOptions;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Lifetime, Random};
use cartwright_versions::{
    Incarnation, Look, MarkToken, Published, Result, Settled, Standing, Turn, TypeName, Version, VersionStore,
};
use rusqlite::OptionalExtension;
use std::path::PathBuf;
use std::time::Duration;

/// Published versions and marks in a SQLite file, shared by any number of processes of one machine. The file may be that of
/// the carts or the data.
///
/// Leases are on the machine's own clock. A new file is young, and so is one after the machine was started again, since a power
/// failure may have taken the last marks: then versions are asked of the source. The file must not be removed while anybody uses it.
///
/// ```
/// use cartwright_storage::SqliteVersionStore;
/// use cartwright_versions::{TypeName, VersionStore};
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("versions.sqlite");
/// let store = SqliteVersionStore::at(&path);
/// assert!(store.look(&TypeName::all(["products"])?)?.young.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SqliteVersionStore(VersionLink);

impl SqliteVersionStore {
    /// A store as the options say; layouts and the clock of carts do not matter to it. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        Self::with_longest_mark(options, LONGEST_MARK)
    }

    /// A store that grants marks for so long at most, and is young for so long. All processes have to say the same.
    pub fn with_longest_mark(options: SqliteOptions, longest_mark: Duration) -> Self {
        Self(VersionLink::new(options, longest_mark))
    }

    /// A file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    /// A store whose time and chance are the caller's.
    pub fn with(
        options: SqliteOptions,
        longest_mark: Duration,
        clock: impl SharedClock + 'static,
        random: impl Random + 'static,
    ) -> Self {
        Self(VersionLink::with(options, longest_mark, clock, random))
    }
}

/// The row of a type.
struct Row {
    version: Option<Version>,
    turn: i64,
}

impl Tables<'_> {
    /// The life of the store, until when it is young, and the last turn.
    fn store(self) -> std::result::Result<(Incarnation, i64, i64), Trouble> {
        let mut query =
            self.db.prepare_cached("SELECT incarnation, young_until, turns FROM cartwright_version_store")?;
        let row = query.query_row((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let (incarnation, young_until, turns) = row.ok_or_else(|| unreadable("store", &"its row is not there"))?;
        let incarnation = Incarnation::from_number(incarnation).map_err(|error| unreadable("store", &error))?;
        Ok((incarnation, young_until, turns))
    }

    fn row(self, name: &TypeName) -> std::result::Result<Row, Trouble> {
        let mut query = self
            .db
            .prepare_cached("SELECT incarnation, counter, turn FROM cartwright_version_types WHERE name = ?1")?;
        let row = query.query_row([name.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let Some((incarnation, counter, turn)) = row else { return Ok(Row { version: None, turn: 0 }) };
        Ok(Row { version: version(name.as_str(), incarnation, counter)?, turn })
    }

    /// Writes what stands of a type, under a turn that it never had.
    fn put(self, name: &TypeName, version: Option<Version>) -> std::result::Result<(), Trouble> {
        self.db.prepare_cached("UPDATE cartwright_version_store SET turns = turns + 1")?.execute(())?;
        self.db
            .prepare_cached(
                "INSERT INTO cartwright_version_types (name, incarnation, counter, turn)
                 VALUES (?1, ?2, ?3, (SELECT turns FROM cartwright_version_store))
                 ON CONFLICT (name) DO UPDATE SET incarnation = excluded.incarnation, counter = excluded.counter,
                     turn = excluded.turn",
            )?
            .execute((
                name.as_str(),
                version.map(|version| version.incarnation().number()),
                version.map(Version::counter),
            ))?;
        Ok(())
    }

    fn touch(self, name: &TypeName) -> std::result::Result<(), Trouble> {
        let row = self.row(name)?;
        self.put(name, row.version)
    }

    fn remove_mark(self, name: &TypeName, token: &MarkToken) -> std::result::Result<(), Trouble> {
        self.db
            .prepare_cached("DELETE FROM cartwright_version_marks WHERE name = ?1 AND token = ?2")?
            .execute((name.as_str(), token.secret_bytes()))?;
        Ok(())
    }
}

fn remaining(until: i64, now: i64) -> Duration {
    Duration::from_millis(u64::try_from(until.saturating_sub(now)).unwrap_or(0))
}

impl VersionStore for SqliteVersionStore {
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        self.0.read(|tables| {
            let mut query = tables.db.prepare_cached(
                "SELECT s.incarnation, s.young_until, t.incarnation, t.counter, coalesce(t.turn, 0),
                     (SELECT max(m.expires) FROM cartwright_version_marks m WHERE m.name = asked.value), asked.value
                 FROM cartwright_version_store s
                 JOIN json_each(?1) asked
                 LEFT JOIN cartwright_version_types t ON t.name = asked.value
                 ORDER BY asked.key",
            )?;
            let mut rows = query.query([json_list(types)])?;
            // Whoever asks for no type asks how old the store is.
            let mut young_until = if types.is_empty() { tables.store()?.1 } else { 0 };
            let mut standings = Vec::with_capacity(types.len());
            while let Some(row) = rows.next()? {
                let name: String = row.get(6)?;
                let store = Incarnation::from_number(row.get(0)?).map_err(|error| unreadable("store", &error))?;
                young_until = row.get(1)?;
                let expires: Option<i64> = row.get(5)?;
                standings.push(Standing {
                    version: version(&name, row.get(2)?, row.get(3)?)?,
                    mark: rules::mark(expires.map(|expires| remaining(expires, tables.now))),
                    turn: Turn { store, number: row.get(4)? },
                });
            }
            if standings.len() != types.len() {
                return Err(unreadable("store", &"its row is not there"));
            }
            let young = remaining(young_until, tables.now);
            Ok(Look { young: Some(young).filter(|young| !young.is_zero()), standings })
        })
    }

    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        rules::refuse_long(lifetime, self.0.longest_mark())?;
        self.0.write(|tables| {
            let expires = tables.now.saturating_add(millis(lifetime.get()));
            for name in types {
                tables.touch(name)?;
                tables
                    .db
                    .prepare_cached(
                        "INSERT INTO cartwright_version_marks (name, token, expires) VALUES (?1, ?2, ?3)
                         ON CONFLICT (name, token) DO UPDATE SET expires = max(expires, excluded.expires)",
                    )?
                    .execute((name.as_str(), token.secret_bytes(), expires))?;
            }
            Ok(lifetime.get())
        })
    }

    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()> {
        self.0.write(|tables| {
            for name in types {
                tables.remove_mark(name, token)?;
                tables.touch(name)?;
            }
            Ok(())
        })
    }

    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        self.0.write(|tables| {
            let mut answers = Vec::with_capacity(versions.len());
            for (name, version) in versions {
                let (stands, published) = rules::published(tables.row(name)?.version, *version);
                tables.put(name, stands)?;
                if let Some(token) = token {
                    tables.remove_mark(name, token)?;
                }
                answers.push(published);
            }
            Ok(answers)
        })
    }

    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        self.0.write(|tables| {
            let (store, young_until, _) = tables.store()?;
            let mut answers = Vec::with_capacity(settled.len());
            for settled in settled {
                let row = tables.row(&settled.name)?;
                let taken = young_until <= tables.now && settled.turn == Turn { store, number: row.turn };
                if taken {
                    tables.put(&settled.name, Some(rules::settled(row.version, settled.version)))?;
                    tables
                        .db
                        .prepare_cached("DELETE FROM cartwright_version_marks WHERE name = ?1 AND expires <= ?2")?
                        .execute((settled.name.as_str(), tables.now))?;
                }
                answers.push(taken);
            }
            Ok(answers)
        })
    }

    fn types(&self, after: Option<&TypeName>, most: usize) -> Result<Vec<TypeName>> {
        self.0.read(|tables| {
            let mut query = tables
                .db
                .prepare_cached("SELECT name FROM cartwright_version_types WHERE name > ?1 ORDER BY name LIMIT ?2")?;
            let mut rows = query.query((after.map_or("", TypeName::as_str), limit(most)))?;
            let mut names = Vec::new();
            while let Some(row) = rows.next()? {
                let name: String = row.get(0)?;
                names.push(TypeName::new(&name).map_err(|error| unreadable(&name, &error))?);
            }
            Ok(names)
        })
    }

    fn unpublish_all(&self) -> Result<usize> {
        self.0.write(|tables| {
            tables.db.execute("UPDATE cartwright_version_store SET turns = turns + 1", ())?;
            Ok(tables.db.execute(
                "UPDATE cartwright_version_types SET incarnation = NULL, counter = NULL,
                     turn = (SELECT turns FROM cartwright_version_store)
                 WHERE incarnation IS NOT NULL",
                (),
            )?)
        })
    }

    fn longest_mark(&self) -> Duration {
        self.0.longest_mark()
    }
}
