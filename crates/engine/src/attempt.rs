//! One try at changing a cart: what it was, what it is to be, what will be told.

use crate::engine::Engine;
use crate::error::EngineError;
use cartwright_core::{
    Cart, CartKey, Changes, Commit, CommitId, Identity, Incarnation, Limits, LoadedCart, QueuedCommit,
};
use cartwright_events::{Envelope, Occasion, seal};

/// What is done to a cart, as often as it has to be applied again.
pub(crate) type Work<'a> = &'a dyn Fn(&mut Cart) -> Result<Changes, cartwright_core::Error>;

/// Random numbers for one commit, all from one question to the operating system.
#[derive(Clone, Copy)]
pub(crate) struct Lots {
    id: CommitId,
    incarnation: Incarnation,
    /// For the events of most operations; more are drawn when there are more.
    events: [u128; 3],
}

impl Lots {
    pub(crate) fn draw(engine: &Engine) -> Result<Self, EngineError> {
        let [id, incarnation, events @ ..] = engine.environment().uniques::<5>()?;
        Ok(Self { id: CommitId(id), incarnation: Incarnation(incarnation), events })
    }
}

pub(crate) struct Attempt {
    pub(crate) before: Option<Identity>,
    pub(crate) cart: Cart,
    pub(crate) changes: Changes,
    pub(crate) events: Vec<Envelope>,
    records: Vec<Vec<u8>>,
    lots: Lots,
    limits: Limits,
}

impl Attempt {
    /// Applies the work to a cart as it was loaded. `source` is the cart that a merge takes in.
    pub(crate) fn prepare(
        engine: &Engine,
        key: &CartKey,
        loaded: Option<LoadedCart>,
        work: Work<'_>,
        lots: Lots,
        source: Option<&CartKey>,
    ) -> Result<Self, EngineError> {
        let (before, mut cart) = match loaded {
            Some(loaded) => (Some(loaded.identity), loaded.cart),
            None => (None, Cart::default()),
        };
        let changes = work(&mut cart)?;
        let after = if changes.differ() { Some(next(before, lots.incarnation)) } else { before };
        let events = sealed(engine, key, &changes, &cart, (before, after), source, &lots.events)?;
        let records = if changes.differ() { records(engine, &events) } else { Vec::new() };
        let limits = engine.settings().policy.limits;
        Ok(Self { before, cart, changes, events, records, lots, limits })
    }

    /// Whether there is something to store.
    pub(crate) fn differs(&self) -> bool {
        self.changes.differ()
    }

    pub(crate) fn commit<'a>(&'a self, key: &'a CartKey) -> Commit<'a> {
        Commit {
            key,
            expected: self.before,
            incarnation: self.lots.incarnation,
            id: self.lots.id,
            cart: &self.cart,
            changes: &self.changes,
            limits: self.limits,
            outbox: &self.records,
        }
    }

    pub(crate) fn queued(&self) -> QueuedCommit {
        QueuedCommit {
            incarnation: self.lots.incarnation,
            id: self.lots.id,
            cart: self.cart.clone(),
            changes: self.changes.to_vec(),
            limits: self.limits,
            outbox: self.records.clone(),
        }
    }
}

/// What a commit makes of a cart, so that events can be stored with it.
fn next(before: Option<Identity>, incarnation: Incarnation) -> Identity {
    match before {
        Some(before) => Identity { version: before.version.saturating_add(1), ..before },
        None => Identity { incarnation, version: 1 },
    }
}

/// The events of changes, if the shop wants any. They take these ids, and draw others after them.
pub(crate) fn sealed(
    engine: &Engine,
    key: &CartKey,
    changes: &Changes,
    cart: &Cart,
    (before, after): (Option<Identity>, Option<Identity>),
    source: Option<&CartKey>,
    ids: &[u128],
) -> Result<Vec<Envelope>, EngineError> {
    if !engine.settings().events || changes.is_empty() {
        return Ok(Vec::new());
    }
    let (at, pricing) = (engine.environment().time(), engine.settings().pricing());
    let occasion = Occasion { key, before, after, at, pricing, source };
    let (mut ids, mut failure) = (ids.iter().copied(), None);
    let events = seal(changes, cart, &occasion, &mut || {
        ids.next().map_or_else(|| engine.environment().unique(), Ok).unwrap_or_else(|error| {
            failure = Some(error);
            0
        })
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(events),
    }
}

/// Events as they are stored.
pub(crate) fn records(engine: &Engine, events: &[Envelope]) -> Vec<Vec<u8>> {
    if !engine.settings().outbox {
        return Vec::new();
    }
    events.iter().map(|event| event.to_json().into_bytes()).collect()
}
