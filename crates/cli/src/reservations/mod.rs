//! Stock that is held while people pay: looking, taking back, counting.

pub mod args;
mod locks_test;
mod look;

use crate::args::Common;
use crate::failure::{Failure, Result};
use crate::{patience, sale, sale_worker, show};
use args::ReservationsCommand;
use cartwright_reservations::{Counter, Reservations, Settings, StockKey};
use cartwright_storage::StorePlace;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

/// How many reservations, or keys, are looked through at a time.
const PAGE: usize = 1000;

pub fn run(store: &StorePlace, common: &Common, command: &ReservationsCommand) -> Result {
    let shop =
        Reservations::shared(store.reservations(patience(common).min(StorePlace::BUSY_TIMEOUT)), Settings::default())?;
    let json = common.json;
    match command {
        ReservationsCommand::Stats => stats(&shop, json),
        ReservationsCommand::Show { order, token, item, vendor, kind } => match (order, token, item) {
            (Some(order), ..) => look::order(&shop, order, json),
            (_, Some(token), _) => look::token(&shop, token, json),
            (_, _, item) => look::item(&shop, item.as_deref().unwrap_or_default(), vendor.as_deref(), kind, json),
        },
        ReservationsCommand::List { state, owner, limit } => {
            let list = json!({"op": "list", "state": state, "owner": owner, "limit": limit});
            rows(&call(&shop, list)?, json, line_of_reservation)
        }
        ReservationsCommand::Release { order, reason } => {
            let answer = call(&shop, json!({"op": "force_release", "order": order, "reason": reason}))?;
            released(order, &answer, json)
        }
        ReservationsCommand::Cleanup => {
            let swept = call(&shop, json!({"op": "sweep_all"}))?;
            let expired = swept["expired"].as_array().map_or(0, Vec::len);
            let text = format!("{expired} leases were over, {} ended reservations were forgotten", swept["forgotten"]);
            show::line(&if json { swept.to_string() } else { text })?;
            match swept["unreadable"].as_array().map_or(0, Vec::len) {
                0 => Ok(()),
                _ => Err(Failure::refused(format!("cannot be read, and hold what they hold: {}", swept["unreadable"]))),
            }
        }
        ReservationsCommand::Clear { reason, yes } => clear(&shop, reason, *yes, json),
        ReservationsCommand::Stock { key, set, adjust, policy } => {
            let change = match (set, adjust, policy) {
                (Some(on_hand), _, _) => Some(json!({"op": "set_stock", "key": key, "on_hand": on_hand})),
                (_, Some(by), _) => Some(json!({"op": "adjust_stock", "key": key, "by": by})),
                (_, _, Some(policy)) => Some(json!({"op": "set_policy", "key": key, "policy": policy})),
                (None, None, None) => key.as_ref().map(|key| json!({"op": "level", "key": key})),
            };
            match change {
                Some(change) => rows(&Value::Array(vec![call(&shop, change)?]), json, line_of_level),
                None => all_levels(&shop, json),
            }
        }
        ReservationsCommand::Audit { after, limit } => {
            rows(&call(&shop, json!({"op": "audit", "after": after, "limit": limit}))?, json, line_of_note)
        }
        ReservationsCommand::LocksTest => locks_test::run(store, common, &shop),
        ReservationsCommand::LocksTestWorker { vendor, worker } => {
            locks_test::race(&shop, vendor, *worker)?.iter().try_for_each(|sku| show::line(sku))
        }
        ReservationsCommand::Sale(sale) => sale::run(store, common, sale),
        ReservationsCommand::SaleWorker { sale, from, to } => {
            sale_worker::run(&sale_worker::shop(store, common, sale)?, sale, *from..*to, true, &mut |told| {
                show::line(&told)
            })
        }
    }
}

fn call(shop: &Reservations, call: Value) -> Result<Value> {
    let answer = shop.call(&call.to_string())?;
    serde_json::from_str(&answer).map_err(|error| Failure::refused(error.to_string()))
}

