//! The outbox: records that are written in the transaction of their change, until somebody has told others.
//!
//! Its table is made with the first record, so that a file without records has nothing of it.

use super::schema::{Part, has_table};
use super::trouble::Trouble;
use cartwright_core::OutboxRecord;
use rusqlite::Connection;

const OUTBOX: Part = Part {
    name: "outbox",
    // AUTOINCREMENT: a sequence is never given twice, even if the outbox was empty in between.
    steps: &[
        "CREATE TABLE cartwright_outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, record BLOB NOT NULL) STRICT",
    ],
};

/// Writes records, in the caller's transaction.
pub(crate) fn write(db: &Connection, records: &[Vec<u8>]) -> Result<(), Trouble> {
    if records.is_empty() {
        return Ok(());
    }
    OUTBOX.migrate(db)?;
    let mut insert = db.prepare_cached("INSERT INTO cartwright_outbox (record) VALUES (?1)")?;
    for record in records {
        insert.execute([record])?;
    }
    Ok(())
}

/// Records after a sequence.
pub(crate) fn read(db: &Connection, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, Trouble> {
    if !has_table(db, "cartwright_outbox")? {
        return Ok(Vec::new());
    }
    OUTBOX.check(db)?;
    let mut query = db.prepare_cached(
        "SELECT sequence, record FROM cartwright_outbox WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let records =
        query.query_map((after, limit), |row| Ok(OutboxRecord { sequence: row.get(0)?, bytes: row.get(1)? }))?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Removes records up to a sequence, in the caller's transaction.
pub(crate) fn acknowledge(db: &Connection, through: i64) -> Result<(), Trouble> {
    if !has_table(db, "cartwright_outbox")? {
        return Ok(());
    }
    OUTBOX.check(db)?;
    db.prepare_cached("DELETE FROM cartwright_outbox WHERE sequence <= ?1")?.execute([through])?;
    Ok(())
}
