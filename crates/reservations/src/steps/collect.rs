//! Leases that are over, and ended reservations that need not be remembered any longer.

use super::shelf::{Due, Entry, Now, Shelf};
use crate::answer::{State, Swept};
use crate::audit::{AuditKind, Note};
use crate::names::OrderId;
use crate::tally::Counter;
use cartwright_coordination::Moment;

/// Every so many steps that end something, what may be forgotten is; so a store stays bounded without a sweeper.
const FORGET_EVERY: u64 = 64;

/// Whether a lease is over that has not been collected.
///
/// # Errors
/// Those of the shelf.
pub fn any_due<S: Shelf>(shelf: &mut S, now: Now) -> Result<bool, S::Error> {
    Ok(shelf.first_due(Due::Lease, now.moment)?.is_some())
}

/// Collects up to `limit` leases that are over. Says whose.
///
/// # Errors
/// Those of the shelf.
pub fn collect<S: Shelf>(shelf: &mut S, now: Now, limit: usize) -> Result<Vec<OrderId>, S::Error> {
    let mut expired = Vec::new();
    while expired.len() < limit {
        let Some((id, _)) = shelf.first_due(Due::Lease, now.moment)? else { break };
        let Some(mut entry) = shelf.entry(id)? else { break };
        end(shelf, now, id, &mut entry, State::Expired)?;
        shelf.tally().add(Counter::Expired);
        note(shelf, now, AuditKind::Expired, &entry, "")?;
        expired.push(entry.order);
    }
    Ok(expired)
}

/// The step of the sweeper.
///
/// # Errors
/// Those of the shelf.
pub fn sweep<S: Shelf>(shelf: &mut S, now: Now, limit: usize) -> Result<Swept, S::Error> {
    Ok(Swept { expired: collect(shelf, now, limit)?, forgotten: forget(shelf, now, limit)?, unreadable: Vec::new() })
}

/// What was held is held no more: it goes back to the stock, or is sold. The reservation is kept as ended so.
pub(super) fn end<S: Shelf>(
    shelf: &mut S,
    now: Now,
    id: S::Id,
    entry: &mut Entry<S::Slot>,
    state: State,
) -> Result<(), S::Error> {
    for line in &entry.lines {
        let mut stock = shelf.stock_at(line.slot)?;
        stock.give_back(line.quantity);
        if state == State::Committed {
            stock.sell(line.quantity);
        }
        shelf.put_stock(line.slot, &stock)?;
    }
    let held_for = now.moment.min(entry.due).since(entry.granted);
    let before = (entry.state, entry.due);
    entry.state = state;
    entry.due = now.moment.plus(shelf.keep().time);
    shelf.put(id, entry, before, entry.lines.len())?;
    let (lines, at_most) = (entry.lines.len() as u64, shelf.keep().at_most);
    let tally = shelf.tally();
    tally.held_for(held_for);
    tally.reservations = tally.reservations.saturating_sub(1);
    tally.lines = tally.lines.saturating_sub(lines);
    tally.ended += 1;
    if tally.ended > at_most || tally.ended % FORGET_EVERY == 0 {
        forget(shelf, now, 2 * FORGET_EVERY as usize)?;
    }
    Ok(())
}

/// Forgets what has ended long ago, and what is more than may be remembered.
fn forget<S: Shelf>(shelf: &mut S, now: Now, limit: usize) -> Result<u64, S::Error> {
    let mut forgotten = 0;
    while forgotten < limit as u64 {
        let too_many = shelf.tally().ended > shelf.keep().at_most;
        let by = if too_many { Moment::NEVER } else { now.moment };
        let Some((id, _)) = shelf.first_due(Due::Memory, by)? else { break };
        let Some(entry) = shelf.entry(id)? else { break };
        shelf.remove(id, &entry)?;
        for line in &entry.lines {
            let mut stock = shelf.stock_at(line.slot)?;
            stock.mentions = stock.mentions.saturating_sub(1);
            shelf.put_stock(line.slot, &stock)?;
        }
        let tally = shelf.tally();
        tally.ended = tally.ended.saturating_sub(1);
        forgotten += 1;
    }
    Ok(forgotten)
}

pub(super) fn note<S: Shelf>(
    shelf: &mut S,
    now: Now,
    kind: AuditKind,
    entry: &Entry<S::Slot>,
    detail: &str,
) -> Result<(), S::Error> {
    let (subject, owner) = (entry.order.as_str(), entry.owner.as_str());
    shelf.note(now, &Note { kind, subject, owner, token: Some(&entry.token), detail })
}
