//! What readers and writers meet: pending marks, writers that die, stores that are away, repairs.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::Lifetime;
use cartwright_storage::{MemoryVersionSource, MemoryVersionStore};
use cartwright_versions::{
    BreakerState, Bypass, ChangeId, Degraded, Error, ErrorKind, Log, Look, Mark, MarkToken, Need, Publication,
    Published, RequestVersions, Result, Settings, Settled, TypeName, Version, VersionSource, VersionStore,
    WhenUnmarked, Wrong,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use support::{InMemory, commit, types};

/// A store that can be taken away, and counts how often it is asked.
struct Away {
    store: MemoryVersionStore,
    away: AtomicBool,
    asked: AtomicUsize,
}

impl Away {
    fn of(shop: &InMemory) -> Arc<Self> {
        Arc::new(Self { store: shop.store.clone(), away: AtomicBool::new(false), asked: AtomicUsize::new(0) })
    }

    fn ask<T>(&self, step: impl FnOnce(&MemoryVersionStore) -> Result<T>) -> Result<T> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.away.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Unavailable, "the store is away"));
        }
        step(&self.store)
    }

    fn go(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }
}

impl VersionStore for Away {
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        self.ask(|store| store.look(types))
    }
    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        self.ask(|store| store.mark(token, types, lifetime))
    }
    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()> {
        self.ask(|store| store.unmark(token, types))
    }
    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        self.ask(|store| store.publish(token, versions))
    }
    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        self.ask(|store| store.settle(settled))
    }
    fn types(&self, after: Option<&TypeName>, limit: usize) -> Result<Vec<TypeName>> {
        self.ask(|store| store.types(after, limit))
    }
    fn unpublish_all(&self) -> Result<usize> {
        self.ask(VersionStore::unpublish_all)
    }
    fn longest_mark(&self) -> Duration {
        self.store.longest_mark()
    }
}

const LEASE: Duration = Duration::from_secs(30);

fn committing_stale() -> Settings {
    Settings { when_unmarked: WhenUnmarked::CommitStale, ..Settings::new().unwrap() }
}

fn change(id: &str) -> ChangeId {
    ChangeId::new(id).unwrap()
}

#[test]
fn a_version_check_is_one_round_trip_and_none_within_a_request() {
    let shop = InMemory::new();
    let away = Away::of(&shop);
    let versions = shop.versions_with(away.clone(), Settings::new().unwrap());
    let types = types(&["products", "shop"]);
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    let mut request = RequestVersions::default();
    away.asked.store(0, Ordering::Relaxed);
    let first = request.capture(&versions, &types, Need::Entries, &shop.source).unwrap();
    assert_eq!(away.asked.load(Ordering::Relaxed), 1);
    assert_eq!(request.capture(&versions, &types, Need::Entries, &shop.source).unwrap(), first);
    request.token(&versions, &types, &shop.source).unwrap();
    assert_eq!(away.asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_request_sees_the_change_that_it_has_made_itself() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    let mut request = RequestVersions::default();
    let before = request.token(&versions, &types, &shop.source).unwrap();
    let (writing, raised) = commit(&versions, &shop.source, &["products"]);
    versions.publish(writing, &raised);
    request.changed(&raised);
    assert_ne!(request.token(&versions, &types, &shop.source).unwrap(), before);
}

#[test]
fn a_writer_that_dies_before_its_commit_changes_nothing() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    let before = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    drop(versions.begin(&types).unwrap());
    assert_eq!(versions.capture(&types, Need::Entries, &shop.source).unwrap().bypass, Some(Bypass::Pending));
    shop.clock.advance(LEASE);
    assert_eq!(versions.capture(&types, Need::Entries, &shop.source).unwrap(), before);
}

#[test]
fn the_change_of_a_writer_that_dies_after_its_commit_is_found_in_the_source() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    let (writing, raised) = commit(&versions, &shop.source, &["products"]);
    drop(writing);
    shop.clock.advance(LEASE);
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!((after.bypass, after.versions.version_of("products")), (None, Some(raised[0].1)));
    let standing = shop.store.look(&types).unwrap().standings[0];
    assert_eq!((standing.version, standing.mark), (Some(raised[0].1), Mark::None), "and the store knows it now");
}

