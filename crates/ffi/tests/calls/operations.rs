//! What a hosted cart does beside items and conditions: operations as JSON, metadata, merges, lines that are taken over.

use super::Twins;
use super::carts::{IDS, NAMES, conditions_text, currency, format, number_of_an_enum, value};
use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::{Answer, call, raw, receive, receive_text};
use cartwright::cart::{cw_cart_name, cw_cart_set_switches};
use cartwright::merge::{cw_cart_conflicts, cw_cart_merge};
use cartwright::operations::{cw_cart_apply, cw_cart_clear};
use cartwright::prime::*;
use cartwright::result::*;

const KEYS: [&str; 4] = ["gift", "note", "ä", "__cartwright_dynamic_conditions"];
const OPERATIONS: [&str; 19] = [
    r#"{"op":"clear"}"#,
    r#"{"op":"clear_conditions"}"#,
    r#"{"op":"clear_item_conditions","id":"ID"}"#,
    r#"{"op":"remove_conditions_by_type","type":"fee"}"#,
    r#"{"op":"remove_shipping"}"#,
    r#"{"op":"remove","id":"ID"}"#,
    r#"{"op":"add","id":"ID","price":NUMBER,"quantity":NUMBER,"attributes":JSON}"#,
    r#"{"op":"add","id":"ID","name":"A","price":5,"quantity":2}"#,
    r#"{"op":"update","id":"ID","quantity":{"by":NUMBER},"price":NUMBER}"#,
    r#"{"op":"add_condition","condition":{"name":"NAME","type":"fee","value":"VALUE","order":NUMBER}}"#,
    r#"{"op":"add_item_condition","id":"ID","condition":{"name":"NAME","type":"tax","value":NUMBER}}"#,
    r#"{"op":"remove_item_condition","id":"ID","name":"NAME"}"#,
    r#"{"op":"set_shipping","name":"NAME","value":"VALUE"}"#,
    r#"{"op":"set_metadata","key":"KEY","value":JSON}"#,
    r#"{"op":"remove_metadata","key":"KEY"}"#,
    r#"{"op":"register_dynamic","condition":{"name":"NAME","type":"t","value":"-10%","rules":[{"min_items":1}]}}"#,
    r#"{"op":"unregister_dynamic","name":"NAME"}"#,
    r#"{"op":"evaluate","now":NUMBER,"zones":{"Europe/Berlin":3600}}"#,
    r#"{"op":"follow","verdicts":[{"condition":{"name":"NAME","type":"t","value":"VALUE"},"applies":true}]}"#,
];

/// One operation or several, mostly ones that there are.
pub fn operations_text(chance: &mut Chance) -> Vec<u8> {
    let texts: Vec<String> = (0..=chance.below(3)).map(|_| operation(chance)).collect();
    let mut text = if texts.len() == 1 { texts.concat() } else { format!("[{}]", texts.join(",")) }.into_bytes();
    if chance.one_in(10) {
        chance.damage(&mut text);
    }
    text
}

fn operation(chance: &mut Chance) -> String {
    let number = if chance.one_in(2) { chance.below(9).to_string() } else { format!("{:e}", chance.real()) };
    let json = chance.json().unwrap_or(b"1".to_vec());
    let words = [
        ("\"ID\"", format!("{:?}", chance.of(&IDS))),
        ("NAME", chance.of(&NAMES).to_owned()),
        ("KEY", chance.of(&KEYS).to_owned()),
        ("VALUE", String::from_utf8_lossy(&value(chance)).replace(['"', '\\'], "")),
        ("NUMBER", number),
        ("JSON", String::from_utf8_lossy(&json).into_owned()),
    ];
    words.iter().fold(chance.of(&OPERATIONS).to_owned(), |text, (word, by)| text.replace(word, by))
}

/// What is the same of two results: their ids and times are not.
pub fn told(result: *mut cw_result, format: i32) -> (bool, Option<Vec<u8>>) {
    if result.is_null() {
        return (false, None);
    }
    // SAFETY: the result has just been handed out, and is freed here.
    unsafe {
        let summary = receive("cw_result_summary_of", |out, error| cw_result_summary_of(result, out, error)).unwrap();
        let changes = receive_text("cw_result_changes", |text, length, error| {
            cw_result_changes(result, format, text, length, error)
        });
        let events = receive_text("cw_result_events", |text, length, error| {
            cw_result_events(result, format, text, length, error)
        });
        assert_eq!(changes.is_ok(), events.is_ok());
        cw_result_free(result);
        (summary.differs == 1, changes.ok().flatten())
    }
}

