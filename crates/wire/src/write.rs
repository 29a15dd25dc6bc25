//! From values to text: JSON as the original stores it, and PHP's serialize text of what it decodes to.

use crate::json_scan::scan;
use crate::json_text::json_string;
use crate::php_number::json_float;
use crate::php_text::{self, serialize_json};
use crate::read::BY_RULES;
use crate::{JsonError, StoredError};
use cartwright_core::{Condition, ConditionValue, Currency, Item, Json, Number, Quantity};
use std::fmt::Write;
use std::sync::Arc;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As PHP's `serialize()` writes it.
    Php,
    /// As JSON.
    Json,
}

pub(crate) fn json_number(number: Number, out: &mut String) {
    match number.to_i64() {
        Some(whole) => {
            let _ = write!(out, "{whole}");
        }
        // A decimal is never infinite.
        None => {
            let _ = json_float(number.to_f64(), out);
        }
    }
}

/// An integer unless it is a fraction.
fn quantity_number(quantity: Quantity) -> Number {
    if quantity.is_whole() { Number::whole(quantity.whole()) } else { Number::real_exact(quantity.exact()) }
}

/// `"line":{…}`, a member of the items' column.
pub(crate) fn item_member(item: &Item) -> String {
    let mut out = String::with_capacity(160 + item.attributes().as_str().len());
    json_string(item.line().as_str(), &mut out);
    out.push(':');
    item_json(item, &mut out);
    out
}

pub(crate) fn item_json(item: &Item, out: &mut String) {
    out.push_str("{\"id\":");
    json_string(item.id().as_str(), out);
    out.push_str(",\"name\":");
    json_string(item.name(), out);
    out.push_str(",\"price\":");
    json_number(item.price(), out);
    out.push_str(",\"quantity\":");
    json_number(quantity_number(item.quantity()), out);
    let _ = write!(out, ",\"attributes\":{},\"conditions\":", item.attributes().as_str());
    conditions_json(item.conditions().iter(), out);
    let _ = write!(out, ",\"associated_model\":{}", item.model().as_str());
    if item.line() != item.id() {
        out.push_str(",\"line\":");
        json_string(item.line().as_str(), out);
    }
    for (key, value) in item.other() {
        out.push(',');
        json_string(key, out);
        let _ = write!(out, ":{}", value.as_str());
    }
    out.push('}');
}

/// Conditions by name; none are `[]`, as PHP writes an empty array.
pub(crate) fn conditions_json<'a>(conditions: impl ExactSizeIterator<Item = &'a Arc<Condition>>, out: &mut String) {
    if conditions.len() == 0 {
        out.push_str("[]");
        return;
    }
    out.push('{');
    for (at, condition) in conditions.enumerate() {
        if at > 0 {
            out.push(',');
        }
        json_string(condition.name(), out);
        out.push(':');
        condition_json(condition, out);
    }
    out.push('}');
}

pub(crate) fn condition_json(condition: &Condition, out: &mut String) {
    let effect = condition.effect();
    for (key, text) in [
        ("{\"name\":", condition.name()),
        (",\"type\":", condition.kind()),
        (",\"target\":", condition.target().as_str()),
    ] {
        out.push_str(key);
        json_string(text, out);
    }
    out.push_str(",\"value\":");
    match condition.value() {
        ConditionValue::Text(text) => json_string(text, out),
        ConditionValue::Real(number) => json_number(number.as_real(), out),
    }
    let _ = write!(out, ",\"attributes\":{}", condition.attributes().as_str());
    let _ = write!(out, ",\"order\":{},\"rules\":{}", condition.order(), condition.rules().as_str());
    out.push_str(",\"operator\":");
    json_string(effect.operator().as_str(), out);
    out.push_str(",\"parsed_value\":");
    json_number(Number::real_exact(effect.number()), out);
    let _ = write!(
        out,
        ",\"is_discount\":{},\"is_charge\":{},\"is_percentage\":{},\"is_dynamic\":{}",
        effect.is_discount(),
        effect.is_charge(),
        effect.is_percentage(),
        condition.is_dynamic()
    );
    if condition.is_by_rules() {
        let _ = write!(out, ",\"{BY_RULES}\":true");
    }
    for (key, value) in condition.other() {
        out.push(',');
        json_string(key, out);
        let _ = write!(out, ":{}", value.as_str());
    }
    out.push('}');
}

/// An item in stored form.
///
/// # Errors
/// If what the host keeps with it is no JSON.
pub fn item(item: &Item, format: Format) -> Result<Vec<u8>, StoredError> {
    match format {
        Format::Json => {
            let mut out = String::new();
            item_json(item, &mut out);
            Ok(out.into_bytes())
        }
        Format::Php => {
            let mut out = Vec::with_capacity(256 + item.attributes().as_str().len());
            item_as_php(item, &mut out)?;
            Ok(out)
        }
    }
}

pub(crate) fn item_as_php(item: &Item, out: &mut Vec<u8>) -> Result<(), StoredError> {
    item_php(item, out).map_err(|why| unreadable("items", item.id().as_str(), &why))
}

fn unreadable(column: &str, which: &str, why: &JsonError) -> StoredError {
    StoredError::corrupt(column, Some(which), why)
}

