//! Two copies of SQLite in one process: the failure, shown with SQLite alone, and that a store refuses to be a part of it.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartStore, StoreErrorKind};
use cartwright_storage::conformance::shop::key;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{File, assert_refused, child, role};

#[test]
fn another_process_commits_into_an_open_transaction_if_a_second_copy_has_used_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let program = support::compile("sqlite_twice", directory.path());
    let run = |file: &str, second: &Path| {
        let output = Command::new(&program).arg(directory.path().join(file)).arg(second).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // With one copy the other process is told that it is busy.
    assert_eq!(run("one", Path::new("")), "answer 5\ncommit 0\nours 1\ntheirs 0\nintegrity ok\n");
    // With two it is told that its row is stored, and the row is gone.
    let said = run("two", &directory.path().join("second.so"));
    assert_eq!(said, "answer 0\ncommit 0\nours 1\ntheirs 0\nintegrity ok\n");
}

/// What a child does into which something was loaded.
fn refuses_to_open(role: &str) {
    let store = cartwright_storage::SqliteStore::at(role);
    assert_refused(
        store.load(&key("ada")),
        StoreErrorKind::SecondSqlite,
        &["more than one copy", "nothing was opened", ".so"],
    );
    assert!(!Path::new(role).exists(), "it was opened");
}

/// This test once more with a library in its process.
fn with_preloaded(test: &str, library: &Path) {
    let file = File::new(cartwright_storage::Layout::Own);
    let path = file.path().display().to_string();
    let output = child(test, &path).env("LD_PRELOAD", library).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn cc(arguments: &[&str], source: &Path, library: &Path) {
    let status = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([library, source]).args(arguments).status();
    assert!(status.expect("a C compiler is needed, as for linking").success());
}

#[test]
fn a_second_copy_is_refused_before_the_file_is_opened() {
    if let Some(role) = role() {
        return refuses_to_open(&role);
    }
    let directory = tempfile::tempdir().unwrap();
    // The system's library under another name, or the loader would take it for the one that we are linked with.
    let mut bytes = std::fs::read(system_library(directory.path())).unwrap();
    let (name, other) = (b"libsqlite3.so.0\0", b"libsqliteX.so.0\0");
    let places: Vec<usize> =
        bytes.windows(name.len()).enumerate().filter_map(|(at, window)| (window == name).then_some(at)).collect();
    assert!(!places.is_empty());
    places.iter().for_each(|at| bytes[*at..*at + other.len()].copy_from_slice(other));
    let second = directory.path().join("second.so");
    std::fs::write(&second, bytes).unwrap();
    with_preloaded("a_second_copy_is_refused_before_the_file_is_opened", &second);
}

/// Where the system's library is: a program that is linked with it knows.
fn system_library(directory: &Path) -> PathBuf {
    let (source, program) = (directory.join("where.c"), directory.join("where"));
    std::fs::write(
        &source,
        "extern int sqlite3_libversion_number(void); int main(void) { return !sqlite3_libversion_number(); }",
    )
    .unwrap();
    let status = Command::new("cc").arg("-o").args([&program, &source]).arg("-lsqlite3").status();
    assert!(status.expect("a C compiler is needed, as for linking").success());
    let said = String::from_utf8(Command::new("ldd").arg(&program).output().unwrap().stdout).unwrap();
    let line = said.lines().find(|line| line.contains("libsqlite3")).expect("it is linked with it");
    line.split_ascii_whitespace().find(|word| word.starts_with('/')).expect("it has a path").into()
}

#[test]
fn a_copy_inside_something_else_is_found_without_its_name_and_without_its_symbols() {
    if let Some(role) = role() {
        return refuses_to_open(&role);
    }
    let directory = tempfile::tempdir().unwrap();
    // The size and the sentence of a SQLite, in a library that shows nothing of it.
    let source = directory.path().join("plugin.c");
    std::fs::write(
        &source,
        "__asm__(\".text\\n.fill 400000, 1, 0x90\\n\");
         static const char sentence[] = \"cannot commit transaction - \" \"SQL statements in progress\";
         const char *plugin(int at) { return sentence + at; }",
    )
    .unwrap();
    let plugin = directory.path().join("plugin.so");
    cc(&["-s"], &source, &plugin);
    with_preloaded("a_copy_inside_something_else_is_found_without_its_name_and_without_its_symbols", &plugin);
}

#[test]
fn a_library_that_was_replaced_while_we_run_is_looked_at_in_memory() {
    if let Some(role) = role() {
        // Loaded, and gone from the disk.
        let plugin = std::env::var("LD_PRELOAD").expect("it was loaded");
        std::fs::remove_file(plugin).unwrap();
        return refuses_to_open(&role);
    }
    let directory = tempfile::tempdir().unwrap();
    let second = directory.path().join("second.so");
    let mut bytes = std::fs::read(system_library(directory.path())).unwrap();
    while let Some(at) = bytes.windows(15).position(|window| window == b"libsqlite3.so.0") {
        bytes[at..at + 15].copy_from_slice(b"libsqliteX.so.0");
    }
    std::fs::write(&second, bytes).unwrap();
    with_preloaded("a_library_that_was_replaced_while_we_run_is_looked_at_in_memory", &second);
}
