//! Values that a host keeps with a cart.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::json::Json;
use indexmap::IndexMap;
use std::sync::Arc;

/// Values by key, in the order of insertion. A key whose value was taken away stays, with nothing as its value.
///
/// ```
/// use cartwright_core::{Json, Metadata};
///
/// let mut metadata = Metadata::default();
/// metadata.set("coupon", Json::from("\"SPRING\""));
/// metadata.set("note", Json::from("null"));
/// assert_eq!(metadata.get("coupon").map(Json::as_str), Some("\"SPRING\""));
/// assert!(!metadata.has("note") && metadata.len() == 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Metadata(IndexMap<Arc<str>, Json>);

impl Metadata {
    /// Puts a value under a key, and returns what was there.
    pub fn set(&mut self, key: &str, value: Json) -> Option<Json> {
        self.0.insert(key.into(), value)
    }

    /// The value of a key; a stored null counts as none.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// What is stored under a key, null too.
    pub fn stored(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    /// Whether a key has a value; a stored null counts as none.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Every key with what is stored under it, nulls too, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    /// How many keys are stored.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no key is stored.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Metadata {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Metadata {}

impl Cart {
    pub(crate) fn set_metadata(&mut self, key: &str, value: Json) -> Changes {
        let earlier = self.metadata.set(key, value.clone());
        let differs = earlier.as_ref() != Some(&value);
        Change::MetadataAdded { key: key.into(), value, differs }.into()
    }

    /// A key that was never there is stored as well, and there is an event of it, as in the original.
    pub(crate) fn remove_metadata(&mut self, key: &str) -> Changes {
        let earlier = self.metadata.set(key, Json::from(Json::NULL));
        let differs = !earlier.is_some_and(|value| value.is_null());
        Change::MetadataRemoved { key: key.into(), differs }.into()
    }
}