#[test]
fn an_ended_mark_stays_while_the_transaction_that_has_raised_is_open() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    let mut writing = versions.begin(&types).unwrap();
    let mut transaction = shop.source.begin();
    let raised = transaction.raise(&types).unwrap();
    versions.confirm(&mut writing).unwrap();
    // The process is stopped here for longer than its lease.
    shop.clock.advance(LEASE * 2);
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(shop.store.look(&types).unwrap().standings[0].mark, Mark::Ended);
    transaction.commit();
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(after.versions.version_of("products"), Some(raised[0].1));
}

#[test]
fn a_writer_that_was_stopped_before_it_raised_announces_itself_anew() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    let mut writing = versions.begin(&types).unwrap();
    shop.clock.advance(LEASE);
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(shop.store.look(&types).unwrap().standings[0].mark, Mark::None, "it was settled");
    let mut transaction = shop.source.begin();
    let raised = transaction.raise(&types).unwrap();
    versions.confirm(&mut writing).unwrap();
    transaction.commit();
    assert_eq!(versions.capture(&types, Need::Entries, &shop.source).unwrap().bypass, Some(Bypass::Pending));
    versions.publish(writing, &raised);
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(after.versions.version_of("products"), Some(raised[0].1));
}

#[test]
fn a_writer_whose_policy_is_to_refuse_commits_nothing_while_the_store_is_away() {
    let shop = InMemory::new();
    let away = Away::of(&shop);
    let versions = shop.versions_with(away.clone(), Settings::new().unwrap());
    away.go(true);
    let error = versions.begin(&types(&["products"])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unmarked);
    assert_eq!(
        versions.bump(&shop.source, None, &change("1"), &types(&["products"]), "x").unwrap_err().kind(),
        ErrorKind::Unmarked
    );
    assert_eq!(shop.source.committed(&types(&["products"])).unwrap()[0].counter(), 0);
    assert_eq!(shop.written(Log::Incidents), ["mark.refused", "mark.refused"]);
}

#[test]
fn what_was_committed_without_a_mark_is_noted_and_reconciled() {
    let shop = InMemory::new();
    let away = Away::of(&shop);
    let versions = shop.versions_with(away.clone(), committing_stale());
    let types = types(&["products"]);
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    away.go(true);
    let bumped = versions.bump(&shop.source, None, &change("1"), &types, "admin").unwrap();
    assert_eq!(bumped.degraded, [Degraded::Unmarked, Degraded::Unpublished]);
    assert!(shop.source.rows().unwrap()[0].stale);
    away.go(false);
    let report = versions.reconcile(&shop.source, true, "admin").unwrap();
    assert_eq!(
        report.findings.iter().map(|finding| (finding.wrong, finding.repaired)).collect::<Vec<_>>(),
        [(Wrong::Stale, true)]
    );
    assert!(!shop.source.rows().unwrap()[0].stale);
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(after.versions.version_of("products"), Some(bumped.versions[0].1));
}

#[test]
fn a_publication_that_the_store_does_not_take_is_left_to_the_mark() {
    let shop = InMemory::new();
    let away = Away::of(&shop);
    let versions = shop.versions_with(away.clone(), Settings::new().unwrap());
    let types = types(&["products"]);
    let (writing, raised) = commit(&versions, &shop.source, &["products"]);
    away.go(true);
    assert!(matches!(versions.publish(writing, &raised), Publication::Left(_)));
    away.go(false);
    assert_eq!(versions.capture(&types, Need::Entries, &shop.source).unwrap().bypass, Some(Bypass::Pending));
    shop.clock.advance(LEASE);
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!(after.versions.version_of("products"), Some(raised[0].1));
    assert!(shop.written(Log::Incidents).contains(&"publication.left".to_owned()));
}

#[test]
fn while_the_store_is_away_versions_are_asked_of_the_source_and_the_breaker_opens() {
    let shop = InMemory::new();
    let away = Away::of(&shop);
    let versions = shop.versions_with(away.clone(), Settings::new().unwrap());
    let types = types(&["products"]);
    let token = versions.capture(&types, Need::Token, &shop.source).unwrap().versions.token();
    away.go(true);
    for _ in 0..50 {
        assert_eq!(versions.capture(&types, Need::Token, &shop.source).unwrap().versions.token(), token);
    }
    assert!(matches!(versions.breaker_state(), BreakerState::Open { .. }));
    assert!(away.asked.load(Ordering::Relaxed) < 20, "it is left alone");
    assert_eq!(shop.written(Log::Incidents), ["circuit.opened"]);
    away.go(false);
    shop.clock.advance(Duration::from_secs(10));
    versions.capture(&types, Need::Token, &shop.source).unwrap();
    assert_eq!(versions.breaker_state(), BreakerState::Closed);
}

