//! The list of the reference, and what is computed from it.

use crate::answer::{Answer, Caps, Grant, HeldLine, Keep, Refusal, Reservation, Shortage, State, Stored};
use crate::audit::{AuditEntry, AuditKind, token_hash};
use crate::error::Result;
use crate::names::{OrderId, OwnerId};
use crate::stock::{Line, Policy, Rule, StockLevel};
use crate::stock_key::StockKey;
use crate::store::Claim;
use crate::tally::{Counter, Tally};
use cartwright_coordination::{Fence, ManualClock, Moment, OwnerToken, StoreIncarnation, WallClock};
use std::collections::BTreeMap;

#[derive(Debug)]
pub(super) struct Model {
    pub(super) keep: Keep,
    pub(super) incarnation: StoreIncarnation,
    pub(super) last_fence: Option<Fence>,
    pub(super) orders: Vec<Order>,
    pub(super) policies: BTreeMap<StockKey, Policy>,
    pub(super) sold: BTreeMap<StockKey, u64>,
    pub(super) fences: BTreeMap<StockKey, Fence>,
    pub(super) tally: Tally,
    pub(super) notes: Vec<AuditEntry>,
}

#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) order: OrderId,
    pub(super) owner: OwnerId,
    pub(super) token: OwnerToken,
    pub(super) lines: Vec<Line>,
    pub(super) state: State,
    pub(super) forced: bool,
    pub(super) late: bool,
    pub(super) refused: bool,
    pub(super) fence: Fence,
    pub(super) granted: Moment,
    pub(super) expires: Moment,
    pub(super) ended: Option<(Moment, u64)>,
}

impl Model {
    pub(super) fn expire(&mut self, now: Moment, limit: usize, clock: &ManualClock) -> Vec<OrderId> {
        let mut due: Vec<_> = (0..self.orders.len())
            .filter(|place| self.orders[*place].state == State::Held && self.orders[*place].expires <= now)
            .collect();
        due.sort_by_key(|place| self.orders[*place].expires);
        due.truncate(limit);
        due.into_iter()
            .map(|place| {
                self.end(place, State::Expired, now);
                self.tally.add(Counter::Expired);
                self.note_of(place, AuditKind::Expired, "", clock);
                self.orders[place].order.clone()
            })
            .collect()
    }

    pub(super) fn end(&mut self, place: usize, state: State, now: Moment) {
        let count = self.tally.of(Counter::Granted) + self.notes.len() as u64;
        let order = &mut self.orders[place];
        self.tally.held_for(now.min(order.expires).since(order.granted));
        (order.state, order.ended) = (state, Some((now, count)));
    }

