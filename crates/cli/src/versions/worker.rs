//! One process of a race.

use super::place::Ground;
use super::race::{Planted, Role, open};
use crate::failure::{Failure, Result};
use crate::show::line;
use cartwright_coordination::{Random, SeededRandom};
use cartwright_storage::{SqliteVersionSource, VersionStores};
use cartwright_versions::{
    CacheSettings, Lifetimes, Need, RequestVersions, Served, TypeName, VersionSource, VersionedCache, Versions,
};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How long a page takes to be made: longer than a change, so that they race.
const SLOW: Duration = Duration::from_millis(3);

/// How long one who does not end when he is told is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The data: how often they were changed.
pub fn make_data(source: &SqliteVersionSource, types: &[TypeName]) -> Result {
    // A row is there before the race, at a version that nobody has raised.
    source.committed(types)?;
    Ok(source.change(&[], |change| {
        change.db().execute_batch("CREATE TABLE data (value INTEGER NOT NULL) STRICT; INSERT INTO data VALUES (0)")?;
        Ok(())
    })?)
}

pub fn value(source: &SqliteVersionSource) -> Result<u64> {
    let value: i64 = source.query(|db| db.query_row("SELECT value FROM data", (), |row| row.get(0)))?;
    Ok(u64::try_from(value).unwrap_or(0))
}

/// How many changes were acknowledged: one byte each.
pub fn acknowledged(folder: &Path) -> Result<u64> {
    Ok(std::fs::metadata(folder.join("acknowledged")).map_or(0, |metadata| metadata.len()))
}

/// What who leads the race has said.
#[derive(Default)]
struct Orders {
    /// The race is over, or nobody leads it any more.
    end: AtomicBool,
    /// How often a worker that has asked to be stopped may go on.
    go: AtomicU64,
}

impl Orders {
    /// Listens in a thread of its own.
    fn hear() -> Arc<Self> {
        let orders = Arc::new(Self::default());
        let heard = Arc::clone(&orders);
        std::thread::spawn(move || {
            for _ in std::io::stdin().lines().map_while(std::io::Result::ok) {
                heard.go.fetch_add(1, Ordering::Relaxed);
            }
            heard.end.store(true, Ordering::Relaxed);
            // Whoever hangs would hold up the race for ever.
            std::thread::sleep(PATIENCE);
            std::process::exit(4);
        });
        orders
    }

    fn end(&self) -> bool {
        self.end.load(Ordering::Relaxed)
    }

    /// Asks to be stopped, and goes on when it was.
    fn stop(&self) -> Result {
        let before = self.go.load(Ordering::Relaxed);
        line("stop")?;
        while !self.end() && self.go.load(Ordering::Relaxed) == before {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}

pub fn run(folder: &Path, cache: &str, role: Role, seed: u64, planted: Option<Planted>) -> Result {
    let (orders, ground) = (Orders::hear(), Ground::of(folder, cache)?);
    let (source, versions, stores) = open(&ground)?;
    let (random, types) = (SeededRandom::new(seed), TypeName::all(["products"])?);
    let worker = Worker { ground, stores, source, versions, random, planted, types, orders };
    match role {
        Role::Writer => worker.write(),
        Role::Reader => worker.read(),
    }
}

struct Worker {
    ground: Ground,
    stores: VersionStores,
    source: SqliteVersionSource,
    versions: Arc<Versions>,
    random: SeededRandom,
    planted: Option<Planted>,
    types: Vec<TypeName>,
    orders: Arc<Orders>,
}

impl Worker {
    fn chance(&self, of: u64) -> Result<u64> {
        Ok(self.random.number()? % of)
    }

    fn write(&self) -> Result {
        let mut acknowledge =
            OpenOptions::new().create(true).append(true).open(self.ground.folder().join("acknowledged"))?;
        while !self.orders.end() {
            match self.change(&mut acknowledge) {
                // Others kept it busy, or no mark could be set and nothing was committed.
                Err(failure) if failure.code == 3 || failure.code == 1 => {}
                Err(failure) => return Err(failure),
                Ok(()) => line("changed")?,
            }
            std::thread::sleep(Duration::from_millis(self.chance(30)?));
        }
        Ok(())
    }

    fn change(&self, acknowledge: &mut File) -> Result {
        let writing = match self.planted {
            Some(Planted::InvalidateBeforeCommit) => {
                let raised = self.source.change(&self.types, |change| Ok(change.versions().to_vec()))?;
                self.versions.store().publish(None, &raised)?;
                std::thread::sleep(SLOW * 2);
                return self.commit(&[], &mut None, acknowledge).map(drop);
            }
            Some(Planted::NoMark) => None,
            None => Some(self.versions.begin(&self.types)?),
        };
        let mut writing = writing;
        let raised = self.commit(&self.types, &mut writing, acknowledge)?;
        match self.chance(40)? {
            0 => self.die()?,
            1 => self.orders.stop()?,
            _ => {}
        }
        match writing {
            Some(writing) => drop(self.versions.publish(writing, &raised)),
            None => {
                std::thread::sleep(SLOW * 2);
                self.versions.store().publish(None, &raised)?;
            }
        }
        Ok(())
    }

    /// Changes the data and raises versions in one transaction; then it is acknowledged.
    fn commit(
        &self,
        types: &[TypeName],
        writing: &mut Option<cartwright_versions::Writing>,
        acknowledge: &mut File,
    ) -> Result<Vec<(TypeName, cartwright_versions::Version)>> {
        let dies = self.chance(60)? == 0;
        let raised = self.source.change(types, |change| {
            change.db().execute("UPDATE data SET value = value + 1", ())?;
            if dies {
                let _ = self.die();
            }
            if let Some(writing) = writing {
                self.versions.confirm(writing)?;
            }
            Ok(change.versions().to_vec())
        })?;
        acknowledge.write_all(b"a")?;
        Ok(raised)
    }

    /// At once, without a last word.
    fn die(&self) -> Result {
        Command::new("kill").args(["-KILL", &std::process::id().to_string()]).status()?;
        Ok(())
    }

    fn read(&self) -> Result {
        let VersionStores { entries, locks, .. } = self.stores.clone();
        let cache = VersionedCache::new(Arc::clone(&self.versions), entries, locks, CacheSettings::new()?);
        let lifetimes = Lifetimes::of(Duration::from_secs(600))?;
        let mut shown = None;
        while !self.orders.end() {
            let floor = acknowledged(self.ground.folder())?;
            let mut request = RequestVersions::default();
            let captured = request.capture(&self.versions, &self.types, Need::Token, &self.source)?;
            let version = captured.versions.version_of("products");
            if shown > version && shown.partial_cmp(&version).is_some() {
                line(&format!("a reader was shown {shown:?}, and then {version:?}"))?;
            }
            shown = version;
            let load = || {
                let value = value(&self.source)?;
                std::thread::sleep(SLOW);
                Ok::<_, Failure>(value.to_string().into_bytes())
            };
            let page = cache.remember_in(&mut request, "page", &self.types, lifetimes, &self.source, load)?;
            let value: u64 = String::from_utf8_lossy(&page.value).parse().unwrap_or(0);
            if value < floor {
                line(&format!("a reader saw {value}, and {floor} had been acknowledged when he began"))?;
            }
            line(match page.served {
                Served::Found | Served::Stale => "found",
                Served::Loaded => "loaded",
                Served::PassedBy => "passed by",
            })?;
        }
        Ok(())
    }
}
