//! From stored text to values.

use crate::canonical::{canonical_json, looks_canonical};
use crate::json_error::JsonErrorKind;
use crate::json_grammar::MAX_NESTING;
use crate::json_pull::{Broken, Open, Pulled, Reader};
use crate::json_scan::scan;
use crate::stored_error::{StoredError, StoredErrorKind};
use cartwright_core::{
    Condition, ConditionValue, Conditions, Item, ItemId, Json, NewCondition, Number, Quantity, StoredItem,
};
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

/// Marks a condition that an evaluation of rules has put on. No other condition has it.
pub(crate) const BY_RULES: &str = "by_rules";

/// What is written with a condition and computed anew when it is read.
const COMPUTED: [&str; 6] = ["operator", "parsed_value", "is_discount", "is_charge", "is_percentage", "is_dynamic"];

/// Who wrote a text. What a host writes beside what a condition has is dropped, as the original drops it; what is stored may be
/// another version's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Host,
    /// A cart that a host keeps: what rules have put on was marked, and has to be known again.
    Kept,
    Column,
}

/// Why a text is not read to its end.
pub(crate) enum Stop {
    NoJson,
    Refused(StoredError),
}

impl From<Broken> for Stop {
    fn from(_: Broken) -> Self {
        Self::NoJson
    }
}

impl Stop {
    /// What is stored and breaks a rule is corrupt: nobody has just asked for it.
    pub(crate) fn corrupted(self, corrupt: impl Fn(&dyn Display) -> StoredError) -> Self {
        match self {
            Self::Refused(error) if matches!(error.kind(), StoredErrorKind::Refused(_)) => {
                Self::Refused(corrupt(&error))
            }
            stop => stop,
        }
    }

    /// A text that is no JSON is that first of all, wherever else something is missing before.
    pub(crate) fn told(self, source: &str, no_json: impl Fn(&dyn Display) -> StoredError) -> StoredError {
        match (scan(source), self) {
            (Err(why), _) => no_json(&why),
            (Ok(_), Self::Refused(error)) => error,
            (Ok(_), Self::NoJson) => no_json(&JsonErrorKind::Syntax.php_message()),
        }
    }
}

/// The items of a column, one after the other, each with the text of its member (`"id":{…}`) if that can be stored again
/// as it is. Entries that are no objects or have no id are left out, as the original does.
///
/// The first one that cannot be read is the end; whether there was one is what [`Items::end`] tells.
pub(crate) struct Items<'a> {
    source: &'a Arc<str>,
    reader: Reader<'a>,
    open: Open,
    by_id: bool,
    expected: usize,
    stop: Option<Stop>,
}

impl<'a> Items<'a> {
    /// Of a column that was made [`canonical`].
    pub(crate) fn of(source: &'a Arc<str>) -> Self {
        let mut reader = Reader::new(source);
        let by_id = reader.is_at_an_object();
        let (open, stop) = match reader.open() {
            Ok(open) => (open, None),
            Err(broken) => (Open::nothing(), Some(broken.into())),
        };
        Self { source, reader, open, by_id, expected: source.len() / 200, stop }
    }

    /// Whether all of them were read.
    pub(crate) fn end(self) -> Result<(), StoredError> {
        let corrupt = |why: &dyn Display| StoredError::corrupt("items", None, why);
        self.stop.map_or(Ok(()), |stop| Err(stop.told(self.source, corrupt)))
    }

    fn read(&mut self) -> Result<Option<(Item, Option<Json>)>, Stop> {
        while let Some((key, start)) = self.reader.next_entry(&mut self.open)? {
            if !self.reader.is_at_an_object() {
                self.reader.value()?;
                continue;
            }
            let (stored, conditions_are_named) = item(self.source, &mut self.reader, &key)?;
            if let Some(stored) = stored {
                let line = stored.line.as_ref().unwrap_or(&stored.id);
                let in_place = self.by_id && conditions_are_named && key == line.as_str();
                let member = in_place.then(|| Json::slice(self.source, start..self.reader.position()));
                return Ok(Some((Item::from_stored(stored), member)));
            }
        }
        self.reader.ends()?;
        Ok(None)
    }
}

impl Iterator for Items<'_> {
    type Item = (Item, Option<Json>);

    fn next(&mut self) -> Option<(Item, Option<Json>)> {
        if self.stop.is_some() {
            return None;
        }
        self.read().unwrap_or_else(|stop| {
            self.stop = Some(stop);
            None
        })
    }

    /// A guess, so that room is made once: few items have less than 200 bytes.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.expected, None)
    }
}

/// A text as PHP would have written it. What a database has laid out anew (jsonb) is written once more.
pub(crate) fn canonical(name: &str, column: &Arc<str>) -> Result<Arc<str>, StoredError> {
    if looks_canonical(column) {
        return Ok(Arc::clone(column));
    }
    let mut text = String::with_capacity(column.len());
    canonical_json(column, &mut text).map_err(|why| StoredError::corrupt(name, None, why))?;
    Ok(text.into())
}

