//! More of the races than the suite runs for every store: in memory they cost next to nothing.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_versions::conformance::race::{Planted, run};
use support::InMemory;

/// `CARTWRIGHT_RACES=100000 cargo test -p cartwright-versions --test races` looks longer.
fn races() -> u64 {
    std::env::var("CARTWRIGHT_RACES").ok().and_then(|races| races.parse().ok()).unwrap_or(1_500)
}

#[test]
fn in_no_race_a_reader_sees_what_is_older_than_what_was_committed_before_he_began() {
    let subject = InMemory::new();
    for seed in 1_000..1_000 + races() {
        run(&subject, seed, 400, Planted::Nothing).unwrap_or_else(|seen| panic!("{seen}"));
    }
}

#[test]
fn a_seed_repeats_its_race() {
    let outcomes = |planted| {
        let subject = InMemory::new();
        (0..40).map(|seed| run(&subject, seed, 300, planted)).collect::<Vec<_>>()
    };
    for planted in [Planted::Nothing, Planted::InvalidatedBeforeCommit] {
        assert_eq!(format!("{:?}", outcomes(planted)), format!("{:?}", outcomes(planted)));
    }
}
