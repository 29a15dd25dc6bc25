//! What the steps keep in a file, in one transaction.

use super::ledger::{Lease, Ledger, signed, unreadable, unsigned};
use super::rows::{self, ENTRY, STOCK};
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Moment, WallTime};
use cartwright_reservations::steps::{Due, Entry, FoundEntry, FoundStock, Now, Shelf};
use cartwright_reservations::{
    AuditEntry, AuditKind, Filter, Keep, Note, OrderId, OwnerId, State, Stock, StockKey, Tally, token_digest,
};
use rusqlite::{Connection, OptionalExtension, Row};
use std::fmt::Write;

/// How many notes are kept; every so often the oldest are removed.
const NOTES: i64 = 100_000;
const TRIM_EVERY: i64 = 1_000;

/// The tables, with the row of the store as it is by now.
pub(super) struct SqliteShelf<'a> {
    pub(super) db: &'a Connection,
    pub(super) now: Now,
    pub(super) ledger: Ledger,
    pub(super) keep: Keep,
    /// The lease that ends first, until a lease is written.
    pub(super) first: Option<Option<Lease>>,
}

impl SqliteShelf<'_> {
    fn entry_where<P: rusqlite::Params>(&self, condition: &str, values: P) -> Result<FoundEntry<Self>, Trouble> {
        let mut query =
            self.db.prepare_cached(&format!("SELECT {ENTRY} FROM cartwright_reservations WHERE {condition}"))?;
        let mut rows = query.query(values)?;
        rows.next()?.map(rows::entry).transpose()
    }

    pub(super) fn more_are_due_than(&self, limit: usize) -> Result<bool, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT 1 FROM cartwright_reservations WHERE state = 0 AND due <= ?1 ORDER BY due LIMIT 1 OFFSET ?2",
        )?;
        Ok(query.exists((signed(self.now.moment.as_millis()), signed(limit as u64)))?)
    }

    pub(super) fn list(&self, filter: Filter<'_>) -> Result<Vec<Entry<i64>>, Trouble> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {ENTRY} FROM cartwright_reservations
             WHERE reference > ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR owner = ?3)
             ORDER BY reference LIMIT ?4"
        ))?;
        let after = filter.after.map_or("", OrderId::as_str);
        let state = filter.state.map(|state| state as i64);
        let mut rows = query.query((after, state, filter.owner.map(OwnerId::as_str), signed(filter.limit as u64)))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(rows::entry(row)?.1);
        }
        Ok(list)
    }

    pub(super) fn keys(&self, after: &str, limit: usize) -> Result<Vec<StockKey>, Trouble> {
        let mut query =
            self.db.prepare_cached("SELECT name FROM cartwright_stock WHERE name > ?1 ORDER BY name LIMIT ?2")?;
        let mut rows = query.query((after, signed(limit as u64)))?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            keys.push(key(row, 0)?);
        }
        Ok(keys)
    }

    pub(super) fn notes(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT sequence, at, kind, subject, owner, token, detail FROM cartwright_reservation_audit
             WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
        )?;
        let mut rows = query.query((signed(after), signed(limit as u64)))?;
        let mut notes = Vec::new();
        while let Some(row) = rows.next()? {
            let kind = usize::try_from(row.get::<_, i64>(2)?).ok().and_then(|place| AuditKind::ALL.get(place));
            let mut token_hash = String::new();
            for byte in row.get_ref(5)?.as_blob_or_null().map_err(rusqlite::Error::from)?.into_iter().flatten() {
                let _ = write!(token_hash, "{byte:02x}");
            }
            notes.push(AuditEntry {
                sequence: unsigned(row.get(0)?),
                at: WallTime::from_micros(row.get(1)?),
                kind: kind.ok_or_else(|| unreadable("a note", &"it is of no kind"))?.0,
                subject: row.get(3)?,
                owner: row.get(4)?,
                token_hash,
                detail: row.get(6)?,
            });
        }
        Ok(notes)
    }
}

fn key(row: &Row<'_>, column: usize) -> Result<StockKey, Trouble> {
    let name: String = row.get(column)?;
    name.parse().map_err(|error: cartwright_reservations::Error| unreadable(&format!("the key `{name}`"), &error))
}