/// The keys of an item as the original orders them, each as its text begins.
const ITEM_KEYS: [&str; 7] = [
    "\"id\":",
    "\"name\":",
    "\"price\":",
    "\"quantity\":",
    "\"attributes\":",
    "\"conditions\":",
    "\"associated_model\":",
];

/// Those of a condition.
const CONDITION_KEYS: [&str; 13] = [
    "\"name\":",
    "\"type\":",
    "\"target\":",
    "\"value\":",
    "\"attributes\":",
    "\"order\":",
    "\"rules\":",
    "\"operator\":",
    "\"parsed_value\":",
    "\"is_discount\":",
    "\"is_charge\":",
    "\"is_percentage\":",
    "\"is_dynamic\":",
];

/// The item here, and whether its conditions are keyed by name. A list of them, as an older program may have stored it, is
/// keyed by name when it is written anew.
fn item<'a>(source: &'a Arc<str>, reader: &mut Reader<'a>, key: &str) -> Result<(Option<StoredItem>, bool), Stop> {
    let corrupt = |why: &dyn Display| StoredError::corrupt("items", Some(key), why);
    let (mut id, mut line, mut name, mut price, mut quantity) = (None, None, None, None, None);
    let (mut attributes, mut model) = (None, None);
    let (mut conditions, mut conditions_are_named, mut other) = (Conditions::default(), true, Vec::new());
    let mut open = reader.open()?;
    let mut likely = ITEM_KEYS.iter();
    while let Some(field) = reader.next_key(&mut open, likely.next())? {
        let start = reader.position();
        if field == "conditions" {
            let is_object = reader.is_at_an_object();
            conditions =
                conditions_of(source, Origin::Column, reader, &corrupt).map_err(|stop| stop.corrupted(corrupt))?;
            conditions_are_named = is_object || &source[start..reader.position()] == Json::EMPTY_LIST;
            continue;
        }
        let value = reader.value()?;
        let part = || Json::slice(source, start..reader.position());
        match &*field {
            "id" => id = value.text(),
            "name" => name = value.text(),
            "price" => price = number(value),
            "quantity" => quantity = number(value),
            "attributes" if value.is_null() => {}
            "attributes" => attributes = Some(part()),
            "associated_model" => model = Some(part()),
            "line" if matches!(&value, Pulled::Text(_)) => line = value.text(),
            _ => other.push((field.as_ref().into(), part())),
        }
    }
    let Some(id) = id.and_then(|id| ItemId::stored(&id)) else {
        return Ok((None, conditions_are_named));
    };
    let missing = |what: &str| Stop::Refused(corrupt(&format_args!("it has no {what}")));
    let quantity = quantity.and_then(|quantity: Number| Quantity::exactly(quantity.exact()));
    let item = StoredItem {
        id,
        line: line.and_then(|line| ItemId::stored(&line)),
        name: name.ok_or_else(|| missing("name"))?.as_ref().into(),
        price: price.ok_or_else(|| missing("price"))?.as_real(),
        quantity: quantity.ok_or_else(|| missing("quantity greater than 0"))?,
        attributes: attributes.unwrap_or_else(|| Json::from(Json::EMPTY_LIST)),
        conditions,
        model: model.unwrap_or_else(|| Json::from(Json::NULL)),
        other,
    };
    Ok((Some(item), conditions_are_named))
}

/// Reads conditions, by name or as a list, in stored form.
///
/// # Errors
/// If the text is no JSON, or one of them breaks a rule for conditions.
pub fn read_conditions(text: &str) -> Result<Conditions, StoredError> {
    given_conditions(text, Origin::Host)
}

/// Reads conditions of a cart that the host keeps. What rules have put on is marked, and they may take it off again.
///
/// # Errors
/// If the text is no JSON, or one of them breaks a rule for conditions.
pub fn read_kept_conditions(text: &str) -> Result<Conditions, StoredError> {
    given_conditions(text, Origin::Kept)
}

fn given_conditions(text: &str, origin: Origin) -> Result<Conditions, StoredError> {
    let source: Arc<str> = as_stored(text, "conditions")?.into();
    let broken = |why: &dyn Display| StoredError::invalid_text("conditions", why);
    all_conditions(&source, origin, &broken).map_err(|stop| stop.told(&source, broken))
}

/// Reads the column of the conditions.
pub(crate) fn conditions(column: &Arc<str>) -> Result<Conditions, StoredError> {
    let source = canonical("conditions", column)?;
    let corrupt = |why: &dyn Display| StoredError::corrupt("conditions", None, why);
    all_conditions(&source, Origin::Column, &corrupt).map_err(|stop| stop.corrupted(corrupt).told(&source, corrupt))
}

