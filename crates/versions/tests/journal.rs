//! A journal that is away: nobody waits for it again and again, and what can be kept for it is kept.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::WallTime;
use cartwright_storage::MemoryJournalStore;
use cartwright_versions::{
    Breaker, BreakerSettings, BreakerState, Error, ErrorKind, Incarnation, JournalStore, Log, Need, Range, Record,
    Result, Sample, Settings, Totals, Version, Versions, Written,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use support::{InMemory, types};

/// A journal that can be taken away, and counts how often it is asked.
struct Away {
    journal: MemoryJournalStore,
    away: AtomicBool,
    asked: AtomicUsize,
}

impl Away {
    fn ask<T>(&self, step: impl FnOnce(&MemoryJournalStore) -> Result<T>) -> Result<T> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.away.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Unavailable, "the journal is away"));
        }
        step(&self.journal)
    }

    fn go(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

impl JournalStore for Away {
    fn append(&self, log: Log, record: &Record) -> Result<i64> {
        self.ask(|journal| journal.append(log, record))
    }
    fn read(&self, log: Log, range: &Range, limit: usize) -> Result<Vec<Written>> {
        self.ask(|journal| journal.read(log, range, limit))
    }
    fn trim(&self, log: Log, before: WallTime, limit: usize) -> Result<usize> {
        self.ask(|journal| journal.trim(log, before, limit))
    }
    fn count(&self, samples: &[Sample]) -> Result<()> {
        self.ask(|journal| journal.count(samples))
    }
    fn samples(&self, from: WallTime, until: WallTime) -> Result<Vec<Sample>> {
        self.ask(|journal| journal.samples(from, until))
    }
    fn forget_samples(&self, before: WallTime) -> Result<usize> {
        self.ask(|journal| journal.forget_samples(before))
    }
}

/// Versions whose journal is away.
fn shop() -> (InMemory, Arc<Away>, Versions) {
    let shop = InMemory::new();
    let away =
        Arc::new(Away { journal: shop.journal.clone(), away: AtomicBool::new(true), asked: AtomicUsize::new(0) });
    let versions = shop.versions().with_journal(away.clone());
    (shop, away, versions)
}

fn slow(versions: &Versions) {
    versions.incident("slow_operation", "shop.home", "", "");
}

/// How often something was counted and handed over.
fn counted(shop: &InMemory, name: &str) -> u64 {
    let samples = shop.journal.samples(Range::ALL.from, Range::ALL.until).unwrap();
    Totals::of(&samples).get(name).map_or(0, |totals| totals.durations.count)
}

#[test]
fn incidents_leave_a_journal_alone_that_is_away_and_are_written_again_when_it_is_back() {
    let (shop, away, versions) = shop();
    (0..50).for_each(|_| slow(&versions));
    assert!((1..20).contains(&away.asked()), "it is left alone");
    assert_eq!(versions.breaker_state(), BreakerState::Closed, "the store is somewhere else");
    away.go(false);
    shop.clock.advance(Duration::from_secs(10));
    slow(&versions);
    assert_eq!(shop.written(Log::Incidents), ["slow_operation"]);
    versions.flush().unwrap();
    assert_eq!((counted(&shop, "slow_operation"), counted(&shop, "journal.failed")), (51, 50));
}

#[test]
fn what_was_counted_waits_for_a_journal_that_is_left_alone() {
    let (shop, away, versions) = shop();
    (0..20).for_each(|_| slow(&versions));
    away.asked();
    assert_eq!(versions.flush().unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(away.asked(), 0);
    away.go(false);
    shop.clock.advance(Duration::from_secs(10));
    versions.flush().unwrap();
    assert_eq!(counted(&shop, "slow_operation"), 20);
}

#[test]
fn where_the_journal_lies_with_the_store_both_are_left_alone_together() {
    let (shop, away, versions) = shop();
    let breaker = Arc::new(Breaker::new(Settings::new().unwrap().breaker));
    let versions = versions.with_breaker(breaker.clone()).with_journal_breaker(breaker.clone());
    let now = || versions.environment().monotonic.now();
    while let Some(admission) = breaker.admit(now()) {
        breaker.record(admission, now(), Duration::ZERO, false, 0);
    }
    slow(&versions);
    assert_eq!(away.asked(), 0);
    away.go(false);
    versions.reset_breaker();
    slow(&versions);
    assert_eq!((away.asked(), shop.written(Log::Incidents).len()), (1, 1));
}

#[test]
fn that_a_circuit_was_opened_by_a_slow_store_is_written_down_in_the_same_place() {
    let shop = InMemory::new();
    let usual = Settings::new().unwrap();
    let settings = Settings { breaker: BreakerSettings { slow: Duration::ZERO, ..usual.breaker }, ..usual };
    let breaker = Arc::new(Breaker::new(settings.breaker));
    let versions = shop.versions_with(Arc::new(shop.store.clone()), settings);
    let versions = versions.with_breaker(breaker.clone()).with_journal_breaker(breaker);
    for _ in 0..20 {
        versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    }
    assert_eq!(shop.written(Log::Incidents), ["circuit.opened"]);
}

#[test]
fn the_audit_trail_is_tried_whatever_is_known_of_the_journal_and_waited_for_once() {
    let (shop, away, versions) = shop();
    (0..20).for_each(|_| slow(&versions));
    away.asked();
    let version = Version::new(Incarnation::from_number(1).unwrap(), 7).unwrap();
    let raised: Vec<_> = types(&["categories", "products", "shop"]).into_iter().map(|name| (name, version)).collect();
    versions.audit_raised("admin", &raised, "event-1");
    assert_eq!(away.asked(), 1);
    away.go(false);
    versions.audit_raised("admin", &raised, "event-2");
    assert_eq!(shop.written(Log::Audit).len(), 3);
}
