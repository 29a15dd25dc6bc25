//! Versions in a Cluster of six nodes: the suite, where they lie, a slot that moves, a master that dies.
#![allow(clippy::unwrap_used)]

mod redis_support;
mod versions_support;

use cartwright_coordination::ManualClock;
use cartwright_storage::{MemoryVersionSource, RedisEntryStore, RedisJournalStore, RedisOptions, RedisVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{
    EntryKey, EntryStore, ErrorKind, JournalStore, Lifetimes, Log, Mark, Range, Record, Snapshot, VersionStore,
};
use redis_support::cluster::{Cluster, id_of};
use redis_support::shared::{self, Ground};
use redis_support::until;
use std::sync::Arc;
use std::time::Duration;
use versions_support::{SECOND, life, mark, marked, products, standing};

struct OnCluster {
    ground: Ground,
    /// Where the versions of this prefix are.
    port: u16,
}

impl OnCluster {
    fn new() -> Self {
        let ground = Ground::new();
        let slot = ground.cluster.slot_of(&published(&ground.prefix));
        Self { port: ground.cluster.master_of(slot).port, ground }
    }

    fn options(&self) -> RedisOptions {
        self.ground.options.clone()
    }
}

fn published(prefix: &str) -> String {
    format!("{prefix}{{versions}}:published")
}

impl Subject for OnCluster {
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(RedisVersionStore::new(self.options()).clock(self.ground.clock.clone()))
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(RedisEntryStore::new(self.options()).clock(self.ground.clock.clone()))
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(RedisJournalStore::new(self.options()))
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.ground.clock.clone()
    }

    fn lose_everything(&self) {
        redis_support::say(self.port, &["DEL", &published(&self.ground.prefix)]);
    }
}

cartwright_versions::version_store_conformance!(OnCluster::new());

fn entry(number: u32) -> EntryKey {
    EntryKey::new(&format!("{{page}}.{number}"), &Snapshot::default()).unwrap()
}

#[test]
fn values_are_spread_over_all_nodes_and_found_swept_and_cleared_there() {
    let (cluster, ..) = shared::cluster();
    let prefix = "cartwright-test:spread:";
    let store = RedisEntryStore::new(cluster.options().prefix(prefix));
    let hour = Lifetimes::of(3600 * SECOND).unwrap();
    (0..100).for_each(|number| store.keep(&entry(number), number.to_string().as_bytes(), hour).unwrap());
    assert!(cluster.nodes[..3].iter().all(|node| node.say(&["KEYS", &format!("{prefix}*entry:*")]) != "*0"));
    assert!(
        (0..100).all(|number| store.fetch(&entry(number)).unwrap().unwrap().value == number.to_string().as_bytes())
    );
    assert_eq!((store.sweep(1000).unwrap(), store.clear().unwrap(), store.clear().unwrap()), (0, 100, 0));
    assert!(cluster.nodes[..3].iter().all(|node| node.say(&["KEYS", &format!("{prefix}*")]) == "*0"));
}

#[test]
fn shops_with_tags_of_their_own_have_their_versions_on_nodes_of_their_own() {
    let (cluster, ..) = shared::cluster();
    let nodes: Vec<u16> = (0..20)
        .map(|shop| {
            let (tag, prefix) = (format!("shop-{shop}"), "cartwright-test:tags:");
            let options = cluster.options().prefix(prefix).versions_tag(&tag);
            mark(&RedisVersionStore::new(options.clone()), 1);
            let journal = RedisJournalStore::new(options);
            journal.append(Log::Audit, &Record::default()).unwrap();
            assert_eq!(journal.read(Log::Audit, &Range::ALL, 10).unwrap().len(), 1);
            let node = cluster.master_of(cluster.slot_of(&format!("{prefix}{{{tag}}}:published")));
            assert_eq!(node.say(&["EXISTS", &format!("{prefix}{{{tag}}}:published")]), ":1");
            node.port
        })
        .collect();
    assert!(nodes.iter().any(|port| *port != nodes[0]), "{nodes:?}");
}

#[test]
fn versions_that_move_to_another_node_begin_anew_there() {
    let cluster = Cluster::start();
    let key = published("cartwright-test:");
    let store = RedisVersionStore::new(cluster.options());
    mark(&store, 1);
    let (before, _) = life(&store);
    let slot = cluster.slot_of(&key);
    let from = cluster.master_of(slot);
    let (to, number) = (cluster.other_than(from), slot.to_string());
    assert_eq!(to.say(&["CLUSTER", "SETSLOT", &number, "IMPORTING", &id_of(from)]), "+OK");
    assert_eq!(from.say(&["CLUSTER", "SETSLOT", &number, "MIGRATING", &id_of(to)]), "+OK");
    assert!(marked(&store), "until a key moves, nothing has happened");
    assert_eq!(life(&store).0, before);
    let migrate = |key: &str| {
        assert_eq!(from.say(&["MIGRATE", "127.0.0.1", &to.port.to_string(), key, "0", "5000"]), "+OK");
    };
    // With the keys here and there, nothing can be changed at either place.
    migrate(&key.replace("published", "names"));
    let soon = RedisVersionStore::new(cluster.options().patience(Duration::from_millis(30)));
    assert_eq!(soon.unpublish_all().unwrap_err().kind(), ErrorKind::Busy);
    assert!(marked(&store), "who looks needs one of them, and that is where it was");
    migrate(&key);
    for node in [to, from] {
        assert_eq!(node.say(&["CLUSTER", "SETSLOT", &number, "NODE", &id_of(to)]), "+OK");
    }
    // The other node cannot know what the first one has acknowledged meanwhile.
    let (after, young) = life(&store);
    assert!(young && after != before);
    assert_eq!((standing(&store).version, standing(&store).mark), (None, Mark::None));
    assert_eq!(to.say(&["EXISTS", &key]), ":1");
}

#[test]
fn when_the_master_of_the_versions_dies_its_replica_begins_a_new_life() {
    let cluster = Cluster::start();
    let key = published("cartwright-test:");
    let store = RedisVersionStore::new(cluster.options().patience(Duration::from_secs(40)));
    mark(&store, 1);
    let (before, _) = life(&store);
    let master = cluster.master_of(cluster.slot_of(&key));
    until("a replica has it", || {
        cluster.nodes[3..].iter().any(|replica| replica.say(&["KEYS", &key]).contains("published"))
    });
    master.kill();
    let soon = RedisVersionStore::new(cluster.options().patience(Duration::from_millis(30)));
    assert_eq!(soon.look(&products()).unwrap_err().kind(), ErrorKind::Unavailable);
    let (after, young) = life(&store);
    assert!(young && after != before);
    assert!(!marked(&store), "what the life before knew is not shown");
}
