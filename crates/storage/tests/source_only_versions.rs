//! What of the suite of stores of versions applies to the one that publishes nothing: the races, in which no mark is needed.
#![allow(clippy::unwrap_used)]
#![cfg(not(loom))]

use cartwright_coordination::ManualClock;
use cartwright_storage::{MemoryEntryStore, MemoryJournalStore, MemoryVersionSource, SourceOnlyVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::conformance::race::{self, Planted, run};
use cartwright_versions::{EntryStore, JournalStore, TypeName, VersionStore};
use std::sync::Arc;

struct SourceOnly {
    clock: ManualClock,
    entries: MemoryEntryStore,
}

impl SourceOnly {
    fn new() -> Self {
        let clock = ManualClock::default();
        Self { entries: MemoryEntryStore::with_clock(clock.clone()), clock }
    }
}

impl Subject for SourceOnly {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(SourceOnlyVersionStore::default())
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(self.entries.clone())
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(MemoryJournalStore::default())
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    /// There is nothing that could be lost.
    fn lose_everything(&self) {}
}

/// As many races as the suite of the other stores has; and for readers who ask the source a mark says nothing.
#[test]
fn readers_see_what_was_committed_before_they_began_or_newer_with_marks_and_without() {
    for planted in [Planted::Nothing, Planted::NoMark] {
        let (mut commits, mut found) = (0, 0);
        for seed in 0..100 {
            let ran = run(&SourceOnly::new(), seed, 400, planted).unwrap_or_else(|seen| panic!("{planted:?}: {seen}"));
            assert_eq!(ran.passed_by, 0, "nothing is ever pending");
            (commits, found) = (commits + ran.commits, found + ran.found);
        }
        assert!(commits > 300 && found > 300, "{commits} commits, {found} values found");
    }
}

#[test]
fn the_races_see_what_is_wrong_here_too() {
    race::an_invalidation_before_the_commit_is_seen(&SourceOnly::new());
    race::versions_that_are_captured_after_the_load_are_seen(&SourceOnly::new());
    race::a_version_that_is_raised_outside_the_transaction_is_seen(&SourceOnly::new());
}

#[test]
fn whatever_was_done_it_says_that_only_the_source_knows() {
    let (store, types) = (SourceOnlyVersionStore::default(), TypeName::all(["products", "shop"]).unwrap());
    let before = store.look(&types).unwrap();
    let source = MemoryVersionSource::default();
    let versions = cartwright_versions::Versions::new(store, cartwright_versions::Settings::new().unwrap());
    versions.bump(&source, None, &"change-1".try_into().unwrap(), &types, "admin").unwrap();
    let look = versions.store().look(&types).unwrap();
    assert_eq!(look, before);
    assert!(look.young.is_some() && look.standings.iter().all(|standing| standing.version.is_none()));
    assert!(versions.store().types(None, 10).unwrap().is_empty());
}
