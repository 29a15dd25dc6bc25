//! What ends next: leases by blocks of the log, and what has ended in the order of its notes.

use super::ledger::{Ledger, signed, unsigned};
use super::shelf::NOTES;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::Moment;
use rusqlite::{Connection, OptionalExtension};

/// How many numbers of the log are a block, as a shift: a lease is looked for among so many rows.
const BLOCK: i64 = 6;

type First = Option<(i64, Moment)>;

fn moment(millis: i64) -> Moment {
    Moment::from_millis(unsigned(millis))
}

pub(super) fn block_of(id: i64) -> i64 {
    id >> BLOCK
}

/// Keeps that a lease ends then. Leases of one length end one after the other, so most often its block knows enough, and this
/// need not be asked for.
pub(super) fn add_lease(db: &Connection, id: i64, due: Moment) -> Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO cartwright_reservation_leases VALUES (?1, ?2)
         ON CONFLICT (block) DO UPDATE SET due = min(due, excluded.due)",
    )?
    .execute((block_of(id), signed(due.as_millis())))?;
    Ok(())
}

/// The lease that ends first, if it ends by then. What a block says is corrected where it says too little.
pub(super) fn first_lease(db: &Connection, by: Moment) -> Result<First, Trouble> {
    loop {
        let mut blocks =
            db.prepare_cached("SELECT block, due FROM cartwright_reservation_leases ORDER BY due LIMIT 1")?;
        let first = blocks.query_row((), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((block, known)): Option<(i64, i64)> = first.filter(|(_, due)| moment(*due) <= by) else {
            return Ok(None);
        };
        // The index of owners would do for the condition, and lead through everything that is held.
        let mut leases = db.prepare_cached(
            "SELECT id, due FROM cartwright_reservation_log WHERE id BETWEEN ?1 AND ?2 AND +state = 0 ORDER BY due, id LIMIT 1",
        )?;
        let range = (block << BLOCK, (block << BLOCK) + (1 << BLOCK) - 1);
        let found: Option<(i64, i64)> = leases.query_row(range, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            None => {
                db.prepare_cached("DELETE FROM cartwright_reservation_leases WHERE block = ?1")?.execute([block])?;
            }
            Some((id, due)) if due <= known => return Ok(Some((id, moment(due)))),
            Some((_, due)) => {
                db.prepare_cached("UPDATE cartwright_reservation_leases SET due = ?2 WHERE block = ?1")?
                    .execute((block, due))?;
            }
        }
    }
}

/// Whether more than so many leases are over.
pub(super) fn more_are_over_than(db: &Connection, limit: usize, now: Moment) -> Result<bool, Trouble> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM cartwright_reservation_leases AS blocks CROSS JOIN cartwright_reservation_log AS log
            ON log.id BETWEEN blocks.block << 6 AND (blocks.block << 6) + 63
         WHERE blocks.due <= ?1 AND +log.state = 0 AND log.due <= ?1 LIMIT 1 OFFSET ?2",
    )?;
    Ok(query.exists((signed(now.as_millis()), signed(limit as u64)))?)
}

/// After all of them have changed.
pub(super) fn count_leases_anew(db: &Connection) -> Result<(), Trouble> {
    db.execute("DELETE FROM cartwright_reservation_leases", ())?;
    db.execute(
        "INSERT INTO cartwright_reservation_leases
         SELECT id >> ?1, min(due) FROM cartwright_reservation_log WHERE state = 0 GROUP BY id >> ?1",
        [BLOCK],
    )?;
    Ok(())
}

/// What ended first of what is still remembered, if it may be forgotten by then. Notes of ends that were passed are not looked
/// at again.
pub(super) fn first_ended(db: &Connection, ledger: &mut Ledger, by: Moment) -> Result<First, Trouble> {
    loop {
        // Committed, released, expired and forced, in the order of the kinds.
        let mut notes = db.prepare_cached(
            "SELECT id, subject FROM cartwright_reservation_log WHERE id > ?1 AND kind BETWEEN 4 AND 7 ORDER BY id LIMIT 1",
        )?;
        let note = notes.query_row([ledger.forgotten], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((note, order)): Option<(i64, String)> = note else {
            ledger.forgotten = ledger.last;
            return Ok(None);
        };
        let mut ended = db.prepare_cached(
            "SELECT id, due FROM cartwright_reservation_log WHERE subject = ?1 AND remembered = 1 AND ended = ?2",
        )?;
        let found: Option<(i64, i64)> =
            ended.query_row((order, note), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((id, due)) = found {
            ledger.forgotten = note - 1;
            return Ok(Some((id, moment(due))).filter(|(_, due)| *due <= by));
        }
        ledger.forgotten = note;
        if note <= ledger.last - NOTES {
            db.prepare_cached("DELETE FROM cartwright_reservation_log WHERE id = ?1")?.execute([note])?;
        }
    }
}
