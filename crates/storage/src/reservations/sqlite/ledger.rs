//! The one row of the store: fences, ids, what was counted, on which boot.

use super::schema::RESERVATIONS;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Moment, MonotonicClock, StoreIncarnation, WallClock, WallTime};
use cartwright_core::{StoreError, StoreErrorKind};
use cartwright_reservations::Tally;
use cartwright_reservations::steps::Now;
use rusqlite::{Connection, OptionalExtension};

/// Now, on both clocks, in the milliseconds that leases are kept in.
pub(super) fn now_on(clock: &(impl MonotonicClock + WallClock + ?Sized)) -> Now {
    let moment = Moment::from_millis(clock.now().as_millis());
    Now { moment, wall: clock.wall_time() }
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn unreadable(what: &str, why: &dyn std::fmt::Display) -> Trouble {
    let message = format!(
        "{} in the reservations of this file cannot be read and was left as it is: {why}. Nothing is held by it; restore a \
         backup, or remove its row",
        what.escape_debug()
    );
    StoreError::new(StoreErrorKind::Corrupt, message).into()
}

/// What the row says, while a step runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ledger {
    pub(super) incarnation: StoreIncarnation,
    pub(super) counter: i64,
    pub(super) last: i64,
    pub(super) noted: i64,
    pub(super) tally: Tally,
}

/// What every step has to know, in one statement: the version of the tables, the row, and the lease that ends first.
const BEGIN: &str = "SELECT incarnation, counter, last, noted, tally,
        (SELECT version FROM cartwright_schema WHERE part = 'reservations'),
        (SELECT id FROM cartwright_reservations WHERE state = 0 ORDER BY due LIMIT 1),
        (SELECT due FROM cartwright_reservations WHERE state = 0 ORDER BY due LIMIT 1)
    FROM cartwright_reservation_store WHERE id = 1";

/// A reservation, and when its lease is over.
pub(super) type Lease = (i64, Moment);

impl Ledger {
    /// The row, and the lease that ends first.
    ///
    /// # Errors
    /// If a newer program has changed the file, or the row cannot be read.
    pub(super) fn read(db: &Connection) -> Result<(Self, Option<Lease>), Trouble> {
        let mut query = db.prepare_cached(BEGIN)?;
        let mut rows = query.query(())?;
        let row = rows.next()?.ok_or_else(|| unreadable("the store", &"its row is not there"))?;
        RESERVATIONS.check_version(row.get::<_, Option<i64>>(5)?.unwrap_or(0))?;
        let incarnation =
            StoreIncarnation::from_number(row.get(0)?).map_err(|error| unreadable("the store", &error))?;
        let bytes = row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?;
        let mut numbers = [0; Tally::NUMBERS];
        for (number, bytes) in numbers.iter_mut().zip(bytes.chunks_exact(8)) {
            *number = bytes.try_into().map_or(0, u64::from_be_bytes);
        }
        let tally = Tally::from_numbers(&numbers).filter(|_| bytes.len() == 8 * Tally::NUMBERS);
        let tally = tally.ok_or_else(|| unreadable("the store", &"its counts are none"))?;
        let id: Option<i64> = row.get(6)?;
        let due: Option<i64> = row.get(7)?;
        let first = id.zip(due).map(|(id, due)| (id, Moment::from_millis(unsigned(due))));
        Ok((Self { incarnation, counter: row.get(1)?, last: row.get(2)?, noted: row.get(3)?, tally }, first))
    }

    pub(super) fn write(&self, db: &Connection) -> Result<(), Trouble> {
        let mut bytes = [0; 8 * Tally::NUMBERS];
        for (place, number) in bytes.chunks_exact_mut(8).zip(self.tally.numbers()) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        db.prepare_cached(
            "UPDATE cartwright_reservation_store SET counter = ?1, last = ?2, noted = ?3, tally = ?4 WHERE id = 1",
        )?
        .execute((self.counter, self.last, self.noted, bytes.as_slice()))?;
        Ok(())
    }

    pub(super) fn next_fence(&mut self) -> Result<Fence, Trouble> {
        let next = if self.counter == 0 {
            Fence::first(self.incarnation)
        } else {
            let last =
                Fence::from_parts(self.incarnation, self.counter).map_err(|error| unreadable("the store", &error))?;
            last.next().map_err(|error| StoreError::new(StoreErrorKind::Full, error.to_string()).because(error))?
        };
        self.counter = next.counter();
        Ok(next)
    }
}

fn boot_of(db: &Connection) -> Result<Option<(i64, String)>, Trouble> {
    let mut query = db.prepare_cached("SELECT incarnation, boot FROM cartwright_reservation_store WHERE id = 1")?;
    Ok(query.query_row((), |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Whether the tables are there, and the leases on the clock of this boot.
pub(super) fn is_ready(db: &Connection, boot: &str) -> Result<bool, Trouble> {
    Ok(RESERVATIONS.is_current(db)? && boot_of(db)?.is_some_and(|(_, known)| known == boot))
}

/// Makes them so, in the caller's transaction.
pub(super) fn make_ready(db: &Connection, boot: &str, now: Now) -> Result<(), Trouble> {
    RESERVATIONS.migrate(db)?;
    let known = boot_of(db)?;
    match &known {
        Some((_, last)) if last == boot => return Ok(()),
        // A power failure may have taken the last grants, and with them their fences.
        Some((last, _)) => {
            let last = StoreIncarnation::from_number(*last).map_err(|error| unreadable("the store", &error))?;
            begin(db, StoreIncarnation::new(now.wall, Some(last)), boot)?;
            move_to_this_boot(db, now)?;
        }
        None => begin(db, StoreIncarnation::new(now.wall, None), boot)?,
    }
    Ok(())
}

fn begin(db: &Connection, incarnation: StoreIncarnation, boot: &str) -> Result<(), Trouble> {
    db.execute(
        "INSERT INTO cartwright_reservation_store (id, incarnation, counter, last, noted, tally, boot)
         VALUES (1, ?1, 0, 0, 0, zeroblob(?2), ?3)
         ON CONFLICT (id) DO UPDATE SET incarnation = excluded.incarnation, counter = 0, boot = excluded.boot",
        (incarnation.number(), signed(8 * Tally::NUMBERS as u64), boot),
    )?;
    Ok(())
}

/// What remains by the wall clock, and no more than there was when it was written.
fn move_to_this_boot(db: &Connection, now: Now) -> Result<(), Trouble> {
    db.execute(
        "UPDATE cartwright_reservations SET
            due = ?1 + min(max(due_wall - ?2, 0), due - written),
            due_wall = ?2 + min(max(due_wall - ?2, 0), due - written),
            granted = ?1 - max(?2 - granted_wall, 0),
            written = ?1",
        (signed(now.moment.as_millis()), now.wall.as_millis()),
    )?;
    Ok(())
}

/// The wall clock's time of a moment, as far as anybody knows now.
pub(super) fn wall_of(moment: Moment, now: Now) -> WallTime {
    if moment > now.moment { now.wall.plus(moment.since(now.moment)) } else { now.wall.minus(now.moment.since(moment)) }
}
