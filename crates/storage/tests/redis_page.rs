//! docs/redis.md: what it says is shown by tests that are there, and its options are those that are read.
#![allow(clippy::unwrap_used)]

use cartwright_storage::RedisOptions;
use std::path::Path;

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/redis.md")).unwrap()
}

/// What stands between backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let sources: String = std::fs::read_dir(tests)
        .unwrap()
        .filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok())
        .collect();
    let page = page();
    let named: Vec<_> = quoted(&page).filter(|word| word.matches('_').count() > 3).collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        assert!(sources.contains(&format!("#[test]\nfn {name}()")), "there is no test {name}");
    }
}

#[test]
fn the_options_of_the_page_are_those_that_are_read() {
    let page = page();
    let rows = page.lines().skip_while(|line| !line.starts_with("| option")).skip(2);
    let options: Vec<_> =
        rows.take_while(|line| line.starts_with('|')).flat_map(|row| quoted(row.split('|').nth(1).unwrap())).collect();
    assert_eq!(options.len(), 17, "{options:?}");
    for option in options {
        let (name, value) = option.split_once('=').unwrap_or((option, "1"));
        let read = format!("rediss://h?{name}={value}").parse::<RedisOptions>();
        if let Err(error) = read {
            assert!(!error.contains("no option"), "{error}");
        }
    }
}
