//! The table of the PHP package: a row per cart, a column of JSON text for the items, one for the conditions, one for the
//! metadata. Whatever that package has written is read here, and the other way round.

use super::columns::{text, uuid, whole};
use super::rows::{Found, Rows, Write, bounds};
use super::seen::{Column, Seen};
use super::trouble::Trouble;
use crate::commit_log::CommitLog;
use crate::sizes::Written;
use cartwright_core::{Cart, CartKey, CartListing, Identity, Incarnation, LoadedCart, StoreError, StoreErrorKind};
use cartwright_wire::{Columns, conditions_column, items_column, metadata_column};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// What the table has to have.
const COLUMNS: [&str; 9] =
    ["id", "identifier", "instance", "items", "conditions", "metadata", "version", "created_at", "updated_at"];

/// The statements, with the name of the table in them, and what is known of its texts.
#[derive(Debug)]
pub(crate) struct Compatible {
    seen: Seen,
    table: String,
    make: String,
    find: String,
    load: String,
    overwritten: String,
    insert: String,
    update: String,
    remove: String,
    rename: String,
    instances: String,
    list: String,
    list_after: String,
}

impl Compatible {
    pub(crate) fn new(name: &str) -> Self {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let (table, index) = (quoted(name), |columns: &str| quoted(&format!("{name}_{columns}")));
        Self {
            seen: Seen::default(),
            table: name.to_owned(),
            // As the migration makes it.
            make: format!(
                "CREATE TABLE {table} (id varchar NOT NULL, identifier varchar NOT NULL,
                    instance varchar NOT NULL DEFAULT 'default', items text, conditions text, metadata text,
                    version integer NOT NULL DEFAULT '1', created_at datetime, updated_at datetime, PRIMARY KEY (id));
                 CREATE INDEX {} ON {table} (identifier);
                 CREATE INDEX {} ON {table} (instance);
                 CREATE INDEX {} ON {table} (version);
                 CREATE UNIQUE INDEX {} ON {table} (identifier, instance);",
                index("identifier_index"),
                index("instance_index"),
                index("version_index"),
                index("identifier_instance_unique")
            ),
            find: format!("SELECT id, version, rowid FROM {table} WHERE identifier = ?1 AND instance = ?2"),
            load: format!(
                "SELECT id, version, items, conditions, metadata FROM {table} WHERE identifier = ?1 AND instance = ?2"
            ),
            // A column that is not touched may be long, and is not asked for.
            overwritten: format!(
                "SELECT CASE WHEN ?2 THEN items END AS items, CASE WHEN ?3 THEN conditions END AS conditions,
                    CASE WHEN ?4 THEN metadata END AS metadata FROM {table} WHERE rowid = ?1"
            ),
            insert: format!(
                "INSERT INTO {table}
                    (id, identifier, instance, items, conditions, metadata, version, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, datetime(?8, 'unixepoch'), datetime(?8, 'unixepoch'))"
            ),
            // A column that is not touched keeps its text, to the byte.
            update: format!(
                "UPDATE {table} SET items = CASE WHEN ?2 THEN ?3 ELSE items END,
                    conditions = CASE WHEN ?4 THEN ?5 ELSE conditions END,
                    metadata = CASE WHEN ?6 THEN ?7 ELSE metadata END,
                    version = ?8, updated_at = datetime(?9, 'unixepoch') WHERE rowid = ?1"
            ),
            remove: format!("DELETE FROM {table} WHERE identifier = ?1 AND instance = ?2"),
            rename: format!(
                "UPDATE {table} SET id = ?2, identifier = ?3, instance = ?4, updated_at = datetime(?5, 'unixepoch')
                 WHERE rowid = ?1"
            ),
            instances: format!("SELECT instance FROM {table} WHERE identifier = ?1 ORDER BY instance"),
            list: list(&table, ">="),
            list_after: list(&table, ">"),
        }
    }

    /// Refuses if what is in the touched columns, which are about to be overwritten, cannot be read.
    fn check_readable(&self, db: &Connection, row: i64, write: &Write<'_>) -> Result<(), Trouble> {
        let (touched, key) = (&write.touched, write.key);
        let mut query = db.prepare_cached(&self.overwritten)?;
        let [items, conditions, metadata] = query
            .query_row((row, touched.any_item(), touched.any_condition(), touched.any_metadata()), |row| {
                Ok([Column::Items, Column::Conditions, Column::Metadata].map(|column| self.unknown(row, column, key)))
            })?;
        let (items, conditions, metadata) = (items?, conditions?, metadata?);
        let unknown =
            Columns { items: items.as_deref(), conditions: conditions.as_deref(), metadata: metadata.as_deref() };
        unknown.read().map(drop).map_err(|why| Trouble::unreadable(key, why))
    }

    /// The text of a column, unless it is known that it can be read.
    fn unknown(&self, row: &Row<'_>, column: Column, key: &CartKey) -> Result<Option<String>, Trouble> {
        match row.get_ref(column as usize)? {
            ValueRef::Text(known) if self.seen.knows(key, column, known) => Ok(None),
            _ => text(row, column as usize, key),
        }
    }
}

