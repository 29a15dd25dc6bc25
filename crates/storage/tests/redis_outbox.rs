//! The outbox on Redis: groups of consumers, who may die, and what is removed when.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::{CartStore, CommitId, OutboxRecord};
use cartwright_storage::RedisStore;
use cartwright_storage::conformance::shop::{Draft, key, random};
use redis_support::{Persistence, Server, shared};
use std::time::Duration;

const PATIENT: Duration = Duration::from_secs(3600);

fn server() -> (Server, RedisStore) {
    let server = Server::start(Persistence::None);
    let store = RedisStore::new(server.options());
    (server, store)
}

fn tell(store: &RedisStore, records: &[&str]) {
    for record in records {
        let (draft, cart) = (Draft::load(store, &key("ada")).add("a", 1), key("ada"));
        let records = [record.as_bytes().to_vec()];
        store.commit(&draft.to_commit(CommitId(random()), &cart, &records)).unwrap();
    }
}

fn texts(records: &[OutboxRecord]) -> Vec<&str> {
    records.iter().map(|record| std::str::from_utf8(&record.bytes).unwrap()).collect()
}

fn done(store: &RedisStore, group: &str, records: &[OutboxRecord]) {
    store.acknowledge_for(group, &records.iter().map(|record| record.sequence).collect::<Vec<_>>()).unwrap();
}

fn left(store: &RedisStore) -> usize {
    store.outbox(0, 1000).unwrap().len()
}

#[test]
fn consumers_of_a_group_share_the_records() {
    let (_server, store) = server();
    tell(&store, &["1", "2", "3"]);
    let one = store.consume("mails", "one", 2, PATIENT).unwrap();
    let other = store.consume("mails", "other", 10, PATIENT).unwrap();
    assert_eq!((texts(&one), texts(&other)), (vec!["1", "2"], vec!["3"]));
    assert!(store.consume("mails", "one", 10, PATIENT).unwrap().is_empty());
    tell(&store, &["4"]);
    assert_eq!(texts(&store.consume("mails", "one", 10, PATIENT).unwrap()), ["4"]);
}

#[test]
fn what_a_dead_consumer_was_given_is_given_to_another_one() {
    let (_server, store) = server();
    tell(&store, &["1", "2"]);
    let given = store.consume("mails", "dead", 10, PATIENT).unwrap();
    done(&store, "mails", &given[..1]);
    let again = store.consume("mails", "alive", 10, Duration::ZERO).unwrap();
    assert_eq!(texts(&again), ["2"], "at least once, and nobody is told what is done");
    done(&store, "mails", &again);
    assert!(store.consume("mails", "alive", 10, Duration::ZERO).unwrap().is_empty());
}

#[test]
fn records_are_removed_when_every_group_is_done_with_them() {
    let (_server, store) = server();
    tell(&store, &["1", "2", "3"]);
    let (mails, stock) =
        (store.consume("mails", "one", 10, PATIENT).unwrap(), store.consume("stock", "one", 2, PATIENT).unwrap());
    assert_eq!((texts(&mails), texts(&stock)), (vec!["1", "2", "3"], vec!["1", "2"]));
    done(&store, "mails", &mails);
    assert_eq!(left(&store), 3, "stock has none of them");
    done(&store, "stock", &stock[1..]);
    assert_eq!(left(&store), 3, "stock waits for the first one");
    done(&store, "stock", &stock[..1]);
    assert_eq!(texts(&store.outbox(0, 10).unwrap()), ["3"]);
    done(&store, "stock", &store.consume("stock", "one", 10, PATIENT).unwrap());
    assert_eq!(left(&store), 0);
    tell(&store, &["4"]);
    assert!(store.outbox(0, 10).unwrap()[0].sequence > mails[2].sequence);
}

#[test]
fn to_say_twice_that_it_is_done_does_no_harm() {
    let (_server, store) = server();
    store.acknowledge_for("mails", &[1]).unwrap();
    tell(&store, &["1", "2"]);
    let given = store.consume("mails", "one", 1, PATIENT).unwrap();
    done(&store, "mails", &given);
    done(&store, "mails", &given);
    assert_eq!(texts(&store.outbox(0, 10).unwrap()), ["2"]);
    assert_eq!(texts(&store.consume("mails", "one", 10, PATIENT).unwrap()), ["2"]);
}

#[test]
fn whoever_asks_for_as_many_as_there_are_gets_them() {
    let (_server, store) = server();
    tell(&store, &["one", "two"]);
    assert_eq!(texts(&store.outbox(0, usize::MAX).unwrap()), ["one", "two"]);
    assert_eq!(texts(&store.consume("mail", "first", usize::MAX, Duration::ZERO).unwrap()), ["one", "two"]);
}

#[test]
fn groups_in_a_cluster_get_the_records_of_all_carts() {
    let (_, options, _) = shared::cluster();
    let store = RedisStore::new(options);
    for number in 0..40 {
        let (draft, cart) = (Draft::new().add("a", 1), key(&format!("visitor-{number}")));
        let records = [format!("{number:02}").into_bytes()];
        store.commit(&draft.to_commit(CommitId(random()), &cart, &records)).unwrap();
    }
    let given = store.consume("mails", "one", 100, PATIENT).unwrap();
    let mut numbers = texts(&given);
    numbers.sort_unstable();
    assert!(numbers.iter().map(|number| number.parse::<i32>().unwrap()).eq(0..40));
    done(&store, "mails", &given);
    assert_eq!(left(&store), 0);
}
