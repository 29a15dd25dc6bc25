//! The suite on Redis: on a single server, and in a Cluster.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::CartStore;
use cartwright_storage::conformance::Fixture;
use cartwright_storage::{RedisOptions, RedisStore};
use redis_support::{Persistence, Server, shared};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

struct OnRedis {
    options: RedisOptions,
    time: Arc<AtomicI64>,
    _server: Option<Server>,
}

impl OnRedis {
    fn single() -> Self {
        let server = Server::start(Persistence::None);
        Self { options: server.options(), time: Arc::new(AtomicI64::new(1_000_000_000)), _server: Some(server) }
    }

    fn of_many_buckets() -> Self {
        let single = Self::single();
        Self { options: single.options.clone().buckets(64), ..single }
    }

    fn cluster() -> Self {
        let (_, options, _) = shared::cluster();
        Self { options, time: Arc::new(AtomicI64::new(1_000_000_000)), _server: None }
    }
}

impl Fixture for OnRedis {
    fn open(&self) -> Box<dyn CartStore + Send + Sync> {
        let clock = Arc::clone(&self.time);
        Box::new(RedisStore::new(self.options.clone()).clock(move || clock.load(Ordering::Relaxed)))
    }

    fn set_time(&self, seconds: i64) {
        self.time.store(seconds, Ordering::Relaxed);
    }
}

mod single {
    use super::OnRedis;

    cartwright_storage::conformance!(OnRedis::single());
}

mod single_of_many_buckets {
    use super::OnRedis;

    cartwright_storage::conformance!(OnRedis::of_many_buckets());
}

mod cluster {
    use super::OnRedis;

    cartwright_storage::conformance!(OnRedis::cluster());
}
