//! Values that a host keeps with a cart.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use indexmap::IndexMap;
use std::sync::Arc;

/// The key under which stores that have one text for all metadata keep the dynamic conditions as well. It is not the host's:
/// what he set there would be read as conditions, and what he removed would be all of them.
pub const DYNAMIC_CONDITIONS: &str = "__cartwright_dynamic_conditions";

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

    /// Without what is not the host's.
    pub(crate) fn of_the_host(mut self) -> Self {
        self.0.shift_remove(DYNAMIC_CONDITIONS);
        self
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
    pub(crate) fn set_metadata(&mut self, key: &str, value: Json) -> Result<Changes> {
        check_key(key)?;
        let earlier = self.metadata.set(key, value.clone());
        let differs = earlier.as_ref() != Some(&value);
        Ok(Change::MetadataAdded { key: key.into(), value, differs }.into())
    }

    /// A key that was never there is stored as well, and there is an event of it, as in the original.
    pub(crate) fn remove_metadata(&mut self, key: &str) -> Result<Changes> {
        check_key(key)?;
        let earlier = self.metadata.set(key, Json::from(Json::NULL));
        let differs = !earlier.is_some_and(|value| value.is_null());
        Ok(Change::MetadataRemoved { key: key.into(), differs }.into())
    }
}

fn check_key(key: &str) -> Result<()> {
    if key != DYNAMIC_CONDITIONS {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::ReservedKey,
        format!(
            "The metadata key '{key}' is kept for conditions with rules; use another key, or register and unregister \
             conditions"
        ),
    )
    .with("key", key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Conditions, Operation, Policy};

    fn with_rules() -> Cart {
        let mut cart = Cart::default();
        let rules = crate::NewCondition {
            name: "BULK",
            kind: "discount",
            target: "subtotal",
            value: crate::ConditionValue::Text("-10%".into()),
            attributes: Json::from("[]"),
            order: 0,
            rules: Json::from(r#"[{"min_quantity":3}]"#),
        };
        cart.apply(Operation::RegisterDynamic(rules), &Policy::default()).unwrap();
        cart.apply(Operation::SetMetadata("note", Json::from("1")), &Policy::default()).unwrap();
        cart
    }

    #[test]
    fn the_key_of_the_dynamic_conditions_is_not_the_hosts() {
        for operation in [
            Operation::SetMetadata(DYNAMIC_CONDITIONS, Json::from("{}")),
            Operation::RemoveMetadata(DYNAMIC_CONDITIONS),
        ] {
            let (mut cart, before) = (with_rules(), with_rules());
            let refused = cart.apply(operation, &Policy::default()).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::ReservedKey);
            assert!(refused.to_string().contains("use another key"), "{refused}");
            assert_eq!(cart, before);
        }
    }

    #[test]
    fn dynamic_conditions_are_not_among_the_metadata() {
        let cart = with_rules();
        assert!(!cart.metadata().has(DYNAMIC_CONDITIONS));
        assert_eq!(cart.metadata().iter().map(|(key, _)| key).collect::<Vec<_>>(), ["note"]);
        let mut stored = Metadata::default();
        stored.set("note", Json::from("1"));
        stored.set(DYNAMIC_CONDITIONS, Json::from("7"));
        let cart = Cart::from_stored([], Conditions::default(), stored);
        assert_eq!((cart.metadata().len(), cart.metadata().stored(DYNAMIC_CONDITIONS)), (1, None));
    }

    #[test]
    fn a_cart_that_is_cleared_loses_its_rules_with_its_metadata() {
        let mut cart = with_rules();
        cart.apply(Operation::Clear, &Policy::default()).unwrap();
        assert!(cart.is_bare());
        assert!(cart.dynamic_conditions().is_empty());
    }
}
