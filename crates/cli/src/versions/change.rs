//! Raising and repairing versions.

use super::place::Place;
use super::types;
use crate::failure::{Failure, Result};
use crate::show::{line, text};
use cartwright_coordination::{SystemClock, SystemRandom, WallClock, uuid_v4};
use cartwright_versions::{ChangeId, JournalPart, Trimmed};
use std::time::Duration;

/// So many records are removed in one step.
const PORTION: usize = 1000;

pub fn bump(place: &Place, names: &[String], id: Option<&str>, who: &str, json: bool) -> Result {
    let id = match id {
        Some(id) => id.to_owned(),
        None => uuid_v4(&SystemRandom)?.to_string(),
    };
    let bumped = place.versions.bump(&place.source, Some(&*place.locks), &ChangeId::new(&id)?, &types(names)?, who)?;
    place.versions.flush()?;
    let degraded: Vec<&str> = bumped.degraded.iter().map(|missing| missing.as_str()).collect();
    if json {
        let versions: Vec<String> =
            bumped.versions.iter().map(|(name, version)| format!(r#"{}:"{version}""#, text(name.as_str()))).collect();
        let degraded: Vec<String> = degraded.iter().map(|missing| text(missing)).collect();
        return line(&format!(
            r#"{{"id":{},"versions":{{{}}},"degraded":[{}]}}"#,
            text(&id),
            versions.join(","),
            degraded.join(",")
        ));
    }
    for (name, version) in &bumped.versions {
        line(&format!("{name} is at {version}"))?;
    }
    degraded.iter().try_for_each(|missing| line(&format!("without what it should have: {missing}")))
}

/// In portions, so that nobody waits for it.
pub fn trim(place: &Place, days: u32, who: &str, json: bool) -> Result {
    let before = SystemClock.wall_time().minus(Duration::from_secs(u64::from(days) * 86_400));
    let mut all = Trimmed::default();
    loop {
        let some = place.versions.trim_journal(&JournalPart::ALL, before, PORTION, who)?;
        all.incidents += some.incidents;
        all.trail += some.trail;
        all.metrics += some.metrics;
        if !some.more {
            break;
        }
    }
    let Trimmed { incidents, trail, metrics, .. } = all;
    line(&if json {
        format!(r#"{{"incidents":{incidents},"trail":{trail},"metrics":{metrics}}}"#)
    } else {
        format!(
            "{incidents} incidents, {trail} records of the trail and {metrics} counts older than {days} days are gone"
        )
    })
}

pub fn unlock(place: &Place, name: &str, reason: &str, who: &str, json: bool) -> Result {
    if !place.versions.force_unlock(&*place.locks, name, reason, who)? {
        return Err(Failure::not_there(format!("nobody holds the lock '{name}'")));
    }
    line(&if json { format!(r#"{{"released":{}}}"#, text(name)) } else { format!("{name} is taken away") })
}

pub fn repair(place: &Place, repair: bool, who: &str, json: bool) -> Result {
    let report = place.versions.reconcile(&place.source, repair, who)?;
    for finding in &report.findings {
        let (name, wrong) = (finding.name.as_str(), finding.wrong.as_str());
        let published = finding.published.map(|version| version.to_string()).unwrap_or_default();
        let (committed, repaired) = (finding.committed, finding.repaired);
        line(&if json {
            format!(
                r#"{{"data_type":{},"wrong":"{wrong}","published":"{published}","committed":"{committed}","repaired":{repaired}}}"#,
                text(name)
            )
        } else {
            let now = if repaired { "repaired" } else { "not repaired" };
            format!("{name:<24} {wrong}: {published} was published, {committed} is committed; {now}")
        })?;
    }
    if !json {
        let (compared, found) = (report.compared, report.findings.len());
        line(&format!("{compared} types compared, {found} were wrong, {} are being changed", report.pending))?;
    }
    if report.is_right() {
        Ok(())
    } else {
        Err(Failure::refused("not everything is right; repair it without --dry-run"))
    }
}
