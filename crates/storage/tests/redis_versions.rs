//! The suite of stores of versions on those on a Redis server.
#![allow(clippy::unwrap_used)]

mod redis_support;
mod versions_support;

use cartwright_coordination::{Durations, ManualClock, WallTime};
use cartwright_storage::{MemoryVersionSource, RedisEntryStore, RedisJournalStore, RedisVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{
    EntryKey, EntryStore, ErrorKind, JournalStore, Lifetimes, Log, Mark, Range, Record, Sample, Snapshot, TypeName,
    VersionStore,
};
use redis_support::{OnServer, Persistence, Server, until};
use std::sync::Arc;
use std::time::Duration;
use versions_support::{SECOND, lifetime, mark, marked, named, products, standing, token, version};

impl Subject for OnServer {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(RedisVersionStore::new(self.server.options()).clock(self.clock.clone()))
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(RedisEntryStore::new(self.server.options()).clock(self.clock.clone()))
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(RedisJournalStore::new(self.server.options()))
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    fn lose_everything(&self) {
        assert_eq!(self.server.say(&["FLUSHALL"]), "+OK");
    }
}

cartwright_versions::version_store_conformance!(OnServer::new());

#[test]
fn a_look_at_any_number_of_types_is_one_question_and_changes_nothing() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options());
    let names: Vec<String> = (0..3000).map(|number| format!("type {number:04}")).collect();
    let types = TypeName::all(names.iter().map(String::as_str)).unwrap();
    store.mark(&token(1), &types, lifetime(SECOND)).unwrap();
    store.look(&types).unwrap();
    let stats = || (calls(&server, "evalsha"), calls(&server, "eval"), info(&server, "persistence", "rdb_changes_"));
    let before = stats();
    let look = store.look(&types).unwrap();
    assert!(look.standings.len() == 3000 && look.standings.iter().all(|standing| standing.mark != Mark::None));
    assert_eq!(stats(), (before.0 + 1, before.1, before.2));
}

fn info(server: &Server, section: &str, field: &str) -> u64 {
    let info = server.say(&["INFO", section]);
    let line = info.lines().find(|line| line.starts_with(field)).unwrap();
    line.rsplit(':').next().unwrap().trim().parse().unwrap()
}

/// How often a command of a client was called.
fn calls(server: &Server, command: &str) -> u64 {
    let info = server.say(&["INFO", "commandstats"]);
    let line = info.lines().find(|line| line.starts_with(&format!("cmdstat_{command}:"))).unwrap_or("calls=0,");
    line.split(['=', ',']).nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_look_is_answered_where_nothing_may_be_written_any_more() {
    let server = Server::with(Persistence::None, &["maxmemory-policy noeviction"]);
    let store = RedisVersionStore::new(server.options());
    mark(&store, 1);
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "1"]), "+OK");
    assert!(marked(&store));
    assert_eq!(store.unmark(&token(1), &products()).map_err(|error| error.kind()), Err(ErrorKind::Full));
    assert!(marked(&store), "nothing was done");
}

#[test]
fn a_type_has_as_many_marks_as_writers_and_none_is_lost() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options());
    (0..=255).for_each(|number| mark(&store, number));
    (0..255).for_each(|number| store.unmark(&token(number), &products()).unwrap());
    assert!(marked(&store));
    store.unmark(&token(255), &products()).unwrap();
    assert!(!marked(&store));
}

