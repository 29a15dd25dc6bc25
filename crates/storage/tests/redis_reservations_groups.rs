//! The suite on a Cluster of six nodes where each key is a group of its own, so that nearly every order is prepared group by
//! group and then confirmed.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_reservations::Keep;
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_storage::{RedisOptions, RedisReservationStore, StockGroup};
use redis_support::cluster::Cluster;
use redis_support::shared;
use std::time::Duration;

struct InGroups {
    cluster: &'static Cluster,
    options: RedisOptions,
    clock: ManualClock,
    prefix: String,
}

impl InGroups {
    fn new() -> Self {
        let (cluster, options, prefix) = shared::cluster();
        let prefix = format!("cartwright-test:{prefix}");
        let options = options.prefix(&prefix).buckets(8).stock_group(StockGroup::Key);
        Self { cluster, options, clock: ManualClock::default(), prefix }
    }
}

impl Subject for InGroups {
    type Store = RedisReservationStore;

    fn is_one_place(&self) -> bool {
        false
    }

    fn open_keeping(&self, keep: Keep) -> RedisReservationStore {
        RedisReservationStore::with_clock(self.options.clone(), self.clock.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn set_wall_clock(&self, _to: WallTime) {}

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
        self.clock.advance(Duration::from_millis(1));
    }
}

// Caps are counted in each bucket.
cartwright_reservations::reservation_store_conformance! { @without_caps InGroups::new() }
