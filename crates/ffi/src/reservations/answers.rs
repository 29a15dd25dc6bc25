//! What the calls answer, as JSON.

use cartwright_coordination::Fence;
use cartwright_reservations::{
    AuditEntry, Committed, Counter, Grant, Policy, Reservation, Settings, Shortage, Stats, StockKey, StockLevel, Swept,
};
use serde_json::{Map, Value, json};
use std::time::Duration;

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

pub(super) fn fence(fence: Fence) -> Value {
    json!([fence.incarnation().number(), fence.counter()])
}

/// The parts of a key, and its text: hosts show the one and compare the other.
fn key(key: &StockKey) -> Map<String, Value> {
    let mut parts = Map::new();
    parts.insert("key".into(), key.as_str().into());
    parts.insert("vendor".into(), key.vendor().into());
    parts.insert("kind".into(), key.kind().into());
    parts.insert("sku".into(), key.sku().into());
    parts
}

fn with(mut object: Map<String, Value>, members: Value) -> Value {
    if let Value::Object(members) = members {
        object.extend(members);
    }
    Value::Object(object)
}

pub(super) fn shortage(short: &Shortage) -> Value {
    with(key(&short.key), json!({"requested": short.requested, "available": short.available}))
}

pub(super) fn grant(order: &str, grant: &Grant) -> Value {
    json!({
        "order": order,
        "token": grant.token.secret_text(),
        "fence": fence(grant.fence),
        "remaining_ms": millis(grant.remaining),
        "again": grant.again,
    })
}

pub(super) fn committed(committed: Committed) -> Value {
    json!({"fence": fence(committed.fence), "late": committed.late, "again": committed.again})
}

pub(super) fn reservation(of: &Reservation) -> Value {
    let line = |line: &cartwright_reservations::HeldLine| with(key(&line.key), json!({"quantity": line.quantity}));
    json!({
        "order": of.order.as_str(),
        "owner": of.owner.as_str(),
        "state": of.state.name(),
        "forced": of.forced,
        "late": of.late,
        "fence": fence(of.fence),
        "lines": of.lines.iter().map(line).collect::<Value>(),
        "age_ms": millis(of.age),
        "remaining_ms": millis(of.remaining),
    })
}

pub(super) fn level(level: &StockLevel) -> Value {
    let (policy, on_hand) = match level.policy {
        Policy::Unknown => ("unknown", None),
        Policy::Tracked { on_hand } => ("tracked", Some(on_hand)),
        Policy::Untracked => ("untracked", None),
        Policy::Exclusive => ("exclusive", None),
    };
    let members = json!({
        "policy": policy,
        "on_hand": on_hand,
        "held": level.held,
        "holders": level.holders,
        "sold": level.sold,
        "available": level.available,
        "fence": level.fence.map(fence),
    });
    with(key(&level.key), members)
}

pub(super) fn swept(swept: &Swept) -> Value {
    let expired: Value = swept.expired.iter().map(|order| order.as_str()).collect();
    json!({"expired": expired, "forgotten": swept.forgotten})
}

pub(super) fn stats(stats: &Stats) -> Value {
    let tally = &stats.tally;
    let counters: Map<String, Value> =
        Counter::ALL.iter().map(|(counter, name)| ((*name).to_owned(), tally.of(*counter).into())).collect();
    let hold_times: Value =
        tally.hold_times().map(|(seconds, count)| json!({"up_to_seconds": seconds, "count": count})).collect();
    json!({
        "incarnation": stats.incarnation.number(),
        "reservations": tally.reservations,
        "lines": tally.lines,
        "ended": tally.ended,
        "counters": counters,
        "hold_times": hold_times,
        "held_seconds": tally.held_seconds(),
    })
}

pub(super) fn noted(entry: &AuditEntry) -> Value {
    json!({
        "sequence": entry.sequence,
        "at": entry.at.as_millis(),
        "kind": entry.kind.name(),
        "subject": entry.subject,
        "owner": entry.owner,
        "token_hash": entry.token_hash,
        "detail": entry.detail,
    })
}

pub(super) fn settings(settings: &Settings) -> Value {
    json!({
        "payment_window_ms": millis(settings.payment_window()),
        "lease_ms": millis(settings.lease()),
        "longest_wait_ms": millis(settings.longest_wait),
        "most_lines": settings.most_lines,
        "caps": {"per_owner": settings.caps.per_owner, "total": settings.caps.total},
    })
}
