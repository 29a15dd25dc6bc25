//! Rules from JSON: as they are stored with a condition, and as a host writes them.

use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use crate::json_object::{Members, members};
use crate::moment::{Date, Weekday};
use crate::number::Number;
use crate::rule::{ClockTime, Dates, ItemMatch, Rule, Rules, Weekdays};
use crate::zone::Zone;
use rust_decimal::Decimal;
use std::fmt::Display;

/// How deep rules may stand in each other.
const DEEPEST: usize = 16;
/// How many rules one condition may have, those within others too.
const MOST: usize = 200;
const DAY: u32 = 86_400;

impl Rules {
    /// Reads a list of rules, or a single one. `null` and an empty list are no rules.
    ///
    /// ```
    /// use cartwright_core::Rules;
    ///
    /// let rules = Rules::parse(r#"[{"min_subtotal": "99.50"}, {"not": {"item": {"id": "voucher"}}}]"#)?;
    /// assert_eq!(rules.0.len(), 2);
    /// assert_eq!(Rules::parse(&rules.to_json())?, rules);
    /// let error = Rules::parse(r#"[{"min_subtotals": 99}]"#).unwrap_err();
    /// assert!(error.to_string().starts_with("There is no rule 'min_subtotals'"));
    /// # Ok::<(), cartwright_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// If it is not the JSON of rules that this version knows; the sentence says what was expected.
    pub fn parse(text: &str) -> Result<Self> {
        if text.trim() == Json::NULL {
            return Ok(Self::default());
        }
        let mut left = MOST;
        let read = if text.trim_start().starts_with('[') {
            list(text, 0, &mut left)?
        } else {
            vec![rule(text, 0, &mut left)?]
        };
        Ok(Self(read))
    }
}

fn wrong(message: impl Display) -> Error {
    Error::new(ErrorKind::InvalidRule, message.to_string())
}

fn expected(name: &str, what: &str, text: &str) -> Error {
    let shown: String = text.chars().take(60).collect();
    wrong(format_args!("The rule '{name}' needs {what}, not {shown}")).with("rule", name)
}

fn list(text: &str, depth: usize, left: &mut usize) -> Result<Vec<Rule>> {
    let entries = match members(text) {
        Some(entries) if text.trim_start().starts_with('[') => entries,
        _ => return Err(wrong("Rules are a JSON list of objects such as [{\"min_subtotal\": 10000}]")),
    };
    entries.values().map(|entry| rule(entry, depth, left)).collect()
}

fn rule(text: &str, depth: usize, left: &mut usize) -> Result<Rule> {
    if depth >= DEEPEST {
        return Err(wrong(format_args!("Rules may stand in each other {DEEPEST} deep; write them flatter")));
    }
    *left = left.checked_sub(1).ok_or_else(|| wrong(format_args!("A condition has at most {MOST} rules")))?;
    let object = members(text).filter(|_| text.trim_start().starts_with('{'));
    let object = object.filter(|object| object.len() == 1);
    let Some((name, value)) = object.as_ref().and_then(Members::first) else {
        return Err(wrong("A rule is a JSON object with one member, such as {\"min_subtotal\": 10000}"));
    };
    let amount = || decimal(value).ok_or_else(|| expected(name, "an amount", value));
    let lines =
        || text_of(value).as_deref().unwrap_or(value).parse().map_err(|_| expected(name, "a whole number", value));
    Ok(match name.as_str() {
        "min_subtotal" => Rule::MinSubtotal(amount()?),
        "max_subtotal" => Rule::MaxSubtotal(amount()?),
        "min_total" => Rule::MinTotal(amount()?),
        "max_total" => Rule::MaxTotal(amount()?),
        "min_quantity" => Rule::MinQuantity(amount()?),
        "max_quantity" => Rule::MaxQuantity(amount()?),
        "min_lines" => Rule::MinLines(lines()?),
        "max_lines" => Rule::MaxLines(lines()?),
        "item" => Rule::Item(item_match(name, value)?),
        "this_item" => Rule::ThisItem(item_match(name, value)?),
        "metadata" => metadata(value)?,
        "dates" => Rule::Dates(dates(value)?),
        "weekdays" => Rule::Weekdays(weekdays(value)?),
        "all" => Rule::All(list(value, depth + 1, left)?),
        "any" => Rule::Any(list(value, depth + 1, left)?),
        "not" => Rule::Not(Box::new(rule(value, depth + 1, left)?)),
        unknown => {
            return Err(wrong(format_args!(
                "There is no rule '{unknown}' here; known are min_subtotal, max_subtotal, min_total, max_total, min_quantity, \
                 max_quantity, min_lines, max_lines, item, this_item, metadata, dates, weekdays, all, any, not"
            ))
            .with("rule", unknown));
        }
    })
}

