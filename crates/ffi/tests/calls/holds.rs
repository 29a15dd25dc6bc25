//! Reservations in memory, on a clock that the calls move.

use super::carts::format;
use super::shop::{Shop, text_of};
use super::values::seen;
use crate::support::cart::JSON;
use crate::support::chance::Chance;
use crate::support::{Answer, call, raw, receive, receive_text, spoiling};
use cartwright::reservations::*;
use serde_json::{Value, json};
use std::cell::RefCell;

/// A store of reservations, and the token that was granted last.
pub struct Holds {
    handle: *mut cw_reservations,
    token: RefCell<String>,
}

const ORDERS: [&str; 3] = ["order-1", "order-2", "17"];
const KEYS: [&str; 3] = ["shop/item/lamp", "shop/coupon/WELCOME", "shop/item/of nobody"];
const TOKEN: &str = "TOKEN";

/// What is said of them, with TOKEN in the place of the last one.
const CALLS: [&str; 31] = [
    r#"{"op":"reserve","order":"order-1","owner":"ann","lines":[{"key":"shop/item/lamp","quantity":1}]}"#,
    r#"{"op":"reserve","order":"order-2","owner":"bob","lines":[{"key":"shop/item/lamp","quantity":2},{"key":"shop/coupon/WELCOME","quantity":1}],"ttl_ms":60000}"#,
    r#"{"op":"reserve","order":17,"owner":18,"lines":[{"vendor":"shop","kind":"item","sku":"lamp","quantity":1},{"key":"shop/item/lamp","quantity":1}],"ttl_ms":1}"#,
    r#"{"op":"reserve","order":17,"owner":18,"lines":[{"key":"shop/item/of nobody","quantity":1,"on_hand":3,"sold":0}]}"#,
    r#"{"op":"reserve","order":"order-1","owner":"ann","lines":[{"key":"shop/item/lamp","quantity":1000000000}]}"#,
    r#"{"op":"reserve","order":"order-1","owner":"ann","lines":[],"ttl_ms":-1}"#,
    r#"{"op":"amend","order":"order-1","token":"TOKEN","lines":[{"key":"shop/item/lamp","quantity":3}]}"#,
    r#"{"op":"renew","order":"order-2","token":"TOKEN","ttl_ms":120000}"#,
    r#"{"op":"renew","order":"order-1","token":"TOKEN","ttl_ms":1e300}"#,
    r#"{"op":"commit","order":"order-1","token":"TOKEN"}"#,
    r#"{"op":"commit","order":"order-2","token":"TOKEN"}"#,
    r#"{"op":"commit","order":17,"token":"TOKEN","counted":[{"key":"shop/item/of nobody","on_hand":9}]}"#,
    r#"{"op":"release","order":"order-1","token":"TOKEN"}"#,
    r#"{"op":"release","order":"order-2","token":"00000000000000000000000000000000"}"#,
    r#"{"op":"check","order":"17","token":"TOKEN"}"#,
    r#"{"op":"force_release","order":"order-1","reason":"he called"}"#,
    r#"{"op":"lockKey","itemId":"shop/item/lamp"}"#,
    r#"{"op":"clear_all","confirm":true,"reason":"closing"}"#,
    r#"{"op":"clear_all","reason":"closing"}"#,
    r#"{"op":"set_stock","key":"shop/item/lamp","on_hand":5}"#,
    r#"{"op":"set_stock","key":"shop/coupon/WELCOME","on_hand":1}"#,
    r#"{"op":"adjust_stock","key":"shop/item/lamp","by":-2}"#,
    r#"{"op":"adjust_stock","key":"shop/item/lamp","by":9223372036854775807}"#,
    r#"{"op":"set_policy","key":"shop/coupon/WELCOME","policy":"exclusive"}"#,
    r#"{"op":"list","state":"held","limit":1}"#,
    r#"{"op":"sweep","limit":2}"#,
    r#"{"op":"stats"}"#,
    r#"{"op":"audit","after":3,"limit":2}"#,
    r#"{"op":"acquireLock","itemId":"lamp","userId":7,"ttlMs":1000}"#,
    r#"{"op":"reserveItemsInCart","items":[{"itemId":"lamp","quantity":1},{"itemId":"lamp","quantity":1}],"userId":7,"vendorId":"shop"}"#,
    r#"{"op":"getDetailedStats"}"#,
];

