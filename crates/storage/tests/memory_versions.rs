//! The suite of stores of versions on those in memory.
#![allow(clippy::unwrap_used)]
#![cfg(not(loom))]

use cartwright_coordination::{ManualClock, SeededRandom};
use cartwright_storage::{MemoryEntryStore, MemoryJournalStore, MemoryVersionSource, MemoryVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{EntryStore, JournalStore, VersionStore};
use std::sync::Arc;

struct InMemory {
    clock: ManualClock,
    versions: MemoryVersionStore,
    entries: MemoryEntryStore,
    journal: MemoryJournalStore,
}

impl InMemory {
    fn new() -> Self {
        let clock = ManualClock::default();
        Self {
            versions: MemoryVersionStore::with(clock.clone(), SeededRandom::new(1)),
            entries: MemoryEntryStore::with_clock(clock.clone()),
            journal: MemoryJournalStore::default(),
            clock,
        }
    }
}

impl Subject for InMemory {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(self.versions.clone())
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(self.entries.clone())
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(self.journal.clone())
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    fn lose_everything(&self) {
        self.versions.lose_everything().unwrap();
    }
}

cartwright_versions::version_store_conformance!(InMemory::new());
