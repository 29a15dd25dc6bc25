//! Reservations and stock as rows.

use super::ledger::{signed, unreadable, unsigned, wall_of};
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Moment, OwnerToken, StoreIncarnation};
use cartwright_reservations::steps::{By, Entry, EntryLine, Now};
use cartwright_reservations::{OrderId, OwnerId, Policy, State, Stock, StockKey};
use rusqlite::{Connection, Row};

/// One line: 8 bytes of slot, 4 of quantity, 1 of what it goes by.
const LINE: usize = 13;

pub(super) fn lines_to_bytes(lines: &[EntryLine<i64>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LINE * lines.len());
    for line in lines {
        bytes.extend_from_slice(&line.slot.to_be_bytes());
        bytes.extend_from_slice(&line.quantity.to_be_bytes());
        bytes.push(line.by.number());
    }
    bytes
}

fn line_of_bytes(bytes: &[u8]) -> Option<EntryLine<i64>> {
    let (slot, rest) = bytes.split_first_chunk()?;
    let (quantity, by) = rest.split_first_chunk()?;
    let by = By::from_number(*<&[u8; 1]>::try_from(by).ok()?.first()?)?;
    Some(EntryLine { slot: i64::from_be_bytes(*slot), quantity: u32::from_be_bytes(*quantity), by })
}

fn moment(millis: i64) -> Moment {
    Moment::from_millis(unsigned(millis))
}

fn fence(incarnation: i64, counter: i64) -> Option<Fence> {
    let incarnation = StoreIncarnation::from_number(incarnation).ok()?;
    Fence::from_parts(incarnation, counter).ok()
}

/// A query for reservations, for [`entry`] to read.
macro_rules! entries {
    ($condition:literal) => {
        concat!(
            "SELECT id, subject, owner, token, state, flags, incarnation, counter, granted, due, lines
             FROM cartwright_reservation_log WHERE remembered = 1 AND ",
            $condition
        )
    };
}
pub(super) use entries;

/// From the columns of [`entries`].
pub(super) fn entry(row: &Row<'_>) -> Result<(i64, Entry<i64>), Trouble> {
    let reference: String = row.get(1)?;
    let named = |why: &dyn std::fmt::Display| unreadable(&format!("the order `{reference}`"), why);
    let token = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?;
    let token = token.try_into().map_err(|_| named(&"its token is not 16 bytes long"))?;
    let state = usize::try_from(row.get::<_, i64>(4)?).ok().and_then(|place| State::ALL.get(place));
    let flags: i64 = row.get(5)?;
    let lines = row.get_ref(10)?.as_blob().map_err(rusqlite::Error::from)?;
    let lines: Option<Vec<_>> = lines.chunks(LINE).map(line_of_bytes).collect();
    let entry = Entry {
        order: OrderId::new(&reference).map_err(|error| named(&error))?,
        owner: OwnerId::new(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?).map_err(|error| named(&error))?,
        token: OwnerToken::from_secret_bytes(token),
        state: state.ok_or_else(|| named(&"its state is none"))?.0,
        forced: flags & 1 != 0,
        late: flags & 2 != 0,
        refused: flags & 4 != 0,
        fence: fence(row.get(6)?, row.get(7)?).ok_or_else(|| named(&"its fence is none"))?,
        granted: moment(row.get(8)?),
        due: moment(row.get(9)?),
        lines: lines.ok_or_else(|| named(&"its lines are none"))?,
    };
    Ok((row.get(0)?, entry))
}

pub(super) fn held_lines(entry: &Entry<i64>) -> i64 {
    if entry.state == State::Held { signed(entry.lines.len() as u64) } else { 0 }
}

pub(super) fn flags(entry: &Entry<i64>) -> i64 {
    i64::from(entry.forced) | i64::from(entry.late) << 1 | i64::from(entry.refused) << 2
}

