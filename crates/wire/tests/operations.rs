//! How operations are read from JSON, and in what words they are refused.

use cartwright_core::{Applies, Currency, Facts, Moment, Operation, PriceInput, QuantityUpdate, TimeZones};
use cartwright_wire::operations::{
    Absent, CONDITION_KEYS, Holds, KeyForm, OPERATIONS, OperationTexts, RESOLUTION_KEYS, VERDICT_KEYS, read_resolutions,
};
use cartwright_wire::{StoredError, StoredErrorKind};

/// A host that knows one zone.
#[derive(Debug)]
struct Host;

impl TimeZones for Host {
    fn offset(&self, name: &str, _: Moment) -> Option<i32> {
        ["Europe/Berlin", "Asia/Tokyo"].contains(&name).then_some(3600)
    }
}

fn with<T>(json: &str, take: impl FnOnce(&[Operation<'_>]) -> T) -> T {
    let pricing = Currency::find("USD").expect("USD").into();
    let facts = Facts { now: Moment::from_seconds(1000), pricing, zones: &Host };
    OperationTexts::read(json).unwrap_or_else(|why| panic!("{json}: {why}")).with(&facts, take)
}

/// The operations as they are, for comparison.
fn read(json: &str) -> String {
    with(json, |operations| format!("{operations:?}"))
}

fn refusal(json: &str) -> StoredError {
    OperationTexts::read(json).expect_err(json)
}

/// Some JSON that a key may hold.
fn sample(holds: Holds) -> &'static str {
    match holds {
        Holds::Text => r#""text""#,
        Holds::Price => "19.5",
        Holds::Number | Holds::Integer => "3",
        Holds::Value => r#""-10%""#,
        Holds::Anything => r#"{"a":[1]}"#,
        Holds::Attributes => r#"{"size":"L"}"#,
        Holds::Truth => "true",
        Holds::Condition => r#"{"name":"n","type":"t","value":"+1"}"#,
        Holds::Conditions => r#"[{"name":"n","type":"t","value":"+1"}]"#,
        Holds::QuantityChange => r#"{"by":1}"#,
        Holds::Zones => r#"{"Mars/Base":60}"#,
        Holds::Verdicts => r#"[{"condition":{"name":"n","type":"t","value":"+1"},"applies":true}]"#,
        Holds::Lines => r#"["a"]"#,
        other => panic!("a sample is missing of {other:?}"),
    }
}

/// An object of these members.
fn object(members: &[(&str, &str)]) -> String {
    let members: Vec<String> = members.iter().map(|(key, json)| format!("\"{key}\":{json}")).collect();
    format!("{{{}}}", members.join(","))
}

/// The operation with all of its keys, but for what is done to one of them.
fn operation(name: &str, keys: &[KeyForm], changed: Option<(&str, Option<&'static str>)>) -> String {
    let op = format!("\"{name}\"");
    let mut members = vec![("op", op.as_str())];
    for key in keys {
        match changed {
            Some((name, json)) if name == key.name => members.extend(json.map(|json| (key.name, json))),
            _ => members.push((key.name, sample(key.holds))),
        }
    }
    object(&members)
}

#[test]
fn every_operation_is_read_with_all_of_its_keys_and_with_those_it_needs() {
    for form in OPERATIONS {
        read(&operation(form.name, form.keys, None));
        let needed: Vec<KeyForm> = form.keys.iter().filter(|key| key.absent == Absent::Refused).copied().collect();
        read(&operation(form.name, &needed, None));
    }
}

#[test]
fn a_key_that_is_missing_is_refused_or_means_what_the_list_says() {
    for form in OPERATIONS {
        for key in form.keys {
            let without = operation(form.name, form.keys, Some((key.name, None)));
            let null = operation(form.name, form.keys, Some((key.name, Some("null"))));
            match key.absent {
                Absent::Refused => {
                    let why = refusal(&without).to_string();
                    assert!(why.contains(&format!("('{}') needs '{}'", form.name, key.name)), "{why}");
                }
                Absent::Means(json) => {
                    let with = operation(form.name, form.keys, Some((key.name, Some(json))));
                    assert_eq!((read(&without), read(&null)), (read(&with), read(&with)), "{with}");
                }
                _ => assert_eq!(read(&without), read(&null), "{null}"),
            }
        }
    }
}

#[test]
fn a_key_of_the_wrong_kind_is_refused_with_what_it_is_and_has_to_be() {
    for form in OPERATIONS {
        for key in form.keys.iter().filter(|key| key.holds != Holds::Anything) {
            let wrong = if key.holds == Holds::Truth { "\"true\"" } else { "false" };
            let why = refusal(&operation(form.name, form.keys, Some((key.name, Some(wrong)))));
            let sentence = format!(
                "The operation ('{}'): '{}' has to be {}, not {wrong}",
                form.name,
                key.name,
                key.holds.expected()
            );
            assert_eq!((why.kind(), why.to_string()), (StoredErrorKind::InvalidText, sentence));
            assert_eq!(why.detail()[0], ("key", key.name.to_owned()));
        }
    }
}

#[test]
fn an_unknown_key_is_refused_with_those_that_are_known() {
    for form in OPERATIONS {
        let why = refusal(&format!(r#"{{"op":"{}","colour":"red"}}"#, form.name)).to_string();
        assert!(why.contains("has no key 'colour'; it takes "), "{why}");
        assert!(form.keys.iter().all(|key| why.contains(key.name)), "{why}");
    }
}

#[test]
fn sentences_say_which_operation_and_which_part_of_it() {
    for (json, sentence) in [
        ("7", "Operations are an object or a list of objects, not 7"),
        (r#"[{"op":"clear"},[]]"#, "Operation 2 has to be an object, not []"),
        (r#"[{"op":5}]"#, "Operation 1: 'op' has to be a text, not 5"),
        (r#"{"op":"clear","now":1}"#, "The operation ('clear') has no key 'now'; it takes no key but 'op'"),
        (
            r#"{"op":"update","id":"a","quantity":{"by":1,"to":2}}"#,
            r#"The operation ('update'): 'quantity' has to be {"by": number} or {"to": number}, not {"by":1,"to":2}"#,
        ),
        (
            r#"{"op":"update","id":"a","quantity":{"by":"1"}}"#,
            "The operation ('update'), quantity: 'by' has to be a number, not \"1\"",
        ),
        (
            r#"{"op":"add","id":"a","conditions":[{"name":"n","type":"t","value":"1"},{"name":"n"}]}"#,
            "The operation ('add'), condition 2 needs 'type': a text",
        ),
        (
            r#"[{"op":"follow","verdicts":[{"condition":{"name":"n","type":"t","value":"1","order":1.0},"applies":true}]}]"#,
            "Operation 1 ('follow'), verdict 1, condition: 'order' has to be a whole number of 64 bits, not 1.0",
        ),
        (
            r#"{"op":"follow","verdicts":[{"condition":{"name":"n","type":"t","value":"1"}}]}"#,
            "The operation ('follow'), verdict 1 needs either 'applies' (true or false) or 'lines' (a list of texts)",
        ),
        (
            r#"{"op":"follow","verdicts":[{"condition":{"name":"n","type":"t","value":"1"},"lines":[1]}]}"#,
            "The operation ('follow'), verdict 1: 'lines' has to be a list of texts, not 1",
        ),
        (
            r#"{"op":"evaluate","zones":{"Asia/Tokyo":"9"}}"#,
            "The operation ('evaluate'), zones: 'Asia/Tokyo' has to be seconds east of UTC, less than a day, not \"9\"",
        ),
        (
            r#"{"op":"evaluate","zones":{"Asia/Tokyo":-9223372036854775808}}"#,
            "The operation ('evaluate'), zones: 'Asia/Tokyo' has to be seconds east of UTC, less than a day, not \
             -9223372036854775808",
        ),
    ] {
        assert_eq!(refusal(json).to_string(), sentence);
    }
}

#[test]
fn an_operation_that_does_not_exist_is_refused_with_those_that_do() {
    for json in [r#"[{"op":"clear"},{"op":"merge"}]"#, r#"[{"op":"clear"},{"id":"a"}]"#] {
        let why = refusal(json).to_string();
        assert!(why.starts_with("Operation 2"), "{why}");
        assert!(OPERATIONS.iter().all(|form| why.contains(form.name)), "{why}");
    }
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    for json in ["", "{", r#"{"op":"add","id":"a","price":NaN}"#, r#"{"op":"add","id":"a","price":Infinity}"#, "[1,]"] {
        let why = refusal(json);
        assert_eq!(why.kind(), StoredErrorKind::InvalidText);
        assert!(why.to_string().starts_with("The operations are not valid JSON: "), "{why}");
    }
    let deep = format!(r#"{{"op":"set_metadata","key":"a","value":{}{}}}"#, "[".repeat(600), "]".repeat(600));
    assert!(refusal(&deep).to_string().contains("Maximum stack depth exceeded"));
    // It can be read here, but not where it would be stored.
    let deep = format!(r#"{{"op":"set_metadata","key":"a","value":{}{}}}"#, "[".repeat(509), "]".repeat(509));
    let why = refusal(&deep).to_string();
    assert!(why.starts_with("The operation ('set_metadata'): ") && why.contains("Maximum stack depth"), "{why}");
}

fn price(json: &str) -> String {
    with(&format!(r#"{{"op":"add","id":"a","price":{json}}}"#), |operations| match operations {
        [Operation::Add(item)] => format!("{:?}", item.price),
        others => panic!("{others:?}"),
    })
}

#[test]
fn a_number_without_fraction_and_exponent_is_whole_and_any_other_a_float() {
    for (json, expected) in [
        ("1999", PriceInput::Whole(1999)),
        ("-0", PriceInput::Whole(0)),
        ("9223372036854775807", PriceInput::Whole(i64::MAX)),
        ("-9223372036854775808", PriceInput::Whole(i64::MIN)),
        ("19.99", PriceInput::Real(19.99)),
        ("10.0", PriceInput::Real(10.0)),
        ("1e3", PriceInput::Real(1000.0)),
        ("1E-400", PriceInput::Real(0.0)),
        (r#""RM19.99""#, PriceInput::Text("RM19.99")),
        (r#""1\u0030""#, PriceInput::Text("10")),
    ] {
        assert_eq!(price(json), format!("{expected:?}"), "{json}");
    }
}

#[test]
fn a_number_that_nothing_here_can_hold_is_refused() {
    for (number, expected) in [
        ("9223372036854775808", "a whole number of 64 bits, or a number with a fraction"),
        ("-9223372036854775809", "a whole number of 64 bits, or a number with a fraction"),
        ("1e400", "a number that a float of 64 bits can hold"),
        ("-1.5e999", "a number that a float of 64 bits can hold"),
    ] {
        for json in [
            format!(r#"{{"op":"add","id":"a","price":{number}}}"#),
            format!(r#"{{"op":"add","id":"a","quantity":{number}}}"#),
            format!(r#"{{"op":"set_shipping","name":"a","value":{number}}}"#),
        ] {
            let why = refusal(&json).to_string();
            assert!(why.ends_with(&format!("has to be {expected}, not {number}")), "{why}");
        }
    }
    let beyond_a_decimal = refusal(r#"{"op":"add","id":"a","quantity":1e30}"#);
    assert!(matches!(beyond_a_decimal.kind(), StoredErrorKind::Refused(_)), "{beyond_a_decimal}");
    assert!(refusal(r#"{"op":"set_metadata","key":"a","value":[1e400]}"#).to_string().contains("Inf and NaN"));
}

#[test]
fn a_quantity_is_exact_to_the_last_digit_that_a_host_sees() {
    with(
        r#"[{"op":"add","id":"a","quantity":0.1},{"op":"update","id":"a","quantity":{"by":-2}},
            {"op":"update","id":"a","quantity":{"to":1.5e0}},{"op":"update","id":"a","quantity":null}]"#,
        |operations| {
            let updates: Vec<_> = operations
                .iter()
                .map(|operation| match operation {
                    Operation::Add(item) => Some(QuantityUpdate::By(item.quantity)),
                    Operation::Update(_, update) => update.quantity,
                    other => panic!("{other:?}"),
                })
                .collect();
            let decimal = |text: &str| text.parse().expect("a decimal");
            let expected = [
                Some(QuantityUpdate::By(decimal("0.1"))),
                Some(QuantityUpdate::By(decimal("-2"))),
                Some(QuantityUpdate::To(decimal("1.5"))),
                None,
            ];
            assert_eq!(updates, expected);
        },
    );
}

#[test]
fn the_last_value_of_a_repeated_key_counts_as_in_all_json_here() {
    assert_eq!(read(r#"{"op":"add","op":"remove","id":"a","id":"b"}"#), read(r#"{"op":"remove","id":"b"}"#));
    assert_eq!(
        read(r#"{"op":"set_metadata","key":"k","value":{"a":1,"b":2,"a":3}}"#),
        read(r#"{"op":"set_metadata","key":"k","value":{"a":3,"b":2}}"#)
    );
}

#[test]
fn what_a_host_keeps_is_kept_as_php_would_store_it() {
    assert_eq!(
        read(r#"{"op":"add","id":"a","attributes":{ "name" : "Größe", "price": 10.0, "tags": {} },"model":"Shop\\A"}"#),
        read(r#"{"op":"add","id":"a","attributes":{"name":"Gr\u00f6\u00dfe","price":10,"tags":[]},"model":"Shop\\A"}"#)
    );
}

#[test]
fn null_is_a_value_where_any_json_may_stand() {
    let json = r#"[{"op":"set_metadata","key":"k","value":null},{"op":"add","id":"a","model":null}]"#;
    with(json, |operations| match operations {
        [Operation::SetMetadata("k", value), Operation::Add(item)] => {
            assert!(value.is_null() && item.model.stored.is_null());
        }
        others => panic!("{others:?}"),
    });
}

#[test]
fn an_evaluation_has_the_callers_time_and_zones_unless_it_brings_its_own() {
    let json = r#"[{"op":"evaluate"},{"op":"evaluate","now":5,"zones":{"Asia/Tokyo":32400,"Mars/Base":60,"Mars/Base":61}},
                   {"op":"evaluate","zones":[]}]"#;
    with(json, |operations| {
        let seen: Vec<_> = operations
            .iter()
            .map(|operation| match operation {
                Operation::Evaluate(facts) => {
                    let zones = ["Europe/Berlin", "Asia/Tokyo", "Mars/Base", "Mars/Moon"];
                    (facts.now.seconds(), zones.map(|name| facts.zones.offset(name, facts.now)))
                }
                other => panic!("{other:?}"),
            })
            .collect();
        let callers = (1000, [Some(3600), Some(3600), None, None]);
        assert_eq!(seen, [callers, (5, [Some(3600), Some(32400), Some(61), None]), callers]);
    });
}

#[test]
fn verdicts_apply_everywhere_or_to_the_lines_they_name() {
    let condition = sample(Holds::Condition);
    let json = format!(
        r#"[{{"op":"clear"}},{{"op":"follow","verdicts":[{{"condition":{condition},"applies":false}},
            {{"condition":{condition},"lines":["a","b#1"]}},{{"condition":{condition},"lines":[]}}]}}]"#
    );
    with(&json, |operations| match operations {
        [Operation::Clear, Operation::Follow([one, two, three])] => {
            assert_eq!(one.applies, Applies::Everywhere(false));
            assert_eq!(two.applies, Applies::Lines(&["a", "b#1"]));
            assert_eq!((three.applies, three.condition.name), (Applies::Lines(&[]), "n"));
        }
        others => panic!("{others:?}"),
    });
}

#[test]
fn an_item_with_a_condition_that_is_none_is_refused_in_the_words_of_the_core() {
    let why = refusal(r#"{"op":"add","id":"a","conditions":[{"name":" ","type":"t","value":"1"}]}"#);
    assert_eq!(why.to_string(), "Condition name cannot be empty");
}

#[test]
fn an_empty_list_is_nothing_to_do() {
    let nothing = OperationTexts::read(" [ ] ").expect("a list");
    assert!(nothing.is_empty());
    assert_eq!(OperationTexts::read(r#"[{"op":"clear"},{"op":"clear"}]"#).expect("two").len(), 2);
    assert_eq!(read("[]"), "[]");
}

#[test]
fn the_parts_of_operations_have_lists_of_their_keys_too() {
    let names = |keys: &[KeyForm]| keys.iter().map(|key| key.name).collect::<Vec<_>>();
    assert_eq!(names(CONDITION_KEYS), ["name", "type", "target", "value", "attributes", "order", "rules"]);
    assert_eq!(names(VERDICT_KEYS), ["condition", "applies", "lines"]);
    assert_eq!(names(RESOLUTION_KEYS), ["by", "quantity", "take"]);
}

#[test]
fn a_resolution_that_decides_nothing_is_refused() {
    let expected = r#"{"by": strategy}, {"quantity": number} or {"take": "source"}"#;
    for (decided, why) in [
        ("{}", format!("has to be {expected}, not {{}}")),
        (r#"{"take":"target"}"#, format!(r#"has to be {expected}, not {{"take":"target"}}"#)),
        (
            r#"{"by":"keep_target"}"#,
            "there are add_quantities, keep_highest_quantity, keep_user_cart, replace_with_guest".to_owned(),
        ),
        (r#"{"quantity":"3"}"#, "'quantity' has to be a number, not \"3\"".to_owned()),
        (r#"{"quantity":3,"by":"keep_user_cart"}"#, format!("has to be {expected}")),
        ("3", "has to be an object, not 3".to_owned()),
    ] {
        let sentence = read_resolutions(&format!(r#"{{"lamp":{decided}}}"#)).expect_err(decided).to_string();
        assert!(sentence.starts_with("The resolution ('lamp')") && sentence.contains(&why), "{sentence}");
    }
    for (text, why) in [("[1]", "The text of resolutions has to be an object, not [1]"), ("{", "not valid JSON")] {
        assert!(read_resolutions(text).expect_err(text).to_string().contains(why));
    }
}

#[test]
fn no_resolutions_are_an_empty_object_or_php_s_empty_array() {
    assert_eq!((read_resolutions("{}"), read_resolutions("[]")), (Ok(Vec::new()), Ok(Vec::new())));
}

#[test]
fn a_long_value_is_cut_in_the_sentence_that_shows_it() {
    let why = refusal(&format!(r#"{{"op":"remove","id":["{}"]}}"#, "ü".repeat(500))).to_string();
    assert!(why.len() < 120 && why.ends_with('…'), "{why}");
}
