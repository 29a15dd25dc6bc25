//! Replies that are lost on their way: what was asked is done once, and the answer is what it did.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::{CartStore, CommitId, Committed, Incarnation, StoreErrorKind};
use cartwright_storage::RedisStore;
use cartwright_storage::conformance::shop::{Draft, key, random, stored};
use redis_support::proxy::Proxy;
use redis_support::{Persistence, Server, options, until};
use std::time::{Duration, Instant};

/// A server, a store that reaches it through a proxy, and one that reaches it directly. Scripts are known.
fn server() -> (Server, Proxy, RedisStore, RedisStore) {
    let server = Server::start(Persistence::None);
    let (proxy, direct) = (Proxy::before(server.port), RedisStore::new(server.options()));
    let store = RedisStore::new(options(proxy.port));
    Draft::new().add("b", 2).commit(&store, &key("guest"));
    assert!(store.swap(&key("guest"), &key("warm"), Incarnation(random())).unwrap());
    store.delete(&key("warm"), &[]).unwrap();
    Draft::new().add("b", 2).commit(&store, &key("guest"));
    Draft::new().add("a", 1).commit(&store, &key("ada"));
    (server, proxy, store, direct)
}

#[test]
fn a_commit_whose_reply_was_lost_is_stored_once_and_answers_what_it_made() {
    let (_server, proxy, store, direct) = server();
    let (draft, cart) = (Draft::load(&store, &key("ada")).add("a", 1), key("ada"));
    let records = [b"record".to_vec()];
    proxy.swallow_next(1);
    let made = stored(store.commit(&draft.to_commit(CommitId(random()), &cart, &records)).unwrap());
    assert_eq!((proxy.swallowed(), made.version), (1, 2));
    assert_eq!(direct.identity(&cart).unwrap(), Some(made));
    assert_eq!((Draft::load(&direct, &cart).quantity("a"), direct.outbox(0, 10).unwrap().len()), (2, 1));
}

#[test]
fn a_queued_change_whose_reply_was_lost_is_stored_once() {
    let (_server, proxy, store, direct) = server();
    store
        .commit_queued(&key("ada"), &mut |loaded| {
            proxy.swallow_next(1);
            loaded.map(|loaded| Draft::from(loaded).add("a", 1).into_queued())
        })
        .unwrap();
    assert_eq!((proxy.swallowed(), Draft::load(&direct, &key("ada")).quantity("a")), (1, 2));
}

#[test]
fn a_merge_whose_reply_was_lost_is_done_once() {
    let (_server, proxy, store, direct) = server();
    let guest = store.identity(&key("guest")).unwrap().unwrap();
    let (merged, target) = (Draft::load(&store, &key("ada")).add("b", 2), key("ada"));
    // The first reply is about whether the guest's cart can be read.
    for replies in 1..=2 {
        proxy.swallow_next(replies);
        let commit = merged.to_commit(CommitId(7), &target, &[]);
        let made = stored(store.commit_merge(&commit, &key("guest"), guest).unwrap());
        assert_eq!(made.version, 2);
    }
    assert!(direct.load(&key("guest")).unwrap().is_none());
    assert_eq!(Draft::load(&direct, &key("ada")).quantity("b"), 2);
}

/// More changes of a cart than are remembered, by others.
fn others_change(server: &Server, cart: &'static str) -> impl FnOnce() + Send + 'static {
    let store = RedisStore::new(server.options());
    move || {
        for _ in 0..17 {
            Draft::load(&store, &key(cart)).add("theirs", 1).commit(&store, &key(cart));
        }
    }
}

#[test]
fn a_commit_whose_reply_was_lost_on_a_cart_that_has_forgotten_it_since_is_no_conflict_but_unknown() {
    let (server, proxy, store, direct) = server();
    let (draft, cart) = (Draft::load(&store, &key("ada")).add("a", 1), key("ada"));
    proxy.swallow_behind_and(0, others_change(&server, "ada"));
    let error = store.commit(&draft.to_commit(CommitId(random()), &cart, &[])).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(
        Draft::load(&direct, &cart).quantity("a"),
        2,
        "it was stored: who takes it for a conflict does it twice"
    );
}

#[test]
fn a_queued_change_whose_reply_was_lost_on_a_cart_that_has_forgotten_it_since_is_not_made_again() {
    let (server, proxy, store, direct) = server();
    let error = store
        .commit_queued(&key("ada"), &mut |loaded| {
            proxy.swallow_behind_and(0, others_change(&server, "ada"));
            loaded.map(|loaded| Draft::from(loaded).add("a", 1).into_queued())
        })
        .unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}");
    assert_eq!((proxy.swallowed(), Draft::load(&direct, &key("ada")).quantity("a")), (1, 2));
}

