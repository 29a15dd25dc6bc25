//! A cart is changed, asked, and looked after; and the texts for that.

use super::Twins;
use crate::support::cart::*;
use crate::support::chance::Chance;

pub const IDS: [&str; 4] = ["shirt", "cap", "1001", "ä/b"];
pub const NAMES: [&str; 4] = ["sale", "tax", "shipping", "7"];

pub fn add(chance: &mut Chance, cart: &Twins) -> bool {
    let (id, name, digits) = (chance.word(&IDS), chance.word(&["T-Shirt", "Cap"]), chance.digits());
    let (attributes, model) = (chance.json(), chance.json());
    let conditions = if chance.one_in(3) { Some(conditions_text(chance)) } else { None };
    let class = if chance.one_in(20) { chance.word(&[r"App\Models\Shirt"]) } else { None };
    let item = Item {
        id: id.as_deref(),
        name: name.as_deref(),
        price: chance.price(&digits),
        quantity: chance.whole(),
        attributes: attributes.as_deref(),
        conditions: conditions.as_deref(),
        model: model.as_deref(),
        unknown_class: class.as_deref(),
    };
    cart.answer(chance, |cart| cart.add(&item)).is_err()
}

pub fn update(chance: &mut Chance, cart: &Twins) -> bool {
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
    cart.answer(chance, |cart| cart.update(&id, &update, format)).is_err()
}

pub fn add_condition(chance: &mut Chance, cart: &Twins) -> bool {
    let (name, kind) = (chance.word(&NAMES), chance.word(&["discount", "tax"]));
    let (target, digits) = (chance.word(&["subtotal", "total", "item"]), value(chance));
    let (attributes, rules) = (chance.json(), chance.json());
    let condition = Condition {
        name: name.as_deref(),
        kind: kind.as_deref(),
        target: target.as_deref(),
        value: chance.price(&digits),
        attributes: attributes.as_deref(),
        order: chance.whole(),
        rules: rules.as_deref(),
    };
    cart.answer(chance, |cart| cart.add_condition(&condition)).is_err()
}

pub fn remove(chance: &mut Chance, cart: &Twins) -> bool {
    let (id, format) = (chance.word(&IDS).unwrap_or_default(), format(chance));
    cart.answer(chance, |cart| cart.remove(&id, format)).is_err()
}

pub fn remove_condition(chance: &mut Chance, cart: &Twins) -> bool {
    let (name, format) = (chance.word(&NAMES).unwrap_or_default(), format(chance));
    cart.answer(chance, |cart| cart.remove_condition(&name, format)).is_err()
}

pub fn value(chance: &mut Chance) -> Vec<u8> {
    let (before, mut digits) = (chance.of(&["", "+", "-", "*", "/", "--"]), chance.digits());
    digits.splice(0..0, before.bytes());
    if chance.one_in(3) {
        digits.push(b'%');
    }
    digits
}

/// Conditions in stored form, or nearly.
pub fn conditions_text(chance: &mut Chance) -> Vec<u8> {
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

pub fn forget(chance: &mut Chance, cart: &Twins) {
    cart.answer(chance, Cart::forget);
}

pub fn committed(chance: &mut Chance, cart: &Twins) {
    cart.answer(chance, Cart::committed);
}

pub fn set_limits(chance: &mut Chance, cart: &Twins) {
    let (items, quantity) = (chance.whole(), chance.whole());
    let (data_bytes, text_bytes) = (chance.below(2000) as i64 - 1, chance.below(100) as i64);
    cart.ask(chance, |cart| cart.set_limits(items, data_bytes, quantity, text_bytes));
}

pub fn format(chance: &mut Chance) -> i32 {
    if chance.one_in(20) { chance.bits() as i32 } else { chance.of(&[PHP, JSON]) }
}

pub fn currency(chance: &mut Chance) -> Vec<u8> {
    chance.word(&["USD", "usd", "JPY", "KWD", "XXX"]).unwrap_or_default()
}

pub fn item(chance: &mut Chance, cart: &Twins) {
    let (id, format) = (chance.word(&IDS).unwrap_or_default(), format(chance));
    cart.ask(chance, |cart| cart.item(&id, format));
}

pub fn items(chance: &mut Chance, cart: &Twins) {
    let format = format(chance);
    cart.ask(chance, |cart| cart.items(format));
}

pub fn conditions(chance: &mut Chance, cart: &Twins) {
    let format = format(chance);
    cart.ask(chance, |cart| cart.conditions(format));
}

pub fn content(chance: &mut Chance, cart: &Twins) {
    let (instance, currency, format) = (chance.word(&IDS).unwrap_or_default(), currency(chance), format(chance));
    cart.ask(chance, |cart| cart.content(&instance, &currency, format));
}

pub fn sum(chance: &mut Chance, cart: &Twins) {
    let (sum, currency) = (number_of_an_enum(chance), currency(chance));
    cart.ask(chance, |cart| cart.sum(sum, &currency));
}

pub fn column(chance: &mut Chance, cart: &Twins) {
    let column = number_of_an_enum(chance);
    cart.ask(chance, |cart| cart.column(column));
}

pub fn number_of_an_enum(chance: &mut Chance) -> i32 {
    if chance.one_in(20) { chance.bits() as i32 } else { chance.below(6) as i32 }
}

pub fn has(chance: &mut Chance, cart: &Twins) {
    let id = chance.word(&IDS).unwrap_or_default();
    cart.ask(chance, |cart| cart.has(&id));
    if chance.one_in(3) {
        cart.ask(chance, Cart::has_rules);
    }
}
