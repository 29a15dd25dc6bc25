//! What the scripts answer.

use super::fields::{Fields, corrupt, corrupt_field, identity, unknown_layout};
use cartwright_core::{CartKey, Identity, StoreError, StoreErrorKind};
use redis::Value;

/// An answer: a word, and what belongs to it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) word: String,
    rest: std::vec::IntoIter<Value>,
}

impl Reply {
    pub(super) fn of(value: Value) -> Result<Self, StoreError> {
        let mut rest = list(value)?.into_iter();
        let word = text(rest.next())?;
        Ok(Self { word, rest })
    }

    /// The next part as text.
    pub(super) fn text(&mut self) -> Result<String, StoreError> {
        text(self.rest.next())
    }

    /// The next part as bytes.
    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        bytes(self.rest.next())
    }

    /// The next part as the fields of a hash.
    pub(super) fn fields(&mut self) -> Result<Fields, StoreError> {
        fields(self.rest.next().ok_or_else(unexpected)?)
    }

    /// The next part as a list.
    pub(super) fn list(&mut self) -> Result<Vec<Value>, StoreError> {
        list(self.rest.next().ok_or_else(unexpected)?)
    }

    /// The next part as what a cart is; nothing is no cart.
    pub(super) fn identity(&mut self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        let text = self.text()?;
        if text.is_empty() { Ok(None) } else { identity(key, &text).map(Some) }
    }

    /// The error that this answer is, of a script that could not read the cart.
    pub(super) fn into_error(mut self, key: &CartKey) -> StoreError {
        match (&*self.word, text(self.rest.next())) {
            ("corrupt", Ok(why)) => corrupt(key, why),
            ("layout", Ok(layout)) => unknown_layout(key, &layout),
            ("piece", Ok(field)) => corrupt_field(key, &field, "it has no position"),
            _ => unexpected(),
        }
    }
}

/// Somebody else's scripts, or a server that is none.
pub(super) fn unexpected() -> StoreError {
    StoreError::new(
        StoreErrorKind::Unavailable,
        "the Redis server answered a script with something that this program does not know; nothing is known of what it \
         did. Look whether something between them changes what is said",
    )
}

pub(super) fn list(value: Value) -> Result<Vec<Value>, StoreError> {
    match value {
        Value::Array(values) => Ok(values),
        _ => Err(unexpected()),
    }
}

pub(super) fn bytes(value: Option<Value>) -> Result<Vec<u8>, StoreError> {
    match value {
        Some(Value::BulkString(bytes)) => Ok(bytes),
        Some(Value::SimpleString(text)) => Ok(text.into_bytes()),
        _ => Err(unexpected()),
    }
}

pub(super) fn text(value: Option<Value>) -> Result<String, StoreError> {
    String::from_utf8(bytes(value)?).map_err(|_| unexpected())
}

pub(super) fn fields(value: Value) -> Result<Fields, StoreError> {
    let mut values = list(value)?.into_iter();
    let mut fields = Vec::with_capacity(values.len() / 2);
    while let Some(field) = values.next() {
        fields.push((bytes(Some(field))?, bytes(values.next())?));
    }
    Ok(fields)
}
