//! What can go wrong between a store of versions and its server, done to a real one: after whatever may have lost a step that
//! was acknowledged a new life begins, young, and nothing that an earlier life said is believed.
#![allow(clippy::unwrap_used)]

mod redis_support;
mod versions_support;

use cartwright_coordination::{Durations, WallTime};
use cartwright_storage::{RedisEntryStore, RedisJournalStore, RedisOptions, RedisVersionStore};
use cartwright_versions::{
    EntryKey, EntryStore, ErrorKind, JournalStore, Lifetimes, Log, Mark, Published, Range, Record, Sample, Snapshot,
    VersionStore,
};
use fork::Fork;
use redis_support::proxy::Proxy;
use redis_support::{Persistence, Server, options, until};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use versions_support::{
    LONGEST_MARK, SECOND, grown_up, life, lifetime, mark, marked, products, settle, standing, token, version,
};

fn store(server: &Server) -> RedisVersionStore {
    RedisVersionStore::new(server.options())
}

/// What a loss has to come to: another life, young for as long as the longest mark, without versions and marks; and what was said
/// of the life before is not taken.
fn has_begun_anew(store: &RedisVersionStore, before: cartwright_versions::Incarnation) {
    let look = store.look(&products()).unwrap();
    let standing = look.standings[0];
    let young = look.young.unwrap_or_default();
    assert!(young > store.longest_mark() / 2 && young <= store.longest_mark(), "{young:?}");
    assert_ne!(standing.turn.store, before);
    assert_eq!((standing.version, standing.mark, standing.turn.number), (None, Mark::None, 0));
}

#[test]
fn an_empty_server_begins_young_and_stays_in_its_life() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    let look = store.look(&products()).unwrap();
    assert!(look.young.is_some_and(|young| young <= LONGEST_MARK && young > LONGEST_MARK / 2));
    let (incarnation, _) = life(&store);
    mark(&store, 1);
    assert!(server.say(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]).starts_with(':'));
    assert_eq!(life(&store).0, incarnation, "a new connection is no new life");
    assert_eq!(life(&RedisVersionStore::new(server.options())).0, incarnation, "nor is another handle");
    assert!(marked(&store));
}

#[test]
fn a_server_that_is_killed_and_keeps_nothing_comes_back_young() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    mark(&store, 1);
    let (before, _) = life(&store);
    server.kill();
    server.start_again();
    has_begun_anew(&store, before);
}

#[test]
fn a_server_that_comes_back_with_all_it_had_is_not_believed_either() {
    // Whether it had written every change down before it said so is nothing that it can be asked for.
    let server = Server::start(Persistence::Always);
    let store = RedisVersionStore::with_longest_mark(server.options(), 2 * SECOND);
    settle(&store, 5);
    mark(&store, 1);
    let (before, _) = life(&store);
    server.kill();
    server.start_again();
    assert!(server.say(&["EXISTS", "cartwright-test:{versions}:published"]) == ":1", "it is all there");
    has_begun_anew(&store, before);
    assert_eq!(store.types(None, 10).unwrap(), [], "nothing of the former life is left");
}

#[test]
fn a_server_that_comes_back_as_it_was_saved_does_not_show_what_it_was() {
    let server = Server::start(Persistence::None);
    let store = grown_up(&server);
    settle(&store, 5);
    assert_eq!(server.say(&["SAVE"]), "+OK");
    // These are acknowledged, and gone with the machine.
    mark(&store, 1);
    store.publish(Some(&token(1)), &[(products()[0].clone(), version(6))]).unwrap();
    mark(&store, 2);
    let (before, _) = life(&store);
    server.kill();
    server.start_again();
    has_begun_anew(&store, before);
}

#[test]
fn whoever_publishes_first_after_a_loss_begins_the_new_life_too() {
    let server = Server::start(Persistence::None);
    let store = grown_up(&server);
    settle(&store, 5);
    mark(&store, 1);
    let (before, _) = life(&store);
    server.kill();
    server.start_again();
    let published = store.publish(Some(&token(1)), &[(products()[0].clone(), version(6))]).unwrap();
    assert_eq!(published, [Published::Unpublished]);
    let (after, young) = life(&store);
    assert!(young && after != before);
}

