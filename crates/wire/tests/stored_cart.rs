//! What stored columns are read as, and which of them are refused.

use cartwright_core::{Currency, ItemUpdate, Operation, Policy, QuantityUpdate};
use cartwright_wire::php_text::serialize_json;
use cartwright_wire::{Format, StoredCart, StoredErrorKind};

const PLAIN: &str =
    r#"{"id":"a","name":"A","price":2.5,"quantity":2,"attributes":[],"conditions":[],"associated_model":null}"#;

fn items(text: &str) -> StoredCart {
    StoredCart::read(Some(text), None, None).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> String {
    let error = StoredCart::read(Some(text), None, None).map(|_| ()).expect_err(text);
    assert_eq!(error.kind(), StoredErrorKind::Corrupt, "{text}");
    let message = error.to_string();
    assert!(message.starts_with("The stored items of this cart cannot be read"), "{message}");
    message
}

/// The items as they are stored again when one of them changes.
fn stored_again(mut cart: StoredCart) -> String {
    let id = cart.cart().items().next().expect("an item").id().as_str().to_owned();
    let more = ItemUpdate { quantity: Some(QuantityUpdate::By(1.into())), ..Default::default() };
    cart.apply(Operation::Update(&id, more), &Policy::default()).expect("one more");
    cart.items_column().expect("an item")
}

#[test]
fn a_column_that_php_wrote_is_stored_again_to_the_byte() {
    let column = format!(r#"{{"a":{PLAIN},"b\/c":{}}}"#, PLAIN.replace(r#""id":"a""#, r#""id":"b\/c""#));
    assert_eq!(items(&column).items_column().as_deref(), Some(&*column));
    assert_eq!(stored_again(items(&column)), column.replacen(r#""quantity":2"#, r#""quantity":3"#, 1));
}

#[test]
fn items_are_found_whatever_the_column_looks_like() {
    for (column, ids) in [
        (format!(r#"{{"a":{PLAIN}}}"#), vec!["a"]),
        (format!(" {{ \"a\" : {} }} ", PLAIN.replace(':', " : ").replace(',', " ,\n")), vec!["a"]),
        (format!("[{PLAIN},{}]", PLAIN.replace(r#""a""#, r#""b""#)), vec!["a", "b"]),
        (format!(r#"{{"x":17,"a":{PLAIN},"y":[],"z":"text","n":null,"no id":{{"name":"B"}}}}"#), vec!["a"]),
        (format!(r#"{{"another key":{PLAIN}}}"#), vec!["a"]),
        ("null".into(), vec![]),
        ("17".into(), vec![]),
        ("\"text\"".into(), vec![]),
        ("[]".into(), vec![]),
        ("{}".into(), vec![]),
    ] {
        let cart = items(&column);
        let found: Vec<_> = cart.cart().items().map(|item| item.id().as_str().to_owned()).collect();
        assert_eq!(found, ids, "{column}");
    }
}

#[test]
fn an_item_under_another_key_is_stored_under_its_id() {
    for column in [format!(r#"{{"another key":{PLAIN}}}"#), format!("[{PLAIN}]")] {
        let again = format!(r#"{{"a":{}}}"#, PLAIN.replace(r#""quantity":2"#, r#""quantity":3"#));
        assert_eq!(stored_again(items(&column)), again);
    }
}

#[test]
fn the_fields_of_an_item_come_in_any_order_and_unknown_ones_stay() {
    let column = r#"{"a":{"note":{"by":[1,2]},"quantity":"3","price":"2.50","name":7,"id":"a","attributes":null}}"#;
    let cart = items(column);
    let item = cart.cart().item("a").expect("the item");
    assert_eq!((item.name(), item.price().to_f64(), item.quantity().whole()), ("7", 2.5, 3));
    assert_eq!(
        stored_again(cart),
        r#"{"a":{"id":"a","name":"7","price":2.5,"quantity":4,"attributes":[],"conditions":[],"associated_model":null,"note":{"by":[1,2]}}}"#
    );
}

#[test]
fn conditions_of_an_item_count_and_a_list_of_them_is_stored_by_name() {
    let half = r#"{"name":"half","type":"discount","target":"item","value":"-50%"}"#;
    let usd = Currency::find("USD").expect("USD");
    for conditions in [format!(r#"{{"half":{half}}}"#), format!("[{half}]")] {
        let column =
            format!(r#"{{"a":{}}}"#, PLAIN.replace(r#""conditions":[]"#, &format!(r#""conditions":{conditions}"#)));
        let cart = items(&column);
        assert_eq!(cart.cart().subtotal(usd).expect("a sum").amount().to_f64(), 2.5);
        assert!(stored_again(cart).contains(r#""conditions":{"half":{"name":"half","#));
    }
}

#[test]
fn what_is_missing_or_broken_is_named() {
    for (field, message) in [
        (r#""name":"A","#, "entry 'a': it has no name"),
        (r#""price":2.5,"#, "entry 'a': it has no price"),
        (r#""quantity":2,"#, "entry 'a': it has no quantity greater than 0"),
    ] {
        assert!(refusal(&format!(r#"{{"a":{}}}"#, PLAIN.replace(field, ""))).contains(message));
    }
    for (conditions, message) in [
        (r#"{"x":{"name":"x","target":"item","value":"1"}}"#, "condition 'x' has no type"),
        (r#"{"x":{"name":"x","type":"tax"}}"#, "condition 'x' has no value"),
        (r#"[{"name":"x","type":"tax","target":"moon","value":"1"}]"#, "must be one of: subtotal, total, item"),
    ] {
        let item = PLAIN.replace(r#""conditions":[]"#, &format!(r#""conditions":{conditions}"#));
        assert!(refusal(&format!(r#"{{"a":{item}}}"#)).contains(message), "{conditions}");
    }
}

#[test]
fn a_text_that_is_no_json_is_refused_for_that_whatever_else_is_wrong() {
    let nameless = PLAIN.replace(r#""name":"A","#, "");
    for column in [
        format!(r#"{{"a":{nameless}"#),
        format!(r#"{{"a":{nameless}}} x"#),
        format!(r#"{{"a":{PLAIN},}}"#),
        format!(r#"{{"a":{PLAIN}]"#),
        format!(r#"{{"a" {PLAIN}}}"#),
        format!(r#"{{a:{PLAIN}}}"#),
        PLAIN.replace("[]", "[1 2]"),
        PLAIN.replace("null", "nul"),
        format!(r#"{{"a":{}}}"#, PLAIN.replace("[]", &format!("{}{}", "[".repeat(510), "]".repeat(510)))),
    ] {
        let message = refusal(&column);
        let why = cartwright_wire::json_scan::scan(&column).expect_err(&column).to_string();
        assert!(message.contains(&why), "{message}, not {why}");
    }
    // One level less is what json_decode takes.
    items(&format!(r#"{{"a":{}}}"#, PLAIN.replace("[]", &format!("{}{}", "[".repeat(509), "]".repeat(509)))));
}

#[test]
fn the_same_item_twice_is_the_last_one() {
    let twice = format!(r#"{{"a":{PLAIN},"a":{}}}"#, PLAIN.replace("2.5", "4"));
    let cart = items(&twice);
    assert_eq!(cart.cart().item("a").expect("the item").price().to_f64(), 4.0);
    let content = cart.items(Format::Json).expect("text");
    assert_eq!(content, format!(r#"{{"a":{}}}"#, PLAIN.replace("2.5", "4")).into_bytes());
}

#[test]
fn php_reads_the_items_and_conditions_that_are_stored() {
    let sale = r#"{"name":"sale","type":"discount","target":"item","value":"-7.5%","attributes":{"by":["me"]},"order":3,"rules":null,"operator":"%","parsed_value":-0.075,"is_discount":true,"is_charge":false,"is_percentage":true,"is_dynamic":false}"#;
    let conditions = format!(r#"{{"sale":{sale},"17":{}}}"#, sale.replace(r#""name":"sale""#, r#""name":"17""#));
    let column = format!(
        r#"{{"a":{PLAIN},"1001":{},"c":{}}}"#,
        PLAIN.replace(r#""id":"a","name":"A""#, r#""id":"1001","name":"Gr\u00f6\u00dfe""#),
        PLAIN
            .replace(r#""id":"a""#, r#""id":"c""#)
            .replace(r#""attributes":[]"#, r#""attributes":{"5":[],"size":"M","on":true}"#)
            .replace(r#""conditions":[]"#, &format!(r#""conditions":{conditions}"#))
    );
    let decoded = |json: &[u8]| {
        let mut php = Vec::new();
        serialize_json(std::str::from_utf8(json).expect("UTF-8"), &mut php).expect("JSON");
        String::from_utf8(php).expect("UTF-8")
    };
    let text = |php: Vec<u8>| String::from_utf8(php).expect("UTF-8");
    let usd = Currency::find("USD").expect("USD");
    let mut cart = StoredCart::read(Some(&column), Some(&conditions), None).expect("a cart");
    for _ in 0..2 {
        // One alone, all of them, and again from what is kept.
        for id in ["c", "1001"] {
            let json = cart.item(id, Format::Json).expect("text").expect("an item");
            assert_eq!(text(cart.item(id, Format::Php).expect("text").expect("an item")), decoded(&json));
        }
        assert_eq!(text(cart.items(Format::Php).expect("text")), decoded(&cart.items(Format::Json).expect("text")));
        assert_eq!(
            text(cart.conditions(Format::Php).expect("text")),
            decoded(&cart.conditions(Format::Json).expect("text"))
        );
        let json = cart.content("default", usd, Format::Json).expect("text");
        assert_eq!(text(cart.content("default", usd, Format::Php).expect("text")), decoded(&json));
        let more = ItemUpdate { quantity: Some(QuantityUpdate::By(2.into())), ..Default::default() };
        cart.apply(Operation::Update("1001", more), &Policy::default()).expect("more of it");
        cart.apply(Operation::RemoveCondition("sale"), &Policy::default()).expect("taken off");
    }
}
