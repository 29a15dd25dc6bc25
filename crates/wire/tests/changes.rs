//! What is told of changes, in both formats.

use cartwright_core::{
    Cart, ChangeKind, Changes, Currency, Facts, FixedOffsets, LineIdentity, Merge, MergeStrategy, Moment, Operation,
    Policy, Resolution,
};
use cartwright_wire::changes::{conflicts, write};
use cartwright_wire::operations::OperationTexts;
use cartwright_wire::{Format, php_text::serialize_json};
use std::collections::BTreeSet;

/// Two halves of everything that can happen. Prices and values have fractions, so that their floats are floats in JSON too.
const FIRST: &str = r#"[
    {"op":"add","id":"a","name":"A","price":19.5,"quantity":2,"attributes":{"size":"L/XL"}},
    {"op":"update","id":"a","quantity":{"to":5}},
    {"op":"add_condition","condition":{"name":"n/1","type":"t","value":"-1.5"}},
    {"op":"add_condition","condition":{"name":"n2","type":"t","value":0.5}},
    {"op":"add_condition","condition":{"name":"n2","type":"t","value":0.5}},
    {"op":"remove_condition","name":"n/1"},
    {"op":"remove_conditions_by_type","type":"t"},
    {"op":"add_item_condition","id":"a","condition":{"name":"c","type":"t","target":"item","value":"+0.5"}},
    {"op":"remove_item_condition","id":"a","name":"c"},
    {"op":"add_item_condition","id":"a","condition":{"name":"c","type":"t","target":"item","value":"+0.5"}},
    {"op":"clear_item_conditions","id":"a"},
    {"op":"set_metadata","key":"k","value":{"a":[1,"ü"]}},
    {"op":"remove_metadata","key":"k"},
    {"op":"remove_metadata","key":"k"},
    {"op":"register_dynamic","condition":{"name":"d","type":"t","value":"-0.5","rules":[{"dates":{"from":"2026-01-01","zone":"Mars/Base"}}]}},
    {"op":"evaluate"},
    {"op":"unregister_dynamic","name":"d"},
    {"op":"remove","id":"a"},
    {"op":"clear"}
]"#;

fn policy() -> Policy {
    let mut policy = Policy::default();
    policy.switches.fractional_quantities = true;
    policy
}

fn play(cart: &mut Cart, json: &str, policy: &Policy) -> Changes {
    let pricing = Currency::find("USD").expect("USD").into();
    let facts = Facts { now: Moment::from_seconds(0), pricing, zones: &FixedOffsets };
    let texts = OperationTexts::read(json).unwrap_or_else(|why| panic!("{why}"));
    texts.with(&facts, |operations| {
        let apply = |operation: &Operation<'_>| cart.apply(operation.clone(), policy).expect("done").into_vec();
        operations.iter().flat_map(apply).collect()
    })
}