#[test]
fn a_store_that_was_emptied_or_evicted_while_it_runs_begins_anew() {
    let server = Server::start(Persistence::None);
    let store = grown_up(&server);
    for command in [&["FLUSHALL"][..], &["DEL", "cartwright-test:{versions}:published"]] {
        settle(&store, 5);
        let (before, _) = life(&store);
        server.say(command);
        has_begun_anew(&store, before);
    }
}

#[test]
fn a_server_that_evicts_what_it_likes_takes_the_versions_as_a_whole_and_that_is_seen() {
    let server = Server::with(Persistence::None, &["maxmemory-policy allkeys-random", "maxmemory 6mb"]);
    let (store, entries) = (grown_up(&server), RedisEntryStore::new(server.options()));
    settle(&store, 5);
    let (before, _) = life(&store);
    fill(&entries, || server.say(&["EXISTS", "cartwright-test:{versions}:published"]) == ":0");
    has_begun_anew(&store, before);
}

#[test]
fn a_server_that_evicts_only_what_ends_takes_values_and_never_versions() {
    let server = Server::with(Persistence::None, &["maxmemory-policy volatile-lru", "maxmemory 6mb"]);
    let (store, entries) = (grown_up(&server), RedisEntryStore::new(server.options()));
    settle(&store, 5);
    let (before, _) = life(&store);
    let evicted = || {
        let stats = server.say(&["INFO", "stats"]);
        let line = stats.lines().find_map(|line| line.strip_prefix("evicted_keys:")).unwrap().to_owned();
        line.trim().parse::<u64>().unwrap()
    };
    fill(&entries, || evicted() > 100);
    assert_eq!((life(&store), standing(&store).version), ((before, false), Some(version(5))));
}

/// Keeps values until it is so; more than fit.
fn fill(entries: &RedisEntryStore, so: impl Fn() -> bool) {
    let (page, hour) = (vec![b'x'; 20_000], Lifetimes::of(3600 * SECOND).unwrap());
    for number in 0..20_000 {
        let key = EntryKey::new(&format!("page.{number}"), &Snapshot::default()).unwrap();
        entries.keep(&key, &page, hour).unwrap();
        if number % 10 == 0 && so() {
            return;
        }
    }
    panic!("it never was so");
}

/// A master with a replica that follows it.
fn master_and_replica() -> (Server, Server) {
    let (master, replica) = (Server::start(Persistence::None), Server::start(Persistence::None));
    follow(&replica, &master);
    (master, replica)
}

fn follow(replica: &Server, master: &Server) {
    assert_eq!(replica.say(&["REPLICAOF", "127.0.0.1", &master.port.to_string()]), "+OK");
    until("the replica follows", || replica.say(&["INFO", "replication"]).contains("master_link_status:up"));
}

