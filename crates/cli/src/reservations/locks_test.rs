//! The self-test of locks and reservations, for real: on the store that is used, with keys that are nobody else's.

use crate::another;
use crate::args::Common;
use crate::failure::{Failure, Result};
use crate::show;
use cartwright_coordination::{Random, SystemRandom};
use cartwright_reservations::{CartItem, Filter, LockTable, OwnerId, Policy, Request, Reservations, State, StockKey};
use cartwright_reservations::{Counter, Line};
use cartwright_storage::StorePlace;
use serde_json::{Map, Value};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

const PROCESSES: u64 = 6;
const SKUS: u64 = 25;
/// How long a lock lives whose end is waited for.
const SHORT: Duration = Duration::from_millis(250);
/// By how much two clocks may differ over that time: the store's counts milliseconds, and is set right now and then.
const OF_TWO_CLOCKS: Duration = Duration::from_millis(5);
const PATIENCE: Duration = Duration::from_secs(10);

/// A test, with what it needs.
struct Scene<'a> {
    store: &'a StorePlace,
    common: &'a Common,
    shop: &'a Reservations,
    locks: LockTable,
    /// Of all keys of this run.
    vendor: String,
}

type Test<'a> = fn(&Scene<'a>) -> Result;

pub fn run(store: &StorePlace, common: &Common, shop: &Reservations) -> Result {
    let number = SystemRandom.number().map_err(|error| Failure::refused(error.to_string()))?;
    let vendor = format!("locks-test-{number:016x}");
    let scene = Scene { store, common, shop, locks: LockTable::new(shop.clone()), vendor };
    let tests: [(&str, Test<'_>); 5] = [
        ("acquisition", Scene::acquisition),
        ("cart reservation", Scene::cart),
        ("expiry", Scene::expiry),
        ("concurrent access", Scene::concurrent_access),
        ("statistics", Scene::statistics),
    ];
    let told: Vec<_> =
        tests.iter().map(|(name, test)| (*name, test(&scene).err().map(|why| why.to_string()))).collect();
    scene.leave();
    let failed = told.iter().filter(|(_, why)| why.is_some()).count();
    if common.json {
        let tests: Map<String, Value> =
            told.iter().map(|(name, why)| ((*name).to_owned(), why.clone().map_or(Value::Null, Value::from))).collect();
        show::line(&serde_json::json!({"success": failed == 0, "tests": tests}).to_string())?;
    } else {
        for (name, why) in &told {
            show::line(&format!("{name:<20} {}", why.as_deref().unwrap_or("passed")))?;
        }
    }
    if failed == 0 { Ok(()) } else { Err(Failure::refused(format!("{failed} of {} tests failed", told.len()))) }
}

/// One of many: asks for the last unit of each sku, and says of which it got it.
pub fn race(shop: &Reservations, vendor: &str, worker: u64) -> Result<Vec<String>> {
    let (mut got, owner) = (Vec::new(), format!("{vendor}-{worker}"));
    for sku in 0..SKUS {
        // Each begins elsewhere, so that nobody is always the first.
        let sku = format!("last-{}", (sku + worker * SKUS / PROCESSES) % SKUS);
        let lines = [Line::new(StockKey::new(vendor, "item", &sku)?, 1)];
        let order = format!("{owner}-{sku}");
        if shop.reserve(&Request::new(&order, &owner, &lines))?.granted().is_some() {
            got.push(sku);
        }
    }
    Ok(got)
}

fn expect(is_so: bool, otherwise: &str) -> Result {
    if is_so { Ok(()) } else { Err(Failure::refused(otherwise)) }
}

impl Scene<'_> {
    fn lock(&self, name: &str) -> String {
        format!("{}/lock/{name}", self.vendor)
    }

    fn acquisition(&self) -> Result {
        let (locks, lamp) = (&self.locks, self.lock("lamp"));
        expect(locks.acquire_lock(&lamp, "ada", None)?, "a free lock was refused")?;
        expect(!locks.acquire_lock(&lamp, "ben", None)?, "a lock was granted twice")?;
        expect(locks.get_lock_info(&lamp)?["userId"] == "ada", "the lock is not shown as its holder's")?;
        expect(!locks.release_lock(&lamp, "ben")?, "somebody released the lock of another")?;
        expect(locks.release_lock(&lamp, "ada")?, "the holder could not release his lock")?;
        expect(!locks.is_locked(&lamp)?, "a released lock is locked")?;
        for none in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            expect(locks.acquire_lock(&lamp, "ben", Some(none)).is_err(), "a lifetime that is none was taken")?;
        }
        expect(!locks.is_locked(&lamp)?, "a lock was granted for a lifetime that is none")
    }

    fn cart(&self) -> Result {
        let item = |id: &str, lock_key| CartItem { item_id: id.into(), kind: "item".into(), quantity: 1, lock_key };
        // The same chair on two lines: its buyer must not stand in his own way.
        let items = ["chair", "chair", "vase"].map(|id| item(id, None));
        self.shop.set_stock(&StockKey::new(&self.vendor, "item", "chair")?, 3)?;
        let ada = self.locks.reserve_items_in_cart(&items, "ada", &self.vendor, None)?;
        expect(ada["success"] == true, "a cart that fits was refused")?;
        let ben = self.locks.reserve_items_in_cart(&items, "ben", &self.vendor, None)?;
        let named = ben["failedItems"].as_array().map_or(0, Vec::len);
        expect(ben["success"] == false && named == 3, "not every item that was short was named")?;
        let reserved = ada["reservations"].as_array().into_iter().flatten();
        let reserved: Vec<_> = reserved
            .map(|row| item(row["itemId"].as_str().unwrap_or_default(), row["lockKey"].as_str().map(str::to_owned)))
            .collect();
        let released = self.locks.release_order_locks(&reserved, "ada")?;
        expect(released["failed"].as_array().is_some_and(Vec::is_empty), "the holder could not release his cart")?;
        expect(self.shop.level(&StockKey::new(&self.vendor, "item", "chair")?)?.held == 0, "what was released is held")
    }

    fn expiry(&self) -> Result {
        let (locks, vase) = (&self.locks, self.lock("vase"));
        let begun = Instant::now();
        expect(locks.acquire_lock(&vase, "ada", Some(SHORT.as_millis() as f64))?, "a free lock was refused")?;
        while locks.is_locked(&vase)? {
            expect(begun.elapsed() < PATIENCE, "a lock outlived its time")?;
            thread::sleep(Duration::from_millis(5));
        }
        // It began after this clock was read, so it may not be over before.
        expect(begun.elapsed() + OF_TWO_CLOCKS >= SHORT, "a lock ended before its time")?;
        expect(locks.acquire_lock(&vase, "ben", None)?, "what had expired was not to be had")?;
        expect(!locks.release_lock(&vase, "ada")?, "an old holder released the lock of a newer one")?;
        expect(locks.release_lock(&vase, "ben")?, "the newer holder could not release his lock")
    }

    /// Processes, each with a connection of its own; threads where nobody else can see the memory.
    fn concurrent_access(&self) -> Result {
        for sku in 0..SKUS {
            self.shop.set_stock(&StockKey::new(&self.vendor, "item", &format!("last-{sku}"))?, 1)?;
        }
        let got: Vec<Vec<String>> = thread::scope(|threads| {
            let one = |worker| match self.store {
                StorePlace::Memory => race(self.shop, &self.vendor, worker),
                _ => self.process(worker),
            };
            let running: Vec<_> = (0..PROCESSES).map(|worker| threads.spawn(move || one(worker))).collect();
            let joined = running
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|_| Err(Failure::refused("a worker panicked"))));
            joined.collect::<Result<_>>()
        })?;
        for sku in (0..SKUS).map(|sku| format!("last-{sku}")) {
            let buyers = got.iter().flatten().filter(|bought| **bought == sku).count();
            expect(buyers == 1, &format!("{buyers} of {PROCESSES} buyers got the last unit of {sku}"))?;
            let level = self.shop.level(&StockKey::new(&self.vendor, "item", &sku)?)?;
            expect((level.held, level.available) == (1, Some(0)), &format!("of {sku} {} are held", level.held))?;
        }
        Ok(())
    }

    fn process(&self, worker: u64) -> Result<Vec<String>> {
        let output = another::process(self.store, self.common)?
            .args(["reservations", "locks-test-worker", &self.vendor, &worker.to_string()])
            .stderr(Stdio::inherit())
            .output()?;
        expect(output.status.success(), "a process of the test ended early")?;
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }

    fn statistics(&self) -> Result {
        let (locks, lamp, before) = (&self.locks, self.lock("counted"), self.shop.stats()?.tally);
        let is_listed = || -> Result<bool> {
            let keys = locks.get_stats()?["lockKeys"].take();
            Ok(keys.as_array().is_some_and(|keys| keys.iter().any(|key| *key == lamp.as_str())))
        };
        expect(locks.acquire_lock(&lamp, "ada", None)?, "a free lock was refused")?;
        expect(is_listed()?, "a lock that is held is not listed")?;
        let counted = self.shop.stats()?.tally;
        expect(counted.of(Counter::Granted) > before.of(Counter::Granted), "a grant was not counted")?;
        expect(locks.release_lock(&lamp, "ada")?, "the holder could not release his lock")?;
        expect(!is_listed()?, "a lock that was released is listed")?;
        let ended = self.shop.stats()?.tally.of(Counter::Released);
        expect(ended > before.of(Counter::Released), "a release was not counted")
    }

    /// Gives back what is still held, and counts the keys no longer. What fails here is over with its lease.
    fn leave(&self) {
        for owner in (0..PROCESSES).map(|worker| format!("{}-{worker}", self.vendor)) {
            let Ok(owner) = OwnerId::new(&owner) else { continue };
            let filter = Filter { state: Some(State::Held), owner: Some(&owner), after: None, limit: SKUS as usize };
            for held in self.shop.list(filter).into_iter().flatten() {
                let _ = self.shop.force_release(held.order.as_str(), "locks-test");
            }
        }
        let skus = (0..SKUS).map(|sku| format!("last-{sku}")).chain(["chair".to_owned()]);
        for key in skus.flat_map(|sku| StockKey::new(&self.vendor, "item", &sku)) {
            let _ = self.shop.set_policy(&key, Policy::Unknown);
        }
    }
}
