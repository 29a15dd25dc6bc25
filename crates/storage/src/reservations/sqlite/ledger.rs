//! What the store has to know: fences, numbers of the log, what was counted, on which boot.

use super::schema::{self, RESERVATIONS};
use super::{numbers, queues};
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

/// What the store knows, while a step runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ledger {
    pub(super) incarnation: StoreIncarnation,
    /// Of the last fence that was given out, 0 before the first.
    pub(super) counter: i64,
    /// The last entry of the log.
    pub(super) last: i64,
    /// Up to this entry of the log, nothing that has ended is remembered.
    pub(super) forgotten: i64,
    pub(super) tally: Tally,
}

/// What every step has to know, in one statement: the counts, the version of the tables, when the first lease may end, and
/// what is known of the leases beside the next row.
const BEGIN: &str = "SELECT counts, id, (SELECT version FROM cartwright_schema WHERE part = 'reservations'),
        (SELECT due FROM cartwright_reservation_leases ORDER BY due LIMIT 1),
        (SELECT due FROM cartwright_reservation_leases WHERE block = (log.id + 1) >> 6)
    FROM cartwright_reservation_log AS log ORDER BY id DESC LIMIT 1";

/// What a step knows of leases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leases {
    /// None ends before.
    pub(super) first: Moment,
    /// And none of this block before that.
    pub(super) beside: Option<(i64, Moment)>,
}

const NUMBERS: usize = 3 + Tally::NUMBERS;

impl Ledger {
    /// The counts, and what is known of leases.
    ///
    /// # Errors
    /// If a newer program has changed the file, or the counts cannot be read.
    pub(super) fn read(db: &Connection) -> Result<(Self, Leases), Trouble> {
        let mut query = db.prepare_cached(BEGIN)?;
        let mut rows = query.query(())?;
        let row = rows.next()?.ok_or_else(|| unreadable("the store", &"its counts are not there"))?;
        RESERVATIONS.check_version(row.get::<_, Option<i64>>(2)?.unwrap_or(0))?;
        let bytes = row.get_ref(0)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
        let ledger = Self::from_bytes(row.get(1)?, bytes.unwrap_or_default())?;
        let moment = |due: Option<i64>| due.map(|due| Moment::from_millis(unsigned(due)));
        let first = moment(row.get(3)?).unwrap_or(Moment::NEVER);
        let beside = moment(row.get(4)?).map(|due| (queues::block_of(ledger.last + 1), due));
        Ok((ledger, Leases { first, beside }))
    }

    fn from_bytes(last: i64, bytes: &[u8]) -> Result<Self, Trouble> {
        let none = || unreadable("the store", &"its counts are none");
        let mut numbers = [0; NUMBERS];
        let mut rest = bytes;
        for number in &mut numbers {
            (*number, rest) = numbers::read(rest).ok_or_else(none)?;
        }
        let ([incarnation, counter, forgotten], tally) = numbers.split_first_chunk().ok_or_else(none)?;
        let incarnation = StoreIncarnation::from_number(signed(*incarnation));
        Ok(Self {
            tally: Tally::from_numbers(tally).filter(|_| rest.is_empty()).ok_or_else(none)?,
            incarnation: incarnation.map_err(|error| unreadable("the store", &error))?,
            counter: signed(*counter),
            last,
            forgotten: signed(*forgotten),
        })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let own = [self.incarnation.number(), self.counter, self.forgotten].map(unsigned);
        let mut bytes = Vec::with_capacity(2 * NUMBERS);
        own.into_iter().chain(self.tally.numbers()).for_each(|number| numbers::write(number, &mut bytes));
        bytes
    }

    /// For a step that has added nothing to the log.
    pub(super) fn write(&self, db: &Connection) -> Result<(), Trouble> {
        db.prepare_cached("UPDATE cartwright_reservation_log SET counts = ?1 WHERE id = ?2")?
            .execute((self.to_bytes(), self.last))?;
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

/// On whose clock the leases are, if there is a store.
fn boot_of(db: &Connection) -> Result<Option<String>, Trouble> {
    let mut query = db.prepare_cached("SELECT boot FROM cartwright_reservation_boot")?;
    Ok(query.query_row((), |row| row.get(0)).optional()?)
}

/// Whether the tables are there, and the leases on the clock of this boot.
pub(super) fn is_ready(db: &Connection, boot: &str) -> Result<bool, Trouble> {
    Ok(RESERVATIONS.is_current(db)? && boot_of(db)?.is_some_and(|known| known == boot))
}

/// Makes them so, in the caller's transaction.
pub(super) fn make_ready(db: &Connection, boot: &str, now: Now) -> Result<(), Trouble> {
    schema::migrate(db)?;
    match boot_of(db)? {
        Some(known) if known == boot => return Ok(()),
        // A power failure may have taken the last grants, and with them their fences.
        Some(_) => {
            move_to_this_boot(db, now)?;
            let before = Ledger::read(db)?.0;
            let incarnation = StoreIncarnation::new(now.wall, Some(before.incarnation));
            Ledger { incarnation, counter: 0, ..before }.write(db)?;
        }
        None => {
            let incarnation = StoreIncarnation::new(now.wall, None);
            let first = Ledger { incarnation, counter: 0, last: 0, forgotten: 0, tally: Tally::default() };
            db.execute(
                "INSERT INTO cartwright_reservation_log (id, at, kind, subject, owner, detail, counts)
                 VALUES (0, ?1, -1, '', '', '', ?2)",
                (now.wall.as_micros(), first.to_bytes()),
            )?;
        }
    }
    db.execute("INSERT OR REPLACE INTO cartwright_reservation_boot VALUES (1, ?1)", [boot])?;
    Ok(())
}

/// What remains by the wall clock, and no more than there was when it was written.
fn move_to_this_boot(db: &Connection, now: Now) -> Result<(), Trouble> {
    db.execute(
        "UPDATE cartwright_reservation_log SET
            due = ?1 + min(max(due_wall - ?2, 0), due - written),
            due_wall = ?2 + min(max(due_wall - ?2, 0), due - written),
            granted = ?1 - max(?2 - at / 1000, 0),
            written = ?1
         WHERE remembered = 1",
        (signed(now.moment.as_millis()), now.wall.as_millis()),
    )?;
    queues::count_leases_anew(db)
}

/// The wall clock's time of a moment, as far as anybody knows now.
pub(super) fn wall_of(moment: Moment, now: Now) -> WallTime {
    if moment > now.moment { now.wall.plus(moment.since(now.moment)) } else { now.wall.minus(now.moment.since(moment)) }
}
