//! The reference, under its own suite.

use super::{Kept, PlainStore, Subject};
use crate::answer::Keep;
use cartwright_coordination::{ManualClock, WallTime};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The plain store as a subject.
#[derive(Debug, Default)]
pub struct PlainSubject {
    clock: ManualClock,
    store: Mutex<Option<PlainStore>>,
}

impl Subject for PlainSubject {
    type Store = PlainStore;

    fn open_keeping(&self, keep: Keep) -> PlainStore {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.get_or_insert_with(|| PlainStore::new(self.clock.clone(), keep)).clone()
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn set_wall_clock(&self, to: WallTime) {
        self.clock.set_wall_time(to);
    }

    fn restart(&self) -> Kept {
        self.lose_everything();
        Kept::Nothing
    }

    fn lose_everything(&self) {
        self.clock.advance(Duration::from_millis(1));
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
