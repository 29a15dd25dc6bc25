//! Random calls with random bytes, numbers and lengths on several carts. Whatever comes in: nothing crashes, every answer
//! is one that the header names (each call of the support module checks that), what is refused changes nothing, and what
//! is stored reads back as the same cart.
//!
//! CARTWRIGHT_SEED repeats a run, CARTWRIGHT_DEEP=1 makes it longer.
#![allow(clippy::unwrap_used)]

// Shared with the other suite; neither uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::money::*;
use cartwright::number::cw_number;
use cartwright::value::*;
use std::fmt::Debug;
use support::cart::*;
use support::chance::Chance;
use support::{Answer, call, raw, receive, receive_text};

const IDS: [&str; 4] = ["shirt", "cap", "1001", "ä/b"];
const NAMES: [&str; 4] = ["sale", "tax", "shipping", "7"];

/// Says how to repeat the round in which something broke.
struct Round(u64);

impl Drop for Round {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("CARTWRIGHT_SEED={} repeats this in its first round", self.0);
        }
    }
}

#[test]
fn random_calls_never_crash_and_what_they_store_reads_back() {
    let seed = std::env::var("CARTWRIGHT_SEED").map_or(20_240_513, |seed| seed.parse().unwrap());
    let deep = std::env::var("CARTWRIGHT_DEEP").is_ok_and(|deep| deep == "1");
    let rounds = if deep { 100_000 } else { 3_000 };
    println!("seed {seed}, {rounds} rounds");
    for round in 0..rounds {
        let seed = seed + round;
        let _round = Round(seed);
        play(&mut Chance::new(seed));
    }
}

fn play(chance: &mut Chance) {
    let carts = [Cart::new(), Cart::new(), Cart::new()];
    for _ in 0..40 {
        let cart = &carts[chance.below(carts.len())];
        match chance.below(12) {
            0 => load(chance, cart, &carts),
            1 => values(chance),
            2 => administer(chance, cart),
            3..8 => change(chance, cart),
            _ => look(chance, cart),
        }
    }
    for cart in carts {
        assert_reads_back(&cart);
    }
}

/// What there is to store, whatever the limits say.
fn stored(cart: &Cart) -> (i32, Vec<u8>, Vec<u8>) {
    (cart.pending(), cart.items(JSON).unwrap(), cart.conditions(JSON).unwrap())
}

fn change(chance: &mut Chance, cart: &Cart) {
    let before = stored(cart);
    let refused = match chance.below(10) {
        0..4 => add(chance, cart),
        4..6 => update(chance, cart),
        6 => {
            let (id, format) = (chance.word(&IDS).unwrap_or_default(), format(chance));
            cart.remove(&id, format).is_err()
        }
        7 => {
            let (name, format) = (chance.word(&NAMES).unwrap_or_default(), format(chance));
            cart.remove_condition(&name, format).is_err()
        }
        _ => add_condition(chance, cart),
    };
    if refused {
        assert_eq!(stored(cart), before, "a refused call has changed the cart");
    }
}

fn add(chance: &mut Chance, cart: &Cart) -> bool {
    let (id, name, digits) = (chance.word(&IDS), chance.word(&["T-Shirt", "Cap"]), chance.digits());
    let (attributes, model) = (chance.json(), chance.json());
    let conditions = if chance.one_in(3) { Some(conditions(chance)) } else { None };
    let class = if chance.one_in(20) { chance.word(&[r"App\Models\Shirt"]) } else { None };
    cart.add(&Item {
        id: id.as_deref(),
        name: name.as_deref(),
        price: chance.price(&digits),
        quantity: chance.whole(),
        attributes: attributes.as_deref(),
        conditions: conditions.as_deref(),
        model: model.as_deref(),
        unknown_class: class.as_deref(),
    })
    .is_err()
}

fn update(chance: &mut Chance, cart: &Cart) -> bool {
    let (id, digits) = (chance.word(&IDS).unwrap_or_default(), chance.digits());
    let (name, attributes) = (if chance.one_in(2) { chance.word(&["Shirt"]) } else { None }, chance.json());
    let update = Update {
        quantity_update: if chance.one_in(20) { chance.bits() as i32 } else { chance.below(3) as i32 },
        quantity: chance.whole().saturating_sub(chance.below(6) as i64),
        name: name.as_deref(),
        price: if chance.one_in(2) { chance.price(&digits) } else { Given::NONE },
        attributes: attributes.as_deref(),
    };
    let format = format(chance);
    cart.update(&id, &update, format).is_err()
}

