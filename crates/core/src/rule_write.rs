//! Rules to JSON, as they are stored with a condition.

use crate::json::Json;
use crate::json_text::quoted;
use crate::moment::Weekday;
use crate::rule::{ClockTime, Dates, ItemMatch, Rule, Rules, Weekdays};
use rust_decimal::Decimal;
use std::fmt::Write;
use std::sync::Arc;

impl Rules {
    /// The rules as JSON: always a list, written as PHP would.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write_list(&self.0, &mut out);
        out
    }
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
    let mut text = |key, value: &Option<Arc<str>>| {
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
