//! The sequential reference: a list of reservations and nothing else. Whatever may be had is computed from the list each
//! time, so it shares neither its way nor its mistakes with the stores that it is compared with.

use super::plain_parts::{Model, Order};
use crate::answer::{
    Answer, Caps, Committed, Counted, Filter, Grant, Keep, Refusal, Released, Reserve, Reserved, State, StockChange,
    Stored, Swept,
};
use crate::audit::{AuditEntry, AuditKind};
use crate::error::Result;
use crate::names::OrderId;
use crate::stock::{Line, Policy, Rule, StockLevel};
use crate::stock_key::StockKey;
use crate::store::{Claim, ReservationStore, Stats};
use crate::tally::{Counter, Tally};
use cartwright_coordination::{Fence, Lifetime, ManualClock, Moment, MonotonicClock, StoreIncarnation, WallClock};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A plain store, on a clock that is moved by hand. Clones share what they keep.
#[derive(Clone, Debug)]
pub struct PlainStore {
    model: Arc<Mutex<Model>>,
    clock: ManualClock,
}

impl Default for PlainStore {
    fn default() -> Self {
        Self::new(ManualClock::default(), Keep::default())
    }
}

impl PlainStore {
    /// An empty store on this clock.
    pub fn new(clock: ManualClock, keep: Keep) -> Self {
        let model = Model {
            keep,
            incarnation: StoreIncarnation::new(clock.wall_time(), None),
            last_fence: None,
            orders: Vec::new(),
            policies: BTreeMap::new(),
            sold: BTreeMap::new(),
            fences: BTreeMap::new(),
            tally: Tally::default(),
            notes: Vec::new(),
        };
        Self { model: Arc::new(Mutex::new(model)), clock }
    }

    fn step(&self) -> (MutexGuard<'_, Model>, Moment) {
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        model.expire(now, usize::MAX, &self.clock);
        (model, now)
    }
}

impl ReservationStore for PlainStore {
    fn reserve(&self, asked: &Reserve<'_>) -> Result<Reserved> {
        let (mut model, now) = self.step();
        let known = model.place(asked.order).map(|place| (place, model.orders[place].clone()));
        let same = |order: &Order| {
            let lines = |lines: &[Line]| lines.iter().map(|line| (line.key.clone(), line.quantity)).collect::<Vec<_>>();
            lines(&order.lines) == lines(asked.lines)
        };
        let refusal = match &known {
            Some((_, order)) if order.owner != *asked.owner => Some(Refusal::OtherOwner),
            Some((_, order)) if order.state != State::Held => Some(Refusal::Ended(order.state)),
            Some((_, order)) if !same(order) => Some(Refusal::OtherLines),
            Some((place, _)) => return Ok(Reserved::Granted(model.grant(*place, now, true))),
            None => model.beyond(asked.owner, asked.lines.len(), 0, asked.caps).or_else(|| {
                let short = model.short(asked.lines, None);
                (!short.is_empty()).then_some(Refusal::Short(short))
            }),
        };
        if let Some(refusal) = refusal {
            model.refuse(&refusal);
            let of = (asked.order.as_str(), asked.owner.as_str());
            model.note(AuditKind::Refused, of, None, refusal.name(), &self.clock);
            return Ok(Reserved::Refused(refusal));
        }
        let fence = model.fence()?;
        model.orders.push(Order {
            order: asked.order.clone(),
            owner: asked.owner.clone(),
            token: asked.token.clone(),
            lines: asked.lines.to_vec(),
            state: State::Held,
            forced: false,
            late: false,
            refused: false,
            fence,
            granted: now,
            expires: now.plus(asked.lifetime.get()),
            ended: None,
        });
        let place = model.orders.len() - 1;
        model.fence_lines(place, fence);
        model.tally.add(Counter::Granted);
        model.note_of(place, AuditKind::Reserved, "", &self.clock);
        Ok(Reserved::Granted(model.grant(place, now, false)))
    }

