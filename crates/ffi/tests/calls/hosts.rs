//! What a host does with a cart of its own: says how it behaves and who it is, and hands it over line by line.

use super::Twins;
use super::carts::{IDS, NAMES, add, add_condition, conditions_text, remove, sum, update};
use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::{Answer, call, raw, receive};
use cartwright::cart::{cw_cart_name, cw_cart_set_switches};
use cartwright::prime::*;

/// Switches hold for what comes after; what was put in under others is forgotten first.
pub fn set_switches(chance: &mut Chance, cart: &Twins) {
    let mut switches = [(); 4].map(|()| chance.below(2) as i32);
    if chance.one_in(10) {
        switches[chance.below(4)] = chance.bits() as i32;
    }
    cart.answer(chance, Cart::forget);
    if cart.answer(chance, |cart| set(cart, switches)).is_ok() {
        cart.switches.set(switches);
    }
}

pub fn set(cart: &Cart, [order, line, strict, fractions]: [i32; 4]) -> Answer<()> {
    // SAFETY: the cart is live.
    call("cw_cart_set_switches", |error| unsafe {
        cw_cart_set_switches(cart.handle(), order, line, strict, fractions, error)
    })
}

pub fn name(chance: &mut Chance, cart: &Twins) {
    let (identifier, instance) = (chance.word(&["user-7"]), chance.word(&["default", "wishlist"]));
    let currency = chance.word(&["USD", "JPY", "XXX"]);
    cart.ask(chance, |cart| {
        let ((identifier, identifier_length), (instance, instance_length)) =
            (raw(identifier.as_deref()), raw(instance.as_deref()));
        let (currency, length) = raw(currency.as_deref());
        // SAFETY: the cart is live, the texts are NULL or readable.
        call("cw_cart_name", |error| unsafe {
            cw_cart_name(
                cart.handle(),
                identifier,
                identifier_length,
                instance,
                instance_length,
                currency,
                length,
                error,
            )
        })
    });
}

/// A cart is handed over line by line, computed with, and forgotten: its host stores it.
pub fn prime(chance: &mut Chance, cart: &Twins) {
    if chance.one_in(8) {
        // Nobody has begun.
        line(chance, cart);
        assert_eq!(many_lines(chance, cart), 0);
        conditions(chance, cart);
        metadata(chance, cart);
        assert!(primed(chance, cart).is_err());
        return;
    }
    let begun = cart.answer(chance, |cart| {
        // SAFETY: the cart is live.
        call("cw_cart_prime", |error| unsafe { cw_cart_prime(cart.handle(), error) })
    });
    assert_eq!(begun, Ok(()));
    let mut lines = 0;
    for _ in 0..chance.below(6) {
        match chance.below(5) {
            0 => conditions(chance, cart),
            1 => metadata(chance, cart),
            2 => lines += many_lines(chance, cart),
            _ => lines += i64::from(line(chance, cart)),
        }
    }
    if chance.one_in(20) {
        // Whoever does not say that this is all has no cart to ask.
        cart.answer(chance, |cart| cart.items(JSON)).unwrap_err();
        cart.answer(chance, Cart::has_rules).unwrap_err();
    } else {
        let items = primed(chance, cart).unwrap();
        assert!(items <= lines, "{items} lines of {lines} that were taken");
        assert_eq!(cart.answer(chance, Cart::pending), 0);
        for _ in 0..chance.below(4) {
            match chance.below(5) {
                0 => drop(add(chance, cart)),
                1 => drop(update(chance, cart)),
                2 => drop(remove(chance, cart)),
                3 => drop(add_condition(chance, cart)),
                _ => sum(chance, cart),
            }
        }
    }
    cart.answer(chance, Cart::forget);
}

fn primed(chance: &mut Chance, cart: &Twins) -> Answer<i64> {
    cart.answer(chance, |cart| {
        // SAFETY: the cart is live.
        receive("cw_cart_primed", |out, error| unsafe { cw_cart_primed(cart.handle(), out, error) })
    })
}

