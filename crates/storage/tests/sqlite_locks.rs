//! The suite on the SQLite store of locks, and what is its own: reboots, rows that cannot be read, errors.
#![allow(clippy::unwrap_used)]

#[path = "support/machine.rs"]
mod machine;

use cartwright_coordination::conformance::{Kept, Subject};
use cartwright_coordination::{
    Answer, ErrorKind, Grant, Lifetime, LifetimeLimit, LockKey, LockStore, OwnerToken, WallClock, WallTime,
};
use cartwright_storage::{SqliteLockStore, SqliteOptions};
use machine::Machine;
use rusqlite::Connection;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const SECOND: Duration = Duration::from_secs(1);

struct InFile {
    directory: TempDir,
    machine: Machine,
}

impl InFile {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap(), machine: Machine::new() }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("locks.sqlite")
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path())
    }

    fn sql(&self, statement: &str) {
        Connection::open(self.path()).unwrap().execute_batch(statement).unwrap();
    }
}

impl Subject for InFile {
    type Store = SqliteLockStore;

    fn open(&self) -> SqliteLockStore {
        SqliteLockStore::with_clock(self.options(), self.machine.clone())
    }

    fn advance(&self, by: Duration) {
        self.machine.clock().advance(by);
    }

    fn restart(&self) -> Kept {
        Kept::Everything
    }

    fn lose_everything(&self) {
        for file in std::fs::read_dir(self.directory.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
}

cartwright_coordination::lock_store_conformance!(InFile::new());

mod beside_carts {
    //! The same file as the carts, with its journal as it is.
    use super::{Duration, InFile, Kept, SqliteLockStore, Subject};
    use cartwright_core::{CartKey, CartStore};
    use cartwright_storage::SqliteStore;

    struct BesideCarts(InFile);

    impl BesideCarts {
        fn new() -> Self {
            let shop = InFile::new();
            let carts = SqliteStore::new(shop.options().keep_journal());
            assert!(carts.load(&CartKey::new("user-7", "default")).unwrap().is_none());
            Self(shop)
        }
    }

    impl Subject for BesideCarts {
        type Store = SqliteLockStore;

        fn open(&self) -> SqliteLockStore {
            SqliteLockStore::with_clock(self.0.options().keep_journal(), self.0.machine.clone())
        }

        fn advance(&self, by: Duration) {
            self.0.advance(by);
        }

        fn restart(&self) -> Kept {
            self.0.restart()
        }

        fn lose_everything(&self) {
            self.0.lose_everything();
        }
    }

    cartwright_coordination::lock_store_conformance!(BesideCarts::new());
}

fn key() -> LockKey {
    LockKey::new("cart:user-7:default").unwrap()
}

fn token(number: u8) -> OwnerToken {
    OwnerToken::from_secret_bytes([number; 16])
}

fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).unwrap()
}

fn take(shop: &InFile, owner: u8, duration: Duration) -> Grant {
    shop.open().acquire(&key(), &token(owner), lifetime(duration)).unwrap().granted().unwrap()
}

fn remaining(shop: &InFile) -> Option<Duration> {
    shop.open().inspect(&key()).unwrap().map(|info| info.remaining)
}

fn wall(shop: &InFile) -> WallTime {
    shop.machine.wall_time()
}

#[test]
fn a_jump_of_the_wall_clock_disturbs_no_lease() {
    let shop = InFile::new();
    take(&shop, 1, 10 * SECOND);
    for wall in [0, 10_000_000_000] {
        shop.machine.clock().set_wall_time(WallTime::from_secs(wall));
        assert_eq!(remaining(&shop), Some(10 * SECOND));
    }
}

#[test]
fn after_a_reboot_a_lease_goes_on_for_what_the_wall_clock_says_remains() {
    let shop = InFile::new();
    take(&shop, 1, 60 * SECOND);
    shop.advance(10 * SECOND);
    shop.machine.reboot("second", wall(&shop).plus(20 * SECOND));
    assert_eq!(remaining(&shop), Some(30 * SECOND));
    assert_eq!(shop.open().inspect(&key()).unwrap().unwrap().age, 30 * SECOND);
    assert_eq!(shop.open().release(&key(), &token(1)).unwrap(), Answer::Done(()));
}

#[test]
fn a_lease_that_ended_while_the_machine_was_down_is_over() {
    let shop = InFile::new();
    take(&shop, 1, 60 * SECOND);
    shop.machine.reboot("second", wall(&shop).plus(60 * SECOND));
    assert_eq!(remaining(&shop), None);
    assert_eq!(shop.open().renew(&key(), &token(1), lifetime(SECOND)).unwrap(), Answer::Expired);
    take(&shop, 2, SECOND);
}

#[test]
fn a_wall_clock_set_back_over_a_reboot_makes_no_lease_longer_than_it_was_renewed_for() {
    let shop = InFile::new();
    take(&shop, 1, 60 * SECOND);
    for _ in 0..100 {
        shop.advance(50 * SECOND);
        assert!(shop.open().renew(&key(), &token(1), lifetime(60 * SECOND)).unwrap().done().is_some());
    }
    shop.machine.reboot("second", WallTime::from_secs(0));
    assert_eq!(remaining(&shop), Some(60 * SECOND));
    shop.advance(20 * SECOND);
    shop.machine.reboot("third", WallTime::from_secs(0));
    assert!(remaining(&shop).unwrap() <= 60 * SECOND, "nor does the next one");
    shop.advance(60 * SECOND);
    assert_eq!(remaining(&shop), None);
}

