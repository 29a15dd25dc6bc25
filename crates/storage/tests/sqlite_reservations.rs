//! The suite on the SQLite store of reservations, and what is its own: reboots, rows that cannot be read, errors, a backlog.
#![allow(clippy::unwrap_used)]

#[path = "support/machine.rs"]
#[allow(dead_code)]
mod machine;

use cartwright_coordination::{WallClock, WallTime};
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_reservations::{
    Answer, Counter, ErrorKind, Grant, Keep, Line, Released, Request, Reservations, Settings, State, StockKey,
};
use cartwright_storage::{SqliteOptions, SqliteReservationStore};
use machine::Machine;
use rusqlite::Connection;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const MINUTE: Duration = Duration::from_secs(60);

struct InFile {
    directory: TempDir,
    machine: Machine,
}

impl InFile {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap(), machine: Machine::new() }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("shop.sqlite")
    }

    fn sql(&self, statement: &str) {
        Connection::open(self.path()).unwrap().execute_batch(statement).unwrap();
    }

    fn shop(&self) -> Reservations {
        Reservations::new(self.open(), Settings::default()).unwrap()
    }
}

impl Subject for InFile {
    type Store = SqliteReservationStore;

    fn open_keeping(&self, keep: Keep) -> SqliteReservationStore {
        SqliteReservationStore::with_clock(SqliteOptions::new(self.path()), self.machine.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.machine.clock().advance(by);
    }

    fn set_wall_clock(&self, to: WallTime) {
        self.machine.clock().set_wall_time(to);
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

cartwright_reservations::reservation_store_conformance!(InFile::new());

fn lamp() -> StockKey {
    StockKey::new("shop", "item", "lamp").unwrap()
}

fn take(shop: &Reservations, order: &str, quantity: u32) -> Grant {
    let lines = [Line::new(lamp(), quantity)];
    shop.reserve(&Request::new(order, "ada", &lines)).unwrap().granted().unwrap()
}

#[test]
fn after_a_reboot_a_lease_goes_on_for_what_the_wall_clock_says_remains() {
    let file = InFile::new();
    file.shop().set_stock(&lamp(), 5).unwrap();
    let before = take(&file.shop(), "1", 2);
    let off = file.machine.wall_time().plus(MINUTE * 10);
    file.machine.reboot("second", off);
    let shop = file.shop();
    let shown = shop.find("1").unwrap().unwrap();
    assert_eq!((shown.remaining, shown.age), (MINUTE * 20, MINUTE * 10));
    assert!(take(&shop, "2", 1).fence > before.fence, "a greater incarnation");
    file.advance(MINUTE * 20);
    assert_eq!(shop.find("1").unwrap().unwrap().state, State::Expired);
    assert_eq!(shop.level(&lamp()).unwrap().available, Some(4));
}

#[test]
fn after_a_reboot_a_wall_clock_that_was_set_back_makes_no_lease_longer() {
    let file = InFile::new();
    file.shop().set_stock(&lamp(), 5).unwrap();
    take(&file.shop(), "1", 2);
    file.machine.reboot("second", WallTime::from_secs(1_000_000_000));
    assert_eq!(file.shop().find("1").unwrap().unwrap().remaining, MINUTE * 30);
}

#[test]
fn what_was_committed_is_known_after_a_reboot() {
    let file = InFile::new();
    file.shop().set_stock(&lamp(), 5).unwrap();
    let held = take(&file.shop(), "1", 2);
    assert!(file.shop().commit("1", &held.token).unwrap().done().is_some());
    file.machine.reboot("second", file.machine.wall_time().plus(MINUTE));
    let again = file.shop().commit("1", &held.token).unwrap().done().unwrap();
    assert!(again.again && file.shop().level(&lamp()).unwrap().sold == 2);
}

#[test]
fn a_backlog_of_leases_that_are_over_is_collected_whole_before_a_step() {
    let file = InFile::new();
    let shop = file.shop();
    shop.set_stock(&lamp(), 1000).unwrap();
    for order in 0..1000 {
        let lines = [Line::new(lamp(), 1)];
        assert!(
            shop.reserve(&Request::new(&format!("{order}"), &format!("user-{order}"), &lines))
                .unwrap()
                .granted()
                .is_some()
        );
    }
    file.advance(MINUTE * 30);
    assert!(take(&shop, "all", 1000).fence.counter() > 1000);
    assert_eq!(shop.stats().unwrap().tally.of(Counter::Expired), 1000);
}

#[test]
fn a_row_that_cannot_be_read_is_an_error_and_never_permission() {
    let damages = [
        "UPDATE cartwright_reservations SET lines = x'00'",
        "UPDATE cartwright_reservations SET token = x'00'",
        "UPDATE cartwright_reservations SET state = 9",
        "UPDATE cartwright_stock SET policy = 9",
        "UPDATE cartwright_stock SET name = 'lamp'; UPDATE cartwright_reservations SET due = 0",
        "UPDATE cartwright_reservation_store SET tally = x'00'",
        "DELETE FROM cartwright_reservation_store",
    ];
    for damage in damages {
        let file = InFile::new();
        let shop = file.shop();
        shop.set_stock(&lamp(), 5).unwrap();
        let held = take(&shop, "1", 2);
        file.sql(damage);
        let errors = [
            shop.commit("1", &held.token).map(drop).err(),
            shop.release("1", &held.token).map(drop).err(),
            shop.find("1").map(drop).err(),
        ];
        let corrupt = errors.iter().flatten().filter(|error| error.kind() == ErrorKind::Corrupt).count();
        assert!(corrupt >= 1 && errors.iter().flatten().count() == corrupt, "{damage}: {errors:?}");
    }
}

#[test]
fn what_cannot_be_reached_grants_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let shop =
        Reservations::new(SqliteReservationStore::at(directory.path().join("no/such/file")), Settings::default())
            .unwrap();
    let error = shop.reserve(&Request::new("1", "ada", &[Line::new(lamp(), 1)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let file = InFile::new();
    file.machine.lose_boot_id();
    assert_eq!(file.shop().set_stock(&lamp(), 1).unwrap_err().kind(), ErrorKind::Unavailable);
}

#[test]
fn a_writer_that_stays_for_too_long_is_an_error_and_nothing_is_held() {
    let file = InFile::new();
    file.shop().set_stock(&lamp(), 5).unwrap();
    let options = SqliteOptions::new(file.path()).busy_timeout(Duration::from_millis(10));
    let store = SqliteReservationStore::with_clock(options, file.machine.clone(), Keep::default());
    let shop = Reservations::new(store, Settings::default()).unwrap();
    assert_eq!(shop.level(&lamp()).unwrap().available, Some(5));
    let other = Connection::open(file.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = shop.reserve(&Request::new("1", "ada", &[Line::new(lamp(), 1)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert_eq!(shop.level(&lamp()).unwrap().held, 0, "who only looks does not wait");
    other.execute_batch("ROLLBACK").unwrap();
    take(&shop, "1", 1);
}

#[test]
fn it_lives_beside_carts_and_locks_in_one_file() {
    use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken};
    let file = InFile::new();
    let options = || SqliteOptions::new(file.path());
    let locks = cartwright_storage::SqliteLockStore::with_clock(options(), file.machine.clone());
    let minute = LifetimeLimit::default().lifetime(MINUTE).unwrap();
    let token = OwnerToken::from_secret_bytes([1; 16]);
    assert!(locks.acquire(&LockKey::new("cart").unwrap(), &token, minute).unwrap().granted().is_some());
    file.shop().set_stock(&lamp(), 5).unwrap();
    let held = take(&file.shop(), "1", 2);
    assert_eq!(
        locks.release(&LockKey::new("cart").unwrap(), &token).unwrap(),
        cartwright_coordination::Answer::Done(())
    );
    assert_eq!(file.shop().release("1", &held.token).unwrap(), Answer::Done(Released { again: false }));
}
