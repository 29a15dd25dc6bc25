//! The list of planted defects says what the patches say. That the vectors see them is what
//! `scripts/planted-defects.sh` shows.
#![allow(clippy::unwrap_used)]

use cartwright_tests::root;
use std::collections::BTreeSet;
use std::path::PathBuf;

struct Defect {
    name: String,
    broken: String,
    red: String,
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|is| is == extension)).collect();
    files.sort();
    files
}

fn defects() -> Vec<Defect> {
    let defect = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let field = |at: usize, name: &str| {
            let line = text.lines().nth(at).and_then(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("line {} of {} says no {name}", at + 1, path.display())).to_owned()
        };
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Defect { name, broken: field(0, "Broken: "), red: field(1, "Red: ") }
    };
    files("tests/defects", "patch").into_iter().map(defect).collect()
}

#[test]
fn the_table_lists_every_defect_as_its_patch_describes_it() {
    let readme = std::fs::read_to_string(root().join("tests/defects/README.md")).unwrap();
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    let described: Vec<String> =
        defects().iter().map(|Defect { name, broken, red }| format!("| `{name}` | {broken} | {red} |")).collect();
    assert_eq!(rows, described, "take what `scripts/planted-defects.sh --list` prints");
}

#[test]
fn every_file_of_vectors_has_a_defect_that_it_must_see() {
    let vectors: BTreeSet<String> = files("tests/conformance", "json")
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let defects = defects();
    let named: BTreeSet<String> =
        defects.iter().flat_map(|defect| defect.red.split(", ")).map(ToOwned::to_owned).collect();
    assert_eq!(named, vectors);
    assert!(defects.len() >= 10);
}
