//! The entries of one cart in our own layout: its items, its conditions, its metadata, its dynamic conditions.

use super::columns::text;
use super::trouble::Trouble;
use crate::pieces::{self, Kind, Pieces};
use crate::sizes::{Sums, member};
use cartwright_core::{Cart, CartKey, DYNAMIC_CONDITIONS};
use cartwright_wire::{conditions_column, dynamic_conditions_text, item_text};
use rusqlite::{Connection, OptionalExtension, Row};

/// The number that an entry's kind is stored as.
fn number(kind: Kind) -> i64 {
    match kind {
        Kind::Item => 0,
        Kind::Conditions => 1,
        Kind::Metadata => 2,
        Kind::Dynamic => 3,
    }
}

/// The entries of a cart, to be written.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) cart: i64,
    pub(crate) key: &'a CartKey,
    /// How many items there are.
    pub(crate) items: i64,
    /// How long the entries are.
    pub(crate) sums: Sums,
}

impl Entries<'_> {
    /// Puts a value under a name, at the end if the name is new. A value that cannot be read is not overwritten.
    pub(crate) fn write(&mut self, kind: Kind, name: &str, value: &str) -> Result<(), Trouble> {
        let Some((position, earlier)) = self.readable(kind, name)? else {
            self.append(kind, name, value)?;
            self.count(kind, name, value, 1);
            return Ok(());
        };
        self.count(kind, name, &earlier, -1);
        self.count(kind, name, value, 1);
        self.db
            .prepare_cached("UPDATE cartwright_entries SET value = ?4 WHERE cart = ?1 AND kind = ?2 AND position = ?3")?
            .execute((self.cart, number(kind), position, value))?;
        Ok(())
    }

    /// Takes a name out, if it is there.
    pub(crate) fn remove(&mut self, kind: Kind, name: &str) -> Result<(), Trouble> {
        let Some((position, earlier)) = self.readable(kind, name)? else {
            return Ok(());
        };
        self.count(kind, name, &earlier, -1);
        self.db
            .prepare_cached("DELETE FROM cartwright_entries WHERE cart = ?1 AND kind = ?2 AND position = ?3")?
            .execute((self.cart, number(kind), position))?;
        Ok(())
    }

    /// Counts an entry that is there now (1), or no more (-1).
    fn count(&mut self, kind: Kind, name: &str, value: &str, by: i64) {
        match kind {
            Kind::Item => {
                self.items += by;
                self.sums.items += by * member(name, value);
            }
            Kind::Conditions => {}
            Kind::Metadata => self.sums.metadata += by * member(name, value),
            Kind::Dynamic => self.sums.metadata += by * member(DYNAMIC_CONDITIONS, value),
        }
    }

    /// All conditions are one entry, and none are none.
    pub(crate) fn write_conditions(&mut self, kind: Kind, conditions: Option<String>) -> Result<(), Trouble> {
        match conditions {
            Some(conditions) => self.write(kind, "", &conditions),
            None => self.remove(kind, ""),
        }
    }

    /// Writes a cart in place of the one that is there, if that can be read.
    pub(crate) fn replace_all(&mut self, cart: &Cart) -> Result<(), Trouble> {
        let mut query = self.db.prepare_cached(
            "SELECT kind, name, value FROM cartwright_entries WHERE cart = ?1 ORDER BY kind, position",
        )?;
        let (mut rows, mut gathered) = (query.query([self.cart])?, Gathered::default());
        while let Some(row) = rows.next()? {
            gathered.take(row, 0, self.key)?;
        }
        drop(rows);
        gathered.into_cart(self.items, self.key)?;
        self.db.prepare_cached("DELETE FROM cartwright_entries WHERE cart = ?1")?.execute([self.cart])?;
        (self.items, self.sums) = (0, Sums::default());
        self.write_all(cart)
    }

    /// Writes a cart where there is nothing yet.
    pub(crate) fn write_all(&mut self, cart: &Cart) -> Result<(), Trouble> {
        for (at, item) in cart.items().enumerate() {
            self.insert(Kind::Item, at, item.line().as_str(), &item_text(item))?;
        }
        if let Some(conditions) = conditions_column(cart) {
            self.insert(Kind::Conditions, 0, "", &conditions)?;
        }
        if let Some(conditions) = dynamic_conditions_text(cart) {
            self.insert(Kind::Dynamic, 0, "", &conditions)?;
        }
        for (at, (name, value)) in cart.metadata().iter().enumerate() {
            self.insert(Kind::Metadata, at, name, value.as_str())?;
        }
        Ok(())
    }

    fn append(&self, kind: Kind, name: &str, value: &str) -> Result<(), Trouble> {
        self.db
            .prepare_cached(
                "INSERT INTO cartwright_entries (cart, kind, position, name, value) VALUES (?1, ?2,
                    (SELECT coalesce(max(position), -1) + 1 FROM cartwright_entries WHERE cart = ?1 AND kind = ?2),
                    ?3, ?4)",
            )?
            .execute((self.cart, number(kind), name, value))?;
        Ok(())
    }

    fn insert(&mut self, kind: Kind, position: usize, name: &str, value: &str) -> Result<(), Trouble> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "INSERT INTO cartwright_entries (cart, kind, position, name, value) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((self.cart, number(kind), position, name, value))?;
        self.count(kind, name, value, 1);
        Ok(())
    }

    /// Where the entry is and what it says, if it is there and can be read.
    fn readable(&self, kind: Kind, name: &str) -> Result<Option<(i64, String)>, Trouble> {
        let entry: Option<(i64, Result<String, _>)> = self
            .db
            .prepare_cached(
                "SELECT position, value FROM cartwright_entries WHERE cart = ?1 AND kind = ?2 AND name = ?3",
            )?
            .query_row((self.cart, number(kind), name), |row| Ok((row.get(0)?, value(row, 1))))
            .optional()?;
        let Some((position, value)) = entry else {
            return Ok(None);
        };
        let value = value.map_err(|why| unreadable(self.key, kind, name, why))?;
        let entry = (name.to_owned(), value);
        pieces::check(kind, &entry).map_err(|why| unreadable(self.key, kind, name, &why))?;
        Ok(Some((position, entry.1)))
    }
}

