//! The port to a store of locks: what it promises, whatever it keeps them in.

use crate::error::Result;
use crate::fence::Fence;
use crate::lease::Lifetime;
use crate::lock_key::LockKey;
use crate::owner::OwnerToken;
use std::time::Duration;

/// A lock that was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Greater than that of every grant of this key before.
    pub fence: Fence,
    /// For how long it is granted, by the store's clock, when the store answered.
    pub remaining: Duration,
}

/// The answer to who asks for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquired {
    /// It is his.
    Granted(Grant),
    /// Another holds it, for so long at most if he does not renew.
    Held {
        /// What remains of the other's lease.
        remaining: Duration,
    },
}

impl Acquired {
    /// The grant, if it is one.
    pub fn granted(self) -> Option<Grant> {
        match self {
            Self::Granted(grant) => Some(grant),
            Self::Held { .. } => None,
        }
    }
}

/// The answer to who says that a lock is his.
///
/// The three refusals are different because what follows is: after `Expired` nobody else has held the lock, so what it
/// protects is as it was left; after `WrongOwner` somebody has; after `Unknown` nobody can tell. Whoever meets one must
/// stop acting as the holder. A refusal changes nothing in the store.
///
/// ```
/// use cartwright_coordination::Answer;
///
/// assert_eq!(Answer::Done("it is yours").done(), Some("it is yours"));
/// assert_eq!(Answer::<&str>::Expired.done(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a lock that is no longer held protects nothing"]
pub enum Answer<T> {
    /// It was, and it is done.
    Done(T),
    /// The last grant of this lock went to another token, live or not.
    WrongOwner,
    /// The last grant went to this token, and its lease is over.
    Expired,
    /// Nothing is known of a grant: never given, released, or collected after it expired.
    Unknown,
}

impl<T> Answer<T> {
    /// The same answer, with something else that was done.
    ///
    /// ```
    /// use cartwright_coordination::Answer;
    ///
    /// assert_eq!(Answer::Done("seven").map(str::len), Answer::Done(5));
    /// assert_eq!(Answer::<&str>::WrongOwner.map(str::len), Answer::WrongOwner);
    /// ```
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Done(done) => Answer::Done(with(done)),
            Self::WrongOwner => Answer::WrongOwner,
            Self::Expired => Answer::Expired,
            Self::Unknown => Answer::Unknown,
        }
    }

    /// What was done, unless it was refused.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(done) => Some(done),
            Self::WrongOwner | Self::Expired | Self::Unknown => None,
        }
    }
}

/// A lock that somebody holds, for those who look. It does not say who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockInfo {
    /// The lock.
    pub key: LockKey,
    /// The fence of its grant.
    pub fence: Fence,
    /// For how long it has been held.
    pub age: Duration,
    /// What remains of its lease.
    pub remaining: Duration,
}

/// A store of locks. Every method is one step: it happens as a whole or not at all, whatever other processes do. None of
/// them waits for a lock; [`Locks`](crate::Locks) does.
///
/// - A lock is held by one token at a time, until the store's clock says that its lease is over or it is released.
/// - Expiry is looked at in every step; it needs no [`sweep`](LockStore::sweep).
/// - A store never measures a lease with one client's clock against another's.
/// - An error is never permission: who gets one does not hold the lock.
///
/// What is asked of every implementation is written down as tests, in the module `conformance` behind the feature of that
/// name.
///
/// ```
/// # #[cfg(feature = "conformance")] {
/// use cartwright_coordination::conformance::PlainStore;
/// use cartwright_coordination::{
///     Acquired, Answer, LifetimeLimit, LockKey, LockStore, ManualClock, OwnerToken, SystemRandom,
/// };
/// use std::time::Duration;
///
/// let clock = ManualClock::default();
/// let store = PlainStore::new(clock.clone());
/// let key = LockKey::new("cart:user-7:default")?;
/// let (mine, another) = (OwnerToken::new(&SystemRandom)?, OwnerToken::new(&SystemRandom)?);
/// let second = LifetimeLimit::default().lifetime(Duration::from_secs(1))?;
///
/// let grant = store.acquire(&key, &mine, second)?.granted().unwrap();
/// assert!(matches!(store.acquire(&key, &another, second)?, Acquired::Held { .. }));
/// assert_eq!(store.release(&key, &another)?, Answer::WrongOwner);
///
/// clock.advance(Duration::from_secs(1));
/// assert_eq!(store.renew(&key, &mine, second)?, Answer::Expired);
/// assert!(store.acquire(&key, &another, second)?.granted().unwrap().fence > grant.fence);
/// # }
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
pub trait LockStore {
    /// Asks for a lock under a token of this attempt.
    ///
    /// Who already holds it by this token gets the same grant again, not prolonged: so it is safe to ask again when a
    /// reply was lost. A lock whose lease is over is granted anew, under a greater fence, to whoever asks first.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired>;

    /// Prolongs a lease: so long from now on, if that is longer. The fence stays.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>>;

    /// Gives a lock back.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>>;

    /// Takes a lock from whoever holds it. Answers with a fence that is greater than his and less than that of every later
    /// grant, to be shown to what the lock protects; `None` if nobody held it.
    ///
    /// A verb for those who run the shop, with their reason written down by the caller.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>>;

    /// Looks at a lock; `None` if nobody holds it.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>>;

    /// The locks that are held, in the order of their names' bytes, after `after`, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>>;

    /// Collects what leases that are over have left, at most `limit` of them. Says how many.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn sweep(&self, limit: usize) -> Result<usize>;
}
