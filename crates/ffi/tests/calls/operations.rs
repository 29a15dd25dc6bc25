//! Operations as JSON, drawn from their words; and what their results tell.

use super::Twins;
use super::carts::{IDS, NAMES, format, number_of_an_enum, value};
use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::{Answer, raw, receive, receive_text};
use cartwright::merge::{cw_cart_conflicts, cw_cart_merge};
use cartwright::operations::{cw_cart_apply, cw_cart_clear};
use cartwright::result::*;
use std::ptr::null_mut;

/// What an operation takes, and whether a cart of an engine does it otherwise than a hosted one: rules are evaluated with each
/// commit, and a row with nothing in it counts as something to clear.
const OPERATIONS: &[(&str, &[&str], bool)] = &[
    ("add", &["id", "name", "price", "quantity", "attributes", "conditions", "model", "unknown_class"], false),
    ("add", &["id", "name", "price", "quantity"], false),
    ("update", &["id", "change", "name", "price", "attributes"], false),
    ("remove", &["id"], false),
    ("clear", &[], true),
    ("add_condition", &["condition"], false),
    ("remove_condition", &["name"], false),
    ("remove_conditions_by_type", &["type"], false),
    ("clear_conditions", &[], false),
    ("set_shipping", &["name", "value", "method", "attributes"], false),
    ("remove_shipping", &[], false),
    ("add_item_condition", &["id", "condition"], false),
    ("remove_item_condition", &["id", "name"], false),
    ("clear_item_conditions", &["id"], false),
    ("set_metadata", &["key", "any"], false),
    ("remove_metadata", &["key"], false),
    ("register_dynamic", &["condition"], true),
    ("unregister_dynamic", &["name"], true),
    ("evaluate", &["now", "zones"], true),
    ("follow", &["verdicts"], true),
];

const KEYS: [&str; 3] = ["note", "tier", "__cartwright_dynamic_conditions"];

/// One operation or several, or nearly; `plain` are those that every cart does in the same way.
pub fn operations(chance: &mut Chance, plain: bool) -> Vec<u8> {
    let mut text = match chance.below(40) {
        0 => chance.bytes(60),
        1 => chance.json().unwrap_or_default(),
        2..22 => operation(chance, plain),
        _ => list(chance, |chance| operation(chance, plain)),
    };
    if chance.one_in(25) {
        chance.damage(&mut text);
    }
    text
}

fn operation(chance: &mut Chance, plain: bool) -> Vec<u8> {
    let known: Vec<_> = OPERATIONS.iter().filter(|(_, _, otherwise)| !(plain && *otherwise)).collect();
    let (op, keys, _) = chance.of(&known);
    let mut members = vec![("op", quoted(op.as_bytes()))];
    for key in *keys {
        if chance.one_in(12) {
            continue;
        }
        let written = match *key {
            "change" => "quantity",
            "any" => "value",
            key => key,
        };
        members.push((written, member(chance, key)));
    }
    if chance.one_in(80) {
        members.push(("colour", b"1".to_vec()));
    }
    object(&members)
}

