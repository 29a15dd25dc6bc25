//! docs/operations.md against the code: its tables are the lists, its JSON is run.
#![allow(clippy::unwrap_used)]

use cartwright_core::{
    ChangeKind, Changes, Currency, Facts, FixedOffsets, Merge, MergeStrategy, Moment, Operation, Policy,
};
use cartwright_tests::root;
use cartwright_wire::changes::{conflicts, write};
use cartwright_wire::operations::{
    Absent, CONDITION_KEYS, KeyForm, OPERATIONS, OperationTexts, RESOLUTION_KEYS, VERDICT_KEYS, read_resolutions,
};
use cartwright_wire::{Format, StoredCart};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn page() -> String {
    std::fs::read_to_string(root().join("docs/operations.md")).unwrap()
}

/// What stands under a heading, up to the next one of the same kind or above.
fn section(heading: &str) -> String {
    let page = page();
    let rest = page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")).1;
    let end = ["\n## ", "\n### "].iter().filter_map(|next| rest.find(next)).min().unwrap_or(rest.len());
    rest[..end].to_owned()
}

fn blocks(text: &str) -> Vec<&str> {
    text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What stands between backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn table(keys: &[KeyForm]) -> String {
    let mut table = String::from("| key | holds | if it is not there |\n| --- | --- | --- |\n");
    for key in keys {
        let absent = match key.absent {
            Absent::Refused => " refused".to_owned(),
            Absent::Means(json) => format!(" `{json}`"),
            _ => String::new(),
        };
        table.push_str(&format!("| `{}` | {} |{absent} |\n", key.name, key.holds.expected()));
    }
    table
}

fn play(cart: &mut StoredCart, json: &str) -> Changes {
    let pricing = Currency::find("USD").unwrap().into();
    let facts = Facts { now: Moment::from_seconds(0), pricing, zones: &FixedOffsets };
    let texts = OperationTexts::read(json).unwrap_or_else(|why| panic!("{json}: {why}"));
    texts.with(&facts, |operations| {
        let apply = |operation: &Operation<'_>| cart.apply(operation.clone(), &Policy::default()).unwrap().into_vec();
        operations.iter().flat_map(apply).collect()
    })
}

fn json_of(text: Vec<u8>) -> Value {
    serde_json::from_slice(&text).unwrap()
}

/// What a host reads of changes.
fn told(changes: &Changes) -> Vec<Value> {
    json_of(write(changes, Format::Json).unwrap()).as_array().unwrap().clone()
}

/// The cart that the operations of the page make, and what each of them did.
fn played() -> (StoredCart, BTreeMap<&'static str, Changes>) {
    let mut cart = StoredCart::default();
    let mut done = BTreeMap::new();
    for form in OPERATIONS {
        let section = section(&format!("### `{}`", form.name));
        let blocks = blocks(&section);
        assert!(!blocks.is_empty(), "{} has no example", form.name);
        let changes = blocks.into_iter().flat_map(|block| play(&mut cart, block)).collect();
        done.insert(form.name, changes);
    }
    (cart, done)
}

/// Another cart with a rug, and the merge of it into that of the page by the decisions of the page.
fn merged() -> (Value, Changes) {
    let ((mut cart, _), mut other) = (played(), StoredCart::default());
    play(&mut other, r#"{"op": "add", "id": "rug", "name": "Rug", "price": 11000, "quantity": 4}"#);
    let (strategy, policy) = (MergeStrategy::AddQuantities, Policy::default());
    let plan = cart.cart().conflicts_with(other.cart(), strategy, &policy).unwrap();
    let plan = json_of(conflicts(&plan, Format::Json).unwrap());
    let section = section("## Two carts become one");
    let decided = read_resolutions(blocks(&section)[1]).unwrap();
    let resolutions: Vec<_> = decided.iter().map(|(line, one)| (&**line, *one)).collect();
    let merge = Merge { source: other.cart(), strategy, resolutions: &resolutions };
    (plan, cart.apply(Operation::Merge(merge), &policy).unwrap())
}

#[test]
fn every_operation_has_its_section_in_order_with_the_table_of_its_keys() {
    let page = page();
    let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let expected: Vec<String> = OPERATIONS.iter().map(|form| format!("`{}`", form.name)).collect();
    assert_eq!(headings, expected);
    for form in OPERATIONS {
        let section = section(&format!("### `{}`", form.name));
        let keys = if form.keys.is_empty() { "It has no key but `op`.\n".to_owned() } else { table(form.keys) };
        assert!(section.contains(&format!("\n{keys}\n")), "{} should say:\n{keys}", form.name);
    }
    for (heading, keys) in [
        ("### `add_condition`", CONDITION_KEYS),
        ("### `follow`", VERDICT_KEYS),
        ("## Two carts become one", RESOLUTION_KEYS),
    ] {
        assert!(section(heading).contains(&table(keys)), "{heading} should say:\n{}", table(keys));
    }
}

#[test]
fn every_example_ends_with_the_operation_it_stands_under_and_a_change_that_is_named_there() {
    let (_, done) = played();
    for form in OPERATIONS {
        let section = section(&format!("### `{}`", form.name));
        let last = blocks(&section).last().map(|block| serde_json::from_str::<Value>(block).unwrap()).unwrap();
        let last = last.as_array().and_then(|list| list.last()).unwrap_or(&last).clone();
        assert_eq!(last["op"], form.name);

        let said = section.split_once("Changes: ").unwrap().1.split_once('.').unwrap().0;
        let said: BTreeSet<&str> = quoted(said).into_iter().collect();
        assert!(said.iter().all(|name| ChangeKind::find(name).is_some()), "{said:?}");
        let last = done[form.name].last().map(|change| change.kind().name());
        assert!(last.is_some_and(|last| said.contains(last)), "{}: {last:?} is not among {said:?}", form.name);
    }
}

#[test]
fn the_table_of_changes_has_the_kinds_their_numbers_and_their_keys() {
    let (_, done) = played();
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for changes in done.into_values().chain([merged().1]) {
        for (change, told) in changes.iter().zip(told(&changes)) {
            let own = told.as_object().unwrap().keys().filter(|key| !["change", "differs"].contains(&&***key)).cloned();
            keys.insert(change.kind().name(), own.collect());
        }
    }
    let section = section("## Changes");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), ChangeKind::ALL.len());
    for (row, (kind, name)) in rows.into_iter().zip(ChangeKind::ALL) {
        assert!(row.starts_with(&format!("| `{name}` | {} |", kind as i32)), "{row}");
        let said: BTreeSet<String> = quoted(row).into_iter().skip(1).map(str::to_owned).collect();
        assert_eq!(Some(&said), keys.get(name), "{name}");
    }
}

