//! Promises: how a cart goes to another node of a Cluster, where no step can do everything.
//!
//! 1. The source's node writes down that the cart is promised, to whom, and under which number. From now on nobody changes it.
//! 2. The target's node stores what is to be there, and in the same step its *decision*: the promise is kept. If somebody
//!    has decided before that it is not, nothing is stored.
//! 3. The source's node removes the cart, if it is still promised under this number.
//! 4. The decision is remembered until nobody can be late any more: a second step whose reply was lost comes again, and what
//!    is at the target by then may be newer.
//!
//! Whoever finds a promised cart asks the target's node. Is the promise kept, he takes step 3 and 4. Is there no decision and
//! the promise fresh, a cart is read as it is and not changed. Is it old, he decides that it is not kept, and the source is
//! free again. Each step can be taken twice, and a process may die between any two.

use super::fields::corrupt;
use super::names::{cart_of, member};
use super::reply::{self, Reply};
use super::scripts;
use super::store::RedisStore;
use crate::redis::link::Effect;
use cartwright_core::{CartKey, StoreError, StoreErrorKind};

/// How long a process has for its second step before others may decide against it, in milliseconds.
const FRESH: i64 = 1000;
/// How late a second step may come at all. By then a decision is still remembered, whatever the clocks of two nodes say: one
/// against it, of which there are few, for a day.
const LATEST: i64 = 3_600_000;
const REMEMBERED: i64 = 24 * LATEST;
const KEPT_REMEMBERED: i64 = 2 * LATEST;

/// A cart that is promised to another one.
#[derive(Clone, Debug)]
pub(super) struct Promise {
    /// As it stands in the cart.
    pub(super) text: String,
    /// What tells it from every other one.
    pub(super) number: String,
    /// When it was made, by the source's node.
    made_at: i64,
    pub(super) target: CartKey,
}

impl Promise {
    pub(super) fn read(key: &CartKey, text: &str) -> Result<Self, StoreError> {
        let mut parts = text.splitn(3, ':');
        let (id, time, target) = (parts.next(), parts.next(), parts.next());
        let read = || {
            let (id, time) = (id?, time?);
            let target = cart_of(target?)?;
            Some(Self { text: text.to_owned(), number: format!("{id}-{time}"), made_at: time.parse().ok()?, target })
        };
        read().ok_or_else(|| corrupt(key, "its field promise cannot be read"))
    }

    /// As it is written; the source's node puts the time between.
    pub(super) fn target_text(target: &CartKey) -> String {
        member(target)
    }

    /// After when, in milliseconds, the second step is not taken any more.
    pub(super) fn deadline(&self) -> String {
        (self.made_at + LATEST).to_string()
    }
}

/// A promise that is in the way.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    source: CartKey,
    promise: Promise,
    /// What time it is where the promise was made.
    now: i64,
    /// Not any more.
    is_settled: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// It is in nobody's way any more.
    Yes,
    /// Somebody is about to keep it.
    NotYet,
}

impl Pending {
    pub(super) fn read(source: &CartKey, promise: &str, time: &str) -> Result<Self, StoreError> {
        let promise = Promise::read(source, promise)?;
        let now = time.parse().map_err(|_| reply::unexpected())?;
        Ok(Self { source: source.clone(), promise, now, is_settled: false })
    }

    /// Of what a script answered about this cart.
    pub(super) fn of(source: &CartKey, reply: &mut Reply) -> Result<Self, StoreError> {
        let (promise, time) = (reply.text()?, reply.text()?);
        Self::read(source, &promise, &time)
    }

    /// What a cart had to be looked at again for.
    pub(super) fn settled(self) -> Self {
        Self { is_settled: true, ..self }
    }

    pub(super) fn text(&self) -> &str {
        &self.promise.text
    }

    pub(super) fn into_busy(self) -> StoreError {
        StoreError::new(
            StoreErrorKind::Busy,
            format!(
                "the cart {} is just going to {}; nothing was stored. Try again in a moment",
                self.source, self.promise.target
            ),
        )
    }
}

impl RedisStore {
    /// Finishes what somebody has begun, or decides that it is not done.
    pub(super) fn settle(&self, pending: &Pending) -> Result<Settled, StoreError> {
        if pending.is_settled {
            return Ok(Settled::Yes);
        }
        let asks = if pending.now - pending.promise.made_at > FRESH { "cancel" } else { "ask" };
        let effect = if asks == "ask" { Effect::Looks } else { Effect::Repeatable };
        let arguments = [asks.to_owned(), REMEMBERED.to_string()];
        let decided = self.run(&scripts::DECIDE, effect, &[self.decision(&pending.promise)], &arguments)?;
        match &*reply::text(Some(decided))? {
            "open" => return Ok(Settled::NotYet),
            "cancelled" => self.release(&pending.source, &pending.promise)?,
            _ => self.keep(&pending.source, &pending.promise)?,
        }
        Ok(Settled::Yes)
    }

    /// The promise is kept: the source goes, and before long nobody needs to know.
    pub(super) fn keep(&self, source: &CartKey, promise: &Promise) -> Result<(), StoreError> {
        self.steps.next()?;
        self.settle_as(source, promise, "remove")?;
        self.steps.next()?;
        let keys = [self.decision(promise)];
        self.run(&scripts::FORGET, Effect::Repeatable, &keys, &[KEPT_REMEMBERED.to_string()]).map(drop)
    }

    /// The promise is not kept.
    pub(super) fn release(&self, source: &CartKey, promise: &Promise) -> Result<(), StoreError> {
        self.settle_as(source, promise, "release")
    }

    fn settle_as(&self, source: &CartKey, promise: &Promise, what: &str) -> Result<(), StoreError> {
        let names = self.names(source);
        let arguments = [&*names.member, &*promise.text, what];
        self.run(&scripts::SETTLE, Effect::Repeatable, &names.keys, &arguments).map(drop)
    }

    /// Where it is written what was decided.
    pub(super) fn decision(&self, promise: &Promise) -> String {
        let bucket = self.options().bucket_of(promise.target.identifier());
        self.options().decision(bucket, &promise.number)
    }
}