#[test]
fn the_second_to_look_after_a_reboot_finds_what_the_first_has_found() {
    let shop = InFile::new();
    take(&shop, 1, 60 * SECOND);
    shop.machine.reboot("second", wall(&shop).plus(20 * SECOND));
    assert_eq!(remaining(&shop), Some(40 * SECOND));
    shop.machine.clock().set_wall_time(WallTime::from_secs(0));
    assert_eq!(remaining(&shop), Some(40 * SECOND), "the wall clock is looked at once");
}

#[test]
fn fences_that_a_power_failure_took_away_are_not_given_again() {
    let shop = InFile::new();
    let before = take(&shop, 1, SECOND).fence;
    // The grant was not on the disk yet.
    shop.sql("UPDATE cartwright_lock_store SET counter = 0; DELETE FROM cartwright_locks");
    shop.machine.reboot("second", WallTime::from_secs(0));
    let after = take(&shop, 2, SECOND).fence;
    assert!(after > before && after.incarnation() > before.incarnation());
}

#[test]
fn a_lock_whose_row_cannot_be_read_is_nobodys_and_stays_as_it_is() {
    let damages = [
        "UPDATE cartwright_locks SET token = x'0102'",
        "UPDATE cartwright_locks SET counter = 0",
        "UPDATE cartwright_locks SET incarnation = -1",
    ];
    for damage in damages {
        let shop = InFile::new();
        take(&shop, 1, SECOND);
        shop.sql(damage);
        shop.advance(5 * SECOND);
        let store = shop.open();
        let errors = [
            store.acquire(&key(), &token(2), lifetime(SECOND)).unwrap_err(),
            store.renew(&key(), &token(1), lifetime(SECOND)).unwrap_err(),
            store.release(&key(), &token(1)).unwrap_err(),
            store.force_release(&key()).unwrap_err(),
            store.inspect(&key()).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{damage}");
            assert!(error.to_string().contains("`cart:user-7:default`"), "{error}");
        }
        shop.sql("DELETE FROM cartwright_locks");
        take(&shop, 2, SECOND);
    }
}

#[test]
fn a_store_without_its_row_of_fences_grants_nothing() {
    let shop = InFile::new();
    let store = shop.open();
    assert!(store.list(None, 10).unwrap().is_empty());
    shop.sql("DELETE FROM cartwright_lock_store");
    let error = store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt);
}

#[test]
fn after_the_last_fence_nothing_is_granted() {
    let shop = InFile::new();
    take(&shop, 1, SECOND);
    shop.advance(SECOND);
    shop.sql("UPDATE cartwright_lock_store SET counter = 9223372036854775807");
    let error = shop.open().acquire(&key(), &token(2), lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Full);
    assert_eq!(shop.open().renew(&key(), &token(1), lifetime(SECOND)).unwrap(), Answer::Expired, "nothing was changed");
}

#[test]
fn a_file_of_a_newer_program_is_refused_even_when_it_was_open() {
    let shop = InFile::new();
    let store = shop.open();
    assert!(store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap().granted().is_some());
    shop.sql("UPDATE cartwright_schema SET version = 99 WHERE part = 'locks'");
    assert_eq!(store.release(&key(), &token(1)).unwrap_err().kind(), ErrorKind::NewerSchema);
    assert_eq!(shop.open().inspect(&key()).unwrap_err().kind(), ErrorKind::NewerSchema);
}

#[test]
fn a_file_that_others_keep_locked_is_busy_and_no_permission() {
    let shop = InFile::new();
    let store = SqliteLockStore::with_clock(shop.options().busy_timeout(Duration::ZERO), shop.machine.clone());
    assert!(store.list(None, 10).unwrap().is_empty());
    let other = Connection::open(shop.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap_err().kind(), ErrorKind::Busy);
    other.execute_batch("COMMIT").unwrap();
    assert!(store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap().granted().is_some());
}

#[test]
fn who_asks_for_a_held_lock_needs_no_turn_to_write() {
    let shop = InFile::new();
    take(&shop, 1, SECOND);
    let store = SqliteLockStore::with_clock(shop.options().busy_timeout(Duration::ZERO), shop.machine.clone());
    let other = Connection::open(shop.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(store.acquire(&key(), &token(2), lifetime(SECOND)).unwrap().granted().is_none());
    assert!(store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap().granted().is_some());
    assert_eq!(store.sweep(10).unwrap(), 0);
}

#[test]
fn without_an_id_of_the_boot_there_is_no_lock() {
    let shop = InFile::new();
    shop.machine.forget_boot();
    let error = shop.open().acquire(&key(), &token(1), lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}

#[test]
fn a_path_that_leads_nowhere_is_an_error_that_says_so() {
    let shop = InFile::new();
    let store = SqliteLockStore::at(shop.directory.path().join("missing/locks.sqlite"));
    let error = store.acquire(&key(), &token(1), lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("there is no directory"), "{error}");
}

#[test]
fn the_tokens_are_not_among_what_is_printed_for_developers() {
    let shop = InFile::new();
    let store = shop.open();
    let _ = store.acquire(&key(), &token(0xab), lifetime(SECOND)).unwrap();
    assert!(!format!("{store:?}").contains("abab"));
}