#[test]
fn the_changes_that_the_page_shows_are_what_its_operations_did() {
    let all: Vec<Value> = played().1.values().flat_map(told).collect();
    let section = section("## Changes");
    let shown = blocks(&section);
    assert!(!shown.is_empty());
    for block in shown {
        let shown: Value = serde_json::from_str(block).unwrap();
        assert!(all.contains(&shown), "nothing did {block}");
    }
}

#[test]
fn the_plan_that_the_page_shows_is_that_of_its_cart() {
    let section = section("## Two carts become one");
    let (plan, merged) = merged();
    assert_eq!(serde_json::from_str::<Value>(blocks(&section)[0]).unwrap(), plan);
    assert_eq!((&told(&merged)[0]["strategy"], &told(&merged)[0]["quantity"]), (&"custom".into(), &4.into()));
    for (_, name) in MergeStrategy::ALL {
        assert!(section.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn what_the_page_says_is_refused_is_refused_in_these_words() {
    let section = section("## How it is read");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() >= 5);
    for row in rows {
        let [json, sentence] = row.trim_matches(['|', ' ']).split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let why = OperationTexts::read(json.trim_matches('`')).unwrap_err();
        assert_eq!(why.to_string(), sentence);
    }
}

#[test]
fn every_json_of_the_page_is_looked_at_by_one_of_these_tests() {
    let page = page();
    let of_operations = OPERATIONS.iter().map(|form| blocks(&section(&format!("### `{}`", form.name))).len());
    let others = ["## Changes", "## Two carts become one"].map(|heading| blocks(&section(heading)).len());
    assert_eq!(blocks(&page).len(), of_operations.sum::<usize>() + others.iter().sum::<usize>());
}
