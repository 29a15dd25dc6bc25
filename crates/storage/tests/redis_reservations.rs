//! The suite on the Redis store of reservations, and what is its own: round trips, clocks,
//! restarts, what cannot be read, lost replies, forks.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_reservations::conformance::{Kept, Subject};
use cartwright_reservations::{
    Answer, Counter, ErrorKind, Grant, Keep, Line, Released, Request, Reservations, Reserved, Result, Settings,
    StockKey,
};
use cartwright_storage::{RedisOptions, RedisReservationStore, StockGroup};
use redis_support::proxy::Proxy;
use redis_support::{OnServer, Persistence, Server, options, until};
use std::time::{Duration, Instant};

impl Subject for OnServer {
    type Store = RedisReservationStore;

    fn open_keeping(&self, keep: Keep) -> RedisReservationStore {
        RedisReservationStore::with_clock(self.server.options(), self.clock.clone(), keep)
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Nobody asks for the wall clock of those who use a server.
    fn set_wall_clock(&self, _to: WallTime) {}

    fn restart(&self) -> Kept {
        Self::restart(self);
        Kept::Everything
    }

    fn lose_everything(&self) {
        self.lose_what_is_not_saved();
    }
}

cartwright_reservations::reservation_store_conformance!(OnServer::new());

/// A shop on this server that begins with five lamps, on the server's own clock.
fn shop(options: RedisOptions) -> Reservations {
    let shop = Reservations::new(RedisReservationStore::new(options), Settings::default()).unwrap();
    shop.set_stock(&lamp(), 5).unwrap();
    shop
}

fn lamp() -> StockKey {
    StockKey::new("shop", "item", "lamp").unwrap()
}

fn ask(shop: &Reservations, order: &str, quantity: u32) -> Result<Reserved> {
    shop.reserve(&Request::new(order, "ada", &[Line::new(lamp(), quantity)]))
}

fn take(shop: &Reservations, order: &str, quantity: u32) -> Grant {
    ask(shop, order, quantity).unwrap().granted().unwrap()
}

#[test]
fn a_step_is_one_round_trip() {
    let server = Server::start(Persistence::None);
    let shop = shop(server.options());
    let held = take(&shop, "warm", 1);
    assert!(shop.commit("warm", &held.token).unwrap().done().is_some());
    let calls = || {
        let info = server.say(&["INFO", "commandstats"]);
        let of = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name))?.trim_start_matches(":calls=");
            line.split(',').next()?.parse::<u64>().ok()
        };
        of("cmdstat_evalsha").unwrap_or(0) + of("cmdstat_eval").unwrap_or(0)
    };
    let before = calls();
    let held = take(&shop, "1", 2);
    assert_eq!(calls() - before, 1);
    assert!(shop.commit("1", &held.token).unwrap().done().is_some());
    assert_eq!(calls() - before, 2);
}

#[test]
fn only_keys_of_tests_have_a_clock_of_their_own() {
    let server = Server::start(Persistence::None);
    let options = server.options().prefix("shop:");
    let store = RedisReservationStore::with_clock(options, ManualClock::default(), Keep::default());
    let error = Reservations::new(store, Settings::default()).unwrap().set_stock(&lamp(), 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("cartwright-test:"), "{error}");
    assert_eq!(server.say(&["DBSIZE"]), ":0");
}

#[test]
fn a_lease_ends_by_the_servers_own_clock() {
    let server = Server::start(Persistence::None);
    let store = RedisReservationStore::new(server.options().prefix("shop:"));
    let settings = Settings::default().with_payment_window(Duration::from_millis(50));
    let shop = Reservations::new(store, settings).unwrap();
    shop.set_stock(&lamp(), 1).unwrap();
    let first = take(&shop, "1", 1);
    let mut attempt = 1;
    until("the lease is over", || {
        attempt += 1;
        ask(&shop, &format!("{attempt}"), 1).unwrap().granted().is_some()
    });
    assert_eq!(shop.commit("1", &first.token).unwrap(), Answer::Expired);
}

