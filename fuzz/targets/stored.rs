//! Columns as somebody else may have stored them: items, a byte 0xff, conditions, another one, metadata. Reading them at once and reading them late
//! agree; what can be read is read again as the same from what is stored for it; changes work on it or leave it alone.
#![no_main]
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../../crates/ffi/tests/support/mod.rs"]
mod support;

use support::cart::{CONDITIONS, Cart, ITEMS, JSON, METADATA, PHP, SALE, SHIRT};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut columns = bytes.splitn(3, |byte| *byte == 0xff);
    let columns = [columns.next(), columns.next(), columns.next()];
    let (loaded, held) = (Cart::new(), Cart::new());
    let read = loaded.load_all(columns);
    if held.hold_all(columns).is_ok() {
        let late = [held.items(JSON).err(), held.conditions(JSON).err(), held.metadata(None, JSON).err()];
        assert_eq!(late.into_iter().flatten().next(), read.clone().err(), "read late as at once");
    }
    if read.is_err() {
        return;
    }
    let first = all(&loaded);
    let again = Cart::new();
    let stored = [ITEMS, CONDITIONS, METADATA].map(|column| loaded.column(column).ok().flatten());
    again.load_all(stored.each_ref().map(Option::as_deref)).unwrap();
    assert_eq!(all(&again), first, "what is stored is read as what was stored");

    // What is refused changes nothing.
    if loaded.add(&SHIRT).is_err() {
        assert_eq!(all(&loaded), first);
    }
    let _ = loaded.add_condition(&SALE);
    let _ = loaded.apply(r#"{"op":"evaluate","now":1795285800,"zones":{"Europe/Berlin":3600}}"#);
    if let [Ok(items), Ok(conditions), Ok(metadata)] = [ITEMS, CONDITIONS, METADATA].map(|column| loaded.column(column))
    {
        again.load_all([&items, &conditions, &metadata].map(|text| text.as_deref())).unwrap();
        assert_eq!(all(&again), all(&loaded));
    }
});

/// Everything that a cart answers.
fn all(cart: &Cart) -> impl PartialEq + std::fmt::Debug + use<> {
    let texts =
        [JSON, PHP].map(|format| (cart.items(format), cart.conditions(format), cart.content(b"a", b"USD", format)));
    let sums = [1, 2, 3, 4].map(|sum| cart.sum(sum, b"JPY").map(|sum| (sum.kind, sum.whole, sum.real.to_bits())));
    (texts, sums, cart.count(), cart.metadata(None, JSON))
}
