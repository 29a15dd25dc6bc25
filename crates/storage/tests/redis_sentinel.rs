//! Sentinels: who the master is, and who is it after a failover.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{Answer, ErrorKind};
use cartwright_storage::{RedisLockStore, RedisOptions};
use redis_support::locks::{release, take, try_take};
use redis_support::{Persistence, Server, quick, until};
use std::time::Duration;

struct Watched {
    master: Server,
    replica: Server,
    sentinel: Server,
}

impl Watched {
    fn new(settings: &[&str]) -> Self {
        let (master, replica) = (Server::with(Persistence::None, settings), Server::with(Persistence::None, settings));
        assert_eq!(replica.say(&["REPLICAOF", "127.0.0.1", &master.port.to_string()]), "+OK");
        until("the replica follows", || replica.say(&["INFO", "replication"]).contains("master_link_status:up"));
        let sentinel = Server::sentinel(&format!(
            "sentinel monitor shop 127.0.0.1 {} 1\nsentinel down-after-milliseconds shop 300\n\
             sentinel failover-timeout shop 3000\n",
            master.port
        ));
        until("the Sentinel knows the replica", || {
            sentinel.say(&["SENTINEL", "MASTER", "shop"]).replace("\r\n", " ").contains("num-slaves $1 1")
        });
        Self { master, replica, sentinel }
    }

    fn options(&self) -> RedisOptions {
        quick(RedisOptions::sentinels([("127.0.0.1", self.sentinel.port)], "shop")).patience(Duration::from_secs(30))
    }
}

#[test]
fn after_a_failover_the_same_handle_goes_on_with_the_new_master() {
    let watched = Watched::new(&[]);
    let store = RedisLockStore::new(watched.options());
    let before = take(&store, 1).fence;
    until("the replica has it", || watched.replica.say(&["DBSIZE"]) == ":4");
    watched.master.kill();
    assert_eq!(try_take(&store, 2).unwrap(), None, "what the replica has got is held still");
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let after = take(&store, 2).fence;
    assert!(after > before && after.incarnation() > before.incarnation());
    assert!(watched.replica.say(&["ROLE"]).contains("master"));
}

#[test]
fn a_master_that_is_demoted_while_it_lives_is_left() {
    let watched = Watched::new(&[]);
    let store = RedisLockStore::new(watched.options());
    take(&store, 1);
    until("the Sentinel begins", || watched.sentinel.say(&["SENTINEL", "FAILOVER", "shop"]) == "+OK");
    until("the old master is a replica", || watched.master.say(&["ROLE"]).contains("slave"));
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    assert!(watched.replica.say(&["ROLE"]).contains("master"));
}

#[test]
fn a_sentinel_that_is_down_is_passed_over() {
    let watched = Watched::new(&[]);
    let nobody = redis_support::free_port();
    let options = RedisOptions::sentinels([("127.0.0.1", nobody), ("127.0.0.1", watched.sentinel.port)], "shop");
    let store = RedisLockStore::new(quick(options));
    take(&store, 1);
    watched.sentinel.kill();
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()), "nobody is asked while the master answers");
}

#[test]
fn a_master_that_no_sentinel_knows_is_told() {
    let watched = Watched::new(&[]);
    let options = quick(RedisOptions::sentinels([("127.0.0.1", watched.sentinel.port)], "shoe"));
    let error = try_take(&RedisLockStore::new(options.patience(Duration::ZERO)), 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("no master 'shoe'"), "{error}");
}

#[test]
fn sentinels_and_their_master_may_each_have_a_password() {
    let master = Server::with(Persistence::None, &["requirepass open-sesame"]);
    let sentinel = Server::sentinel(&format!(
        "requirepass watch\nsentinel monitor shop 127.0.0.1 {} 1\nsentinel auth-pass shop open-sesame\n",
        master.port
    ));
    let text = |watch: &str| {
        let port = sentinel.port;
        format!("redis+sentinel://:open-sesame@127.0.0.1:{port}/shop?patience_ms=0&sentinel_password={watch}")
    };
    let store = RedisLockStore::new(text("watch").parse().unwrap());
    take(&store, 1);
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    let error = try_take(&RedisLockStore::new(text("sleep").parse().unwrap()), 1).unwrap_err();
    assert!(error.to_string().contains("does not let us"), "{error}");
}
