//! Where an earlier system of this kind failed in real use: each once, so that it does not come back.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken};
use cartwright_versions::{
    BreakerState, ChangeId, Degraded, EntryStore, Error, JournalStore, Lifetimes, Log, Lookup, Need, Range,
    RequestVersions, Served, VersionSource, VersionStore,
};
use std::time::Duration;
use support::{InMemory, commit, types};

fn change(id: &str) -> ChangeId {
    ChangeId::new(id).unwrap()
}

/// It joined the result of an in-place sort, and no handler caught it.
#[test]
fn an_update_of_several_types_in_any_order_and_twice_over_works_and_says_what_it_did() {
    let shop = InMemory::new();
    let asked = ["shop", "products", "shop"].map(|name| types(&[name])[0].clone());
    let bumped = shop.versions().bump(&shop.source, None, &change("1"), &asked, "x").unwrap();
    let raised: Vec<_> = bumped.versions.iter().map(|(name, version)| (name.as_str(), version.counter())).collect();
    assert_eq!(raised, [("products", 1), ("shop", 1)]);
}

/// Its counter stuck at 1.
#[test]
fn a_counter_counts_every_change() {
    let shop = InMemory::new();
    for number in 1..=5 {
        let bumped = shop.versions().bump(&shop.source, None, &change(&number.to_string()), &types(&["products"]), "x");
        assert_eq!(bumped.unwrap().versions[0].1.counter(), number);
    }
}

/// Caches were deleted before the commit, so a racing reader put the old value back for ten minutes.
#[test]
fn a_reader_that_races_with_a_commit_does_not_put_the_old_value_back() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let tags = types(&["products"]);
    let versions = cache.versions();
    let before = versions.capture(&tags, Need::Entries, &shop.source).unwrap();
    let Lookup::Load(racing) = cache.lookup("product.7", &before, cache.deadline()).unwrap() else {
        panic!("it is free")
    };
    let (writing, raised) = commit(versions, &shop.source, &["products"]);
    cache.keep(racing, b"old", Lifetimes::of(Duration::from_secs(600)).unwrap());
    let remember = |value: &'static str| {
        let (load, ten_minutes) = (|| Ok::<_, Error>(value.into()), Lifetimes::of(Duration::from_secs(600)).unwrap());
        cache.remember("product.7", &tags, ten_minutes, &shop.source, load).unwrap()
    };
    assert_eq!(remember("new").value, b"new", "before it is published");
    versions.publish(writing, &raised);
    assert_eq!(remember("new").value, b"new", "and after");
}

/// The lock's name contained the current second, so two events never excluded each other.
#[test]
fn two_bumps_of_one_type_exclude_each_other_in_whatever_second_they_come() {
    let shop = InMemory::new();
    let key = LockKey::new("versions.bump:products").unwrap();
    let lifetime = LifetimeLimit::default().lifetime(Duration::from_secs(60)).unwrap();
    shop.locks.acquire(&key, &OwnerToken::from_secret_bytes([1; 16]), lifetime).unwrap();
    for id in ["1", "2"] {
        shop.clock.advance(Duration::from_secs(1));
        let bumped =
            shop.versions().bump(&shop.source, Some(&shop.locks), &change(id), &types(&["products"]), "x").unwrap();
        assert_eq!(bumped.degraded, [Degraded::LockHeld]);
    }
}

/// The "non-atomic fallback" ran the identical code.
#[test]
fn a_bump_without_its_lock_says_so_is_counted_and_counts_right() {
    let shop = InMemory::new();
    let key = LockKey::new("versions.bump:products").unwrap();
    let lifetime = LifetimeLimit::default().lifetime(Duration::from_secs(60)).unwrap();
    shop.locks.acquire(&key, &OwnerToken::from_secret_bytes([1; 16]), lifetime).unwrap();
    let versions = shop.versions();
    let bumped = versions.bump(&shop.source, Some(&shop.locks), &change("1"), &types(&["products"]), "x").unwrap();
    assert_eq!((bumped.degraded, bumped.versions[0].1.counter()), (vec![Degraded::LockHeld], 1));
    assert_eq!(shop.clock.pauses().len(), 2, "three attempts");
    assert_eq!(shop.written(Log::Incidents), ["degraded.lock_held"]);
    let counted = versions.meter().drain();
    assert!(counted.iter().any(|sample| sample.name == "degraded.lock_held" && sample.durations.count == 1));
    assert!(shop.locks.inspect(&key).unwrap().is_some(), "and the other's lock is his");
}