/// The columns that are written, and how long they are.
struct Texts {
    columns: [Option<String>; 3],
    written: Written,
}

impl Texts {
    fn of(cart: &Cart, [items, conditions, metadata]: [bool; 3]) -> Self {
        let length = |is_written: bool, text: &Option<String>| is_written.then(|| text.as_ref().map_or(0, String::len));
        let of = |is_written: bool, column: fn(&Cart) -> Option<String>| if is_written { column(cart) } else { None };
        let columns = [of(items, items_column), of(conditions, conditions_column), of(metadata, metadata_column)];
        let written = Written {
            items: length(items, &columns[0]),
            conditions: length(conditions, &columns[1]),
            metadata: length(metadata, &columns[2]),
        };
        Self { columns, written }
    }
}

/// From a key on.
fn list(table: &str, from: &str) -> String {
    format!(
        "SELECT id, version, identifier, instance, updated_at, CAST(strftime('%s', updated_at) AS INTEGER) FROM {table}
         WHERE (identifier, instance) {from} (?1, ?2) AND (?3 IS NULL OR updated_at < datetime(?3, 'unixepoch'))
         ORDER BY identifier, instance LIMIT ?4"
    )
}

fn key_of(key: &CartKey) -> (&str, &str) {
    (key.identifier(), key.instance())
}

/// From the first two columns.
fn identity(row: &Row<'_>, key: &CartKey) -> Result<Identity, Trouble> {
    let id = text(row, 0, key)?;
    let incarnation = id.as_deref().and_then(uuid).ok_or_else(|| {
        Trouble::unreadable(key, format!("its id is '{}', which is no UUID", id.as_deref().unwrap_or("NULL")))
    })?;
    Ok(Identity { incarnation, version: whole(row, 1, key)? })
}

/// The cart in the columns from the third one on, and their texts.
fn cart(row: &Row<'_>, key: &CartKey) -> Result<(Cart, [Option<String>; 3]), Trouble> {
    let (items, conditions, metadata) = (text(row, 2, key)?, text(row, 3, key)?, text(row, 4, key)?);
    let columns = Columns { items: items.as_deref(), conditions: conditions.as_deref(), metadata: metadata.as_deref() };
    let cart = columns.read().map_err(|why| Trouble::unreadable(key, why))?;
    Ok((cart, [items, conditions, metadata]))
}

fn listing(row: &Row<'_>) -> Result<CartListing, Trouble> {
    let key = CartKey::new(&row.get::<_, String>(2)?, &row.get::<_, String>(3)?);
    let identity = identity(row, &key)?;
    let updated_at = match (text(row, 4, &key)?, row.get::<_, Option<i64>>(5)?) {
        (_, Some(seconds)) => seconds,
        // Another program has left it out: never, as far as we know.
        (None, None) => 0,
        (Some(other), None) => {
            return Err(Trouble::unreadable(&key, format!("its updated_at is '{other}', which is no time")));
        }
    };
    Ok(CartListing { key, identity, updated_at })
}

impl Rows for Compatible {
    fn remembers_commits(&self) -> bool {
        false
    }