/// The entries of a cart as they were read, in their order.
#[derive(Debug, Default)]
pub(crate) struct Gathered(Pieces);

impl Gathered {
    /// Takes one from three columns: kind, name, value. A cart without any gives one of NULLs.
    pub(crate) fn take(&mut self, row: &Row<'_>, first: usize, key: &CartKey) -> Result<(), Trouble> {
        let kind = match row.get::<_, Option<i64>>(first)? {
            None => return Ok(()),
            Some(0) => Kind::Item,
            Some(1) => Kind::Conditions,
            Some(2) => Kind::Metadata,
            Some(3) => Kind::Dynamic,
            Some(other) => {
                return Err(Trouble::unreadable(key, format!("it has an entry of the unknown kind {other}")));
            }
        };
        let name = text(row, first + 1, key)?.unwrap_or_default();
        let value = value(row, first + 2).map_err(|why| unreadable(key, kind, &name, why))?;
        self.0.take(kind, name, value);
        Ok(())
    }

    /// Reads the cart, of so many items.
    pub(crate) fn into_cart(self, items: i64, key: &CartKey) -> Result<Cart, Trouble> {
        self.0.into_cart(items).map_err(|why| Trouble::unreadable(key, why))
    }
}

/// The text of a value, which another program may have written.
fn value(row: &Row<'_>, column: usize) -> Result<String, &'static str> {
    row.get(column).map_err(|_| "it is no UTF-8")
}

fn unreadable(key: &CartKey, kind: Kind, name: &str, why: &str) -> Trouble {
    Trouble::unreadable(key, pieces::unreadable(kind, name, why))
}
