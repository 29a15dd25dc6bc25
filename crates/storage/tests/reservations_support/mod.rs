//! A sale in many processes: at every step what is held and sold is within the stock, and every unit is accounted for.
#![allow(dead_code)]

use cartwright_coordination::{Random, SystemRandom};
use cartwright_reservations::{
    Counter, Error, ErrorKind, Line, Request, Reservations, Reserved, Result, Settings, State, StockKey,
};
use cartwright_storage::StorePlace;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROCESSES: usize = 4;
const ROUNDS: usize = 60;
pub const SKUS: usize = 8;
const STOCK: u64 = 40;
pub const LEASE: Duration = Duration::from_millis(250);
const PLACE: &str = "CARTWRIGHT_TEST_RESERVATIONS";
const ROLE: &str = "CARTWRIGHT_TEST_ROLE";

/// The shop at a place as it stands in configurations.
pub fn shop(place: &str) -> Reservations {
    let patience = Duration::from_secs(60);
    let place = match place.parse().expect("a place") {
        StorePlace::Redis(options) => StorePlace::Redis(Box::new(options.patience(patience))),
        place => place,
    };
    Reservations::shared(place.reservations(patience), Settings::default().with_payment_window(LEASE)).unwrap()
}

pub fn key(sku: usize) -> StockKey {
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
                // Waits for the end of its own lease, and pays then.
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

/// Holds something, says so, and is killed.
fn hold(place: &str) {
    let lines = [Line::new(key(0), 1)];
    assert!(shop(place).reserve(&Request::new("killed", "ada", &lines)).unwrap().granted().is_some());
    println!("held");
    loop {
        std::thread::park();
    }
}

/// Starts a process of this test, which buys, buys "for ever" or just holds.
pub fn start(test: &str, place: &str, role: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(PLACE, place).env(ROLE, role);
    child.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Whether this is a process that a test has started; it has done its work then.
pub fn is_worker() -> bool {
    let (Ok(place), Ok(role)) = (std::env::var(PLACE), std::env::var(ROLE)) else { return false };
    match role.as_str() {
        "buy" => buy(&place),
        "hold" => hold(&place),
        _ => buy_for_ever(&place),
    }
    true
}

/// Lets processes buy, and counts what they say that they have bought.
pub fn accounted_for(test: &str, place: &str, meanwhile: impl FnOnce(&Reservations)) {
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
pub fn nothing_stays_held(shop: &Reservations) {
    let begun = Instant::now();
    let held =
        || shop.levels(&(0..SKUS).map(key).collect::<Vec<_>>()).unwrap().iter().map(|level| level.held).sum::<u64>();
    while held() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(40), "what nobody came for stays held");
        std::thread::sleep(Duration::from_millis(20));
    }
}
