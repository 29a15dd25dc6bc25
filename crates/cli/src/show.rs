//! Carts as people and programs read them.

use crate::failure::{Failure, Result};
use cartwright_core::{Cart, CartKey, Identity};
use cartwright_engine::{Applied, Content, Engine};
use cartwright_wire::{Format, StoredCart, StoredError, changes, joined, json_string};
use std::io::{self, Write};

/// A JSON text.
pub fn text(value: &str) -> String {
    let mut out = String::new();
    json_string(value, &mut out);
    out
}

/// Prints a line; who has stopped reading has seen enough.
pub fn line(text: &str) -> Result {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        result => Ok(result?),
    }
}

pub fn identity(identity: Option<Identity>) -> String {
    identity.map_or_else(
        || "null".to_owned(),
        |one| format!(r#"{{"incarnation":"{}","version":{}}}"#, one.incarnation, one.version),
    )
}

fn corrupt(why: StoredError) -> Failure {
    Failure::refused(why.to_string())
}

/// The cart as the original's `content()` has it.
fn content_json(engine: &Engine, key: &CartKey, cart: &Cart) -> Result<String> {
    let stored = StoredCart::from(cart.clone());
    let json = stored.content(key.instance(), engine.settings().pricing(), Format::Json).map_err(corrupt)?;
    Ok(String::from_utf8_lossy(&json).into_owned())
}

pub fn cart_json(engine: &Engine, content: &Content) -> Result<String> {
    let none = || "{}".to_owned();
    let metadata = joined(content.cart.metadata().iter().map(|(key, value)| (key, value.as_str())));
    let rules = content.cart.dynamic_conditions().iter();
    let rules = joined(rules.map(|condition| (condition.name(), condition.rules().as_str())));
    Ok(format!(
        r#"{{"identifier":{},"identity":{},"content":{},"metadata":{},"rules":{}}}"#,
        text(content.key.identifier()),
        identity(content.identity),
        content_json(engine, &content.key, &content.cart)?,
        metadata.unwrap_or_else(none),
        rules.unwrap_or_else(none),
    ))
}

pub fn cart_for_people(content: &Content) -> Result {
    let version = content.identity.map_or_else(|| "not stored".to_owned(), |one| format!("version {}", one.version));
    line(&format!("{} ({version})", content.key))?;
    for item in content.cart.items() {
        let amounts = item.amounts()?;
        let (name, quantity) = (item.name(), item.quantity().exact());
        line(&format!(
            "  {:<20} {name:<30} {quantity:>6} x {:>12} = {:>12}",
            item.id().as_str(),
            item.price().exact(),
            amounts.subtotal.exact()
        ))?;
        for condition in item.conditions().iter() {
            line(&format!("      {} ({})", condition.name(), condition.kind()))?;
        }
    }
    for condition in content.cart.conditions().iter() {
        let target = condition.target().as_str();
        line(&format!("  {} ({}, on the {target})", condition.name(), condition.kind()))?;
    }
    for condition in content.cart.dynamic_conditions().iter() {
        line(&format!("  {} by its rules: {}", condition.name(), condition.rules().as_str()))?;
    }
    for (key, value) in content.cart.metadata().iter() {
        line(&format!("  {key}: {}", value.as_str()))?;
    }
    line(&format!(
        "  subtotal {}   total {}   saved {}",
        content.subtotal.format(),
        content.total.format(),
        content.savings.format()
    ))
}

/// What an operation did.
pub fn applied(engine: &Engine, key: &CartKey, applied: &Applied, json: bool) -> Result {
    if json {
        let changes = changes::write(&applied.changes, Format::Json).map_err(corrupt)?;
        let events: Vec<String> = applied.events.iter().map(|event| event.to_json()).collect();
        return line(&format!(
            r#"{{"stored":{},"before":{},"after":{},"attempts":{},"changes":{},"events":[{}],"content":{}}}"#,
            applied.is_stored(),
            identity(applied.before),
            identity(applied.after),
            applied.attempts,
            String::from_utf8_lossy(&changes),
            events.join(","),
            content_json(engine, key, &applied.cart)?,
        ));
    }
    for event in &applied.events {
        line(&format!("{}", event.event.kind()))?;
    }
    let total = applied.cart.total(engine.settings().pricing())?;
    let (items, quantity) = (applied.cart.item_count(), applied.cart.exact_quantity());
    line(&format!("{key}: {items} items, quantity {quantity}, total {}", total.format()))
}
