//! Short words for the tests.

use super::Subject;
use crate::lease::{Lifetime, LifetimeLimit};
use crate::lock_key::LockKey;
use crate::lock_store::{Acquired, Answer, Grant, LockStore};
use crate::owner::OwnerToken;
use std::time::Duration;

pub(super) const MILLISECOND: Duration = Duration::from_millis(1);
pub(super) const SECOND: Duration = Duration::from_secs(1);

pub(super) fn key(name: &str) -> LockKey {
    LockKey::new(name).unwrap()
}

/// The token of the attempt with this number.
pub(super) fn token(number: u8) -> OwnerToken {
    OwnerToken::from_secret_bytes([number; 16])
}

pub(super) fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).unwrap()
}

/// One store with one lock in it, and two who want it.
pub(super) struct Scene<'a, S: Subject> {
    pub subject: &'a S,
    pub store: S::Store,
    pub key: LockKey,
    pub mine: OwnerToken,
    pub other: OwnerToken,
}

impl<'a, S: Subject> Scene<'a, S> {
    pub(super) fn of(subject: &'a S) -> Self {
        Self { subject, store: subject.open(), key: key("cart:user-7:default"), mine: token(1), other: token(2) }
    }

    /// Asks for the lock.
    pub(super) fn ask(&self, token: &OwnerToken, duration: Duration) -> Acquired {
        self.store.acquire(&self.key, token, lifetime(duration)).unwrap()
    }

    /// Asks for the lock, and has to get it.
    pub(super) fn take(&self, token: &OwnerToken, duration: Duration) -> Grant {
        let answer = self.ask(token, duration);
        answer.granted().unwrap_or_else(|| panic!("the lock is free, and the answer was {answer:?}"))
    }

    pub(super) fn renew(&self, token: &OwnerToken, duration: Duration) -> Answer<Grant> {
        self.store.renew(&self.key, token, lifetime(duration)).unwrap()
    }

    pub(super) fn release(&self, token: &OwnerToken) -> Answer<()> {
        self.store.release(&self.key, token).unwrap()
    }

    /// What remains of the lease of whoever holds the lock; `None` if nobody does.
    pub(super) fn remaining(&self) -> Option<Duration> {
        self.store.inspect(&self.key).unwrap().map(|info| info.remaining)
    }

    pub(super) fn pass(&self, duration: Duration) {
        self.subject.advance(duration);
    }
}
