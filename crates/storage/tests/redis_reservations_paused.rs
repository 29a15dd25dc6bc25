//! Orders over several groups whose callers are stopped between their steps, whose messages come late, and whose groups cannot be
//! asked: the scripts are run one by one, as such a caller has left them. Every key is a group of its own; one server has all of
//! them, which is the same to the scripts as several nodes.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{LifetimeLimit, ManualClock, OwnerToken, SystemRandom, WallClock};
use cartwright_reservations::{
    Answer, ErrorKind, Grant, Keep, Line, OrderId, OwnerId, Policy, Request, Reservations, Reserve, Settings, State,
    StockKey, token_hash,
};
use cartwright_storage::{RedisReservationStore, StockGroup};
use redis_support::{Persistence, Server};
use std::slice;
use std::time::Duration;

const BUCKETS: u16 = 8;
const LEASE: Duration = Duration::from_secs(5);
/// As long as a part waits before it asks what became of its order.
const PART_WAITS: Duration = Duration::from_secs(20);

const KEYS: [&str; 15] = [
    "reservation-store",
    "stock",
    "stock-on-hand",
    "stock-keys",
    "reservations",
    "reservation-leases",
    "reservation-memory",
    "reservation-orders",
    "reservation-owners",
    "reservation-notes",
    "reservation-parts",
    "reservation-part-ends",
    "reservation-places",
    "reservation-place-ends",
    "stock-calls",
];

macro_rules! script {
    ($name:literal) => {
        concat!(
            include_str!("../src/redis/scripts/clock.lua"),
            include_str!("../src/reservations/redis/scripts/common.lua"),
            include_str!("../src/reservations/redis/scripts/stock.lua"),
            include_str!("../src/reservations/redis/scripts/parts.lua"),
            include_str!("../src/reservations/redis/scripts/order.lua"),
            include_str!("../src/reservations/redis/scripts/answers.lua"),
            include_str!(concat!("../src/reservations/redis/scripts/", $name, ".lua")),
        )
    };
}

/// As the stores spread them.
fn bucket_of(text: &str) -> u16 {
    let crc = text.bytes().fold(0_u16, |crc, byte| {
        (0..8)
            .fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    });
    crc % BUCKETS
}

/// A key in a bucket.
fn key_in(bucket: u16) -> StockKey {
    let all = (0..1000).map(|number| StockKey::new("shop", "item", &format!("lamp-{number}")).unwrap());
    all.into_iter().find(|key| bucket_of(key.as_str()) == bucket).unwrap()
}

/// An order whose bucket is this one.
fn order_of(bucket: u16, name: &str) -> String {
    (0..1000).map(|number| format!("{name}-{number}")).find(|order| bucket_of(order) == bucket).unwrap()
}

struct Groups {
    server: Server,
    clock: ManualClock,
    run: String,
}

impl Groups {
    fn new() -> Self {
        let server = Server::start(Persistence::None);
        let told = server.say(&["INFO", "server"]);
        let run = told.lines().find_map(|line| line.trim().strip_prefix("run_id:")).unwrap().to_owned();
        Self { server, clock: ManualClock::default(), run }
    }

    fn shop_keeping(&self, keep: Keep) -> Reservations {
        let options = self.server.options().buckets(BUCKETS).stock_group(StockGroup::Key);
        let store = RedisReservationStore::with_clock(options, self.clock.clone(), keep);
        Reservations::new(store, Settings::default().with_payment_window(LEASE).with_lease(LEASE)).unwrap()
    }

    fn shop(&self) -> Reservations {
        self.shop_keeping(Keep::default())
    }

    fn now(&self) -> u64 {
        self.clock.wall_time().as_millis().try_into().unwrap()
    }

    fn key(&self, bucket: u16, name: &str) -> String {
        format!("cartwright-test:{{{bucket}}}:{name}")
    }

    /// Runs a script in a bucket, as a caller does that may be stopped after it.
    fn step(&self, script: &str, bucket: u16, asked: &[&str]) -> String {
        let keys = KEYS.map(|name| self.key(bucket, name));
        let (now, own) = (self.now().to_string(), bucket.to_string());
        let keep = Keep::default().time.as_millis().to_string();
        let mut command = vec!["EVAL", script, "15"];
        command.extend(keys.iter().map(String::as_str));
        command.extend([now.as_str(), &keep, "1000000", "100000", "0", &own, "a call"]);
        command.extend(asked);
        command.push(&self.run);
        self.server.say(&command)
    }