/// The members of an object of which each has to be known.
fn object(name: &str, text: &str, known: &[&str]) -> Result<Members> {
    let object = members(text).filter(|_| text.trim_start().starts_with('{'));
    let object = object.ok_or_else(|| expected(name, &format!("an object of {}", known.join(", ")), text))?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(expected(name, &format!("an object of {}", known.join(", ")), &format!("'{key}'"))),
        None => Ok(object),
    }
}

/// A text, unquoted.
fn text_of(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// A number, or a text that is one.
fn decimal(json: &str) -> Option<Decimal> {
    let text = text_of(json).unwrap_or_else(|| json.to_owned());
    match Decimal::from_str_exact(&text) {
        Ok(exact) => Some(exact),
        Err(_) => Some(Number::real(serde_json::from_str(json).ok()?).ok()?.exact()),
    }
}

/// A value of a host, kept as a host would write it.
fn kept(json: &str) -> Json {
    Json::from(json)
}

fn item_match(name: &str, value: &str) -> Result<ItemMatch> {
    let known = ["id", "model", "attribute", "equals", "min_quantity", "max_quantity"];
    let object = object(name, value, &known)?;
    let text = |key: &str| match object.get(key) {
        Some(json) => text_of(json).map(Some).ok_or_else(|| expected(name, &format!("a text as {key}"), json)),
        None => Ok(None),
    };
    let number = |key: &str| match object.get(key) {
        Some(json) => decimal(json).map(Some).ok_or_else(|| expected(name, &format!("a number as {key}"), json)),
        None => Ok(None),
    };
    let equals = object.get("equals").map(|json| kept(json));
    let attribute = text("attribute")?;
    if attribute.is_none() && equals.is_some() {
        return Err(expected(name, "an attribute whose value is compared", "equals alone"));
    }
    if object.is_empty() {
        return Err(expected(name, &format!("one of {}", known.join(", ")), "none"));
    }
    Ok(ItemMatch {
        id: text("id")?.map(Into::into),
        model: text("model")?.map(Into::into),
        attribute: attribute.map(|attribute| (attribute.into(), equals)),
        min_quantity: number("min_quantity")?,
        max_quantity: number("max_quantity")?,
    })
}

fn metadata(value: &str) -> Result<Rule> {
    let object = object("metadata", value, &["key", "equals", "in", "exists"])?;
    let needs = || expected("metadata", "a key and one of equals, in, exists", value);
    let key = object.get("key").and_then(|json| text_of(json)).ok_or_else(needs)?;
    let (Some((what, json)), 2) = (object.iter().find(|(name, _)| *name != "key"), object.len()) else {
        return Err(needs());
    };
    Ok(match (what.as_str(), &**json) {
        ("equals", json) => Rule::MetadataEquals(key.into(), kept(json)),
        ("in", json) if json.starts_with('[') => {
            let values = members(json).ok_or_else(needs)?;
            Rule::MetadataIn(key.into(), values.values().map(|json| kept(json)).collect())
        }
        ("exists", "true") => Rule::MetadataExists(key.into()),
        ("exists", "false") => Rule::Not(Box::new(Rule::MetadataExists(key.into()))),
        (what, json) => {
            return Err(expected("metadata", "a list as 'in', true or false as 'exists'", &format!("{what} {json}")));
        }
    })
}

fn zone(name: &str, object: &Members) -> Result<Zone> {
    let Some(json) = object.get("zone") else {
        return Ok(Zone::Offset(0));
    };
    let zone = text_of(json).and_then(|text| Zone::find(&text));
    zone.ok_or_else(|| expected(name, "a zone such as UTC, +01:00 or Europe/Berlin", json))
}

fn dates(value: &str) -> Result<Dates> {
    let object = object("dates", value, &["from", "until", "zone"])?;
    let time = |key: &str| match object.get(key) {
        Some(json) => text_of(json)
            .and_then(|text| clock_time(&text))
            .map(Some)
            .ok_or_else(|| expected("dates", "days such as 2026-11-20 or times such as 2026-11-20T18:00", json)),
        None => Ok(None),
    };
    let (from, until) = (time("from")?, time("until")?);
    if from.is_none() && until.is_none() {
        return Err(expected("dates", "from, until or both", value));
    }
    Ok(Dates { from, until, zone: zone("dates", &object)? })
}

/// `2026-11-20`, `2026-11-20T18:00` or `2026-11-20T18:00:30`
fn clock_time(text: &str) -> Option<ClockTime> {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time_of_day(time).filter(|second| *second < DAY)?)),
        None => (text, None),
    };
    let numbers = digits(day, '-', &[4, 2, 2])?;
    let date = Date::new(numbers[0].into(), u8::try_from(numbers[1]).ok()?, u8::try_from(numbers[2]).ok()?)?;
    Some(ClockTime { date, second_of_day: time })
}

