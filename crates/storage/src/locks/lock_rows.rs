//! The rows of locks in a SQLite file.
//!
//! A lease is kept on two clocks. The machine's is the one that counts; the wall clock is looked at once after the machine
//! was started again, because then there is no other, and what it says is believed only as far as it makes no lease longer.

use super::record::Record;
use super::shared_clock::SharedClock;
use crate::sqlite::schema::Part;
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{Fence, Lease, LockKey, Moment, OwnerToken, StoreIncarnation, WallTime};
use cartwright_core::{StoreError, StoreErrorKind};
use rusqlite::{Connection, OptionalExtension, Row};

const LOCKS: Part = Part {
    name: "locks",
    steps: &["
        CREATE TABLE cartwright_lock_store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation INTEGER NOT NULL, -- of the store
            counter INTEGER NOT NULL,     -- of the last fence that was given out, 0 before the first
            boot TEXT NOT NULL            -- on whose clock the leases below are
        ) STRICT;
        CREATE TABLE cartwright_locks (
            name TEXT NOT NULL PRIMARY KEY,
            token BLOB NOT NULL,          -- 16 bytes, a secret
            incarnation INTEGER NOT NULL, -- with the counter, the fence
            counter INTEGER NOT NULL,
            granted INTEGER NOT NULL,     -- milliseconds of the machine's clock
            renewed INTEGER NOT NULL,     -- the last time, or granted
            expires INTEGER NOT NULL,
            granted_wall INTEGER NOT NULL, -- milliseconds since 1970
            expires_wall INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cartwright_locks_expires ON cartwright_locks (expires);
    "],
};

/// Now, on both clocks, in the milliseconds that leases are kept in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    millis: i64,
    wall: WallTime,
}

impl Now {
    pub(super) fn on(clock: &dyn SharedClock) -> Self {
        Self { millis: signed(clock.now().as_millis()), wall: clock.wall_time() }
    }

    pub(super) fn moment(self) -> Moment {
        moment(self.millis)
    }
}

fn signed(millis: u64) -> i64 {
    i64::try_from(millis).unwrap_or(i64::MAX)
}

/// Before the beginning there is only the beginning.
fn moment(millis: i64) -> Moment {
    Moment::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// The locks of a file, in a transaction or a statement of their own.
#[derive(Clone, Copy)]
pub(super) struct LockRows<'a>(pub(super) &'a Connection);

