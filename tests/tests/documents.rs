//! What documents show is read, not believed.
#![allow(clippy::unwrap_used)]

use cartwright_core::Rules;
use cartwright_tests::root;

#[test]
fn every_crate_begins_with_what_it_is_beside_its_siblings_and_an_example() {
    for package in ["core", "events", "coordination", "wire", "storage", "engine", "ffi"] {
        let lib = std::fs::read_to_string(root().join("crates").join(package).join("src/lib.rs")).unwrap();
        let overview: String = lib.lines().take_while(|line| line.starts_with("//!")).collect();
        for part in ["# Beside it", "# An example", "```"] {
            assert!(overview.contains(part), "the overview of {package} has no {part}");
        }
    }
}

#[test]
fn every_rule_of_the_page_about_rules_can_be_read() {
    let page = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let blocks: Vec<&str> =
        page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    assert!(blocks.len() >= 5, "{} blocks", blocks.len());
    for block in blocks {
        let rules = Rules::parse(block).unwrap_or_else(|error| panic!("{error} in {block}"));
        assert!(!rules.0.is_empty());
    }
}

#[test]
fn every_rule_of_the_table_is_known() {
    let page = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let refusal = Rules::parse(r#"{"nothing":1}"#).unwrap_err().to_string();
    let known = refusal.split("known are ").nth(1).unwrap().split(", ");
    for name in known {
        assert!(page.contains(&format!("`{name}`")), "{name} is not described");
    }
}
