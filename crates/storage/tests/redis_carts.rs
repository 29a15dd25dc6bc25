//! What carts in Redis cost, how long they live, and what is found of them.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::{CartKey, CartStore, CommitId, Committed, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key, random};
use cartwright_storage::{RedisOptions, RedisStore};
use redis_support::{Persistence, Server};
use std::time::{Duration, Instant};

const CART: &str = "cartwright-test:{0}:cart:ada\0\u{1}default";
const INDEX: &str = "cartwright-test:{0}:carts";
const TIMES: &str = "cartwright-test:{0}:changed";
const EXPIRES: &str = "cartwright-test:{0}:expiring";
const MEMBER: &str = "ada\0\u{1}default";

fn server() -> (Server, RedisStore) {
    let server = Server::start(Persistence::None);
    let store = RedisStore::new(server.options());
    // Connected, and the scripts are known.
    for _ in 0..2 {
        Draft::load(&store, &key("warm")).add("a", 1).commit(&store, &key("warm"));
    }
    (server, store)
}

/// A number that the server counts.
fn counted(server: &Server, section: &str, name: &str) -> i64 {
    let info = server.say(&["INFO", section]);
    let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let text = line.unwrap_or("0").trim();
    // Of a command: how often it was called.
    let text = text.strip_prefix("calls=").map_or(text, |text| text.split(',').next().unwrap_or("0"));
    text.parse().unwrap_or(0)
}

/// How often the server was asked something; other than by this test itself.
fn questions(server: &Server) -> i64 {
    ["cmdstat_eval", "cmdstat_evalsha"].iter().map(|name| counted(server, "commandstats", name)).sum()
}

fn asked(server: &Server, work: impl FnOnce()) -> i64 {
    let before = questions(server);
    work();
    questions(server) - before
}

#[test]
fn a_change_of_a_cart_that_is_held_is_one_round_trip() {
    let (server, store) = server();
    let mut draft = Draft::new().add("a", 1);
    draft.expected = Some(draft.commit(&store, &key("ada")));
    draft.changes.clear();
    let changed = draft.add("b", 1).condition("SALE", "-10%").metadata("note", Some("1"));
    let change = || assert_eq!(changed.commit(&store, &key("ada")).version, 2);
    assert_eq!(asked(&server, change), 1);
    assert_eq!(asked(&server, || drop(store.load(&key("ada")).unwrap())), 1, "a first read is one more");
}

#[test]
fn a_conflict_brings_the_cart_along_for_the_next_try() {
    let (server, store) = server();
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    let other = RedisStore::new(server.options());
    let change_at_the_fourth_try = || {
        let mut tries = 0;
        let one_more = &mut |loaded: Option<_>| {
            tries += 1;
            if tries < 4 {
                Draft::load(&other, &key("ada")).add("b", 1).commit(&other, &key("ada"));
            }
            loaded.map(|loaded| Draft::from(loaded).add("c", 1).into_queued())
        };
        store.commit_queued(&key("ada"), one_more).unwrap();
        assert_eq!(tries, 4);
    };
    // The scripts are known after it.
    change_at_the_fourth_try();
    let round_trips = asked(&server, change_at_the_fourth_try);
    // Of the others' three changes each is two. Of ours there is one load, one round trip for each try, and once the queue: a
    // place, and what the cart is then.
    assert_eq!(round_trips - 3 * 2, 1 + 4 + 2);
    let cart = Draft::load(&store, &key("ada"));
    assert_eq!((cart.quantity("b"), cart.quantity("c")), (6, 2));
}

/// What a change of one item costs in a cart of so many: bytes to the server, bytes back, commands there.
fn cost(items: usize) -> [i64; 3] {
    let (server, store) = server();
    let mut draft = (0..items).fold(Draft::new(), |draft, number| draft.add(&format!("item-{number:04}"), 1));
    draft.expected = Some(draft.commit(&store, &key("ada")));
    draft.changes.clear();
    let changed = draft.add("item-0003", 1).add("one-more", 1);
    let count = || {
        let commands = counted(&server, "stats", "total_commands_processed");
        let bytes = ["total_net_input_bytes", "total_net_output_bytes"].map(|name| counted(&server, "stats", name));
        [bytes[0], bytes[1], commands]
    };
    let idle = {
        let (before, after) = (count(), count());
        [after[0] - before[0], after[1] - before[1], after[2] - before[2]]
    };
    let before = count();
    changed.commit(&store, &key("ada"));
    let after = count();
    [0, 1, 2].map(|at| after[at] - before[at] - idle[at])
}

