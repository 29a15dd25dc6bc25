//! The suite on a Cluster of six nodes: with the keys of a vendor in one group, so that nearly every order is held in one step; and
//! with each key a group of its own, so that nearly every order is prepared group by group and then confirmed.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::WallTime;
use cartwright_reservations::Keep;
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_storage::{RedisReservationStore, StockGroup};
use redis_support::shared::Ground;
use std::time::Duration;

struct OnCluster {
    ground: Ground,
    group: StockGroup,
}

impl OnCluster {
    fn by(group: StockGroup) -> Self {
        Self { ground: Ground::new(), group }
    }
}

impl Subject for OnCluster {
    type Store = RedisReservationStore;

    fn is_one_place(&self) -> bool {
        self.group == StockGroup::Vendor
    }

    fn open_keeping(&self, keep: Keep) -> RedisReservationStore {
        let options = self.ground.options.clone().stock_group(self.group);
        RedisReservationStore::with_clock(options, self.ground.clock.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.ground.clock.advance(by);
    }

    /// Nobody asks for the wall clock of those who use a Cluster.
    fn set_wall_clock(&self, _to: WallTime) {}

    /// Nobody else may lose his, so it is not started again.
    fn restart(&self) -> Kept {
        Kept::Everything
    }

    fn lose_everything(&self) {
        self.ground.lose_everything();
        // Else a life that begins within the same millisecond of a clock that stands still would be the same one.
        self.advance(Duration::from_millis(1));
    }
}

mod by_vendor {
    use super::{OnCluster, StockGroup};

    cartwright_reservations::reservation_store_conformance!(OnCluster::by(StockGroup::Vendor));
}

mod by_key {
    use super::{OnCluster, StockGroup};

    // Caps are counted in each bucket.
    cartwright_reservations::reservation_store_conformance! { @without_caps OnCluster::by(StockGroup::Key) }
}
