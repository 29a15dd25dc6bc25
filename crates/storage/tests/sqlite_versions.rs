//! The suite of stores of versions on those in SQLite, and what is its own: restarts of the machine, damage, a busy file.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::{ManualClock, WallClock};
use cartwright_storage::{
    MemoryVersionSource, SqliteEntryStore, SqliteJournalStore, SqliteOptions, SqliteVersionSource, SqliteVersionStore,
};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{
    ChangeId, EntryStore, ErrorKind, JournalStore, Mark, MarkToken, Need, Publication, Settings, TypeName,
    VersionSource, VersionStore, Versions,
};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use support::machine::Machine;
use tempfile::TempDir;

const LONGEST_MARK: Duration = Duration::from_secs(60);

struct InFile {
    directory: TempDir,
    machine: Machine,
}

impl InFile {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap(), machine: Machine::new() }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("versions.sqlite")
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path())
    }

    fn store(&self) -> SqliteVersionStore {
        let random = cartwright_coordination::SystemRandom;
        SqliteVersionStore::with(self.options(), LONGEST_MARK, self.machine.clone(), random)
    }

    fn source(&self) -> SqliteVersionSource {
        SqliteVersionSource::at(self.directory.path().join("shop.sqlite"))
    }

    fn sql(&self, statement: &str) {
        Connection::open(self.path()).unwrap().execute_batch(statement).unwrap();
    }
}

impl Subject for InFile {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(self.store())
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(SqliteEntryStore::with_clock(self.options(), self.machine.clone()))
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(SqliteJournalStore::new(self.options()))
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.machine.clock()
    }

    fn lose_everything(&self) {
        for file in std::fs::read_dir(self.directory.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
}

cartwright_versions::version_store_conformance!(InFile::new());

fn products() -> Vec<TypeName> {
    TypeName::all(["products"]).unwrap()
}

fn versions(shop: &InFile) -> Versions {
    Versions::new(shop.store(), Settings::new().unwrap())
}

#[test]
fn after_the_machine_was_started_again_the_store_is_young_and_knows_no_version() {
    let (shop, source) = (InFile::new(), InFile::new().source());
    let types = products();
    let turn = shop.store().look(&types).unwrap();
    shop.advance(LONGEST_MARK);
    versions(&shop).capture(&types, Need::Entries, &source).ok();
    shop.store().mark(&MarkToken::from_secret_bytes([1; 16]), &types, Settings::new().unwrap().mark_lease).unwrap();
    shop.machine.reboot("second", shop.machine.wall_time());
    let look = shop.store().look(&types).unwrap();
    assert_eq!((look.young, look.standings[0].version, look.standings[0].mark), (Some(LONGEST_MARK), None, Mark::None));
    assert_ne!(look.standings[0].turn.store, turn.standings[0].turn.store);
}

#[test]
fn a_store_whose_row_is_gone_answers_with_an_error_and_not_with_a_version() {
    let shop = InFile::new();
    let store = shop.store();
    store.look(&products()).unwrap();
    shop.sql("DELETE FROM cartwright_version_store");
    assert_eq!(store.look(&products()).unwrap_err().kind(), ErrorKind::Corrupt);
}

#[test]
fn a_version_that_cannot_be_read_is_an_error_and_stays_as_it_is() {
    let shop = InFile::new();
    let store = shop.store();
    store.look(&products()).unwrap();
    shop.sql("INSERT INTO cartwright_version_types VALUES ('products', -1, 5, 1)");
    assert_eq!(store.look(&products()).unwrap_err().kind(), ErrorKind::Corrupt);
    assert_eq!(store.publish(None, &[]).unwrap(), []);
}

#[test]
fn a_file_of_a_newer_program_is_refused() {
    let shop = InFile::new();
    let store = shop.store();
    store.look(&products()).unwrap();
    shop.sql("UPDATE cartwright_schema SET version = 99 WHERE part = 'versions'");
    assert_eq!(store.unpublish_all().unwrap_err().kind(), ErrorKind::NewerSchema);
    assert_eq!(shop.store().look(&products()).unwrap_err().kind(), ErrorKind::NewerSchema);
}

#[test]
fn readers_do_not_wait_for_who_writes() {
    let shop = InFile::new();
    let store = SqliteVersionStore::with(
        shop.options().busy_timeout(Duration::ZERO),
        LONGEST_MARK,
        shop.machine.clone(),
        cartwright_coordination::SystemRandom,
    );
    store.look(&products()).unwrap();
    let other = Connection::open(shop.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.look(&products()).unwrap();
    assert_eq!(store.unpublish_all().unwrap_err().kind(), ErrorKind::Busy);
}

#[test]
fn versions_are_raised_with_the_data_or_not_at_all() {
    let shop = InFile::new();
    let source = shop.source();
    let before = source.committed(&products()).unwrap()[0];
    source
        .change(&products(), |change| {
            change.db().execute_batch("CREATE TABLE products (id INTEGER PRIMARY KEY) STRICT")?;
            Ok(())
        })
        .unwrap();
    let error = source
        .change(&products(), |change| {
            change.db().execute("INSERT INTO products VALUES (7)", ())?;
            change.db().execute("INSERT INTO no_such_table VALUES (7)", ())?;
            Ok(())
        })
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(source.settled(&products()).unwrap(), [before.next().unwrap()]);
    let products_there = source.change(&products(), |change| {
        Ok(change.db().query_row("SELECT count(*) FROM products", (), |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(products_there.unwrap(), 0);
}

#[test]
fn a_change_that_is_delivered_again_is_counted_once() {
    let shop = InFile::new();
    let source = shop.source();
    let id = ChangeId::new("event-1").unwrap();
    let first = source.raise(&id, &products(), false).unwrap();
    let second = source.raise(&id, &products(), false).unwrap();
    assert_eq!((first.repeated, second.repeated), (false, true));
    assert_eq!(first.versions, second.versions);
}

#[test]
fn who_changes_data_in_sqlite_publishes_what_he_has_committed() {
    let shop = InFile::new();
    let (versions, source, types) = (versions(&shop), shop.source(), products());
    versions.store().look(&types).unwrap();
    shop.advance(LONGEST_MARK);
    let before = versions.capture(&types, Need::Entries, &source).unwrap();
    let mut writing = versions.begin(&types).unwrap();
    let raised = source
        .change(&types, |change| {
            versions.confirm(&mut writing)?;
            Ok(change.versions().to_vec())
        })
        .unwrap();
    assert!(matches!(versions.publish(writing, &raised), Publication::Done(_)));
    let after = versions.capture(&types, Need::Entries, &source).unwrap();
    assert_eq!(after.bypass, None);
    assert!(after.versions.version_of("products") > before.versions.version_of("products"));
}
