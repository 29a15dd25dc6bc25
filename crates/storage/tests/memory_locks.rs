//! The suite on the memory store of locks.
#![cfg(not(loom))]

use cartwright_coordination::ManualClock;
use cartwright_coordination::conformance::{Kept, Subject};
use cartwright_storage::MemoryLockStore;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

struct InMemory {
    clock: ManualClock,
    store: Mutex<MemoryLockStore>,
}

impl InMemory {
    fn new() -> Self {
        let clock = ManualClock::default();
        Self { store: Mutex::new(MemoryLockStore::with_clock(clock.clone())), clock }
    }
}

impl Subject for InMemory {
    type Store = MemoryLockStore;

    fn open(&self) -> MemoryLockStore {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn restart(&self) -> Kept {
        self.lose_everything();
        Kept::Nothing
    }

    fn lose_everything(&self) {
        let empty = MemoryLockStore::with_clock(self.clock.clone());
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = empty;
    }
}

cartwright_coordination::lock_store_conformance!(InMemory::new());

#[test]
fn the_wall_clock_may_jump_and_disturbs_no_lease() {
    use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken, WallTime};

    let shop = InMemory::new();
    let (store, key, token) = (shop.open(), LockKey::new("cart").unwrap(), OwnerToken::from_secret_bytes([1; 16]));
    let second = LifetimeLimit::default().lifetime(Duration::from_secs(1)).unwrap();
    assert!(store.acquire(&key, &token, second).unwrap().granted().is_some());
    for wall in [0, 10_000_000_000] {
        shop.clock.set_wall_time(WallTime::from_secs(wall));
        assert_eq!(store.inspect(&key).unwrap().unwrap().remaining, Duration::from_secs(1));
    }
}

#[test]
fn what_is_printed_for_developers_shows_no_token() {
    use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken};

    let (store, token) = (MemoryLockStore::default(), OwnerToken::from_secret_bytes([0xab; 16]));
    let second = LifetimeLimit::default().lifetime(Duration::from_secs(1)).unwrap();
    let _ = store.acquire(&LockKey::new("cart").unwrap(), &token, second).unwrap();
    let shown = format!("{store:?}");
    assert!(shown.contains("cart") && !shown.contains("abab") && !shown.contains("171, 171"), "{shown}");
}
