//! A shop for tests: goods, a clock that stands, and a store in which a rival acts at the wrong moment.
#![allow(dead_code)] // Each test file uses its own part of it.

use cartwright_coordination::{ManualClock, SeededRandom};
use cartwright_core::{
    Cart, CartKey, CartListing, CartStore, Commit, Committed, ConditionValue, Conditions, Identity, Incarnation, Json,
    LoadedCart, Model, NewCondition, NewItem, Operation, OutboxRecord, PriceInput, QueuedCommit, StoreError,
    StoreErrorKind,
};
use cartwright_engine::{Applied, Engine, Environment, Settings};
use cartwright_storage::MemoryStore;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

pub fn key(identifier: &str) -> CartKey {
    CartKey::new(identifier, "default")
}

pub fn add(id: &str, quantity: i64) -> Operation<'_> {
    Operation::Add(NewItem {
        id,
        name: "Thing",
        price: PriceInput::Whole(1000),
        quantity: quantity.into(),
        attributes: Json::from("[]"),
        conditions: Conditions::default(),
        model: Model::none(),
    })
}

pub fn coupon(name: &str) -> Operation<'_> {
    Operation::AddCondition(NewCondition {
        name,
        kind: "discount",
        target: "subtotal",
        value: ConditionValue::Text("-10%".into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from("null"),
    })
}

pub fn note(key: &str) -> Operation<'_> {
    Operation::SetMetadata(key, Json::from("\"yes\""))
}

pub fn lines(cart: &Cart) -> Vec<(String, i64)> {
    cart.items().map(|item| (item.id().as_str().to_owned(), item.quantity().whole())).collect()
}

pub fn kinds(applied: &Applied) -> Vec<&'static str> {
    applied.events.iter().map(|envelope| envelope.event.kind().name()).collect()
}

/// An engine on a store that a rival may disturb, with a clock that goes only while somebody sleeps.
pub struct Shop {
    pub engine: Engine,
    pub store: DisturbedStore,
    pub clock: ManualClock,
}

impl Shop {
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new("USD").unwrap();
        change(&mut settings);
        let (clock, store) = (ManualClock::default(), DisturbedStore::default());
        let engine = Engine::new(store.clone(), settings).in_environment(environment(&clock));
        Self { engine, store, clock }
    }

    /// What a rival stores, undisturbed.
    pub fn rival(&self) -> impl Fn(&CartKey, &Operation<'_>) + Send + Sync + 'static {
        let rival = Engine::new(self.store.calm.clone(), *self.engine.settings());
        move |key, operation| {
            rival.apply(key, operation).unwrap();
        }
    }
}

pub fn environment(clock: &ManualClock) -> Environment {
    Environment {
        wall: Arc::new(clock.clone()),
        monotonic: Arc::new(clock.clone()),
        sleep: Arc::new(clock.clone()),
        random: Arc::new(SeededRandom::new(2026)),
        ..Environment::default()
    }
}

/// What happens when the store is next asked to write.
pub enum Disturbance {
    /// Somebody else is let in first.
    Rival(Box<dyn FnOnce() + Send>),
    /// It is done, and the reply gets lost; then somebody else is let in.
    LostReply(Box<dyn FnOnce() + Send>),
    /// It is not done, for this reason.
    Fails(StoreErrorKind),
}

#[derive(Clone, Default)]
pub struct DisturbedStore {
    pub calm: MemoryStore,
    next: Arc<Mutex<VecDeque<Disturbance>>>,
    pub forgetful: bool,
    is_away: Arc<AtomicBool>,
    calls: Arc<Mutex<Vec<&'static str>>>,
}

impl DisturbedStore {
    pub fn then(&self, disturbance: Disturbance) {
        self.next.lock().unwrap().push_back(disturbance);
    }

    pub fn rival(&self, rival: impl FnOnce() + Send + 'static) {
        self.then(Disturbance::Rival(Box::new(rival)));
    }

    pub fn lose_reply(&self) {
        self.lose_reply_and(|| {});
    }

    pub fn lose_reply_and(&self, rival: impl FnOnce() + Send + 'static) {
        self.then(Disturbance::LostReply(Box::new(rival)));
    }

    pub fn fail(&self, kind: StoreErrorKind) {
        self.then(Disturbance::Fails(kind));
    }

    /// From now on nobody can look at it.
    pub fn go_away(&self) {
        self.is_away.store(true, Ordering::SeqCst);
    }

    fn look<T>(&self, call: &'static str, look: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.note(call);
        if self.is_away.load(Ordering::SeqCst) {
            return Err(StoreError::new(StoreErrorKind::Unavailable, "the store has gone away"));
        }
        look()
    }

    /// What the store was asked since the last time, in order.
    pub fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    fn note(&self, call: &'static str) {
        self.calls.lock().unwrap().push(call);
    }

    fn write<T>(&self, call: &'static str, write: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.note(call);
        // Not held while somebody else is in the store, who may come back here.
        let next = self.next.lock().unwrap().pop_front();
        match next {
            None => write(),
            Some(Disturbance::Rival(rival)) => {
                rival();
                write()
            }
            Some(Disturbance::LostReply(rival)) => {
                write()?;
                rival();
                Err(StoreError::new(StoreErrorKind::OutcomeUnknown, "the line went dead"))
            }
            Some(Disturbance::Fails(kind)) => Err(StoreError::new(kind, format!("the store is {kind:?}"))),
        }
    }
}

impl CartStore for DisturbedStore {
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        self.look("load", || self.calm.load(key))
    }

    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        self.look("identity", || self.calm.identity(key))
    }

    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        self.write("commit", || self.calm.commit(commit))
    }

    fn remembers_commits(&self) -> bool {
        !self.forgetful
    }

    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        self.write("commit_queued", || self.calm.commit_queued(key, change))
    }

    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError> {
        self.write("delete", || self.calm.delete(key, outbox))
    }

    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        self.calm.instances(identifier)
    }

    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        self.write("swap", || self.calm.swap(from, to, incarnation))
    }

    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError> {
        self.write("commit_merge", || self.calm.commit_merge(target, source, source_expected))
    }

    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        self.note("list");
        self.calm.list(after, idle_since, limit)
    }

    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError> {
        self.write("prune", || self.calm.prune(listing))
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        self.calm.outbox(after, limit)
    }

    fn acknowledge(&self, through: i64) -> Result<(), StoreError> {
        self.calm.acknowledge(through)
    }
}
