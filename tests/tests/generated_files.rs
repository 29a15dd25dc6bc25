//! The committed generated files are what the sources say.
#![allow(clippy::unwrap_used)]

use cartwright_tests::{generated, root};

#[test]
fn the_generated_files_are_up_to_date() {
    for (path, content) in generated::files(&root()).unwrap() {
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == content, "{} is out of date: run `make generate`", path.display());
    }
}

#[test]
fn every_exported_function_is_documented_and_prefixed() {
    let header = std::fs::read_to_string(root().join("include/cartwright.h")).unwrap();
    let symbols = std::fs::read_to_string(root().join("include/symbols.txt")).unwrap();
    for symbol in symbols.lines() {
        assert!(symbol.starts_with("cw_"), "{symbol}");
        let declaration = header.lines().position(|line| line.contains(&format!("{symbol}(")) && !line.contains("//"));
        let at = declaration.unwrap_or_else(|| panic!("{symbol} is not declared"));
        assert!(header.lines().nth(at - 1).unwrap().starts_with("//"), "{symbol} is not documented");
    }
}

#[test]
fn each_status_has_its_number_once() {
    let numbers: Vec<i32> = cartwright::status::cw_status::ALL.iter().map(|status| *status as i32).collect();
    assert_eq!(numbers, (0..=37).chain([100, 101]).collect::<Vec<i32>>());
}
