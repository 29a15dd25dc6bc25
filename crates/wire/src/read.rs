//! From stored text to values.

use crate::canonical::{canonical_json, looks_canonical};
use crate::json_error::JsonErrorKind;
use crate::json_grammar::MAX_NESTING;
use crate::json_scan::{Kind, RawValue, scan};
use crate::stored_error::{StoredError, StoredErrorKind};
use cartwright_core::{
    Condition, ConditionValue, Conditions, Item, ItemId, Json, Metadata, NewCondition, Number, Quantity, StoredItem,
};
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

/// Who wrote a text. What a host writes beside what a condition has is dropped, as the original drops it; what is stored may be
/// another version's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Host,
    Column,
}

/// What is written with a condition and computed anew when it is read.
const COMPUTED: [&str; 6] = ["operator", "parsed_value", "is_discount", "is_charge", "is_percentage", "is_dynamic"];

/// Marks a condition that an evaluation of rules has put on. No other condition has it.
pub(crate) const BY_RULES: &str = "by_rules";

/// An item that was read, with the text of its member (`"id":{…}`) if that can be stored again as it is.
pub(crate) struct ReadItem {
    pub(crate) item: Item,
    pub(crate) member: Option<Json>,
}

/// Reads the column of the items. Entries that are no objects or have no id are left out, as the original does.
pub(crate) fn items(column: &Arc<str>) -> Result<Vec<ReadItem>, StoredError> {
    let (source, column) = (canonical("items", column)?, "items");
    let all = scan(&source).map_err(|why| StoredError::corrupt(column, None, why))?;
    let mut read = Vec::with_capacity(source.len() / 200);
    for entry in all.entries().filter(|entry| entry.value.kind() == Kind::Object) {
        let Some(item) = item(&source, entry.value, &entry.key)? else {
            continue;
        };
        let in_place =
            *entry.key == *item.line().as_str() && all.kind() == Kind::Object && conditions_are_named(entry.value);
        let member = in_place.then(|| Json::slice(&source, entry.offset..entry.value.end()));
        read.push(ReadItem { item, member });
    }
    Ok(read)
}

/// A text as PHP would have written it. What a database has laid out anew (jsonb) is written once more.
fn canonical(name: &str, column: &Arc<str>) -> Result<Arc<str>, StoredError> {
    if looks_canonical(column) {
        return Ok(Arc::clone(column));
    }
    let mut text = String::with_capacity(column.len());
    canonical_json(column, &mut text).map_err(|why| StoredError::corrupt(name, None, why))?;
    Ok(text.into())
}

/// A list of conditions, as an older program may have stored it, is keyed by name when it is written anew.
fn conditions_are_named(item: RawValue<'_>) -> bool {
    item.members()
        .all(|field| field.key != "conditions" || field.value.text() == "[]" || field.value.kind() == Kind::Object)
}

fn item(source: &Arc<str>, value: RawValue<'_>, key: &str) -> Result<Option<Item>, StoredError> {
    let part = |value: RawValue<'_>| Json::slice(source, value.offset()..value.end());
    let corrupt = |why: &dyn Display| StoredError::corrupt("items", Some(key), why);
    let (mut id, mut line, mut name, mut price, mut quantity) = (None, None, None, None, None);
    let (mut attributes, mut model) = (Json::from(Json::EMPTY_LIST), Json::from(Json::NULL));
    let (mut conditions, mut other) = (Conditions::default(), Vec::new());
    for field in value.members() {
        match &*field.key {
            "id" => id = text(field.value),
            "line" if field.value.as_text().is_some_and(|line| !line.is_empty()) => line = text(field.value),
            "name" => name = text(field.value),
            "price" => price = number(field.value),
            "quantity" => quantity = number(field.value),
            "attributes" if field.value.is_null() => {}
            "attributes" => attributes = part(field.value),
            "associated_model" => model = part(field.value),
            "conditions" => {
                conditions =
                    conditions_of(source, Origin::Column, field.value, &corrupt).map_err(|error| {
                        match error.kind() {
                            StoredErrorKind::Refused(_) => corrupt(&error),
                            _ => error,
                        }
                    })?;
            }
            _ => other.push((field.key.as_ref().into(), part(field.value))),
        }
    }
    let Some(id) = id.and_then(|id| ItemId::stored(&id)) else {
        return Ok(None);
    };
    let missing = |what: &str| corrupt(&format_args!("it has no {what}"));
    let quantity = quantity.and_then(|quantity| Quantity::exactly(quantity.exact()));
    Ok(Some(Item::from_stored(StoredItem {
        id,
        line: line.and_then(|line| ItemId::stored(&line)),
        name: name.ok_or_else(|| missing("name"))?.as_ref().into(),
        price: price.ok_or_else(|| missing("price"))?.as_real(),
        quantity: quantity.ok_or_else(|| missing("quantity greater than 0"))?,
        attributes,
        conditions,
        model,
        other,
    })))
}

/// Reads conditions, by name or as a list, in stored form.
///
/// # Errors
/// If the text is no JSON, or one of them breaks a rule for conditions.
pub fn read_conditions(text: &str) -> Result<Conditions, StoredError> {
    let source: Arc<str> = as_stored(text, "conditions")?.into();
    let broken = |why: &dyn Display| StoredError::invalid_text("conditions", why);
    conditions_of(&source, Origin::Host, scan(&source).map_err(|why| broken(&why))?, &broken)
}

