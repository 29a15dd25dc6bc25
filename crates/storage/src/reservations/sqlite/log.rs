//! What is added to the log.

use super::ledger::{signed, wall_of};
use super::rows::{flags, held_lines, lines_to_bytes};
use crate::sqlite::trouble::Trouble;
use cartwright_reservations::steps::{Entry, Now};
use cartwright_reservations::{AuditKind, Note, token_digest};
use rusqlite::Connection;

/// A row that waits for the next one, or for the end of its step, with which the counts are written.
pub(super) struct Added {
    id: i64,
    what: What,
}

enum What {
    /// A reservation is the note of its grant.
    Reservation(Entry<i64>),
    Note {
        kind: AuditKind,
        subject: String,
        owner: String,
        token: Option<[u8; 16]>,
        detail: String,
    },
}

impl Added {
    pub(super) fn reservation(id: i64, entry: &Entry<i64>) -> Self {
        Self { id, what: What::Reservation(entry.clone()) }
    }

    pub(super) fn note(id: i64, note: &Note<'_>) -> Self {
        let what = What::Note {
            kind: note.kind,
            subject: note.subject.to_owned(),
            owner: note.owner.to_owned(),
            token: note.token.map(token_digest),
            detail: note.detail.to_owned(),
        };
        Self { id, what }
    }

    pub(super) fn insert(&self, db: &Connection, now: Now, counts: Option<Vec<u8>>) -> Result<(), Trouble> {
        match &self.what {
            What::Reservation(entry) => insert_reservation(db, self.id, entry, now, counts),
            What::Note { kind, subject, owner, token, detail } => {
                let mut insert = db.prepare_cached(
                    "INSERT INTO cartwright_reservation_log (id, at, kind, subject, owner, token, detail, counts)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?;
                let at = now.wall.as_micros();
                insert.execute((self.id, at, *kind as i64, subject, owner, token, detail, counts))?;
                Ok(())
            }
        }
    }
}

fn insert_reservation(
    db: &Connection,
    id: i64,
    entry: &Entry<i64>,
    now: Now,
    counts: Option<Vec<u8>>,
) -> Result<(), Trouble> {
    let mut insert = db.prepare_cached(
        "INSERT INTO cartwright_reservation_log
            (id, at, kind, subject, owner, token, detail, remembered, state, flags, incarnation, counter, granted, due, written,
             due_wall, held_lines, lines, counts)
         VALUES (?1, ?2, 0, ?3, ?4, ?5, '', 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    insert.execute((
        id,
        now.wall.as_micros(),
        entry.order.as_str(),
        entry.owner.as_str(),
        entry.token.secret_bytes(),
        entry.state as i64,
        flags(entry),
        entry.fence.incarnation().number(),
        entry.fence.counter(),
        signed(entry.granted.as_millis()),
        signed(entry.due.as_millis()),
        signed(now.moment.as_millis()),
        wall_of(entry.due, now).as_millis(),
        held_lines(entry),
        lines_to_bytes(&entry.lines),
        counts,
    ))?;
    Ok(())
}