/// `18:00` or `18:00:30`, in seconds since midnight; `24:00` is the end of the day.
fn time_of_day(text: &str) -> Option<u32> {
    let numbers = digits(text, ':', &[2, 2]).or_else(|| digits(text, ':', &[2, 2, 2]))?;
    let (hour, minute, second) = (numbers[0], numbers[1], numbers.get(2).copied().unwrap_or(0));
    let seconds = hour * 3600 + minute * 60 + second;
    (minute < 60 && second < 60 && seconds <= DAY).then_some(seconds)
}

fn digits(text: &str, between: char, lengths: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.split(between).collect();
    let fits =
        |(part, length): (&&str, &usize)| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() != lengths.len() || !parts.iter().zip(lengths).all(fits) {
        return None;
    }
    parts.iter().map(|part| part.parse().ok()).collect()
}

fn weekdays(value: &str) -> Result<Weekdays> {
    let object = object("weekdays", value, &["days", "from", "until", "zone"])?;
    let needs_days = || expected("weekdays", "days: a list of mon, tue, wed, thu, fri, sat, sun", value);
    let names: Vec<String> =
        object.get("days").and_then(|json| serde_json::from_str(json).ok()).ok_or_else(needs_days)?;
    let day = |name: &String| Weekday::ALL.iter().find(|(_, known)| known == name).map(|(day, _)| *day);
    let days: Vec<Weekday> = names.iter().map(day).collect::<Option<_>>().ok_or_else(needs_days)?;
    if days.is_empty() {
        return Err(needs_days());
    }
    let time = |key: &str, otherwise: u32| match object.get(key) {
        Some(json) => text_of(json)
            .and_then(|text| time_of_day(&text))
            .ok_or_else(|| expected("weekdays", "times such as 18:00", json)),
        None => Ok(otherwise),
    };
    let (from, until) = (time("from", 0)?, time("until", DAY)?);
    if from >= DAY {
        return Err(expected("weekdays", "a time before 24:00 as 'from'", value));
    }
    Ok(Weekdays { days, from, until, zone: zone("weekdays", &object)? })
}

#[cfg(test)]
mod tests;