fn add_condition(chance: &mut Chance, cart: &Cart) -> bool {
    let (name, kind) = (chance.word(&NAMES), chance.word(&["discount", "tax"]));
    let (target, digits) = (chance.word(&["subtotal", "total", "item"]), value(chance));
    let (attributes, rules) = (chance.json(), chance.json());
    cart.add_condition(&Condition {
        name: name.as_deref(),
        kind: kind.as_deref(),
        target: target.as_deref(),
        value: chance.price(&digits),
        attributes: attributes.as_deref(),
        order: chance.whole(),
        rules: rules.as_deref(),
    })
    .is_err()
}

fn value(chance: &mut Chance) -> Vec<u8> {
    let (before, mut digits) = (chance.of(&["", "+", "-", "*", "/", "--"]), chance.digits());
    digits.splice(0..0, before.bytes());
    if chance.one_in(3) {
        digits.push(b'%');
    }
    digits
}

/// Conditions in stored form, or nearly.
fn conditions(chance: &mut Chance) -> Vec<u8> {
    let mut text = Vec::from(b"[");
    for at in 0..=chance.below(3) {
        let (name, value) = (chance.of(&NAMES), chance.of(&["\"-10%\"", "\"+5\"", "2", "-1.5", "\"*0.5\"", "1e-30"]));
        let attributes = chance.json().unwrap_or(b"[]".to_vec());
        if at > 0 {
            text.push(b',');
        }
        text.extend_from_slice(format!(r#"{{"name":"{name}", "type":"fee","value":{value},"attributes":"#).as_bytes());
        text.extend_from_slice(&attributes);
        text.push(b'}');
    }
    text.push(b']');
    if chance.one_in(10) {
        chance.damage(&mut text);
    }
    text
}

fn load(chance: &mut Chance, cart: &Cart, carts: &[Cart]) {
    let other = &carts[chance.below(carts.len())];
    let mut items = other.items(JSON).ok().filter(|_| other.count().0 > 0);
    let mut conditions = other.conditions(JSON).ok().filter(|text| *text != b"{}");
    for text in [&mut items, &mut conditions] {
        match chance.below(8) {
            0 => *text = Some(chance.bytes(60)),
            1 => *text = chance.json(),
            2 => text.iter_mut().for_each(|text| chance.damage(text)),
            _ => {}
        }
    }
    if cart.load(items.as_deref(), conditions.as_deref()).is_err() {
        assert_eq!(stored(cart), (0, b"{}".to_vec(), b"{}".to_vec()), "a cart that was not read is empty");
    }
    assert_eq!(cart.pending(), 0);
}

fn administer(chance: &mut Chance, cart: &Cart) {
    match chance.below(4) {
        0 => cart.forget(),
        1 => cart.committed(),
        2 => drop(cart.set_limits(
            chance.whole(),
            chance.below(2000) as i64 - 1,
            chance.whole(),
            chance.below(100) as i64,
        )),
        _ => drop(cart.set_limits(1000, 1 << 20, i64::MAX, 255)),
    }
}

fn format(chance: &mut Chance) -> i32 {
    if chance.one_in(20) { chance.bits() as i32 } else { chance.of(&[PHP, JSON]) }
}

fn currency(chance: &mut Chance) -> Vec<u8> {
    chance.word(&["USD", "usd", "JPY", "KWD", "XXX"]).unwrap_or_default()
}

fn look(chance: &mut Chance, cart: &Cart) {
    let (format, currency) = (format(chance), currency(chance));
    match chance.below(5) {
        0 => drop(cart.item(&chance.word(&IDS).unwrap_or_default(), format)),
        1 => drop((cart.items(format), cart.conditions(format))),
        2 => drop(cart.content(&chance.word(&["default"]).unwrap_or_default(), &currency, format)),
        3 => drop(cart.sum(chance.below(6) as i32, &currency)),
        _ => drop((cart.column(chance.below(4) as i32), cart.count())),
    }
}

/// Calculations outside of a cart.
fn values(chance: &mut Chance) {
    let (price, json, currency, value) = (chance.digits(), chance.json(), currency(chance), value(chance));
    let (number, condition) = (chance.price(&price), chance.price(&value));
    let ((price, price_length), (json, json_length)) = (raw(Some(&price)), raw(json.as_deref()));
    let ((currency, currency_length), (text, text_length)) = (raw(Some(&currency)), raw(condition.text));
    // SAFETY: texts are NULL or readable, places may be written.
    unsafe {
        seen(receive("cw_price_parse", |out, error| cw_price_parse(price, price_length, out, error)));
        seen(call("cw_item_check", |error| {
            let (kind, whole, real, quantity) = (number.kind, number.whole, number.real, chance.whole());
            let (most, longest) = (chance.whole(), chance.whole());
            cw_item_check(price, price_length, text, text_length, kind, whole, real, quantity, most, longest, error)
        }));
        seen(receive("cw_item_amounts_of", |out, error| {
            let quantity = chance.whole();
            cw_item_amounts_of(number.kind, number.whole, number.real, quantity, json, json_length, out, error)
        }));
        seen(receive("cw_condition_check", |out, error| {
            let ((kind, kind_length), (target, target_length)) = (raw(Some(b"tax")), raw(Some(b"total")));
            let (value, real) = (condition.kind, condition.real);
            cw_condition_check(
                currency,
                currency_length,
                kind,
                kind_length,
                target,
                target_length,
                value,
                real,
                text,
                text_length,
                out,
                error,
            )
        }));
        seen(receive("cw_condition_apply", |out: *mut [f64; 2], error| {
            let (result, difference) = (out.cast::<f64>(), out.cast::<f64>().add(1));
            let amount = chance.real();
            cw_condition_apply(condition.kind, condition.real, text, text_length, amount, result, difference, error)
        }));
        seen(receive("cw_number_combine", |out, error| {
            let (arithmetic, kind, whole, real) =
                (chance.below(6) as i32, chance.below(4) as i32, chance.whole(), chance.real());
            cw_number_combine(arithmetic, number.kind, number.whole, number.real, kind, whole, real, out, error)
        }));
        seen(receive("cw_number_sum", |out, error| cw_number_sum(json, json_length, out, error)));
        seen(receive("cw_money_round", |out, error| {
            cw_money_round(number.kind, number.whole, number.real, currency, currency_length, out, error)
        }));
        seen(receive_text("cw_money_format", |out, length, error| {
            let symbol = chance.bits() as i32;
            let (kind, whole, real) = (number.kind, number.whole, number.real);
            cw_money_format(kind, whole, real, currency, currency_length, symbol, out, length, error)
        }));
        seen(receive_text("cw_currency", |out, length, error| {
            cw_currency(currency, currency_length, out, length, error)
        }));
    }
}

/// The call has been checked already; its answer may be anything.
fn seen<T: Debug>(answer: Answer<T>) {
    let _ = format!("{answer:?}");
}

fn assert_reads_back(cart: &Cart) {
    let (_, items, conditions) = stored(cart);
    let again = Cart::new();
    again.load((cart.count().0 > 0).then_some(&*items), (conditions != b"{}").then_some(&*conditions)).unwrap();
    assert_eq!(stored(&again), (0, items, conditions), "the text is stored again as it was");
    assert_eq!(again.count(), cart.count());
    for sum in 1..=4 {
        let (first, second) = (cart.sum(sum, b"USD"), again.sum(sum, b"USD"));
        assert_eq!(first.map(parts), second.map(parts), "sum {sum} of {}", String::from_utf8_lossy(&stored(cart).1));
    }
    for format in [JSON, PHP] {
        assert_eq!(again.items(format).map(people), cart.items(format).map(people));
        assert_eq!(again.conditions(format).map(people), cart.conditions(format).map(people));
        let content = |cart: &Cart| cart.content(b"default", b"USD", format).map(people);
        assert_eq!(content(&again), content(cart));
    }
}

/// For people who look for the difference.
fn people(text: Vec<u8>) -> String {
    String::from_utf8_lossy(&text).into_owned()
}

fn parts(number: cw_number) -> (i32, i64, u64) {
    (number.kind, number.whole, number.real.to_bits())
}
