//! Looking at one reservation, or at one item.

use super::{PAGE, call, line_of_level, line_of_reservation, seconds, text};
use crate::failure::{Failure, Result};
use crate::show;
use cartwright_reservations::{Reservations, StockKey};
use serde_json::{Value, json};
use std::io;

pub fn order(shop: &Reservations, order: &str, json: bool) -> Result {
    match call(shop, json!({"op": "find", "order": order}))? {
        Value::Null => Err(Failure::not_there(format!("there is no reservation of the order {order}"))),
        found => reservation(&found, json),
    }
}

pub fn token(shop: &Reservations, token: &str, json: bool) -> Result {
    let mut typed = String::new();
    if token == "-" {
        io::stdin().read_line(&mut typed)?;
    }
    let token = if token == "-" { typed.trim() } else { token };
    match call(shop, json!({"op": "find", "token": token}))? {
        Value::Null => Err(Failure::not_there("there is no reservation with this token")),
        found => reservation(&found, json),
    }
}

/// The stock of an item, and every reservation that holds of it.
pub fn item(shop: &Reservations, item: &str, vendor: Option<&str>, kind: &str, json: bool) -> Result {
    let key = match vendor {
        Some(vendor) => StockKey::new(vendor, kind, item)?,
        None => item.parse().map_err(|error| Failure::usage(format!("{error}, or say --vendor")))?,
    };
    let level = call(shop, json!({"op": "level", "key": key.as_str()}))?;
    let holders = holders(shop, &key)?;
    if json {
        return show::line(&json!({"level": level, "held_by": holders}).to_string());
    }
    show::line(&line_of_level(&level))?;
    holders.iter().try_for_each(|holder| show::line(&line_of_reservation(holder)))
}

fn holders(shop: &Reservations, key: &StockKey) -> Result<Vec<Value>> {
    let (mut holders, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = call(shop, json!({"op": "list", "state": "held", "after": after, "limit": PAGE}))?;
        let page = page.as_array().map(Vec::as_slice).unwrap_or_default();
        let holds = |row: &&Value| {
            row["lines"].as_array().is_some_and(|all| all.iter().any(|line| line["key"] == key.as_str()))
        };
        holders.extend(page.iter().filter(holds).cloned());
        match page.last() {
            Some(last) if page.len() >= PAGE => after = last["order"].clone(),
            _ => return Ok(holders),
        }
    }
}

fn reservation(found: &Value, json: bool) -> Result {
    if json {
        return show::line(&found.to_string());
    }
    let note = match (found["forced"].as_bool(), found["late"].as_bool()) {
        (Some(true), _) => " by force",
        (_, Some(true)) => " after its lease",
        _ => "",
    };
    show::line(&format!("{} of {}: {}{note}", text(&found["order"]), text(&found["owner"]), text(&found["state"])))?;
    for line in found["lines"].as_array().into_iter().flatten() {
        show::line(&format!("  {:>10} x {}", line["quantity"], text(&line["key"])))?;
    }
    let (age, left) = (seconds(&found["age_ms"]), seconds(&found["remaining_ms"]));
    show::line(&format!("  granted {age} ago, {left} left, fence {}", text(&found["fence"])))
}
