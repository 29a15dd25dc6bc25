//! What the tests on files have in common: a file, and children of this test program.
#![allow(dead_code)]

pub mod machine;

use cartwright_core::{CartKey, CartStore, StoreError, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key};
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use rusqlite::Connection;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// Both layouts.
pub fn layouts() -> [Layout; 2] {
    [Layout::Own, Layout::compatible()]
}

/// A file that is gone when the test is over.
pub struct File {
    directory: TempDir,
    pub layout: Layout,
}

impl File {
    pub fn new(layout: Layout) -> Self {
        Self { directory: tempfile::tempdir().expect("a directory for the test"), layout }
    }

    pub fn path(&self) -> PathBuf {
        self.directory.path().join("carts.sqlite")
    }

    pub fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path()).layout(self.layout.clone()).busy_timeout(Duration::from_millis(20))
    }

    pub fn store(&self) -> SqliteStore {
        SqliteStore::new(self.options())
    }

    /// The file with a cart in it.
    pub fn with_cart(layout: Layout) -> Self {
        let file = Self::new(layout);
        let draft = Draft::new().add("a", 1).add("b", 2).condition("SALE", "-10%").metadata("coupon", Some("1"));
        draft.commit(&file.store(), &key("ada"));
        file
    }

    /// What any other program sees.
    pub fn db(&self) -> Connection {
        Connection::open(self.path()).expect("the file can be opened")
    }

    /// Everything in the tables of carts, as one text.
    pub fn dump(&self) -> String {
        let db = self.db();
        let tables = ["carts", "cartwright_carts", "cartwright_entries", "cartwright_outbox"];
        let mut dump = String::new();
        for table in tables {
            let Ok(mut rows) = db.prepare(&format!("SELECT * FROM {table}")) else { continue };
            let columns = rows.column_count();
            let mut rows = rows.query(()).expect("it can be read");
            while let Some(row) = rows.next().expect("it can be read") {
                for column in 0..columns {
                    dump.push_str(&format!("{:?}|", row.get_ref(column).expect("a column")));
                }
                dump.push('\n');
            }
        }
        dump
    }
}

/// That it was refused for this reason, in a sentence that names the file.
pub fn assert_refused<T: std::fmt::Debug>(answer: Result<T, StoreError>, kind: StoreErrorKind, says: &[&str]) {
    let error = answer.expect_err("it is refused");
    assert_eq!(error.kind(), kind, "{error}");
    for part in says {
        assert!(error.to_string().contains(part), "'{part}' is not in: {error}");
    }
}

/// Puts one more of an item in, as often as it takes.
pub fn add(store: &dyn CartStore, key: &CartKey, id: &str) -> Result<(), StoreError> {
    loop {
        let draft = store.load(key)?.map_or_else(Draft::new, Draft::from).add(id, 1);
        let commit =
            draft.to_commit(cartwright_core::CommitId(cartwright_storage::conformance::shop::random()), key, &[]);
        if let cartwright_core::Committed::Stored(_) = store.commit(&commit)? {
            return Ok(());
        }
    }
}

/// This test program once more, doing what `role` says instead of its tests: the test of that name looks for it.
pub fn child(test: &str, role: &str) -> Command {
    let mut child = Command::new(std::env::current_exe().expect("this program has a path"));
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env("CARTWRIGHT_TEST_ROLE", role);
    child
}

/// The role of this process, if it is a child.
pub fn role() -> Option<String> {
    std::env::var("CARTWRIGHT_TEST_ROLE").ok()
}

/// Compiles a C program that stands for another user of SQLite.
pub fn compile(name: &str, directory: &std::path::Path) -> PathBuf {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/programs").join(format!("{name}.c"));
    let program = directory.join(name);
    let status = Command::new("cc")
        .args(["-Wall", "-Wextra", "-Werror", "-O1", "-o"])
        .args([&program, &source])
        .args(["-ldl", "-lsqlite3"])
        .status()
        .expect("a C compiler is needed, as for linking; run scripts/install.sh");
    assert!(status.success(), "{} does not compile", source.display());
    program
}
