//! The versioned cache: one loads, the others get what is good or wait a while; what was loaded before a change is never found.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::LockStore;
use cartwright_versions::{
    Bypass, Captured, ChangeId, EntryKey, EntryStore, Error, ErrorKind, Lifetimes, Lookup, Need, Passed, Served,
    VersionedCache,
};
use std::time::Duration;
use support::{InMemory, commit, types};

const SECOND: Duration = Duration::from_secs(1);

fn hour() -> Lifetimes {
    Lifetimes::of(3600 * SECOND).unwrap()
}

fn captured(shop: &InMemory, cache: &VersionedCache) -> Captured {
    cache.versions().capture(&types(&["products"]), Need::Entries, &shop.source).unwrap()
}

fn bump(shop: &InMemory, cache: &VersionedCache, id: &str) {
    cache.versions().bump(&shop.source, None, &ChangeId::new(id).unwrap(), &types(&["products"]), "test").unwrap();
}

fn remember(shop: &InMemory, cache: &VersionedCache, value: &str) -> (String, Served) {
    let load = || Ok::<_, Error>(value.into());
    let found = cache.remember("page", &types(&["products"]), hour(), &shop.source, load).unwrap();
    (String::from_utf8(found.value).unwrap(), found.served)
}

#[test]
fn what_was_loaded_is_found_until_a_tag_is_raised() {
    let shop = InMemory::new();
    let cache = shop.cache();
    assert_eq!(remember(&shop, &cache, "one"), ("one".into(), Served::Loaded));
    assert_eq!(remember(&shop, &cache, "two"), ("one".into(), Served::Found));
    bump(&shop, &cache, "1");
    assert_eq!(remember(&shop, &cache, "three"), ("three".into(), Served::Loaded));
}

#[test]
fn a_value_of_several_tags_is_gone_when_any_of_them_is_raised() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let tags = types(&["products", "shop"]);
    let load = |value: &'static str| {
        let load = || Ok::<_, Error>(value.into());
        cache.remember("page", &tags, hour(), &shop.source, load).unwrap().value
    };
    assert_eq!(load("one"), b"one");
    for (id, tag) in [("1", "products"), ("2", "shop")] {
        cache.versions().bump(&shop.source, None, &ChangeId::new(id).unwrap(), &types(&[tag]), "test").unwrap();
        assert_eq!(load(id), id.as_bytes());
    }
}

#[test]
fn what_a_slow_reader_keeps_after_a_change_is_never_found() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let slow = captured(&shop, &cache);
    let Lookup::Load(permit) = cache.lookup("page", &slow, cache.deadline()).unwrap() else {
        panic!("nothing is there")
    };
    bump(&shop, &cache, "1");
    assert!(cache.keep(permit, b"old", hour()));
    assert_eq!(remember(&shop, &cache, "new"), ("new".into(), Served::Loaded));
    assert_eq!(remember(&shop, &cache, "never"), ("new".into(), Served::Found));
}

#[test]
fn while_a_change_is_pending_the_cache_is_neither_read_nor_written() {
    let shop = InMemory::new();
    let cache = shop.cache();
    remember(&shop, &cache, "old");
    let (writing, raised) = commit(cache.versions(), &shop.source, &["products"]);
    assert_eq!(remember(&shop, &cache, "new"), ("new".into(), Served::PassedBy));
    cache.versions().publish(writing, &raised);
    assert_eq!(remember(&shop, &cache, "newer"), ("newer".into(), Served::Loaded));
}

#[test]
fn of_many_who_miss_one_value_one_loads_it_and_the_others_find_it() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let captured = captured(&shop, &cache);
    let deadline = cache.deadline();
    let look = || cache.lookup("page", &captured, deadline).unwrap();
    let Lookup::Load(permit) = look() else { panic!("the first one loads") };
    assert!(matches!(look(), Lookup::Wait) && matches!(look(), Lookup::Wait));
    assert!(cache.keep(permit, b"x", hour()));
    assert!(matches!(look(), Lookup::Found { stale: false, refresh: None, .. }));
}

#[test]
fn waiting_for_somebody_who_loads_is_bounded() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let captured = captured(&shop, &cache);
    let Lookup::Load(_stuck) = cache.lookup("page", &captured, cache.deadline()).unwrap() else { panic!("it is free") };
    assert_eq!(remember(&shop, &cache, "own"), ("own".into(), Served::Loaded));
    assert_eq!(shop.clock.pauses().iter().sum::<Duration>(), 2 * SECOND);
}

#[test]
fn who_dies_while_he_loads_holds_up_nobody_for_longer_than_his_flight() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let captured = captured(&shop, &cache);
    let look = || cache.lookup("page", &captured, cache.deadline()).unwrap();
    let Lookup::Load(_dead) = look() else { panic!("it is free") };
    shop.clock.advance(10 * SECOND);
    assert!(matches!(look(), Lookup::Load(_)));
}

