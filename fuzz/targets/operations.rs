//! Operations as JSON, from wherever: what is refused leaves the cart as it was, what is done is told and reads back, alone and in a
//! list.
#![no_main]
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../../crates/ffi/tests/support/mod.rs"]
mod support;

use cartwright::operations::cw_cart_apply;
use cartwright::result::{cw_result_changes, cw_result_events, cw_result_free};
use support::cart::{CONDITIONS, Cart, ITEMS, JSON, METADATA, PHP, SALE, SHIRT};
use support::engine::Engine;
use support::{Answer, raw, receive, receive_text};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let engine = Engine::memory();
    let carts = [Cart::new(), Cart::new(), engine.cart("user-7")];
    for cart in &carts {
        cart.add(&SHIRT).unwrap();
        cart.add_condition(&SALE).unwrap();
        cart.set_metadata(b"note", Some(b"1")).unwrap();
    }
    let before = carts.each_ref().map(shown);
    let in_a_list = [b"[", text, b"]"].concat();
    let told = [apply(&carts[0], text), apply(&carts[1], &in_a_list), apply(&carts[2], text)];
    for ((cart, before), told) in carts.iter().zip(before).zip(&told) {
        if told.is_err() {
            assert_eq!(shown(cart), before, "a refused text has changed the cart");
        }
    }
    if text.trim_ascii_start().starts_with(b"{") {
        assert_eq!(told[0].is_ok(), told[1].is_ok(), "alone as in a list");
        if told[0].is_ok() {
            assert_eq!((&told[0], shown(&carts[0])), (&told[1], shown(&carts[1])));
        }
    }
    assert_eq!(told[0].is_ok(), told[2].is_ok(), "an engine's cart takes what a hosted one takes");

    // What is stored is read as what was stored.
    let columns = [ITEMS, CONDITIONS, METADATA].map(|column| carts[0].column(column));
    if let [Ok(items), Ok(conditions), Ok(metadata)] = columns {
        carts[1].load_all([&items, &conditions, &metadata].map(|text| text.as_deref())).unwrap();
        assert_eq!(shown(&carts[1]), shown(&carts[0]));
    }
});

fn shown(cart: &Cart) -> [Option<Vec<u8>>; 3] {
    [cart.items(JSON).ok(), cart.conditions(JSON).ok(), cart.metadata(None, JSON).unwrap()]
}

/// What it did, both ways; events have ids and times.
fn apply(cart: &Cart, text: &[u8]) -> Answer<[Option<Vec<u8>>; 2]> {
    let (text, length) = raw(Some(text));
    // SAFETY: the cart is live, the text is readable; the result is freed once.
    unsafe {
        let result = receive("cw_cart_apply", |out, error| cw_cart_apply(cart.handle(), text, length, out, error))?;
        let told = [JSON, PHP].map(|format| {
            receive_text("cw_result_changes", |out, length, error| {
                cw_result_changes(result, format, out, length, error)
            })
            .unwrap()
        });
        receive_text("cw_result_events", |out, length, error| cw_result_events(result, JSON, out, length, error))
            .unwrap();
        cw_result_free(result);
        Ok(told)
    }
}
