//! Random calls with random bytes, numbers and lengths on several carts. Whatever comes in: nothing crashes, every answer
//! is one that the header names (each call of the support module checks that), what is refused changes nothing, what is
//! stored reads back as the same cart, and a cart whose text is read late answers like one whose text was read at once.
//!
//! CALLS says what is called and how often. A function of include/symbols.txt that is never done, or could be refused and
//! never is, fails the suite; the counts are printed with --nocapture. CARTWRIGHT_SEED repeats a run, CARTWRIGHT_DEEP=1
//! makes it longer.
#![allow(clippy::unwrap_used)]

mod calls;
// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use calls::play;
use support::chance::Chance;
use support::counts;

/// What ends a life needs no line above; that it is done is seen by the sanitizers and valgrind, with the C programs.
const FREE: &str = "_free";

/// These have nothing to refuse here: a wrong handle is tried by tests/c/abi.c, and what cannot be read is not looked at.
const NEVER_REFUSED: [&str; 15] = [
    "cw_abi_epoch",
    "cw_cart_clear",
    "cw_cart_count",
    "cw_cart_forget",
    "cw_cart_new",
    "cw_cart_result",
    "cw_engine_acknowledge",
    "cw_engine_clear_metrics",
    "cw_engine_metrics",
    "cw_error_detail",
    "cw_error_message",
    "cw_error_status",
    "cw_merge_plan_identities",
    "cw_result_summary_of",
    "cw_version",
];

/// Says how to repeat the round in which something broke.
struct Round(u64);

impl Drop for Round {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("CARTWRIGHT_SEED={} repeats this in its first round", self.0);
        }
    }
}

#[test]
fn random_calls_never_crash_and_what_they_store_reads_back() {
    let seed = std::env::var("CARTWRIGHT_SEED").map_or(20_240_513, |seed| seed.parse().unwrap());
    let deep = std::env::var("CARTWRIGHT_DEEP").is_ok_and(|deep| deep == "1");
    let rounds = if deep { 100_000 } else { 3_000 };
    println!("seed {seed}, {rounds} rounds");
    for round in 0..rounds {
        let seed = seed + round;
        let _round = Round(seed);
        play(&mut Chance::new(seed));
    }
    every_function_was_called_in_every_way();
}

fn every_function_was_called_in_every_way() {
    let counts = counts();
    let symbols = include_str!("../../../include/symbols.txt").lines();
    let mut missed = Vec::new();
    for symbol in symbols.filter(|symbol| !symbol.ends_with(FREE)) {
        let count = counts.get(symbol).copied().unwrap_or_default();
        println!("{symbol:<28} done {:>8}, refused {:>8}", count.done, count.refused);
        if count.done == 0 {
            missed.push(format!("{symbol} was never done: it needs a line in CALLS"));
        }
        if count.refused == 0 && !NEVER_REFUSED.contains(&symbol) {
            missed.push(format!("{symbol} was never refused: its line in CALLS is too kind"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
