//! Many processes, one file: at every step what is held and sold is within the stock, every unit is accounted for, and who
//! is killed keeps nothing.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::{Random, SystemRandom};
use cartwright_reservations::{Counter, Line, Request, Reservations, Reserved, Settings, State, StockKey};
use cartwright_storage::SqliteReservationStore;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROCESSES: usize = 4;
const ROUNDS: usize = 60;
const SKUS: usize = 8;
const STOCK: u64 = 40;
const LEASE: Duration = Duration::from_millis(150);
const DIRECTORY: &str = "CARTWRIGHT_TEST_RESERVATIONS";
const ROLE: &str = "CARTWRIGHT_TEST_ROLE";

fn shop(directory: &Path) -> Reservations {
    let store = SqliteReservationStore::at(directory.join("shop.sqlite"));
    Reservations::new(store, Settings::default().with_payment_window(LEASE)).unwrap()
}

fn key(sku: usize) -> StockKey {
    StockKey::new("shop", "item", &format!("sku-{sku}")).unwrap()
}

fn check(shop: &Reservations) {
    for level in shop.levels(&(0..SKUS).map(key).collect::<Vec<_>>()).unwrap() {
        assert!(level.held + level.sold <= STOCK, "{level:?}");
    }
}

/// One process: it buys, gives back, forgets, and comes too late. Prints what it sold.
fn buy(directory: &Path) {
    let shop = shop(directory);
    let process = std::process::id();
    // What the test runner has begun to say of this test stands on a line of its own.
    println!();
    for round in 0..ROUNDS {
        let chance = SystemRandom.number().unwrap();
        let lines: Vec<_> = (0..SKUS)
            .filter(|sku| chance >> sku & 1 == 1)
            .map(|sku| Line::new(key(sku), 1 + (chance >> (10 + 2 * sku) & 3) as u32))
            .collect();
        check(&shop);
        let order = format!("{process}-{round}");
        if lines.is_empty() {
            continue;
        }
        let Reserved::Granted(held) = shop.reserve(&Request::new(&order, "ada", &lines)).unwrap() else { continue };
        check(&shop);
        let sold = match chance >> 40 & 7 {
            0 | 1 => shop.commit(&order, &held.token).unwrap().done().is_some(),
            2 => {
                let twice = [0; 2].map(|_| shop.commit(&order, &held.token).unwrap().done().is_some());
                assert_eq!(twice[0], twice[1], "the second answer is the first");
                twice[0]
            }
            3 => {
                // Waits for the end of its own lease, and pays then.
                while shop.find(&order).unwrap().unwrap().state == State::Held {
                    std::thread::yield_now();
                }
                shop.commit(&order, &held.token).unwrap().done().is_some()
            }
            4 => false, // and never comes again
            _ => {
                let _ = shop.release(&order, &held.token).unwrap();
                false
            }
        };
        if sold {
            lines.iter().for_each(|line| println!("sold {} {}", line.key, line.quantity));
        }
    }
}

/// Holds something, says so, and is killed.
fn hold(directory: &Path) {
    let lines = [Line::new(key(0), 1)];
    assert!(shop(directory).reserve(&Request::new("killed", "ada", &lines)).unwrap().granted().is_some());
    println!("held");
    loop {
        std::thread::park();
    }
}

fn again(directory: &Path, role: &str) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let test = if role == "buy" { BUYING } else { KILLED };
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(DIRECTORY, directory).env(ROLE, role);
    child.stdin(Stdio::null()).stdout(Stdio::piped());
    child
}

const BUYING: &str = "in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for";
const KILLED: &str = "what_a_killed_process_held_comes_back_by_itself";

fn role() -> Option<String> {
    let directory = std::env::var_os(DIRECTORY)?;
    match std::env::var(ROLE).ok()?.as_str() {
        "buy" => buy(Path::new(&directory)),
        _ => hold(Path::new(&directory)),
    }
    Some(String::new())
}

#[test]
fn in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for() {
    if role().is_some() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let shop = shop(directory.path());
    for sku in 0..SKUS {
        shop.set_stock(&key(sku), STOCK as u32).unwrap();
    }
    let running: Vec<_> = (0..PROCESSES).map(|_| again(directory.path(), "buy").spawn().unwrap()).collect();
    let mut sold = [0; SKUS];
    for process in running {
        let output = process.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        for words in text.lines().filter_map(|line| line.strip_prefix("sold ")) {
            let (name, quantity) = words.split_once(' ').unwrap();
            let sku = (0..SKUS).find(|sku| key(*sku).as_str() == name).unwrap();
            sold[sku] += quantity.parse::<u64>().unwrap();
        }
    }
    let begun = Instant::now();
    while shop.stats().unwrap().tally.lines > 0 {
        assert!(begun.elapsed() < LEASE * 40, "what nobody came for stays held");
        std::thread::yield_now();
    }
    for (sku, sold) in sold.into_iter().enumerate() {
        let level = shop.level(&key(sku)).unwrap();
        assert_eq!((level.held, level.sold, level.available), (0, sold, Some(STOCK - sold)));
    }
    let tally = shop.stats().unwrap().tally;
    assert!(tally.of(Counter::Granted) > 0 && tally.of(Counter::Committed) > 0, "{tally:?}");
    let ended = [Counter::Committed, Counter::Released, Counter::Expired].map(|counter| tally.of(counter));
    assert_eq!(ended.iter().sum::<u64>() - tally.of(Counter::CommittedLate), tally.of(Counter::Granted));
}

#[test]
fn what_a_killed_process_held_comes_back_by_itself() {
    if role().is_some() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let shop = shop(directory.path());
    shop.set_stock(&key(0), 1).unwrap();
    let mut child = again(directory.path(), "hold").spawn().unwrap();
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
