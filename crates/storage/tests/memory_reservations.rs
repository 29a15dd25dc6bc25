//! The suite on the memory store of reservations.
#![cfg(not(loom))]

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_reservations::Keep;
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_storage::MemoryReservationStore;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

#[derive(Default)]
struct InMemory {
    clock: ManualClock,
    store: Mutex<Option<MemoryReservationStore>>,
}

impl Subject for InMemory {
    type Store = MemoryReservationStore;

    fn open_keeping(&self, keep: Keep) -> MemoryReservationStore {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.get_or_insert_with(|| MemoryReservationStore::with_clock(self.clock.clone(), keep)).clone()
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn set_wall_clock(&self, to: WallTime) {
        self.clock.set_wall_time(to);
    }

    fn restart(&self) -> Kept {
        self.clock.advance(Duration::from_millis(1));
        self.lose_everything();
        Kept::Nothing
    }

    fn lose_everything(&self) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

cartwright_reservations::reservation_store_conformance!(InMemory::default());