fn member(chance: &mut Chance, key: &str) -> Vec<u8> {
    match key {
        _ if chance.one_in(40) => chance.json().unwrap_or(b"null".to_vec()),
        "id" => word(chance, &IDS),
        "name" | "type" => word(chance, &[NAMES[0], NAMES[1], NAMES[2], "discount"]),
        "method" | "unknown_class" => word(chance, &["express"]),
        "key" => word(chance, &KEYS),
        "price" | "value" => amount(chance),
        "quantity" => number(chance),
        "change" => {
            let how = chance.of(&["by", "to"]);
            object(&[(how, number(chance))])
        }
        "conditions" => list(chance, condition),
        "condition" => condition(chance),
        "now" => chance.of(&["0", "1795285800", "1795372200", "-1", "9223372036854775807"]).into(),
        "zones" => chance.of(&["{}", r#"{"Europe/Berlin":3600}"#, r#"{"Asia/Tokyo":32400}"#, r#"{"a":"b"}"#]).into(),
        "verdicts" => list(chance, |chance| {
            let verdict = if chance.one_in(2) {
                ("applies", chance.of(&["true", "false"]).into())
            } else {
                ("lines", list(chance, |chance| word(chance, &IDS)))
            };
            object(&[("condition", condition(chance)), verdict])
        }),
        _ => chance.json().unwrap_or(b"{\"size\":\"L\"}".to_vec()),
    }
}

fn condition(chance: &mut Chance) -> Vec<u8> {
    let mut members = vec![
        ("name", word(chance, &NAMES)),
        ("type", word(chance, &["discount", "tax", "shipping"])),
        ("value", amount(chance)),
    ];
    if chance.one_in(2) {
        members.push(("target", word(chance, &["subtotal", "total", "item"])));
    }
    if chance.one_in(4) {
        members.push(("order", number(chance)));
    }
    if chance.one_in(2) {
        members.push(("rules", rules(chance)));
    }
    object(&members)
}

fn rules(chance: &mut Chance) -> Vec<u8> {
    let known = [
        r#"[{"min_quantity":3}]"#,
        r#"[{"max_subtotal":"1e30"},{"item":{"id":"shirt"}}]"#,
        r#"[{"this_item":{"attribute":"size","equals":"L"}}]"#,
        r#"[{"metadata":{"key":"note","exists":true}}]"#,
        r#"[{"weekdays":{"days":["sat","sun"],"zone":"Europe/Berlin"}}]"#,
        r#"[{"dates":{"from":"2026-11-01","zone":"Asia/Tokyo"}}]"#,
        r#"[{"not":{"any":[{"min_lines":2},{"max_total":100}]}}]"#,
        "[]",
    ];
    match chance.below(10) {
        0 => chance.json().unwrap_or(b"null".to_vec()),
        _ => chance.of(&known).into(),
    }
}

fn word(chance: &mut Chance, usual: &[&str]) -> Vec<u8> {
    let text = chance.word(usual).unwrap_or_default();
    if chance.one_in(40) { [b"\"", &text[..], b"\""].concat() } else { quoted(&text) }
}

fn quoted(text: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&String::from_utf8_lossy(text)).unwrap()
}

fn amount(chance: &mut Chance) -> Vec<u8> {
    match chance.below(4) {
        0 => quoted(&value(chance)),
        1 => quoted(&chance.digits()),
        _ => number(chance),
    }
}

fn number(chance: &mut Chance) -> Vec<u8> {
    let (whole, real) = (chance.whole(), chance.real());
    match chance.below(5) {
        0 if real.is_finite() => format!("{real:?}").into(),
        1 => chance.of(&["0.5", "1e400", "-0", "18446744073709551616", "1.10"]).into(),
        _ => format!("{whole}").into(),
    }
}

fn object(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let members: Vec<Vec<u8>> =
        members.iter().map(|(key, value)| [b"\"", key.as_bytes(), b"\":", value].concat()).collect();
    [b"{", &members.join(&b","[..])[..], b"}"].concat()
}

fn list(chance: &mut Chance, mut one: impl FnMut(&mut Chance) -> Vec<u8>) -> Vec<u8> {
    let members: Vec<Vec<u8>> = (0..chance.below(4)).map(|_| one(chance)).collect();
    [b"[", &members.join(&b","[..])[..], b"]"].concat()
}

/// What a result says that is not of its moment: events have ids and times.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    changes: i64,
    events: i64,
    differs: i32,
    told: Result<String, i32>,
}

/// Looks at a result from all sides, and frees it.
///
/// # Safety
/// `result` is NULL or has just been handed out.
pub unsafe fn taken(result: *mut cw_result, format: i32) -> Option<Done> {
    if result.is_null() {
        return None;
    }
    // SAFETY: the promise above.
    unsafe {
        let summary = receive("cw_result_summary_of", |out, error| cw_result_summary_of(result, out, error)).unwrap();
        let told = receive_text("cw_result_changes", |out, length, error| {
            cw_result_changes(result, format, out, length, error)
        });
        let events =
            receive_text("cw_result_events", |out, length, error| cw_result_events(result, format, out, length, error));
        assert_eq!(told.is_ok(), events.is_ok());
        if told.is_ok() {
            assert_eq!(told == Ok(Some(empty(format))), summary.changes == 0);
            assert_eq!(events == Ok(Some(empty(format))), summary.events == 0);
        }
        cw_result_free(result);
        let told = told.map(|told| String::from_utf8(told.unwrap()).unwrap()).map_err(|refusal| refusal.status);
        Some(Done { changes: summary.changes, events: summary.events, differs: summary.differs, told })
    }
}

fn empty(format: i32) -> Vec<u8> {
    if format == PHP { b"a:0:{}".to_vec() } else { b"[]".to_vec() }
}