    pub(super) fn held<'a>(&'a self, key: &'a StockKey) -> impl Iterator<Item = (&'a Order, u64)> {
        self.orders.iter().filter(|order| order.state == State::Held).flat_map(move |order| {
            let of_key = order.lines.iter().filter(move |line| line.key == *key);
            of_key.map(move |line| (order, u64::from(line.quantity)))
        })
    }

    pub(super) fn available(&self, key: &StockKey, rule: Rule, but: Option<&OrderId>) -> Option<u64> {
        let others: Vec<u64> =
            self.held(key).filter(|(order, _)| Some(&order.order) != but).map(|(_, quantity)| quantity).collect();
        let (held, free) = (others.iter().sum::<u64>(), others.is_empty());
        let policy = self.policies.get(key).copied().unwrap_or(Policy::Unknown);
        let mut limits: Vec<u64> = Vec::new();
        match policy {
            Policy::Tracked { on_hand } => limits.push(u64::try_from(on_hand).unwrap_or(0).saturating_sub(held)),
            Policy::Exclusive if !free => limits.push(0),
            Policy::Unknown if rule == Rule::OfStore => limits.push(0),
            _ => {}
        }
        let alone = rule == Rule::Exclusive || rule == Rule::TrackedOrExclusive && policy == Policy::Unknown;
        if alone && !free {
            limits.push(0);
        }
        if let Rule::OnHand { on_hand, sold } = rule {
            let sold_now = self.sold.get(key).copied().unwrap_or(0);
            let since = sold.map_or(0, |before| if sold_now < before { sold_now } else { sold_now - before });
            limits.push(on_hand.saturating_sub(since).saturating_sub(held));
        }
        limits.into_iter().min()
    }

    pub(super) fn short(&self, lines: &[Line], but: Option<&Order>) -> Vec<Shortage> {
        let before = |key: &StockKey| but.and_then(|order| order.lines.iter().find(|line| line.key == *key));
        let missing = lines.iter().filter_map(|line| {
            if before(&line.key).is_some_and(|before| before.quantity >= line.quantity) {
                return None;
            }
            let available = self.available(&line.key, line.rule, but.map(|order| &order.order))?;
            let is_short = u64::from(line.quantity) > available;
            is_short.then(|| Shortage { key: line.key.clone(), requested: line.quantity, available })
        });
        missing.collect()
    }

    pub(super) fn beyond(&self, owner: &OwnerId, lines: usize, before: usize, caps: Caps) -> Option<Refusal> {
        let held = |of: Option<&OwnerId>| {
            let orders = self.orders.iter().filter(|order| order.state == State::Held);
            orders.filter(|order| of.is_none_or(|of| order.owner == *of)).map(|order| order.lines.len()).sum::<usize>()
        };
        if lines <= before {
            return None;
        }
        if (held(None) + lines - before) as u64 > caps.total {
            return Some(Refusal::TooManyInAll { limit: caps.total });
        }
        let of_owner = (held(Some(owner)) + lines - before) as u64;
        (of_owner > caps.per_owner).then_some(Refusal::TooManyOfOwner { limit: caps.per_owner })
    }

    pub(super) fn fence(&mut self) -> Result<Fence> {
        let next = match self.last_fence {
            None => Fence::first(self.incarnation),
            Some(last) => last.next()?,
        };
        self.last_fence = Some(next);
        Ok(next)
    }

    pub(super) fn fence_lines(&mut self, place: usize, fence: Fence) {
        for line in &self.orders[place].lines {
            self.fences.insert(line.key.clone(), fence);
        }
    }

    pub(super) fn sell(&mut self, place: usize) {
        for line in &self.orders[place].lines {
            *self.sold.entry(line.key.clone()).or_default() += u64::from(line.quantity);
            if let Some(Policy::Tracked { on_hand }) = self.policies.get_mut(&line.key) {
                *on_hand -= i64::from(line.quantity);
            }
        }
    }

    pub(super) fn place(&self, order: &OrderId) -> Option<usize> {
        self.orders.iter().position(|known| known.order == *order)
    }

    pub(super) fn note(
        &mut self,
        kind: AuditKind,
        of: (&str, &str),
        token: Option<&OwnerToken>,
        detail: &str,
        clock: &ManualClock,
    ) {
        self.notes.push(AuditEntry {
            sequence: self.notes.len() as u64 + 1,
            at: clock.wall_time(),
            kind,
            subject: of.0.into(),
            owner: of.1.into(),
            token_hash: token.map(token_hash).unwrap_or_default(),
            detail: detail.into(),
        });
    }

    pub(super) fn note_of(&mut self, place: usize, kind: AuditKind, detail: &str, clock: &ManualClock) {
        let order = self.orders[place].clone();
        self.note(kind, (order.order.as_str(), order.owner.as_str()), Some(&order.token), detail, clock);
    }

    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        self.tally.add(match refusal {
            Refusal::Short(_) => Counter::RefusedShort,
            Refusal::OtherLines | Refusal::OtherOwner => Counter::RefusedConflict,
            Refusal::Ended(_) => Counter::RefusedEnded,
            Refusal::TooManyOfOwner { .. } => Counter::RefusedOwner,
            Refusal::TooManyInAll { .. } => Counter::RefusedTotal,
        });
    }

    /// The place of what somebody may act on, in one of these states.
    pub(super) fn own<T>(
        &mut self,
        claim: Claim<'_>,
        states: &[State],
        clock: &ManualClock,
    ) -> std::result::Result<usize, Answer<T>> {
        let place = self.place(claim.order);
        let (refused, why) = match place.map(|place| &self.orders[place]) {
            None => (Answer::Unknown, "unknown"),
            Some(order) if order.token != *claim.token => (Answer::WrongToken, "wrong_token"),
            Some(order) if states.contains(&order.state) => return place.ok_or(Answer::Unknown),
            Some(order) if order.state == State::Expired => (Answer::Expired, "expired"),
            Some(order) => (Answer::Ended(order.state), order.state.name()),
        };
        self.tally.add(Counter::FencedOff);
        self.note(AuditKind::FencedOff, (claim.order.as_str(), ""), Some(claim.token), why, clock);
        Err(refused)
    }

    pub(super) fn grant(&self, place: usize, now: Moment, again: bool) -> Grant {
        let order = &self.orders[place];
        Grant { token: order.token.clone(), fence: order.fence, remaining: order.expires.since(now), again }
    }

    pub(super) fn view(&self, order: &Order, now: Moment) -> Stored {
        let held = order.state == State::Held;
        let line = |line: &Line| HeldLine { key: line.key.clone(), quantity: line.quantity };
        Stored {
            token: order.token.clone(),
            reservation: Reservation {
                order: order.order.clone(),
                owner: order.owner.clone(),
                state: order.state,
                forced: order.forced,
                late: order.late,
                fence: order.fence,
                lines: order.lines.iter().map(line).collect(),
                age: now.since(order.granted),
                remaining: if held { order.expires.since(now) } else { std::time::Duration::ZERO },
            },
        }
    }

    pub(super) fn force(&mut self, place: usize, now: Moment, reason: &str, clock: &ManualClock) -> Result<Fence> {
        let fence = self.fence()?;
        self.fence_lines(place, fence);
        self.end(place, State::Released, now);
        self.orders[place].forced = true;
        self.tally.add(Counter::Forced);
        self.note_of(place, AuditKind::Forced, reason, clock);
        Ok(fence)
    }

    pub(super) fn level(&self, key: &StockKey) -> StockLevel {
        let holds: Vec<u64> = self.held(key).map(|(_, quantity)| quantity).collect();
        StockLevel {
            key: key.clone(),
            policy: self.policies.get(key).copied().unwrap_or(Policy::Unknown),
            held: holds.iter().sum(),
            holders: holds.len() as u32,
            sold: self.sold.get(key).copied().unwrap_or(0),
            available: self.available(key, Rule::OfStore, None),
            fence: self.fences.get(key).copied(),
        }
    }
}
