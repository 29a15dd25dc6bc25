//! Many processes, one file: at every step what is held and sold is within the stock, every unit is accounted for, and who
//! is killed keeps nothing.
#![allow(clippy::unwrap_used)]

mod reservations_support;

use cartwright_reservations::{Line, Request, State};
use reservations_support::{LEASE, accounted_for, is_worker, key, shop, start};
use std::io::{BufRead, BufReader};
use std::time::Instant;
use tempfile::TempDir;

fn place_in(directory: &TempDir) -> String {
    format!("sqlite-own:{}", directory.path().join("shop.sqlite").display())
}

#[test]
fn in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for() {
    if is_worker() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let test = "in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for";
    accounted_for(test, &place_in(&directory), |_| ());
}

#[test]
fn what_a_killed_process_held_comes_back_by_itself() {
    if is_worker() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let (place, test) = (place_in(&directory), "what_a_killed_process_held_comes_back_by_itself");
    let shop = shop(&place);
    shop.set_stock(&key(0), 1).unwrap();
    let mut child = start(test, &place, "hold");
    let held =
        BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok).any(|line| line.ends_with("held"));
    assert!(held, "it said that it holds");
    child.kill().unwrap();
    child.wait().unwrap();
    let lines = [Line::new(key(0), 1)];
    let (begun, mut attempt) = (Instant::now(), 0);
    loop {
        // Each attempt is an order of its own.
        attempt += 1;
        if shop.reserve(&Request::new(&format!("next-{attempt}"), "ben", &lines)).unwrap().granted().is_some() {
            break;
        }
        assert!(begun.elapsed() < LEASE * 40, "it does not come back");
        std::thread::yield_now();
    }
    assert_eq!(shop.find("killed").unwrap().unwrap().state, State::Expired);
}
