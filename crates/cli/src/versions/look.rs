//! Showing versions, counts, incidents.

use super::place::Place;
use super::types;
use crate::failure::{Failure, Result};
use crate::show::{line, text};
use cartwright_coordination::{SystemClock, WallClock};
use cartwright_versions::{Log, Mark, Range, Totals, TypeName, TypeRow, VersionSource, Written};
use std::io::IsTerminal;
use std::time::Duration;

/// So many incidents are shown to whoever watches, and so many are read at once.
const SHOWN: usize = 10;
const PAGE: usize = 1000;

pub fn stats(place: &Place, names: &[String], json: bool) -> Result {
    let asked = types(names)?;
    let mut rows = place.source.rows()?;
    rows.retain(|row| asked.is_empty() || asked.contains(&row.name));
    if let Some(missing) = asked.iter().find(|name| !rows.iter().any(|row| row.name == **name)) {
        return Err(Failure::not_there(format!("nothing was ever changed of the type '{missing}'")));
    }
    let names: Vec<TypeName> = rows.iter().map(|row| row.name.clone()).collect();
    let look = place.versions.store().look(&names)?;
    let now = SystemClock.wall_time().as_millis();
    for (row, standing) in rows.iter().zip(look.standings) {
        let state = match standing.mark {
            Mark::Live { .. } => "pending",
            Mark::Ended => "ended",
            _ if row.stale => "stale",
            _ => match standing.version {
                None => "unpublished",
                Some(version) if version == row.version => "published",
                Some(_) => "different",
            },
        };
        line(&row_of(row, state, now, json))?;
    }
    Ok(())
}

fn row_of(row: &TypeRow, state: &str, now: i64, json: bool) -> String {
    let (name, version) = (row.name.as_str(), row.version);
    let ago = row.raised_at.map(|at| now.saturating_sub(at).max(0) / 1000);
    if json {
        let raised_at = row.raised_at.map_or("null".to_owned(), |at| at.to_string());
        let ago = ago.map_or("null".to_owned(), |ago| ago.to_string());
        return format!(
            r#"{{"data_type":{},"version":"{version}","change_count":{},"last_updated_at_ms":{raised_at},"seconds_since_update":{ago},"state":"{state}"}}"#,
            text(name),
            version.counter()
        );
    }
    let ago = ago.map_or("never".to_owned(), |ago| format!("{ago} s ago"));
    format!("{name:<24} {version:<28} {:>8} changes   {ago:>12}   {state}", version.counter())
}

pub fn incidents(place: &Place, hours: u32, audit: bool, limit: usize, json: bool) -> Result {
    let log = if audit { Log::Audit } else { Log::Incidents };
    newest(place, log, last(hours), limit, json)
}

fn last(hours: u32) -> Range {
    Range::before(SystemClock.wall_time(), Duration::from_secs(u64::from(hours) * 3600))
}

/// The last of what was written down, in its order: whoever looks wants to see what goes wrong now.
fn newest(place: &Place, log: Log, mut range: Range, limit: usize, json: bool) -> Result {
    let mut newest = Vec::new();
    loop {
        let page = place.journal.read(log, &range, PAGE)?;
        let is_last = page.len() < PAGE;
        range.after = page.last().map(|written| (written.record.at, written.place)).or(range.after);
        newest.extend(page);
        newest.drain(..newest.len().saturating_sub(limit));
        if is_last {
            return newest.iter().try_for_each(|written| line(&record(written, json)));
        }
    }
}

fn record(written: &Written, json: bool) -> String {
    let record = &written.record;
    if json {
        let texts = [&record.kind, &record.who, &record.subject, &record.before, &record.after, &record.detail];
        let [kind, who, subject, before, after, detail] = texts.map(|field| text(field));
        return format!(
            r#"{{"place":{},"timestamp_us":{},"type":{kind},"who":{who},"subject":{subject},"before":{before},"after":{after},"detail":{detail}}}"#,
            written.place,
            record.at.as_micros()
        );
    }
    let at = cartwright_core::Moment::from_micros(record.at.as_micros()).to_seconds_text();
    format!(
        "{at}  {:<24} {:<24} {} {} {}  {}",
        record.kind, record.subject, record.who, record.before, record.after, record.detail
    )
}

/// Those that are held, at most a thousand.
pub fn locks(place: &Place, json: bool) -> Result {
    for held in place.versions.held_locks(&*place.locks, 1000)? {
        let (name, age, remaining) = (held.key.as_str(), held.age.as_millis(), held.remaining.as_millis());
        line(&if json {
            format!(r#"{{"name":{},"held_ms":{age},"remaining_ms":{remaining}}}"#, text(name))
        } else {
            format!("{name:<48} held for {age} ms, {remaining} ms remain")
        })?;
    }
    Ok(())
}

pub fn monitor(place: &Place, every: u64, times: u64, json: bool) -> Result {
    let mut shown = 0;
    loop {
        if !json && std::io::stdout().is_terminal() {
            // To the upper left corner, and away with what was there.
            line("\x1b[H\x1b[2J")?;
        }
        stats(place, &[], json)?;
        counts(place, json)?;
        newest(place, Log::Incidents, last(1), SHOWN, json)?;
        shown += 1;
        if shown == times {
            return Ok(());
        }
        std::thread::sleep(Duration::from_secs(every));
    }
}

/// What all processes have counted in the last five minutes.
fn counts(place: &Place, json: bool) -> Result {
    let now = SystemClock.wall_time();
    let samples = place.journal.samples(now.minus(Duration::from_secs(300)), now.plus(Duration::from_secs(60)))?;
    for (name, totals) in Totals::of(&samples) {
        let micros = |duration: Option<Duration>| duration.unwrap_or_default().as_micros();
        let (count, errors) = (totals.durations.count, totals.errors);
        let (p50, p99) = (micros(totals.durations.quantile(50)), micros(totals.durations.quantile(99)));
        line(&if json {
            format!(r#"{{"counted":{},"count":{count},"errors":{errors},"p50_us":{p50},"p99_us":{p99}}}"#, text(&name))
        } else {
            format!("{name:<24} {count:>8} in 5 minutes, {errors} failed, median {p50} us, p99 {p99} us")
        })?;
    }
    Ok(())
}
