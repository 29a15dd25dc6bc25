//! The fields of a cart's hash: what they are called, and the cart that they make.

use super::names::identity_of;
use crate::pieces::{self, Kind, Piece, Pieces};
use cartwright_core::{CartKey, Identity, LoadedCart, StoreError, StoreErrorKind};

/// The version of the layout, as the field `layout` has it.
const LAYOUT: &str = "1";

/// The fields of a hash, as they were read.
pub(super) type Fields = Vec<(Vec<u8>, Vec<u8>)>;

/// The letter that the field of a piece begins with, before a colon and the name.
pub(super) fn letter(kind: Kind) -> char {
    match kind {
        Kind::Item => 'i',
        Kind::Conditions => 'c',
        Kind::Metadata => 'm',
        Kind::Dynamic => 'd',
    }
}

fn kind_of(first: u8) -> Option<Kind> {
    [Kind::Item, Kind::Conditions, Kind::Metadata, Kind::Dynamic]
        .into_iter()
        .find(|kind| letter(*kind) == char::from(first))
}

/// The field of a piece.
pub(super) fn field(kind: Kind, name: &str) -> String {
    format!("{}:{name}", letter(kind))
}

/// A cart that cannot be read.
pub(super) fn corrupt(key: &CartKey, why: impl std::fmt::Display) -> StoreError {
    StoreError::new(
        StoreErrorKind::Corrupt,
        format!("the cart {key} in Redis cannot be read and was left as it is: {why}"),
    )
}

/// A cart of a layout that this program does not know.
pub(super) fn unknown_layout(key: &CartKey, layout: &str) -> StoreError {
    if layout.parse::<u32>().is_err() {
        return corrupt(key, "its field layout is no number");
    }
    StoreError::new(
        StoreErrorKind::NewerSchema,
        format!(
            "the cart {key} in Redis has the layout {layout}, and this program knows layout {LAYOUT}; nothing was changed. \
             Update the program"
        ),
    )
}

/// Why the piece of a field cannot be read.
pub(super) fn corrupt_field(key: &CartKey, field: &str, why: &str) -> StoreError {
    let kind = field.bytes().next().and_then(kind_of);
    match (kind, field.get(2..)) {
        (Some(kind), Some(name)) => corrupt(key, pieces::unreadable(kind, name, why)),
        _ => corrupt(key, format!("the field '{field}': {why}")),
    }
}

/// The cart that these fields make; none make none.
pub(super) fn read(key: &CartKey, fields: Fields) -> Result<Option<LoadedCart>, StoreError> {
    if fields.is_empty() {
        return Ok(None);
    }
    let (mut layout, mut identity, mut items, mut placed) = (None, None, None, Vec::with_capacity(fields.len()));
    for (field, value) in fields {
        match &*field {
            b"layout" => layout = Some(text(key, &field, value)?),
            b"identity" => identity = Some(text(key, &field, value)?),
            b"items" => items = Some(text(key, &field, value)?),
            [letter, b':', ..] => placed.push(piece(key, *letter, &field, value)?),
            _ => {}
        }
    }
    let identity = identity.ok_or_else(|| corrupt(key, "it has no identity"))?;
    let identity = self::identity(key, &identity)?;
    match layout.as_deref() {
        Some(LAYOUT) => {}
        other => return Err(unknown_layout(key, other.unwrap_or_default())),
    }
    let items =
        items.and_then(|items| items.parse().ok()).ok_or_else(|| corrupt(key, "its field items is no number"))?;
    placed.sort_by_key(|(position, ..)| *position);
    let mut gathered = Pieces::default();
    for (_, kind, (name, value)) in placed {
        gathered.take(kind, name, value);
    }
    let cart = gathered.into_cart(items).map_err(|why| corrupt(key, why))?;
    Ok(Some(LoadedCart { identity, cart }))
}

/// What the cart of these fields is, whether or not the rest of it can be read.
pub(super) fn read_identity(key: &CartKey, fields: &Fields) -> Result<Option<Identity>, StoreError> {
    let found = fields.iter().find(|(field, _)| field == b"identity");
    found.map(|(_, text)| identity(key, &String::from_utf8_lossy(text))).transpose()
}

/// What a cart is, by the text of its field.
pub(super) fn identity(key: &CartKey, text: &str) -> Result<Identity, StoreError> {
    identity_of(text).ok_or_else(|| corrupt(key, format!("its identity is '{text}'")))
}

fn text(key: &CartKey, field: &[u8], value: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(value).map_err(|_| corrupt_field(key, &String::from_utf8_lossy(field), "it is no UTF-8"))
}

/// A piece with its position, which stands before its value.
fn piece(key: &CartKey, letter: u8, field: &[u8], value: Vec<u8>) -> Result<(u64, Kind, Piece), StoreError> {
    let Some(kind) = kind_of(letter) else {
        return Err(corrupt(key, format!("it has an entry of the unknown kind '{}'", char::from(letter))));
    };
    let Ok(field) = std::str::from_utf8(field) else {
        return Err(corrupt(key, "it has an entry whose name is no UTF-8"));
    };
    let value = text(key, field.as_bytes(), value)?;
    let placed = value.split_once(':').and_then(|(position, json)| Some((position.parse().ok()?, json)));
    let Some((position, json)) = placed else {
        return Err(corrupt_field(key, field, "it has no position"));
    };
    Ok((position, kind, (field[2..].to_owned(), json.to_owned())))
}
