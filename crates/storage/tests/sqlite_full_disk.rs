//! A disk that is truly full: a file system of a megabyte, mounted for a child of this program in a namespace of its own.
//!
//! Where nobody may mount anything this fails and says so. What needs no mount, a file that may not grow, is tested in
//! `sqlite_trouble.rs` on every machine.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartStore, CommitId, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key, random};
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{add, assert_refused, role};

/// Runs the child that the test of this name is, on a disk of its own.
fn on_a_small_disk(test: &str) {
    let directory = tempfile::tempdir().unwrap();
    // Root may mount in any case, others in a namespace in which they are root.
    let script = r#"unshare --mount --map-root-user sh -c '
        mount -t tmpfs -o size=1m tmpfs "$1" || { echo cannot-mount >&2; exit 1; }
        exec "$0" --exact "$2" --nocapture --test-threads=1' "$0" "$1" "$2""#;
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .args([directory.path(), Path::new(test)])
        .env("CARTWRIGHT_TEST_ROLE", directory.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let could_mount = !said.contains("cannot-mount") && said.contains("on a disk of its own");
    assert!(
        could_mount,
        "this machine lets nobody mount a small disk, so that a full one cannot be tested; run the test as root, or allow \
         user namespaces (kernel.unprivileged_userns_clone, or a container with CAP_SYS_ADMIN): {said}"
    );
    assert!(output.status.success(), "{said}");
}

/// The disk, if this is the child.
fn disk() -> Option<PathBuf> {
    let disk = role()?;
    println!("on a disk of its own");
    Some(disk.into())
}

/// Puts something on the disk that takes as much room as there is, but for so many bytes.
fn fill(disk: &Path, but: u64) -> PathBuf {
    let ballast = disk.join("ballast");
    let mut file = std::fs::File::create(&ballast).unwrap();
    let mut written = 0;
    while let Ok(more) = file.write(&[0; 4096]) {
        written += more as u64;
    }
    file.set_len(written.saturating_sub(but)).unwrap();
    ballast
}

/// Each layout, with a write-ahead log and without.
fn ways(disk: &Path) -> [(&'static str, SqliteOptions); 4] {
    let options = |layout| SqliteOptions::new(disk.join("carts.sqlite")).layout(layout);
    [
        ("own", options(Layout::Own)),
        ("compatible", options(Layout::compatible())),
        ("own, journal", options(Layout::Own).keep_journal()),
        ("compatible, journal", options(Layout::compatible()).keep_journal()),
    ]
}

/// Puts items in until the disk says no. Says how many were acknowledged.
fn until_it_is_full(store: &SqliteStore) -> usize {
    for acknowledged in 0..10_000 {
        if let Err(error) = add(store, &key("ada"), &format!("item-{acknowledged}")) {
            assert_refused(
                Err::<(), _>(error),
                StoreErrorKind::Full,
                &["no room left", "sqlite", "nothing was stored", "Make room on the disk and try again"],
            );
            return acknowledged;
        }
    }
    panic!("the disk was never full");
}

#[test]
fn a_full_disk_says_what_to_do_and_loses_nothing_and_the_same_handle_goes_on_when_there_is_room() {
    let Some(disk) = disk() else {
        return on_a_small_disk(
            "a_full_disk_says_what_to_do_and_loses_nothing_and_the_same_handle_goes_on_when_there_is_room",
        );
    };
    for (way, options) in ways(&disk) {
        let store = SqliteStore::new(options.clone());
        add(&store, &key("eve"), "lamp").unwrap();
        let ballast = fill(&disk, 120_000);
        let acknowledged = until_it_is_full(&store);
        assert!(acknowledged > 0, "{way}");
        // What is there is there, for this handle and for others.
        for reader in [&store, &SqliteStore::new(options.clone())] {
            assert_eq!(Draft::load(reader, &key("ada")).ids().len(), acknowledged, "{way}");
            assert_eq!(Draft::load(reader, &key("eve")).ids(), ["lamp"], "{way}");
        }
        // Neither a queued change nor a record is half there.
        let (ada, before) = (key("ada"), store.identity(&key("ada")).unwrap());
        let mut large = Draft::load(&store, &ada);
        for number in 0..500 {
            large = large.add(&format!("more-{number}"), 1);
        }
        let answer = store.commit(&large.to_commit(CommitId(random()), &ada, &[vec![0; 400_000]]));
        assert_refused(answer, StoreErrorKind::Full, &["no room left"]);
        let answer = store.commit_queued(&ada, &mut |_| Some(large.clone().into_queued()));
        assert_refused(answer, StoreErrorKind::Full, &["no room left"]);
        assert_eq!(store.identity(&ada).unwrap(), before, "{way}");
        assert_eq!(store.outbox(0, 10).unwrap(), [], "{way}");

        std::fs::remove_file(ballast).unwrap();
        add(&store, &ada, "after").unwrap();
        store
            .commit(&Draft::load(&store, &ada).add("last", 1).to_commit(CommitId(random()), &ada, &[vec![1]]))
            .unwrap();
        let cart = Draft::load(&SqliteStore::new(options.clone()), &ada);
        assert_eq!(cart.ids().len(), acknowledged + 2, "{way}");
        let db = rusqlite::Connection::open(disk.join("carts.sqlite")).unwrap();
        let ok: String = db.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(ok, "ok", "{way}");
        drop((store, db));
        remove_files(&disk);
    }
}

#[test]
fn a_file_that_cannot_be_made_or_opened_because_the_disk_is_full_says_so() {
    let Some(disk) = disk() else {
        return on_a_small_disk("a_file_that_cannot_be_made_or_opened_because_the_disk_is_full_says_so");
    };
    for (way, options) in ways(&disk) {
        let ballast = fill(&disk, 0);
        let store = SqliteStore::new(options.clone());
        assert_refused(store.load(&key("ada")), StoreErrorKind::Full, &["no room left", "sqlite", "Make room"]);
        std::fs::remove_file(ballast).unwrap();
        add(&store, &key("ada"), "a").unwrap();
        drop(store);

        // The file is there, and what SQLite keeps beside it finds no room.
        let ballast = fill(&disk, 0);
        let store = SqliteStore::new(options.clone());
        match store.load(&key("ada")) {
            Ok(cart) => assert!(cart.is_some(), "{way}"),
            error => assert_refused(error, StoreErrorKind::Full, &["no room left", "Make room"]),
        }
        assert_refused(add(&store, &key("ada"), "b"), StoreErrorKind::Full, &["no room left", "Make room"]);
        std::fs::remove_file(ballast).unwrap();
        add(&store, &key("ada"), "b").unwrap();
        assert_eq!(Draft::load(&store, &key("ada")).ids(), ["a", "b"], "{way}");
        drop(store);
        remove_files(&disk);
    }
}

fn remove_files(disk: &Path) {
    for file in std::fs::read_dir(disk).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
}
