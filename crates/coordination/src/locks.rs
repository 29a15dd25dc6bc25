//! Waiting for a lock, and holding it.

use crate::backoff::Backoff;
use crate::clock::Moment;
use crate::deadline::Deadline;
use crate::error::{ErrorKind, Result};
use crate::fence::Fence;
use crate::lease::{Lease, Lifetime};
use crate::lock_key::LockKey;
use crate::lock_store::{Acquired, Answer, Grant, LockStore};
use crate::owner::OwnerToken;
use crate::retry::{Retry, Waiter};
use std::time::Duration;

/// What became of waiting for a lock.
#[derive(Debug)]
#[must_use = "a lock that was not granted protects nothing"]
pub enum Waited {
    /// It is granted.
    Granted(HeldLock),
    /// Another held it until the deadline.
    TimedOut {
        /// How often it was asked for.
        attempts: u32,
        /// What remained of the other's lease at the last try.
        remaining: Duration,
    },
}

impl Waited {
    /// The lock, unless the time was over.
    pub fn granted(self) -> Option<HeldLock> {
        match self {
            Self::Granted(lock) => Some(lock),
            Self::TimedOut { .. } => None,
        }
    }
}

/// A lock that this process holds, for as long as [`HeldLock::is_surely_held`] says so.
///
/// Its lease is measured by this process's clock from before the store was asked, so it ends here before it ends there: who
/// stops when it ends stops in time, however long the reply was on its way.
///
/// It is not given back by being dropped, since that can fail and somebody has to hear of it.
#[derive(Debug)]
#[must_use = "it stays held until it is released or its lease ends"]
pub struct HeldLock {
    key: LockKey,
    token: OwnerToken,
    fence: Fence,
    lease: Lease,
}

impl HeldLock {
    /// The lock.
    pub fn key(&self) -> &LockKey {
        &self.key
    }

    /// What the holder shows to the store.
    pub fn token(&self) -> &OwnerToken {
        &self.token
    }

    /// What the holder shows to what the lock protects.
    pub fn fence(&self) -> Fence {
        self.fence
    }

    /// The lease, by this process's clock.
    pub fn lease(&self) -> Lease {
        self.lease
    }

    /// Whether nobody else can hold it now.
    pub fn is_surely_held(&self, now: Moment) -> bool {
        self.lease.is_live(now)
    }

    /// Whether half of the lease or more is over, and it is time to renew.
    pub fn wants_renewal(&self, now: Moment) -> bool {
        self.lease.remaining(now) * 2 <= self.lease.expires().since(self.lease.granted())
    }
}

/// Locks of a store, with waiting: pauses of random length, one deadline, time and chance handed in.
///
/// ```
/// # #[cfg(feature = "conformance")] {
/// use cartwright_coordination::conformance::PlainStore;
/// use cartwright_coordination::{LifetimeLimit, LockKey, Locks, ManualClock, SeededRandom, Waited, Waiter};
/// use std::time::Duration;
///
/// let (clock, random) = (ManualClock::default(), SeededRandom::new(1));
/// let store = PlainStore::new(clock.clone());
/// let locks = Locks::new(&store, Waiter { clock: &clock, sleep: &clock, random: &random });
///
/// let key = LockKey::new("cart:user-7:default")?;
/// let second = LifetimeLimit::default().lifetime(Duration::from_secs(1))?;
/// let crashed = locks.acquire(&key, second, locks.deadline(Duration::ZERO))?.granted().unwrap();
///
/// // Half a second is not enough to outlive a crashed holder, two seconds are.
/// assert!(matches!(locks.acquire(&key, second, locks.deadline(Duration::from_millis(500)))?, Waited::TimedOut { .. }));
/// let lock = locks.acquire(&key, second, locks.deadline(Duration::from_secs(2)))?.granted().unwrap();
/// assert!(lock.fence() > crashed.fence());
/// assert!(locks.release(lock)?.done().is_some());
/// # }
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
pub struct Locks<'a, S: LockStore + ?Sized> {
    store: &'a S,
    waiter: Waiter<'a>,
    backoff: Backoff,
}

impl<'a, S: LockStore + ?Sized> Locks<'a, S> {
    /// The locks of this store, waited for by [`Backoff::LOCK`].
    pub fn new(store: &'a S, waiter: Waiter<'a>) -> Self {
        Self { store, waiter, backoff: Backoff::LOCK }
    }

    /// The same, waited for by another policy.
    #[must_use]
    pub fn with_backoff(self, backoff: Backoff) -> Self {
        Self { backoff, ..self }
    }

    /// The deadline of a wait that begins now; several locks may be waited for under one.
    pub fn deadline(&self, wait: Duration) -> Deadline {
        self.waiter.deadline(wait)
    }

    /// Waits for a lock until the deadline; one that has passed is one try.
    ///
    /// A store that was busy, and one whose reply was lost, is asked again, with the same token.
    ///
    /// # Errors
    /// At once if the store answers with any other error; at the deadline if the last try was such a one.
    pub fn acquire(&self, key: &LockKey, lifetime: Lifetime, deadline: Deadline) -> Result<Waited> {
        let token = OwnerToken::new(self.waiter.random)?;
        let mut retry = Retry::new(self.backoff, deadline);
        loop {
            let asked = self.waiter.clock.now();
            let refused = match self.store.acquire(key, &token, lifetime) {
                Ok(Acquired::Granted(grant)) => return Ok(Waited::Granted(held(key, token, asked, grant))),
                Ok(Acquired::Held { remaining }) => Ok(remaining),
                Err(error) if matches!(error.kind(), ErrorKind::Busy | ErrorKind::OutcomeUnknown) => Err(error),
                Err(error) => return Err(error),
            };
            let attempts = retry.attempt();
            if self.waiter.pause(&mut retry)? {
                continue;
            }
            return match refused {
                Ok(remaining) => Ok(Waited::TimedOut { attempts, remaining }),
                Err(error) => {
                    // The lock may have been granted all the same. If this reply is lost too, the lease ends by itself.
                    let _ = self.store.release(key, &token);
                    Err(error)
                }
            };
        }
    }

    /// Prolongs a lock. After any answer but [`Answer::Done`] it is not held any more.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost; the lock is held for as long as it was.
    pub fn renew(&self, lock: &mut HeldLock, lifetime: Lifetime) -> Result<Answer<()>> {
        let asked = self.waiter.clock.now();
        let answer = self.store.renew(&lock.key, &lock.token, lifetime)?;
        // Both ends are on the safe side, so the later one is too: a renewal never shortens.
        let expires = match answer {
            Answer::Done(grant) => asked.plus(grant.remaining).max(lock.lease.expires()),
            Answer::WrongOwner | Answer::Expired | Answer::Unknown => asked,
        };
        lock.lease = Lease::between(asked, expires);
        Ok(answer.map(|_| ()))
    }

    /// Gives a lock back. Any answer but [`Answer::Done`] says that it was lost before.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost; the lock ends with its lease.
    pub fn release(&self, lock: HeldLock) -> Result<Answer<()>> {
        self.store.release(&lock.key, &lock.token)
    }
}

fn held(key: &LockKey, token: OwnerToken, asked: Moment, grant: Grant) -> HeldLock {
    let lease = Lease::between(asked, asked.plus(grant.remaining));
    HeldLock { key: key.clone(), token, fence: grant.fence, lease }
}
