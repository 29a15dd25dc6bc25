//! What the steps keep in a file, in one transaction.

use super::ledger::{Leases, Ledger, signed, unreadable, unsigned};
use super::log::Added;
use super::queues;
use super::rows::{self, entries, stocks};
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Moment, OwnerToken, WallTime};
use cartwright_reservations::steps::{Due, Entry, FoundEntry, FoundStock, Now, Shelf};
use cartwright_reservations::{
    AuditEntry, AuditKind, Filter, Keep, Note, OrderId, OwnerId, State, Stock, StockKey, Tally, token_digest,
};
use rusqlite::{Connection, Row};
use std::time::Duration;

/// How many notes are kept; every so often the oldest are removed.
pub(super) const NOTES: i64 = 100_000;
const TRIM_EVERY: i64 = 1_000;

/// The tables, with the row of the store as it is by now.
pub(super) struct SqliteShelf<'a> {
    pub(super) db: &'a Connection,
    pub(super) now: Now,
    pub(super) ledger: Ledger,
    pub(super) keep: Keep,
    pub(super) leases: Leases,
    /// What was added last to the log.
    pub(super) added: Option<Added>,
}

impl SqliteShelf<'_> {
    fn entry_of<P: rusqlite::Params>(&self, query: &str, values: P) -> Result<FoundEntry<Self>, Trouble> {
        let mut query = self.db.prepare_cached(query)?;
        let mut rows = query.query(values)?;
        rows.next()?.map(rows::entry).transpose()
    }

    /// The end of a step: what the store has to know is written with what was added last.
    pub(super) fn finish(mut self, before: &Ledger) -> Result<(), Trouble> {
        match self.added.take() {
            Some(added) => added.insert(self.db, self.now, Some(self.ledger.to_bytes())),
            None if self.ledger != *before => self.ledger.write(self.db),
            None => Ok(()),
        }
    }

    fn append(&mut self, added: Added) -> Result<(), Trouble> {
        self.flush()?;
        self.added = Some(added);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Trouble> {
        self.added.take().map_or(Ok(()), |added| added.insert(self.db, self.now, None))
    }

    fn add_lease(&mut self, id: i64, due: Moment) -> Result<(), Trouble> {
        self.leases.first = self.leases.first.min(due);
        match self.leases.beside {
            Some((block, known)) if block == queues::block_of(id) && known <= due => Ok(()),
            _ => queues::add_lease(self.db, id, due),
        }
    }

    /// The number of what happens next. Every so often the oldest notes are removed, but not what is still remembered, nor
    /// the note of its end.
    fn next(&mut self) -> Result<i64, Trouble> {
        self.ledger.last += 1;
        let last = self.ledger.last;
        if last % TRIM_EVERY == 0 {
            let oldest = last - NOTES;
            self.db
                .prepare_cached(
                    "DELETE FROM cartwright_reservation_log WHERE id > ?1 AND id <= ?2 AND remembered IS NULL
                        AND (kind NOT BETWEEN 4 AND 7 OR id <= ?3)",
                )?
                .execute((oldest - TRIM_EVERY, oldest, self.ledger.forgotten))?;
        }
        Ok(last)
    }

    pub(super) fn list(&self, filter: Filter<'_>) -> Result<Vec<Entry<i64>>, Trouble> {
        let mut query = self.db.prepare_cached(entries!(
            "subject > ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR owner = ?3) ORDER BY subject LIMIT ?4"
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
            "SELECT id, at, kind, subject, owner, token, detail, remembered FROM cartwright_reservation_log
             WHERE id > ?1 AND kind >= 0 ORDER BY id LIMIT ?2",
        )?;
        let mut rows = query.query((signed(after).max(self.ledger.last - NOTES), signed(limit as u64)))?;
        let mut notes = Vec::new();
        while let Some(row) = rows.next()? {
            let kind = usize::try_from(row.get::<_, i64>(2)?).ok().and_then(|place| AuditKind::ALL.get(place));
            let mut token: Option<[u8; 16]> = row.get(5)?;
            if row.get::<_, Option<i64>>(7)?.is_some() {
                token = token.map(|secret| token_digest(&OwnerToken::from_secret_bytes(secret)));
            }
            let token_hash = token.map_or_else(String::new, |half| format!("{:032x}", u128::from_be_bytes(half)));
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
        let mut query = self.db.prepare_cached(stocks!("name = ?1"))?;
        let mut rows = query.query([key.as_str()])?;
        rows.next()?.map(rows::stock).transpose()
    }

    fn stock_at(&mut self, slot: i64) -> Result<Stock<i64>, Trouble> {
        let mut query = self.db.prepare_cached(stocks!("slot = ?1"))?;
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
        self.entry_of(entries!("subject = ?1"), [order.as_str()])
    }

    fn entry(&mut self, id: i64) -> Result<Option<Entry<i64>>, Trouble> {
        Ok(self.entry_of(entries!("id = ?1"), [id])?.map(|(_, entry)| entry))
    }

    fn new_id(&mut self) -> Result<i64, Trouble> {
        self.next()
    }

    fn add(&mut self, id: i64, entry: &Entry<i64>) -> Result<(), Trouble> {
        self.append(Added::reservation(id, entry))?;
        self.add_lease(id, entry.due)
    }

    fn put(&mut self, id: i64, entry: &Entry<i64>, before: (State, Moment), _: usize) -> Result<(), Trouble> {
        let is_held = entry.state == State::Held;
        let ends = !is_held && (before.0 == State::Held || before.1 != entry.due);
        // What follows a change is its note, and what ends is queued by that.
        rows::update(self.db, id, entry, self.now, ends.then_some(self.ledger.last + 1))?;
        if is_held && entry.due < before.1 {
            self.add_lease(id, entry.due)?;
        }
        Ok(())
    }

    fn remove(&mut self, id: i64, entry: &Entry<i64>) -> Result<(), Trouble> {
        if id <= self.ledger.last - NOTES {
            self.db.prepare_cached("DELETE FROM cartwright_reservation_log WHERE id = ?1")?.execute([id])?;
            return Ok(());
        }
        // The note of the grant stays.
        let mut forget = self.db.prepare_cached(
            "UPDATE cartwright_reservation_log SET remembered = NULL, token = ?2, lines = NULL WHERE id = ?1",
        )?;
        forget.execute((id, token_digest(&entry.token)))?;
        Ok(())
    }

    fn first_due(&mut self, queue: Due, by: Moment) -> Result<Option<(i64, Moment)>, Trouble> {
        match queue {
            Due::Lease if self.leases.first > by => Ok(None),
            Due::Lease => {
                let found = queues::first_lease(self.db, by)?;
                // Nothing of what ends by then is left; how much later the next one ends, the next step asks again.
                let first = found.map_or_else(|| by.plus(Duration::from_nanos(1)), |(_, due)| due);
                self.leases = Leases { first, beside: None };
                Ok(found)
            }
            // The note of an end has to be there to be found.
            Due::Memory => self.flush().and_then(|()| queues::first_ended(self.db, &mut self.ledger, by)),
        }
    }

    fn lines_of(&mut self, owner: &OwnerId) -> Result<u64, Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(sum(held_lines), 0) FROM cartwright_reservation_log WHERE state = 0 AND owner = ?1",
        )?;
        Ok(unsigned(query.query_row([owner.as_str()], |row| row.get(0))?))
    }

    fn note(&mut self, _: Now, note: &Note<'_>) -> Result<(), Trouble> {
        if note.kind == AuditKind::Reserved {
            // The reservation, which was added before, is that note.
            return Ok(());
        }
        let id = self.next()?;
        self.append(Added::note(id, note))
    }
}
