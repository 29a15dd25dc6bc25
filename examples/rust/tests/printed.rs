//! The programs print what stands beside them.
#![allow(clippy::unwrap_used)]

use std::process::Command;

fn prints(program: &str, expected: &str) {
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn the_purchase_prints_its_totals_and_loses_nothing() {
    prints(env!("CARGO_BIN_EXE_purchase"), include_str!("../printed/purchase.txt"));
}

#[test]
fn the_last_lamp_is_sold_once_in_the_reservations() {
    prints(env!("CARGO_BIN_EXE_reservations"), include_str!("../printed/reservations.txt"));
}

#[test]
fn the_coupon_is_held_with_the_lamps_or_not_at_all() {
    prints(env!("CARGO_BIN_EXE_coupon"), include_str!("../printed/coupon.txt"));
}

#[test]
fn nobody_reads_an_old_price_after_its_change_is_committed() {
    prints(env!("CARGO_BIN_EXE_versions"), include_str!("../printed/versions.txt"));
}

#[test]
fn the_store_of_ones_own_prints_what_it_keeps() {
    prints(env!("CARGO_BIN_EXE_own_store"), include_str!("../printed/own_store.txt"));
}
