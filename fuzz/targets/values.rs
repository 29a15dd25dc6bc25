//! Texts of customers and of shops: prices, and values of conditions. Whatever can be read does what it says wherever it is
//! used.
#![no_main]
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../../crates/ffi/tests/support/mod.rs"]
mod support;

use cartwright::number::cw_number;
use cartwright::value::{cw_condition_apply, cw_condition_check, cw_condition_effect, cw_price_parse};
use support::cart::{Cart, Condition, Given, Item, SALE, SHIRT};
use support::{Answer, raw, receive};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    price(text);
    condition(text);
});

fn price(digits: &[u8]) {
    let (text, length) = raw(Some(digits));
    // SAFETY: the text is readable, the places may be written.
    let read: Answer<cw_number> =
        receive("cw_price_parse", |out, error| unsafe { cw_price_parse(text, length, out, error) });
    let added = Cart::new().add(&Item { price: Given::text(digits), ..SHIRT });
    match (read, added) {
        (Ok(price), Ok(added)) => {
            let parts = |number: cw_number| (number.kind, number.whole, number.real.to_bits());
            assert_eq!(parts(added.price), parts(price), "a cart reads a price as cw_price_parse does");
        }
        (Err(read), Err(added)) => assert_eq!(read, added),
        (Ok(price), Err(added)) => {
            assert_eq!(added.status, 1, "{price:?} is refused only if it is negative: {added:?}")
        }
        (Err(read), Ok(_)) => panic!("a cart has taken what cannot be read: {read:?}"),
    }
}

fn condition(value: &[u8]) {
    let ((text, length), (word, word_length)) = (raw(Some(value)), raw(Some(b"total")));
    let kind = Given::text(value).kind;
    // SAFETY: the texts are readable, the places may be written.
    let (checked, applied) = unsafe {
        let checked: Answer<cw_condition_effect> = receive("cw_condition_check", |out, error| {
            cw_condition_check(
                word,
                word_length,
                word,
                word_length,
                word,
                word_length,
                kind,
                0.0,
                text,
                length,
                out,
                error,
            )
        });
        let applied: Answer<[f64; 2]> = receive("cw_condition_apply", |out: *mut [f64; 2], error| {
            let (result, difference) = (out.cast::<f64>(), out.cast::<f64>().add(1));
            cw_condition_apply(kind, 0.0, text, length, 100.0, result, difference, error)
        });
        (checked, applied)
    };
    let added = Cart::new().add_condition(&Condition { value: Given::text(value), ..SALE });
    assert_eq!(checked.clone().map(|_| ()), added, "a cart takes the conditions that cw_condition_check takes");
    match (checked, applied) {
        (Ok(effect), Ok([result, _])) => {
            assert!(result >= 0.0, "no condition makes an amount negative");
            // "+-5" is added and takes off.
            let grows = match u8::try_from(effect.operator_sign) {
                Ok(b'+' | b'%') => effect.number >= 0.0,
                Ok(b'-') => effect.number <= 0.0,
                _ => return,
            };
            let as_said = if grows { result >= 100.0 } else { result <= 100.0 };
            assert!(as_said, "100 becomes {result} with {effect:?}", effect = (effect.operator_sign, effect.number));
        }
        (Err(checked), Err(applied)) => assert_eq!(checked, applied),
        // The result may be beyond any number.
        (Ok(_), Err(applied)) => assert_eq!(applied.status, 5, "{applied:?}"),
        (Err(checked), Ok(_)) => panic!("a value was applied that cannot be read: {checked:?}"),
    }
}