pub fn applied(cart: &Cart, text: &[u8], format: i32) -> Answer<(bool, Option<Vec<u8>>)> {
    let (text, length) = raw(Some(text));
    // SAFETY: the cart is live, the text is readable, the places may be written.
    let result =
        receive("cw_cart_apply", |out, error| unsafe { cw_cart_apply(cart.handle(), text, length, out, error) });
    result.map(|result| told(result, format))
}

pub fn apply(chance: &mut Chance, cart: &Twins) -> bool {
    let (text, format) = (operations_text(chance), format(chance));
    cart.answer(chance, |cart| applied(cart, &text, format)).is_err()
}

pub fn cleared(cart: &Cart) -> Answer<()> {
    // SAFETY: the cart is live.
    call("cw_cart_clear", |error| unsafe { cw_cart_clear(cart.handle(), error) })
}

pub fn clear(chance: &mut Chance, cart: &Twins) -> bool {
    cart.answer(chance, cleared).is_err()
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
    let (key, format) = (chance.word(&KEYS), format(chance));
    cart.ask(chance, |cart| cart.metadata(key.as_deref(), format));
}

pub fn has(chance: &mut Chance, cart: &Twins) {
    let id = chance.word(&IDS).unwrap_or_default();
    cart.ask(chance, |cart| cart.has(&id));
}

pub fn result(chance: &mut Chance, cart: &Twins) {
    let format = format(chance);
    cart.ask(chance, |cart| {
        // SAFETY: the cart is live, the places may be written.
        let result = receive("cw_cart_result", |out, error| unsafe { cw_cart_result(cart.handle(), out, error) });
        result.map(|result| told(result, format))
    });
}

pub fn identity(chance: &mut Chance, cart: &Twins) {
    cart.ask(chance, Cart::identity);
}

pub fn name(chance: &mut Chance, cart: &Twins) {
    let (who, which, code) = (chance.word(&IDS), chance.word(&["default"]), currency(chance));
    cart.ask(chance, |cart| {
        let ((who, who_length), (which, which_length)) = (raw(who.as_deref()), raw(which.as_deref()));
        let (code, code_length) = raw(Some(&code));
        // SAFETY: the cart is live, the texts are NULL or readable.
        call("cw_cart_name", |error| unsafe {
            cw_cart_name(cart.handle(), who, who_length, which, which_length, code, code_length, error)
        })
    });
}

/// As the switches are set, and then they are so in what is read back as well.
pub fn switched(cart: &Cart, [order, identity, strict, fractions]: [i32; 4]) -> Answer<()> {
    // SAFETY: the cart is live.
    call("cw_cart_set_switches", |error| unsafe {
        cw_cart_set_switches(cart.handle(), order, identity, strict, fractions, error)
    })
}

pub fn set_switches(chance: &mut Chance, cart: &Twins) {
    let switches = [(); 4].map(|()| if chance.one_in(40) { chance.bits() as i32 } else { chance.below(2) as i32 });
    if cart.answer(chance, |cart| switched(cart, switches)).is_ok() {
        cart.switches.set(switches);
    }
}