    fn is_ready(&self, db: &Connection) -> Result<bool, Trouble> {
        let mut query = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let there: Vec<String> = query.query_map([&self.table], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if there.is_empty() {
            return Ok(false);
        }
        let missing: Vec<&str> =
            COLUMNS.into_iter().filter(|column| !there.iter().any(|name| name.eq_ignore_ascii_case(column))).collect();
        if missing.is_empty() {
            return Ok(true);
        }
        Err(Trouble::Store(StoreError::new(
            StoreErrorKind::Unsupported,
            format!(
                "the table {} is no table of carts: it has no column {}; nothing was changed. Run the package's migration, \
                 or give the name of another table",
                self.table,
                missing.join(", ")
            ),
        )))
    }

    fn make_ready(&self, db: &Connection) -> Result<(), Trouble> {
        // Another process may have been faster.
        if self.is_ready(db)? { Ok(()) } else { Ok(db.execute_batch(&self.make)?) }
    }

    fn check(&self, _: &Connection) -> Result<(), Trouble> {
        Ok(())
    }

    fn find(&self, db: &Connection, key: &CartKey) -> Result<Option<Found>, Trouble> {
        let mut query = db.prepare_cached(&self.find)?;
        let mut rows = query.query(key_of(key))?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(Found { row: row.get(2)?, identity: identity(row, key)?, commits: CommitLog::default() }))
    }

    fn load(&self, db: &Connection, key: &CartKey) -> Result<Option<LoadedCart>, Trouble> {
        let mut query = db.prepare_cached(&self.load)?;
        let mut rows = query.query(key_of(key))?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let (identity, (cart, texts)) = (identity(row, key)?, cart(row, key)?);
        self.seen.remember(key, texts);
        Ok(Some(LoadedCart { identity, cart }))
    }

    fn insert(&self, db: &Connection, write: &Write<'_>) -> Result<(), Trouble> {
        let Texts { columns: texts, written } = Texts::of(write.cart, [true; 3]);
        written.check(&write.limits)?;
        db.prepare_cached(&self.insert)?.execute((
            write.made.incarnation.to_string(),
            write.key.identifier(),
            write.key.instance(),
            &texts[0],
            &texts[1],
            &texts[2],
            write.made.version,
            write.now,
        ))?;
        self.seen.remember(write.key, texts);
        Ok(())
    }

    fn update(&self, db: &Connection, found: Found, write: &Write<'_>) -> Result<(), Trouble> {
        self.check_readable(db, found.row, write)?;
        let (items, conditions, metadata) =
            (write.touched.any_item(), write.touched.any_condition(), write.touched.any_metadata());
        let Texts { columns: texts, written } = Texts::of(write.cart, [items, conditions, metadata]);
        written.check(&write.limits)?;
        db.prepare_cached(&self.update)?.execute((
            found.row,
            items,
            &texts[0],
            conditions,
            &texts[1],
            metadata,
            &texts[2],
            write.made.version,
            write.now,
        ))?;
        self.seen.remember(write.key, texts);
        Ok(())
    }

    fn remove(&self, db: &Connection, key: &CartKey) -> Result<bool, Trouble> {
        Ok(db.prepare_cached(&self.remove)?.execute(key_of(key))? > 0)
    }

    fn rename(
        &self,
        db: &Connection,
        found: &Found,
        to: &CartKey,
        incarnation: Incarnation,
        now: i64,
    ) -> Result<(), Trouble> {
        db.prepare_cached(&self.rename)?.execute((
            found.row,
            incarnation.to_string(),
            to.identifier(),
            to.instance(),
            now,
        ))?;
        Ok(())
    }

    fn instances(&self, db: &Connection, identifier: &str) -> Result<Vec<String>, Trouble> {
        let mut query = db.prepare_cached(&self.instances)?;
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
        let mut query = db.prepare_cached(if after { &self.list_after } else { &self.list })?;
        let mut rows = query.query((from.identifier(), from.instance(), idle_since, limit))?;
        let mut listings = Vec::new();
        while let Some(row) = rows.next()? {
            listings.push(listing(row)?);
        }
        Ok(listings)
    }
}