/// Whether it was taken.
fn line(chance: &mut Chance, cart: &Twins) -> bool {
    let (id, name, digits) = (chance.word(&IDS), chance.word(&["T-Shirt"]), chance.digits());
    let (price, quantity, attributes, model) = (chance.price(&digits), chance.whole(), chance.json(), chance.json());
    let conditions = if chance.one_in(2) { Some(conditions_text(chance)) } else { None };
    let taken = cart.answer(chance, |cart| {
        let ((id, id_length), (name, name_length)) = (raw(id.as_deref()), raw(name.as_deref()));
        let ((digits, digits_length), (attributes, attributes_length)) = (raw(price.text), raw(attributes.as_deref()));
        let ((conditions, conditions_length), (model, model_length)) =
            (raw(conditions.as_deref()), raw(model.as_deref()));
        // SAFETY: the cart is live, the texts are NULL or readable.
        call("cw_cart_prime_line", |error| unsafe {
            cw_cart_prime_line(
                cart.handle(),
                id,
                id_length,
                name,
                name_length,
                price.kind,
                price.whole,
                price.real,
                digits,
                digits_length,
                quantity,
                attributes,
                attributes_length,
                conditions,
                conditions_length,
                model,
                model_length,
                error,
            )
        })
    });
    taken.is_ok()
}

/// How many were taken: all of them or none.
fn many_lines(chance: &mut Chance, cart: &Twins) -> i64 {
    let count = chance.below(4);
    let (mut ids, mut numbers) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let id = chance.word(&IDS).unwrap_or_default();
        let length = if chance.one_in(12) { chance.whole() } else { id.len() as i64 };
        numbers.push((length, chance.real(), chance.whole()));
        ids.extend_from_slice(&id);
    }
    let [lengths, quantities] = [|one: &(i64, f64, i64)| one.0, |one: &(i64, f64, i64)| one.2]
        .map(|part| numbers.iter().map(part).collect::<Vec<i64>>());
    let prices: Vec<f64> = numbers.iter().map(|one| one.1).collect();
    let ids = if chance.one_in(20) { None } else { Some(ids) };
    let missing = chance.one_in(20);
    let taken = cart.answer(chance, |cart| {
        let (ids, ids_length) = raw(ids.as_deref());
        let lengths = if missing { std::ptr::null() } else { lengths.as_ptr() };
        // SAFETY: the cart is live, the text is NULL or readable, the arrays are NULL or have so many numbers.
        call("cw_cart_prime_lines", |error| unsafe {
            let handle = cart.handle();
            cw_cart_prime_lines(handle, ids, ids_length, lengths, prices.as_ptr(), quantities.as_ptr(), count, error)
        })
    });
    if taken.is_ok() { count as i64 } else { 0 }
}

fn conditions(chance: &mut Chance, cart: &Twins) {
    let [on, dynamic] = [(); 2].map(|()| if chance.one_in(3) { None } else { Some(conditions_text(chance)) });
    cart.ask(chance, |cart| {
        let ((on, on_length), (dynamic, dynamic_length)) = (raw(on.as_deref()), raw(dynamic.as_deref()));
        // SAFETY: the cart is live, the texts are NULL or readable.
        call("cw_cart_prime_conditions", |error| unsafe {
            cw_cart_prime_conditions(cart.handle(), on, on_length, dynamic, dynamic_length, error)
        })
    });
}

fn metadata(chance: &mut Chance, cart: &Twins) {
    let (name, value) = (chance.word(&NAMES), chance.json());
    cart.ask(chance, |cart| {
        let ((name, name_length), (value, value_length)) = (raw(name.as_deref()), raw(value.as_deref()));
        // SAFETY: the cart is live, the texts are NULL or readable.
        call("cw_cart_prime_metadata", |error| unsafe {
            cw_cart_prime_metadata(cart.handle(), name, name_length, value, value_length, error)
        })
    });
}
