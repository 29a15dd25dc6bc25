//! The suite on the Redis store of locks, and what is its own.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::conformance::{Kept, Subject};
use cartwright_coordination::{Answer, ErrorKind, LockStore, ManualClock};
use cartwright_storage::RedisLockStore;
use redis_support::locks::{SECOND, key, lifetime, release, take, token, try_take};
use redis_support::{OnServer, Persistence, Server, until};
use std::time::Duration;

impl Subject for OnServer {
    type Store = RedisLockStore;

    fn open(&self) -> RedisLockStore {
        RedisLockStore::with_clock(self.server.options(), self.clock.clone())
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn restart(&self) -> Kept {
        Self::restart(self);
        Kept::Everything
    }

    fn lose_everything(&self) {
        self.lose_what_is_not_saved();
    }
}

cartwright_coordination::lock_store_conformance!(OnServer::new());

fn store(server: &Server) -> RedisLockStore {
    RedisLockStore::new(server.options())
}

#[test]
fn what_somebody_else_keeps_under_our_keys_is_left_as_it_is() {
    for name in ["fences", "locks", "lock-ends", "lock-names"] {
        let server = Server::start(Persistence::None);
        let (store, theirs) = (store(&server), format!("cartwright-test:{{0}}:{name}"));
        assert_eq!(server.say(&["SET", &theirs, "theirs"]), "+OK");
        let error = try_take(&store, 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{name}");
        assert!(error.to_string().contains("prefix"), "{error}");
        assert!(server.say(&["GET", &theirs]).contains("theirs"));
        assert_eq!(server.say(&["DBSIZE"]), ":1", "nothing else was written, {name}");
    }
}

#[test]
fn a_lock_that_cannot_be_read_is_nobodys_and_stays_as_it_is() {
    let damages = [
        ["HSET", "cartwright-test:{0}:locks", "cart:user-7:default", "half of it"],
        ["HSET", "cartwright-test:{0}:locks", "cart:user-7:default", "01 1 1 1 1"],
        ["HSET", "cartwright-test:{0}:fences", "counter", "many"],
        ["HSET", "cartwright-test:{0}:fences", "incarnation", "first"],
    ];
    for damage in damages {
        let server = Server::start(Persistence::None);
        let store = store(&server);
        take(&store, 1);
        assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
        assert!(server.say(&damage).starts_with(':'));
        let error = try_take(&store, 2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{damage:?}");
        assert!(error.to_string().contains("`cart:user-7:default`"), "{error}");
        if damage[1].ends_with("locks") {
            let errors = [
                store.renew(&key(), &token(1), lifetime(SECOND)).unwrap_err(),
                release(&store, 1).unwrap_err(),
                store.force_release(&key()).unwrap_err(),
                store.inspect(&key()).unwrap_err(),
            ];
            assert!(errors.iter().all(|error| error.kind() == ErrorKind::Corrupt), "{errors:?}");
        }
    }
}

#[test]
fn after_the_last_fence_nothing_is_granted() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    take(&store, 1);
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let fences = "cartwright-test:{0}:fences";
    assert!(server.say(&["HSET", fences, "counter", "9223372036854775806"]).starts_with(':'));
    assert_eq!(take(&store, 1).fence.counter(), i64::MAX, "exact to the last");
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    assert_eq!(try_take(&store, 2).unwrap_err().kind(), ErrorKind::FencesExhausted);
    assert_eq!(store.inspect(&key()).unwrap(), None);
}

#[test]
fn only_keys_of_tests_have_a_clock_of_their_own() {
    let server = Server::start(Persistence::None);
    let shop = RedisLockStore::with_clock(server.options().prefix("shop:"), ManualClock::default());
    let error = try_take(&shop, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("cartwright-test:"), "{error}");
    assert_eq!(server.say(&["DBSIZE"]), ":0");
}

#[test]
fn a_lease_ends_by_the_servers_own_clock() {
    let server = Server::start(Persistence::None);
    let store = RedisLockStore::new(server.options().prefix("shop:"));
    assert!(store.acquire(&key(), &token(1), lifetime(Duration::from_millis(50))).unwrap().granted().is_some());
    until("the lease is over", || try_take(&store, 2).unwrap().is_some());
    assert_eq!(release(&store, 1).unwrap(), Answer::WrongOwner);
}

#[test]
fn the_tokens_are_not_among_what_is_printed_for_developers() {
    let server = Server::start(Persistence::None);
    let store = store(&server);
    take(&store, 0xab);
    assert!(!format!("{store:?}").contains("abab"));
}
