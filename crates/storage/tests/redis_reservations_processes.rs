//! Many processes, one server or one Cluster: at every step what is held and sold is within the stock, every unit is accounted
//! for, also while the server is stopped or killed and started again, and who is killed keeps nothing.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{Random, SystemRandom};
use cartwright_reservations::{
    Counter, Error, ErrorKind, Line, Request, Reservations, Reserved, Result, Settings, State, StockKey,
};
use cartwright_storage::{RedisReservationStore, StorePlace};
use redis_support::{Persistence, Server, shared, until};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROCESSES: usize = 4;
const ROUNDS: usize = 40;
const SKUS: usize = 8;
const STOCK: u64 = 40;
const LEASE: Duration = Duration::from_millis(250);
const PLACE: &str = "CARTWRIGHT_TEST_REDIS_RESERVATIONS";
const ROLE: &str = "CARTWRIGHT_TEST_ROLE";

fn shop(place: &str) -> Reservations {
    let StorePlace::Redis(options) = place.parse::<StorePlace>().unwrap() else { panic!("{place}") };
    let store = RedisReservationStore::new(options.patience(Duration::from_secs(60)));
    Reservations::new(store, Settings::default().with_payment_window(LEASE)).unwrap()
}

fn key(sku: usize) -> StockKey {
    // Two vendors: in a Cluster they are two groups.
    StockKey::new(if sku % 2 == 0 { "even" } else { "odd" }, "item", &format!("sku-{sku}")).unwrap()
}

/// Asks again if it is not clear what came of it; every step can be repeated.
fn sure<T>(mut ask: impl FnMut() -> Result<T>) -> T {
    loop {
        match ask() {
            Err(error) if may_be_asked_again(&error) => std::thread::yield_now(),
            answer => return answer.unwrap(),
        }
    }
}

fn may_be_asked_again(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::OutcomeUnknown | ErrorKind::Busy | ErrorKind::Unavailable)
}

fn check(shop: &Reservations) {
    for level in sure(|| shop.levels(&(0..SKUS).map(key).collect::<Vec<_>>())) {
        assert!(level.held + level.sold <= STOCK, "{level:?}");
    }
}

/// One process: it buys, gives back, forgets, and comes too late. Prints what it sold.
fn buy(place: &str) {
    let shop = shop(place);
    let process = std::process::id();
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
        let held = match sure(|| shop.reserve(&Request::new(&order, "ada", &lines))) {
            Reserved::Granted(held) => held,
            Reserved::Refused(_) => continue,
        };
        check(&shop);
        let pay = || sure(|| shop.commit(&order, &held.token)).done().is_some();
        let sold = match chance >> 40 & 7 {
            0 | 1 => pay(),
            2 => {
                let first = pay();
                assert_eq!(first, pay(), "the second answer is the first");
                first
            }
            3 => {
                while sure(|| shop.find(&order)).is_some_and(|found| found.state == State::Held) {
                    std::thread::yield_now();
                }
                pay()
            }
            4 => false, // and never comes again
            _ => {
                let _ = sure(|| shop.release(&order, &held.token));
                false
            }
        };
        if sold {
            lines.iter().for_each(|line| println!("sold {} {}", line.key, line.quantity));
        }
    }
}

/// Takes and pays without end, until it is killed.
fn buy_for_ever(place: &str) {
    let shop = shop(place);
    for round in 0_u64.. {
        let (order, lines) = (format!("{}-{round}", std::process::id()), [Line::new(key(0), 1), Line::new(key(1), 1)]);
        if let Reserved::Granted(held) = sure(|| shop.reserve(&Request::new(&order, "ada", &lines))) {
            let _ = sure(|| shop.release(&order, &held.token));
        }
    }
}