#[test]
fn a_change_costs_no_more_in_a_cart_of_a_thousand_items() {
    let (small, large) = (cost(10), cost(999));
    let near = |at: usize| (small[at] - large[at]).abs();
    // Digits of counts and lengths, and of the numbers that the server tells about itself.
    assert!(near(0) < 64 && near(1) < 64 && near(2) == 0, "{small:?} and {large:?}");
}

fn pttl(server: &Server) -> i64 {
    server.say(&["PTTL", CART]).trim_start_matches(':').parse().unwrap()
}

fn with_ttl(server: &Server, ttl: Option<Duration>) -> RedisStore {
    RedisStore::new(RedisOptions::cart_ttl(server.options(), ttl))
}

#[test]
fn a_cart_lives_for_the_ttl_from_its_last_change_on() {
    let (server, store) = server();
    let hour = with_ttl(&server, Some(Duration::from_secs(3600)));
    let almost_an_hour = 3_590_000..=3_600_000;
    Draft::new().add("a", 1).commit(&hour, &key("ada"));
    assert!(almost_an_hour.contains(&pttl(&server)), "{}", pttl(&server));
    assert_eq!(server.say(&["PEXPIRE", CART, "60000"]), ":1");
    Draft::load(&hour, &key("ada")).add("a", 1).commit(&hour, &key("ada"));
    assert!(almost_an_hour.contains(&pttl(&server)), "{}", pttl(&server));
    Draft::load(&store, &key("ada")).add("a", 1).commit(&store, &key("ada"));
    assert_eq!(pttl(&server), -1, "who sets none lets it live for ever");
    assert_eq!(server.say(&["ZCARD", EXPIRES]), ":0");
}

#[test]
fn a_swap_lets_the_cart_live_as_long_as_a_change_does() {
    let (server, store) = server();
    let hour = with_ttl(&server, Some(Duration::from_secs(3600)));
    Draft::new().add("a", 1).commit(&hour, &key("guest"));
    assert!(store.swap(&key("guest"), &key("ada"), cartwright_core::Incarnation(random())).unwrap());
    assert_eq!(pttl(&server), -1);
    assert!(hour.swap(&key("ada"), &key("eve"), cartwright_core::Incarnation(random())).unwrap());
    assert!(hour.swap(&key("eve"), &key("ada"), cartwright_core::Incarnation(random())).unwrap());
    assert!((3_590_000..=3_600_000).contains(&pttl(&server)));
    assert_eq!(server.say(&["ZCARD", EXPIRES]), ":1");
}

/// As the server does it at the end of a cart's time.
fn expire(server: &Server) {
    assert_eq!(server.say(&["PEXPIRE", CART, "-1"]), ":1");
}

#[test]
fn a_ttl_longer_than_a_server_can_count_is_as_good_as_none() {
    let (server, _) = server();
    let store = RedisStore::new(server.options().cart_ttl(Some(Duration::MAX)));
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    assert_eq!(store.instances(key("ada").identifier()).unwrap(), ["default"]);
}

#[test]
fn a_cart_that_has_expired_is_nowhere_any_more() {
    let (server, _) = server();
    let store = with_ttl(&server, Some(Duration::from_secs(3600)));
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    expire(&server);
    assert!(store.load(&key("ada")).unwrap().is_none());
    assert_eq!(store.identity(&key("ada")).unwrap(), None);
    assert!(store.instances("ada").unwrap().is_empty());
    assert_eq!(store.list(None, None, 10).unwrap().len(), 1, "only the one that is there");
    for index in [INDEX, TIMES, EXPIRES] {
        assert_eq!(server.say(&["ZSCORE", index, MEMBER]), "$-1", "{index} has forgotten it as well");
    }
}

#[test]
fn carts_that_expire_leave_the_indexes_although_nobody_lists_any() {
    let (server, _) = server();
    let store = with_ttl(&server, Some(Duration::from_secs(3600)));
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    expire(&server);
    assert_eq!(server.say(&["ZADD", EXPIRES, "1000", MEMBER]), ":0", "as if it had been long ago");
    Draft::new().add("a", 1).commit(&store, &key("eve"));
    for index in [INDEX, TIMES, EXPIRES] {
        assert_eq!(server.say(&["ZSCORE", index, MEMBER]), "$-1");
    }
    assert_eq!(store.instances("eve").unwrap(), ["default"]);
}

#[test]
fn instances_are_those_of_the_identifier_whatever_it_looks_like() {
    let (_server, store) = server();
    let strange = ["ada", "ada\0", "ada\0\u{1}", "{ada}", "}ada{", "ada:default", "ad", "ada/x", ""];
    for identifier in strange {
        for instance in ["default", "\0", "{x}", "", "\u{1}default"] {
            Draft::new().add("a", 1).commit(&store, &CartKey::new(identifier, instance));
        }
    }
    for identifier in strange {
        let instances = store.instances(identifier).unwrap();
        assert_eq!(instances, ["", "\0", "\u{1}default", "default", "{x}"], "{identifier:?}");
        for instance in instances {
            assert!(store.delete(&CartKey::new(identifier, &instance), &[]).unwrap());
        }
        assert!(store.instances(identifier).unwrap().is_empty(), "{identifier:?}");
    }
    assert_eq!(store.list(None, None, 100).unwrap().len(), 1, "the one that was there before");
}

