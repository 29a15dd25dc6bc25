//! A Cluster of six nodes: the suite, slots that move, a master that dies.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::conformance::{Kept, Subject};
use cartwright_coordination::{Answer, ErrorKind, LockStore};
use cartwright_storage::{RedisLockStore, RedisOptions};
use redis_support::cluster::{Cluster, id_of};
use redis_support::locks::{SECOND, key, lifetime, named, release, take, token, try_take};
use redis_support::shared::{self, Ground};
use redis_support::{Server, options, until};
use std::time::Duration;

impl Subject for Ground {
    type Store = RedisLockStore;

    fn open(&self) -> RedisLockStore {
        RedisLockStore::with_clock(self.options.clone(), self.clock.clone())
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn restart(&self) -> Kept {
        Kept::Everything
    }

    fn lose_everything(&self) {
        Self::lose_everything(self);
    }
}

cartwright_coordination::lock_store_conformance!(Ground::new());

/// A key that decides about the slot of the lock of these tests.
fn its_key(options: &str) -> String {
    format!("{options}{{{}}}:locks", bucket())
}

/// As the store counts it: by a server, whose slots are the same sum modulo another number.
fn bucket() -> u16 {
    shared::cluster().0.slot_of("cart:user-7:default") % 64
}

#[test]
fn one_node_is_enough_to_find_the_others() {
    let (cluster, ..) = shared::cluster();
    let prefix = "cartwright-test:one:";
    let options = RedisOptions::cluster([("127.0.0.1", cluster.nodes[4].port)]).prefix(prefix);
    let store = RedisLockStore::new(options);
    for name in 0..50 {
        let name = named(&format!("lock {name}"));
        assert!(store.acquire(&name, &token(1), lifetime(SECOND)).unwrap().granted().is_some());
    }
    let masters = || cluster.nodes[..3].iter();
    assert!(masters().all(|node| node.say(&["KEYS", "cartwright-test:one:*"]).contains("locks")), "all have some");
}

#[test]
fn a_node_that_is_named_as_a_single_server_says_what_it_is() {
    let (cluster, ..) = shared::cluster();
    let slot = cluster.slot_of("cartwright-test:{0}:locks");
    let other = cluster.other_than(cluster.master_of(slot));
    let error = try_take(&RedisLockStore::new(options(other.port)), 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("redis+cluster://"), "{error}");
}

/// Moves the slot of the lock to another node. `halfway` is called while some keys are here and some are there.
fn migrate(cluster: &Cluster, slot: u16, halfway: impl FnOnce()) -> &Server {
    let from = cluster.master_of(slot);
    let to = cluster.other_than(from);
    let (slot, port) = (slot.to_string(), to.port.to_string());
    assert_eq!(to.say(&["CLUSTER", "SETSLOT", &slot, "IMPORTING", &id_of(from)]), "+OK");
    assert_eq!(from.say(&["CLUSTER", "SETSLOT", &slot, "MIGRATING", &id_of(to)]), "+OK");
    let keys = from.say(&["CLUSTER", "GETKEYSINSLOT", &slot, "100"]);
    let keys: Vec<_> = keys.lines().map(str::trim).filter(|line| line.starts_with("cartwright-test:")).collect();
    let migrate = |key: &str| assert_eq!(from.say(&["MIGRATE", "127.0.0.1", &port, key, "0", "5000"]), "+OK");
    let (first, rest) = keys.split_first().unwrap();
    migrate(first);
    halfway();
    rest.iter().for_each(|key| migrate(key));
    for node in [to, from] {
        assert_eq!(node.say(&["CLUSTER", "SETSLOT", &slot, "NODE", &id_of(to)]), "+OK");
    }
    to
}

#[test]
fn a_slot_that_moves_is_followed_to_its_new_node() {
    let cluster = Cluster::start();
    let store = RedisLockStore::new(cluster.options());
    let soon = RedisLockStore::new(cluster.options().patience(Duration::from_millis(30)));
    let before = take(&store, 1).fence;
    let slot = cluster.slot_of(&its_key("cartwright-test:"));
    let to = migrate(&cluster, slot, || {
        // A step that needs keys here and there can be done at neither place.
        let error = soon.release(&key(), &token(1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy, "{error}");
    });
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()), "moved");
    let after = take(&store, 2).fence;
    assert!(after > before);
    assert!(to.say(&["EXISTS", &its_key("cartwright-test:")]) == ":1");
    assert_eq!(release(&soon, 2).unwrap(), Answer::Done(()));
}

#[test]
fn a_slot_that_has_been_moved_whole_but_not_handed_over_is_asked_for_at_the_other_node() {
    let cluster = Cluster::start();
    let store = RedisLockStore::new(cluster.options());
    take(&store, 1);
    let slot = cluster.slot_of(&its_key("cartwright-test:"));
    let from = cluster.master_of(slot);
    let (to, number) = (cluster.other_than(from), slot.to_string());
    assert_eq!(to.say(&["CLUSTER", "SETSLOT", &number, "IMPORTING", &id_of(from)]), "+OK");
    assert_eq!(from.say(&["CLUSTER", "SETSLOT", &number, "MIGRATING", &id_of(to)]), "+OK");
    for name in ["fences", "locks", "lock-ends", "lock-names"] {
        let key = its_key("cartwright-test:").replace("locks", name);
        let moved = from.say(&["MIGRATE", "127.0.0.1", &to.port.to_string(), &key, "0", "5000"]);
        assert_eq!(moved, "+OK", "{key}");
    }
    // The other node does not know the script, and is asked with its text, too.
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    assert!(to.say(&["INFO", "commandstats"]).contains("cmdstat_asking"));
}

#[test]
fn when_a_master_dies_its_replica_goes_on_with_greater_fences() {
    let cluster = Cluster::start();
    let store = RedisLockStore::new(cluster.options().patience(Duration::from_secs(40)));
    let before = take(&store, 1).fence;
    let master = cluster.master_of(cluster.slot_of(&its_key("cartwright-test:")));
    let key = its_key("cartwright-test:");
    until("a replica has the lock", || {
        cluster.nodes[3..].iter().any(|replica| replica.say(&["KEYS", &key]).contains("locks"))
    });
    master.kill();
    let soon = RedisLockStore::new(cluster.options().patience(Duration::from_millis(30)));
    let error = try_take(&soon, 2).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
    assert_eq!(try_take(&store, 2).unwrap(), None, "it is held still");
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let after = take(&store, 2).fence;
    assert!(after > before && after.incarnation() > before.incarnation());
    assert_eq!(release(&soon, 2).unwrap(), Answer::Done(()), "who was told goes on, too");
}