    fn prepare(&self, order: &str, token: &str, until: u64, key: &StockKey, rule: &str) {
        let wait = PART_WAITS.as_millis().to_string();
        let asked = [order, token, &wait, &until.to_string(), "", "", "1", key.as_str(), "1", rule, "", ""];
        let said = self.step(script!("prepare"), bucket_of(key.as_str()), &asked);
        assert!(said.contains("prepared"), "{said}");
    }

    /// The attempt that an order has a part of in a bucket.
    fn attempt(&self, order: &str, bucket: u16) -> String {
        let script = "return (next(cmsgpack.unpack(redis.call('HGET', KEYS[1], ARGV[1]))))";
        let told = self.server.say(&["EVAL", script, "1", &self.key(bucket, "reservation-parts"), order]);
        told.lines().last().unwrap().to_owned()
    }

    fn confirm(&self, order: &str, token: &OwnerToken, until: u64, keys: &[StockKey], rule: &str) -> String {
        let (secret, hash, lease) = (token.secret_text(), token_hash(token), LEASE.as_millis().to_string());
        let (until, number) = (until.to_string(), keys.len().to_string());
        let mut asked =
            vec![order, "ada", &secret, &hash, &lease, "100", "100", "confirm", "", "", &until, &secret, &number];
        for key in keys {
            asked.extend([key.as_str(), "1", rule, "", ""]);
        }
        self.step(script!("reserve"), bucket_of(order), &asked)
    }
}

fn token() -> OwnerToken {
    OwnerToken::new(&SystemRandom).unwrap()
}

fn take(shop: &Reservations, order: &str, lines: &[Line]) -> Grant {
    shop.reserve(&Request::new(order, "ada", lines)).unwrap().granted().unwrap()
}

const OF_STORE: &str = "0";
const ONE_HOLDER: &str = "2";

fn lines(keys: &[StockKey]) -> Vec<Line> {
    keys.iter().map(|key| Line::new(key.clone(), 1)).collect()
}

#[test]
fn who_holds_a_key_after_an_order_whose_part_was_never_told_has_a_greater_fence() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (keys, order) = ([key_in(1), key_in(2)], order_of(3, "order"));
    for key in &keys {
        shop.set_policy(key, Policy::Exclusive).unwrap();
        take(&shop, &order_of(bucket_of(key.as_str()), "begins"), &lines(slice::from_ref(key)));
    }
    groups.clock.advance(LEASE);
    // The node of the order was started again later than the others.
    let home = groups.key(3, "reservation-store");
    let later = ((groups.now() + 3_600_000) * 1000).to_string();
    groups.server.say(&["HSET", &home, "incarnation", &later, "counter", "0", "run", &groups.run]);

    let (token, until) = (token(), groups.now() + 10_000);
    keys.iter().for_each(|key| groups.prepare(&order, &token.secret_text(), until, key, ONE_HOLDER));
    let said = groups.confirm(&order, &token, until, &keys, ONE_HOLDER);
    assert!(said.contains("granted"), "{said}");
    let first = shop.find(&order).unwrap().unwrap().fence;
    // Nobody comes by until the lease is over.
    groups.clock.advance(PART_WAITS);
    let next = take(&shop, &order_of(1, "after"), &lines(&keys[..1])).fence;
    assert!(next > first, "{next:?} after {first:?}");
}

#[test]
fn what_was_handed_over_by_a_caller_that_died_ends_when_its_lease_ends() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (key, order) = (key_in(1), order_of(2, "order"));
    shop.set_stock(&key, 1).unwrap();
    let token = take(&shop, &order, &lines(slice::from_ref(&key))).token;
    let wait = PART_WAITS.as_millis().to_string();
    let said = groups.step(script!("hand_over"), 1, &[&order, &token.secret_text(), &token_hash(&token), &wait]);
    assert!(said.contains("handed over"), "{said}");
    groups.clock.advance(LEASE);
    assert_eq!(shop.find(&order).unwrap().unwrap().state, State::Expired);
    assert_eq!(shop.level(&key).unwrap().held, 0);
}

