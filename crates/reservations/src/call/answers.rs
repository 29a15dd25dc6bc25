//! What came of it.

use crate::answer::{Answer, Grant, Refusal, Reservation, Reserved, Shortage, Swept};
use crate::audit::AuditEntry;
use crate::stock::{Policy, StockLevel};
use crate::store::Stats;
use crate::tally::Counter;
use serde_json::{Map, Value, json};
use std::time::Duration;

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn grant(grant: &Grant) -> Value {
    json!({
        "granted": true, "token": grant.token.secret_text(), "fence": grant.fence.to_string(),
        "remaining_ms": millis(grant.remaining), "again": grant.again,
    })
}

pub(super) fn reserved(reserved: &Reserved) -> Value {
    let refusal = match reserved {
        Reserved::Granted(granted) => return grant(granted),
        Reserved::Refused(refusal) => refusal,
    };
    let mut answer = json!({"granted": false, "refused": refusal.name()});
    let (name, more) = match refusal {
        Refusal::Short(short) => ("short", short.iter().map(shortage).collect()),
        Refusal::Ended(state) => ("state", state.name().into()),
        Refusal::TooManyOfOwner { limit } | Refusal::TooManyInAll { limit } => ("limit", (*limit).into()),
        Refusal::OtherLines | Refusal::OtherOwner => return answer,
    };
    answer[name] = more;
    answer
}

fn shortage(short: &Shortage) -> Value {
    json!({"key": short.key.as_str(), "requested": short.requested, "available": short.available})
}

/// `{"answer":"done",…}`, or why not.
pub(super) fn answer<T>(answer: &Answer<T>, done: impl FnOnce(&T) -> Value) -> Value {
    let mut members = match answer {
        Answer::Done(value) => done(value),
        Answer::Ended(state) => json!({"state": state.name()}),
        Answer::WrongToken | Answer::Expired | Answer::Unknown => json!({}),
    };
    members["answer"] = answer.name().into();
    members
}

pub(super) fn reservation(reservation: &Reservation) -> Value {
    let lines: Vec<_> = reservation
        .lines
        .iter()
        .map(|line| {
            json!({
                "key": line.key.as_str(), "vendor": line.key.vendor(), "kind": line.key.kind(), "sku": line.key.sku(),
                "quantity": line.quantity,
            })
        })
        .collect();
    json!({
        "order": reservation.order.as_str(), "owner": reservation.owner.as_str(), "state": reservation.state.name(),
        "forced": reservation.forced, "late": reservation.late, "fence": reservation.fence.to_string(), "lines": lines,
        "age_ms": millis(reservation.age), "remaining_ms": millis(reservation.remaining),
    })
}

pub(super) fn level(level: &StockLevel) -> Value {
    let (policy, on_hand) = match level.policy {
        Policy::Unknown => ("unknown", None),
        Policy::Tracked { on_hand } => ("tracked", Some(on_hand)),
        Policy::Untracked => ("untracked", None),
        Policy::Exclusive => ("exclusive", None),
    };
    json!({
        "key": level.key.as_str(), "policy": policy, "on_hand": on_hand, "held": level.held, "holders": level.holders,
        "sold": level.sold, "available": level.available, "fence": level.fence.map(|fence| fence.to_string()),
    })
}

pub(super) fn swept(swept: &Swept) -> Value {
    let expired: Vec<_> = swept.expired.iter().map(|order| order.as_str()).collect();
    json!({"expired": expired, "forgotten": swept.forgotten, "unreadable": swept.unreadable})
}

pub(super) fn stats(stats: &Stats) -> Value {
    let tally = &stats.tally;
    let counters: Map<String, Value> =
        Counter::ALL.iter().map(|(counter, name)| ((*name).to_owned(), tally.of(*counter).into())).collect();
    let times: Vec<_> =
        tally.hold_times().map(|(seconds, count)| json!({"up_to_seconds": seconds, "count": count})).collect();
    json!({
        "incarnation": stats.incarnation.number(), "reservations": tally.reservations, "lines": tally.lines,
        "remembered": tally.ended, "counters": counters, "hold_times": times, "held_seconds": tally.held_seconds(),
    })
}

pub(super) fn note(note: &AuditEntry) -> Value {
    json!({
        "sequence": note.sequence, "at_ms": note.at.as_millis(), "kind": note.kind.name(), "subject": note.subject,
        "owner": note.owner, "token_hash": note.token_hash, "detail": note.detail,
    })
}