/// Reads took an exclusive lock and the losers got an empty version, so browsers reloaded for nothing.
#[test]
fn readers_take_no_lock_and_all_see_one_version_that_is_not_empty() {
    let shop = InMemory::new();
    let versions = shop.versions();
    let types = types(&["categories", "products"]);
    let tokens: Vec<String> = std::thread::scope(|threads| {
        let read = || {
            (0..50)
                .map(|_| RequestVersions::default().token(&versions, &types, &shop.source).unwrap())
                .collect::<Vec<_>>()
        };
        let readers: Vec<_> = (0..4).map(|_| threads.spawn(read)).collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    assert!(tokens.iter().all(|token| token.len() == 32 && *token == tokens[0]));
    assert!(shop.locks.list(None, 10).unwrap().is_empty());
}

/// A version was made of the clock.
#[test]
fn a_version_does_not_move_because_time_passes_or_the_clock_is_set() {
    let shop = InMemory::new();
    let versions = shop.versions();
    let token = || RequestVersions::default().token(&versions, &types(&["products"]), &shop.source).unwrap();
    let before = token();
    shop.clock.advance(Duration::from_secs(86_400));
    shop.clock.set_wall_time(cartwright_coordination::WallTime::from_secs(0));
    assert_eq!(token(), before);
}

/// Of 14 keys it deleted the application wrote one.
#[test]
fn every_value_of_a_tag_is_gone_whatever_its_key_is_called() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let remember = |name: &str, value: &str| {
        let (load, hour) = (|| Ok::<_, Error>(value.into()), Lifetimes::of(Duration::from_secs(3600)).unwrap());
        cache.remember(name, &types(&["products"]), hour, &shop.source, load).unwrap().served
    };
    let names = ["product.7", "a name that nobody has put on a list", "shop.home.data"];
    names.iter().for_each(|name| assert_eq!(remember(name, "old"), Served::Loaded));
    cache.versions().bump(&shop.source, None, &change("1"), &types(&["products"]), "x").unwrap();
    names.iter().for_each(|name| assert_eq!(remember(name, "new"), Served::Loaded));
}

/// A deleted product never invalidated anything.
#[test]
fn a_deletion_raises_the_version_like_any_other_change() {
    let shop = InMemory::new();
    let versions = shop.versions();
    let token = || RequestVersions::default().token(&versions, &types(&["products"]), &shop.source).unwrap();
    let before = token();
    let mut burst = cartwright_versions::Burst::default();
    assert!(burst.add("product.7.deleted", &types(&["products"])));
    versions.bump(&shop.source, None, &change("product.7.deleted"), &burst.drain(), "x").unwrap();
    assert_ne!(token(), before);
}

/// The circuit breaker had no states. Its own tests walk through them; here they are the engine's.
#[test]
fn the_breaker_of_the_engine_is_closed_until_the_store_fails() {
    let shop = InMemory::new();
    let versions = shop.versions();
    versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    assert_eq!(versions.breaker_state(), BreakerState::Closed);
}

/// The incident reader found 0 of 1 incidents.
#[test]
fn an_incident_is_found_in_the_hours_that_it_happened_in_and_in_no_others() {
    let shop = InMemory::new();
    shop.versions().incident("slow_operation", "products", "none", "1200 ms");
    let now = cartwright_coordination::WallClock::wall_time(&shop.clock);
    let hours = |from: u64| Duration::from_secs(from * 3600);
    let found = |now| shop.journal.read(Log::Incidents, &Range::before(now, hours(24)), 100).unwrap().len();
    assert_eq!(found(now), 1);
    assert_eq!(found(now.plus(hours(24))), 1);
    assert_eq!(found(now.plus(hours(24) + Duration::from_micros(1))), 0);
}

/// `--repair` changed the version on every run.
#[test]
fn a_repair_of_what_is_right_finds_nothing_and_moves_no_version() {
    let shop = InMemory::new();
    let versions = shop.versions();
    versions.bump(&shop.source, None, &change("1"), &types(&["categories", "products"]), "x").unwrap();
    let token =
        || RequestVersions::default().token(&versions, &types(&["categories", "products"]), &shop.source).unwrap();
    let before = token();
    for _ in 0..2 {
        assert_eq!(versions.reconcile(&shop.source, true, "x").unwrap().findings, []);
        assert_eq!(token(), before);
    }
}

/// `--clear-cache` flushed the whole store.
#[test]
fn clearing_the_cache_leaves_locks_marks_journals_and_versions_of_the_data() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let versions = cache.versions();
    versions.bump(&shop.source, None, &change("1"), &types(&["products"]), "x").unwrap();
    let writing = versions.begin(&types(&["orders"])).unwrap();
    let token = || RequestVersions::default().token(versions, &types(&["products"]), &shop.source).unwrap();
    let before = token();
    cache.entries().clear().unwrap();
    versions.store().unpublish_all().unwrap();
    assert_eq!(token(), before);
    assert_eq!(shop.journal.read(Log::Audit, &Range::ALL, 10).unwrap().len(), 1);
    assert_ne!(shop.store.look(writing.types()).unwrap().standings[0].mark, cartwright_versions::Mark::None);
    assert_eq!(shop.source.committed(&types(&["products"])).unwrap()[0].counter(), 1);
    assert_eq!(shop.entries.sweep(10).unwrap(), 0);
}
