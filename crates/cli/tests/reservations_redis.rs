//! Reservations on a Redis server from the command line: one with a password, which only the processes of the command itself are
//! told; and one under whose keys somebody else writes.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "redis")]

#[path = "../../storage/tests/redis_support/mod.rs"]
mod redis_support;
mod support;

use cartwright_reservations::{Line, Request, Reservations, Settings};
use cartwright_storage::RedisReservationStore;
use redis_support::{Persistence, Server, until};
use std::time::Duration;
use support::Shop;

#[test]
fn the_self_test_and_a_sale_run_in_processes_on_a_server_with_a_password() {
    let server = Server::start(Persistence::None);
    assert_eq!(server.say(&["CONFIG", "SET", "requirepass", "hush"]), "+OK");
    let shop = Shop::at(&format!("redis://:hush@127.0.0.1:{}", server.port));
    let told = shop.json(&["reservations", "locks-test"]);
    assert_eq!(told["success"], true, "{told}");
    let sale = ["reservations", "sale", "--buyers", "40", "--processes", "2", "--units", "20", "--skus", "4"];
    assert_eq!(shop.json(&sale)["wrong"], 0);
}

#[test]
fn a_clean_up_names_the_orders_that_cannot_be_read_and_fails() {
    let server = Server::start(Persistence::None);
    let shop = Shop::at(&format!("redis://127.0.0.1:{}?prefix=shop%3A", server.port));
    let store = RedisReservationStore::new(server.options().prefix("shop:"));
    let lease = Settings::default().with_payment_window(Duration::from_millis(20));
    let reservations = Reservations::new(store, lease).unwrap();
    let lines = [Line::new("shop/item/lamp".parse().unwrap(), 2)];
    reservations.set_stock(&lines[0].key, 5).unwrap();
    assert!(reservations.reserve(&Request::new("order-1", "ada", &lines)).unwrap().granted().is_some());
    assert_eq!(server.say(&["HSET", "shop:{0}:reservations", "order-1", "theirs"]), ":0");
    until("its lease is over", || !shop.run(&["reservations", "cleanup"]).status.success());
    let (code, why) = shop.fails(&["reservations", "cleanup"]);
    assert_eq!((code, why.contains(r#"["order-1"]"#)), (1, true), "{why}");
}