#[test]
fn what_somebody_else_keeps_under_our_keys_is_left_alone() {
    let key = EntryKey::new("page", &Snapshot::default()).unwrap();
    let entry = format!("{{0}}:entry:{key}");
    for name in [
        "{versions}:published",
        "{versions}:names",
        &entry,
        "{0}:entry-ends",
        "{versions-journal}:incidents",
        "{versions-journal}:places",
        "{versions-journal}:samples",
        "{versions-journal}:sample-names",
        "{versions-journal}:done",
    ] {
        let server = Server::start(Persistence::None);
        let theirs = format!("cartwright-test:{name}");
        let theirs_is_a_list = ["RPUSH", &theirs, "theirs"];
        assert_eq!(server.say(&theirs_is_a_list), ":1");
        let lifetimes = Lifetimes::of(SECOND).unwrap();
        let journal = RedisJournalStore::new(server.options());
        let sample =
            Sample { minute: WallTime::from_secs(0), name: "a".into(), errors: 0, durations: Durations::default() };
        let error = match name {
            name if name.starts_with("{versions}") => RedisVersionStore::new(server.options()).unpublish_all().err(),
            name if name.starts_with("{0}") => RedisEntryStore::new(server.options()).keep(&key, b"x", lifetimes).err(),
            name if name.contains("sample") => journal.count(&[sample]).err(),
            _ => journal.append(Log::Incidents, &Record::default()).err(),
        };
        let error = error.unwrap_or_else(|| panic!("{name} is not looked at"));
        assert!(matches!(error.kind(), ErrorKind::Corrupt), "{name}: {error:?}");
        assert!(error.to_string().contains("prefix"), "{error}");
        assert!(server.say(&["LRANGE", &theirs, "0", "-1"]).contains("theirs"));
        assert_eq!(server.say(&["DBSIZE"]), ":1", "nothing else was written, {name}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_and_no_version_and_stays_as_it_is() {
    let damages =
        ["half of it", "1 1", "0000000000000001.x 1", "0000000000000001.1 1 token:1", "0000000000000001.1 1 aa:1x"];
    for damage in damages {
        for field in ["", "products"] {
            let server = Server::start(Persistence::None);
            let store = RedisVersionStore::new(server.options());
            mark(&store, 1);
            let put = ["HSET", "cartwright-test:{versions}:published", field, damage];
            assert_eq!(server.say(&put), ":0");
            let errors = [
                store.look(&products()).unwrap_err(),
                store.mark(&token(2), &products(), lifetime(SECOND)).unwrap_err(),
                store.publish(None, &[(products()[0].clone(), version(1))]).unwrap_err(),
                store.unpublish_all().unwrap_err(),
            ];
            assert!(errors.iter().all(|error| error.kind() == ErrorKind::Corrupt), "{damage}: {errors:?}");
            assert!(server.say(&["HGET", put[1], field]).contains(damage));
        }
    }
}

#[test]
fn a_version_that_is_no_number_is_an_error() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options());
    mark(&store, 1);
    for damage in ["0000000000000000.1 1", "0000000000000001.9223372036854775808 1"] {
        let put = ["HSET", "cartwright-test:{versions}:published", "products", damage];
        assert_eq!(server.say(&put), ":0");
        assert_eq!(store.look(&products()).unwrap_err().kind(), ErrorKind::Corrupt, "{damage}");
    }
}

#[test]
fn the_list_of_types_is_made_anew_when_it_was_evicted() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options());
    let types = named(&["a", "b", "c"]);
    store.mark(&token(1), &types, lifetime(SECOND)).unwrap();
    assert_eq!(server.say(&["DEL", "cartwright-test:{versions}:names"]), ":1");
    store.mark(&token(1), &named(&["d"]), lifetime(SECOND)).unwrap();
    assert_eq!(store.types(None, 10).unwrap(), named(&["a", "b", "c", "d"]));
    assert_eq!(store.types(Some(&types[1]), 1).unwrap(), named(&["c"]));
}

#[test]
fn only_versions_of_tests_have_a_clock_of_their_own() {
    let server = Server::start(Persistence::None);
    let options = server.options().prefix("shop:");
    let (clock, key) = (ManualClock::default(), EntryKey::new("page", &Snapshot::default()).unwrap());
    let errors = [
        RedisVersionStore::new(options.clone()).clock(clock.clone()).look(&products()).unwrap_err(),
        RedisVersionStore::new(options.clone()).clock(clock.clone()).unpublish_all().unwrap_err(),
        RedisEntryStore::new(options).clock(clock).fetch(&key).unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.to_string().contains("cartwright-test:")), "{errors:?}");
    assert_eq!(server.say(&["DBSIZE"]), ":0");
}

#[test]
fn a_mark_ends_by_the_servers_own_clock_and_is_there_still() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options().prefix("shop:"));
    store.mark(&token(1), &products(), lifetime(Duration::from_millis(50))).unwrap();
    until("its lease is over", || standing(&store).mark == Mark::Ended);
}

#[test]
fn a_value_ends_by_itself_and_leaves_nothing_behind() {
    let server = Server::start(Persistence::None);
    let store = RedisEntryStore::new(server.options().prefix("shop:"));
    let key = |number| EntryKey::new(&format!("page.{number}"), &Snapshot::default()).unwrap();
    let soon = Lifetimes::of(Duration::from_millis(30)).unwrap();
    (0..3).for_each(|number| store.keep(&key(number), b"x", soon).unwrap());
    until("they have ended", || server.say(&["KEYS", "shop:*entry:*"]) == "*0");
    assert_eq!(store.fetch(&key(0)).unwrap(), None);
    assert_eq!(server.say(&["ZCARD", "shop:{0}:entry-ends"]), ":3");
    // One that is kept takes the names of two with it that have ended.
    store.keep(&key(9), b"x", Lifetimes::of(3600 * SECOND).unwrap()).unwrap();
    assert_eq!(server.say(&["ZCARD", "shop:{0}:entry-ends"]), ":2");
    assert_eq!((store.sweep(10).unwrap(), store.sweep(10).unwrap()), (1, 0));
    assert_eq!(store.clear().unwrap(), 1);
    until("nothing is there", || server.say(&["DBSIZE"]) == ":0");
}

