//! What is too old to be of use is removed from the journal.

use super::Calls;
use super::arguments::{Arguments, invalid};
use super::journal::{at, now};
use crate::error::Result;
use crate::journal_store::Log;
use crate::meter::minute_of;
use cartwright_coordination::WallTime;
use serde_json::{Value, json};
use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

/// The parts of the journal, as they are called where they are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Incidents,
    Trail,
    Metrics,
}

impl Part {
    const ALL: [(&'static str, Self); 3] =
        [("incidents", Self::Incidents), ("trail", Self::Trail), ("metrics", Self::Metrics)];

    fn of(arguments: &Arguments) -> Result<Option<Self>> {
        let name = arguments.note("log");
        if name.is_empty() {
            return Ok(None);
        }
        let known = Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, part)| Some(part));
        known.ok_or_else(|| {
            invalid(format!("`log` is incidents, trail or metrics, or left out for all of them; not `{name}`"))
        })
    }
}

/// Of each list at most `limit`, so that nobody waits long for it; `more` says that there may be more. That the trail was cut is in
/// the trail.
pub(super) fn trim(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (asked, before, limit) = (Part::of(arguments)?, before(calls, arguments)?, arguments.limit()?);
    let is_asked = |part| asked.is_none_or(|asked| asked == part);
    let mut removed = [0; 3];
    if let Some(journal) = &calls.versions.journal {
        for ((_, part), removed) in Part::ALL.into_iter().zip(&mut removed).filter(|((_, part), _)| is_asked(*part)) {
            *removed = match part {
                Part::Incidents => journal.trim(Log::Incidents, before, limit)?,
                Part::Trail => journal.trim(Log::Audit, before, limit)?,
                Part::Metrics => journal.forget_samples(minute_of(before))?,
            };
        }
    }
    let [incidents, trail, metrics] = removed;
    let answer = json!({
        "incidents": incidents, "trail": trail, "metrics": metrics,
        "more": limit > 0 && (incidents == limit || trail == limit),
    });
    if removed != [0; 3] {
        calls.versions.audit("journal.trimmed", &arguments.note("who"), "", ("", ""), &answer.to_string());
    }
    Ok(answer)
}

/// The first time that stays.
fn before(calls: &Calls, arguments: &Arguments) -> Result<WallTime> {
    match (arguments.amount("keep_days")?, at(arguments, "before_ms")?) {
        (Some(days), None) => Ok(now(calls).minus(Duration::from_secs(days.saturating_mul(DAY)))),
        (None, Some(before)) => Ok(before),
        _ => Err(invalid(
            "say either `keep_days`, for how many days records stay, or `before_ms`, the first time that stays",
        )),
    }
}
