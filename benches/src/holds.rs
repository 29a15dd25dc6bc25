//! What reservations cost: to be made and released beside many others, and to be kept.

use crate::Failure;
use crate::footprint::{PAGE, pages};
use crate::stats::{median, micros};
use cartwright_coordination::{OwnerToken, SystemClock, SystemRandom};
use cartwright_reservations::{Keep, Line, LockTable, Request, ReservationStore, Reservations, Settings, StockKey};
use cartwright_storage::{MemoryReservationStore, RedisOptions, RedisReservationStore, SqliteReservationStore};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many skus the shop has.
const SKUS: usize = 10_000;

/// A shop with stock, in which reservations are made.
pub struct Shop {
    /// The engine.
    pub shop: Reservations,
    keys: Vec<StockKey>,
    made: u64,
}

/// What has ended is forgotten early, so that to forget is in the figures.
const KEEP: Keep = Keep { time: Duration::from_secs(3600), at_most: 10_000 };

/// A store in the memory of this process.
pub fn memory() -> Arc<dyn ReservationStore> {
    Arc::new(MemoryReservationStore::with_clock(SystemClock, KEEP))
}

/// A store in a file.
pub fn sqlite(path: &Path) -> Arc<dyn ReservationStore> {
    Arc::new(SqliteReservationStore::at(path))
}

/// A store on a Redis server.
pub fn redis(options: RedisOptions) -> Arc<dyn ReservationStore> {
    Arc::new(RedisReservationStore::new(options).keeping(KEEP))
}

impl Shop {
    /// A shop in which so many lines are held, ten to an order.
    ///
    /// # Errors
    /// If the store cannot keep them.
    pub fn with_held_lines(store: Arc<dyn ReservationStore>, lines: usize) -> Result<Self, Failure> {
        let mut settings = Settings::default();
        settings.caps.total = u64::MAX;
        let shop = Reservations::shared(store, settings)?;
        let keys = (0..SKUS)
            .map(|sku| StockKey::new("vendor-1", "item", &format!("sku-{sku}")))
            .collect::<Result<Vec<_>, _>>()?;
        for key in &keys {
            shop.set_stock(key, 1_000_000)?;
        }
        let mut shop = Self { shop, keys, made: 0 };
        for _ in 0..lines / 10 {
            shop.reserve(10)?;
        }
        Ok(shop)
    }

    fn lines(&self, count: usize) -> Vec<Line> {
        // Steps through the skus so that neighbours in an order are not neighbours in memory.
        let first = usize::try_from(self.made).unwrap_or(0) * 7919;
        (0..count).map(|line| Line::new(self.keys[(first + line * 997) % SKUS].clone(), 1)).collect()
    }

    fn reserve(&mut self, lines: usize) -> Result<(String, OwnerToken), Failure> {
        let (order, owner, lines) = self.order(lines);
        let reserved = self.shop.reserve(&Request::new(&order, &owner, &lines))?;
        Ok((order, reserved.granted().ok_or("there is enough of everything")?.token))
    }

    /// What comes from outside: an order, a buyer, lines.
    fn order(&mut self, lines: usize) -> (String, String, Vec<Line>) {
        self.made += 1;
        (format!("order-{}", self.made), format!("user-{}", self.made % 10_000), self.lines(lines))
    }

    /// Microseconds to reserve so many lines, and to release them.
    ///
    /// # Errors
    /// If the store cannot keep them.
    pub fn reserve_and_release(&mut self, lines: usize, times: usize) -> Result<[f64; 2], Failure> {
        let (mut reserve, mut release) = (Vec::new(), Vec::new());
        for _ in 0..times {
            let (order, owner, lines) = self.order(lines);
            let begun = Instant::now();
            let held = black_box(self.shop.reserve(&Request::new(&order, &owner, &lines))?);
            let reserved = Instant::now();
            let token = held.granted().ok_or("there is enough of everything")?.token;
            let done = black_box(self.shop.release(&order, &token)?);
            let ended = Instant::now();
            done.done().ok_or("it was held")?;
            reserve.push(micros(reserved - begun));
            release.push(micros(ended - reserved));
        }
        Ok([&reserve, &release].map(|figures| median(figures).unwrap_or(f64::NAN)))
    }

