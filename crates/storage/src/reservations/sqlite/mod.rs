//! Reservations in a SQLite file.

mod ledger;
mod rows;
mod schema;
mod shelf;

use crate::locks::error::of_store;
use crate::locks::{BootClock, SharedClock};
use crate::sqlite::SqliteOptions;
use crate::sqlite::link::{Link, Session, in_transaction};
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Lifetime};
use cartwright_reservations::steps::{self, Now, Shelf};
use cartwright_reservations::{
    Answer, AuditEntry, Caps, Claim, Committed, Counted, Error, Filter, Grant, Keep, Line, OrderId, Released,
    ReservationStore, Reserve, Reserved, Result, Stats, Stock, StockChange, StockKey, StockLevel, Stored, Swept,
};
use ledger::Ledger;
use shelf::SqliteShelf;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// How many leases that are over are collected in a transaction of their own, so that others need not wait for all of them.
const BATCH: usize = 256;

type Step<R> = std::result::Result<R, Trouble>;

/// Reservations in a SQLite file, shared by any number of processes of one machine. The file may be that of the carts.
///
/// Leases are on the machine's own clock, so nobody's wall clock can end or prolong one. After the machine was started again
/// they go on for what the wall clock says remains, and fences go on in a greater incarnation, since a power failure may
/// have taken the last ones. Each step is one transaction; what only looks writes nothing, unless leases are over.
///
/// ```
/// use cartwright_reservations::{Line, Request, Reservations, Settings, StockKey};
/// use cartwright_storage::SqliteReservationStore;
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("shop.sqlite");
/// let shop = Reservations::new(SqliteReservationStore::at(&path), Settings::default())?;
/// let lamp = StockKey::new("shop", "item", "lamp")?;
/// shop.set_stock(&lamp, 1)?;
/// let one = [Line::new(lamp, 1)];
/// assert!(shop.reserve(&Request::new("order-1", "ada", &one))?.granted().is_some());
///
/// // In another process:
/// let shop = Reservations::new(SqliteReservationStore::at(&path), Settings::default())?;
/// assert!(shop.reserve(&Request::new("order-2", "ben", &one))?.granted().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteReservationStore {
    link: Link,
    clock: Arc<dyn SharedClock>,
    boot: OnceLock<String>,
    keep: Keep,
}

impl fmt::Debug for SqliteReservationStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteReservationStore").field("link", &self.link).finish_non_exhaustive()
    }
}

impl SqliteReservationStore {
    /// A store as the options say; the layout of carts and the clock of carts do not matter to it. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        Self::with_clock(options, BootClock, Keep::default())
    }

    /// A file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    /// A store whose time is the caller's, and which remembers what has ended for so long.
    pub fn with_clock(options: SqliteOptions, clock: impl SharedClock + 'static, keep: Keep) -> Self {
        Self { link: Link::new(options), clock: Arc::new(clock), boot: OnceLock::new(), keep }
    }

    fn shelf<'a>(&self, session: Session<'a>) -> Step<SqliteShelf<'a>> {
        let (ledger, first) = Ledger::read(session.db)?;
        Ok(SqliteShelf { db: session.db, now: self.now(), ledger, keep: self.keep, first: Some(first) })
    }

    fn now(&self) -> Now {
        ledger::now_on(&*self.clock)
    }

    /// One step, in a transaction. The time is read after others have been waited for, or a lease that ended meanwhile would
    /// seem to live. If more leases are over than a step may collect on its way, they go first, batch by batch.
    fn step<R>(&self, work: impl FnOnce(&mut SqliteShelf<'_>, Now) -> Step<R>) -> Result<R> {
        let mut work = Some(work);
        loop {
            let done = self.transaction(|shelf, now| {
                if steps::any_due(shelf, now)? && shelf.more_are_due_than(BATCH)? {
                    steps::collect(shelf, now, BATCH)?;
                    return Ok(None);
                }
                work.take().map(|work| work(shelf, now)).transpose()
            })?;
            if let Some(done) = done {
                return Ok(done);
            }
        }
    }

    fn transaction<R>(&self, work: impl FnOnce(&mut SqliteShelf<'_>, Now) -> Step<R>) -> Result<R> {
        let boot = self.boot()?;
        let step = |session: Session<'_>| {
            let mut shelf = self.shelf(session)?;
            let (before, now) = (shelf.ledger.clone(), shelf.now);
            let done = work(&mut shelf, now)?;
            if shelf.ledger != before {
                shelf.ledger.write(shelf.db)?;
            }
            Ok(done)
        };
        self.link.write(|session| self.prepare(session, boot), step).map_err(of_sqlite)
    }

    /// A reading, in one snapshot of the file; if leases are over, they are collected first.
    fn look<R>(&self, work: impl Fn(&mut SqliteShelf<'_>, Now) -> Step<R>) -> Result<R> {
        let boot = self.boot()?;
        let read = |session: Session<'_>| {
            let snapshot = Snapshot::begin(session)?;
            let mut shelf = self.shelf(session)?;
            let now = shelf.now;
            let done = if steps::any_due(&mut shelf, now)? { None } else { Some(work(&mut shelf, now)?) };
            drop(snapshot);
            Ok(done)
        };
        let seen = self.link.read(|session| self.prepare(session, boot), read).map_err(of_sqlite)?;
        match seen {
            Some(done) => Ok(done),
            None => self.step(|shelf, now| {
                steps::collect(shelf, now, usize::MAX)?;
                work(shelf, now)
            }),
        }
    }

    /// A connection does not outlive the boot it was opened in, so once is enough.
    fn prepare(&self, session: Session<'_>, boot: &str) -> Step<()> {
        if ledger::is_ready(session.db, boot)? {
            return Ok(());
        }
        let make = |session: Session<'_>| ledger::make_ready(session.db, boot, self.now());
        Ok(in_transaction(session, make)?)
    }

    fn boot(&self) -> Result<&str> {
        if let Some(boot) = self.boot.get() {
            return Ok(boot);
        }
        let boot = self.clock.boot_id()?;
        Ok(self.boot.get_or_init(|| boot))
    }
}

