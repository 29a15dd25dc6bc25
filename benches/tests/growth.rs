//! The command runs, and what it prints makes sense. How fast it is is nobody's test.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

fn growth(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_growth")).args(arguments).env_remove("CARTWRIGHT_DEEP").output().unwrap()
}

fn tables() -> String {
    let output = growth(&["--tiny"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The figures of a line of an adapter's table: those of the held cart, those of the loaded one.
fn figures(line: &str) -> [Vec<&str>; 2] {
    let mut groups = line.split(" | ").skip(1).map(|group| group.split_whitespace().collect());
    [groups.next().unwrap_or_default(), groups.next().unwrap_or_default()]
}

#[test]
fn each_operation_has_a_figure_in_each_store_at_each_size_with_each_number_of_others() {
    let tables = tables();
    for adapter in ["memory", "SQLite, compatible table", "SQLite, own layout"] {
        let table =
            tables.split(&format!("\n{adapter}\n")).nth(1).unwrap_or_else(|| panic!("no {adapter} in {tables}"));
        let lines: Vec<&str> = table.lines().take_while(|line| !line.is_empty()).collect();
        for operation in ["add", "update", "remove", "addCondition", "total", "content"] {
            for items in ["1", "10"] {
                let start = format!("{operation:<13}{items:>7} | ");
                let line = lines.iter().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no {start}"));
                for group in figures(line) {
                    let [few, many, of_others, of_items] = group[..] else { panic!("{line}") };
                    for figure in [few, many, of_others.trim_end_matches('x'), of_items.trim_end_matches('x')] {
                        assert!(figure.parse::<f64>().is_ok_and(|figure| figure > 0.0), "{line}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_first_line_names_the_machine_and_the_last_ones_the_targets() {
    let tables = tables();
    let first = tables.lines().next().unwrap_or_default();
    for part in ["cores", "Linux", "SQLite 3.", "rustc 1."] {
        assert!(first.contains(part), "no {part} in {first}");
    }
    assert!(
        tables.lines().last().is_some_and(|line| line.ends_with("reached") || line.ends_with("MISSED")),
        "{tables}"
    );
}

#[test]
fn the_help_has_examples_and_a_wrong_name_is_refused() {
    let help = growth(&["--help"]);
    assert!(String::from_utf8_lossy(&help.stdout).contains("Examples:\n  growth "));
    let refused = growth(&["--tiny", "--adapter", "redis"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("sqlite-own"));
}
