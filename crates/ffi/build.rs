//! How the shared library is linked.
//!
//! It stays in the process until that ends: when PHP frees its last FFI object the library would be unloaded, and its
//! state with it. And it is called after the epoch of its ABI, `libcartwright.so.1`, so that a program that was linked
//! with one epoch is never started with the library of another.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/abi.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcartwright.so.{}", epoch());
    }
}

/// The number stands once, in the source.
fn epoch() -> u32 {
    let source = std::fs::read_to_string("src/abi.rs").expect("src/abi.rs is a part of this crate");
    let number = source.split("pub const CW_ABI_EPOCH: i32 = ").nth(1).and_then(|rest| rest.split(';').next());
    number.and_then(|number| number.parse().ok()).expect("src/abi.rs says `pub const CW_ABI_EPOCH: i32 = …;`")
}
