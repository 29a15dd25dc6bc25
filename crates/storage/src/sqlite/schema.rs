//! Which tables of ours a file has, by version. Each part of a file (carts, outbox, …) has a version of its own, so that they
//! can be there or not.

use super::trouble::Trouble;
use cartwright_core::{StoreError, StoreErrorKind};
use rusqlite::{Connection, OptionalExtension};

/// A part of a file, with the steps that lead to what this program knows; version n is what the first n steps make.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) steps: &'static [&'static str],
}

impl Part {
    fn known(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// Whether the part is as this program knows it.
    ///
    /// # Errors
    /// If a newer program has written it.
    pub(crate) fn is_current(&self, db: &Connection) -> Result<bool, Trouble> {
        let version = self.version(db)?;
        if version > self.known() {
            return Err(self.newer(version).into());
        }
        Ok(version == self.known())
    }

    /// Takes the steps that are missing. In a transaction of the caller's, which holds others off.
    pub(crate) fn migrate(&self, db: &Connection) -> Result<(), Trouble> {
        if self.is_current(db)? {
            return Ok(());
        }
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS cartwright_schema (part TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT",
        )?;
        let done = usize::try_from(self.version(db)?).unwrap_or(0);
        for step in self.steps.get(done..).unwrap_or_default() {
            db.execute_batch(step)?;
        }
        db.execute(
            "INSERT INTO cartwright_schema (part, version) VALUES (?1, ?2)
             ON CONFLICT (part) DO UPDATE SET version = excluded.version",
            (self.name, self.known()),
        )?;
        Ok(())
    }

    /// 0 if it is not there.
    fn version(&self, db: &Connection) -> Result<i64, Trouble> {
        if !has_table(db, "cartwright_schema")? {
            return Ok(0);
        }
        self.recorded(db)
    }

    /// Refuses if a newer program has changed the file since it was opened. Cheap enough for every change.
    pub(crate) fn check(&self, db: &Connection) -> Result<(), Trouble> {
        self.check_version(self.recorded(db)?)
    }

    /// The same for who has read the version together with something else.
    pub(crate) fn check_version(&self, version: i64) -> Result<(), Trouble> {
        if version == self.known() { Ok(()) } else { Err(self.newer(version).into()) }
    }

    fn recorded(&self, db: &Connection) -> Result<i64, Trouble> {
        let mut query = db.prepare_cached("SELECT version FROM cartwright_schema WHERE part = ?1")?;
        Ok(query.query_row([self.name], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    fn newer(&self, version: i64) -> StoreError {
        StoreError::new(
            StoreErrorKind::NewerSchema,
            format!(
                "the {} of this file have schema version {version}, and this program knows version {}; nothing was changed. \
                 Update the program",
                self.name,
                self.known()
            ),
        )
    }
}

/// Whether a table is there.
pub(crate) fn has_table(db: &Connection, name: &str) -> Result<bool, Trouble> {
    let mut query = db.prepare_cached("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1")?;
    Ok(query.exists([name])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Part = Part { name: "things", steps: &["CREATE TABLE things (a)"] };
    const TOMORROW: Part =
        Part { name: "things", steps: &["CREATE TABLE things (a)", "ALTER TABLE things ADD COLUMN b DEFAULT 7"] };
    const BROKEN: Part =
        Part { name: "things", steps: &["CREATE TABLE things (a)", "DROP TABLE things; no such statement"] };

    fn file_of_today() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        TODAY.migrate(&db).unwrap();
        db.execute("INSERT INTO things VALUES (1)", ()).unwrap();
        db
    }

    #[test]
    fn a_file_of_today_is_migrated_tomorrow_and_keeps_what_it_has() {
        let db = file_of_today();
        assert!(!TOMORROW.is_current(&db).unwrap());
        TOMORROW.migrate(&db).unwrap();
        let row = db.query_row("SELECT a, b FROM things", (), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
        assert_eq!(row.unwrap(), (1, 7));
        assert!(TOMORROW.is_current(&db).unwrap());
        TOMORROW.migrate(&db).unwrap();
    }

    #[test]
    fn a_file_of_tomorrow_is_refused_today() {
        let db = Connection::open_in_memory().unwrap();
        TOMORROW.migrate(&db).unwrap();
        for refused in [TODAY.is_current(&db).map(drop), TODAY.migrate(&db), TODAY.check(&db)] {
            let Err(Trouble::Store(error)) = refused else { panic!("{refused:?}") };
            assert_eq!(error.kind(), StoreErrorKind::NewerSchema);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut db = file_of_today();
        let transaction = db.transaction().unwrap();
        BROKEN.migrate(&transaction).unwrap_err();
        transaction.rollback().unwrap();
        TODAY.check(&db).unwrap();
        assert_eq!(db.query_row("SELECT a FROM things", (), |row| row.get::<_, i64>(0)).unwrap(), 1);
    }
}