impl Default for Holds {
    fn default() -> Self {
        let (settings, length) = raw(Some(br#"{"store":"memory","clock":"manual","caps":{"per_owner":4,"total":9}}"#));
        // SAFETY: the text is readable.
        let handle =
            receive("cw_reservations_open", |out, error| unsafe { cw_reservations_open(settings, length, out, error) });
        Self { handle: handle.unwrap(), token: RefCell::default() }
    }
}

impl Drop for Holds {
    fn drop(&mut self) {
        // SAFETY: made by cw_reservations_open, freed here only.
        unsafe { cw_reservations_free(self.handle) }
    }
}

impl Holds {
    fn call(&self, text: Option<&[u8]>, format: i32) -> Answer<Option<Vec<u8>>> {
        let (text, length) = raw(text);
        // SAFETY: the store is live, the text is NULL or readable.
        receive_text("cw_reservations_call", |out, size, error| unsafe {
            cw_reservations_call(self.handle, text, length, format, out, size, error)
        })
    }

    fn answer(&self, call: &Value) -> Value {
        // The one who keeps the books is understood.
        let (answer, _) = spoiling(None, || self.call(Some(call.to_string().as_bytes()), JSON));
        serde_json::from_slice(&answer.unwrap().unwrap()).unwrap()
    }

    /// What is held of each key is what the reservations hold that are listed, and of what is tracked it is never more than
    /// there is, unless less was put there than was held.
    fn adds_up(&self) {
        let held = self.answer(&json!({"op": "list", "state": "held"}));
        let lines: Vec<&Value> =
            held.as_array().unwrap().iter().flat_map(|known| known["lines"].as_array().unwrap()).collect();
        for level in self.answer(&json!({"op": "levels", "keys": KEYS})).as_array().unwrap() {
            let of_key = lines.iter().filter(|line| line["key"] == level["key"]);
            let sum: u64 = of_key.map(|line| line["quantity"].as_u64().unwrap()).sum();
            assert_eq!(level["held"], sum, "{level} {held}");
            if let (Some(on_hand), Some(available)) = (level["on_hand"].as_i64(), level["available"].as_i64()) {
                assert_eq!(available, (on_hand - i64::try_from(sum).unwrap()).max(0), "{level}");
            }
        }
    }
}

/// Anything, or something damaged. Whatever it is, the books are right afterwards.
pub fn any(chance: &mut Chance, shop: &Shop) {
    let (holds, format) = (&shop.holds, format(chance));
    let text = text_of(chance, &CALLS).map(|text| with_token(&text, &holds.token.borrow()));
    if let Ok(Some(answer)) = holds.call(text.as_deref(), format) {
        let granted: Value = serde_json::from_slice(&answer).unwrap_or_default();
        if let Some(token) = granted.get("token").and_then(Value::as_str) {
            assert!(granted["remaining_ms"].as_u64().unwrap() > 0, "{granted}");
            holds.token.replace(token.to_owned());
        }
    }
    holds.adds_up();
}

fn with_token(text: &[u8], token: &str) -> Vec<u8> {
    match std::str::from_utf8(text) {
        Ok(text) => text.replace(TOKEN, token).into_bytes(),
        Err(_) => text.to_vec(),
    }
}

/// Time passes, and what is over is held no more.
pub fn advance(chance: &mut Chance, shop: &Shop) {
    let by = if chance.one_in(3) { 60_000 } else { chance.whole() };
    let moved = call("cw_reservations_advance", |error| {
        // SAFETY: the store is live.
        unsafe { cw_reservations_advance(shop.holds.handle, by, error) }
    });
    let order = chance.of(&ORDERS);
    if moved.is_ok() && by >= 86_400_000 {
        assert_eq!(shop.holds.answer(&json!({"op": "list", "state": "held"})), json!([]));
        assert_ne!(shop.holds.answer(&json!({"op": "find", "order": order}))["state"], "held");
    }
    seen(moved);
}
