//! Rules as JSON: how they are stored with a condition, and how a host writes them.

use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use crate::json_object::{Members, members};
use crate::json_text::quoted;
use crate::moment::{Date, Weekday};
use crate::number::Number;
use crate::rule::{ClockTime, Dates, ItemMatch, Rule, Rules, Weekdays};
use crate::zone::Zone;
use rust_decimal::Decimal;
use std::fmt::{Display, Write};

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

    /// The rules as JSON: always a list, written as PHP would.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write_list(&self.0, &mut out);
        out
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

fn write_list(rules: &[Rule], out: &mut String) {
    out.push('[');
    for (at, rule) in rules.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_rule(rule, out);
    }
    out.push(']');
}

fn write_rule(rule: &Rule, out: &mut String) {
    let (name, value) = match rule {
        Rule::MinSubtotal(amount) => ("min_subtotal", number(*amount)),
        Rule::MaxSubtotal(amount) => ("max_subtotal", number(*amount)),
        Rule::MinTotal(amount) => ("min_total", number(*amount)),
        Rule::MaxTotal(amount) => ("max_total", number(*amount)),
        Rule::MinQuantity(amount) => ("min_quantity", number(*amount)),
        Rule::MaxQuantity(amount) => ("max_quantity", number(*amount)),
        Rule::MinLines(lines) => ("min_lines", lines.to_string()),
        Rule::MaxLines(lines) => ("max_lines", lines.to_string()),
        Rule::Item(item) => ("item", write_item_match(item)),
        Rule::ThisItem(item) => ("this_item", write_item_match(item)),
        Rule::MetadataEquals(key, value) => {
            ("metadata", written(&[("key", quoted(key)), ("equals", value.as_str().to_owned())]))
        }
        Rule::MetadataIn(key, values) => {
            let values: Vec<&str> = values.iter().map(Json::as_str).collect();
            ("metadata", written(&[("key", quoted(key)), ("in", format!("[{}]", values.join(",")))]))
        }
        Rule::MetadataExists(key) => ("metadata", written(&[("key", quoted(key)), ("exists", "true".to_owned())])),
        Rule::Dates(dates) => ("dates", write_dates(dates)),
        Rule::Weekdays(weekdays) => ("weekdays", write_weekdays(weekdays)),
        Rule::All(rules) | Rule::Any(rules) => {
            let mut value = String::new();
            write_list(rules, &mut value);
            (if matches!(rule, Rule::All(_)) { "all" } else { "any" }, value)
        }
        Rule::Not(rule) => {
            let mut value = String::new();
            write_rule(rule, &mut value);
            ("not", value)
        }
    };
    let _ = write!(out, "{{\"{name}\":{value}}}");
}

/// Whole numbers as such; others as text, which no float on the way can change.
fn number(amount: Decimal) -> String {
    let amount = amount.normalize();
    match i64::try_from(amount) {
        Ok(whole) if amount.is_integer() => whole.to_string(),
        _ => quoted(&amount.to_string()),
    }
}