#[test]
fn a_load_that_fails_lets_the_next_one_try() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let load = || Err::<Vec<u8>, _>(Error::new(ErrorKind::Unavailable, "the database is away"));
    let error = cache.remember("page", &types(&["products"]), hour(), &shop.source, load).unwrap_err();
    assert_eq!(error.to_string(), "the database is away");
    assert_eq!(remember(&shop, &cache, "one"), ("one".into(), Served::Loaded));
    assert!(shop.clock.pauses().is_empty());
}

#[test]
fn between_its_soft_and_its_hard_end_a_value_is_served_and_one_makes_it_anew() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let flexible = Lifetimes::flexible(SECOND, 10 * SECOND).unwrap();
    let captured = captured(&shop, &cache);
    let look = || cache.lookup("page", &captured, cache.deadline()).unwrap();
    let Lookup::Load(permit) = look() else { panic!("nothing is there") };
    cache.keep(permit, b"one", flexible);
    shop.clock.advance(SECOND);
    let Lookup::Found { value, stale: true, refresh: Some(permit) } = look() else {
        panic!("stale, and mine to refresh")
    };
    assert_eq!(value, b"one");
    assert!(matches!(look(), Lookup::Found { stale: true, refresh: None, .. }), "and nobody else's");
    cache.keep(permit, b"two", flexible);
    assert!(matches!(look(), Lookup::Found { value, stale: false, .. } if value == b"two"));
    shop.clock.advance(10 * SECOND);
    assert!(matches!(look(), Lookup::Load(_)), "after its hard end nobody is served");
}

#[test]
fn a_stale_value_of_before_a_change_is_not_served() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let flexible = Lifetimes::flexible(SECOND, 10 * SECOND).unwrap();
    let load = |value: &'static str| {
        let load = || Ok::<_, Error>(value.into());
        cache.remember("page", &types(&["products"]), flexible, &shop.source, load).unwrap()
    };
    load("old");
    shop.clock.advance(2 * SECOND);
    bump(&shop, &cache, "1");
    assert_eq!(load("new").value, b"new");
}

#[test]
fn an_open_circuit_passes_the_cache_by_and_leaves_its_locks_alone() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let captured = captured(&shop, &cache);
    let Lookup::Load(_loading) = cache.lookup("page", &captured, cache.deadline()).unwrap() else {
        panic!("it is free")
    };
    assert_eq!(shop.locks.list(None, 10).unwrap().len(), 1);
    // Whatever the store answers, it takes too long to be of use.
    struct Slow<'a>(&'a InMemory);
    impl EntryStore for Slow<'_> {
        fn fetch(&self, key: &EntryKey) -> cartwright_versions::Result<Option<cartwright_versions::Entry>> {
            self.0.clock.advance(SECOND);
            self.0.entries.fetch(key)
        }
        fn keep(&self, key: &EntryKey, value: &[u8], lifetimes: Lifetimes) -> cartwright_versions::Result<()> {
            self.0.entries.keep(key, value, lifetimes)
        }
        fn remove(&self, key: &EntryKey) -> cartwright_versions::Result<bool> {
            self.0.entries.remove(key)
        }
        fn sweep(&self, limit: usize) -> cartwright_versions::Result<usize> {
            self.0.entries.sweep(limit)
        }
        fn clear(&self) -> cartwright_versions::Result<usize> {
            self.0.entries.clear()
        }
    }
    let shop: &'static InMemory = Box::leak(Box::new(shop));
    let slow = VersionedCache::new(
        std::sync::Arc::new(shop.versions()),
        std::sync::Arc::new(Slow(shop)),
        std::sync::Arc::new(shop.locks.clone()),
        cartwright_versions::CacheSettings::new().unwrap(),
    );
    let mut last = None;
    for number in 0..12 {
        last = Some(slow.lookup(&format!("page-{number}"), &captured, slow.deadline()).unwrap());
    }
    assert!(matches!(last, Some(Lookup::PassBy(Passed::Unreachable))), "{last:?}");
    assert!(!shop.locks.list(None, 100).unwrap().is_empty());
}

#[test]
fn versions_that_nobody_could_tell_pass_the_cache_by() {
    let shop = InMemory::new();
    let cache = shop.cache();
    let unknown = Captured { bypass: Some(Bypass::Unknown), ..captured(&shop, &cache) };
    let lookup = cache.lookup("page", &unknown, cache.deadline()).unwrap();
    assert!(matches!(lookup, Lookup::PassBy(Passed::Versions(Bypass::Unknown))));
}
