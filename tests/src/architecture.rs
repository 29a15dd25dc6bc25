//! The arrows between the crates, as `ARCHITECTURE.md` draws them.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Which crate may use which. A crate that is not named here fails the test.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("cartwright-core", &[]),
    ("cartwright-coordination", &[]),
    ("cartwright-events", &["cartwright-core"]),
    ("cartwright-wire", &["cartwright-core"]),
    ("cartwright-storage", &["cartwright-coordination", "cartwright-core", "cartwright-wire"]),
    ("cartwright-ffi", &["cartwright-core", "cartwright-wire"]),
    // Looks at all of them, and nobody looks at it.
    ("cartwright-tests", &["cartwright-core", "cartwright-events", "cartwright-ffi", "cartwright-wire"]),
];

/// The crates of the workspace, each with those of the workspace that it uses.
///
/// # Errors
/// If cargo does not answer.
pub fn uses(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
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
            let this = name(package);
            let used = package["dependencies"].as_array().into_iter().flatten().map(name);
            // A crate that names itself wants features of its own for its tests.
            let others = used.filter(|used| used.starts_with("cartwright") && *used != this).collect();
            (this, others)
        })
        .collect())
}
