//! A shop in memory, with its clock moved by hand.
#![allow(dead_code, clippy::unwrap_used)]

use cartwright_coordination::{ManualClock, SeededRandom};
use cartwright_storage::{
    MemoryEntryStore, MemoryJournalStore, MemoryLockStore, MemoryVersionSource, MemoryVersionStore,
};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{
    CacheSettings, EntryStore, Environment, JournalStore, Log, Range, Settings, TypeName, Version, VersionStore,
    VersionedCache, Versions, Writing,
};
use std::sync::Arc;

pub struct InMemory {
    pub clock: ManualClock,
    pub store: MemoryVersionStore,
    pub entries: MemoryEntryStore,
    pub journal: MemoryJournalStore,
    pub locks: MemoryLockStore,
    pub source: MemoryVersionSource,
}

impl InMemory {
    pub fn new() -> Self {
        let clock = ManualClock::default();
        Self {
            store: MemoryVersionStore::with(clock.clone(), SeededRandom::new(1)),
            entries: MemoryEntryStore::with_clock(clock.clone()),
            journal: MemoryJournalStore::default(),
            locks: MemoryLockStore::with_clock(clock.clone()),
            source: MemoryVersionSource::with(SeededRandom::new(2), clock.clone()),
            clock,
        }
    }

    pub fn versions(&self) -> Versions {
        self.versions_with(Arc::new(self.store.clone()), Settings::new().unwrap())
    }

    pub fn versions_with(&self, store: Arc<dyn VersionStore + Send + Sync>, settings: Settings) -> Versions {
        Versions::shared(store, settings, Environment::by_hand(&self.clock, 7))
            .with_journal(Arc::new(self.journal.clone()))
    }

    pub fn cache(&self) -> VersionedCache {
        let (entries, locks) = (Arc::new(self.entries.clone()), Arc::new(self.locks.clone()));
        VersionedCache::new(Arc::new(self.versions()), entries, locks, CacheSettings::new().unwrap())
    }

    /// The kinds of what was written down.
    pub fn written(&self, log: Log) -> Vec<String> {
        let written = self.journal.read(log, &Range::ALL, 1000).unwrap();
        written.into_iter().map(|written| written.record.kind).collect()
    }
}

impl Subject for InMemory {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(self.store.clone())
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(self.entries.clone())
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(self.journal.clone())
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::with(SeededRandom::new(3), self.clock.clone())
    }

    fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    fn lose_everything(&self) {
        self.store.lose_everything().unwrap();
    }
}

pub fn types(names: &[&str]) -> Vec<TypeName> {
    TypeName::all(names.iter().copied()).unwrap()
}

/// Announces a change, raises it and commits it, and publishes nothing yet.
pub fn commit(
    versions: &Versions,
    source: &MemoryVersionSource,
    names: &[&str],
) -> (Writing, Vec<(TypeName, Version)>) {
    let mut writing = versions.begin(&types(names)).unwrap();
    let mut transaction = source.begin();
    let raised = transaction.raise(writing.types()).unwrap();
    versions.confirm(&mut writing).unwrap();
    transaction.commit();
    (writing, raised)
}
