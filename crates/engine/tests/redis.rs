//! What an engine's operations cost on Redis.
#![allow(clippy::unwrap_used)]

#[path = "../../storage/tests/redis_support/mod.rs"]
mod redis_support;
mod support;

use cartwright_engine::{Engine, Settings};
use cartwright_storage::RedisStore;
use redis_support::{Persistence, Server};
use support::{add, key, lines};

fn engine(server: &Server) -> Engine {
    Engine::new(RedisStore::new(server.options()), Settings::new("USD").unwrap())
}

/// How often the server was asked to run a script: each of our questions is one.
fn questions(server: &Server) -> u64 {
    let info = server.say(&["INFO", "commandstats"]);
    let calls = |line: &str| {
        line.strip_prefix("cmdstat_eval")
            .and_then(|rest| rest.split("calls=").nth(1)?.split(',').next()?.parse::<u64>().ok())
    };
    info.lines().filter_map(calls).sum()
}

#[test]
fn an_operation_on_a_held_cart_is_one_round_trip_and_a_conflict_one_more() {
    let server = Server::start(Persistence::None);
    let (engine, rival) = (engine(&server), engine(&server));
    let mut cart = engine.open(key("ada"));
    cart.apply(&add("lamp", 1)).unwrap();
    rival.apply(&key("eve"), &add("lamp", 1)).unwrap();

    let before = questions(&server);
    cart.apply(&add("lamp", 1)).unwrap();
    assert_eq!(questions(&server) - before, 1, "the cart is held");

    rival.apply(&key("ada"), &add("bulb", 1)).unwrap();
    let before = questions(&server);
    let applied = cart.apply(&add("lamp", 1)).unwrap();
    assert_eq!((questions(&server) - before, applied.attempts), (2, 2), "the conflict brought the cart along");
    assert_eq!(lines(&applied.cart), [("lamp".to_owned(), 3), ("bulb".to_owned(), 1)]);

    let before = questions(&server);
    engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(questions(&server) - before, 2, "a first read is one more");
}
