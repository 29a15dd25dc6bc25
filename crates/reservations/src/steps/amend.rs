//! Changing what a reservation holds, all or nothing.

use super::collect::note;
use super::reserve::{beyond_caps, count_refusal, grant_of, has_lines, shortage};
use super::settle::{owned, too_late};
use super::shelf::{EntryLine, Now, Shelf};
use crate::answer::{Answer, Caps, Refusal, Reserved, State};
use crate::audit::AuditKind;
use crate::stock::Line;
use crate::store::Claim;
use crate::tally::Counter;

/// The step [`ReservationStore::amend`](crate::ReservationStore::amend).
///
/// # Errors
/// Those of the shelf.
pub fn amend<S: Shelf>(
    shelf: &mut S,
    now: Now,
    claim: Claim<'_>,
    lines: &[Line],
    caps: Caps,
) -> Result<Answer<Reserved>, S::Error> {
    let (id, mut entry) = match owned(shelf, now, claim)? {
        Answer::Done(found) => found,
        refused => return Ok(refused.map(|(_, entry)| Reserved::Granted(grant_of(&entry, now, false)))),
    };
    if entry.state != State::Held {
        return too_late(shelf, now, claim, entry.state);
    }
    if has_lines(shelf, &entry, lines)? {
        return Ok(Answer::Done(Reserved::Granted(grant_of(&entry, now, true))));
    }
    let held_before = entry.lines.len() as u64;
    if let Some(refusal) = beyond_caps(shelf, &entry.owner, lines.len() as u64, held_before, caps)? {
        return refused(shelf, now, &entry, refusal);
    }

    // What each key would have if this reservation did not hold it.
    let (mut stocks, mut short, mut kept) =
        (Vec::with_capacity(lines.len()), Vec::new(), vec![false; entry.lines.len()]);
    for line in lines {
        let found = shelf.stock(&line.key)?;
        let held = found.as_ref().and_then(|(slot, _)| entry.lines.iter().position(|held| held.slot == *slot));
        let found = found.map(|(slot, mut stock)| {
            if let Some(place) = held {
                stock.give_back(entry.lines[place].quantity);
                stock.mentions = stock.mentions.saturating_sub(1);
                kept[place] = true;
            }
            (slot, stock)
        });
        let grows = held.is_none_or(|place| entry.lines[place].quantity < line.quantity);
        if grows {
            short.extend(shortage(line, found.as_ref().map(|(_, stock)| stock)));
        }
        stocks.push(found);
    }
    if !short.is_empty() {
        return refused(shelf, now, &entry, Refusal::Short(short));
    }

    entry.fence = shelf.next_fence()?;
    let mut held = Vec::with_capacity(lines.len());
    for (line, found) in lines.iter().zip(stocks) {
        let mut stock = found.as_ref().map(|(_, stock)| *stock).unwrap_or_default();
        stock.take(line.quantity);
        stock.mentions = stock.mentions.saturating_add(1);
        (stock.fence, stock.last) = (Some(entry.fence), Some(id));
        let slot = match found {
            Some((slot, _)) => {
                shelf.put_stock(slot, &stock)?;
                slot
            }
            None => shelf.add_stock(&line.key, &stock)?,
        };
        held.push(EntryLine { slot, quantity: line.quantity, by: line.rule.into() });
    }
    for (line, _) in entry.lines.iter().zip(&kept).filter(|(_, kept)| !**kept) {
        let mut stock = shelf.stock_at(line.slot)?;
        stock.give_back(line.quantity);
        stock.mentions = stock.mentions.saturating_sub(1);
        shelf.put_stock(line.slot, &stock)?;
    }
    entry.lines = held;
    shelf.put(id, &entry, (State::Held, entry.due), held_before as usize)?;
    let tally = shelf.tally();
    tally.add(Counter::Amended);
    tally.lines = tally.lines.saturating_sub(held_before).saturating_add(entry.lines.len() as u64);
    note(shelf, now, AuditKind::Amended, &entry, "")?;
    Ok(Answer::Done(Reserved::Granted(grant_of(&entry, now, false))))
}

fn refused<S: Shelf>(
    shelf: &mut S,
    now: Now,
    entry: &super::shelf::Entry<S::Slot>,
    refusal: Refusal,
) -> Result<Answer<Reserved>, S::Error> {
    count_refusal(shelf, &refusal);
    note(shelf, now, AuditKind::Refused, entry, refusal.name())?;
    Ok(Answer::Done(Reserved::Refused(refusal)))
}