fn written(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn write_item_match(item: &ItemMatch) -> String {
    let mut members = Vec::new();
    let mut text = |key, value: &Option<std::sync::Arc<str>>| {
        if let Some(value) = value {
            members.push((key, quoted(value)));
        }
    };
    text("id", &item.id);
    text("model", &item.model);
    if let Some((attribute, equals)) = &item.attribute {
        members.push(("attribute", quoted(attribute)));
        if let Some(equals) = equals {
            members.push(("equals", equals.as_str().to_owned()));
        }
    }
    for (key, quantity) in [("min_quantity", item.min_quantity), ("max_quantity", item.max_quantity)] {
        if let Some(quantity) = quantity {
            members.push((key, number(quantity)));
        }
    }
    written(&members)
}

fn write_dates(dates: &Dates) -> String {
    let mut members = Vec::new();
    for (key, time) in [("from", dates.from), ("until", dates.until)] {
        if let Some(ClockTime { date, second_of_day }) = time {
            let time = second_of_day.map(|second| format!("T{}", written_time(second))).unwrap_or_default();
            members.push((key, quoted(&format!("{date}{time}"))));
        }
    }
    members.push(("zone", quoted(&dates.zone.to_string())));
    written(&members)
}

fn write_weekdays(weekdays: &Weekdays) -> String {
    let name = |day: &Weekday| quoted(Weekday::ALL[*day as usize].1);
    let days: Vec<String> = weekdays.days.iter().map(name).collect();
    written(&[
        ("days", format!("[{}]", days.join(","))),
        ("from", quoted(&written_time(weekdays.from))),
        ("until", quoted(&written_time(weekdays.until))),
        ("zone", quoted(&weekdays.zone.to_string())),
    ])
}

fn written_time(second: u32) -> String {
    let seconds = if second % 60 == 0 { String::new() } else { format!(":{:02}", second % 60) };
    format!("{:02}:{:02}{seconds}", second / 3600, second / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let error = Rules::parse(text).err().unwrap_or_else(|| panic!("{text} was read"));
        assert_eq!(error.kind(), ErrorKind::InvalidRule);
        error.to_string()
    }

    #[test]
    fn every_rule_reads_back_what_it_writes() {
        let text = concat!(
            r#"[{"min_subtotal":10000},{"max_subtotal":"99.95"},{"min_total":0},{"max_total":-1},{"min_quantity":"0.5"},"#,
            r#"{"max_quantity":3},{"min_lines":1},{"max_lines":9},{"item":{"id":"a\/b","model":"Shop\\Lamp","#,
            r#""attribute":"size","equals":{"k":[1,"x"]},"min_quantity":1,"max_quantity":2}},{"this_item":{"attribute":"a"}},"#,
            r#"{"metadata":{"key":"k","equals":null}},{"metadata":{"key":"k","in":["a",1,false]}},"#,
            r#"{"metadata":{"key":"k","exists":true}},"#,
            r#"{"dates":{"from":"2026-01-01","until":"2026-12-24T18:00:30","zone":"Europe\/Berlin"}},"#,
            r#"{"weekdays":{"days":["mon","sun"],"from":"22:00","until":"02:30","zone":"-03:30"}},"#,
            r#"{"all":[{"any":[]},{"not":{"not":{"min_lines":1}}}]}]"#
        );
        let rules = Rules::parse(text).unwrap();
        assert_eq!(rules.to_json(), text);
    }

    #[test]
    fn a_single_rule_is_a_list_of_one_and_nothing_is_none() {
        assert_eq!(Rules::parse(r#"{"min_lines":1}"#).unwrap().to_json(), r#"[{"min_lines":1}]"#);
        assert_eq!(Rules::parse(" null ").unwrap(), Rules::default());
        assert_eq!(Rules::parse("[]").unwrap(), Rules::default());
    }

    #[test]
    fn numbers_are_exact_as_text_and_as_number() {
        let amount = |text: &str| match Rules::parse(&format!(r#"{{"min_total":{text}}}"#)).unwrap().0.remove(0) {
            Rule::MinTotal(amount) => amount.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(amount("0.1"), "0.1");
        assert_eq!(amount(r#""0.3000000000000000000000001""#), "0.3000000000000000000000001");
        assert_eq!(amount("1e3"), "1000");
        assert_eq!(Rules::parse(r#"{"min_lines":"2"}"#).unwrap().0, [Rule::MinLines(2)]);
    }

    #[test]
    fn what_is_no_rule_is_refused_with_what_was_expected() {
        for (text, part) in [
            ("", "A rule is a JSON object with one member"),
            ("7", "A rule is a JSON object with one member"),
            ("{}", "A rule is a JSON object with one member"),
            ("[[]]", "A rule is a JSON object with one member"),
            (r#"{"min_lines":1,"max_lines":2}"#, "A rule is a JSON object with one member"),
            ("[1", "Rules are a JSON list of objects"),
            (r#"{"all":{"min_lines":1}}"#, "Rules are a JSON list of objects"),
            (r#"{"minimum":1}"#, "There is no rule 'minimum' here; known are min_subtotal"),
            (r#"{"min_total":"much"}"#, "The rule 'min_total' needs an amount, not \"much\""),
            (r#"{"min_total":1e999}"#, "needs an amount"),
            (r#"{"min_lines":-1}"#, "needs a whole number"),
            (r#"{"min_lines":1.5}"#, "needs a whole number"),
            (r#"{"item":{}}"#, "needs one of id, model"),
            (r#"{"item":"lamp"}"#, "needs an object of id, model"),
            (r#"{"item":{"sku":"lamp"}}"#, "needs an object of id, model"),
            (r#"{"item":{"id":7}}"#, "needs a text as id"),
            (r#"{"item":{"equals":7}}"#, "needs an attribute"),
            (r#"{"metadata":{"key":"k"}}"#, "needs a key and one of equals, in, exists"),
            (r#"{"metadata":{"equals":1}}"#, "needs a key and one of equals, in, exists"),
            (r#"{"metadata":{"key":"k","equals":1,"exists":true}}"#, "needs a key and one of"),
            (r#"{"metadata":{"key":"k","in":"a"}}"#, "needs a list as 'in'"),
            (r#"{"metadata":{"key":"k","exists":1}}"#, "needs a list as 'in', true or false"),
            (r#"{"dates":{}}"#, "needs from, until or both"),
            (r#"{"dates":{"from":"21.11.2026"}}"#, "needs days such as 2026-11-20"),
            (r#"{"dates":{"from":"2026-02-30"}}"#, "needs days such as 2026-11-20"),
            (r#"{"dates":{"from":"2026-02-03T24:00"}}"#, "needs days such as 2026-11-20"),
            (r#"{"dates":{"from":"2026-02-03","zone":"Mars Base"}}"#, "needs a zone such as UTC"),
            (r#"{"weekdays":{"days":["saturday"]}}"#, "needs days: a list of mon, tue"),
            (r#"{"weekdays":{"days":[]}}"#, "needs days: a list of mon, tue"),
            (r#"{"weekdays":{"days":["sat"],"from":"25:00"}}"#, "needs times such as 18:00"),
            (r#"{"weekdays":{"days":["sat"],"from":"24:00"}}"#, "needs a time before 24:00"),
        ] {
            let message = refusal(text);
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn rules_are_neither_too_deep_nor_too_many() {
        let deep =
            |levels: usize| format!("{}{}{}", r#"{"not":"#.repeat(levels), r#"{"min_lines":1}"#, "}".repeat(levels));
        assert!(Rules::parse(&deep(DEEPEST - 1)).is_ok());
        assert!(refusal(&deep(DEEPEST)).contains("16 deep"));
        let many = |count: usize| format!("[{}]", vec![r#"{"min_lines":1}"#; count].join(","));
        assert!(Rules::parse(&many(MOST)).is_ok());
        assert!(refusal(&many(MOST + 1)).contains("at most 200"));
        assert!(Rules::parse(&"[".repeat(100_000)).is_err());
    }
}
