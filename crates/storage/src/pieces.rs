//! A cart in pieces, for stores that keep its items apart: how the pieces become a cart again, and which one it is that
//! cannot be read.

use cartwright_core::{Cart, DYNAMIC_CONDITIONS};
use cartwright_wire::{Columns, joined};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An item, by the line it stands on.
    Item,
    /// All conditions of the cart; the name is empty.
    Conditions,
    /// A value of the metadata, by its key.
    Metadata,
    /// All conditions that rules put on and take off; the name is empty.
    Dynamic,
}

/// A piece's name and value.
pub(crate) type Piece = (String, String);

/// The pieces of a cart as they were read, in their order.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    items: Vec<Piece>,
    conditions: Vec<Piece>,
    metadata: Vec<Piece>,
    dynamic: Vec<Piece>,
}

impl Pieces {
    /// Takes the next one.
    pub(crate) fn take(&mut self, kind: Kind, name: String, value: String) {
        let pieces = match kind {
            Kind::Item => &mut self.items,
            Kind::Conditions => &mut self.conditions,
            Kind::Metadata => &mut self.metadata,
            Kind::Dynamic => &mut self.dynamic,
        };
        pieces.push((name, value));
    }

    /// Reads the cart, of so many items; or says why it cannot be read.
    pub(crate) fn into_cart(self, items: i64) -> Result<Cart, String> {
        let there = self.items.len();
        let cart = self.into_any_cart()?;
        if i64::try_from(there) == Ok(items) {
            return Ok(cart);
        }
        Err(format!("it should have {items} items and has {there}"))
    }

    fn into_any_cart(self) -> Result<Cart, String> {
        let conditions = only(&self.conditions)?;
        let (items, metadata) = (column(&self.items), column_with(&self.metadata, only(&self.dynamic)?));
        let columns = Columns { items: items.as_deref(), conditions, metadata: metadata.as_deref() };
        let why = match columns.read() {
            Ok(cart) if is_whole(&cart, &self.items, &self.metadata) => return Ok(cart),
            Ok(_) => "its entries are not what their names say".to_owned(),
            Err(why) => why.to_string(),
        };
        // Which one is it?
        let kinds = [(Kind::Item, &self.items), (Kind::Metadata, &self.metadata), (Kind::Dynamic, &self.dynamic)];
        for (kind, pieces) in kinds {
            for piece in pieces {
                check(kind, piece).map_err(|why| unreadable(kind, &piece.0, &why))?;
            }
        }
        Err(why)
    }
}

/// The value of the one piece of its kind, if there is one.
fn only(pieces: &[Piece]) -> Result<Option<&str>, String> {
    match pieces {
        [] => Ok(None),
        [(name, value)] if name.is_empty() => Ok(Some(value)),
        _ => Err("it has conditions in more than one entry".into()),
    }
}

fn column(pieces: &[Piece]) -> Option<String> {
    column_with(pieces, None)
}

/// The metadata with the dynamic conditions, as the column has them.
fn column_with(pieces: &[Piece], dynamic: Option<&str>) -> Option<String> {
    let pieces = pieces.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    joined(pieces.chain(dynamic.map(|dynamic| (DYNAMIC_CONDITIONS, dynamic))))
}

/// Whether a cart has each piece under its name, and no more: the reader leaves out what it does not take for an item.
fn is_whole(cart: &Cart, items: &[Piece], metadata: &[Piece]) -> bool {
    cart.items().map(|item| item.line().as_str()).eq(items.iter().map(|(name, _)| name.as_str()))
        && cart.metadata().iter().map(|(name, _)| name).eq(metadata.iter().map(|(name, _)| name.as_str()))
}

/// Why a piece cannot be read.
pub(crate) fn check(kind: Kind, piece: &Piece) -> Result<(), String> {
    let (one, value) = (std::slice::from_ref(piece), piece.1.as_str());
    let (column, none) = (column(one), &[][..]);
    let (columns, items, metadata) = match kind {
        Kind::Item => (Columns { items: column.as_deref(), ..Columns::default() }, one, none),
        Kind::Metadata => (Columns { metadata: column.as_deref(), ..Columns::default() }, none, one),
        // Both are read alike.
        Kind::Conditions | Kind::Dynamic => (Columns { conditions: Some(value), ..Columns::default() }, none, none),
    };
    let cart = columns.read().map_err(|why| why.to_string())?;
    if is_whole(&cart, items, metadata) { Ok(()) } else { Err("it is not what its name says".to_owned()) }
}

/// Which piece cannot be read, and why.
pub(crate) fn unreadable(kind: Kind, name: &str, why: &str) -> String {
    let piece = match kind {
        Kind::Item => format!("the item '{name}'"),
        Kind::Conditions => "the conditions".to_owned(),
        Kind::Metadata => format!("the metadata '{name}'"),
        Kind::Dynamic => "the dynamic conditions".to_owned(),
    };
    format!("{piece}: {why}")
}
