//! Reservations in the memory of one process.

mod records;
mod shelf;
mod slab;
mod text;

use crate::guarded::Guarded;
use crate::locks::error::of_store;
use cartwright_coordination::{Fence, Lifetime, MonotonicClock, StoreIncarnation, SystemClock, WallClock};
use cartwright_reservations::steps::{self, Now, Shelf};
use cartwright_reservations::{
    Answer, AuditEntry, Caps, Claim, Committed, Counted, Error, Filter, Grant, Keep, Line, OrderId, Released,
    ReservationStore, Reserve, Reserved, Result, Stats, Stock, StockChange, StockKey, StockLevel, Stored, Swept,
};
use shelf::MemoryShelf;
use std::fmt;
use std::sync::Arc;

/// Both clocks of a store, in one object.
trait Clocks: MonotonicClock + WallClock {}

impl<C: MonotonicClock + WallClock> Clocks for C {}

/// Reservations in the memory of one process. Clones share them; processes do not, so it is for tests and for programs of
/// one process.
///
/// ```
/// use cartwright_reservations::{Line, Request, Reservations, Settings, StockKey};
/// use cartwright_storage::MemoryReservationStore;
///
/// let shop = Reservations::new(MemoryReservationStore::default(), Settings::default())?;
/// let lamp = StockKey::new("shop", "item", "lamp")?;
/// shop.set_stock(&lamp, 1)?;
/// let one = [Line::new(lamp, 1)];
/// assert!(shop.reserve(&Request::new("order-1", "ada", &one))?.granted().is_some());
/// assert!(shop.reserve(&Request::new("order-2", "ben", &one))?.granted().is_none());
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryReservationStore {
    shelf: Arc<Guarded<MemoryShelf>>,
    clock: Arc<dyn Clocks>,
}

impl Default for MemoryReservationStore {
    fn default() -> Self {
        Self::with_clock(SystemClock, Keep::default())
    }
}

impl fmt::Debug for MemoryReservationStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The tokens in it are nobody's business.
        f.debug_struct("MemoryReservationStore").finish_non_exhaustive()
    }
}

impl MemoryReservationStore {
    /// A store whose time is the caller's, and which remembers what has ended for so long.
    pub fn with_clock(clock: impl MonotonicClock + WallClock + 'static, keep: Keep) -> Self {
        let shelf = MemoryShelf::new(StoreIncarnation::new(clock.wall_time(), None), keep);
        Self { shelf: Arc::new(Guarded::new(shelf)), clock: Arc::new(clock) }
    }

    /// Does one step. The time is read when its turn has come, so that no step acts on an older time than one before it.
    fn step<R>(&self, work: impl FnOnce(&mut MemoryShelf, Now) -> Result<R>) -> Result<R> {
        let step = |shelf: &mut MemoryShelf| {
            let now = Now { moment: self.clock.now(), wall: self.clock.wall_time() };
            Ok(work(shelf, now))
        };
        self.shelf.with(step).map_err(|error| Error::from(of_store(error)))?
    }

    /// The same, with leases that are over collected.
    fn look<R>(&self, work: impl FnOnce(&mut MemoryShelf, Now) -> Result<R>) -> Result<R> {
        self.step(|shelf, now| {
            steps::collect(shelf, now, usize::MAX)?;
            work(shelf, now)
        })
    }
}

impl ReservationStore for MemoryReservationStore {
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
        self.look(|shelf, now| {
            let mut list = Vec::new();
            for id in shelf.orders_after(filter.after.map_or("", OrderId::as_str)) {
                if list.len() >= filter.limit {
                    break;
                }
                let Some(entry) = shelf.entry(id)? else { continue };
                let is_meant = filter.state.is_none_or(|state| entry.state == state)
                    && filter.owner.is_none_or(|owner| entry.owner == *owner);
                if is_meant {
                    list.push(steps::view(shelf, now, &entry)?);
                }
            }
            Ok(list)
        })
    }

    fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>> {
        self.look(|shelf, _| {
            let level = |key| Ok(shelf.stock(key)?.map_or_else(Stock::default, |(_, stock)| stock).level(key));
            keys.iter().map(level).collect()
        })
    }

    fn keys(&self, after: Option<&StockKey>, limit: usize) -> Result<Vec<StockKey>> {
        self.step(|shelf, _| shelf.keys_after(after.map_or("", StockKey::as_str), limit))
    }

    fn change_stock(&self, key: &StockKey, change: StockChange) -> Result<std::result::Result<StockLevel, StockLevel>> {
        self.step(|shelf, now| steps::change_stock(shelf, now, key, change))
    }

    fn sweep(&self, limit: usize) -> Result<Swept> {
        self.step(|shelf, now| steps::sweep(shelf, now, limit))
    }

    fn stats(&self) -> Result<Stats> {
        self.look(|shelf, _| Ok(Stats { incarnation: shelf.incarnation(), tally: shelf.tally().clone() }))
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        self.look(|shelf, _| Ok(shelf.notes_after(after, limit)))
    }
}