/// A line of JSON for programs or of text for people, for each.
fn rows(list: &Value, json: bool, line: impl Fn(&Value) -> String) -> Result {
    for row in list.as_array().into_iter().flatten() {
        show::line(&if json { row.to_string() } else { line(row) })?;
    }
    Ok(())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn seconds(millis: &Value) -> String {
    format!("{} s", millis.as_u64().unwrap_or(0) / 1000)
}

fn line_of_reservation(row: &Value) -> String {
    let lines: Vec<_> = row["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|line| format!("{} x {}", line["quantity"], text(&line["key"])))
        .collect();
    let (order, state, owner) = (text(&row["order"]), text(&row["state"]), text(&row["owner"]));
    format!("{order:<36} {state:<10} {:>9} left   {owner:<20} {}", seconds(&row["remaining_ms"]), lines.join(", "))
}

fn released(order: &str, answer: &Value, json: bool) -> Result {
    if json {
        show::line(&answer.to_string())?;
    }
    match answer["answer"].as_str() {
        Some("done") if json => Ok(()),
        Some("done") => show::line(&format!("{order} holds nothing any more; its fence is {}", text(&answer["fence"]))),
        Some("unknown") => Err(Failure::not_there(format!("there is no reservation of the order {order}"))),
        Some("expired") => Err(Failure::refused(format!("{order} holds nothing: its lease was over"))),
        _ => Err(Failure::refused(format!("{order} holds nothing: it was {}", text(&answer["state"])))),
    }
}

fn clear(shop: &Reservations, reason: &str, yes: bool, json: bool) -> Result {
    let held = shop.stats()?.tally.reservations;
    if held > 0 && !yes {
        eprint!("{held} reservations are held, some by people who are paying now. Take them all back? [y/N] ");
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(Failure::refused("nothing was taken back; answer y, or give --yes"));
        }
    }
    let cleared = shop.clear_all(true, reason)?.len();
    show::line(&if json {
        format!(r#"{{"cleared":{cleared}}}"#)
    } else {
        format!("{cleared} reservations were taken back")
    })
}

fn line_of_level(row: &Value) -> String {
    let number = |name: &str| if row[name].is_null() { "-".to_owned() } else { row[name].to_string() };
    format!(
        "{:<40} {:<10} on hand {:>8}  held {:>8}  sold {:>8}  available {:>8}",
        text(&row["key"]),
        text(&row["policy"]),
        number("on_hand"),
        number("held"),
        number("sold"),
        number("available"),
    )
}

fn all_levels(shop: &Reservations, json: bool) -> Result {
    let mut after: Option<StockKey> = None;
    loop {
        let keys = shop.store().keys(after.as_ref(), PAGE)?;
        let names: Vec<_> = keys.iter().map(StockKey::as_str).collect();
        rows(&call(shop, json!({"op": "levels", "keys": names}))?, json, line_of_level)?;
        if keys.len() < PAGE {
            return Ok(());
        }
        after = keys.into_iter().last();
    }
}

fn line_of_note(row: &Value) -> String {
    let at = cartwright_core::Moment::from_seconds(row["at_ms"].as_i64().unwrap_or(0) / 1000).to_seconds_text();
    let (kind, subject, owner) = (text(&row["kind"]), text(&row["subject"]), text(&row["owner"]));
    format!("{:>8} {at} {kind:<14} {subject:<36} {owner:<20} {}", row["sequence"], text(&row["detail"]))
}

fn stats(shop: &Reservations, json: bool) -> Result {
    let stats = call(shop, json!({"op": "stats"}))?;
    if json {
        return show::line(&stats.to_string());
    }
    show::line(&format!("held            {} reservations, {} lines", stats["reservations"], stats["lines"]))?;
    show::line(&format!("remembered      {} that have ended", stats["remembered"]))?;
    for (_, name) in Counter::ALL {
        show::line(&format!("{name:<15} {}", stats["counters"][name]))?;
    }
    for place in stats["hold_times"].as_array().into_iter().flatten().filter(|place| place["count"] != 0) {
        let up_to = place["up_to_seconds"].as_u64().map_or("longer".to_owned(), |seconds| format!("up to {seconds} s"));
        show::line(&format!("held {up_to:<15} {}", place["count"]))?;
    }
    Ok(())
}
