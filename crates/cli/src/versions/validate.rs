//! Checking that data versions work on this machine.

use super::Stress;
#[cfg(feature = "redis")]
use super::place::cache_in;
use super::place::{Ground, Place};
use super::race::{Planted, race};
use crate::failure::{Failure, Result};
use crate::show::{line, text};
#[cfg(feature = "redis")]
use cartwright_storage::{RedisVersionStore, StorePlace};
#[cfg(feature = "redis")]
use cartwright_versions::VersionStore as _;
use cartwright_versions::{ChangeId, Need, Settings, TypeName, VersionSource};

/// One check: what it is about, and what it came to.
struct Check {
    name: &'static str,
    wrong: Option<String>,
}

pub fn run(server: Option<&str>, seconds: u64, seed: u64, json: bool) -> Result {
    let stress = Stress { writers: 2, readers: 3, seconds, seed, plant: None };
    let mut checks = vec![versions_count(server)?];
    checks.extend(evicts_nothing(server)?);
    let raced = race(server, &stress)?;
    let wrong = raced.wrong.first().cloned().or_else(|| (raced.reads() == 0).then(|| "nobody has read".to_owned()));
    checks.push(Check { name: "no reader sees what is older than what was acknowledged", wrong });
    let planted = race(server, &Stress { plant: Some(Planted::InvalidateBeforeCommit), ..stress })?;
    let wrong = planted.wrong.is_empty().then(|| "an invalidation before the commit was not seen".to_owned());
    checks.push(Check { name: "the race sees an invalidation before the commit", wrong });
    for check in &checks {
        line(&if json {
            let wrong = check.wrong.as_deref().map_or_else(|| "null".to_owned(), text);
            format!(r#"{{"check":{},"wrong":{wrong}}}"#, text(check.name))
        } else {
            format!("{:<60} {}", check.name, check.wrong.as_deref().unwrap_or("ok"))
        })?;
    }
    match checks.iter().find(|check| check.wrong.is_some()) {
        None => Ok(()),
        Some(check) => Err(Failure::refused(format!("it does not hold that {}", check.name))),
    }
}

/// A server that evicts versions makes the source be asked for everything, again and again.
#[cfg(feature = "redis")]
fn evicts_nothing(server: Option<&str>) -> Result<Option<Check>> {
    let Some(StorePlace::Redis(options)) = server.map(cache_in).transpose()? else { return Ok(None) };
    let wrong = RedisVersionStore::new(*options).evicted_by()?.map(|policy| {
        format!("its policy is {policy}: it evicts versions; set maxmemory-policy to noeviction or a volatile one")
    });
    Ok(Some(Check { name: "the server evicts no versions", wrong }))
}

#[cfg(not(feature = "redis"))]
fn evicts_nothing(_: Option<&str>) -> Result<Option<Check>> {
    Ok(None)
}

/// An update is counted, consistent, and a repair of what is right does nothing.
fn versions_count(server: Option<&str>) -> Result<Check> {
    let ground = Ground::new(server)?;
    let place = Place::open(&ground.data(), &ground.cache, Settings::new()?);
    let types = TypeName::all(["categories", "products"])?;
    let token = || place.versions.capture(&types, Need::Token, &place.source).map(|captured| captured.versions.token());
    let before = token()?;
    for number in 1..=5 {
        place.versions.bump(
            &place.source,
            Some(&*place.locks),
            &ChangeId::new(&number.to_string())?,
            &types,
            "validate",
        )?;
    }
    let after = token()?;
    let counters: Vec<i64> = place.source.committed(&types)?.iter().map(|version| version.counter()).collect();
    let repairs: usize = (0..2)
        .map(|_| place.versions.reconcile(&place.source, true, "validate").map(|report| report.findings.len()))
        .sum::<cartwright_versions::Result<usize>>()?;
    let wrong = if before == after {
        Some("five changes did not move the token".to_owned())
    } else if counters != [5, 5] {
        Some(format!("five changes were counted as {counters:?}"))
    } else if repairs > 0 || token()? != after {
        Some("a repair of what was right has done something".to_owned())
    } else {
        None
    };
    Ok(Check { name: "updates are counted, and a repair leaves them alone", wrong })
}
