//! How a reservation goes on and ends by whoever has its token: renewed, committed, released.

use super::collect::{collect, end, note};
use super::reserve::grant_of;
use super::shelf::{By, Entry, Now, Shelf};
use crate::answer::{Answer, Committed, Counted, Grant, Released, State};
use crate::audit::{AuditKind, Note};
use crate::stock::{Policy, Rule, Stock};
use crate::store::{Claim, ended};
use crate::tally::Counter;
use cartwright_coordination::Lifetime;

/// The reservation that somebody says is his; as an answer what he gets if it is not, in whatever state it is.
pub(super) type Owned<S> = Answer<(<S as Shelf>::Id, Entry<<S as Shelf>::Slot>)>;

pub(super) fn owned<S: Shelf>(shelf: &mut S, now: Now, claim: Claim<'_>) -> Result<Owned<S>, S::Error> {
    collect(shelf, now, usize::MAX)?;
    let answer = match shelf.find(claim.order)? {
        None => Answer::Unknown,
        Some((_, entry)) if entry.token != *claim.token => Answer::WrongToken,
        Some(found) => return Ok(Answer::Done(found)),
    };
    fenced_off(shelf, now, claim, answer.name())?;
    Ok(answer)
}

/// Counts and notes that somebody came with a wrong token or too late.
pub(super) fn fenced_off<S: Shelf>(shelf: &mut S, now: Now, claim: Claim<'_>, why: &str) -> Result<(), S::Error> {
    shelf.tally().add(Counter::FencedOff);
    let (subject, token) = (claim.order.as_str(), Some(claim.token));
    shelf.note(now, &Note { kind: AuditKind::FencedOff, subject, owner: "", token, detail: why })
}

/// The refusal of what is not held any more.
pub(super) fn too_late<S: Shelf, T>(
    shelf: &mut S,
    now: Now,
    claim: Claim<'_>,
    state: State,
) -> Result<Answer<T>, S::Error> {
    fenced_off(shelf, now, claim, state.name())?;
    Ok(ended(state))
}

/// The step [`ReservationStore::renew`](crate::ReservationStore::renew).
///
/// # Errors
/// Those of the shelf.
pub fn renew<S: Shelf>(
    shelf: &mut S,
    now: Now,
    claim: Claim<'_>,
    lifetime: Lifetime,
) -> Result<Answer<Grant>, S::Error> {
    let (id, mut entry) = match owned(shelf, now, claim)? {
        Answer::Done(found) => found,
        refused => return Ok(refused.map(|(_, entry)| grant_of(&entry, now, false))),
    };
    if entry.state != State::Held {
        return too_late(shelf, now, claim, entry.state);
    }
    let before = (entry.state, entry.due);
    entry.due = entry.due.max(now.moment.plus(lifetime.get()));
    shelf.put(id, &entry, before, entry.lines.len())?;
    shelf.tally().add(Counter::Renewed);
    note(shelf, now, AuditKind::Renewed, &entry, "")?;
    Ok(Answer::Done(grant_of(&entry, now, false)))
}

/// The step [`ReservationStore::release`](crate::ReservationStore::release).
///
/// # Errors
/// Those of the shelf.
pub fn release<S: Shelf>(shelf: &mut S, now: Now, claim: Claim<'_>) -> Result<Answer<Released>, S::Error> {
    let (id, mut entry) = match owned(shelf, now, claim)? {
        Answer::Done(found) => found,
        refused => return Ok(refused.map(|_| Released { again: false })),
    };
    match entry.state {
        State::Held => {}
        State::Released if !entry.forced => return Ok(Answer::Done(Released { again: true })),
        state => return too_late(shelf, now, claim, state),
    }
    end(shelf, now, id, &mut entry, State::Released)?;
    shelf.tally().add(Counter::Released);
    note(shelf, now, AuditKind::Released, &entry, "")?;
    Ok(Answer::Done(Released { again: false }))
}

