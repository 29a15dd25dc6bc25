//! The suite on the Redis store of locks, and what is its own.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::ManualClock;
use cartwright_coordination::conformance::{Kept, Subject};
use cartwright_storage::RedisLockStore;
use redis_support::{Persistence, Server};
use std::time::Duration;

struct OnServer {
    server: Server,
    clock: ManualClock,
}

impl OnServer {
    fn new() -> Self {
        Self { server: Server::start(Persistence::None), clock: ManualClock::default() }
    }
}

impl Subject for OnServer {
    type Store = RedisLockStore;

    fn open(&self) -> RedisLockStore {
        RedisLockStore::with_clock(self.server.options(), self.clock.clone())
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn restart(&self) -> Kept {
        assert_eq!(self.server.say(&["SAVE"]), "+OK");
        self.server.kill();
        self.server.start_again();
        Kept::Everything
    }

    fn lose_everything(&self) {
        self.server.kill();
        self.server.start_again();
    }
}

cartwright_coordination::lock_store_conformance!(OnServer::new());
