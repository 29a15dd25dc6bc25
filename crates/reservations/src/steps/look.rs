//! Looking, and counting stock.

use super::shelf::{Entry, Now, Shelf};
use crate::answer::{HeldLine, Reservation, State, StockChange, Stored};
use crate::audit::{AuditKind, Note};
use crate::names::OrderId;
use crate::stock::{Policy, StockLevel};
use crate::stock_key::StockKey;
use std::time::Duration;

/// What may be shown of a reservation, with its token. One whose lease is over is shown as expired, collected or not.
///
/// # Errors
/// Those of the shelf.
pub fn view<S: Shelf>(shelf: &mut S, now: Now, entry: &Entry<S::Slot>) -> Result<Stored, S::Error> {
    let mut lines = Vec::with_capacity(entry.lines.len());
    for line in &entry.lines {
        lines.push(HeldLine { key: shelf.key_at(line.slot)?, quantity: line.quantity });
    }
    let is_held = entry.state == State::Held;
    let state = if is_held && entry.due <= now.moment { State::Expired } else { entry.state };
    let reservation = Reservation {
        order: entry.order.clone(),
        owner: entry.owner.clone(),
        state,
        forced: entry.forced,
        late: entry.late,
        fence: entry.fence,
        lines,
        age: now.moment.since(entry.granted),
        remaining: if is_held { entry.due.since(now.moment) } else { Duration::ZERO },
    };
    Ok(Stored { reservation, token: entry.token.clone() })
}

/// The reading [`ReservationStore::find`](crate::ReservationStore::find).
///
/// # Errors
/// Those of the shelf.
pub fn find<S: Shelf>(shelf: &mut S, now: Now, order: &OrderId) -> Result<Option<Stored>, S::Error> {
    let found = shelf.find(order)?;
    found.map(|(_, entry)| view(shelf, now, &entry)).transpose()
}

/// The reading [`ReservationStore::holder`](crate::ReservationStore::holder).
///
/// # Errors
/// Those of the shelf.
pub fn holder<S: Shelf>(shelf: &mut S, now: Now, key: &StockKey) -> Result<Option<Stored>, S::Error> {
    let Some((_, stock)) = shelf.stock(key)? else { return Ok(None) };
    let Some(id) = stock.last else { return Ok(None) };
    // The place may have been given to another reservation; the fence tells.
    let Some(entry) = shelf.entry(id)?.filter(|entry| stock.fence == Some(entry.fence)) else { return Ok(None) };
    Ok(Some(view(shelf, now, &entry)?).filter(|stored| stored.reservation.state == State::Held))
}

/// The step [`ReservationStore::change_stock`](crate::ReservationStore::change_stock).
///
/// # Errors
/// Those of the shelf.
pub fn change_stock<S: Shelf>(
    shelf: &mut S,
    now: Now,
    key: &StockKey,
    change: StockChange,
) -> Result<Result<StockLevel, StockLevel>, S::Error> {
    super::collect(shelf, now, usize::MAX)?;
    let found = shelf.stock(key)?;
    let mut stock = found.as_ref().map(|(_, stock)| *stock).unwrap_or_default();
    let policy = match (change, stock.policy) {
        (StockChange::Set(policy), _) => policy,
        (StockChange::Adjust(by), Policy::Tracked { on_hand }) => match on_hand.checked_add(by) {
            Some(on_hand) if on_hand >= 0 || by > 0 => Policy::Tracked { on_hand },
            _ => return Ok(Err(stock.level(key))),
        },
        (StockChange::Adjust(_), _) => return Ok(Err(stock.level(key))),
    };
    stock.policy = policy;
    let level = stock.level(key);
    match found {
        Some((slot, _)) => shelf.put_stock(slot, &stock)?,
        None if stock.is_forgettable() => {}
        None => shelf.add_stock(key, &stock).map(drop)?,
    }
    let detail = match policy {
        Policy::Unknown => "unknown".to_owned(),
        Policy::Tracked { on_hand } => format!("tracked {on_hand}"),
        Policy::Untracked => "untracked".to_owned(),
        Policy::Exclusive => "exclusive".to_owned(),
    };
    shelf.note(
        now,
        &Note { kind: AuditKind::StockChanged, subject: key.as_str(), owner: "", token: None, detail: &detail },
    )?;
    Ok(Ok(level))
}