#[test]
fn a_preparation_that_arrives_again_after_the_sale_sells_nothing_twice() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (keys, order) = ([key_in(1), key_in(2)], order_of(3, "order"));
    keys.iter().for_each(|key| drop(shop.set_stock(key, 5).unwrap()));
    let token = take(&shop, &order, &lines(&keys)).token;
    let attempt = groups.attempt(&order, 1);
    assert!(matches!(shop.commit(&order, &token).unwrap(), Answer::Done(_)));
    groups.prepare(&order, &attempt, groups.now() + 10_000, &keys[0], OF_STORE);
    groups.clock.advance(PART_WAITS);
    let level = shop.level(&keys[0]).unwrap();
    assert_eq!((level.held, level.sold, level.available), (0, 1, Some(4)));
}

#[test]
fn what_was_decided_of_an_earlier_try_of_one_call_takes_nothing_from_the_one_that_was_granted() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (keys, order) = ([key_in(1), key_in(2)], order_of(3, "order"));
    keys.iter().for_each(|key| drop(shop.set_stock(key, 1).unwrap()));
    let (id, owner, token) = (OrderId::new(&order).unwrap(), OwnerId::new("ada").unwrap(), token());
    let (lines, lifetime) = (lines(&keys), LifetimeLimit::default().lifetime(LEASE).unwrap());
    let asked =
        Reserve { order: &id, owner: &owner, token: &token, lines: &lines, lifetime, caps: Settings::default().caps };
    // Who waits for what is short asks again with the same token.
    assert!(shop.store().reserve(&asked).unwrap().granted().is_some());
    for key in &keys {
        groups.step(script!("settle"), bucket_of(key.as_str()), &[&order, &token.secret_text(), "forget", "0", "", ""]);
        assert_eq!(shop.level(key).unwrap().held, 1);
    }
}

#[test]
fn an_amendment_that_another_has_overtaken_changes_nothing_and_leaves_no_part() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (keys, order) = ([1, 2, 4, 5].map(key_in), order_of(3, "order"));
    keys.iter().for_each(|key| drop(shop.set_stock(key, 5).unwrap()));
    let owner = take(&shop, &order, &lines(&keys[..2])).token;
    let (looked_at, slow) = (groups.attempt(&order, 1), token().secret_text());
    let until = groups.now() + 10_000;
    groups.prepare(&order, &slow, until, &keys[2], OF_STORE);
    assert!(shop.amend(&order, &owner, &lines(&keys[2..])).unwrap().done().unwrap().granted().is_some());

    let (secret, hash, until) = (owner.secret_text(), token_hash(&owner), until.to_string());
    let mut asked = vec![&*order, &secret, &hash, "100", "100", "confirm", "", "", &until, &slow, "1"];
    asked.extend([keys[2].as_str(), "1", OF_STORE, "", "", &looked_at]);
    let said = groups.step(script!("amend"), 3, &asked);
    assert!(said.contains("overtaken"), "{said}");
    assert_eq!(shop.find(&order).unwrap().unwrap().lines.len(), 2);
    assert!(matches!(shop.commit(&order, &owner).unwrap(), Answer::Done(_)));
    let counts = keys.each_ref().map(|key| shop.level(key).map(|level| (level.held, level.sold)).unwrap());
    assert_eq!(counts, [(0, 0), (0, 0), (0, 1), (0, 1)]);
}

#[test]
fn of_many_amendments_of_one_order_at_once_one_counts_and_the_others_leave_nothing() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (keys, order) = ([1, 2, 4, 5, 6, 7].map(key_in), order_of(3, "order"));
    keys.iter().for_each(|key| drop(shop.set_stock(key, 5).unwrap()));
    let owner = take(&shop, &order, &lines(&keys[..2])).token;
    std::thread::scope(|threads| {
        for pair in [&keys[0..2], &keys[2..4], &keys[4..6]] {
            let (groups, order, owner) = (&groups, &order, &owner);
            threads.spawn(move || {
                let shop = groups.shop();
                for _ in 0..20 {
                    let answer = shop.amend(order, owner, &lines(pair));
                    assert!(answer.is_ok() || answer.is_err_and(|error| error.kind() == ErrorKind::Busy));
                }
            });
        }
    });
    let held: Vec<_> = shop.find(&order).unwrap().unwrap().lines.into_iter().map(|line| line.key).collect();
    let counts = || keys.each_ref().map(|key| shop.level(key).map(|level| (level.held, level.sold)).unwrap());
    assert_eq!(counts(), keys.each_ref().map(|key| (held.contains(key).into(), 0)));
    assert!(matches!(shop.commit(&order, &owner).unwrap(), Answer::Done(_)));
    assert_eq!(counts(), keys.each_ref().map(|key| (0, held.contains(key).into())));
}