    /// Microseconds to take a lock of the older table and to release it.
    ///
    /// # Errors
    /// If the store cannot keep it.
    pub fn lock_and_unlock(&mut self, times: usize) -> Result<f64, Failure> {
        let (table, mut figures) = (LockTable::new(self.shop.clone()), Vec::new());
        for number in 0..times {
            let item = format!("item-{number}");
            let begun = Instant::now();
            let both = black_box(table.acquire_lock(&item, "user-7", None)? && table.release_lock(&item, "user-7")?);
            figures.push(micros(begun.elapsed()));
            if !both {
                return Err("the lock was free".into());
            }
        }
        Ok(median(&figures).unwrap_or(f64::NAN))
    }
}

/// Microseconds of a commit of one changed row in a file like those of the stores, and of the rows that a reservation of
/// one line writes, by hand and without looking at anything: a new row with its two indexes, and a changed one.
///
/// # Errors
/// If there is no such file.
pub fn bare_commits(path: &Path, times: usize) -> Result<[f64; 2], Failure> {
    let db = rusqlite::Connection::open(path)?;
    db.query_row("PRAGMA journal_mode = WAL", (), |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.execute_batch(
        "CREATE TABLE bare_rows (id INTEGER PRIMARY KEY, number INTEGER);
         CREATE TABLE bare (id INTEGER PRIMARY KEY, reference TEXT UNIQUE, owner TEXT, due INTEGER, text BLOB);
         CREATE INDEX bare_owner ON bare (owner, id);
         INSERT INTO bare_rows VALUES (1, 0);",
    )?;
    let run = |statement: &str| db.prepare_cached(statement)?.execute(());
    let (mut one, mut several) = (Vec::new(), Vec::new());
    for number in 0..i64::try_from(times)? {
        let begun = Instant::now();
        run("BEGIN IMMEDIATE")?;
        run("UPDATE bare_rows SET number = number + 1 WHERE id = 1")?;
        run("COMMIT")?;
        one.push(micros(begun.elapsed()));
        let (reference, owner) = (format!("order-{number}"), format!("user-{}", number % 10_000));
        let begun = Instant::now();
        run("BEGIN IMMEDIATE")?;
        db.prepare_cached("INSERT INTO bare (reference, owner, due, text) VALUES (?1, ?2, ?3, zeroblob(150))")?
            .execute((&reference, &owner, number))?;
        run("UPDATE bare_rows SET number = number + 1 WHERE id = 1")?;
        run("COMMIT")?;
        several.push(micros(begun.elapsed()));
    }
    Ok([&one, &several].map(|figures| median(figures).unwrap_or(f64::NAN)))
}

/// How many are kept to see what one takes.
const MANY: u64 = 100_000;

/// Bytes of this process per exclusive lock, each of a user of its own, and per held unit of a sku of its own: what the
/// kernel says, the allocator's rounding included.
///
/// # Errors
/// If the kernel does not say.
pub fn bytes() -> Result<[u64; 2], Failure> {
    let per_one = |before: usize| Ok::<_, Failure>((pages()?.saturating_sub(before) * PAGE) as u64 / MANY);
    let mut settings = Settings::default();
    settings.caps.total = u64::MAX;
    let shop = Reservations::shared(memory(), settings)?;
    let table = LockTable::new(shop.clone());
    // The notes of the store are as many as they get.
    for number in 0..5_000 {
        table.acquire_lock(&format!("before-{number}"), &format!("user-{number}"), None)?;
        table.release_lock(&format!("before-{number}"), &format!("user-{number}"))?;
    }
    let before = pages()?;
    for number in 0..MANY {
        if !table.acquire_lock(&format!("item-{number}"), &format!("user-{number}"), None)? {
            return Err("the lock was free".into());
        }
    }
    let lock = per_one(before)?;
    let before = pages()?;
    for number in 0..MANY {
        let key = StockKey::new("vendor-1", "item", &format!("sku-{number}"))?;
        shop.set_stock(&key, 5)?;
        let (order, owner) = (OwnerToken::new(&SystemRandom)?.secret_text(), format!("buyer-{number}"));
        shop.reserve(&Request::new(&order, &owner, &[Line::new(key, 1)]))?.granted().ok_or("there is enough")?;
    }
    Ok([lock, per_one(before)?])
}
