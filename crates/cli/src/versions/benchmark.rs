//! What versions cost: a check, and an invalidation with few and with many cached values.

use super::place::Ground;
use crate::failure::{Failure, Result};
use crate::show::line;
use cartwright_coordination::{Durations, SystemRandom};
#[cfg(feature = "redis")]
use cartwright_storage::RedisVersionStore;
use cartwright_storage::{MemoryVersionSource, SqliteVersionSource, StorePlace, VersionStores};
use cartwright_versions::{
    ChangeId, EntryKey, Environment, Lifetimes, Need, Settings, SharedEntryStore, TypeName, VersionSource, Versions,
};
use std::time::{Duration, Instant};

/// A store under measurement.
struct Stand {
    name: &'static str,
    versions: Versions,
    entries: SharedEntryStore,
    source: Box<dyn VersionSource>,
    /// A bare round trip to the server, where there is one.
    bare: Option<Box<dyn Fn() -> Result>>,
    /// Where all of it is; removed with it.
    _ground: Ground,
}

/// What was measured with so many values.
#[derive(Default)]
struct Measured {
    bare: Durations,
    check: Durations,
    invalidate: Durations,
    lookup: Durations,
}

pub fn run(server: Option<&str>, entries: &[u32], rounds: u32, json: bool) -> Result {
    if !json {
        line(
            "store    cached values   bare round trip p50 / p99 us   version check p50 / p99 us   invalidate 1 tag p50 / p99 us   lookup p50 / p99 us",
        )?;
    }
    for entries in entries {
        let stands = [memory()?, stand("SQLite", Ground::new(None)?)?];
        let on_server = match Ground::new(server)? {
            ground if matches!(ground.cache, StorePlace::Own(_)) => None,
            ground => Some(stand("Redis", ground)?),
        };
        for stand in stands.into_iter().chain(on_server) {
            let measured = measure(&stand, *entries, rounds)?;
            line(&row(stand.name, *entries, &measured, json))?;
        }
    }
    Ok(())
}

fn memory() -> Result<Stand> {
    Ok(Stand {
        source: Box::new(MemoryVersionSource::default()),
        ..stand_on("memory", &StorePlace::Memory, Ground::new(None)?)?
    })
}

fn stand(name: &'static str, ground: Ground) -> Result<Stand> {
    let cache = ground.cache.clone();
    // A new store is young; it is measured when it is not.
    cache.versions(StorePlace::BUSY_TIMEOUT, Duration::from_millis(1)).versions.look(&[])?;
    std::thread::sleep(Duration::from_millis(2));
    stand_on(name, &cache, ground)
}

fn stand_on(name: &'static str, cache: &StorePlace, ground: Ground) -> Result<Stand> {
    let stores = cache.versions(StorePlace::BUSY_TIMEOUT, VersionStores::LONGEST_MARK);
    // What the data's own transaction costs is the database's; a server is measured without it.
    let source: Box<dyn VersionSource> = match cache {
        StorePlace::Own(_) => Box::new(SqliteVersionSource::at(ground.data())),
        _ => Box::new(MemoryVersionSource::default()),
    };
    let versions = Versions::shared(stores.versions, Settings::new()?, Environment::default());
    Ok(Stand { name, versions, entries: stores.entries, source, bare: bare(cache), _ground: ground })
}

#[cfg(feature = "redis")]
fn bare(cache: &StorePlace) -> Option<Box<dyn Fn() -> Result>> {
    let StorePlace::Redis(options) = cache else { return None };
    let store = RedisVersionStore::new(options.as_ref().clone());
    Some(Box::new(move || Ok(store.ping()?)))
}

#[cfg(not(feature = "redis"))]
fn bare(_: &StorePlace) -> Option<Box<dyn Fn() -> Result>> {
    None
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
    let mut measured = Measured::default();
    for round in 0..rounds {
        if let Some(bare) = &stand.bare {
            timed(&mut measured.bare, &mut || bare())?;
        }
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
    let nanos = |durations: &Durations, hundredths| durations.quantile(hundredths).map(|time| time.as_nanos());
    let [bare, check, invalidate, lookup] = [&measured.bare, &measured.check, &measured.invalidate, &measured.lookup]
        .map(|durations| [nanos(durations, 50), nanos(durations, 99)]);
    if json {
        let pair = |name: &str, pair: [Option<u128>; 2]| {
            let [p50, p99] = pair.map(|nanos| nanos.map_or("null".to_owned(), |nanos| nanos.to_string()));
            format!(r#""{name}_p50_ns":{p50},"{name}_p99_ns":{p99}"#)
        };
        let pairs = [pair("bare", bare), pair("check", check), pair("invalidate", invalidate), pair("lookup", lookup)];
        return format!(r#"{{"store":"{name}","entries":{entries},{}}}"#, pairs.join(","));
    }
    let micros = |nanos: u128| format!("{}.{}", nanos / 1000, nanos % 1000 / 100);
    let pair = |pair: [Option<u128>; 2]| match pair {
        [Some(p50), Some(p99)] => format!("{} / {}", micros(p50), micros(p99)),
        _ => "-".to_owned(),
    };
    let (bare, check, invalidate, lookup) = (pair(bare), pair(check), pair(invalidate), pair(lookup));
    format!("{name:<8} {entries:>13}   {bare:>28}   {check:>26}   {invalidate:>29}   {lookup:>19}")
}
