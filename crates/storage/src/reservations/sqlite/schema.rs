//! The tables of reservations.

use crate::sqlite::schema::Part;

pub(super) const RESERVATIONS: Part = Part {
    name: "reservations",
    steps: &["
        CREATE TABLE cartwright_reservation_store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation INTEGER NOT NULL,  -- of the store
            counter INTEGER NOT NULL,      -- of the last fence that was given out, 0 before the first
            last INTEGER NOT NULL,         -- the greatest id of a reservation so far
            noted INTEGER NOT NULL,        -- the last entry of the audit
            tally BLOB NOT NULL,           -- what was counted, 8 bytes each, the highest first
            boot TEXT NOT NULL             -- on whose clock the leases below are
        ) STRICT;
        CREATE TABLE cartwright_stock (
            slot INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,     -- vendor/kind/sku
            policy INTEGER NOT NULL,       -- 0 unknown, 1 tracked, 2 untracked, 3 exclusive
            on_hand INTEGER NOT NULL,
            held INTEGER NOT NULL,
            holders INTEGER NOT NULL,
            sold INTEGER NOT NULL,
            mentions INTEGER NOT NULL,     -- how many reservations below have a line of it
            incarnation INTEGER NOT NULL,  -- with the counter, the fence of the last grant; 0 before the first
            counter INTEGER NOT NULL,
            last INTEGER NOT NULL          -- the reservation that was granted last
        ) STRICT;
        CREATE TABLE cartwright_reservations (
            id INTEGER PRIMARY KEY,
            reference TEXT NOT NULL UNIQUE, -- of the order
            owner TEXT NOT NULL,
            token BLOB NOT NULL,            -- 16 bytes, a secret
            state INTEGER NOT NULL,         -- 0 held, 1 committed, 2 released, 3 expired
            flags INTEGER NOT NULL,         -- 1 released by force, 2 committed late, 4 told that it is over
            incarnation INTEGER NOT NULL,
            counter INTEGER NOT NULL,
            granted INTEGER NOT NULL,       -- milliseconds of the machine's clock
            due INTEGER NOT NULL,           -- while held: the end of the lease; then: when it may be forgotten
            written INTEGER NOT NULL,       -- when `due` was written
            granted_wall INTEGER NOT NULL,  -- milliseconds since 1970
            due_wall INTEGER NOT NULL,
            held_lines INTEGER NOT NULL,    -- how many lines, 0 unless it is held
            lines BLOB NOT NULL             -- 13 bytes each: slot, quantity, what it goes by
        ) STRICT;
        CREATE INDEX cartwright_reservations_leases ON cartwright_reservations (due) WHERE state = 0;
        CREATE INDEX cartwright_reservations_ended ON cartwright_reservations (due) WHERE state > 0;
        CREATE INDEX cartwright_reservations_owners ON cartwright_reservations (owner, held_lines) WHERE state = 0;
        CREATE TABLE cartwright_reservation_audit (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,            -- microseconds since 1970
            kind INTEGER NOT NULL,
            subject TEXT NOT NULL,
            owner TEXT NOT NULL,
            token BLOB,                     -- half of its SHA-256
            detail TEXT NOT NULL
        ) STRICT;
    "],
};
