//! The suite on the memory store.
#![allow(clippy::unwrap_used)]
#![cfg(not(loom))]

use cartwright_core::CartStore;
use cartwright_storage::MemoryStore;
use cartwright_storage::conformance::Fixture;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

struct InMemory {
    store: MemoryStore,
    time: Arc<AtomicI64>,
}

impl InMemory {
    fn new() -> Self {
        let time = Arc::new(AtomicI64::new(1_000_000_000));
        let clock = Arc::clone(&time);
        Self { store: MemoryStore::with_clock(move || clock.load(Ordering::Relaxed)), time }
    }
}

impl Fixture for InMemory {
    fn open(&self) -> Box<dyn CartStore + Send + Sync> {
        Box::new(self.store.clone())
    }

    fn set_time(&self, seconds: i64) {
        self.time.store(seconds, Ordering::Relaxed);
    }
}

mod conformance {
    use super::InMemory;

    cartwright_storage::conformance!(InMemory::new());
}