#[test]
fn a_group_goes_on_while_the_node_of_an_order_that_it_has_a_part_of_cannot_be_asked() {
    let groups = Groups::new();
    let shop = groups.shop();
    let key = key_in(1);
    shop.set_stock(&key, 2).unwrap();
    groups.prepare(&order_of(3, "order"), &token().secret_text(), groups.now() + 10_000, &key, OF_STORE);
    let orders = groups.key(3, "reservations");
    groups.server.say(&["SET", &orders, "what is no hash"]);
    groups.clock.advance(PART_WAITS);
    take(&shop, &order_of(1, "another"), &lines(slice::from_ref(&key)));
    assert_eq!(shop.level(&key).unwrap().held, 2, "nobody knows yet what became of the part");
    groups.server.say(&["DEL", &orders]);
    groups.clock.advance(PART_WAITS);
    assert_eq!(shop.level(&key).unwrap().held, 0);
}

#[test]
fn a_group_goes_on_beside_a_part_that_cannot_be_read_and_a_sweep_tells_of_it() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (key, order, parts) = (key_in(1), order_of(3, "order"), groups.key(1, "reservation-parts"));
    shop.set_stock(&key, 2).unwrap();
    groups.prepare(&order, &token().secret_text(), groups.now() + 10_000, &key, OF_STORE);
    let put = "redis.call('HSET', KEYS[1], ARGV[1], redis.call('HGET', KEYS[1], ARGV[2])) return 1";
    groups.server.say(&["EVAL", put, "1", &parts, "copy", &order]);
    groups.server.say(&["HSET", &parts, &order, "theirs"]);
    groups.clock.advance(PART_WAITS);
    take(&shop, &order_of(1, "another"), &lines(slice::from_ref(&key)));
    assert_eq!(shop.sweep_all().unwrap().unreadable, slice::from_ref(&order));
    assert_eq!(shop.level(&key).unwrap().held, 2, "what it holds stays held");
    groups.server.say(&["EVAL", put, "1", &parts, &order, "copy"]);
    assert_eq!(shop.sweep_all().unwrap().unreadable, [""; 0]);
    groups.clock.advance(PART_WAITS);
    assert_eq!(shop.level(&key).unwrap().held, 0);
}

#[test]
fn without_a_sweeper_what_is_known_of_orders_that_are_over_stays_bounded() {
    let groups = Groups::new();
    let shop = groups.shop_keeping(Keep { time: Duration::from_secs(1), ..Keep::default() });
    let keys = [key_in(1), key_in(4)];
    keys.iter().for_each(|key| drop(shop.set_stock(key, 5).unwrap()));
    for number in 0..80 {
        take(&shop, &order_of(2, &format!("order-{number}")), &lines(&keys[..1]));
        take(&shop, &order_of(3, &format!("wide-{number}")), &lines(&keys));
        groups.clock.advance(Duration::from_secs(48 * 60 * 60));
    }
    let left = |bucket, name| -> usize {
        groups.server.say(&["HLEN", &groups.key(bucket, name)]).trim_start_matches(':').parse().unwrap()
    };
    let left = [
        left(1, "reservations"),
        left(3, "reservations"),
        left(2, "reservation-places"),
        left(1, "reservation-parts"),
        left(4, "reservation-parts"),
    ];
    assert!(left.iter().all(|left| *left < 8), "{left:?}");
}

#[test]
fn what_is_held_while_the_node_of_its_order_cannot_be_told_is_of_unknown_outcome_and_is_had_by_asking_again() {
    let groups = Groups::new();
    let shop = groups.shop();
    let (key, order) = (key_in(1), order_of(3, "order"));
    shop.set_stock(&key, 1).unwrap();
    let places = groups.key(3, "reservation-places");
    groups.server.say(&["SET", &places, "what is no hash"]);
    let lines = lines(slice::from_ref(&key));
    let error = shop.reserve(&Request::new(&order, "ada", &lines)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(shop.level(&key).unwrap().held, 1);
    groups.server.say(&["DEL", &places]);
    let token = take(&shop, &order, &lines).token;
    groups.server.say(&["SET", &places, "what is no hash"]);
    assert!(shop.renew(&order, &token, None).is_err());
    groups.server.say(&["DEL", &places]);
    take(&shop, &order, &lines);
    assert!(matches!(shop.commit(&order, &token).unwrap(), Answer::Done(_)));
}
