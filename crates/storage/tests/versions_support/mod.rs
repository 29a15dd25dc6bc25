//! Short words for tests of versions.
#![allow(dead_code)]

use crate::redis_support::{Server, until};
use cartwright_coordination::{Lifetime, LifetimeLimit};
use cartwright_storage::RedisVersionStore;
use cartwright_versions::{Incarnation, Mark, MarkToken, Settled, Standing, TypeName, Version, VersionStore};
use std::time::Duration;

pub const SECOND: Duration = Duration::from_secs(1);
pub const LONGEST_MARK: Duration = Duration::from_secs(60);

pub fn products() -> Vec<TypeName> {
    named(&["products"])
}

pub fn named(names: &[&str]) -> Vec<TypeName> {
    TypeName::all(names.iter().copied()).expect("names")
}

pub fn token(number: u8) -> MarkToken {
    MarkToken::from_secret_bytes([number; 16])
}

pub fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).expect("a lifetime")
}

pub fn version(counter: i64) -> Version {
    Version::new(Incarnation::from_number(1).expect("a number"), counter).expect("a version")
}

/// A store whose youth is over at once: what it promises after a loss is not what is tested.
pub fn grown_up(server: &Server) -> RedisVersionStore {
    RedisVersionStore::with_longest_mark(server.options(), SECOND)
}

/// The life that a store is in, and whether that is young.
pub fn life(store: &impl VersionStore) -> (Incarnation, bool) {
    let look = store.look(&products()).expect("it is answered");
    (look.standings[0].turn.store, look.young.is_some())
}

pub fn standing(store: &impl VersionStore) -> Standing {
    store.look(&products()).expect("it is answered").standings[0]
}

pub fn marked(store: &impl VersionStore) -> bool {
    standing(store).mark != Mark::None
}

/// Sets a mark for as long as the store grants one.
pub fn mark(store: &impl VersionStore, by: u8) {
    store.mark(&token(by), &products(), lifetime(store.longest_mark())).expect("it is set");
}

/// A version stands, as soon as the store is not young any more.
pub fn settle(store: &impl VersionStore, counter: i64) {
    until("it is not young any more", || !life(store).1);
    let settled = Settled { name: products()[0].clone(), turn: standing(store).turn, version: version(counter) };
    assert_eq!(store.settle(&[settled]).expect("it is answered"), [true]);
}
