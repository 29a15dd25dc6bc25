//! The arrows between the crates, as `ARCHITECTURE.md` draws them.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Which crate may use which. A crate that is not named here fails the test.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("cartwright-core", &[]),
    ("cartwright-events", &["cartwright-core"]),
    ("cartwright-coordination", &[]),
    ("cartwright-wire", &["cartwright-core"]),
    ("cartwright-reservations", &["cartwright-coordination"]),
    ("cartwright-versions", &["cartwright-coordination"]),
    (
        "cartwright-storage",
        &[
            "cartwright-coordination",
            "cartwright-core",
            "cartwright-reservations",
            "cartwright-versions",
            "cartwright-wire",
        ],
    ),
    ("cartwright-engine", &["cartwright-core", "cartwright-events", "cartwright-coordination"]),
    (
        "cartwright",
        &[
            "cartwright-coordination",
            "cartwright-core",
            "cartwright-engine",
            "cartwright-reservations",
            "cartwright-storage",
            "cartwright-versions",
            "cartwright-wire",
        ],
    ),
    (
        "cartwright-ffi",
        &[
            "cartwright-coordination",
            "cartwright-core",
            "cartwright-engine",
            "cartwright-events",
            "cartwright-reservations",
            "cartwright-storage",
            "cartwright-versions",
            "cartwright-wire",
        ],
    ),
    // Programs, as a user of the crates writes them.
    (
        "cartwright-examples",
        &[
            "cartwright-coordination",
            "cartwright-core",
            "cartwright-engine",
            "cartwright-events",
            "cartwright-reservations",
            "cartwright-storage",
            "cartwright-versions",
            "cartwright-wire",
        ],
    ),
    // These two look at others, and nobody looks at them.
    (
        "cartwright-benches",
        &[
            "cartwright-coordination",
            "cartwright-core",
            "cartwright-engine",
            "cartwright-reservations",
            "cartwright-storage",
            "cartwright-wire",
        ],
    ),
    ("cartwright-tests", &["cartwright-core", "cartwright-events", "cartwright-ffi", "cartwright-wire"]),
];

/// What the tests of a crate may use beside that.
pub const ARROWS_OF_TESTS: &[(&str, &[&str])] =
    &[("cartwright-engine", &["cartwright-storage"]), ("cartwright-versions", &["cartwright-storage"])];

/// What a crate uses of the workspace.
#[derive(Debug, Default)]
pub struct Uses {
    /// To be built.
    pub itself: Vec<String>,
    /// To be tested.
    pub tests: Vec<String>,
}

/// The crates of the workspace, each with those of the workspace that it uses.
///
/// # Errors
/// If cargo does not answer.
pub fn uses(root: &Path) -> Result<BTreeMap<String, Uses>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    let metadata: Value = serde_json::from_slice(&answer.stdout).map_err(|error| error.to_string())?;
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages
        .iter()
        .map(|package| {
            let own = name(package);
            let mut uses = Uses::default();
            for dependency in package["dependencies"].as_array().into_iter().flatten() {
                let used = name(dependency);
                // A crate may name itself, to have a feature of its own in its tests.
                if used.starts_with("cartwright") && used != own {
                    let list = if dependency["kind"] == "dev" { &mut uses.tests } else { &mut uses.itself };
                    list.push(used);
                }
            }
            (own, uses)
        })
        .collect())
}