#[test]
fn of_many_carts_the_abandoned_ones_are_found_batch_by_batch() {
    for buckets in [1, 16] {
        let server = Server::start(Persistence::None);
        let at = |time: i64| RedisStore::new(server.options().buckets(buckets)).clock(move || time);
        for number in 0..1500 {
            let (store, identifier) = (at(if number % 5 == 0 { 2000 } else { 1000 }), format!("visitor-{number:04}"));
            Draft::new().add("a", 1).commit(&store, &key(&identifier));
        }
        let store = at(3000);
        let (mut after, mut found) = (None, Vec::new());
        loop {
            let batch = store.list(after.as_ref(), Some(1500), 100).unwrap();
            let Some(last) = batch.last() else { break };
            after = Some(last.key.clone());
            found.extend(batch.iter().map(|listing| listing.key.identifier().to_owned()));
        }
        let expected = (0..1500).filter(|number| number % 5 != 0).map(|number| format!("visitor-{number:04}"));
        assert_eq!(found, expected.collect::<Vec<_>>());
        assert_eq!(store.list(None, Some(1000), 100).unwrap(), []);
    }
}

#[test]
fn a_server_that_has_forgotten_its_scripts_is_told_them_again() {
    let (server, store) = server();
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    let works: [&dyn Fn(); 4] = [
        &|| assert_eq!(Draft::load(&store, &key("ada")).add("a", 1).commit(&store, &key("ada")).version, 2),
        &|| assert_eq!(store.instances("ada").unwrap(), ["default"]),
        &|| assert!(store.swap(&key("ada"), &key("eve"), cartwright_core::Incarnation(random())).unwrap()),
        &|| assert!(store.delete(&key("eve"), &[b"record".to_vec()]).unwrap()),
    ];
    for work in works {
        assert_eq!(server.say(&["SCRIPT", "FLUSH"]), "+OK");
        work();
    }
    assert_eq!(store.outbox(0, 10).unwrap().len(), 1);
}

#[test]
fn what_was_acknowledged_is_there_after_the_server_was_killed() {
    let server = Server::start(Persistence::Always);
    let store = RedisStore::new(server.options());
    let mut draft = Draft::new();
    for round in 1..=3 {
        for number in 0..20 {
            draft = draft.add(&format!("item-{number}"), 1).metadata("round", Some(&round.to_string()));
            let (cart, records) = (key("ada"), [format!("{round}/{number}").into_bytes()]);
            let commit = draft.to_commit(CommitId(random()), &cart, &records);
            let Committed::Stored(made) = store.commit(&commit).unwrap() else { panic!("nobody else is here") };
            draft.expected = Some(made);
            draft.changes.clear();
        }
        server.kill();
        server.start_again();
        let found = Draft::load(&store, &key("ada"));
        assert_eq!((found.expected, found.text()), (draft.expected, draft.text()), "the same handle goes on");
        assert_eq!(store.outbox(0, 1000).unwrap().len(), 20 * round);
    }
}

#[test]
fn a_server_without_memory_refuses_a_change_as_a_whole() {
    let (server, store) = server();
    Draft::new().add("a", 1).condition("SALE", "-1").commit(&store, &key("ada"));
    let before = Draft::load(&store, &key("ada"));
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]), "+OK");
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "1"]), "+OK");
    let cart = key("ada");
    let drafts = [
        before.clone().add("b", 1),
        before.clone().remove("a").add("a", 1).metadata("note", Some("1")),
        before.clone().clear().add("c", 1),
    ];
    let quick = RedisStore::new(server.options().patience(Duration::from_millis(50)));
    for draft in drafts {
        let records = [b"record".to_vec()];
        let error = quick.commit(&draft.to_commit(CommitId(random()), &cart, &records)).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Full, "{error}");
    }
    let after = Draft::load(&store, &key("ada"));
    assert_eq!((after.expected, after.text()), (before.expected, before.text()));
    assert!(store.delete(&key("warm"), &[]).unwrap(), "what makes room is not refused");
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "0"]), "+OK");
    assert!(store.outbox(0, 10).unwrap().is_empty());
    Draft::load(&store, &key("ada")).add("b", 1).commit(&store, &key("ada"));
}

