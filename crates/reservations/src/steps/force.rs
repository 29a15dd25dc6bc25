//! Taking back what somebody holds, in spite of him.

use super::collect::{collect, end, note};
use super::shelf::{Due, Entry, Now, Shelf};
use crate::answer::{Answer, State};
use crate::audit::AuditKind;
use crate::names::OrderId;
use crate::store::ended;
use crate::tally::Counter;
use cartwright_coordination::{Fence, Moment};

/// The step [`ReservationStore::force_release`](crate::ReservationStore::force_release).
///
/// # Errors
/// Those of the shelf.
pub fn force_release<S: Shelf>(
    shelf: &mut S,
    now: Now,
    order: &OrderId,
    reason: &str,
) -> Result<Answer<Fence>, S::Error> {
    collect(shelf, now, usize::MAX)?;
    match shelf.find(order)? {
        None => Ok(Answer::Unknown),
        Some((_, entry)) if entry.state != State::Held => Ok(ended(entry.state)),
        Some((id, entry)) => force(shelf, now, id, entry, reason).map(Answer::Done),
    }
}

/// The step [`ReservationStore::clear`](crate::ReservationStore::clear).
///
/// # Errors
/// Those of the shelf.
pub fn clear<S: Shelf>(shelf: &mut S, now: Now, limit: usize, reason: &str) -> Result<Vec<OrderId>, S::Error> {
    collect(shelf, now, usize::MAX)?;
    let mut cleared = Vec::new();
    while cleared.len() < limit {
        let Some((id, _)) = shelf.first_due(Due::Lease, Moment::NEVER)? else { break };
        let Some(entry) = shelf.entry(id)? else { break };
        cleared.push(entry.order.clone());
        force(shelf, now, id, entry, reason)?;
    }
    Ok(cleared)
}

fn force<S: Shelf>(
    shelf: &mut S,
    now: Now,
    id: S::Id,
    mut entry: Entry<S::Slot>,
    reason: &str,
) -> Result<Fence, S::Error> {
    let fence = shelf.next_fence()?;
    for line in &entry.lines {
        let mut stock = shelf.stock_at(line.slot)?;
        stock.fence = Some(fence);
        shelf.put_stock(line.slot, &stock)?;
    }
    entry.forced = true;
    end(shelf, now, id, &mut entry, State::Released)?;
    shelf.tally().add(Counter::Forced);
    note(shelf, now, AuditKind::Forced, &entry, reason)?;
    Ok(fence)
}
