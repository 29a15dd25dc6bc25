//! Holding all lines of an order, or none.

use super::collect::{collect, note};
use super::shelf::{Entry, EntryLine, FoundStock, Now, Shelf};
use crate::answer::{Caps, Grant, Refusal, Reserve, Reserved, Shortage, State};
use crate::audit::{AuditKind, Note};
use crate::names::OwnerId;
use crate::stock::{Line, Stock};
use crate::tally::Counter;
use cartwright_coordination::Lease;

/// The step [`ReservationStore::reserve`](crate::ReservationStore::reserve).
///
/// # Errors
/// Those of the shelf.
pub fn reserve<S: Shelf>(shelf: &mut S, now: Now, asked: &Reserve<'_>) -> Result<Reserved, S::Error> {
    collect(shelf, now, usize::MAX)?;
    if let Some((_, entry)) = shelf.find(asked.order)? {
        return match again(shelf, now, &entry, asked)? {
            Ok(grant) => Ok(Reserved::Granted(grant)),
            Err(refusal) => refused(shelf, now, asked, refusal),
        };
    }
    let more = asked.lines.len() as u64;
    if let Some(refusal) = beyond_caps(shelf, asked.owner, more, 0, asked.caps)? {
        return refused(shelf, now, asked, refusal);
    }
    let mut found: Vec<FoundStock<S>> = Vec::with_capacity(asked.lines.len());
    let mut short = Vec::new();
    for line in asked.lines {
        let stock = shelf.stock(&line.key)?;
        short.extend(shortage(line, stock.as_ref().map(|(_, stock)| stock)));
        found.push(stock);
    }
    if !short.is_empty() {
        return refused(shelf, now, asked, Refusal::Short(short));
    }
    grant(shelf, now, asked, found).map(Reserved::Granted)
}

/// The answer to an order that has a reservation.
fn again<S: Shelf>(
    shelf: &mut S,
    now: Now,
    entry: &Entry<S::Slot>,
    asked: &Reserve<'_>,
) -> Result<Result<Grant, Refusal>, S::Error> {
    if entry.owner != *asked.owner {
        return Ok(Err(Refusal::OtherOwner));
    }
    if entry.state != State::Held {
        return Ok(Err(Refusal::Ended(entry.state)));
    }
    if !has_lines(shelf, entry, asked.lines)? {
        return Ok(Err(Refusal::OtherLines));
    }
    Ok(Ok(grant_of(entry, now, true)))
}

pub(super) fn grant_of<Slot>(entry: &Entry<Slot>, now: Now, again: bool) -> Grant {
    let remaining = entry.due.since(now.moment);
    Grant { token: entry.token.clone(), fence: entry.fence, remaining, again }
}

/// Whether a reservation has just these lines.
pub(super) fn has_lines<S: Shelf>(shelf: &mut S, entry: &Entry<S::Slot>, lines: &[Line]) -> Result<bool, S::Error> {
    if entry.lines.len() != lines.len() {
        return Ok(false);
    }
    for (held, line) in entry.lines.iter().zip(lines) {
        if held.quantity != line.quantity || shelf.key_at(held.slot)? != line.key {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is missing for a line, if something is.
pub(super) fn shortage<Id>(line: &Line, stock: Option<&Stock<Id>>) -> Option<Shortage> {
    let available = match stock {
        Some(stock) => stock.available(line.rule),
        None => Stock::<Id>::default().available(line.rule),
    }?;
    let is_short = u64::from(line.quantity) > available;
    is_short.then(|| Shortage { key: line.key.clone(), requested: line.quantity, available })
}

/// Why an owner may not hold so many lines instead of those he has, if he may not.
pub(super) fn beyond_caps<S: Shelf>(
    shelf: &mut S,
    owner: &OwnerId,
    lines: u64,
    instead_of: u64,
    caps: Caps,
) -> Result<Option<Refusal>, S::Error> {
    if lines <= instead_of {
        return Ok(None);
    }
    let more = lines - instead_of;
    if shelf.tally().lines.saturating_add(more) > caps.total {
        return Ok(Some(Refusal::TooManyInAll { limit: caps.total }));
    }
    // Where all together hold no more than one may, nobody has to be asked for.
    let in_all = shelf.tally().lines.saturating_add(more);
    if in_all > caps.per_owner && shelf.lines_of(owner)?.saturating_add(more) > caps.per_owner {
        return Ok(Some(Refusal::TooManyOfOwner { limit: caps.per_owner }));
    }
    Ok(None)
}

fn grant<S: Shelf>(shelf: &mut S, now: Now, asked: &Reserve<'_>, found: Vec<FoundStock<S>>) -> Result<Grant, S::Error> {
    let (id, fence, lease) = (shelf.new_id()?, shelf.next_fence()?, Lease::new(now.moment, asked.lifetime));
    let mut lines = Vec::with_capacity(asked.lines.len());
    for (line, found) in asked.lines.iter().zip(found) {
        let mut stock = found.as_ref().map(|(_, stock)| *stock).unwrap_or_default();
        stock.take(line.quantity);
        stock.mentions = stock.mentions.saturating_add(1);
        (stock.fence, stock.last) = (Some(fence), Some(id));
        let slot = match found {
            Some((slot, _)) => {
                shelf.put_stock(slot, &stock)?;
                slot
            }
            None => shelf.add_stock(&line.key, &stock)?,
        };
        lines.push(EntryLine { slot, quantity: line.quantity, by: line.rule.into() });
    }
    let entry = Entry {
        order: asked.order.clone(),
        owner: asked.owner.clone(),
        token: asked.token.clone(),
        state: State::Held,
        forced: false,
        late: false,
        refused: false,
        fence,
        granted: now.moment,
        due: lease.expires(),
        lines,
    };
    shelf.add(id, &entry)?;
    let tally = shelf.tally();
    tally.add(Counter::Granted);
    tally.reservations += 1;
    tally.lines += entry.lines.len() as u64;
    note(shelf, now, AuditKind::Reserved, &entry, "")?;
    Ok(grant_of(&entry, now, false))
}

fn refused<S: Shelf>(shelf: &mut S, now: Now, asked: &Reserve<'_>, refusal: Refusal) -> Result<Reserved, S::Error> {
    count_refusal(shelf, &refusal);
    let (subject, owner) = (asked.order.as_str(), asked.owner.as_str());
    shelf.note(now, &Note { kind: AuditKind::Refused, subject, owner, token: None, detail: refusal.name() })?;
    Ok(Reserved::Refused(refusal))
}

pub(super) fn count_refusal<S: Shelf>(shelf: &mut S, refusal: &Refusal) {
    shelf.tally().add(match refusal {
        Refusal::Short(_) => Counter::RefusedShort,
        Refusal::OtherLines | Refusal::OtherOwner => Counter::RefusedConflict,
        Refusal::Ended(_) => Counter::RefusedEnded,
        Refusal::TooManyOfOwner { .. } => Counter::RefusedOwner,
        Refusal::TooManyInAll { .. } => Counter::RefusedTotal,
    });
}