#[test]
fn the_place_in_the_queue_is_left_whatever_becomes_of_the_change() {
    let (server, store) = server();
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    let other = RedisStore::new(server.options());
    let (stored, nothing, too_large) = (0, 1, 2);
    for end in [stored, nothing, too_large] {
        let mut tries = 0;
        let answer = store.commit_queued(&key("ada"), &mut |loaded| {
            tries += 1;
            let draft = loaded.map(Draft::from).unwrap().add("b", 1);
            if tries < 3 {
                Draft::load(&other, &key("ada")).add("c", 1).commit(&other, &key("ada"));
            } else if end == nothing {
                return None;
            } else if end == too_large {
                let limits = cartwright_core::Limits { data_bytes: 1, ..Default::default() };
                return Some(Draft { limits, ..draft }.into_queued());
            }
            Some(draft.into_queued())
        });
        assert_eq!((tries, answer.is_err()), (3, end == too_large));
        assert_eq!(server.say(&["EXISTS", "cartwright-test:{0}:queue:ada\0\u{1}default"]), ":0");
    }
    let cart = Draft::load(&store, &key("ada"));
    assert_eq!((cart.quantity("b"), cart.quantity("c")), (1, 6));
}

#[test]
fn a_server_that_goes_away_while_others_wait_is_waited_for_once() {
    let (server, _) = server();
    let patience = Duration::from_secs(2);
    let store = RedisStore::new(server.options().patience(patience));
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    let (mut tries, mut begun) = (0, Instant::now());
    let answer = store.commit_queued(&key("ada"), &mut |loaded| {
        tries += 1;
        if tries == 1 {
            let other = RedisStore::new(server.options());
            Draft::load(&other, &key("ada")).add("c", 1).commit(&other, &key("ada"));
        } else {
            server.kill();
            begun = Instant::now();
        }
        loaded.map(|loaded| Draft::from(loaded).add("b", 1).into_queued())
    });
    assert_eq!((tries, answer.unwrap_err().kind()), (2, StoreErrorKind::Unavailable));
    assert!(begun.elapsed() < patience * 3 / 2, "it took {:?}", begun.elapsed());
}

#[test]
fn a_place_that_a_dead_process_holds_keeps_nobody_from_changing_the_cart() {
    let (server, store) = server();
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    assert_eq!(server.say(&["SET", "cartwright-test:{0}:queue:ada\0\u{1}default", "somebody"]), "+OK");
    Draft::load(&store, &key("ada")).add("a", 1).commit(&store, &key("ada"));
    let other = RedisStore::new(server.options());
    let mut tries = 0;
    let in_the_queue = &mut |loaded: Option<_>| {
        tries += 1;
        if tries == 1 {
            Draft::load(&other, &key("ada")).add("c", 1).commit(&other, &key("ada"));
        }
        loaded.map(|loaded| Draft::from(loaded).add("b", 1).into_queued())
    };
    store.commit_queued(&key("ada"), in_the_queue).unwrap();
    let cart = Draft::load(&store, &key("ada"));
    assert_eq!((tries, cart.quantity("a"), cart.quantity("b"), cart.quantity("c")), (2, 2, 1, 1));
}

#[test]
fn what_lies_on_a_server_stands_in_the_page_about_it() {
    let server = Server::start(Persistence::None);
    let store = with_ttl(&server, Some(Duration::from_secs(3600)));
    let draft = Draft::new().add("a", 1).condition("SALE", "-1").metadata("note", Some("1")).dynamic("MANY", 3);
    let (ada, records) = (key("ada"), [b"record".to_vec()]);
    store.commit(&draft.to_commit(CommitId(random()), &ada, &records)).unwrap();
    let page = include_str!("../../../docs/storage.md");
    let page = page.split_once("### What lies there").unwrap().1.split_once("### The outbox").unwrap().0;
    let names = |answer: String| -> Vec<String> {
        answer.lines().filter(|line| !line.starts_with(['$', '*'])).map(str::to_owned).collect()
    };
    let keys = names(server.say(&["KEYS", "*"]));
    assert_eq!(keys.len(), 5, "{keys:?}");
    for key in keys {
        let name = key.strip_prefix("cartwright-test:{0}:").unwrap();
        let name = name.split_once(':').map_or_else(|| format!("`{name}`"), |(name, _)| format!("`{name}:{{"));
        assert!(page.contains(&name), "the page has no {name}");
    }
    let fields = names(server.say(&["HKEYS", CART]));
    assert_eq!(fields.len(), 9 + 4, "all but promise: {fields:?}");
    for field in fields {
        let name = match field.split_once(':') {
            Some((letter @ ("i" | "m"), _)) => format!("`{letter}:{{"),
            _ => format!("`{field}`"),
        };
        assert!(page.contains(&name), "the page has no {name}");
    }
}
