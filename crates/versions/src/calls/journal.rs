//! What is written down, and counted.

use super::arguments::{Arguments, invalid};
use super::{Calls, answers};
use crate::error::Result;
use crate::journal_store::{Log, Range, Written};
use crate::meter::{Totals, minute_of};
use crate::trim::JournalPart;
use cartwright_coordination::WallTime;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

pub(super) fn incident(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (kind, subject) = (arguments.text("kind")?, arguments.note("subject"));
    calls.versions.incident(kind, &subject, &arguments.note("actions"), &arguments.note("detail"));
    Ok(Value::Null)
}

pub(super) fn audit(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (kind, who, subject) = (arguments.text("kind")?, arguments.note("who"), arguments.note("subject"));
    let before_and_after = (&*arguments.note("before"), &*arguments.note("after"));
    calls.versions.audit(kind, &who, &subject, before_and_after, &arguments.note("detail"));
    Ok(Value::Null)
}

pub(super) fn list(calls: &Calls, arguments: &Arguments, log: Log, row: fn(&Written) -> Value) -> Result<Value> {
    let (range, limit) = (range(calls, arguments)?, arguments.limit()?);
    let Some(journal) = &calls.versions.journal else { return Ok(json!([])) };
    Ok(journal.read(log, &range, limit)?.iter().map(row).collect())
}

/// From a time until before another; or so many hours before now; or everything. With `after` the page after a row.
fn range(calls: &Calls, arguments: &Arguments) -> Result<Range> {
    let mut range = match arguments.amount("hours")? {
        Some(hours) => Range::before(now(calls), Duration::from_secs(hours.saturating_mul(3600))),
        None => Range::ALL,
    };
    range.from = at(arguments, "from_ms")?.unwrap_or(range.from);
    range.until = at(arguments, "until_ms")?.unwrap_or(range.until);
    let after = (arguments.number("after_us")?, arguments.number("after_place")?);
    range.after = match after {
        (None, None) => None,
        (Some(micros), Some(place)) => Some((WallTime::from_micros(micros), place)),
        _ => return Err(invalid("`after_us` and `after_place` belong together: both are in the last row of a page")),
    };
    Ok(range)
}

fn at(arguments: &Arguments, name: &str) -> Result<Option<WallTime>> {
    Ok(arguments.number(name)?.map(|millis| WallTime::from_micros(millis.saturating_mul(1000))))
}

pub(super) fn record(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let took = Duration::from_micros(arguments.amount("micros")?.unwrap_or(0));
    calls.versions.meter.record(now(calls), arguments.text("name")?, took, arguments.flag("ok", true)?);
    Ok(Value::Null)
}

pub(super) fn flush(calls: &Calls) -> Result<Value> {
    calls.versions.flush().map(|()| Value::Null)
}

/// What all processes have counted; what this one has not handed over yet is handed over first.
pub(super) fn metrics(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    calls.versions.flush_at_once()?;
    let (now, minutes) = (now(calls), arguments.amount("minutes")?.unwrap_or(60));
    let since = now.minus(Duration::from_secs(minutes.saturating_sub(1).saturating_mul(60)));
    let from = at(arguments, "from_ms")?.unwrap_or(since);
    let until = at(arguments, "until_ms")?.unwrap_or_else(|| now.plus(Duration::from_secs(60)));
    let samples = match &calls.versions.journal {
        Some(journal) => journal.samples(minute_of(from), until)?,
        None => Vec::new(),
    };
    Ok(Totals::of(&samples).iter().map(|(name, totals)| answers::totals(name, totals)).collect())
}

pub(super) fn reset_metrics(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let waiting = calls.versions.meter.drain().len();
    let removed = match &calls.versions.journal {
        Some(journal) => journal.forget_samples(WallTime::from_micros(i64::MAX))?,
        None => waiting,
    };
    calls.versions.audit("metrics.reset", &arguments.note("who"), "", ("", ""), &format!("{removed} samples"));
    Ok(json!({"removed": removed}))
}

/// Says either for how many days records stay, or the first time that stays.
pub(super) fn trim(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let before = match (arguments.amount("keep_days")?, at(arguments, "before_ms")?) {
        (Some(days), None) => now(calls).minus(Duration::from_secs(days.saturating_mul(DAY))),
        (None, Some(before)) => before,
        _ => {
            let message =
                "say either `keep_days`, for how many days records stay, or `before_ms`, the first time that stays";
            return Err(invalid(message));
        }
    };
    let parts = parts(&arguments.note("log"))?;
    let trimmed = calls.versions.trim_journal(&parts, before, arguments.limit()?, &arguments.note("who"))?;
    Ok(answers::trimmed(trimmed))
}

fn parts(log: &str) -> Result<Vec<JournalPart>> {
    if log.is_empty() {
        return Ok(JournalPart::ALL.into());
    }
    let part = JournalPart::ALL.into_iter().find(|part| part.as_str() == log);
    part.map(|part| vec![part]).ok_or_else(|| {
        let names = JournalPart::ALL.map(JournalPart::as_str).join(", ");
        invalid(format!("`log` is '{log}'; there is {names}, or leave it out for all of them"))
    })
}

fn now(calls: &Calls) -> WallTime {
    calls.versions.environment.wall.wall_time()
}
