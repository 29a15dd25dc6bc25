//! Values that are written in either format.

use crate::json_text::json_string;
use crate::php_text::{self, serialize_json};
use crate::stored_error::StoredError;
use crate::write::{Format, condition_as_php, condition_json, item_as_php, item_json, json_number};
use cartwright_core::{Condition, Decimal, Item, Json, Number};
use std::sync::Arc;

/// The members of an object, in order.
pub(super) type Fields<'a> = Vec<(&'static str, Value<'a>)>;

pub(super) enum Value<'a> {
    Nothing,
    Truth(bool),
    Text(&'a str),
    Said(String),
    /// An integer unless it is a fraction.
    Decimal(Decimal),
    Json(&'a Json),
    Item(&'a Item),
    Condition(&'a Condition),
    Conditions(&'a [Arc<Condition>]),
    Texts(Vec<&'a str>),
    Objects(Vec<Fields<'a>>),
}

impl Value<'_> {
    pub(super) fn write(&self, format: Format) -> Result<Vec<u8>, StoredError> {
        match format {
            Format::Json => {
                let mut out = String::with_capacity(256);
                self.json(&mut out);
                Ok(out.into_bytes())
            }
            Format::Php => {
                let mut out = Vec::with_capacity(256);
                self.php(&mut out)?;
                Ok(out)
            }
        }
    }

    fn json(&self, out: &mut String) {
        match self {
            Self::Nothing => out.push_str(Json::NULL),
            Self::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Text(text) => json_string(text, out),
            Self::Said(text) => json_string(text, out),
            Self::Decimal(decimal) => json_number(number(*decimal), out),
            Self::Json(json) => out.push_str(json.as_str()),
            Self::Item(item) => item_json(item, out),
            Self::Condition(condition) => condition_json(condition, out),
            Self::Conditions(conditions) => {
                list_json(conditions.iter(), out, |condition, out| condition_json(condition, out));
            }
            Self::Texts(texts) => list_json(texts.iter(), out, |text, out| json_string(text, out)),
            Self::Objects(objects) => list_json(objects.iter(), out, object_json),
        }
    }

    fn php(&self, out: &mut Vec<u8>) -> Result<(), StoredError> {
        match self {
            Self::Nothing => php_text::null(out),
            Self::Truth(truth) => php_text::bool(*truth, out),
            Self::Text(text) => php_text::str(text, out),
            Self::Said(text) => php_text::str(text, out),
            Self::Decimal(decimal) => match number(*decimal).to_i64() {
                Some(whole) => php_text::int(whole, out),
                None => php_text::float(number(*decimal).to_f64(), out),
            },
            Self::Json(json) => {
                let broken = |why| StoredError::corrupt("metadata", None, why);
                serialize_json(json.as_str(), out).map_err(broken)?;
            }
            Self::Item(item) => item_as_php(item, out)?,
            Self::Condition(condition) => condition_as_php(condition, out)?,
            Self::Conditions(conditions) => {
                list_php(conditions.iter(), out, |condition, out| condition_as_php(condition, out))?;
            }
            Self::Texts(texts) => list_php(texts.iter(), out, |text, out| {
                php_text::str(text, out);
                Ok(())
            })?,
            Self::Objects(objects) => list_php(objects.iter(), out, object_php)?,
        }
        Ok(())
    }
}

fn number(decimal: Decimal) -> Number {
    let whole = decimal.is_integer().then(|| i64::try_from(decimal.trunc().mantissa()).ok()).flatten();
    whole.map_or_else(|| Number::real_exact(decimal), Number::whole)
}

fn object_json(fields: &Fields<'_>, out: &mut String) {
    for (at, (key, value)) in fields.iter().enumerate() {
        out.push(if at == 0 { '{' } else { ',' });
        json_string(key, out);
        out.push(':');
        value.json(out);
    }
    out.push('}');
}

fn object_php(fields: &Fields<'_>, out: &mut Vec<u8>) -> Result<(), StoredError> {
    php_text::array_open(fields.len(), out);
    for (key, value) in fields {
        php_text::str(key, out);
        value.php(out)?;
    }
    php_text::array_close(out);
    Ok(())
}

fn list_json<T>(list: impl Iterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    out.push('[');
    for (at, one) in list.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(one, out);
    }
    out.push(']');
}

fn list_php<T>(
    list: impl ExactSizeIterator<Item = T>,
    out: &mut Vec<u8>,
    write: impl Fn(T, &mut Vec<u8>) -> Result<(), StoredError>,
) -> Result<(), StoredError> {
    php_text::array_open(list.len(), out);
    for (at, one) in list.enumerate() {
        php_text::int(i64::try_from(at).unwrap_or(i64::MAX), out);
        write(one, out)?;
    }
    php_text::array_close(out);
    Ok(())
}