#[test]
fn a_replica_is_not_asked_what_is_published() {
    let (master, replica) = master_and_replica();
    mark(&store(&master), 1);
    until("the replica has it", || replica.say(&["DBSIZE"]) == ":2");
    let soon = RedisVersionStore::new(replica.options().patience(Duration::from_millis(50)));
    let error = soon.look(&products()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
    assert!(error.to_string().contains("replica"), "{error}");
}

#[test]
fn a_replica_that_becomes_the_master_begins_anew() {
    let (master, replica) = master_and_replica();
    let first = store(&master);
    mark(&first, 1);
    let (before, _) = life(&first);
    until("the replica has it", || replica.say(&["DBSIZE"]) == ":2");
    master.kill();
    assert_eq!(replica.say(&["REPLICAOF", "NO", "ONE"]), "+OK");
    has_begun_anew(&store(&replica), before);
}

#[test]
fn a_master_that_was_a_replica_meanwhile_begins_anew_also_for_who_never_hung_up() {
    let (one, other) = (Server::start(Persistence::None), Server::start(Persistence::None));
    // What the other has is nothing; so what this one has acknowledged is gone when it comes back.
    let store = store(&one);
    mark(&store, 1);
    let (before, _) = life(&store);
    follow(&one, &other);
    assert_eq!(one.say(&["REPLICAOF", "NO", "ONE"]), "+OK");
    has_begun_anew(&store, before);
    // Also where the other had an older state of it.
    mark(&store, 2);
    let (before, _) = life(&store);
    follow(&other, &one);
    assert_eq!(other.say(&["REPLICAOF", "NO", "ONE"]), "+OK");
    mark(&store, 3);
    follow(&one, &other);
    assert_eq!(one.say(&["REPLICAOF", "NO", "ONE"]), "+OK");
    has_begun_anew(&store, before);
}

#[test]
fn a_master_that_may_have_been_replaced_because_no_replica_follows_it_is_not_asked() {
    let settings = ["min-replicas-to-write 1", "min-replicas-max-lag 1"];
    let (master, replica) = (Server::with(Persistence::None, &settings), Server::start(Persistence::None));
    follow(&replica, &master);
    let soon = RedisVersionStore::new(master.options().patience(Duration::from_millis(50)));
    until("it knows of its replica", || soon.look(&products()).is_ok());
    replica.kill();
    until("it is not asked any more", || soon.look(&products()).is_err());
    let error = soon.look(&products()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
}

/// Sentinels name another master while the old one is gone.
#[test]
fn after_a_failover_by_sentinels_the_same_handle_goes_on_in_a_new_life() {
    let (master, replica) = master_and_replica();
    let sentinel = Server::sentinel(&format!(
        "sentinel monitor shop 127.0.0.1 {} 1\nsentinel down-after-milliseconds shop 300\n\
         sentinel failover-timeout shop 3000\n",
        master.port
    ));
    until("the Sentinel knows the replica", || {
        sentinel.say(&["SENTINEL", "MASTER", "shop"]).replace("\r\n", " ").contains("num-slaves $1 1")
    });
    let options = redis_support::quick(RedisOptions::sentinels([("127.0.0.1", sentinel.port)], "shop"));
    let store = RedisVersionStore::new(options.patience(Duration::from_secs(30)));
    mark(&store, 1);
    let (before, _) = life(&store);
    until("the replica has it", || replica.say(&["DBSIZE"]) == ":2");
    master.kill();
    has_begun_anew(&store, before);
    assert!(replica.say(&["ROLE"]).contains("master"));
}

#[test]
fn a_server_that_is_down_is_unavailable_and_the_same_handle_finds_it_again() {
    let server = Server::start(Persistence::None);
    let store = RedisVersionStore::new(server.options().patience(Duration::from_millis(50)));
    let (before, _) = life(&store);
    server.kill();
    for error in [store.look(&products()).unwrap_err(), store.unpublish_all().unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Unavailable);
    }
    server.start_again();
    has_begun_anew(&store, before);
}

#[test]
fn a_change_to_which_a_server_gives_no_answer_is_unknown_and_a_look_is_not() {
    let server = Server::start(Persistence::None);
    let timeout = Duration::from_millis(100);
    let options = server.options().timeouts(timeout, timeout, timeout).patience(timeout);
    let store = RedisVersionStore::new(options.clone());
    let looking = RedisVersionStore::new(options);
    // So that the server knows the script, and does it as soon as it goes on.
    store.unmark(&token(1), &products()).unwrap();
    mark(&store, 1);
    life(&looking);
    server.signal("STOP");
    assert_eq!(store.unmark(&token(1), &products()).unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(looking.look(&products()).unwrap_err().kind(), ErrorKind::Unavailable);
    server.signal("CONT");
    // What was sent is done now.
    until("the mark is gone", || store.look(&products()).is_ok_and(|look| look.standings[0].mark == Mark::None));
}

#[test]
fn a_step_whose_reply_was_lost_is_done_once() {
    let server = Server::start(Persistence::None);
    let proxy = Proxy::before(server.port);
    let (direct, store) = (grown_up(&server), RedisVersionStore::with_longest_mark(options(proxy.port), SECOND));
    settle(&direct, 5);
    // So that the server knows the scripts, and each answer is one to a question of ours.
    mark(&store, 9);
    store.publish(Some(&token(9)), &[(products()[0].clone(), version(5))]).unwrap();
    store.unmark(&token(9), &products()).unwrap();
    proxy.swallow_next(1);
    mark(&store, 1);
    assert!(marked(&direct));
    proxy.swallow_next(1);
    store.publish(Some(&token(1)), &[(products()[0].clone(), version(6))]).unwrap();
    assert_eq!((standing(&direct).version, standing(&direct).mark), (Some(version(6)), Mark::None));
    mark(&store, 2);
    proxy.swallow_next(1);
    store.unmark(&token(2), &products()).unwrap();
    assert!(!marked(&direct));
    proxy.swallow_next(1);
    assert_eq!(standing(&store), standing(&direct));
    assert_eq!(proxy.swallowed(), 4);
}

#[test]
fn what_is_appended_or_counted_while_replies_are_lost_is_there_once() {
    let server = Server::start(Persistence::None);
    let proxy = Proxy::before(server.port);
    let (direct, journal) = (RedisJournalStore::new(server.options()), RedisJournalStore::new(options(proxy.port)));
    let mut durations = Durations::default();
    durations.record(SECOND);
    let sample = Sample { minute: WallTime::from_secs(0), name: "look".into(), errors: 1, durations };
    // So that the server knows the scripts.
    let first = journal.append(Log::Audit, &Record::default()).unwrap();
    journal.count(std::slice::from_ref(&sample)).unwrap();
    proxy.swallow_next(2);
    let place = journal.append(Log::Audit, &Record { kind: "once".into(), ..Record::default() }).unwrap();
    assert_eq!((proxy.swallowed(), place), (2, first + 1));
    proxy.swallow_next(1);
    journal.count(&[sample]).unwrap();
    assert_eq!(proxy.swallowed(), 3);
    let read = direct.read(Log::Audit, &Range::ALL, 10).unwrap();
    assert_eq!((read.len(), read[1].place, read[1].record.kind.as_str()), (2, place, "once"));
    let samples = direct.samples(WallTime::from_secs(0), WallTime::from_secs(60)).unwrap();
    assert_eq!((samples[0].errors, samples[0].durations.count), (2, 2));
}

#[test]
fn the_journal_outlives_kill_9_where_every_change_is_written() {
    let server = Server::start(Persistence::Always);
    let journal = RedisJournalStore::new(server.options());
    let place = journal.append(Log::Incidents, &Record { kind: "kept".into(), ..Record::default() }).unwrap();
    server.kill();
    server.start_again();
    assert_eq!(journal.read(Log::Incidents, &Range::ALL, 10).unwrap()[0].record.kind, "kept");
    assert!(journal.append(Log::Incidents, &Record::default()).unwrap() > place);
}

#[test]
fn a_child_and_its_parent_each_have_a_connection_and_the_same_versions() {
    let server = Server::start(Persistence::None);
    let store = grown_up(&server);
    settle(&store, 1);
    mark(&store, 1);
    match fork::fork().unwrap() {
        Fork::Child => {
            let work = || {
                for number in 0..100 {
                    store.publish(None, &[(products()[0].clone(), version(number))]).unwrap();
                    mark(&store, 2);
                }
            };
            std::process::exit(i32::from(catch_unwind(AssertUnwindSafe(work)).is_err()));
        }
        Fork::Parent(pid) => {
            for number in 0..100 {
                store.publish(None, &[(products()[0].clone(), version(2 * number))]).unwrap();
                assert!(marked(&store));
            }
            assert_eq!(fork::waitpid(pid).unwrap(), 0);
        }
    }
    assert_eq!(standing(&store).version, Some(version(198)));
    store.mark(&token(1), &products(), lifetime(SECOND)).unwrap();
}
