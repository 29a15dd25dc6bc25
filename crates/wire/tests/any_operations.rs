//! Whatever is sent as operations: it is read or refused, and what is read is done or refused.

use cartwright_core::{Cart, Currency, Facts, FixedOffsets, Moment, Policy};
use cartwright_wire::operations::{OperationTexts, read_resolutions};
use cartwright_wire::{Format, changes};

const OPERATIONS: &str = r#"[
    {"op":"add","id":"a","name":"A","price":19.5,"quantity":2,"attributes":{"s":"L"},"model":"M","unknown_class":null,
     "conditions":[{"name":"i","type":"t","target":"item","value":"-1%","order":1}]},
    {"op":"update","id":"a","quantity":{"to":5},"price":"$1.50","name":"B","attributes":[]},
    {"op":"set_shipping","name":"Post","value":0.5,"method":"slow"},
    {"op":"set_metadata","key":"k","value":{"a":[1,"\u00fc"]}},
    {"op":"register_dynamic","condition":{"name":"d","type":"t","value":"-5","rules":[{"dates":{"from":"2026-01-01","zone":"M/B"}}]}},
    {"op":"evaluate","now":1795285800,"zones":{"M/B":-3600}},
    {"op":"follow","verdicts":[{"condition":{"name":"f","type":"t","target":"item","value":"+1"},"lines":["a","b"]},
     {"condition":{"name":"g","type":"t","value":"+1"},"applies":true}]},
    {"op":"clear_item_conditions","id":"a"},
    {"op":"remove","id":"a"}
]"#;
const RESOLUTIONS: &str = r#"{"a":{"by":"keep_user_cart"},"b":{"quantity":1.5},"c":{"take":"source"}}"#;

/// What is put in the place of a piece of a text.
const PIECES: [&str; 12] =
    ["", "\"", "{", "}", "[", "]", ",", "null", "-9223372036854775808", "7.9e28", "1e-400", "\"\\ud800\""];

/// The text with one of its pieces, of up to so many bytes, replaced by each other piece.
fn spoilt(text: &str) -> impl Iterator<Item = String> {
    (0..text.len()).flat_map(move |start| {
        [1, 2, 4].into_iter().flat_map(move |length| {
            let rest = text.get(start + length..).unwrap_or_default();
            PIECES.iter().map(move |piece| format!("{}{piece}{rest}", &text[..start]))
        })
    })
}

#[test]
fn no_text_of_operations_is_anything_but_read_or_refused() {
    let pricing = Currency::find("USD").expect("USD").into();
    let facts = Facts { now: Moment::from_seconds(0), pricing, zones: &FixedOffsets };
    let (mut read, mut refused) = (0, 0);
    for text in spoilt(OPERATIONS) {
        let Ok(texts) = OperationTexts::read(&text) else {
            refused += 1;
            continue;
        };
        read += 1;
        texts.with(&facts, |operations| {
            let mut cart = Cart::default();
            for operation in operations {
                let Ok(done) = cart.apply(operation.clone(), &Policy::default()) else { break };
                for format in [Format::Json, Format::Php] {
                    changes::write(&done, format).unwrap_or_else(|why| panic!("{why} after {text}"));
                }
            }
        });
    }
    assert!(read > 1000 && refused > 1000, "{read} were read, {refused} refused");
}

#[test]
fn no_text_of_resolutions_is_anything_but_read_or_refused() {
    let read = spoilt(RESOLUTIONS).filter(|text| read_resolutions(text).is_ok()).count();
    assert!(read > 10, "{read} were read");
}
