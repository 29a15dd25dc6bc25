//! Short words for the tests.

use super::Subject;
use crate::answer::{
    Answer, Caps, Committed, Grant, Refusal, Released, Reserve, Reserved, Shortage, State, StockChange, Stored,
};
use crate::names::{OrderId, OwnerId};
use crate::stock::{Line, Policy, Rule, StockLevel};
use crate::stock_key::StockKey;
use crate::store::{Claim, ReservationStore};
use cartwright_coordination::{Lifetime, LifetimeLimit, OwnerToken, SystemRandom};
use std::time::Duration;

pub(super) const MILLISECOND: Duration = Duration::from_millis(1);
pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const MINUTE: Duration = Duration::from_secs(60);

pub(super) fn key(sku: &str) -> StockKey {
    StockKey::new("shop", "item", sku).unwrap()
}

pub(super) fn line(sku: &str, quantity: u32) -> Line {
    Line::new(key(sku), quantity)
}

pub(super) fn by(sku: &str, quantity: u32, rule: Rule) -> Line {
    Line { rule, ..line(sku, quantity) }
}

pub(super) fn order(id: &str) -> OrderId {
    OrderId::new(id).unwrap()
}

pub(super) fn owner(id: &str) -> OwnerId {
    OwnerId::new(id).unwrap()
}

pub(super) fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).unwrap()
}

pub(super) fn token() -> OwnerToken {
    OwnerToken::new(&SystemRandom).unwrap()
}

/// One store, and short words for what is done with it.
pub(super) struct Scene<'a, S: Subject> {
    pub subject: &'a S,
    pub store: S::Store,
    pub caps: Caps,
}

impl<'a, S: Subject> Scene<'a, S> {
    /// A store in which so many of these are on the shelf.
    pub(super) fn of(subject: &'a S, shelf: &[(&str, i64)]) -> Self {
        let scene = Self { subject, store: subject.open(), caps: Caps::default() };
        shelf.iter().for_each(|(sku, on_hand)| scene.set(sku, Policy::Tracked { on_hand: *on_hand }));
        scene
    }

    pub(super) fn set(&self, sku: &str, policy: Policy) {
        self.store.change_stock(&key(sku), StockChange::Set(policy)).unwrap().unwrap();
    }

    /// Asks for lines, each key once and in order, for a minute.
    pub(super) fn ask(&self, id: &str, who: &str, lines: &[Line]) -> Reserved {
        self.ask_for(MINUTE, id, who, lines)
    }

    pub(super) fn ask_for(&self, time: Duration, id: &str, who: &str, lines: &[Line]) -> Reserved {
        let (order, owner, token, caps) = (order(id), owner(who), token(), self.caps);
        let asked = Reserve { order: &order, owner: &owner, token: &token, lines, lifetime: lifetime(time), caps };
        self.store.reserve(&asked).unwrap()
    }

    /// Asks, and has to get it.
    pub(super) fn take(&self, id: &str, lines: &[Line]) -> Grant {
        self.take_for(MINUTE, id, lines)
    }

    pub(super) fn take_for(&self, time: Duration, id: &str, lines: &[Line]) -> Grant {
        match self.ask_for(time, id, "ada", lines) {
            Reserved::Granted(grant) => grant,
            refused => panic!("there is enough, and the answer was {refused:?}"),
        }
    }

    /// Asks, and is told what is short: which, how many were asked for, how many there were.
    pub(super) fn short(&self, id: &str, lines: &[Line]) -> Vec<(String, u32, u64)> {
        match self.ask(id, "ben", lines) {
            Reserved::Refused(Refusal::Short(short)) => shown(&short),
            other => panic!("there is too little, and the answer was {other:?}"),
        }
    }

    pub(super) fn commit(&self, id: &str, token: &OwnerToken) -> Answer<Committed> {
        self.store.commit(Claim { order: &order(id), token }, &[]).unwrap()
    }

    pub(super) fn release(&self, id: &str, token: &OwnerToken) -> Answer<()> {
        self.released(id, token).map(|_| ())
    }

    pub(super) fn released(&self, id: &str, token: &OwnerToken) -> Answer<Released> {
        self.store.release(Claim { order: &order(id), token }).unwrap()
    }

    pub(super) fn renew(&self, id: &str, token: &OwnerToken, time: Duration) -> Answer<Grant> {
        self.store.renew(Claim { order: &order(id), token }, lifetime(time)).unwrap()
    }

    pub(super) fn amend(&self, id: &str, token: &OwnerToken, lines: &[Line]) -> Answer<Reserved> {
        self.store.amend(Claim { order: &order(id), token }, lines, self.caps).unwrap()
    }

    pub(super) fn level(&self, sku: &str) -> StockLevel {
        self.store.levels(&[key(sku)]).unwrap().remove(0)
    }

    /// (held, sold, available)
    pub(super) fn counts(&self, sku: &str) -> (u64, u64, Option<u64>) {
        let level = self.level(sku);
        (level.held, level.sold, level.available)
    }

    pub(super) fn find(&self, id: &str) -> Option<Stored> {
        self.store.find(&order(id)).unwrap()
    }

    pub(super) fn state(&self, id: &str) -> Option<State> {
        self.find(id).map(|stored| stored.reservation.state)
    }

    pub(super) fn pass(&self, time: Duration) {
        self.subject.advance(time);
    }
}

pub(super) fn shown(short: &[Shortage]) -> Vec<(String, u32, u64)> {
    short.iter().map(|short| (short.key.sku().into_owned(), short.requested, short.available)).collect()
}