fn resolutions(chance: &mut Chance) -> Option<Vec<u8>> {
    let mut text = match chance.below(6) {
        0..3 => return None,
        3 => return chance.json(),
        4 => br#"{"shirt":{"by":"keep_user_cart"},"cap":{"take":"source"}}"#.to_vec(),
        _ => format!(r#"{{"{}":{{"quantity":{}}}}}"#, chance.of(&IDS), chance.whole()).into_bytes(),
    };
    if chance.one_in(8) {
        chance.damage(&mut text);
    }
    Some(text)
}

/// The other cart is taken in and stays as it is.
pub fn merge(chance: &mut Chance, cart: &Twins, other: &Twins) -> bool {
    let (strategy, resolutions, format) = (number_of_an_enum(chance), resolutions(chance), format(chance));
    cart.answer(chance, |cart| {
        let (text, length) = raw(resolutions.as_deref());
        // SAFETY: the carts are live and two, the text is NULL or readable, the places may be written.
        let result = receive("cw_cart_merge", |out, error| unsafe {
            cw_cart_merge(cart.handle(), other.loaded.handle(), strategy, text, length, out, error)
        });
        result.map(|result| told(result, format))
    })
    .is_err()
}

pub fn compare(chance: &mut Chance, cart: &Twins, other: &Twins) -> bool {
    let (strategy, format) = (number_of_an_enum(chance), format(chance));
    cart.ask(chance, |cart| {
        // SAFETY: the carts are live and two, the places may be written.
        receive_text("cw_cart_conflicts", |out, length, error| unsafe {
            cw_cart_conflicts(cart.handle(), other.loaded.handle(), strategy, format, out, length, error)
        })
    });
    false
}

/// A cart of a host that keeps its values, the calls for it in order and sometimes not.
pub fn prime(chance: &mut Chance) {
    let cart = Cart::new();
    let handle = cart.handle();
    let code = currency(chance);
    if !chance.one_in(8) {
        // SAFETY: the cart is live.
        let _ = call("cw_cart_prime", |error| unsafe { cw_cart_prime(handle, error) });
    }
    for _ in 0..chance.below(5) {
        let _ = match chance.below(6) {
            0..4 => line(chance, &cart),
            4 => lines_conditions(chance, &cart),
            _ => lines_metadata(chance, &cart),
        };
    }
    // SAFETY: the cart is live, the place may be written.
    if receive("cw_cart_primed", |out: *mut i64, error| unsafe { cw_cart_primed(handle, out, error) }).is_ok() {
        assert_eq!(cart.pending(), 0);
        let _ = (cart.sum(2, &code), cart.count());
    }
    let _ = (add_one(&cart), cart.items(JSON));
}

fn add_one(cart: &Cart) -> Answer<()> {
    cart.add(&SHIRT).map(|_| ())
}

fn line(chance: &mut Chance, cart: &Cart) -> Answer<()> {
    let (id, name, digits) = (chance.word(&IDS), chance.word(&["Shirt"]), chance.digits());
    let (price, quantity) = (chance.price(&digits), chance.whole());
    let (attributes, model) = (chance.json(), chance.json());
    let conditions = if chance.one_in(3) { Some(conditions_text(chance)) } else { None };
    let ((id, id_length), (name, name_length)) = (raw(id.as_deref()), raw(name.as_deref()));
    let ((text, text_length), (attributes, attributes_length)) = (raw(price.text), raw(attributes.as_deref()));
    let ((conditions, conditions_length), (model, model_length)) = (raw(conditions.as_deref()), raw(model.as_deref()));
    let (kind, whole, real) = (price.kind, price.whole, price.real);
    // SAFETY: the cart is live, the texts are NULL or readable.
    call("cw_cart_prime_line", |error| unsafe {
        cw_cart_prime_line(
            cart.handle(),
            id,
            id_length,
            name,
            name_length,
            kind,
            whole,
            real,
            text,
            text_length,
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
}

fn lines_conditions(chance: &mut Chance, cart: &Cart) -> Answer<()> {
    let (conditions, dynamic) = (conditions_text(chance), chance.json());
    let ((conditions, conditions_length), (dynamic, dynamic_length)) =
        (raw(Some(&conditions)), raw(dynamic.as_deref()));
    // SAFETY: the cart is live, the texts are NULL or readable.
    call("cw_cart_prime_conditions", |error| unsafe {
        cw_cart_prime_conditions(cart.handle(), conditions, conditions_length, dynamic, dynamic_length, error)
    })
}

fn lines_metadata(chance: &mut Chance, cart: &Cart) -> Answer<()> {
    let (key, value) = (chance.word(&KEYS), chance.json());
    let ((key, key_length), (value, value_length)) = (raw(key.as_deref()), raw(value.as_deref()));
    // SAFETY: the cart is live, the texts are NULL or readable.
    call("cw_cart_prime_metadata", |error| unsafe {
        cw_cart_prime_metadata(cart.handle(), key, key_length, value, value_length, error)
    })
}