#[test]
fn a_store_that_was_emptied_serves_no_version_from_before() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    // A writer's mark is lost with the store, right before its COMMIT.
    let mut writing = versions.begin(&types).unwrap();
    let mut transaction = shop.source.begin();
    let raised = transaction.raise(&types).unwrap();
    versions.confirm(&mut writing).unwrap();
    shop.store.lose_everything().unwrap();
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    transaction.commit();
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap();
    assert_eq!((after.bypass, after.versions.version_of("products")), (None, Some(raised[0].1)));
}

#[test]
fn a_source_that_went_back_begins_a_new_life_when_it_is_repaired() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    for number in 0..5 {
        versions.bump(&shop.source, None, &change(&number.to_string()), &types, "x").unwrap();
        versions.capture(&types, Need::Entries, &shop.source).unwrap();
    }
    let newest = shop.source.committed(&types).unwrap()[0];
    let backup = Version::new(newest.incarnation(), 2).unwrap();
    shop.source.restore(&types[0], backup).unwrap();
    let report = versions.reconcile(&shop.source, false, "x").unwrap();
    assert_eq!(
        (report.findings[0].wrong, report.findings[0].repaired, report.is_right()),
        (Wrong::Ahead, false, false)
    );
    let report = versions.reconcile(&shop.source, true, "x").unwrap();
    assert!(report.is_right());
    let after = versions.capture(&types, Need::Entries, &shop.source).unwrap().versions.version_of("products").unwrap();
    assert_ne!(after.incarnation(), newest.incarnation());
    assert!(versions.reconcile(&shop.source, true, "x").unwrap().findings.is_empty());
}

#[test]
fn a_table_that_was_emptied_is_another_life_and_repaired() {
    let shop = InMemory::new();
    let (versions, types) = (shop.versions(), types(&["products"]));
    versions.capture(&types, Need::Entries, &shop.source).unwrap();
    let emptied = MemoryVersionSource::default();
    assert_eq!(emptied.committed(&types).unwrap()[0].counter(), 0);
    let report = versions.reconcile(&emptied, true, "x").unwrap();
    assert_eq!((report.findings[0].wrong, report.findings[0].repaired), (Wrong::OtherLife, true));
    let after = versions.capture(&types, Need::Entries, &emptied).unwrap();
    assert_eq!(after.versions.version_of("products"), Some(emptied.committed(&types).unwrap()[0]));
}

#[test]
fn a_change_under_way_is_left_to_its_writer_by_the_reconciler() {
    let shop = InMemory::new();
    let versions = shop.versions();
    versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    let (writing, raised) = commit(&versions, &shop.source, &["products"]);
    let report = versions.reconcile(&shop.source, true, "x").unwrap();
    assert_eq!((report.pending, report.findings.len()), (1, 0));
    assert!(
        matches!(versions.publish(writing, &raised), Publication::Done(published) if published == [Published::Raised])
    );
}

#[test]
fn every_bump_is_in_the_audit_trail_with_who_what_before_and_after() {
    let shop = InMemory::new();
    let versions = shop.versions();
    for _ in 0..2 {
        versions.bump(&shop.source, None, &change("event-1"), &types(&["products"]), "admin@shop").unwrap();
    }
    use cartwright_versions::{JournalStore, Range};
    let written = shop.journal.read(Log::Audit, &Range::ALL, 10).unwrap();
    assert_eq!(written.len(), 1, "what is delivered again is no second change");
    let record = &written[0].record;
    assert_eq!(
        (&*record.kind, &*record.who, &*record.subject, &*record.detail),
        ("version.raised", "admin@shop", "products", "event-1")
    );
    assert!(record.before.ends_with(".0") && record.after.ends_with(".1"), "{record:?}");
}

#[test]
fn what_was_counted_is_in_the_journal_after_a_flush_and_counted_once() {
    let shop = InMemory::new();
    let versions = shop.versions();
    versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    versions.flush().unwrap();
    versions.flush().unwrap();
    use cartwright_versions::{JournalStore, Range, Totals};
    let samples = shop.journal.samples(Range::ALL.from, Range::ALL.until).unwrap();
    assert_eq!(Totals::of(&samples)["store.look"].durations.count, 1);
}