fn start(test: &str, place: &str, role: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(PLACE, place).env(ROLE, role);
    child.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Whether this is a process that a test has started; it has done its work then.
fn is_worker() -> bool {
    let (Ok(place), Ok(role)) = (std::env::var(PLACE), std::env::var(ROLE)) else { return false };
    if role == "buy" {
        buy(&place)
    } else {
        buy_for_ever(&place)
    }
    true
}

fn accounted_for(test: &str, place: &str, meanwhile: impl FnOnce(&Reservations)) {
    let shop = shop(place);
    (0..SKUS).for_each(|sku| drop(shop.set_stock(&key(sku), STOCK as u32).unwrap()));
    let running: Vec<_> = (0..PROCESSES).map(|_| start(test, place, "buy")).collect();
    meanwhile(&shop);
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
    nothing_stays_held(&shop);
    for (sku, sold) in sold.into_iter().enumerate() {
        let level = shop.level(&key(sku)).unwrap();
        assert_eq!((level.held, level.sold, level.available), (0, sold, Some(STOCK - sold)));
    }
    let tally = shop.stats().unwrap().tally;
    assert!(tally.of(Counter::Granted) > 0 && tally.of(Counter::Committed) > 0, "{tally:?}");
    let ended = [Counter::Committed, Counter::Released, Counter::Expired].map(|counter| tally.of(counter));
    assert_eq!(ended.iter().sum::<u64>() - tally.of(Counter::CommittedLate), tally.of(Counter::Granted));
}

/// Also what was prepared in a group by a caller that is no more comes back, a while after nobody can confirm it.
fn nothing_stays_held(shop: &Reservations) {
    let begun = Instant::now();
    let held =
        || shop.levels(&(0..SKUS).map(key).collect::<Vec<_>>()).unwrap().iter().map(|level| level.held).sum::<u64>();
    while held() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(40), "what nobody came for stays held");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn place_of(server: &Server) -> String {
    server.options().secret_text()
}

#[test]
fn in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for() {
    if is_worker() {
        return;
    }
    let server = Server::start(Persistence::None);
    let test = "in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for";
    accounted_for(test, &place_of(&server), |_| ());
}

fn while_the_server_ends(test: &str, end: impl Fn(&Server)) {
    if is_worker() {
        return;
    }
    let server = Server::start(Persistence::Always);
    accounted_for(test, &place_of(&server), |shop| {
        for _ in 0..4 {
            let granted = || shop.stats().unwrap().tally.of(Counter::Granted);
            let before = granted();
            until("they are at work", || granted() > before);
            end(&server);
            server.start_again();
        }
    });
}

#[test]
fn a_server_that_is_killed_under_load_and_started_again_has_sold_what_it_said() {
    while_the_server_ends("a_server_that_is_killed_under_load_and_started_again_has_sold_what_it_said", Server::kill);
}

#[test]
fn a_server_that_is_stopped_under_load_and_started_again_has_sold_what_it_said() {
    while_the_server_ends("a_server_that_is_stopped_under_load_and_started_again_has_sold_what_it_said", |server| {
        server.signal("TERM");
        server.wait();
    });
}

#[test]
fn in_many_processes_on_a_cluster_nothing_is_oversold_over_several_groups() {
    if is_worker() {
        return;
    }
    let (_, options, _) = shared::cluster();
    let test = "in_many_processes_on_a_cluster_nothing_is_oversold_over_several_groups";
    accounted_for(test, &options.secret_text(), |_| ());
}

#[test]
fn what_killed_processes_held_and_prepared_on_a_cluster_comes_back_by_itself() {
    if is_worker() {
        return;
    }
    let test = "what_killed_processes_held_and_prepared_on_a_cluster_comes_back_by_itself";
    let (_, options, _) = shared::cluster();
    let place = options.secret_text();
    let shop = shop(&place);
    (0..SKUS).for_each(|sku| drop(shop.set_stock(&key(sku), 2).unwrap()));
    for round in 1..=6 {
        let granted = || shop.stats().unwrap().tally.of(Counter::Granted);
        let before = granted();
        let mut workers: Vec<_> = (0..3).map(|_| start(test, &place, "for ever")).collect();
        until("they are at work", || granted() > before + round);
        for worker in &mut workers {
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        for level in shop.levels(&[key(0), key(1)]).unwrap() {
            assert!(level.held + level.sold <= 2, "{level:?}");
        }
    }
    nothing_stays_held(&shop);
    let lines = [Line::new(key(0), 2), Line::new(key(1), 2)];
    assert!(shop.reserve(&Request::new("all", "ben", &lines)).unwrap().granted().is_some());
}