fn of_sqlite(error: cartwright_core::StoreError) -> Error {
    of_store(error).into()
}

/// What is read in it is of one moment, and nothing is written.
struct Snapshot<'a>(Session<'a>);

impl<'a> Snapshot<'a> {
    fn begin(session: Session<'a>) -> Step<Self> {
        session.db.prepare_cached("BEGIN")?.execute(())?;
        Ok(Self(session))
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if self.0.check_process().is_ok() && !self.0.db.is_autocommit() {
            // Nothing was written, so nothing can be lost.
            let _ = self.0.db.prepare_cached("ROLLBACK").and_then(|mut end| end.execute(()));
        }
    }
}

impl ReservationStore for SqliteReservationStore {
    fn reserve(&self, asked: &Reserve<'_>) -> Result<Reserved> {
        self.step(|shelf, now| steps::reserve(shelf, now, asked))
    }

    fn amend(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Answer<Reserved>> {
        self.step(|shelf, now| steps::amend(shelf, now, claim, lines, caps))
    }

    fn renew(&self, claim: Claim<'_>, lifetime: Lifetime) -> Result<Answer<Grant>> {
        self.step(|shelf, now| steps::renew(shelf, now, claim, lifetime))
    }

    fn commit(&self, claim: Claim<'_>, counted: &[Counted]) -> Result<Answer<Committed>> {
        self.step(|shelf, now| steps::commit(shelf, now, claim, counted))
    }

    fn release(&self, claim: Claim<'_>) -> Result<Answer<Released>> {
        self.step(|shelf, now| steps::release(shelf, now, claim))
    }

    fn force_release(&self, order: &OrderId, reason: &str) -> Result<Answer<Fence>> {
        self.step(|shelf, now| steps::force_release(shelf, now, order, reason))
    }

    fn clear(&self, limit: usize, reason: &str) -> Result<Vec<OrderId>> {
        self.step(|shelf, now| steps::clear(shelf, now, limit, reason))
    }

    fn find(&self, order: &OrderId) -> Result<Option<Stored>> {
        self.look(|shelf, now| steps::find(shelf, now, order))
    }

    fn holder(&self, key: &StockKey) -> Result<Option<Stored>> {
        self.look(|shelf, now| steps::holder(shelf, now, key))
    }

    fn list(&self, filter: Filter<'_>) -> Result<Vec<Stored>> {
        self.look(|shelf, now| shelf.list(filter)?.iter().map(|entry| steps::view(shelf, now, entry)).collect())
    }

    fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>> {
        self.look(|shelf, _| {
            let level = |key| Ok(shelf.stock(key)?.map_or_else(Stock::default, |(_, stock)| stock).level(key));
            keys.iter().map(level).collect()
        })
    }

    fn keys(&self, after: Option<&StockKey>, limit: usize) -> Result<Vec<StockKey>> {
        self.look(|shelf, _| shelf.keys(after.map_or("", StockKey::as_str), limit))
    }

    fn change_stock(&self, key: &StockKey, change: StockChange) -> Result<std::result::Result<StockLevel, StockLevel>> {
        self.step(|shelf, now| steps::change_stock(shelf, now, key, change))
    }

    fn sweep(&self, limit: usize) -> Result<Swept> {
        self.transaction(|shelf, now| steps::sweep(shelf, now, limit))
    }

    fn stats(&self) -> Result<Stats> {
        self.look(|shelf, _| Ok(Stats { incarnation: shelf.ledger.incarnation, tally: shelf.ledger.tally.clone() }))
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        self.look(|shelf, _| shelf.notes(after, limit))
    }
}