/// Reads the column of the conditions.
pub(crate) fn conditions(column: &Arc<str>) -> Result<Conditions, StoredError> {
    let source = canonical("conditions", column)?;
    let corrupt = |why: &dyn Display| StoredError::corrupt("conditions", None, why);
    conditions_of(&source, Origin::Column, scan(&source).map_err(|why| corrupt(&why))?, &corrupt).map_err(|error| {
        match error.kind() {
            StoredErrorKind::Refused(_) => corrupt(&error),
            _ => error,
        }
    })
}

/// Reads the column of the metadata.
pub(crate) fn metadata(column: &Arc<str>) -> Result<Metadata, StoredError> {
    let source = canonical("metadata", column)?;
    let corrupt = |why: &dyn Display| StoredError::corrupt("metadata", None, why);
    let mut metadata = Metadata::default();
    for entry in scan(&source).map_err(|why| corrupt(&why))?.entries() {
        let value = entry.value;
        metadata.set(&entry.key, Json::slice(&source, value.offset()..value.end()));
    }
    Ok(metadata)
}

/// Entries without a name are left out, as the original does.
fn conditions_of(
    source: &Arc<str>,
    origin: Origin,
    all: RawValue<'_>,
    broken: &dyn Fn(&dyn Display) -> StoredError,
) -> Result<Conditions, StoredError> {
    let part = |value: RawValue<'_>| Json::slice(source, value.offset()..value.end());
    let mut conditions = Conditions::default();
    for entry in all.entries() {
        let (mut name, mut kind, mut target, mut value) = (None, None, Cow::Borrowed("subtotal"), None);
        let (mut attributes, mut order, mut rules) = (Json::from(Json::EMPTY_LIST), 0, Json::from(Json::NULL));
        let (mut by_rules, mut other) = (false, Vec::new());
        for field in entry.value.members() {
            match &*field.key {
                "name" => name = text(field.value),
                "type" => kind = text(field.value),
                "target" => target = text(field.value).unwrap_or(target),
                "value" => value = value_of(field.value),
                "attributes" if field.value.is_null() => {}
                "attributes" => attributes = part(field.value),
                "order" => order = field.value.as_i64().unwrap_or(0),
                "rules" => rules = part(field.value),
                _ if origin == Origin::Host => {}
                BY_RULES => by_rules = field.value.text() == "true",
                computed if COMPUTED.contains(&computed) => {}
                _ => other.push((field.key.as_ref().into(), part(field.value))),
            }
        }
        let Some(name) = name else {
            continue;
        };
        let condition = NewCondition {
            name: &name,
            kind: &kind.ok_or_else(|| broken(&format_args!("condition '{name}' has no type")))?,
            target: &target,
            value: value.ok_or_else(|| broken(&format_args!("condition '{name}' has no value")))?,
            attributes,
            order,
            rules,
        };
        conditions.set(Condition::from_stored(condition, by_rules, other)?);
    }
    Ok(conditions)
}

/// Reads a list of condition values: texts and numbers.
///
/// # Errors
/// If the text is no JSON list of texts and numbers.
pub fn read_condition_values(text: &str) -> Result<Vec<ConditionValue>, StoredError> {
    list(text, "condition values", value_of)
}

/// Reads a list of numbers.
///
/// # Errors
/// If the text is no JSON list of numbers within the range of a decimal.
pub fn read_numbers(text: &str) -> Result<Vec<Number>, StoredError> {
    list(text, "numbers", number)
}

fn list<T>(text: &str, what: &str, read: impl Fn(RawValue<'_>) -> Option<T>) -> Result<Vec<T>, StoredError> {
    let all = scan(text).map_err(|why| StoredError::invalid_text(what, why))?;
    if all.kind() != Kind::Array {
        return Err(StoredError::invalid_text(what, "a list is expected"));
    }
    all.elements()
        .map(|value| {
            read(value).ok_or_else(|| StoredError::invalid_text(what, format_args!("{} is none", value.text())))
        })
        .collect()
}

/// A JSON value of a caller, kept as the text that PHP would store of it.
///
/// # Errors
/// If the text is no JSON, or so deep that the column could not be read again.
pub fn checked_json(text: &str, what: &str) -> Result<Json, StoredError> {
    Ok(Json::from(&*as_stored(text, what)?))
}

fn as_stored(text: &str, what: &str) -> Result<String, StoredError> {
    let mut stored = String::with_capacity(text.len());
    canonical_json(text, &mut stored).map_err(|why| StoredError::invalid_text(what, why))?;
    // In a column a value stands at most this deep: items, an item, its conditions, a condition. Each level takes two
    // bytes, so a short text is not too deep.
    if stored.len() > 2 * (MAX_NESTING - 4) && scan(&format!("[[[[{stored}]]]]")).is_err() {
        return Err(StoredError::invalid_text(what, JsonErrorKind::Depth.php_message()));
    }
    Ok(stored)
}

/// A text, or a number as text, as PHP would cast it to a string.
fn text(value: RawValue<'_>) -> Option<Cow<'_, str>> {
    value.as_text().or_else(|| value.number_text().map(Cow::Borrowed))
}

/// A number, or a text that is one: an integer if it is written as one.
fn number(value: RawValue<'_>) -> Option<Number> {
    let digits = text(value)?;
    if let Ok(whole) = digits.parse::<i64>() {
        return Some(Number::whole(whole));
    }
    Number::real(digits.parse().ok()?).ok()
}

/// A condition's value: text stays text, a number is a float.
fn value_of(value: RawValue<'_>) -> Option<ConditionValue> {
    match value.as_text() {
        Some(text) => Some(ConditionValue::Text(text.as_ref().into())),
        None => number(value).map(|number| ConditionValue::Real(number.as_real())),
    }
}