    fn amend(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Answer<Reserved>> {
        let (mut model, now) = self.step();
        let place = match model.own(claim, &[State::Held], &self.clock) {
            Ok(place) => place,
            Err(refused) => return Ok(refused),
        };
        let order = model.orders[place].clone();
        let is_same = order.lines.len() == lines.len()
            && order
                .lines
                .iter()
                .zip(lines)
                .all(|(one, other)| (&one.key, one.quantity) == (&other.key, other.quantity));
        if is_same {
            return Ok(Answer::Done(Reserved::Granted(model.grant(place, now, true))));
        }
        let refusal = model.beyond(&order.owner, lines.len(), order.lines.len(), caps).or_else(|| {
            let short = model.short(lines, Some(&order));
            (!short.is_empty()).then_some(Refusal::Short(short))
        });
        if let Some(refusal) = refusal {
            model.refuse(&refusal);
            model.note_of(place, AuditKind::Refused, refusal.name(), &self.clock);
            return Ok(Answer::Done(Reserved::Refused(refusal)));
        }
        let fence = model.fence()?;
        (model.orders[place].lines, model.orders[place].fence) = (lines.to_vec(), fence);
        model.fence_lines(place, fence);
        model.tally.add(Counter::Amended);
        model.note_of(place, AuditKind::Amended, "", &self.clock);
        Ok(Answer::Done(Reserved::Granted(model.grant(place, now, false))))
    }

    fn renew(&self, claim: Claim<'_>, lifetime: Lifetime) -> Result<Answer<Grant>> {
        let (mut model, now) = self.step();
        let place = match model.own(claim, &[State::Held], &self.clock) {
            Ok(place) => place,
            Err(refused) => return Ok(refused),
        };
        let order = &mut model.orders[place];
        order.expires = order.expires.max(now.plus(lifetime.get()));
        model.tally.add(Counter::Renewed);
        model.note_of(place, AuditKind::Renewed, "", &self.clock);
        Ok(Answer::Done(model.grant(place, now, false)))
    }

    fn commit(&self, claim: Claim<'_>, counted: &[Counted]) -> Result<Answer<Committed>> {
        let (mut model, now) = self.step();
        let may_be_late = model.place(claim.order).is_some_and(|place| !model.orders[place].refused);
        let states: &[State] = if may_be_late {
            &[State::Held, State::Committed, State::Expired]
        } else {
            &[State::Held, State::Committed]
        };
        let place = match model.own(claim, states, &self.clock) {
            Ok(place) => place,
            Err(refused) => return Ok(refused),
        };
        let order = model.orders[place].clone();
        match order.state {
            State::Committed => {
                return Ok(Answer::Done(Committed { fence: order.fence, late: order.late, again: true }));
            }
            State::Held => model.end(place, State::Committed, now),
            _ => {
                let fits = order.lines.iter().all(|line| {
                    let rule = match line.rule {
                        Rule::OnHand { .. } => {
                            counted.iter().find(|counted| counted.key == line.key).map(|counted| counted.rule)
                        }
                        rule => Some(rule),
                    };
                    let Some(rule) = rule else { return false };
                    let policy = model.policies.get(&line.key).copied().unwrap_or(Policy::Unknown);
                    let alone = policy == Policy::Exclusive
                        || rule == Rule::Exclusive
                        || rule == Rule::TrackedOrExclusive && policy == Policy::Unknown;
                    let untouched = model.fences.get(&line.key) == Some(&order.fence);
                    let available = model.available(&line.key, rule, None);
                    (!alone || untouched) && available.is_none_or(|available| available >= line.quantity.into())
                });
                if !fits {
                    model.orders[place].refused = true;
                    model.tally.add(Counter::FencedOff);
                    let of = (claim.order.as_str(), "");
                    model.note(AuditKind::FencedOff, of, Some(claim.token), "expired", &self.clock);
                    return Ok(Answer::Expired);
                }
                let fence = model.fence()?;
                let count = model.notes.len() as u64;
                let late = &mut model.orders[place];
                (late.state, late.late, late.fence) = (State::Committed, true, fence);
                late.ended = Some((now, count));
                model.fence_lines(place, fence);
                model.tally.add(Counter::CommittedLate);
            }
        }
        model.sell(place);
        model.tally.add(Counter::Committed);
        let late = model.orders[place].late;
        model.note_of(place, AuditKind::Committed, if late { "late" } else { "" }, &self.clock);
        Ok(Answer::Done(Committed { fence: model.orders[place].fence, late, again: false }))
    }

    fn release(&self, claim: Claim<'_>) -> Result<Answer<Released>> {
        let (mut model, now) = self.step();
        let again = |order: &Order| order.token == *claim.token && order.state == State::Released && !order.forced;
        if model.place(claim.order).is_some_and(|place| again(&model.orders[place])) {
            return Ok(Answer::Done(Released { again: true }));
        }
        let place = match model.own(claim, &[State::Held], &self.clock) {
            Ok(place) => place,
            Err(refused) => return Ok(refused),
        };
        model.end(place, State::Released, now);
        model.tally.add(Counter::Released);
        model.note_of(place, AuditKind::Released, "", &self.clock);
        Ok(Answer::Done(Released { again: false }))
    }

    fn force_release(&self, order: &OrderId, reason: &str) -> Result<Answer<Fence>> {
        let (mut model, now) = self.step();
        match model.place(order).map(|place| (place, model.orders[place].state)) {
            None => Ok(Answer::Unknown),
            Some((place, State::Held)) => model.force(place, now, reason, &self.clock).map(Answer::Done),
            Some((_, State::Expired)) => Ok(Answer::Expired),
            Some((_, state)) => Ok(Answer::Ended(state)),
        }
    }

    fn clear(&self, limit: usize, reason: &str) -> Result<Vec<OrderId>> {
        let (mut model, now) = self.step();
        let mut held: Vec<_> =
            (0..model.orders.len()).filter(|place| model.orders[*place].state == State::Held).collect();
        held.sort_by_key(|place| model.orders[*place].expires);
        held.truncate(limit);
        let mut cleared = Vec::new();
        for place in held {
            model.force(place, now, reason, &self.clock)?;
            cleared.push(model.orders[place].order.clone());
        }
        Ok(cleared)
    }

    fn find(&self, order: &OrderId) -> Result<Option<Stored>> {
        let (model, now) = self.step();
        Ok(model.place(order).map(|place| model.view(&model.orders[place], now)))
    }

    fn holder(&self, key: &StockKey) -> Result<Option<Stored>> {
        let (model, now) = self.step();
        let last = model.fences.get(key);
        let mut holders = model.held(key).map(|(order, _)| order);
        Ok(holders.find(|order| Some(&order.fence) == last).map(|order| model.view(order, now)))
    }

    fn list(&self, filter: Filter<'_>) -> Result<Vec<Stored>> {
        let (model, now) = self.step();
        let mut all: Vec<Stored> = model.orders.iter().map(|order| model.view(order, now)).collect();
        all.sort_by(|one, other| one.reservation.order.cmp(&other.reservation.order));
        all.retain(|Stored { reservation, .. }| {
            filter.state.is_none_or(|state| reservation.state == state)
                && filter.owner.is_none_or(|owner| reservation.owner == *owner)
                && filter.after.is_none_or(|after| reservation.order > *after)
        });
        all.truncate(filter.limit);
        Ok(all)
    }

    fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>> {
        let (model, _) = self.step();
        Ok(keys.iter().map(|key| model.level(key)).collect())
    }

    fn keys(&self, after: Option<&StockKey>, limit: usize) -> Result<Vec<StockKey>> {
        let (model, _) = self.step();
        let counted = model.policies.iter().filter(|(_, policy)| **policy != Policy::Unknown).map(|(key, _)| key);
        let sold = model.sold.iter().filter(|(_, sold)| **sold > 0).map(|(key, _)| key);
        let mentioned = model.orders.iter().flat_map(|order| order.lines.iter().map(|line| &line.key));
        let all: BTreeSet<_> = counted.chain(sold).chain(mentioned).collect();
        Ok(all.into_iter().filter(|key| after.is_none_or(|after| *key > after)).take(limit).cloned().collect())
    }

    fn change_stock(&self, key: &StockKey, change: StockChange) -> Result<std::result::Result<StockLevel, StockLevel>> {
        let (mut model, _) = self.step();
        let policy = model.policies.get(key).copied().unwrap_or(Policy::Unknown);
        let changed = match (change, policy) {
            (StockChange::Set(policy), _) => policy,
            (StockChange::Adjust(by), Policy::Tracked { on_hand }) if by > 0 || on_hand.saturating_add(by) >= 0 => {
                match on_hand.checked_add(by) {
                    Some(on_hand) => Policy::Tracked { on_hand },
                    None => return Ok(Err(model.level(key))),
                }
            }
            _ => return Ok(Err(model.level(key))),
        };
        model.policies.insert(key.clone(), changed);
        model.note(AuditKind::StockChanged, (key.as_str(), ""), None, "", &self.clock);
        Ok(Ok(model.level(key)))
    }

    fn sweep(&self, limit: usize) -> Result<Swept> {
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let expired = model.expire(now, limit, &self.clock);
        let keep = model.keep;
        let mut ended: Vec<_> =
            model.orders.iter().filter_map(|order| Some((order.ended?, order.order.clone()))).collect();
        ended.sort();
        let surplus = (ended.len() as u64).saturating_sub(keep.at_most) as usize;
        let old = ended.iter().filter(|((at, _), _)| at.plus(keep.time) <= now).count();
        let forget: BTreeSet<_> = ended.into_iter().take(surplus.max(old).min(limit)).map(|(_, order)| order).collect();
        model.orders.retain(|order| !forget.contains(&order.order));
        Ok(Swept { expired, forgotten: forget.len() as u64, unreadable: Vec::new() })
    }

    fn stats(&self) -> Result<Stats> {
        let (model, _) = self.step();
        let mut tally = model.tally.clone();
        let held = || model.orders.iter().filter(|order| order.state == State::Held);
        tally.reservations = held().count() as u64;
        tally.lines = held().map(|order| order.lines.len() as u64).sum();
        tally.ended = model.orders.len() as u64 - tally.reservations;
        Ok(Stats { incarnation: model.incarnation, tally })
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        let (model, _) = self.step();
        Ok(model.notes.iter().filter(|note| note.sequence > after).take(limit).cloned().collect())
    }
}
