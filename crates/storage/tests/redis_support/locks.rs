//! Short words for tests of locks.

use cartwright_coordination::{Answer, Grant, Lifetime, LifetimeLimit, LockKey, LockStore, OwnerToken, Result};
use std::time::Duration;

pub const SECOND: Duration = Duration::from_secs(1);

pub fn key() -> LockKey {
    named("cart:user-7:default")
}

pub fn named(name: &str) -> LockKey {
    LockKey::new(name).expect("a name")
}

pub fn token(number: u8) -> OwnerToken {
    OwnerToken::from_secret_bytes([number; 16])
}

pub fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).expect("a lifetime")
}

/// Takes the lock for a minute; it has to be free.
pub fn take(store: &impl LockStore, owner: u8) -> Grant {
    try_take(store, owner).expect("it is answered").expect("it is free")
}

/// The same where it may fail, or another may hold it.
pub fn try_take(store: &impl LockStore, owner: u8) -> Result<Option<Grant>> {
    Ok(store.acquire(&key(), &token(owner), lifetime(60 * SECOND))?.granted())
}

pub fn release(store: &impl LockStore, owner: u8) -> Result<Answer<()>> {
    store.release(&key(), &token(owner))
}
