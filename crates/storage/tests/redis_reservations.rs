//! The suite on the Redis store of reservations, and what is its own: clocks, restarts, what others keep, lost replies.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_reservations::Keep;
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_storage::RedisReservationStore;
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
    type Store = RedisReservationStore;

    fn open_keeping(&self, keep: Keep) -> RedisReservationStore {
        RedisReservationStore::with_clock(self.server.options(), self.clock.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Nobody asks for the wall clock of those who use a server.
    fn set_wall_clock(&self, _to: WallTime) {}

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

cartwright_reservations::reservation_store_conformance!(OnServer::new());
