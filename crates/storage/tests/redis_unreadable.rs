//! A key in Redis that cannot be read is an error that names the cart. It is never overwritten, and others go on.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::{CartStore, CommitId, Identity, Incarnation, StoreError, StoreErrorKind};
use cartwright_storage::RedisStore;
use cartwright_storage::conformance::shop::{Draft, key, random};
use redis_support::{Persistence, Server};

const CART: &str = "cartwright-test:{0}:cart:ada\0\u{1}default";

/// What somebody did to a cart's hash, and what the error has to say.
struct Harm {
    command: &'static [&'static str],
    says: &'static str,
}

fn harms() -> Vec<Harm> {
    let harm = |command, says| Harm { command, says };
    vec![
        harm(&["HSET", CART, "i:b", "1:{"], "the item 'b'"),
        harm(&["HSET", CART, "i:b", "1:[]"], "the item 'b'"),
        harm(&["HSET", CART, "i:b", "{}"], "the item 'b': it has no position"),
        harm(&["HSET", CART, "i:b", ""], "the item 'b': it has no position"),
        harm(&["HSET", CART, "m:coupon", "4:nonsense"], "the metadata 'coupon'"),
        harm(&["HSET", CART, "c:", "4:[[]"], "conditions"),
        harm(&["HSET", CART, "d:", "4:{"], "the dynamic conditions"),
        harm(&["HSET", CART, "c:more", "4:{}"], "conditions in more than one entry"),
        harm(&["HSET", CART, "x:y", "4:{}"], "unknown kind 'x'"),
        harm(&["HSET", CART, "items", "many"], "items is no number"),
        harm(&["HSET", CART, "identity", "7"], "its identity is '7'"),
        harm(&["HSET", CART, "layout", "x"], "layout is no number"),
        harm(&["HDEL", CART, "identity"], "no identity"),
        harm(&["HDEL", CART, "i:b"], "2 items and has 1"),
    ]
}

fn server() -> (Server, RedisStore) {
    let server = Server::start(Persistence::None);
    let store = RedisStore::new(server.options());
    let draft = Draft::new().add("a", 1).add("b", 2).condition("SALE", "-10%").metadata("coupon", Some("1"));
    draft.commit(&store, &key("ada"));
    Draft::new().add("a", 1).commit(&store, &key("eve"));
    (server, store)
}

/// All that is in the cart's key, which need not be text.
fn digest(server: &Server) -> String {
    server.say(&["EVAL", "return redis.sha1hex(redis.call('DUMP', KEYS[1]))", "1", CART])
}

fn refused<T: std::fmt::Debug>(answer: Result<T, StoreError>, says: &str, of: &[&str]) {
    let error = answer.expect_err(&format!("{of:?}"));
    assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{of:?}: {error}");
    assert!(error.to_string().contains(says), "{of:?}: '{says}' is not in: {error}");
}

#[test]
fn a_cart_that_cannot_be_read_is_named_and_left_as_it_is() {
    for Harm { command, says } in harms() {
        let (server, store) = server();
        assert!(server.say(command).starts_with(':'), "{command:?}");
        let as_it_is = digest(&server);
        refused(store.load(&key("ada")), "ada/default", command);
        refused(store.load(&key("ada")), says, command);
        refused(store.commit_queued(&key("ada"), &mut |_| panic!("not called")), says, command);
        // Nor does it give way to another cart.
        let eve = store.identity(&key("eve")).unwrap().unwrap();
        refused(store.swap(&key("eve"), &key("ada"), Incarnation(random())), says, command);
        let source = Identity { incarnation: Incarnation(1), version: 1 };
        let (merged, target) = (Draft::load(&store, &key("eve")).add("b", 1), key("eve"));
        refused(
            store.commit_merge(&merged.to_commit(CommitId(random()), &target, &[]), &key("ada"), source),
            says,
            command,
        );
        assert_eq!(digest(&server), as_it_is, "{command:?}");
        assert_eq!(store.identity(&key("eve")).unwrap(), Some(eve));
        assert_eq!(store.instances("eve").unwrap(), ["default"]);
        // Somebody has seen to it.
        assert!(store.delete(&key("ada"), &[]).unwrap(), "{command:?}");
        Draft::new().add("c", 1).commit(&store, &key("ada"));
    }
}

#[test]
fn what_a_change_reads_of_a_cart_is_not_overwritten_either() {
    let harms: [&[&str]; 5] = [
        &["HSET", CART, "i:b", "{}"],
        &["HSET", CART, "commits", "x"],
        &["HSET", CART, "items", "many"],
        &["HDEL", CART, "next"],
        &["HSET", CART, "item_bytes", ""],
    ];
    for command in harms {
        let (server, store) = server();
        let changed = Draft::load(&store, &key("ada")).add("b", 1);
        assert!(server.say(command).starts_with(':'));
        let as_it_is = digest(&server);
        let ada = key("ada");
        refused(store.commit(&changed.to_commit(CommitId(random()), &ada, &[])), "ada/default", command);
        assert_eq!(digest(&server), as_it_is, "{command:?}");
    }
}

#[test]
fn a_cart_of_a_later_layout_is_refused() {
    let (server, store) = server();
    let changed = Draft::load(&store, &key("ada")).add("b", 1);
    assert_eq!(server.say(&["HSET", CART, "layout", "2"]), ":0");
    let ada = key("ada");
    let refused = [
        store.load(&ada).map(drop),
        store.commit(&changed.to_commit(CommitId(random()), &ada, &[])).map(drop),
        store.swap(&ada, &key("eve"), Incarnation(random())).map(drop),
    ];
    for answer in refused {
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::NewerSchema, "{error}");
    }
}

#[test]
fn something_else_under_a_key_of_ours_is_an_error_and_nothing_is_half_written() {
    let (_, _) = server();
    for name in ["cart:ada\0\u{1}default", "carts", "changed", "expiring", "outbox"] {
        let server = Server::start(Persistence::None);
        let store = RedisStore::new(server.options().cart_ttl(Some(std::time::Duration::from_secs(60))));
        let theirs = format!("cartwright-test:{{0}}:{name}");
        assert_eq!(server.say(&["SET", &theirs, "theirs"]), "+OK");
        let (draft, ada) = (Draft::new().add("a", 1), key("ada"));
        let records = [b"record".to_vec()];
        refused(store.commit(&draft.to_commit(CommitId(random()), &ada, &records)), "", &[name]);
        assert_eq!(server.say(&["GET", &theirs]), "$6\r\ntheirs");
        assert_eq!(server.say(&["DBSIZE"]), ":1", "{name}: nothing else was written");
        if name.starts_with("cart:") {
            refused(store.load(&ada), "", &[name]);
            refused(store.identity(&ada), "", &[name]);
            assert!(store.delete(&ada, &[]).unwrap(), "what stands there is no cart, and was to go");
            draft.commit(&store, &ada);
        }
    }
}