#[test]
fn after_a_restart_fences_go_on_in_a_greater_incarnation() {
    let server = Server::start(Persistence::Always);
    let shop = shop(server.options());
    let before = take(&shop, "1", 1);
    server.kill();
    server.start_again();
    let after = take(&shop, "2", 1);
    assert!(after.fence.incarnation() > before.fence.incarnation());
    assert_eq!(shop.level(&lamp()).unwrap().held, 2, "what was acknowledged was kept");
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_permission() {
    let at = |name: &str| format!("cartwright-test:{{0}}:{name}");
    let damages: [(&[&str], &str); 6] = [
        (&["HSET", "reservations", "1", "theirs"], "the reservation"),
        (&["HSET", "stock", "shop/item/lamp", "theirs"], "the stock"),
        (&["HSET", "stock-on-hand", "shop/item/lamp", "theirs"], "the count"),
        (&["HSET", "reservation-store", "incarnation", "theirs"], "the store"),
        (&["SET", "reservations", "theirs"], "another kind"),
        (&["SET", "stock", "theirs"], "another kind"),
    ];
    for (damage, what) in damages {
        let server = Server::start(Persistence::None);
        let shop = shop(server.options());
        take(&shop, "1", 2);
        let mut command = damage.to_vec();
        let name = at(command[1]);
        command[1] = &name;
        let answer = server.say(&command);
        assert!(answer.starts_with(':') || answer == "+OK", "{answer}");
        let error = ask(&shop, "2", 1).and_then(|_| ask(&shop, "1", 2)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{what}: {error}");
    }
}

#[test]
fn an_order_that_cannot_be_read_is_set_aside_and_told_and_others_go_on() {
    let scene = OnServer::new();
    let keep = Keep { time: Duration::from_secs(60), ..Keep::default() };
    let shop = Reservations::new(scene.open_keeping(keep), Settings::default()).unwrap();
    shop.set_stock(&lamp(), 9).unwrap();
    let reservations = "cartwright-test:{0}:reservations";
    let kept = |order: &str| scene.server.say(&["HGET", reservations, order]);
    let unreadable = || shop.sweep_all().unwrap().unreadable;
    let paid = take(&shop, "paid", 1);
    assert!(shop.commit("paid", &paid.token).unwrap().done().is_some());
    take(&shop, "held", 2);
    // What the server has of it is put back as it was.
    let copied = ["EVAL", "redis.call('HSET', KEYS[1], ARGV[2], redis.call('HGET', KEYS[1], ARGV[1])) return 1", "1"];
    let copy = |from: &str, to: &str| scene.server.say(&[&copied[..], &[reservations, from, to]].concat());
    for order in ["paid", "held"] {
        copy(order, &format!("copy of {order}"));
        scene.server.say(&["HSET", reservations, order, "theirs"]);
    }
    take(&shop, "other", 1);
    scene.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(ask(&shop, "new", 6).unwrap().granted().map(|grant| grant.again), Some(false), "others go on");
    for _ in 0..2 {
        assert_eq!(unreadable(), ["held", "paid"]);
    }
    assert_eq!(shop.level(&lamp()).unwrap().held, 8, "what it holds stays held");
    assert_eq!(shop.find("held").unwrap_err().kind(), ErrorKind::Corrupt);
    assert!(kept("held").contains("theirs"));
    assert_eq!(shop.clear_all(true, "closing").unwrap().len(), 1, "and the others are cleared");
    for order in ["paid", "held"] {
        copy(&format!("copy of {order}"), order);
        scene.server.say(&["HDEL", reservations, &format!("copy of {order}")]);
    }
    assert_eq!(unreadable(), [""; 0]);
    assert_eq!(shop.sweep_all().unwrap().expired.len(), 1);
    assert_eq!((shop.level(&lamp()).unwrap().held, shop.find("paid").unwrap()), (0, None));
}

#[test]
fn who_reads_notes_on_and_on_misses_none_that_another_group_makes_meanwhile() {
    let server = Server::start(Persistence::None);
    let shop = || {
        let options = server.options().buckets(8).stock_group(StockGroup::Key);
        Reservations::new(RedisReservationStore::new(options), Settings::default()).unwrap()
    };
    let (shops, mut seen, mut after) = ([shop(), shop()], 0, 0);
    let mut read = || {
        let notes = shops[0].audit(after, 1000).unwrap();
        after = notes.last().map_or(after, |note| note.sequence);
        seen += notes.len();
        seen
    };
    const NOTES: usize = 400;
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            for number in 0..NOTES {
                let key = StockKey::new("shop", "item", &format!("lamp-{}", number % 40)).unwrap();
                shops[1].set_stock(&key, 1).unwrap();
            }
        });
        while !writer.is_finished() {
            read();
        }
    });
    let begun = Instant::now();
    while read() < NOTES {
        assert!(begun.elapsed() < Duration::from_secs(10), "of {NOTES} notes only {} were seen", read());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_cannot_be_reached_grants_nothing() {
    let server = Server::start(Persistence::None);
    let options = server.options().patience(Duration::from_millis(50));
    let shop = shop(options);
    server.kill();
    assert_eq!(ask(&shop, "1", 1).unwrap_err().kind(), ErrorKind::Unavailable);
}

#[test]
fn steps_whose_replies_were_lost_are_done_once_and_answer_what_they_did() {
    let server = Server::start(Persistence::None);
    let (proxy, direct) = (Proxy::before(server.port), shop(server.options()));
    let shop = shop(options(proxy.port));
    let lose = || proxy.swallow_next(1);
    let warm = take(&shop, "warm", 1);
    let _ = (shop.amend("warm", &warm.token, &[Line::new(lamp(), 2)]), shop.renew("warm", &warm.token, None));
    let _ = (shop.commit("warm", &warm.token), shop.adjust_stock(&lamp(), 2), shop.force_release("none", "no"));
    let counts = || {
        let level = direct.level(&lamp()).unwrap();
        (level.held, level.sold, level.available)
    };
    assert_eq!(counts(), (0, 2, Some(5)));

    lose();
    let held = take(&shop, "1", 2);
    assert_eq!((held.again, counts()), (false, (2, 2, Some(3))));
    lose();
    let amended = shop.amend("1", &held.token, &[Line::new(lamp(), 3)]).unwrap().done().unwrap().granted().unwrap();
    assert_eq!((amended.again, counts()), (false, (3, 2, Some(2))));
    lose();
    assert!(shop.renew("1", &held.token, None).unwrap().done().is_some());
    lose();
    let committed = shop.commit("1", &held.token).unwrap().done().unwrap();
    assert_eq!((committed.again, counts()), (false, (0, 5, Some(2))));
    lose();
    assert!(shop.adjust_stock(&lamp(), 4).is_ok());
    assert_eq!(counts(), (0, 5, Some(6)), "four more, and not eight");
    let released = take(&shop, "2", 1);
    lose();
    assert_eq!(shop.release("2", &released.token).unwrap(), Answer::Done(Released { again: false }));
    take(&shop, "3", 1);
    lose();
    assert!(shop.force_release("3", "test").unwrap().done().is_some());
    assert_eq!((counts(), proxy.swallowed()), ((0, 5, Some(6)), 7));
    let tally = direct.stats().unwrap().tally;
    assert_eq!([Counter::Committed, Counter::Released, Counter::Forced].map(|counter| tally.of(counter)), [2, 1, 1]);
}

#[test]
fn a_store_that_was_opened_before_a_fork_serves_both_processes() {
    let server = Server::start(Persistence::None);
    let shop = shop(server.options());
    let held = take(&shop, "parent", 1);
    match fork::fork().unwrap() {
        fork::Fork::Child => {
            let done = ask(&shop, "child", 1).is_ok_and(|answer| answer.granted().is_some());
            std::process::exit(i32::from(!done));
        }
        fork::Fork::Parent(child) => assert_eq!(fork::waitpid(child).unwrap(), 0),
    }
    assert_eq!(shop.level(&lamp()).unwrap().held, 2);
    assert_eq!(shop.release("parent", &held.token).unwrap(), Answer::Done(Released { again: false }));
}