impl LockRows<'_> {
    /// Whether the tables are there, and the leases on the clock of this boot.
    pub(super) fn are_ready(self, boot: &str) -> Result<bool, Trouble> {
        Ok(LOCKS.is_current(self.0)? && self.store()?.is_some_and(|store| store.boot == boot))
    }

    /// Makes them so, in the caller's transaction.
    pub(super) fn make_ready(self, boot: &str, now: Now) -> Result<(), Trouble> {
        LOCKS.migrate(self.0)?;
        match self.store()? {
            Some(store) if store.boot == boot => return Ok(()),
            None => self.begin(StoreIncarnation::new(now.wall, None), boot)?,
            Some(store) => {
                // A power failure may have taken the last grants, and with them their fences.
                self.begin(StoreIncarnation::new(now.wall, Some(store.incarnation)), boot)?;
                self.move_to_this_boot(now)?;
            }
        }
        Ok(())
    }

    /// Refuses if a newer program has changed the file since it was opened.
    pub(super) fn check(self) -> Result<(), Trouble> {
        LOCKS.check(self.0)
    }

    fn begin(self, incarnation: StoreIncarnation, boot: &str) -> Result<(), Trouble> {
        self.0.execute(
            "INSERT INTO cartwright_lock_store (id, incarnation, counter, boot) VALUES (1, ?1, 0, ?2)
             ON CONFLICT (id) DO UPDATE SET incarnation = excluded.incarnation, counter = 0, boot = excluded.boot",
            (incarnation.number(), boot),
        )?;
        Ok(())
    }

    /// What remains by the wall clock, and no more than there was when the lease was granted or last renewed.
    fn move_to_this_boot(self, now: Now) -> Result<(), Trouble> {
        let wall = now.wall.as_millis();
        self.0.execute(
            "UPDATE cartwright_locks SET
                expires = ?1 + min(max(expires_wall - ?2, 0), expires - renewed),
                expires_wall = ?2 + min(max(expires_wall - ?2, 0), expires - renewed),
                granted = ?1 - max(?2 - granted_wall, 0),
                renewed = ?1",
            (now.millis, wall),
        )?;
        Ok(())
    }

    fn store(self) -> Result<Option<Store>, Trouble> {
        let mut query = self.0.prepare_cached("SELECT incarnation, counter, boot FROM cartwright_lock_store")?;
        let row = query.query_row((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        row.map(|(incarnation, counter, boot)| {
            let incarnation =
                StoreIncarnation::from_number(incarnation).map_err(|error| unreadable("store", &error))?;
            Ok(Store { incarnation, counter, boot })
        })
        .transpose()
    }

    /// Gives out a fence that nobody has.
    pub(super) fn next_fence(self) -> Result<Fence, Trouble> {
        let store = self.store()?.ok_or_else(|| unreadable("store", &"its row is not there"))?;
        let next = if store.counter == 0 {
            Fence::first(store.incarnation)
        } else {
            let last =
                Fence::from_parts(store.incarnation, store.counter).map_err(|error| unreadable("store", &error))?;
            last.next().map_err(|error| StoreError::new(StoreErrorKind::Full, error.to_string()).because(error))?
        };
        self.0.prepare_cached("UPDATE cartwright_lock_store SET counter = ?1")?.execute([next.counter()])?;
        Ok(next)
    }

    pub(super) fn find(self, key: &LockKey) -> Result<Option<Record>, Trouble> {
        let mut query = self.0.prepare_cached(
            "SELECT name, token, incarnation, counter, granted, expires FROM cartwright_locks WHERE name = ?1",
        )?;
        let mut rows = query.query([key.as_str()])?;
        Ok(rows.next()?.map(read).transpose()?.map(|(_, record)| record))
    }

    /// Writes a grant or a renewal of now.
    pub(super) fn put(self, key: &LockKey, record: &Record, now: Now) -> Result<(), Trouble> {
        let (granted, expires) = (record.lease.granted(), record.lease.expires());
        let wall_of_grant = now.wall.minus(record.lease.age(now.moment()));
        let wall_of_end = now.wall.plus(record.lease.remaining(now.moment()));
        self.0
            .prepare_cached("INSERT OR REPLACE INTO cartwright_locks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute((
            key.as_str(),
            record.token.secret_bytes(),
            record.fence.incarnation().number(),
            record.fence.counter(),
            signed(granted.as_millis()),
            now.millis,
            signed(expires.as_millis()),
            wall_of_grant.as_millis(),
            wall_of_end.as_millis(),
        ))?;
        Ok(())
    }

    pub(super) fn remove(self, key: &LockKey) -> Result<(), Trouble> {
        self.0.prepare_cached("DELETE FROM cartwright_locks WHERE name = ?1")?.execute([key.as_str()])?;
        Ok(())
    }

    pub(super) fn list(self, after: &str, limit: i64, now: Now) -> Result<Vec<(LockKey, Record)>, Trouble> {
        let mut query = self.0.prepare_cached(
            "SELECT name, token, incarnation, counter, granted, expires FROM cartwright_locks
             WHERE name > ?1 AND expires > ?2 ORDER BY name LIMIT ?3",
        )?;
        let mut rows = query.query((after, now.millis, limit))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(read(row)?);
        }
        Ok(list)
    }

    pub(super) fn any_expired(self, now: Now) -> Result<bool, Trouble> {
        Ok(self.0.prepare_cached("SELECT 1 FROM cartwright_locks WHERE expires <= ?1")?.exists([now.millis])?)
    }

    /// Removes rows whose lease is over, those that ended first. Says how many.
    pub(super) fn sweep(self, limit: i64, now: Now) -> Result<usize, Trouble> {
        let mut delete = self.0.prepare_cached(
            "DELETE FROM cartwright_locks WHERE name IN
             (SELECT name FROM cartwright_locks WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
        )?;
        Ok(delete.execute((now.millis, limit))?)
    }
}

struct Store {
    incarnation: StoreIncarnation,
    counter: i64,
    boot: String,
}

fn read(row: &Row<'_>) -> Result<(LockKey, Record), Trouble> {
    let name: String = row.get(0)?;
    let key = LockKey::new(&name).map_err(|error| unreadable(&name, &error))?;
    let token = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    let token = token.try_into().map_err(|_| unreadable(&name, &"its token is not 16 bytes long"))?;
    let (incarnation, counter) = (row.get(2)?, row.get(3)?);
    let fence = StoreIncarnation::from_number(incarnation).and_then(|store| Fence::from_parts(store, counter));
    let fence = fence.map_err(|error| unreadable(&name, &error))?;
    let lease = Lease::between(moment(row.get(4)?), moment(row.get(5)?));
    Ok((key, Record { token: OwnerToken::from_secret_bytes(token), fence, lease }))
}

fn unreadable(name: &str, why: &dyn std::fmt::Display) -> Trouble {
    let message = format!(
        "the lock `{}` in this file cannot be read and was left as it is: {why}. Nobody gets it until its row in \
         cartwright_locks is removed",
        name.escape_debug()
    );
    StoreError::new(StoreErrorKind::Corrupt, message).into()
}