pub fn apply_to(cart: &Cart, text: &[u8], format: i32, result: bool) -> Answer<Option<Done>> {
    let (text, length) = raw(Some(text));
    if !result {
        // SAFETY: the cart is live, the text is readable; nobody wants the result.
        let status = crate::support::call("cw_cart_apply", |error| unsafe {
            cw_cart_apply(cart.handle(), text, length, null_mut(), error)
        });
        return status.map(|()| None);
    }
    // SAFETY: the cart is live, the text is readable; the result has just been handed out.
    unsafe {
        let result = receive("cw_cart_apply", |out, error| cw_cart_apply(cart.handle(), text, length, out, error))?;
        Ok(taken(result, format))
    }
}

pub fn apply(chance: &mut Chance, cart: &Twins) -> bool {
    let (text, format, result) = (operations(chance, cart.is_mixed), format(chance), !chance.one_in(5));
    cart.answer(chance, |cart| apply_to(cart, &text, format, result)).is_err()
}

pub fn clear(chance: &mut Chance, cart: &Twins) -> bool {
    !cart.is_mixed && cart.answer(chance, Cart::clear_all).is_err()
}

impl Cart {
    pub fn clear_all(&self) -> Answer<()> {
        // SAFETY: the cart is live.
        crate::support::call("cw_cart_clear", |error| unsafe { cw_cart_clear(self.handle(), error) })
    }
}

pub fn last_result(chance: &mut Chance, cart: &Twins) {
    let format = format(chance);
    cart.ask(chance, |cart| {
        // SAFETY: the cart is live; the result has just been handed out.
        unsafe {
            let result = receive("cw_cart_result", |out, error| cw_cart_result(cart.handle(), out, error));
            result.map(|result| taken(result, format))
        }
    });
}

pub fn set_metadata(chance: &mut Chance, cart: &Twins) -> bool {
    let (key, value) = (chance.word(&KEYS).unwrap_or_default(), chance.json());
    cart.answer(chance, |cart| cart.set_metadata(&key, value.as_deref())).is_err()
}

pub fn remove_metadata(chance: &mut Chance, cart: &Twins) -> bool {
    let key = chance.word(&KEYS).unwrap_or_default();
    cart.answer(chance, |cart| cart.remove_metadata(&key)).is_err()
}

pub fn metadata(chance: &mut Chance, cart: &Twins) {
    let (key, format) = (if chance.one_in(2) { chance.word(&KEYS) } else { None }, format(chance));
    cart.ask(chance, |cart| cart.metadata(key.as_deref(), format));
}

/// What somebody may have decided about lines that are in both carts.
pub fn resolutions(chance: &mut Chance) -> Option<Vec<u8>> {
    let decided = [r#"{"by":"keep_user_cart"}"#, r#"{"quantity":3}"#, r#"{"take":"source"}"#, r#"{"quantity":0}"#];
    match chance.below(6) {
        0..3 => None,
        3 => chance.json(),
        _ => Some(object(&[(chance.of(&IDS), chance.of(&decided).into())])),
    }
}

/// One cart takes in another, which may be the same.
pub fn merge(chance: &mut Chance, cart: &Twins, other: &Twins) -> bool {
    let (strategy, resolutions, format) = (number_of_an_enum(chance), resolutions(chance), format(chance));
    let result = !chance.one_in(5);
    let _ = cart.ask_with(chance, other, |cart, other| {
        // SAFETY: the carts are live.
        receive_text("cw_cart_conflicts", |out, length, error| unsafe {
            cw_cart_conflicts(cart.handle(), other.handle(), strategy, format, out, length, error)
        })
    });
    let answer = cart.ask_with(chance, other, |cart, other| {
        let (resolutions, length) = raw(resolutions.as_deref());
        // SAFETY: the carts are live, the text is readable; the result has just been handed out.
        unsafe {
            if !result {
                let status = crate::support::call("cw_cart_merge", |error| {
                    cw_cart_merge(cart.handle(), other.handle(), strategy, resolutions, length, null_mut(), error)
                });
                return status.map(|()| None);
            }
            let result = receive("cw_cart_merge", |out, error| {
                cw_cart_merge(cart.handle(), other.handle(), strategy, resolutions, length, out, error)
            })?;
            Ok(taken(result, format))
        }
    });
    answer.is_err()
}
