//! Reservations on a Cluster of six nodes: the suite, orders over several groups, callers that die between their steps, a
//! master that dies.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_reservations::Keep;
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_storage::{RedisOptions, RedisReservationStore};
use redis_support::cluster::Cluster;
use redis_support::shared;
use std::time::Duration;

struct OnCluster {
    cluster: &'static Cluster,
    options: RedisOptions,
    clock: ManualClock,
    prefix: String,
}

impl OnCluster {
    fn new() -> Self {
        let (cluster, options, prefix) = shared::cluster();
        let prefix = format!("cartwright-test:{prefix}");
        Self { cluster, options: options.prefix(&prefix).buckets(8), clock: ManualClock::default(), prefix }
    }
}

impl Subject for OnCluster {
    type Store = RedisReservationStore;

    fn open_keeping(&self, keep: Keep) -> RedisReservationStore {
        RedisReservationStore::with_clock(self.options.clone(), self.clock.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Nobody asks for the wall clock of those who use a Cluster.
    fn set_wall_clock(&self, _to: WallTime) {}

    /// Nobody else may lose his, so it is not started again.
    fn restart(&self) -> Kept {
        Kept::Everything
    }

    fn lose_everything(&self) {
        for node in &self.cluster.nodes[..3] {
            let keys = node.say(&["KEYS", &format!("{}*", self.prefix)]);
            for key in keys.lines().filter(|line| line.starts_with(&self.prefix)) {
                node.say(&["DEL", key.trim_end()]);
            }
        }
        // Else a life that begins within the same millisecond of a clock that stands still would be the same one.
        self.clock.advance(Duration::from_millis(1));
    }
}

cartwright_reservations::reservation_store_conformance!(OnCluster::new());