fn lamps(quantity: &str) -> Cart {
    let mut cart = Cart::default();
    let lamps = format!(r#"{{"op":"add","id":"lamp","name":"Lamp","price":40.5,"quantity":{quantity}}}"#);
    play(&mut cart, &lamps, &policy());
    cart
}

/// A merge of lamps with lamps.
fn merged(resolutions: &[(&str, Resolution)]) -> Changes {
    let (mut target, source) = (lamps("1"), lamps("2.5"));
    let merge = Merge { source: &source, strategy: MergeStrategy::AddQuantities, resolutions };
    target.apply(Operation::Merge(merge), &policy()).expect("merged")
}

fn everything() -> Changes {
    let mut changes = play(&mut Cart::default(), FIRST, &policy());
    changes.extend(merged(&[]));
    changes
}

fn json(changes: &Changes) -> String {
    String::from_utf8(write(changes, Format::Json).expect("JSON")).expect("UTF-8")
}

const LAMP: &str = r#""name":"Lamp","price":40.5"#;

fn lamp(quantity: &str) -> String {
    format!(r#"{{"id":"lamp",{LAMP},"quantity":{quantity},"attributes":[],"conditions":[],"associated_model":null}}"#)
}

#[test]
fn every_kind_of_change_is_written() {
    let kinds: BTreeSet<ChangeKind> = everything().iter().map(|change| change.kind()).collect();
    assert_eq!(kinds, ChangeKind::ALL.iter().map(|(kind, _)| *kind).collect());
}

#[test]
fn both_formats_tell_the_same() {
    let changes = everything();
    let mut php = Vec::new();
    serialize_json(&json(&changes), &mut php).expect("JSON");
    assert_eq!(String::from_utf8(write(&changes, Format::Php).expect("text")), String::from_utf8(php));
}

#[test]
fn a_change_says_what_it_is_and_whether_it_differs() {
    let mut cart = Cart::default();
    let added = play(&mut cart, r#"{"op":"add","id":"lamp","name":"Lamp","price":40.5}"#, &policy());
    assert_eq!(
        json(&added),
        format!(r#"[{{"change":"item_added","differs":true,"first":true,"line":"lamp","item":{}}}]"#, lamp("1"))
    );
    let again = play(&mut cart, r#"{"op":"update","id":"lamp","name":"Lamp"}"#, &policy());
    assert_eq!(
        json(&again),
        format!(r#"[{{"change":"item_updated","differs":false,"line":"lamp","item":{}}}]"#, lamp("1"))
    );
    assert_eq!(json(&play(&mut cart, r#"{"op":"clear"}"#, &policy())), r#"[{"change":"cleared","differs":true}]"#);
    assert_eq!(json(&Changes::none()), "[]");
    assert_eq!(write(&[], Format::Php).expect("text"), b"a:0:{}");
}

#[test]
fn floats_of_items_and_conditions_stay_floats_in_php_text() {
    let json = r#"[{"op":"add","id":"1","name":"A","price":10},{"op":"add_condition","condition":{"name":"n","type":"t","value":"5"}}]"#;
    let text = write(&play(&mut Cart::default(), json, &policy()), Format::Php).expect("text");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.contains(r#"s:5:"price";d:10;"#) && text.contains(r#"s:12:"parsed_value";d:5;"#), "{text}");
    assert!(text.contains(r#"s:2:"id";s:1:"1";"#) && text.contains(r#"s:4:"line";s:1:"1";"#), "{text}");
}

#[test]
fn an_item_is_told_with_its_line_where_attributes_count() {
    let mut policy = policy();
    policy.switches.line_identity = LineIdentity::IdAndAttributes;
    let added = play(
        &mut Cart::default(),
        r#"{"op":"add","id":"a","name":"A","price":1.5,"attributes":{"size":"L"}}"#,
        &policy,
    );
    let told = String::from_utf8(write(&added, Format::Php).expect("text")).expect("UTF-8");
    assert!(told.contains(r#"s:4:"line";s:18:"a#"#), "{told}");
}

#[test]
fn what_could_not_be_judged_is_told_with_the_reason() {
    let changes = everything();
    assert!(json(&changes).contains(r#""why":"Nobody here knows the time zone 'Mars\/Base'; "#));
}

#[test]
fn a_merge_tells_of_what_was_in_both_carts() {
    let (one, two) = (lamp("1"), lamp("2.5"));
    assert_eq!(
        json(&merged(&[])),
        format!(
            r#"[{{"change":"merged","differs":true,"strategy":"add_quantities","moved":false,"quantity":3.5,"conflicts":[{{"line":"lamp","target":{one},"source":{two},"quantity":3.5,"limited":false}}],"limited":[]}}]"#
        )
    );
}

#[test]
fn a_conflict_whose_item_is_taken_out_has_no_quantity() {
    let taken_out = json(&merged(&[("lamp", Resolution::Quantity(0.into()))]));
    assert!(taken_out.contains(r#""strategy":"custom","moved":false,"quantity":0,"#), "{taken_out}");
    assert!(taken_out.contains(r#""quantity":null,"limited":false}]"#), "{taken_out}");
}

#[test]
fn the_conflicts_of_a_plan_are_told_alone() {
    let (mut policy, target, source) = (policy(), lamps("1"), lamps("2"));
    policy.limits.item_quantity = 2;
    let plan = target.conflicts_with(&source, MergeStrategy::AddQuantities, &policy).expect("a plan");
    let (one, two) = (lamp("1"), lamp("2"));
    let json = format!(r#"[{{"line":"lamp","target":{one},"source":{two},"quantity":2,"limited":true}}]"#);
    assert_eq!(conflicts(&plan, Format::Json).expect("JSON"), json.as_bytes());
    let mut php = Vec::new();
    serialize_json(&json, &mut php).expect("JSON");
    assert_eq!(conflicts(&plan, Format::Php).expect("text"), php);
}