/// The step [`ReservationStore::commit`](crate::ReservationStore::commit).
///
/// # Errors
/// Those of the shelf.
pub fn commit<S: Shelf>(
    shelf: &mut S,
    now: Now,
    claim: Claim<'_>,
    counted: &[Counted],
) -> Result<Answer<Committed>, S::Error> {
    let (id, mut entry) = match owned(shelf, now, claim)? {
        Answer::Done(found) => found,
        refused => {
            return Ok(refused.map(|(_, entry)| Committed { fence: entry.fence, late: false, again: false }));
        }
    };
    match entry.state {
        State::Held => end(shelf, now, id, &mut entry, State::Committed)?,
        State::Committed => {
            return Ok(Answer::Done(Committed { fence: entry.fence, late: entry.late, again: true }));
        }
        State::Expired if !entry.refused => {
            if !take_again(shelf, &mut entry, counted)? {
                return refund(shelf, now, id, entry, claim);
            }
            let before = (State::Expired, entry.due);
            (entry.state, entry.late) = (State::Committed, true);
            entry.due = now.moment.plus(shelf.keep().time);
            shelf.put(id, &entry, before, entry.lines.len())?;
            shelf.tally().add(Counter::CommittedLate);
        }
        state => return too_late(shelf, now, claim, state),
    }
    shelf.tally().add(Counter::Committed);
    note(shelf, now, AuditKind::Committed, &entry, if entry.late { "late" } else { "" })?;
    Ok(Answer::Done(Committed { fence: entry.fence, late: entry.late, again: false }))
}

/// Sells the lines of a reservation that is over, if every one of them is still to be had. Says whether it did.
fn take_again<S: Shelf>(shelf: &mut S, entry: &mut Entry<S::Slot>, counted: &[Counted]) -> Result<bool, S::Error> {
    let mut stocks = Vec::with_capacity(entry.lines.len());
    for line in &entry.lines {
        let stock = shelf.stock_at(line.slot)?;
        let rule = match line.by {
            By::Store => Some(Rule::OfStore),
            By::OneHolder => Some(Rule::Exclusive),
            By::StoreOrOneHolder => Some(Rule::TrackedOrExclusive),
            // Nobody can know what he would read now; without it the answer is no.
            By::Count => {
                let key = shelf.key_at(line.slot)?;
                counted.iter().find(|counted| counted.key == key).map(|counted| counted.rule)
            }
        };
        if !rule.is_some_and(|rule| can_be_taken(&stock, rule, line.quantity, entry)) {
            return Ok(false);
        }
        stocks.push(stock);
    }
    entry.fence = shelf.next_fence()?;
    for (line, mut stock) in entry.lines.iter().zip(stocks) {
        stock.sell(line.quantity);
        stock.fence = Some(entry.fence);
        shelf.put_stock(line.slot, &stock)?;
    }
    Ok(true)
}

fn can_be_taken<Id, Slot>(stock: &Stock<Id>, rule: Rule, quantity: u32, entry: &Entry<Slot>) -> bool {
    // Whoever held it alone since may have acted; then the one who comes late is fenced off.
    if one_holder(stock, rule) && stock.fence != Some(entry.fence) {
        return false;
    }
    stock.available(rule).is_none_or(|available| available >= u64::from(quantity))
}

fn one_holder<Id>(stock: &Stock<Id>, rule: Rule) -> bool {
    match stock.policy {
        Policy::Exclusive => true,
        Policy::Unknown => matches!(rule, Rule::Exclusive | Rule::TrackedOrExclusive),
        Policy::Untracked | Policy::Tracked { .. } => rule == Rule::Exclusive,
    }
}

/// The money has to go back: whoever asks again is told the same.
fn refund<S: Shelf>(
    shelf: &mut S,
    now: Now,
    id: S::Id,
    mut entry: Entry<S::Slot>,
    claim: Claim<'_>,
) -> Result<Answer<Committed>, S::Error> {
    entry.refused = true;
    shelf.put(id, &entry, (entry.state, entry.due), entry.lines.len())?;
    too_late(shelf, now, claim, State::Expired)
}
