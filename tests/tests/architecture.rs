//! Holds the house to its drawing.
#![allow(clippy::unwrap_used)]

use cartwright_tests::architecture::{ARROWS, ARROWS_OF_TESTS, uses};
use cartwright_tests::root;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(sources(&entry, extension));
        } else if entry.extension().is_some_and(|is| is == extension) {
            found.push(entry);
        }
    }
    assert!(!found.is_empty(), "no .{extension} under {}", folder.display());
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_crate_uses_only_what_its_arrows_allow() {
    for (package, used) in uses(&root()).unwrap() {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == package)
            .unwrap_or_else(|| panic!("{package} has no place in the house: add its arrows and draw them"));
        for other in &used.itself {
            assert!(allowed.contains(&&**other), "{package} must not use {other}");
        }
        let in_tests = ARROWS_OF_TESTS.iter().find(|(name, _)| *name == package).map_or(&[][..], |(_, more)| more);
        for other in &used.tests {
            let known = allowed.contains(&&**other) || in_tests.contains(&&**other);
            assert!(known, "the tests of {package} must not use {other}");
        }
    }
}

#[test]
fn the_drawing_shows_every_crate_and_every_arrow() {
    let drawing = read(&root().join("ARCHITECTURE.md"));
    for (package, allowed) in ARROWS.iter().filter(|(package, _)| *package != "cartwright-tests") {
        // The command has the name of the whole.
        let short = if *package == "cartwright" { "cli" } else { package.trim_start_matches("cartwright-") };
        assert!(drawing.contains(&format!("`{package}`")), "{package} is not described");
        for other in *allowed {
            let arrow = format!("{short} --> {}", other.trim_start_matches("cartwright-"));
            assert!(drawing.contains(&arrow), "the arrow `{arrow}` is not drawn");
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_everywhere_but_in_ffi() {
    for package in ["core", "events", "coordination", "reservations", "versions", "wire", "storage", "engine"] {
        let lib = read(&root().join("crates").join(package).join("src/lib.rs"));
        assert!(lib.contains("#![forbid(unsafe_code)]"), "{package} does not forbid unsafe code");
    }
    let programs =
        ["crates/cli/src/main.rs", "examples/rust/src/lib.rs", "benches/src/lib.rs", "benches/src/bin/growth.rs"];
    for file in programs {
        assert!(read(&root().join(file)).contains("#![forbid(unsafe_code)]"), "{file} does not forbid unsafe code");
    }
}

#[test]
fn php_touches_ffi_in_one_class_and_its_traits() {
    let native = root().join("bindings/php/src/Cartwright/Native");
    let touching: Vec<_> = sources(&root().join("bindings/php/src"), "php")
        .into_iter()
        .filter(|path| read(path).contains("FFI::") || read(path).contains("use FFI"))
        .collect();
    assert!(touching.contains(&native.join("Library.php")));
    for path in touching {
        assert!(path == native.join("Library.php") || path.starts_with(native.join("Library")), "{}", path.display());
    }
}

#[test]
fn the_core_does_no_input_or_output() {
    for path in sources(&root().join("crates/core/src"), "rs") {
        let text = read(&path);
        for word in ["std::fs", "std::net", "std::process", "std::thread", "std::time", "std::env"] {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

/// One would lie in target/ in the place of the other, and which depends on who was built last.
#[test]
fn no_two_programs_of_the_workspace_have_one_name() {
    let mut names = BTreeMap::new();
    for folder in ["benches/src/bin", "examples/rust/src/bin", "tests/src/bin"] {
        for program in sources(&root().join(folder), "rs") {
            let name = program.file_stem().map(ToOwned::to_owned);
            let other = names.insert(name, program.clone());
            assert!(other.is_none(), "{} and {other:?} are one program", program.display());
        }
    }
    assert!(names.len() > 5, "{names:?}");
}

#[test]
fn coordination_reads_the_time_and_pauses_in_one_place_each_and_does_nothing_else() {
    let folder = root().join("crates/coordination/src");
    let allowed = |path: &Path, word: &str| match word {
        "std::thread::sleep" => path == folder.join("sleep.rs"),
        "Instant::now" | "SystemTime::now" => path == folder.join("clock.rs"),
        "getrandom::" => path == folder.join("random.rs"),
        // Which process this is, and no other's.
        "std::process" => path == folder.join("per_process.rs"),
        _ => false,
    };
    let words = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::thread::sleep",
        "Instant::now",
        "SystemTime::now",
        "getrandom::",
    ];
    for path in sources(&folder, "rs") {
        let text = read(&path);
        for word in words {
            assert!(!text.contains(word) || allowed(&path, word), "{} uses {word}", path.display());
        }
    }
}