#[test]
fn a_merge_whose_reply_was_lost_on_a_cart_that_has_forgotten_it_since_is_no_conflict_but_unknown() {
    let (server, proxy, store, direct) = server();
    let guest = store.identity(&key("guest")).unwrap().unwrap();
    let (merged, target) = (Draft::load(&store, &key("ada")).add("b", 2), key("ada"));
    // The first answer is about whether the guest's cart can be read, and is let through.
    proxy.swallow_behind_and(1, others_change(&server, "ada"));
    let error = store.commit_merge(&merged.to_commit(CommitId(7), &target, &[]), &key("guest"), guest).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(Draft::load(&direct, &target).quantity("b"), 2);
}

#[test]
fn a_swap_whose_reply_was_lost_says_that_it_was_done() {
    let (_server, proxy, store, direct) = server();
    proxy.swallow_next(2);
    assert!(store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap());
    assert_eq!(proxy.swallowed(), 2);
    assert_eq!(Draft::load(&direct, &key("user")).quantity("b"), 2);
}

#[test]
fn a_swap_that_is_repeated_leaves_a_new_cart_under_the_old_key() {
    let (_server, _, store, _) = server();
    let (guest, user, incarnation) = (key("guest"), key("user"), Incarnation(random()));
    for _ in 0..2 {
        assert!(store.swap(&guest, &user, incarnation).unwrap());
        assert_eq!(Draft::load(&store, &user).quantity("b"), 2);
        if store.identity(&guest).unwrap().is_none() {
            Draft::new().add("new", 1).commit(&store, &guest);
        }
    }
    assert_eq!(Draft::load(&store, &guest).quantity("new"), 1);
}

#[test]
fn a_deletion_whose_reply_was_lost_says_that_nobody_knows() {
    let (_server, proxy, store, direct) = server();
    proxy.swallow_next(1);
    let error = store.delete(&key("ada"), &[b"cleared".to_vec()]).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}");
    assert!(direct.load(&key("ada")).unwrap().is_none());
    assert!(!store.delete(&key("ada"), &[]).unwrap());
}

#[test]
fn a_commit_that_never_gets_a_reply_is_unknown_and_known_by_its_id_later() {
    let (_server, proxy, _, direct) = server();
    let store = RedisStore::new(options(proxy.port).patience(Duration::from_millis(50)));
    let (draft, cart, id) = (Draft::load(&store, &key("ada")).add("a", 1), key("ada"), CommitId(random()));
    proxy.swallow_next(1000);
    let error = store.commit(&draft.to_commit(id, &cart, &[])).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}");
    proxy.swallow_next(0);
    let now = direct.identity(&cart).unwrap().unwrap();
    assert_eq!(store.commit(&draft.to_commit(id, &cart, &[])).unwrap(), Committed::Stored(now));
    assert_eq!(Draft::load(&direct, &cart).quantity("a"), 2);
}

#[test]
fn a_server_that_stands_still_for_longer_than_the_timeouts_stores_a_change_once() {
    let (server, _, _, direct) = server();
    let timeout = Duration::from_millis(100);
    let store = RedisStore::new(server.options().timeouts(timeout, timeout, timeout));
    let draft = Draft::load(&store, &key("ada")).add("a", 1);
    server.signal("STOP");
    let made = std::thread::scope(|scope| {
        let change = scope.spawn(|| draft.commit(&store, &key("ada")));
        let begun = Instant::now();
        until("the timeouts have passed several times", || begun.elapsed() > timeout * 5);
        server.signal("CONT");
        change.join().unwrap()
    });
    assert_eq!(direct.identity(&key("ada")).unwrap(), Some(made));
    assert_eq!((made.version, Draft::load(&direct, &key("ada")).quantity("a")), (2, 2));
}
