//! Calculations outside of a cart.

use super::carts::{IDS, NAMES, currency, number_of_an_enum, value};
use crate::support::chance::Chance;
use crate::support::{Answer, call, called, raw, receive, receive_text};
use cartwright::abi::{cw_abi_epoch, cw_version};
use cartwright::money::*;
use cartwright::value::*;
use std::fmt::Debug;

pub fn price_parse(chance: &mut Chance) {
    let digits = chance.digits();
    let (text, length) = raw(Some(&digits));
    // SAFETY: the text is readable, the places may be written.
    seen(receive("cw_price_parse", |out, error| unsafe { cw_price_parse(text, length, out, error) }));
}

pub fn item_check(chance: &mut Chance) {
    let (id, name, digits) = (chance.word(&IDS), chance.word(&["T-Shirt"]), chance.digits());
    let price = chance.price(&digits);
    let ((id, id_length), (name, name_length)) = (raw(id.as_deref()), raw(name.as_deref()));
    let (quantity, most, longest) = (chance.whole(), chance.whole(), chance.whole());
    let (kind, whole, real) = (price.kind, price.whole, price.real);
    // SAFETY: the texts are NULL or readable, the place may be written.
    seen(call("cw_item_check", |error| unsafe {
        cw_item_check(id, id_length, name, name_length, kind, whole, real, quantity, most, longest, error)
    }));
}

pub fn item_amounts_of(chance: &mut Chance) {
    let (digits, values) = (chance.digits(), values_of_conditions(chance));
    let (price, quantity) = (chance.price(&digits), chance.whole());
    let (values, length) = raw(values.as_deref());
    // SAFETY: the text is NULL or readable, the places may be written.
    seen(receive("cw_item_amounts_of", |out, error| unsafe {
        cw_item_amounts_of(price.kind, price.whole, price.real, quantity, values, length, out, error)
    }));
}

/// A list of them, or any JSON.
pub fn values_of_conditions(chance: &mut Chance) -> Option<Vec<u8>> {
    match chance.below(4) {
        0 => chance.json(),
        1 => Some(chance.of(&["[]", r#"["-10%"]"#, r#"["+5", -2.5]"#, r#"["/3", "*2", 1e27]"#]).into()),
        _ => Some(format!("[{:?}]", String::from_utf8_lossy(&value(chance))).into()),
    }
}

pub fn condition_check(chance: &mut Chance) {
    let (name, kind, target) =
        (chance.word(&NAMES), chance.word(&["discount", "tax"]), chance.word(&["subtotal", "total", "item"]));
    let digits = value(chance);
    let given = chance.price(&digits);
    let ((name, name_length), (kind, kind_length)) = (raw(name.as_deref()), raw(kind.as_deref()));
    let ((target, target_length), (text, text_length)) = (raw(target.as_deref()), raw(given.text));
    let (value, real) = (given.kind, given.real);
    // SAFETY: the texts are NULL or readable, the places may be written.
    seen(receive("cw_condition_check", |out, error| unsafe {
        cw_condition_check(
            name,
            name_length,
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
}

pub fn condition_apply(chance: &mut Chance) {
    let digits = value(chance);
    let (given, amount) = (chance.price(&digits), chance.real());
    let (text, length) = raw(given.text);
    // SAFETY: the text is NULL or readable, the places may be written.
    seen(receive("cw_condition_apply", |out: *mut [f64; 2], error| unsafe {
        let (result, difference) = (out.cast::<f64>(), out.cast::<f64>().add(1));
        cw_condition_apply(given.kind, given.real, text, length, amount, result, difference, error)
    }));
}

pub fn number_combine(chance: &mut Chance) {
    let (arithmetic, digits) = (number_of_an_enum(chance), chance.digits());
    let (left, right) = (chance.price(&digits), chance.price(&digits));
    // SAFETY: the places may be written.
    seen(receive("cw_number_combine", |out, error| unsafe {
        cw_number_combine(arithmetic, left.kind, left.whole, left.real, right.kind, right.whole, right.real, out, error)
    }));
}

pub fn number_sum(chance: &mut Chance) {
    let numbers = if chance.one_in(2) { chance.json() } else { Some(format!("[{}, 0.1]", chance.whole()).into()) };
    let (numbers, length) = raw(numbers.as_deref());
    // SAFETY: the text is NULL or readable, the places may be written.
    seen(receive("cw_number_sum", |out, error| unsafe { cw_number_sum(numbers, length, out, error) }));
}

pub fn money_round(chance: &mut Chance) {
    let (digits, currency) = (chance.digits(), currency(chance));
    let amount = chance.price(&digits);
    let (currency, length) = raw(Some(&currency));
    // SAFETY: the text is readable, the places may be written.
    seen(receive("cw_money_round", |out, error| unsafe {
        cw_money_round(amount.kind, amount.whole, amount.real, currency, length, out, error)
    }));
}

pub fn money_format(chance: &mut Chance) {
    let (digits, currency, symbol) = (chance.digits(), currency(chance), chance.bits() as i32);
    let (kind, whole, real) = {
        let amount = chance.price(&digits);
        (amount.kind, amount.whole, amount.real)
    };
    let (currency, currency_length) = raw(Some(&currency));
    // SAFETY: the text is readable, the places may be written.
    seen(receive_text("cw_money_format", |out, length, error| unsafe {
        cw_money_format(kind, whole, real, currency, currency_length, symbol, out, length, error)
    }));
}

pub fn currency_of(chance: &mut Chance) {
    let code = currency(chance);
    let (code, code_length) = raw(Some(&code));
    // SAFETY: the text is readable, the places may be written.
    seen(receive_text("cw_currency", |out, length, error| unsafe {
        cw_currency(code, code_length, out, length, error)
    }));
}

pub fn who_it_is(_: &mut Chance) {
    // SAFETY: a text of the library's, closed by a NUL.
    let version = unsafe { std::ffi::CStr::from_ptr(cw_version()) };
    assert_eq!(cw_abi_epoch(), cartwright::abi::CW_ABI_EPOCH);
    assert!(version.to_bytes().contains(&b'.'), "{version:?}");
    called("cw_abi_epoch");
    called("cw_version");
}

/// The call has been checked already; its answer may be anything.
pub fn seen<T: Debug>(answer: Answer<T>) {
    let _ = format!("{answer:?}");
}
