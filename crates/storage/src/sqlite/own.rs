//! Our own layout: a row per cart, and a row for each item, for the conditions, and for each key of the metadata. A change
//! writes the row of the cart and the rows that it is about, however many others there are.

use super::entries::{Entries, Gathered};
use super::rows::{Found, Rows, Write, bounds};
use super::schema::Part;
use super::trouble::Trouble;
use crate::commit_log::CommitLog;
use crate::pieces::Kind;
use crate::sizes::Sums;
use crate::touched::Touched;
use cartwright_core::{CartKey, CartListing, Identity, Incarnation, LoadedCart};
use cartwright_wire::{conditions_column, dynamic_conditions_text, item_text};
use rusqlite::{Connection, Row};

/// The tables. A cart's number is never given twice, so that what somebody left behind by hand cannot turn up in another cart.
const CARTS: Part = Part {
    name: "carts",
    steps: &[
        "
        CREATE TABLE cartwright_carts (
            cart INTEGER PRIMARY KEY AUTOINCREMENT,
            identifier TEXT NOT NULL,
            instance TEXT NOT NULL,
            incarnation BLOB NOT NULL, -- 16 bytes, the highest first
            version INTEGER NOT NULL,
            items INTEGER NOT NULL,    -- how many
            commits BLOB NOT NULL,     -- the ids of the last 16, 16 bytes each, the newest last
            created_at INTEGER NOT NULL, -- seconds since 1970
            updated_at INTEGER NOT NULL,
            UNIQUE (identifier, instance)
        ) STRICT;
        CREATE TABLE cartwright_entries (
            cart INTEGER NOT NULL,
            kind INTEGER NOT NULL,     -- 0 an item by its line, 1 all conditions, 2 metadata by key, 3 all dynamic conditions
            position INTEGER NOT NULL, -- smaller comes first
            name TEXT NOT NULL,
            value TEXT NOT NULL,       -- JSON
            PRIMARY KEY (cart, kind, position),
            UNIQUE (cart, kind, name)
        ) STRICT, WITHOUT ROWID;
    ",
        "
        -- How long the text of the columns of another layout would be, without the brace before it: what limits are about.
        -- NULL until the first change after this step.
        ALTER TABLE cartwright_carts ADD COLUMN item_bytes INTEGER;
        ALTER TABLE cartwright_carts ADD COLUMN metadata_bytes INTEGER;
    ",
        // A table WITHOUT ROWID holds whole entries in the inner nodes of its tree, too, and whoever looks for an entry read the long
        // ones of other carts on the way. Now only keys are on the way.
        "
        CREATE TABLE cartwright_entries_by_row (
            cart INTEGER NOT NULL,
            kind INTEGER NOT NULL,     -- as before
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (cart, kind, position),
            UNIQUE (cart, kind, name)
        ) STRICT;
        INSERT INTO cartwright_entries_by_row (cart, kind, position, name, value)
            SELECT cart, kind, position, name, value FROM cartwright_entries ORDER BY cart, kind, position;
        DROP TABLE cartwright_entries;
        ALTER TABLE cartwright_entries_by_row RENAME TO cartwright_entries;
    ",
    ],
};

const FIND: &str = "SELECT cart, incarnation, version, commits, items FROM cartwright_carts
    WHERE identifier = ?1 AND instance = ?2";

/// One statement, so that the identity and the entries are of one moment.
const LOAD: &str = "SELECT c.cart, c.incarnation, c.version, c.commits, c.items, e.kind, e.name, e.value
    FROM cartwright_carts c LEFT JOIN cartwright_entries e ON e.cart = c.cart
    WHERE c.identifier = ?1 AND c.instance = ?2 ORDER BY e.kind, e.position";

/// From a key on. Two statements, because each of them begins at its place in the index.
const LIST: &str = "SELECT cart, incarnation, version, commits, identifier, instance, updated_at FROM cartwright_carts
    WHERE (identifier, instance) >= (?1, ?2) AND (?3 IS NULL OR updated_at < ?3) ORDER BY identifier, instance LIMIT ?4";
const LIST_AFTER: &str =
    "SELECT cart, incarnation, version, commits, identifier, instance, updated_at FROM cartwright_carts
    WHERE (identifier, instance) > (?1, ?2) AND (?3 IS NULL OR updated_at < ?3) ORDER BY identifier, instance LIMIT ?4";

#[derive(Debug)]
pub(crate) struct Own;

fn key_of(key: &CartKey) -> (&str, &str) {
    (key.identifier(), key.instance())
}