/// What became of it; `ended` is the note of its end, if that is what happens.
pub(super) fn update(
    db: &Connection,
    id: i64,
    entry: &Entry<i64>,
    now: Now,
    ended: Option<i64>,
) -> Result<(), Trouble> {
    let mut update = db.prepare_cached(
        "UPDATE cartwright_reservation_log SET state = ?2, flags = ?3, incarnation = ?4, counter = ?5, due = ?6, written = ?7,
            due_wall = ?8, held_lines = ?9, lines = ?10, ended = coalesce(?11, ended) WHERE id = ?1",
    )?;
    update.execute((
        id,
        entry.state as i64,
        flags(entry),
        entry.fence.incarnation().number(),
        entry.fence.counter(),
        signed(entry.due.as_millis()),
        signed(now.moment.as_millis()),
        wall_of(entry.due, now).as_millis(),
        held_lines(entry),
        lines_to_bytes(&entry.lines),
        ended,
    ))?;
    Ok(())
}

/// A query for stock, for [`stock`] to read.
macro_rules! stocks {
    ($condition:literal) => {
        concat!(
            "SELECT slot, policy, on_hand, held, holders, sold, mentions, incarnation, counter, last
             FROM cartwright_stock WHERE ",
            $condition
        )
    };
}
pub(super) use stocks;

/// From the columns of [`stocks`].
pub(super) fn stock(row: &Row<'_>) -> Result<(i64, Stock<i64>), Trouble> {
    let policy = match row.get::<_, i64>(1)? {
        0 => Policy::Unknown,
        1 => Policy::Tracked { on_hand: row.get(2)? },
        2 => Policy::Untracked,
        3 => Policy::Exclusive,
        other => return Err(unreadable("a key", &format!("its policy is {other}"))),
    };
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let fence = fence(row.get(7)?, row.get(8)?);
    let stock = Stock {
        policy,
        held: unsigned(row.get(3)?),
        holders: count(row.get(4)?),
        sold: unsigned(row.get(5)?),
        mentions: count(row.get(6)?),
        fence,
        last: fence.map(|_| row.get(9)).transpose()?,
    };
    Ok((row.get(0)?, stock))
}

fn policy_of(stock: &Stock<i64>) -> (i64, i64) {
    match stock.policy {
        Policy::Unknown => (0, 0),
        Policy::Tracked { on_hand } => (1, on_hand),
        Policy::Untracked => (2, 0),
        Policy::Exclusive => (3, 0),
    }
}

fn fence_of(stock: &Stock<i64>) -> (i64, i64) {
    stock.fence.map_or((0, 0), |fence| (fence.incarnation().number(), fence.counter()))
}

pub(super) fn insert_stock(db: &Connection, key: &StockKey, stock: &Stock<i64>) -> Result<i64, Trouble> {
    let ((policy, on_hand), (incarnation, counter)) = (policy_of(stock), fence_of(stock));
    let mut insert = db.prepare_cached(
        "INSERT INTO cartwright_stock
            (name, policy, on_hand, held, holders, sold, mentions, incarnation, counter, last)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute((
        key.as_str(),
        policy,
        on_hand,
        signed(stock.held),
        stock.holders,
        signed(stock.sold),
        stock.mentions,
        incarnation,
        counter,
        stock.last.unwrap_or(0),
    ))?;
    Ok(db.last_insert_rowid())
}

pub(super) fn update_stock(db: &Connection, slot: i64, stock: &Stock<i64>) -> Result<(), Trouble> {
    let ((policy, on_hand), (incarnation, counter)) = (policy_of(stock), fence_of(stock));
    let mut update = db.prepare_cached(
        "UPDATE cartwright_stock SET policy = ?2, on_hand = ?3, held = ?4, holders = ?5, sold = ?6, mentions = ?7,
            incarnation = ?8, counter = ?9, last = ?10 WHERE slot = ?1",
    )?;
    update.execute((
        slot,
        policy,
        on_hand,
        signed(stock.held),
        stock.holders,
        signed(stock.sold),
        stock.mentions,
        incarnation,
        counter,
        stock.last.unwrap_or(0),
    ))?;
    Ok(())
}
