//! The members of an object whose keys are known, each checked before it is used.

use super::forms::{Absent, Holds, KeyForm};
use super::place::Place;
use crate::json_scan::{Kind, RawValue};
use crate::read::checked_json;
use crate::stored_error::StoredError;
use cartwright_core::{ConditionValue, Decimal, Json, Number};
use std::borrow::Cow;
use std::fmt::Display;

/// So many bytes of a wrong value are shown.
const SHOWN: usize = 40;

/// What stands under the keys of an object. As in every JSON here, the last value of a repeated key counts.
pub(crate) struct Fields<'a> {
    place: &'a Place<'a>,
    members: Vec<(&'static KeyForm, RawValue<'a>)>,
}

impl<'a> Fields<'a> {
    /// The members of an object, all of whose keys are among `keys` or `op`, and each of the kind that its key wants.
    pub(crate) fn of(
        object: RawValue<'a>,
        place: &'a Place<'a>,
        keys: &'static [KeyForm],
        op: Option<&str>,
    ) -> Result<Self, StoredError> {
        let mut members: Vec<(&'static KeyForm, RawValue<'a>)> = Vec::with_capacity(keys.len());
        for member in object.members() {
            let Some(form) = keys.iter().find(|form| form.name == member.key) else {
                if op == Some(&*member.key) {
                    continue;
                }
                return Err(unknown(place, &member.key, keys));
            };
            match members.iter_mut().find(|(known, _)| known.name == form.name) {
                Some(earlier) => earlier.1 = member.value,
                None => members.push((form, member.value)),
            }
        }
        members.retain(|(form, value)| !is_absent(form, value));
        for (form, value) in &members {
            if !form.holds.is_kind_of(value) {
                return Err(wrong(place, form, value));
            }
        }
        let missing = |form: &&KeyForm| {
            form.absent == Absent::Refused && !members.iter().any(|(known, _)| known.name == form.name)
        };
        if let Some(form) = keys.iter().find(missing) {
            let message = format!("{place} needs '{}': {}", form.name, form.holds.expected());
            return Err(refused(message, form.name, form.holds.expected()));
        }
        Ok(Self { place, members })
    }

    /// Where this is.
    pub(crate) fn place(&self) -> &'a Place<'a> {
        self.place
    }

    /// The value of a key, if there is one.
    pub(crate) fn get(&self, key: &str) -> Option<RawValue<'a>> {
        self.members.iter().find(|(form, _)| form.name == key).map(|(_, value)| *value)
    }

    /// The text of a key that may be missing.
    pub(crate) fn maybe_text(&self, key: &str) -> Option<String> {
        self.get(key)?.as_text().map(Cow::into_owned)
    }

    /// The text of a key; of one that may be missing, nothing.
    pub(crate) fn text(&self, key: &str) -> String {
        self.maybe_text(key).unwrap_or_default()
    }

    /// Any value of a key, kept as PHP would store it.
    pub(crate) fn maybe_json(&self, key: &str) -> Result<Option<Json>, StoredError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let kept = checked_json(value.text(), key);
        kept.map(Some).map_err(|why| refused(format!("{}: {why}", self.place), key, "JSON that can be stored"))
    }

    /// A number of a key. Integers stay exact; a fraction means what a host's float of it means.
    pub(crate) fn maybe_number(&self, key: &str) -> Result<Option<Number>, StoredError> {
        self.get(key).map(|value| self.number(key, &value)).transpose()
    }

    /// As [`Fields::maybe_number`], as a decimal.
    pub(crate) fn maybe_decimal(&self, key: &str) -> Result<Option<Decimal>, StoredError> {
        Ok(self.maybe_number(key)?.map(Number::exact))
    }

    /// What a condition does to an amount: a text, or a float.
    pub(crate) fn condition_value(&self, key: &str) -> Result<ConditionValue, StoredError> {
        match self.maybe_text(key) {
            Some(text) => Ok(ConditionValue::Text(text.into())),
            None => Ok(ConditionValue::Real(self.maybe_number(key)?.unwrap_or(Number::whole(0)).as_real())),
        }
    }

    fn number(&self, key: &str, value: &RawValue<'_>) -> Result<Number, StoredError> {
        match self.plain_number(key, value)? {
            PlainNumber::Whole(whole) => Ok(Number::whole(whole)),
            PlainNumber::Real(real) => Ok(Number::real(real)?),
        }
    }

    /// A number as hosts have it: whole if there is neither fraction nor exponent.
    pub(crate) fn plain_number(&self, key: &str, value: &RawValue<'_>) -> Result<PlainNumber, StoredError> {
        let digits = value.number_text().unwrap_or_default();
        if digits.contains(['.', 'e', 'E']) {
            let real = value.as_f64().filter(|real| real.is_finite());
            let real = real.ok_or_else(|| self.refuse(key, "a number that a float of 64 bits can hold", value))?;
            return Ok(PlainNumber::Real(real));
        }
        let whole = value.as_i64().map(PlainNumber::Whole);
        whole.ok_or_else(|| self.refuse(key, "a whole number of 64 bits, or a number with a fraction", value))
    }

    /// The error for a value that is not what it should be.
    pub(crate) fn refuse(&self, key: &str, expected: &str, value: &RawValue<'_>) -> StoredError {
        wrong_value(self.place, key, expected, value)
    }
}

/// A number as hosts have it.
pub(crate) enum PlainNumber {
    Whole(i64),
    Real(f64),
}

/// Whether a member says no more than its absence.
fn is_absent(form: &KeyForm, value: &RawValue<'_>) -> bool {
    value.is_null() && form.absent != Absent::Refused && form.holds != Holds::Anything
}

fn unknown(place: &Place<'_>, key: &str, keys: &[KeyForm]) -> StoredError {
    let known: Vec<&str> = keys.iter().map(|form| form.name).collect();
    let known = if known.is_empty() { "no key but 'op'".to_owned() } else { known.join(", ") };
    let message = format!("{place} has no key '{}'; it takes {known}", shown(key));
    refused(message, key, &known)
}

fn wrong(place: &Place<'_>, form: &KeyForm, value: &RawValue<'_>) -> StoredError {
    wrong_value(place, form.name, form.holds.expected(), value)
}

pub(crate) fn wrong_value(place: &Place<'_>, key: &str, expected: &str, value: &RawValue<'_>) -> StoredError {
    refused(format!("{place}: '{key}' has to be {expected}, not {}", shown(value.text())), key, expected)
}

/// An error about a key.
pub(crate) fn refused(message: String, key: &str, expected: &str) -> StoredError {
    StoredError::refused_text(message, vec![("key", shown(key)), ("expected", expected.to_owned())])
}

/// The error for an object that is none.
pub(crate) fn no_object(place: &Place<'_>, value: &RawValue<'_>) -> StoredError {
    refused(format!("{place} has to be an object, not {}", shown(value.text())), "", "an object")
}

/// Steps into an object.
pub(crate) fn object<'a>(value: RawValue<'a>, place: &Place<'_>) -> Result<RawValue<'a>, StoredError> {
    if value.kind() == Kind::Object { Ok(value) } else { Err(no_object(place, &value)) }
}

/// The beginning of a text, so that an error is no longer than a line.
pub(crate) fn shown(text: impl Display) -> String {
    let text = text.to_string();
    match text.char_indices().find(|(at, _)| *at >= SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
