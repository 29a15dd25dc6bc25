//! Reservations on a Redis server that asks for a password, which only the processes of the command itself are told.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "redis")]

#[path = "../../storage/tests/redis_support/mod.rs"]
mod redis_support;
mod support;

use redis_support::{Persistence, Server};
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
