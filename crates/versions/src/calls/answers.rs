//! What came of it.

use crate::breaker::BreakerState;
use crate::journal_store::Written;
use crate::meter::Totals;
use crate::reading::{Asked, Bypass, Captured, Seen};
use crate::reconcile::Reconciliation;
use crate::trim::Trimmed;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::{Look, Mark, Published};
use cartwright_coordination::LockInfo;
use serde_json::{Map, Value, json};
use std::time::Duration;

pub(super) fn names(types: &[TypeName]) -> Value {
    types.iter().map(TypeName::as_str).collect()
}

pub(super) fn questions(seen: &Seen) -> Value {
    seen.questions().map(|(name, asked)| json!({"type": name.as_str(), "asked": way(asked)})).collect()
}

pub(super) const fn way(asked: Asked) -> &'static str {
    match asked {
        Asked::Committed => "committed",
        Asked::Settled => "settled",
    }
}

pub(super) const fn bypass(bypass: Bypass) -> &'static str {
    match bypass {
        Bypass::Pending => "pending",
        Bypass::Unknown => "unknown",
    }
}

pub(super) fn captured(captured: &Captured) -> Value {
    json!({
        "versions": versions(captured.versions.iter()),
        "bypass": captured.bypass.map(bypass),
    })
}

fn versions<'a>(versions: impl Iterator<Item = (&'a TypeName, Version)>) -> Value {
    Value::Object(versions.map(|(name, version)| (name.as_str().to_owned(), version.to_string().into())).collect())
}

pub(super) fn published(types: &[TypeName], published: &[Published]) -> Value {
    let word = |published: &Published| match published {
        Published::Raised => "raised",
        Published::Stood => "stood",
        Published::Unpublished => "unpublished",
    };
    let members: Map<String, Value> =
        types.iter().zip(published).map(|(name, done)| (name.as_str().to_owned(), word(done).into())).collect();
    members.into()
}

pub(super) fn reconciliation(report: &Reconciliation, renew: &[TypeName], comparison: Option<&str>) -> Value {
    let finding = |finding: &crate::reconcile::Finding| {
        json!({
            "type": finding.name.as_str(), "wrong": finding.wrong.as_str(),
            "published": finding.published.map(|version| version.to_string()),
            "committed": finding.committed.to_string(), "repaired": finding.repaired,
        })
    };
    json!({
        "compared": report.compared, "pending": report.pending,
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "renew": names(renew), "comparison": comparison,
    })
}

pub(super) fn standings(types: &[TypeName], look: &Look) -> Value {
    let standing = |(name, standing): (&TypeName, &crate::version_store::Standing)| {
        let (mark, remaining) = match standing.mark {
            Mark::None => ("none", Duration::ZERO),
            Mark::Live { remaining } => ("live", remaining),
            Mark::Ended => ("ended", Duration::ZERO),
        };
        json!({
            "type": name.as_str(), "published": standing.version.map(|version| version.to_string()), "mark": mark,
            "remaining_ms": millis(remaining), "young": look.young.is_some(),
        })
    };
    types.iter().zip(&look.standings).map(standing).collect()
}

pub(super) fn health(look: &Look, evicts: Option<&str>) -> Value {
    json!({"young_ms": millis(look.young.unwrap_or_default()), "evicts": evicts})
}

pub(super) fn breaker(state: BreakerState) -> Value {
    match state {
        BreakerState::Closed => json!({"state": "closed", "remaining_ms": 0}),
        BreakerState::Open { remaining } => json!({"state": "open", "remaining_ms": millis(remaining)}),
        BreakerState::HalfOpen => json!({"state": "half_open", "remaining_ms": 0}),
    }
}

pub(super) fn lock(held: &LockInfo) -> Value {
    json!({"name": held.key.as_str(), "held_ms": millis(held.age), "remaining_ms": millis(held.remaining)})
}

fn at(written: &Written) -> Value {
    let at = written.record.at;
    json!({"at_ms": at.as_millis(), "at_us": at.as_micros(), "place": written.place})
}

pub(super) fn incident(written: &Written) -> Value {
    let record = &written.record;
    let mut row = at(written);
    row["kind"] = record.kind.as_str().into();
    row["subject"] = record.subject.as_str().into();
    row["actions"] = record.after.as_str().into();
    row["detail"] = record.detail.as_str().into();
    row
}

pub(super) fn trail(written: &Written) -> Value {
    let record = &written.record;
    let mut row = at(written);
    let members =
        [("kind", &record.kind), ("who", &record.who), ("subject", &record.subject), ("before", &record.before)];
    for (name, text) in members.into_iter().chain([("after", &record.after), ("detail", &record.detail)]) {
        row[name] = text.as_str().into();
    }
    row
}

pub(super) fn trimmed(trimmed: Trimmed) -> Value {
    let Trimmed { incidents, trail, metrics, more } = trimmed;
    json!({"incidents": incidents, "trail": trail, "metrics": metrics, "more": more})
}

pub(super) fn totals(name: &str, totals: &Totals) -> Value {
    let took = &totals.durations;
    json!({
        "name": name, "count": took.count, "errors": totals.errors, "min_us": micros(took.min), "max_us": micros(took.max),
        "avg_us": took.mean().map_or(0, micros), "p50_us": quantile(totals, 50), "p95_us": quantile(totals, 95),
        "p99_us": quantile(totals, 99),
    })
}

fn quantile(totals: &Totals, hundredths: u8) -> u64 {
    totals.durations.quantile(hundredths).map_or(0, micros)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
