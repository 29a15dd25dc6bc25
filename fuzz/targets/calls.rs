//! The calls of the seeded fuzzer, chosen by whoever sees which code they reach.
#![no_main]
#![allow(clippy::unwrap_used)]

#[path = "../../crates/ffi/tests/calls/mod.rs"]
mod calls;
#[allow(dead_code)]
#[path = "../../crates/ffi/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| calls::play(&mut support::chance::Chance::given(bytes)));
