//! The store, and the steps that most of what its port asks for has in common.

use super::commit::{Answer, Storing};
use super::fields::{self, Fields};
use super::names::Names;
use super::promises::{Pending, Settled};
use super::queue::Place;
use super::queued::Queued;
use super::reply::{self, unexpected};
use super::scripts;
use super::steps::Steps;
use crate::clock::Clock;
use crate::commit_log::CommitLog;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use cartwright_core::{CartKey, Commit, CommitId, Identity, LoadedCart, QueuedCommit, StoreError, StoreErrorKind};
use redis::Value;
use std::time::{Duration, Instant};

/// How often it is begun anew because somebody else's promise had to be settled first.
const ROUNDS: usize = 16;
/// A thousand years, in milliseconds. A server refuses times that it cannot count, and that would be in the middle of a
/// change.
const LONGEST_TTL: u128 = 1000 * 365 * 86_400_000;

/// Carts on a Redis server, on the master behind Sentinels, or in a Cluster, shared by any number of processes of any number
/// of machines.
///
/// A change of a cart that the caller holds is one round trip; so is a conflict, which brings the cart as it is now along.
/// See [`RedisOptions`] for where the server is.
///
/// ```no_run
/// use cartwright_core::{Cart, CartKey, CartStore, Commit, CommitId, Incarnation, Limits};
/// use cartwright_storage::{RedisOptions, RedisStore};
///
/// let store = RedisStore::new(RedisOptions::server("127.0.0.1", 6379));
/// let key = CartKey::new("user-7", "default");
/// let commit = Commit {
///     key: &key, expected: None, incarnation: Incarnation(0x5eed), id: CommitId(1),
///     cart: &Cart::default(), changes: &[], limits: Limits::default(), outbox: &[],
/// };
/// let first = store.commit(&commit)?;
/// // The reply was lost, so it is repeated: it is stored once.
/// assert_eq!(store.commit(&commit)?, first);
/// # Ok::<(), cartwright_core::StoreError>(())
/// ```
#[derive(Debug)]
pub struct RedisStore {
    pub(super) link: RedisLink,
    pub(super) clock: Clock,
    pub(super) steps: Steps,
}