fn all_conditions(
    source: &Arc<str>,
    origin: Origin,
    broken: &dyn Fn(&dyn Display) -> StoredError,
) -> Result<Conditions, Stop> {
    let mut reader = Reader::new(source);
    let conditions = conditions_of(source, origin, &mut reader, broken)?;
    reader.ends()?;
    Ok(conditions)
}

/// The conditions here. Entries without a name are left out, as the original does.
pub(crate) fn conditions_of<'a>(
    source: &'a Arc<str>,
    origin: Origin,
    reader: &mut Reader<'a>,
    broken: &dyn Fn(&dyn Display) -> StoredError,
) -> Result<Conditions, Stop> {
    let mut conditions = Conditions::default();
    reader.entries(|reader, _, _| {
        if let Some(condition) = condition(source, origin, reader, broken)? {
            conditions.set(condition);
        }
        Ok::<_, Stop>(())
    })?;
    Ok(conditions)
}

fn condition<'a>(
    source: &'a Arc<str>,
    origin: Origin,
    reader: &mut Reader<'a>,
    broken: &dyn Fn(&dyn Display) -> StoredError,
) -> Result<Option<Condition>, Stop> {
    let (mut name, mut kind, mut target, mut value) = (None, None, Cow::Borrowed("subtotal"), None);
    let (mut attributes, mut order, mut rules) = (None, 0, None);
    let (mut by_rules, mut other) = (false, Vec::new());
    if !reader.is_at_an_object() {
        reader.value()?;
        return Ok(None);
    }
    let mut open = reader.open()?;
    let mut likely = CONDITION_KEYS.iter();
    while let Some(field) = reader.next_key(&mut open, likely.next())? {
        let start = reader.position();
        let found = reader.value()?;
        let part = || Json::slice(source, start..reader.position());
        match &*field {
            "name" => name = found.text(),
            "type" => kind = found.text(),
            "target" => target = found.text().unwrap_or_else(|| target.clone()),
            "value" => value = value_of(found),
            "attributes" if found.is_null() => {}
            "attributes" => attributes = Some(part()),
            "order" => order = found.integer().unwrap_or(0),
            "rules" => rules = Some(part()),
            BY_RULES if origin != Origin::Host => by_rules = part().as_str() == "true",
            _ if origin != Origin::Column => {}
            computed if COMPUTED.contains(&computed) => {}
            _ => other.push((field.as_ref().into(), part())),
        }
    }
    let Some(name) = name else {
        return Ok(None);
    };
    let missing = |what: &str| Stop::Refused(broken(&format_args!("condition '{name}' has no {what}")));
    let condition = NewCondition {
        name: &name,
        kind: &kind.ok_or_else(|| missing("type"))?,
        target: &target,
        value: value.ok_or_else(|| missing("value"))?,
        attributes: attributes.unwrap_or_else(|| Json::from(Json::EMPTY_LIST)),
        order,
        rules: rules.unwrap_or_else(|| Json::from(Json::NULL)),
    };
    let condition = Condition::from_stored(condition, by_rules, other);
    condition.map(Some).map_err(|error| Stop::Refused(error.into()))
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

fn list<T>(text: &str, what: &str, read: impl Fn(Pulled<'_>) -> Option<T>) -> Result<Vec<T>, StoredError> {
    let wrong = |why: &dyn Display| StoredError::invalid_text(what, why);
    let mut all = Vec::new();
    let mut reader = Reader::new(text);
    let gone_through = if reader.is_at_a_list() {
        reader.entries(|reader, _, start| match read(reader.value()?) {
            Some(value) => {
                all.push(value);
                Ok(())
            }
            None => Err(Stop::Refused(wrong(&format_args!("{} is none", &text[start..reader.position()])))),
        })
    } else {
        Err(Stop::Refused(wrong(&"a list is expected")))
    };
    match gone_through.and_then(|()| Ok(reader.ends()?)) {
        Ok(()) => Ok(all),
        Err(stop) => Err(stop.told(text, wrong)),
    }
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

/// A number, or a text that is one: an integer if it is written as one.
fn number(value: Pulled<'_>) -> Option<Number> {
    let digits = value.text()?;
    if let Ok(whole) = digits.parse::<i64>() {
        return Some(Number::whole(whole));
    }
    if is_shortest(&digits) {
        return digits.parse().ok().map(Number::real_exact);
    }
    Number::real(digits.parse().ok()?).ok()
}

/// Whether a double has no shorter text than this one, which then is its exact value: any text of up to 15 digits that
/// does not end with a zero. Making the double and asking for its text would take ten times as long.
fn is_shortest(text: &str) -> bool {
    text.len() <= 16 && !text.ends_with(['0', '.']) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A condition's value: text stays text, a number is a float.
fn value_of(value: Pulled<'_>) -> Option<ConditionValue> {
    match value {
        Pulled::Text(text) => Some(ConditionValue::Text(text.to_cow().as_ref().into())),
        value => number(value).map(|number| ConditionValue::Real(number.as_real())),
    }
}
