//! The tables of reservations.
//!
//! What a step costs is the pages that it writes. So a reservation is a row of the log of what happened, the note of its grant;
//! what the store counts is written with the last row of each step. Leases have no index of their own: they are kept by blocks of the log, each with a moment before which none of
//! its leases ends. What has ended is in the log in the order in which it ended.

use crate::sqlite::schema::{Part, has_table};
use crate::sqlite::trouble::Trouble;
use cartwright_core::{StoreError, StoreErrorKind};
use rusqlite::Connection;

pub(super) const RESERVATIONS: Part = Part {
    name: "reservations",
    steps: &[
        // The layout that these tables had before there was a release; what it left is refused, see below.
        "",
        "
        CREATE TABLE cartwright_reservation_log (
            id INTEGER PRIMARY KEY,         -- in the order in which it happened; 0 is the beginning
            at INTEGER NOT NULL,            -- microseconds since 1970
            kind INTEGER NOT NULL,          -- what happened; -1 is the beginning
            subject TEXT NOT NULL,          -- the order, or the key
            owner TEXT NOT NULL,
            token BLOB,                     -- of a reservation 16 bytes, a secret; of a note half of the SHA-256 of one
            detail TEXT NOT NULL,
            counts BLOB,                    -- in the last row of a step: what the store has to know
            remembered INTEGER,             -- 1 for a reservation, which has all that follows; nothing for a note
            state INTEGER,                  -- 0 held, 1 committed, 2 released, 3 expired
            flags INTEGER,                  -- 1 released by force, 2 committed late, 4 told that it is over
            incarnation INTEGER,
            counter INTEGER,
            granted INTEGER,                -- milliseconds of the machine's clock
            due INTEGER,                    -- while held: the end of the lease; then: when it may be forgotten
            written INTEGER,                -- when `due` was written
            due_wall INTEGER,               -- milliseconds since 1970
            ended INTEGER,                  -- the note of its end
            held_lines INTEGER,             -- how many lines, 0 unless it is held
            lines BLOB                      -- 13 bytes each: slot, quantity, what it goes by
        ) STRICT;
        CREATE UNIQUE INDEX cartwright_reservation_orders ON cartwright_reservation_log (subject) WHERE remembered = 1;
        CREATE INDEX cartwright_reservation_owners ON cartwright_reservation_log (owner, held_lines) WHERE state = 0;
        CREATE TABLE cartwright_reservation_boot (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            boot TEXT NOT NULL              -- on whose clock the leases are
        ) STRICT;
        CREATE TABLE cartwright_reservation_leases (
            block INTEGER PRIMARY KEY,      -- 64 numbers of the log
            due INTEGER NOT NULL            -- none of its leases ends before
        ) STRICT;
        CREATE INDEX cartwright_reservation_leases_due ON cartwright_reservation_leases (due);
        CREATE TABLE cartwright_stock (
            slot INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,      -- vendor/kind/sku
            policy INTEGER NOT NULL,        -- 0 unknown, 1 tracked, 2 untracked, 3 exclusive
            on_hand INTEGER NOT NULL,
            held INTEGER NOT NULL,
            holders INTEGER NOT NULL,
            sold INTEGER NOT NULL,
            mentions INTEGER NOT NULL,      -- how many reservations of the log have a line of it
            incarnation INTEGER NOT NULL,   -- with the counter, the fence of the last grant; 0 before the first
            counter INTEGER NOT NULL,
            last INTEGER NOT NULL           -- the reservation that was granted last
        ) STRICT;
    ",
    ],
};

/// Makes the tables, unless there are some that no release has made.
pub(super) fn migrate(db: &Connection) -> Result<(), Trouble> {
    if has_table(db, "cartwright_reservation_store")? {
        let message = "the reservations of this file are laid out as no release of this program does it, and were left as they \
                       are; give reservations a new file";
        return Err(StoreError::new(StoreErrorKind::Unsupported, message).into());
    }
    RESERVATIONS.migrate(db)
}
