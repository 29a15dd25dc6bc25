//! What documents show is read, not believed.
#![allow(clippy::unwrap_used)]

use cartwright_core::Rules;
use cartwright_tests::root;
use std::path::PathBuf;

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

/// The files under the folders of the repository that hold sources.
fn sources() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        ["crates", "tests", "bindings", "examples", "docs"].map(|folder| root().join(folder)).into();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

#[test]
fn every_file_that_contributing_names_is_there() {
    let page = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let files = sources();
    let mut named = 0;
    for name in page.split('`').skip(1).step_by(2) {
        if name.contains(' ') || !name.ends_with(".rs") && !name.ends_with(".py") && !name.ends_with(".php") {
            continue;
        }
        assert!(files.iter().any(|file| file.ends_with(name)), "there is no {name}");
        named += 1;
    }
    assert!(named >= 20, "{named} files");
}

#[test]
fn what_pages_say_is_shown_by_tests_that_exist() {
    let rust = sources().into_iter().filter(|file| file.extension().is_some_and(|is| is == "rs"));
    let code: String = rust.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for (page, expected) in [("COMPAT.md", 20), ("docs/storage.md", 20)] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let mut rows = 0;
        for table in text.split("| shown by |").skip(1) {
            let lines = table.lines().skip(2).take_while(|line| line.starts_with("| "));
            for line in lines {
                let shown = line.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
                let tests: Vec<&str> = shown.split(", ").map(|name| name.trim_matches('`')).collect();
                for test in tests {
                    assert!(code.contains(&format!("fn {test}(")), "there is no test '{test}' for: {line}");
                }
                rows += 1;
            }
        }
        assert!(rows >= expected, "{rows} rows in {page}");
    }
}