impl RedisStore {
    /// A store as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self { link: RedisLink::new(options), clock: Clock::default(), steps: Steps::default() }
    }

    /// Another clock than the system's.
    #[must_use]
    pub fn clock(self, clock: impl Into<Clock>) -> Self {
        Self { clock: clock.into(), ..self }
    }

    /// A store for tests, which asks before each step of a merge or swap that takes several, and of reading the outbox of a
    /// Cluster, whether its process lives on: `goes` is told how many there were. What happens while it answers happens
    /// between two steps.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn living_while(self, goes: impl Fn(usize) -> bool + Send + Sync + 'static) -> Self {
        Self { steps: Steps::asking(goes), ..self }
    }

    pub(super) fn options(&self) -> &RedisOptions {
        self.link.options()
    }

    pub(super) fn names(&self, key: &CartKey) -> Names {
        self.options().names(key)
    }

    pub(super) fn run<K: AsRef<[u8]>, A: AsRef<[u8]>>(
        &self,
        script: &RedisScript,
        effect: Effect,
        keys: &[K],
        arguments: &[A],
    ) -> Result<Value, StoreError> {
        Ok(self.link.run(script, effect, keys, arguments)?)
    }

    /// The milliseconds that a cart lives without a change; 0 for ever.
    pub(super) fn ttl(&self) -> String {
        self.options().cart_ttl.map_or(0, |ttl| ttl.as_millis().clamp(1, LONGEST_TTL)).to_string()
    }

    pub(super) fn now(&self) -> String {
        self.clock.now().to_string()
    }

    /// Whether the outbox numbers the records itself, or a bucket's stream hands them on.
    pub(super) fn numbering(&self) -> &'static str {
        if self.options().is_cluster() { "handed on" } else { "numbered" }
    }

    /// The cart, and whether it is promised to somebody.
    pub(super) fn load_now(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        let names = self.names(key);
        self.settled(|| {
            let value = self.run::<_, &str>(&scripts::LOAD, Effect::Looks, &names.keys[..1], &[])?;
            let mut parts = reply::list(value)?.into_iter();
            if let Some(pending) = self.settled_now(key, &mut parts)? {
                return Ok(Err(pending));
            }
            fields::read(key, reply::fields(parts.next().ok_or_else(unexpected)?)?).map(Ok)
        })
    }

    /// Does it, again after each promise that was in the way and is settled.
    pub(super) fn settled<R>(
        &self,
        mut attempt: impl FnMut() -> Result<Result<R, Pending>, StoreError>,
    ) -> Result<R, StoreError> {
        let mut in_the_way = None;
        for _ in 0..ROUNDS {
            match attempt()? {
                Ok(answer) => return Ok(answer),
                Err(pending) => {
                    if self.settle(&pending)? == Settled::NotYet {
                        return Err(pending.into_busy());
                    }
                    in_the_way = Some(pending);
                }
            }
        }
        Err(in_the_way.map_or_else(unexpected, Pending::into_busy))
    }

    /// What the cart is.
    pub(super) fn identity_now(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        Ok(self.head(key)?.map(|(identity, _)| identity))
    }

    /// What an earlier commit of this id made of the cart, if that is remembered.
    pub(super) fn remembered(&self, key: &CartKey, id: CommitId) -> Result<Option<Identity>, StoreError> {
        let head = self.head(key)?;
        Ok(head.and_then(|(identity, commits)| CommitLog::from_bytes(&commits)?.made(id, identity)))
    }

    /// What the cart is, and its last commits.
    fn head(&self, key: &CartKey) -> Result<Option<(Identity, Vec<u8>)>, StoreError> {
        let names = self.names(key);
        self.settled(|| {
            let value = self.run(&scripts::LOAD, Effect::Looks, &names.keys[..1], &["identity", "commits"])?;
            let mut parts = reply::list(value)?.into_iter();
            if let Some(pending) = self.settled_now(key, &mut parts)? {
                return Ok(Err(pending));
            }
            let mut fields = reply::list(parts.next().ok_or_else(unexpected)?)?.into_iter();
            match (fields.next(), fields.next()) {
                (None | Some(Value::Nil), _) => Ok(Ok(None)),
                (found, commits) => {
                    let identity = fields::identity(key, &reply::text(found)?)?;
                    Ok(Ok(Some((identity, reply::bytes(commits).unwrap_or_default()))))
                }
            }
        })
    }

    /// A promise that is settled by now, so that the cart has to be looked at again. One that somebody is about to keep is in
    /// no reader's way: until then the cart is what it is.
    fn settled_now(
        &self,
        key: &CartKey,
        parts: &mut impl Iterator<Item = Value>,
    ) -> Result<Option<Pending>, StoreError> {
        let (promise, time) = (reply::text(parts.next())?, reply::text(parts.next())?);
        if promise.is_empty() {
            return Ok(None);
        }
        let pending = Pending::read(key, &promise, &time)?;
        if self.settle(&pending)? == Settled::NotYet {
            // Unless it was kept, and forgotten, while we asked.
            let value = self.run(&scripts::LOAD, Effect::Looks, &self.names(key).keys[..1], &["promise"])?;
            let still = reply::text(reply::list(value)?.into_iter().next())?;
            if still == pending.text() {
                return Ok(None);
            }
        }
        Ok(Some(pending.settled()))
    }

    /// Changes a cart as it was loaded, again and again until it is stored.
    pub(super) fn change_queued(
        &self,
        place: &mut Option<Place>,
        mut loaded: Option<LoadedCart>,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        let (begun, patience) = (Instant::now(), self.options().longest_wait());
        loop {
            let expected = loaded.as_ref().map(|loaded| loaded.identity);
            let queued = {
                let _queued = Queued::at(self);
                change(loaded)
            };
            let Some(QueuedCommit { incarnation, id, cart, changes, limits, outbox }) = queued else {
                return Ok(None);
            };
            let commit =
                Commit { key, expected, incarnation, id, cart: &cart, changes: &changes, limits, outbox: &outbox };
            let storing = Storing::of(commit)?.at_place(place.as_ref());
            loaded = match self.settled(|| self.attempt(&storing))? {
                Answer::Stored(identity) => {
                    // With it, the place was left.
                    *place = None;
                    return Ok(Some(identity));
                }
                answer => fields::read(key, conflict(answer)?)?,
            };
            if begun.elapsed() > patience {
                return Err(overtaken(key, patience));
            }
            if place.is_none() {
                *place = self.enter_queue(key)?;
                if place.is_some() {
                    loaded = self.load_now(key)?;
                }
            }
        }
    }

    /// Stores a change, if nobody was faster.
    pub(super) fn stored(&self, commit: &Commit<'_>) -> Result<Answer, StoreError> {
        let storing = Storing::of(*commit)?;
        self.settled(|| self.attempt(&storing))
    }
}

fn overtaken(key: &CartKey, patience: Duration) -> StoreError {
    StoreError::new(
        StoreErrorKind::Busy,
        format!(
            "others changed the cart {key} each time within the {} ms that we try; nothing was stored. Try again",
            patience.as_millis()
        ),
    )
}

/// What the cart is that was in the way of a commit without a source.
pub(super) fn conflict(answer: Answer) -> Result<Fields, StoreError> {
    match answer {
        Answer::Conflict(fields) => Ok(fields),
        Answer::Stored(_) | Answer::SourceConflict(_) | Answer::Cancelled => Err(unexpected()),
    }
}
