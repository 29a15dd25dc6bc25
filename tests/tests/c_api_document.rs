//! What docs/c-api.md quotes is what is compiled, and what it says of the header is in the header.
#![allow(clippy::unwrap_used)]

use cartwright_tests::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Each is compiled and run, by tests/c/run.sh or, with what was installed, by tests/c/install.sh.
const PROGRAMS: [&str; 7] = [
    "tests/c/purchase.c",
    "tests/c/reservations.c",
    "tests/c/versions.c",
    "examples/c/purchase.c",
    "examples/c/hosted.c",
    "examples/c/reservations.c",
    "examples/c/versions.c",
];

#[test]
fn the_c_in_the_documents_is_a_part_of_a_program_that_the_suite_runs() {
    let programs = PROGRAMS.map(read);
    for (path, least) in [("docs/c-api.md", 6), ("docs/versions.md", 1)] {
        let document = read(path);
        let quotes: Vec<&str> =
            document.split("```c\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
        assert!(quotes.len() >= least, "{path}");
        for quote in quotes {
            assert!(programs.iter().any(|program| program.contains(quote)), "no program has these lines:\n{quote}");
        }
    }
}

#[test]
fn the_table_of_statuses_is_that_of_the_header() {
    let (document, header) = (read("docs/c-api.md"), read("include/cartwright.h"));
    let statuses = header.split("typedef enum cw_status {").nth(1).unwrap().split('}').next().unwrap();
    let (mut rows, mut sentence) = (Vec::new(), Vec::new());
    for line in statuses.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("//") {
            sentence.push(words.trim());
        } else if let Some((name, number)) = line.trim_end_matches(',').split_once(" = ") {
            rows.push(format!("| `{name}` | {number} | {} |", sentence.join(" ")));
            sentence.clear();
        }
    }
    let shown: Vec<&str> = document.lines().filter(|line| line.starts_with("| `CW_")).collect();
    assert_eq!(shown, rows);
}

#[test]
fn every_name_in_the_document_is_in_the_header() {
    let (document, header) = (read("docs/c-api.md"), read("include/cartwright.h"));
    let is_part_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let names = document.split(|character| !is_part_of_name(character));
    let names: Vec<&str> = names.filter(|name| name.starts_with("cw_") || name.starts_with("CW_")).collect();
    assert!(names.len() > 20);
    for name in names {
        assert!(header.split(|character| !is_part_of_name(character)).any(|known| known == name), "{name}");
    }
}

#[test]
fn the_commands_in_the_document_are_those_in_the_program() {
    let (document, program) = (read("docs/c-api.md"), read("tests/c/purchase.c"));
    let command = "cc -Iinclude tests/c/purchase.c -Ltarget/release -lcartwright -o purchase";
    assert!(document.contains(command) && program.contains(command));
}