/// From the first four columns.
fn found(row: &Row<'_>, key: &CartKey) -> Result<Found, Trouble> {
    let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    let incarnation = bytes
        .try_into()
        .map(|bytes| Incarnation(u128::from_be_bytes(bytes)))
        .map_err(|_| Trouble::unreadable(key, "its incarnation is not 16 bytes long"))?;
    let commits = CommitLog::from_bytes(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)
        .ok_or_else(|| Trouble::unreadable(key, "its commits are no list of ids"))?;
    Ok(Found { row: row.get(0)?, identity: Identity { incarnation, version: row.get(2)? }, commits })
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

impl Own {
    /// Writes what was touched. If that does not lead to as many items as the cart has, all of it is written. Says what the
    /// entries sum up to now.
    fn write_entries(&self, db: &Connection, cart: i64, write: &Write<'_>) -> Result<Sums, Trouble> {
        let touched = &write.touched;
        let (items, sums) = db
            .prepare_cached("SELECT items, item_bytes, metadata_bytes FROM cartwright_carts WHERE cart = ?1")?
            .query_row([cart], |row| {
                let (item_bytes, metadata_bytes): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
                let sums = item_bytes.zip(metadata_bytes).map(|(items, metadata)| Sums { items, metadata });
                Ok((row.get::<_, i64>(0)?, sums))
            })?;
        let mut entries = Entries { db, cart, key: write.key, items, sums: sums.unwrap_or_default() };
        if touched.everything {
            entries.replace_all(write.cart)?;
            return Ok(entries.sums);
        }
        for line in &touched.items.removed {
            entries.remove(Kind::Item, line)?;
        }
        for line in &touched.items.written {
            match write.cart.item(line) {
                Some(item) => entries.write(Kind::Item, line, &item_text(item))?,
                None => entries.remove(Kind::Item, line)?,
            }
        }
        if entries.items != count(write.cart.item_count()) {
            entries.replace_all(write.cart)?;
            return Ok(entries.sums);
        }
        if touched.conditions {
            entries.write_conditions(Kind::Conditions, conditions_column(write.cart))?;
        }
        if touched.dynamic {
            entries.write_conditions(Kind::Dynamic, dynamic_conditions_text(write.cart))?;
        }
        for name in &touched.metadata.written {
            match write.cart.metadata().stored(name) {
                Some(value) => entries.write(Kind::Metadata, name, value.as_str())?,
                None => entries.remove(Kind::Metadata, name)?,
            }
        }
        // Written by a program that did not count yet.
        Ok(if sums.is_some() { entries.sums } else { Sums::of(write.cart) })
    }
}

impl Rows for Own {
    fn remembers_commits(&self) -> bool {
        true
    }

    fn is_ready(&self, db: &Connection) -> Result<bool, Trouble> {
        CARTS.is_current(db)
    }

    fn make_ready(&self, db: &Connection) -> Result<(), Trouble> {
        CARTS.migrate(db)
    }

    fn check(&self, db: &Connection) -> Result<(), Trouble> {
        CARTS.check(db)
    }

    fn find(&self, db: &Connection, key: &CartKey) -> Result<Option<Found>, Trouble> {
        let mut query = db.prepare_cached(FIND)?;
        let mut rows = query.query(key_of(key))?;
        rows.next()?.map(|row| found(row, key)).transpose()
    }

    fn load(&self, db: &Connection, key: &CartKey) -> Result<Option<LoadedCart>, Trouble> {
        let mut query = db.prepare_cached(LOAD)?;
        let mut rows = query.query(key_of(key))?;
        let (mut first, mut gathered) = (None, Gathered::default());
        while let Some(row) = rows.next()? {
            if first.is_none() {
                first = Some((found(row, key)?.identity, row.get::<_, i64>(4)?));
            }
            gathered.take(row, 5, key)?;
        }
        let Some((identity, items)) = first else {
            return Ok(None);
        };
        Ok(Some(LoadedCart { identity, cart: gathered.into_cart(items, key)? }))
    }

    fn insert(&self, db: &Connection, write: &Write<'_>) -> Result<(), Trouble> {
        let all = Touched { everything: true, ..Touched::default() };
        let sums = Sums::of(write.cart).checked(&all, write.cart, &write.limits)?;
        let mut commits = CommitLog::default();
        commits.push(write.id);
        db.prepare_cached(
            "INSERT INTO cartwright_carts
                (identifier, instance, incarnation, version, items, commits, created_at, updated_at, item_bytes,
                 metadata_bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)",
        )?
        .execute((
            write.key.identifier(),
            write.key.instance(),
            write.made.incarnation.0.to_be_bytes(),
            write.made.version,
            count(write.cart.item_count()),
            commits.to_bytes(),
            write.now,
            sums.items,
            sums.metadata,
        ))?;
        let cart = db.last_insert_rowid();
        Entries { db, cart, key: write.key, items: 0, sums: Sums::default() }.write_all(write.cart)
    }

    fn update(&self, db: &Connection, mut found: Found, write: &Write<'_>) -> Result<(), Trouble> {
        let sums = self.write_entries(db, found.row, write)?.checked(&write.touched, write.cart, &write.limits)?;
        found.commits.push(write.id);
        db.prepare_cached(
            "UPDATE cartwright_carts SET version = ?2, items = ?3, commits = ?4, updated_at = ?5, item_bytes = ?6,
                metadata_bytes = ?7 WHERE cart = ?1",
        )?
        .execute((
            found.row,
            write.made.version,
            count(write.cart.item_count()),
            found.commits.to_bytes(),
            write.now,
            sums.items,
            sums.metadata,
        ))?;
        Ok(())
    }

    fn remove(&self, db: &Connection, key: &CartKey) -> Result<bool, Trouble> {
        db.prepare_cached(
            "DELETE FROM cartwright_entries WHERE cart =
                (SELECT cart FROM cartwright_carts WHERE identifier = ?1 AND instance = ?2)",
        )?
        .execute(key_of(key))?;
        let mut remove = db.prepare_cached("DELETE FROM cartwright_carts WHERE identifier = ?1 AND instance = ?2")?;
        Ok(remove.execute(key_of(key))? > 0)
    }

    fn rename(
        &self,
        db: &Connection,
        found: &Found,
        to: &CartKey,
        incarnation: Incarnation,
        now: i64,
    ) -> Result<(), Trouble> {
        db.prepare_cached(
            "UPDATE cartwright_carts SET identifier = ?2, instance = ?3, incarnation = ?4, updated_at = ?5
             WHERE cart = ?1",
        )?
        .execute((found.row, to.identifier(), to.instance(), incarnation.0.to_be_bytes(), now))?;
        Ok(())
    }

    fn instances(&self, db: &Connection, identifier: &str) -> Result<Vec<String>, Trouble> {
        let mut query =
            db.prepare_cached("SELECT instance FROM cartwright_carts WHERE identifier = ?1 ORDER BY instance")?;
        Ok(query.query_map([identifier], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn list(
        &self,
        db: &Connection,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: i64,
    ) -> Result<Vec<CartListing>, Trouble> {
        let (from, after) = bounds(after);
        let mut query = db.prepare_cached(if after { LIST_AFTER } else { LIST })?;
        let mut rows = query.query((from.identifier(), from.instance(), idle_since, limit))?;
        let mut listings = Vec::new();
        while let Some(row) = rows.next()? {
            let key = CartKey::new(&row.get::<_, String>(4)?, &row.get::<_, String>(5)?);
            let identity = found(row, &key)?.identity;
            listings.push(CartListing { key, identity, updated_at: row.get(6)? });
        }
        Ok(listings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SqliteStore;
    use cartwright_core::CartStore;

    #[test]
    fn a_file_of_the_first_version_is_migrated_and_keeps_its_carts() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("carts.sqlite");
        let db = Connection::open(&path).unwrap();
        Part { name: CARTS.name, steps: &CARTS.steps[..1] }.migrate(&db).unwrap();
        let item = |id: &str| {
            format!(
                r#"{{"id":"{id}","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#
            )
        };
        db.execute("INSERT INTO cartwright_carts VALUES (7, 'ada', 'default', zeroblob(16), 3, 2, x'', 0, 0)", ())
            .unwrap();
        for (position, id) in [(4, "a"), (2, "b")] {
            let value = item(id);
            db.execute("INSERT INTO cartwright_entries VALUES (7, 0, ?1, ?2, ?3)", (position, id, value)).unwrap();
        }
        drop(db);

        let loaded = SqliteStore::at(&path).load(&CartKey::new("ada", "default")).unwrap().unwrap();
        assert_eq!(loaded.identity.version, 3);
        assert_eq!(loaded.cart.items().map(|item| item.line().as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert!(CARTS.is_current(&Connection::open(&path).unwrap()).unwrap());
    }
}
