//! How fast the text forms are read and written: `cargo bench -p cartwright-wire`.
//!
//! Prints megabytes of JSON per second, the best of several runs, for one item and for the largest cart.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cartwright_wire::canonical::canonical_json;
use cartwright_wire::json_scan::{RawValue, scan};
use cartwright_wire::json_text::json_string;
use cartwright_wire::php_number::json_float;
use cartwright_wire::php_text::serialize_json;

fn main() {
    for (name, count, items) in [
        ("1 item", 1, cart(1, "Shirt")),
        ("1000 items", 1000, cart(1000, "Shirt")),
        ("1000 items, escapes", 1000, cart(1000, "Gr\\u00f6\\u00dfe 50\\/50")),
    ] {
        println!("{name}: {} bytes, {} an item", items.len(), items.len() / count);
        rate("scan", &items, || scan(&items).is_ok());
        rate("scan, then each field of each item", &items, || scan(&items).map(fields));
        let mut text = Vec::new();
        rate("serialize_json", &items, || {
            text.clear();
            serialize_json(&items, &mut text)
        });
        let mut json = String::new();
        rate("canonical_json", &items, || {
            json.clear();
            canonical_json(&items, &mut json)
        });
        assert_eq!(json, items, "the bench's cart is in json_encode's form");
    }

    let name = "A product's name of sixty characters, all of it plain ASCII.";
    let mut json = String::new();
    rate("json_string, a name of plain ASCII", name, || {
        json.clear();
        json_string(name, &mut json);
    });
    for value in [19.99, 0.300_000_000_000_000_04, 1e25] {
        rate(&format!("json_float, {value:e}"), "1 float", || {
            json.clear();
            json_float(black_box(value), &mut json)
        });
    }
}

/// What reading a cart does: every field's key and, where it is short, its value.
fn fields(items: RawValue<'_>) -> usize {
    items.entries().flat_map(|item| item.value.members()).filter(|field| field.value.as_i64().is_some()).count()
}

/// Items with five attributes and one condition, as the original stores them.
fn cart(count: usize, name: &str) -> String {
    let items: Vec<String> = (0..count)
        .map(|number| {
            format!(
                "\"sku-{number}\":{{\"id\":\"sku-{number}\",\"name\":\"{name} {number}\",\"price\":{}.99,\"quantity\":{},\
                 \"attributes\":{{\"color\":\"red\",\"size\":\"XL\",\"brand\":\"Acme\",\"weight\":{},\"gift\":false}},\
                 \"conditions\":[],\"associated_model\":null}}",
                number % 90 + 10,
                number % 9 + 1,
                number % 700
            )
        })
        .collect();
    format!("{{{}}}", items.join(","))
}

fn rate<T>(what: &str, text: &str, mut run: impl FnMut() -> T) {
    let mut best = Duration::MAX;
    let rounds = (200_000 / text.len()).clamp(1, 2000) as u32;
    for _ in 0..60 {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(run());
        }
        best = best.min(start.elapsed() / rounds);
    }
    let nanoseconds = best.as_nanos().max(1);
    println!("  {what:<38} {:>9} ns {:>7} MB/s", nanoseconds, text.len() as u128 * 1000 / nanoseconds);
}
