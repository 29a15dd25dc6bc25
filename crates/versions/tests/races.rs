//! More of the races than the suite runs for every store, since in memory they cost next to nothing; and races on stores that do not
//! guarantee what the port asks for, so that one sees what each guarantee is for.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::{Lifetime, ManualClock, SeededRandom};
use cartwright_storage::{MemoryVersionSource, MemoryVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::conformance::race::{Planted, run};
use cartwright_versions::{
    EntryStore, JournalStore, Look, Mark, MarkToken, Published, Result, Settled, TypeName, Version, VersionStore,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::InMemory;

/// `CARTWRIGHT_RACES=100000 cargo test -p cartwright-versions --test races` looks longer.
fn races() -> u64 {
    let deep = if std::env::var_os("CARTWRIGHT_DEEP").is_some() { 40_000 } else { 1_500 };
    std::env::var("CARTWRIGHT_RACES").ok().and_then(|races| races.parse().ok()).unwrap_or(deep)
}

#[test]
fn in_no_race_a_reader_sees_what_is_older_than_what_was_committed_before_he_began() {
    let subject = InMemory::new();
    for seed in 1_000..1_000 + races() {
        run(&subject, seed, 400, Planted::Nothing).unwrap_or_else(|seen| panic!("{seen}"));
    }
}

#[test]
fn a_seed_repeats_its_race() {
    let outcomes = |planted| {
        let subject = InMemory::new();
        (0..40).map(|seed| run(&subject, seed, 300, planted)).collect::<Vec<_>>()
    };
    for planted in [Planted::Nothing, Planted::InvalidatedBeforeCommit] {
        assert_eq!(format!("{:?}", outcomes(planted)), format!("{:?}", outcomes(planted)));
    }
}

/// A guarantee of the port that a store does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    /// A mark is gone when its lease is over.
    EndedMarksAreDropped,
    /// An answer of the source is taken whatever has happened since it was asked.
    LateAnswersAreTaken,
    /// A publication stands where none stood.
    PublicationsBegin,
    /// What is published lowers what stands.
    PublicationsLower,
    /// After a loss the store is as good as ever.
    NotYoungAfterALoss,
    /// It takes marks away with any publication.
    MarksOfOthersGo,
}

/// A store in memory that does not keep one of them.
struct BrokenStore {
    store: MemoryVersionStore,
    broken: Broken,
}

impl BrokenStore {
    /// Makes a version stand, whatever stood there.
    fn put(&self, name: &TypeName, version: Version) -> Result<()> {
        self.store.unpublish_all()?;
        let turn = self.store.look(std::slice::from_ref(name))?.standings[0].turn;
        self.store.settle(&[Settled { name: name.clone(), turn, version }])?;
        Ok(())
    }
}

impl VersionStore for BrokenStore {
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        let mut look = self.store.look(types)?;
        for standing in &mut look.standings {
            if self.broken == Broken::EndedMarksAreDropped && standing.mark == Mark::Ended {
                standing.mark = Mark::None;
            }
        }
        Ok(look)
    }

    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        let token = if self.broken == Broken::MarksOfOthersGo { &one() } else { token };
        self.store.mark(token, types, lifetime)
    }

    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()> {
        self.store.unmark(token, types)
    }

    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        let token = if self.broken == Broken::MarksOfOthersGo { token.map(|_| one()) } else { token.cloned() };
        let published = self.store.publish(token.as_ref(), versions)?;
        for ((name, version), published) in versions.iter().zip(&published) {
            let puts = match self.broken {
                Broken::PublicationsBegin => *published == Published::Unpublished,
                Broken::PublicationsLower => *published == Published::Stood,
                _ => false,
            };
            if puts {
                self.put(name, *version)?;
            }
        }
        Ok(published)
    }

    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        if self.broken != Broken::LateAnswersAreTaken {
            return self.store.settle(settled);
        }
        let names: Vec<TypeName> = settled.iter().map(|settled| settled.name.clone()).collect();
        let look = self.store.look(&names)?;
        let now = settled.iter().zip(look.standings);
        let now: Vec<Settled> = now.map(|(settled, now)| Settled { turn: now.turn, ..settled.clone() }).collect();
        self.store.settle(&now)
    }

    fn types(&self, after: Option<&TypeName>, limit: usize) -> Result<Vec<TypeName>> {
        self.store.types(after, limit)
    }

    fn unpublish_all(&self) -> Result<usize> {
        self.store.unpublish_all()
    }

    fn longest_mark(&self) -> Duration {
        self.store.longest_mark()
    }
}

fn one() -> MarkToken {
    MarkToken::from_secret_bytes([1; 16])
}

struct BrokenShop {
    shop: InMemory,
    store: Mutex<MemoryVersionStore>,
    broken: Broken,
}

impl BrokenShop {
    fn new(broken: Broken) -> Self {
        let shop = InMemory::new();
        Self { store: Mutex::new(shop.store.clone()), shop, broken }
    }
}

impl Subject for BrokenShop {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(BrokenStore { store: self.store.lock().unwrap().clone(), broken: self.broken })
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        self.shop.entries()
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        self.shop.journal()
    }

    fn shop(&self) -> MemoryVersionSource {
        self.shop.shop()
    }

    fn clock(&self) -> ManualClock {
        self.shop.clock()
    }

    fn lose_everything(&self) {
        let mut store = self.store.lock().unwrap();
        if self.broken == Broken::NotYoungAfterALoss {
            *store = MemoryVersionStore::with(self.shop.clock(), SeededRandom::new(4));
        } else {
            store.lose_everything().unwrap();
        }
    }
}

fn is_seen(broken: Broken) {
    let subject = BrokenShop::new(broken);
    let seen = (0..3_000).find_map(|seed| run(&subject, seed, 400, Planted::Nothing).err());
    assert!(seen.is_some(), "{broken:?} was not seen");
}

#[test]
fn a_store_that_drops_ended_marks_is_seen() {
    is_seen(Broken::EndedMarksAreDropped);
}

#[test]
fn a_store_that_takes_late_answers_of_the_source_is_seen() {
    is_seen(Broken::LateAnswersAreTaken);
}

#[test]
fn a_store_in_which_a_publication_stands_where_none_stood_is_seen() {
    is_seen(Broken::PublicationsBegin);
}

#[test]
fn a_store_whose_versions_go_back_is_seen() {
    is_seen(Broken::PublicationsLower);
}

#[test]
fn a_store_that_is_not_young_after_a_loss_is_seen() {
    is_seen(Broken::NotYoungAfterALoss);
}

#[test]
fn a_store_that_mixes_up_the_marks_of_writers_is_seen() {
    is_seen(Broken::MarksOfOthersGo);
}
