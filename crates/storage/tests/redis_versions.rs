//! The suite of stores of versions on those on a Redis server.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::ManualClock;
use cartwright_storage::{MemoryVersionSource, RedisEntryStore, RedisJournalStore, RedisVersionStore};
use cartwright_versions::conformance::Subject;
use cartwright_versions::{EntryStore, JournalStore, VersionStore};
use redis_support::{Persistence, Server};
use std::sync::Arc;

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
    type Shop = MemoryVersionSource;

    fn open(&self) -> Arc<dyn VersionStore + Send + Sync> {
        Arc::new(RedisVersionStore::new(self.server.options()).clock(self.clock.clone()))
    }

    fn entries(&self) -> Arc<dyn EntryStore + Send + Sync> {
        Arc::new(RedisEntryStore::new(self.server.options()).clock(self.clock.clone()))
    }

    fn journal(&self) -> Arc<dyn JournalStore + Send + Sync> {
        Arc::new(RedisJournalStore::new(self.server.options()))
    }

    fn shop(&self) -> MemoryVersionSource {
        MemoryVersionSource::default()
    }

    fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    fn lose_everything(&self) {
        assert_eq!(self.server.say(&["FLUSHALL"]), "+OK");
    }
}

cartwright_versions::version_store_conformance!(OnServer::new());
