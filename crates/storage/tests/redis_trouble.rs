//! What can go wrong between a store and its server, done to a real one: what is lost, what is told, and that the same
//! handle goes on afterwards.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{Answer, ErrorKind, LockStore};
use cartwright_storage::RedisLockStore;
use redis_support::locks::{SECOND, key, lifetime, named, release, take, token, try_take};
use redis_support::proxy::Proxy;
use redis_support::{Persistence, Server, options, until};
use std::time::{Duration, Instant};

fn store(server: &Server) -> RedisLockStore {
    RedisLockStore::new(server.options())
}

/// One that gives up soon.
fn impatient(server: &Server) -> RedisLockStore {
    RedisLockStore::new(server.options().patience(Duration::from_millis(50)))
}

/// So that the server knows the scripts, and each answer is one to a question of ours.
fn take_and_release(store: &RedisLockStore) {
    take(store, 9);
    assert_eq!(release(store, 9).unwrap(), Answer::Done(()));
}

#[test]
fn what_was_acknowledged_is_there_after_kill_9_where_every_change_is_written() {
    let server = Server::start(Persistence::Always);
    let store = store(&server);
    let before = take(&store, 1);
    server.kill();
    server.start_again();
    assert_eq!(try_take(&store, 2).unwrap(), None, "it is still held");
    assert_eq!(try_take(&store, 1).unwrap().unwrap().fence, before.fence);
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let after = take(&store, 2).fence;
    assert!(after > before.fence && after.incarnation() > before.fence.incarnation());
}

#[test]
fn a_server_that_keeps_nothing_comes_back_with_greater_fences_and_no_holder() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    let before = take(&store, 1).fence;
    server.kill();
    server.start_again();
    assert_eq!(release(&store, 1).unwrap(), Answer::Unknown);
    let after = take(&store, 2).fence;
    assert!(after.incarnation() > before.incarnation());
}

#[test]
fn fences_that_a_power_failure_took_away_are_not_given_again() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    take(&store, 1);
    assert_eq!(server.say(&["SAVE"]), "+OK");
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let lost = take(&store, 2).fence;
    server.kill();
    server.start_again();
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()), "it came back as it was saved");
    assert!(take(&store, 3).fence > lost);
}

#[test]
fn a_server_that_is_down_is_unavailable_and_found_again_by_the_same_handle() {
    let server = Server::start(Persistence::None);
    let (store, patient) = (impatient(&server), store(&server));
    take(&store, 1);
    server.kill();
    let error = release(&store, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains(&format!("127.0.0.1:{}", server.port)), "{error}");
    assert!(error.to_string().contains("nothing was done"), "{error}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| take(&patient, 1));
        server.start_again();
        waiting.join().unwrap();
    });
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
}

#[test]
fn a_connection_that_the_server_ended_meanwhile_is_opened_again_and_nothing_is_unknown() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    for _ in 0..20 {
        take(&store, 1);
        assert!(server.say(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]).starts_with(':'));
        // It is done once only: were it sent into a dead connection, nobody could tell whether it was.
        assert!(store.force_release(&key()).unwrap().is_some());
    }
}

#[test]
fn a_server_that_stands_still_for_longer_than_the_timeouts_makes_the_outcome_unknown_and_is_found_again() {
    let server = Server::start(Persistence::None);
    let timeout = Duration::from_millis(100);
    let store = RedisLockStore::new(server.options().timeouts(timeout, timeout, timeout).patience(timeout));
    take_and_release(&store);
    take(&store, 1);
    server.signal("STOP");
    let begun = Instant::now();
    assert_eq!(release(&store, 1).unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(store.inspect(&key()).unwrap_err().kind(), ErrorKind::Unavailable, "who looks has changed nothing");
    let asked = store.acquire(&named("other"), &token(1), lifetime(SECOND));
    assert_eq!(asked.unwrap_err().kind(), ErrorKind::Unavailable, "a new call is not answered, so nothing is asked");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    server.signal("CONT");
    // What was sent is done now: it had been taken.
    until("the release that was sent is done", || store.inspect(&key()).is_ok_and(|held| held.is_none()));
    take(&store, 2);
}

#[test]
fn a_server_whose_memory_is_used_up_is_full_and_keeps_what_it_has() {
    let server = Server::with(Persistence::None, &["maxmemory-policy noeviction"]);
    let store = store(&server);
    take(&store, 1);
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "1"]), "+OK");
    let error = store.acquire(&named("another"), &token(1), lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Full);
    assert!(error.to_string().contains("nothing was stored"), "{error}");
    assert!(store.inspect(&key()).unwrap().is_some());
    assert_eq!(server.say(&["CONFIG", "SET", "maxmemory", "0"]), "+OK");
    assert!(store.acquire(&named("another"), &token(1), lifetime(SECOND)).unwrap().granted().is_some());
}

#[test]
fn scripts_survive_a_flush() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    for _ in 0..3 {
        take(&store, 1);
        assert_eq!(server.say(&["SCRIPT", "FLUSH"]), "+OK");
        assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    }
}