impl Shelf for SqliteShelf<'_> {
    type Error = Trouble;
    type Slot = i64;
    type Id = i64;

    fn tally(&mut self) -> &mut Tally {
        &mut self.ledger.tally
    }

    fn keep(&self) -> Keep {
        self.keep
    }

    fn next_fence(&mut self) -> Result<Fence, Trouble> {
        self.ledger.next_fence()
    }

    fn stock(&mut self, key: &StockKey) -> Result<FoundStock<Self>, Trouble> {
        let mut query = self.db.prepare_cached(&format!("SELECT {STOCK} FROM cartwright_stock WHERE name = ?1"))?;
        let mut rows = query.query([key.as_str()])?;
        rows.next()?.map(rows::stock).transpose()
    }

    fn stock_at(&mut self, slot: i64) -> Result<Stock<i64>, Trouble> {
        let mut query = self.db.prepare_cached(&format!("SELECT {STOCK} FROM cartwright_stock WHERE slot = ?1"))?;
        let mut rows = query.query([slot])?;
        let row = rows.next()?.ok_or_else(|| unreadable("a line", &"its key is not there"))?;
        Ok(rows::stock(row)?.1)
    }

    fn key_at(&mut self, slot: i64) -> Result<StockKey, Trouble> {
        let mut query = self.db.prepare_cached("SELECT name FROM cartwright_stock WHERE slot = ?1")?;
        let mut rows = query.query([slot])?;
        key(rows.next()?.ok_or_else(|| unreadable("a line", &"its key is not there"))?, 0)
    }

    fn add_stock(&mut self, key: &StockKey, stock: &Stock<i64>) -> Result<i64, Trouble> {
        rows::insert_stock(self.db, key, stock)
    }

    fn put_stock(&mut self, slot: i64, stock: &Stock<i64>) -> Result<(), Trouble> {
        if stock.is_forgettable() {
            self.db.prepare_cached("DELETE FROM cartwright_stock WHERE slot = ?1")?.execute([slot])?;
            return Ok(());
        }
        rows::update_stock(self.db, slot, stock)
    }

    fn find(&mut self, order: &OrderId) -> Result<FoundEntry<Self>, Trouble> {
        self.entry_where("reference = ?1", [order.as_str()])
    }

    fn entry(&mut self, id: i64) -> Result<Option<Entry<i64>>, Trouble> {
        Ok(self.entry_where("id = ?1", [id])?.map(|(_, entry)| entry))
    }

    fn new_id(&mut self) -> Result<i64, Trouble> {
        self.ledger.last += 1;
        Ok(self.ledger.last)
    }

    fn add(&mut self, id: i64, entry: &Entry<i64>) -> Result<(), Trouble> {
        self.first = None;
        rows::insert(self.db, id, entry, self.now)
    }

    fn put(&mut self, id: i64, entry: &Entry<i64>, _: (State, Moment), _: usize) -> Result<(), Trouble> {
        self.first = None;
        rows::update(self.db, id, entry, self.now)
    }

    fn remove(&mut self, id: i64, _: &Entry<i64>) -> Result<(), Trouble> {
        self.db.prepare_cached("DELETE FROM cartwright_reservations WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    fn first_due(&mut self, queue: Due) -> Result<Option<(i64, Moment)>, Trouble> {
        if let (Due::Lease, Some(first)) = (queue, self.first) {
            return Ok(first);
        }
        // The condition has to be the one of the index, word for word.
        let statement = match queue {
            Due::Lease => "SELECT id, due FROM cartwright_reservations WHERE state = 0 ORDER BY due LIMIT 1",
            Due::Memory => "SELECT id, due FROM cartwright_reservations WHERE state > 0 ORDER BY due LIMIT 1",
        };
        let mut query = self.db.prepare_cached(statement)?;
        let first = query.query_row((), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).optional()?;
        Ok(first.map(|(id, due)| (id, Moment::from_millis(unsigned(due)))))
    }

    fn lines_of(&mut self, owner: &OwnerId) -> Result<u64, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(sum(held_lines), 0) FROM cartwright_reservations WHERE state = 0 AND owner = ?1",
        )?;
        Ok(unsigned(query.query_row([owner.as_str()], |row| row.get(0))?))
    }

    fn note(&mut self, now: Now, note: &Note<'_>) -> Result<(), Trouble> {
        self.ledger.noted += 1;
        let sequence = self.ledger.noted;
        let mut insert =
            self.db.prepare_cached("INSERT INTO cartwright_reservation_audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        let (at, kind, token) = (now.wall.as_micros(), note.kind as i64, note.token.map(token_digest));
        insert.execute((sequence, at, kind, note.subject, note.owner, token, note.detail))?;
        if sequence % TRIM_EVERY == 0 {
            self.db
                .prepare_cached("DELETE FROM cartwright_reservation_audit WHERE sequence <= ?1")?
                .execute([sequence - NOTES])?;
        }
        Ok(())
    }
}
