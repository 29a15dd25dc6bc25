//! What versions cost: a check, and an invalidation with few and with many cached values.

use crate::failure::{Failure, Result};
use crate::show::line;
use cartwright_coordination::{Durations, SystemRandom};
use cartwright_storage::{
    MemoryEntryStore, MemoryVersionSource, MemoryVersionStore, SqliteEntryStore, SqliteOptions, SqliteVersionSource,
    SqliteVersionStore,
};
use cartwright_versions::{
    ChangeId, EntryKey, Environment, Lifetimes, Need, Settings, SharedEntryStore, SharedVersionStore, TypeName,
    VersionSource, Versions,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A store under measurement.
struct Stand {
    name: &'static str,
    versions: Versions,
    entries: SharedEntryStore,
    source: Box<dyn VersionSource>,
}

/// What was measured with so many values.
struct Measured {
    check: Durations,
    invalidate: Durations,
    lookup: Durations,
}

pub fn run(entries: &[u32], rounds: u32, json: bool) -> Result {
    let folder = super::race::Folder::new()?;
    if !json {
        line(
            "store    cached values   version check p50 / p99 us   invalidate 1 tag p50 / p99 us   lookup p50 / p99 us",
        )?;
    }
    for entries in entries {
        for stand in [memory(), sqlite(&folder, *entries)?] {
            let measured = measure(&stand, *entries, rounds)?;
            line(&row(stand.name, *entries, &measured, json))?;
        }
    }
    Ok(())
}

fn memory() -> Stand {
    let store: SharedVersionStore = Arc::new(MemoryVersionStore::default());
    stand("memory", store, Arc::new(MemoryEntryStore::default()), Box::new(MemoryVersionSource::default()))
}

fn sqlite(folder: &super::race::Folder, entries: u32) -> Result<Stand> {
    let options = SqliteOptions::new(folder.path().join(format!("{entries}-cache.sqlite")));
    // A new file is young; it is measured when it is not.
    let store = SqliteVersionStore::with_longest_mark(options.clone(), Duration::from_millis(1));
    cartwright_versions::VersionStore::look(&store, &[])?;
    std::thread::sleep(Duration::from_millis(2));
    let store = SqliteVersionStore::new(options.clone());
    let source = SqliteVersionSource::at(folder.path().join(format!("{entries}-data.sqlite")));
    Ok(stand("SQLite", Arc::new(store), Arc::new(SqliteEntryStore::new(options)), Box::new(source)))
}

fn stand(
    name: &'static str,
    store: SharedVersionStore,
    entries: SharedEntryStore,
    source: Box<dyn VersionSource>,
) -> Stand {
    let settings = Settings::new().unwrap_or_else(|error| unreachable!("the usual settings are allowed: {error}"));
    Stand { name, versions: Versions::shared(store, settings, Environment::default()), entries, source }
}

fn measure(stand: &Stand, entries: u32, rounds: u32) -> Result<Measured> {
    let types = TypeName::all(["products"])?;
    let hour = Lifetimes::of(Duration::from_secs(3600))?;
    let capture = || stand.versions.capture(&types, Need::Entries, &*stand.source);
    let captured = capture()?;
    let page = vec![b'x'; 200];
    for entry in 0..entries {
        stand.entries.keep(&EntryKey::new(&format!("product.{entry}"), &captured.versions)?, &page, hour)?;
    }
    let timed = |durations: &mut Durations, work: &mut dyn FnMut() -> Result| {
        let begun = Instant::now();
        work()?;
        durations.record(begun.elapsed());
        Ok::<_, Failure>(())
    };
    let mut measured =
        Measured { check: Durations::default(), invalidate: Durations::default(), lookup: Durations::default() };
    for round in 0..rounds {
        timed(&mut measured.check, &mut || Ok(capture().map(drop)?))?;
        let key = EntryKey::new(&format!("product.{}", round % entries.max(1)), &captured.versions)?;
        timed(&mut measured.lookup, &mut || Ok(stand.entries.fetch(&key).map(drop)?))?;
    }
    for _ in 0..rounds {
        let id = ChangeId::new(&cartwright_coordination::uuid_v4(&SystemRandom)?.to_string())?;
        timed(&mut measured.invalidate, &mut || {
            stand.versions.bump(&*stand.source, None, &id, &types, "benchmark")?;
            Ok(())
        })?;
    }
    // Figures of something that does not work are worth nothing.
    let after = capture()?;
    let gone = stand.entries.fetch(&EntryKey::new("product.0", &after.versions)?)?.is_none();
    if gone { Ok(measured) } else { Err(Failure::refused("a value was found after its tag was raised")) }
}

fn row(name: &str, entries: u32, measured: &Measured, json: bool) -> String {
    let nanos = |durations: &Durations, hundredths| durations.quantile(hundredths).unwrap_or_default().as_nanos();
    let [check, invalidate, lookup] = [&measured.check, &measured.invalidate, &measured.lookup]
        .map(|durations| (nanos(durations, 50), nanos(durations, 99)));
    if json {
        return format!(
            r#"{{"store":"{name}","entries":{entries},"check_p50_ns":{},"check_p99_ns":{},"invalidate_p50_ns":{},"invalidate_p99_ns":{},"lookup_p50_ns":{},"lookup_p99_ns":{}}}"#,
            check.0, check.1, invalidate.0, invalidate.1, lookup.0, lookup.1
        );
    }
    let micros = |nanos: u128| format!("{}.{}", nanos / 1000, nanos % 1000 / 100);
    let pair = |(p50, p99): (u128, u128)| format!("{} / {}", micros(p50), micros(p99));
    format!("{name:<8} {entries:>13}   {:>26}   {:>29}   {:>19}", pair(check), pair(invalidate), pair(lookup))
}