#[test]
fn a_server_that_is_loading_is_busy_and_waited_for() {
    let server =
        Server::with(Persistence::None, &["enable-debug-command yes", "loading-process-events-interval-bytes 1024"]);
    take(&store(&server), 1);
    assert_eq!(server.say(&["DEBUG", "POPULATE", "2000"]), "+OK");
    // A millisecond for each key, when it is loaded.
    assert_eq!(server.say(&["CONFIG", "SET", "key-load-delay", "1000"]), "+OK");
    assert_eq!(server.say(&["SAVE"]), "+OK");
    server.kill();
    let slow = server.start_again_slowly("key-load-delay 1000");
    let error = impatient(slow).inspect(&key()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(error.to_string().contains("loading"), "{error}");
    let store = RedisLockStore::new(server.options().patience(Duration::from_secs(60)));
    assert!(store.inspect(&key()).unwrap().is_some(), "it waits until it is loaded");
}

#[test]
fn a_server_that_runs_somebodys_endless_script_is_busy() {
    let server = Server::with(Persistence::None, &["busy-reply-threshold 20"]);
    let store = impatient(&server);
    take(&store, 1);
    std::thread::scope(|scope| {
        scope.spawn(|| server.say(&["EVAL", "while true do end", "0"]));
        until("the script keeps it busy", || server.say(&["PING"]).starts_with("-BUSY"));
        assert_eq!(release(&store, 1).unwrap_err().kind(), ErrorKind::Busy);
        assert_eq!(server.say(&["SCRIPT", "KILL"]), "+OK");
    });
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
}

#[test]
fn a_replica_is_read_only_until_it_is_made_the_master() {
    let (master, replica) = (Server::start(Persistence::None), Server::start(Persistence::None));
    assert_eq!(replica.say(&["REPLICAOF", "127.0.0.1", &master.port.to_string()]), "+OK");
    let (soon, patient) = (impatient(&replica), store(&replica));
    until("it has become a replica", || replica.say(&["INFO", "replication"]).contains("master_link_status:up"));
    let error = try_take(&soon, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
    assert!(error.to_string().contains("replica"), "{error}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| take(&patient, 1));
        assert_eq!(replica.say(&["REPLICAOF", "NO", "ONE"]), "+OK");
        waiting.join().unwrap();
    });
    assert_eq!(release(&soon, 1).unwrap(), Answer::Done(()));
}

#[test]
fn a_replica_that_has_lost_its_master_cannot_serve() {
    let (master, replica) =
        (Server::start(Persistence::None), Server::with(Persistence::None, &["replica-serve-stale-data no"]));
    assert_eq!(replica.say(&["REPLICAOF", "127.0.0.1", &master.port.to_string()]), "+OK");
    until("it has become a replica", || replica.say(&["INFO", "replication"]).contains("master_link_status:up"));
    master.kill();
    until("it has lost its master", || replica.say(&["INFO", "replication"]).contains("master_link_status:down"));
    let error = impatient(&replica).inspect(&key()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("MASTERDOWN"), "{error}");
}

#[test]
fn a_server_with_too_many_clients_is_unavailable_until_one_leaves() {
    let server = Server::with(Persistence::None, &["maxclients 2"]);
    let (first, other) = (store(&server), store(&server));
    take(&first, 1);
    assert!(other.inspect(&key()).unwrap().is_some());
    let error = impatient(&server).inspect(&key()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    // Whether its sentence arrives, or only the end of the connection, is the network's affair.
    assert!(error.to_string().contains("clients"), "{error}");
    drop(first);
    assert!(store(&server).inspect(&key()).unwrap().is_some());
}

#[test]
fn a_lock_whose_reply_was_lost_is_asked_for_again_and_granted_once() {
    let server = Server::start(Persistence::None);
    let proxy = Proxy::before(server.port);
    let store = RedisLockStore::new(options(proxy.port));
    take_and_release(&store);
    proxy.swallow_next(2);
    let grant = take(&store, 1);
    assert_eq!(proxy.swallowed(), 2);
    assert_eq!(take(&store, 1).fence, grant.fence);
    assert!(store.renew(&key(), &token(1), lifetime(60 * SECOND)).unwrap().done().is_some());
    proxy.swallow_next(1);
    assert_eq!(store.renew(&key(), &token(1), lifetime(60 * SECOND)).unwrap().done().unwrap().fence, grant.fence);
    assert_eq!(proxy.swallowed(), 3);
    let counter = server.say(&["HGET", "cartwright-test:{0}:fences", "counter"]);
    assert!(counter.ends_with('2'), "no fence was given out twice: {counter}");
}

#[test]
fn a_release_whose_reply_was_lost_is_unknown_and_done() {
    let server = Server::start(Persistence::None);
    let proxy = Proxy::before(server.port);
    let store = RedisLockStore::new(options(proxy.port));
    take_and_release(&store);
    take(&store, 1);
    proxy.swallow_next(1);
    let error = release(&store, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(error.to_string().contains("nobody can tell"), "{error}");
    assert_eq!(store.inspect(&key()).unwrap(), None);
}

#[test]
fn a_forced_release_whose_reply_was_lost_is_unknown_and_not_repeated() {
    let server = Server::start(Persistence::None);
    let proxy = Proxy::before(server.port);
    let store = RedisLockStore::new(options(proxy.port));
    take(&store, 1);
    assert!(store.force_release(&key()).unwrap().is_some());
    take(&store, 1);
    let calls = || {
        let stats = server.say(&["INFO", "commandstats"]);
        let line = stats.lines().find(|line| line.starts_with("cmdstat_evalsha:")).unwrap().to_owned();
        line.split([':', ',']).nth(1).unwrap().strip_prefix("calls=").unwrap().parse::<u32>().unwrap()
    };
    let before = calls();
    proxy.swallow_next(1);
    assert_eq!(store.force_release(&key()).unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(calls(), before + 1);
    assert_eq!(store.inspect(&key()).unwrap(), None, "it was done");
}

#[test]
fn a_name_without_a_server_is_told_and_leads_nowhere() {
    let options = cartwright_storage::RedisOptions::server("no-such-host.invalid", 6379).patience(Duration::ZERO);
    let error = try_take(&RedisLockStore::new(options), 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("no-such-host.invalid:6379"), "{error}");
}
