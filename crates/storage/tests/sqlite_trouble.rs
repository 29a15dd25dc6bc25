//! Files that are locked, full, not ours to write, damaged, from the future: an error that says what to do, and nothing lost.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartStore, CommitId, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key, random};
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::time::Duration;
use support::{File, add, assert_refused, child, layouts, role};

#[test]
fn a_file_that_others_keep_locked_is_busy_and_can_be_read() {
    for layout in layouts() {
        let file = File::with_cart(layout);
        let (store, other) = (file.store(), file.db());
        let before = file.dump();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert_refused(
            add(&store, &key("ada"), "a"),
            StoreErrorKind::Busy,
            &["carts.sqlite", "20 ms", "nothing was stored"],
        );
        assert_refused(store.delete(&key("ada"), &[]), StoreErrorKind::Busy, &[]);
        assert_refused(store.commit_queued(&key("ada"), &mut |_| panic!("not called")), StoreErrorKind::Busy, &[]);
        assert_eq!(Draft::load(&store, &key("ada")).quantity("b"), 2);
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(file.dump(), before);
        add(&store, &key("ada"), "a").unwrap();
        assert_eq!(Draft::load(&store, &key("ada")).quantity("a"), 2);
    }
}

#[test]
fn a_file_whose_owner_wants_no_write_ahead_log_keeps_its_journal() {
    for layout in layouts() {
        let file = File::new(layout);
        file.db().execute_batch("PRAGMA journal_mode = DELETE; CREATE TABLE theirs (a)").unwrap();
        let store = SqliteStore::new(file.options().keep_journal());
        add(&store, &key("ada"), "a").unwrap();
        let mode: String = file.db().query_row("PRAGMA journal_mode", (), |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
        let other = file.db();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        assert_refused(store.load(&key("ada")), StoreErrorKind::Busy, &["20 ms"]);
        other.execute_batch("COMMIT").unwrap();
        add(&store, &key("ada"), "a").unwrap();
    }
}

#[test]
fn a_file_that_may_not_grow_is_full_and_keeps_what_it_has() {
    for layout in layouts() {
        let file = File::with_cart(layout);
        let store = SqliteStore::new(file.options().max_bytes(80 * 1024));
        let before = file.dump();
        let mut large = Draft::load(&store, &key("ada"));
        for number in 0..500 {
            large = large.add(&format!("item-{number}"), 1);
        }
        let cart = key("ada");
        let records = [b"record".to_vec()];
        let answer = store.commit(&large.to_commit(CommitId(random()), &cart, &records));
        assert_refused(answer, StoreErrorKind::Full, &["no room left", "nothing was stored"]);
        assert_eq!(file.dump(), before);
        // What needs no room goes on.
        add(&store, &key("ada"), "a").unwrap();
        assert_eq!(Draft::load(&store, &key("ada")).quantity("a"), 2);
    }
}

#[test]
fn a_disk_that_fails_in_the_middle_of_a_commit_says_so_and_loses_nothing_that_was_acknowledged() {
    if let Some(path) = role() {
        return until_the_disk_fails(&path);
    }
    for layout in layouts() {
        let file = File::with_cart(layout);
        // Files may not grow beyond 200 blocks of 512 bytes; the signal that would end the process is ignored.
        let program = std::env::current_exe().unwrap();
        let test = "a_disk_that_fails_in_the_middle_of_a_commit_says_so_and_loses_nothing_that_was_acknowledged";
        let script = format!("trap '' XFSZ; ulimit -f 200; exec \"$0\" --exact {test} --nocapture --test-threads=1");
        let role =
            format!("{}:{}", if file.layout == Layout::Own { "own" } else { "compatible" }, file.path().display());
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(script)
            .arg(program)
            .env("CARTWRIGHT_TEST_ROLE", role)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let acknowledged: i64 =
            said.lines().filter_map(|line| line.split("count=").nth(1)?.parse().ok()).next_back().expect("a number");
        let cart = Draft::load(&file.store(), &key("ada"));
        let there = i64::try_from(cart.ids().len()).unwrap() - 2;
        assert!(there >= acknowledged && acknowledged > 0, "{there} there, {acknowledged} acknowledged");
        let ok: String = file.db().query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(ok, "ok");
    }
}

fn until_the_disk_fails(role: &str) {
    let (layout, path) = role.split_once(':').expect("a layout and a path");
    let layout = if layout == "own" { Layout::Own } else { Layout::compatible() };
    let store = SqliteStore::new(SqliteOptions::new(path).layout(layout));
    for acknowledged in 0..2000 {
        if let Err(error) = add(&store, &key("ada"), &format!("item-{acknowledged}")) {
            // A commit is where SQLite writes to the disk, and nobody can tell how far it came.
            assert_refused(Err::<(), _>(error), StoreErrorKind::OutcomeUnknown, &["load the cart again"]);
            assert!(store.load(&key("ada")).unwrap().is_some());
            println!("count={acknowledged}");
            return;
        }
    }
    panic!("the disk never failed");
}

#[test]
fn a_file_that_may_only_be_read_says_whom_to_ask() {
    if let Some(path) = role() {
        let store = SqliteStore::new(SqliteOptions::new(path));
        assert_refused(
            add(&store, &key("ada"), "a"),
            StoreErrorKind::ReadOnly,
            &["may only read", "nothing was stored"],
        );
        assert_eq!(Draft::load(&store, &key("ada")).quantity("b"), 2);
        return;
    }
    let file = File::with_cart(Layout::Own);
    let before = file.dump();
    // While somebody has it open, the files beside it are there, so that it can be read.
    let keeper = file.db();
    keeper.query_row("SELECT count(*) FROM cartwright_carts", (), |_| Ok(())).unwrap();
    // Root may write everything, so the child is nobody, and has to reach this program.
    let directory = file.path().parent().unwrap().to_owned();
    let program = directory.join("program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    for (path, mode) in
        [("carts.sqlite", 0o444), ("carts.sqlite-wal", 0o444), ("carts.sqlite-shm", 0o444), (".", 0o555)]
    {
        std::fs::set_permissions(directory.join(path), PermissionsExt::from_mode(mode)).unwrap();
    }
    let test = "a_file_that_may_only_be_read_says_whom_to_ask";
    let as_usual = child(test, "");
    let mut command = std::process::Command::new(&program);
    command.args(as_usual.get_args()).env("CARTWRIGHT_TEST_ROLE", file.path());
    if is_root() {
        command.uid(65_534);
    }
    let output = command.output().unwrap();
    std::fs::set_permissions(&directory, PermissionsExt::from_mode(0o755)).unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    drop(keeper);
    assert_eq!(file.dump(), before);
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[test]
fn a_file_that_is_no_database_is_left_as_it_is() {
    for layout in layouts() {
        let file = File::new(layout);
        let text = "this is somebody's shopping list, not a database\n".repeat(100);
        std::fs::write(file.path(), &text).unwrap();
        let store = file.store();
        assert_refused(store.load(&key("ada")), StoreErrorKind::Corrupt, &["no SQLite database", "left as it is"]);
        assert_refused(add(&store, &key("ada"), "a"), StoreErrorKind::Corrupt, &[]);
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), text);
    }
}

#[test]
fn a_damaged_file_is_an_error_and_not_an_empty_cart() {
    for layout in layouts() {
        let file = File::with_cart(layout);
        let store = file.store();
        for number in 0..100 {
            add(&store, &key("ada"), &format!("item-{number}")).unwrap();
        }
        drop(store);
        // All pages but the first, which has the tables' names.
        let mut bytes = std::fs::read(file.path()).unwrap();
        bytes[4096..].fill(0xA5);
        std::fs::write(file.path(), &bytes).unwrap();
        let store = file.store();
        assert_refused(store.load(&key("ada")), StoreErrorKind::Corrupt, &["damaged", "recover"]);
        assert_refused(add(&store, &key("ada"), "a"), StoreErrorKind::Corrupt, &[]);
        drop(store);
        assert!(std::fs::read(file.path()).unwrap()[4096..] == bytes[4096..], "it was written to");
    }
}

#[test]
fn a_file_of_a_newer_program_is_refused() {
    let file = File::with_cart(Layout::Own);
    let running = file.store();
    assert!(running.load(&key("ada")).unwrap().is_some());
    file.db().execute("UPDATE cartwright_schema SET version = 99 WHERE part = 'carts'", ()).unwrap();
    let before = file.dump();
    assert_refused(file.store().load(&key("ada")), StoreErrorKind::NewerSchema, &["99", "Update the program"]);
    assert_refused(add(&file.store(), &key("ada"), "a"), StoreErrorKind::NewerSchema, &[]);
    // One that was open before the newer program came does not write any more.
    assert_refused(add(&running, &key("ada"), "a"), StoreErrorKind::NewerSchema, &[]);
    assert_eq!(file.dump(), before);
}

#[test]
fn a_path_that_leads_nowhere_says_what_is_missing() {
    let file = File::new(Layout::Own);
    let path = file.path().join("sub").join("carts.sqlite");
    let store = SqliteStore::at(&path);
    assert_refused(store.load(&key("ada")), StoreErrorKind::Unavailable, &["there is no directory", "sub"]);
    assert_refused(
        SqliteStore::at(std::env::temp_dir()).load(&key("ada")),
        StoreErrorKind::Unavailable,
        &["is a directory"],
    );
    for nameless in ["", ":memory:"] {
        let refused = SqliteStore::at(nameless).load(&key("ada"));
        assert_refused(refused, StoreErrorKind::Unsupported, &["use the memory store"]);
    }
    // Once it is there, the same handle goes on.
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    add(&store, &key("ada"), "a").unwrap();
}

#[test]
fn a_table_of_something_else_is_not_written_to() {
    let file = File::new(Layout::compatible());
    file.db().execute_batch("CREATE TABLE carts (id, wheels); INSERT INTO carts VALUES (1, 4)").unwrap();
    let before = file.dump();
    let refused = add(&file.store(), &key("ada"), "a");
    assert_refused(refused, StoreErrorKind::Unsupported, &["no column identifier", "another table"]);
    assert_eq!(file.dump(), before);
    let other = Layout::Compatible { table: "shop \"carts\"".into() };
    let store = SqliteStore::new(file.options().layout(other));
    add(&store, &key("ada"), "a").unwrap();
    assert_eq!(store.list(None, None, 10).unwrap().len(), 1);
}

#[test]
fn a_handle_waits_as_long_as_it_is_told() {
    let file = File::with_cart(Layout::Own);
    let (store, other) = (SqliteStore::new(file.options().busy_timeout(Duration::from_secs(60))), file.db());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| add(&store, &key("ada"), "a"));
        // It may be waiting or about to; either way it has not given up when the file is free.
        other.execute_batch("COMMIT").unwrap();
        waiting.join().unwrap().unwrap();
    });
}
