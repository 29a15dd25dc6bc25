//! Checks and generators that cross crates: the generated files, and the arrows between the crates.
#![forbid(unsafe_code)]

pub mod architecture;
pub mod generated;

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}