#[test]
fn clearing_takes_what_this_package_has_kept_and_no_more() {
    let server = Server::start(Persistence::None);
    let store = RedisEntryStore::new(server.options());
    assert_eq!(server.say(&["SET", "cartwright-test:{0}:entry:theirs", "theirs"]), "+OK");
    assert_eq!(server.say(&["SET", "laravel_cache:page", "theirs"]), "+OK");
    mark(&RedisVersionStore::new(server.options()), 1);
    let lifetimes = Lifetimes::of(3600 * SECOND).unwrap();
    for number in 0..1_203 {
        let key = EntryKey::new(&format!("page.{number}"), &Snapshot::default()).unwrap();
        store.keep(&key, b"x", lifetimes).unwrap();
    }
    assert_eq!((store.clear().unwrap(), store.clear().unwrap()), (1_203, 0));
    assert_eq!(server.say(&["DBSIZE"]), ":4", "theirs, and the versions with their names");
}

#[test]
fn many_records_are_trimmed_in_parts_that_keep_nobody_waiting() {
    let server = Server::start(Persistence::None);
    let journal = RedisJournalStore::new(server.options());
    for number in 0..1_100 {
        let at = WallTime::from_secs(number);
        journal.append(Log::Audit, &Record { at, ..Record::default() }).unwrap();
    }
    assert_eq!(journal.trim(Log::Audit, WallTime::from_secs(1_050), 1_020).unwrap(), 1_020);
    assert_eq!(journal.trim(Log::Audit, WallTime::from_secs(1_050), usize::MAX).unwrap(), 30);
    let left = journal.read(Log::Audit, &Range::ALL, usize::MAX).unwrap();
    assert_eq!((left.len(), left[0].record.at), (50, WallTime::from_secs(1_050)));
}

#[test]
fn samples_keep_the_greatest_numbers_there_are() {
    let server = Server::start(Persistence::None);
    let journal = RedisJournalStore::new(server.options());
    let mut durations = Durations::default();
    durations.record(Duration::MAX);
    durations.record(Duration::from_nanos(1));
    let sample = Sample { minute: WallTime::from_secs(-60), name: "a b".into(), errors: u64::MAX, durations };
    journal.count(std::slice::from_ref(&sample)).unwrap();
    journal.count(std::slice::from_ref(&sample)).unwrap();
    let samples = journal.samples(WallTime::from_secs(-60), WallTime::from_secs(0)).unwrap();
    assert_eq!((samples.len(), samples[0].errors, samples[0].durations.count), (1, u64::MAX, 4));
    assert_eq!(samples[0].durations.min, Duration::from_nanos(1));
    assert_eq!(samples[0].durations.max.as_nanos(), u128::from(u64::MAX));
}

#[test]
fn a_user_who_may_not_ask_for_the_servers_history_is_told_and_nothing_is_promised() {
    let server = Server::start(Persistence::None);
    let user = ["ACL", "SETUSER", "shop", "on", ">pass", "~*", "+@all", "-info"];
    assert_eq!(server.say(&user), "+OK");
    let store = RedisVersionStore::new(server.options().login("shop", "pass"));
    for error in [store.look(&products()).unwrap_err(), store.unpublish_all().unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.to_string().contains("the command INFO"), "{error}");
    }
    assert_eq!(server.say(&["DBSIZE"]), ":0");
}

#[test]
fn the_tokens_of_marks_are_not_among_what_is_printed_for_developers() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options());
    mark(&store, 0xab);
    assert!(!format!("{store:?}").contains("abab"));
}

#[test]
fn what_a_test_leaves_is_removed_as_a_whole_and_nothing_else() {
    let server = Server::start(Persistence::None);
    let (options, shops) = (server.options(), server.options().prefix("shop:"));
    for options in [&options, &shops] {
        mark(&RedisVersionStore::new(options.clone()), 1);
        let key = EntryKey::new("page", &Snapshot::default()).unwrap();
        RedisEntryStore::new(options.clone()).keep(&key, b"x", Lifetimes::of(3600 * SECOND).unwrap()).unwrap();
        let locks = cartwright_storage::RedisLockStore::new(options.clone());
        let lock = cartwright_coordination::LockKey::new("load").unwrap();
        cartwright_coordination::LockStore::acquire(&locks, &lock, &token(1), lifetime(SECOND)).unwrap();
        let journal = RedisJournalStore::new(options.clone());
        assert!(Log::ALL.iter().all(|log| journal.append(*log, &Record::default()).unwrap() > 0));
    }
    options.remove_tests().unwrap();
    assert_eq!(server.say(&["KEYS", "cartwright-test:*"]), "*0");
    assert_eq!(shops.remove_tests().unwrap_err().kind(), ErrorKind::InvalidSetting);
    assert!(marked(&RedisVersionStore::new(shops)));
}

#[test]
fn a_server_says_whether_it_may_evict_versions() {
    for (setting, evicts) in [("noeviction", None), ("volatile-lru", None), ("allkeys-lru", Some("allkeys-lru"))] {
        let server = Server::with(Persistence::None, &[&format!("maxmemory-policy {setting}")]);
        let store = RedisVersionStore::new(server.options());
        assert_eq!(store.evicted_by().unwrap(), None, "without a limit nothing is evicted");
        assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "100mb"]), "+OK");
        assert_eq!(store.evicted_by().unwrap().as_deref(), evicts);
        store.ping().unwrap();
    }
}