// Keys that never change are written as they are; measuring them would be a third of the work.
fn item_php(item: &Item, out: &mut Vec<u8>) -> Result<(), JsonError> {
    out.extend_from_slice(b"a:7:{s:2:\"id\";");
    php_text::str(item.id().as_str(), out);
    out.extend_from_slice(b"s:4:\"name\";");
    php_text::str(item.name(), out);
    out.extend_from_slice(b"s:5:\"price\";");
    php_text::float(item.price().to_f64(), out);
    out.extend_from_slice(b"s:8:\"quantity\";");
    match item.quantity() {
        whole if whole.is_whole() => php_text::int(whole.whole(), out),
        fraction => php_text::float(quantity_number(fraction).to_f64(), out),
    }
    out.extend_from_slice(b"s:10:\"attributes\";");
    value_php(item.attributes().as_str(), out)?;
    out.extend_from_slice(b"s:10:\"conditions\";");
    conditions_php(item.conditions().iter(), out)?;
    out.extend_from_slice(b"s:16:\"associated_model\";");
    model_php(item.model().as_str(), out)?;
    php_text::array_close(out);
    Ok(())
}

/// What most items and conditions have, an empty list or nothing, is known without reading it.
fn value_php(raw: &str, out: &mut Vec<u8>) -> Result<(), JsonError> {
    match raw {
        Json::EMPTY_LIST => out.extend_from_slice(b"a:0:{}"),
        Json::NULL => php_text::null(out),
        _ => serialize_json(raw, out)?,
    }
    Ok(())
}

/// An object comes back from storage as the name of its class.
fn model_php(raw: &str, out: &mut Vec<u8>) -> Result<(), JsonError> {
    if raw == Json::NULL {
        php_text::null(out);
        return Ok(());
    }
    let class = scan(raw)?.members().find(|member| member.key == "class");
    serialize_json(class.map_or(raw, |class| class.value.text()), out)
}

pub(crate) fn conditions_php<'a>(
    conditions: impl ExactSizeIterator<Item = &'a Arc<Condition>>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    php_text::array_open(conditions.len(), out);
    for condition in conditions {
        php_text::key(condition.name(), out);
        condition_php(condition, out)?;
    }
    php_text::array_close(out);
    Ok(())
}

fn condition_php(condition: &Condition, out: &mut Vec<u8>) -> Result<(), JsonError> {
    let effect = condition.effect();
    out.extend_from_slice(b"a:13:{s:4:\"name\";");
    php_text::str(condition.name(), out);
    out.extend_from_slice(b"s:4:\"type\";");
    php_text::str(condition.kind(), out);
    out.extend_from_slice(b"s:6:\"target\";");
    php_text::str(condition.target().as_str(), out);
    out.extend_from_slice(b"s:5:\"value\";");
    match condition.value() {
        ConditionValue::Text(text) => php_text::str(text, out),
        ConditionValue::Real(number) => php_text::float(number.to_f64(), out),
    }
    out.extend_from_slice(b"s:10:\"attributes\";");
    value_php(condition.attributes().as_str(), out)?;
    out.extend_from_slice(b"s:5:\"order\";");
    php_text::int(condition.order(), out);
    out.extend_from_slice(b"s:5:\"rules\";");
    value_php(condition.rules().as_str(), out)?;
    out.extend_from_slice(b"s:8:\"operator\";");
    php_text::str(effect.operator().as_str(), out);
    out.extend_from_slice(b"s:12:\"parsed_value\";");
    php_text::float(Number::real_exact(effect.number()).to_f64(), out);
    out.extend_from_slice(b"s:11:\"is_discount\";");
    php_text::bool(effect.is_discount(), out);
    out.extend_from_slice(b"s:9:\"is_charge\";");
    php_text::bool(effect.is_charge(), out);
    out.extend_from_slice(b"s:13:\"is_percentage\";");
    php_text::bool(effect.is_percentage(), out);
    out.extend_from_slice(b"s:10:\"is_dynamic\";");
    php_text::bool(condition.is_dynamic(), out);
    php_text::array_close(out);
    Ok(())
}

pub(crate) fn condition_as_php(condition: &Condition, out: &mut Vec<u8>) -> Result<(), StoredError> {
    condition_php(condition, out).map_err(|why| unreadable("conditions", condition.name(), &why))
}

/// A condition in stored form.
///
/// # Errors
/// If what the host keeps with it is no JSON.
pub fn condition(condition: &Condition, format: Format) -> Result<Vec<u8>, StoredError> {
    match format {
        Format::Json => {
            let mut out = String::new();
            condition_json(condition, &mut out);
            Ok(out.into_bytes())
        }
        Format::Php => {
            let mut out = Vec::new();
            condition_as_php(condition, &mut out)?;
            Ok(out)
        }
    }
}

/// What is known of a currency, as a JSON object.
pub fn currency_json(currency: &Currency) -> String {
    let mut out = String::from("{\"code\":");
    json_string(currency.code(), &mut out);
    out.push_str(",\"name\":");
    json_string(currency.name(), &mut out);
    let _ = write!(out, ",\"precision\":{},\"subunit\":{}", currency.decimals(), currency.subunit());
    out.push_str(",\"symbol\":");
    json_string(currency.symbol(), &mut out);
    let _ = write!(out, ",\"symbol_first\":{},\"decimal_mark\":", currency.symbol_first());
    json_string(currency.decimal_mark(), &mut out);
    out.push_str(",\"thousands_separator\":");
    json_string(currency.thousands_separator(), &mut out);
    out.push('}');
    out
}
