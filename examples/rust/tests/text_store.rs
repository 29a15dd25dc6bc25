//! The store of one's own is one: it passes what every store passes.
#![allow(clippy::unwrap_used)]

use cartwright_core::CartStore;
use cartwright_examples::text_store::TextStore;
use cartwright_storage::conformance::Fixture;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

struct Texts {
    store: TextStore,
    time: Arc<AtomicI64>,
}

impl Texts {
    fn new() -> Self {
        let time = Arc::new(AtomicI64::new(1_000_000_000));
        let clock = Arc::clone(&time);
        Self { store: TextStore::with_clock(move || clock.load(Ordering::Relaxed)), time }
    }
}

impl Fixture for Texts {
    fn open(&self) -> Box<dyn CartStore + Send + Sync> {
        Box::new(self.store.clone())
    }

    fn set_time(&self, seconds: i64) {
        self.time.store(seconds, Ordering::Relaxed);
    }
}

mod conformance {
    use super::Texts;

    cartwright_storage::conformance!(Texts::new());
}
