//! Merges and swaps between nodes of a Cluster, where no step can do everything: whenever the process dies, both carts are
//! as before or both are as they were to be, for whoever looks first.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_core::{CartKey, CartStore, CommitId, Committed, Identity, Incarnation, StoreError, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key, random};
use cartwright_storage::{RedisOptions, RedisStore};
use redis_support::cluster::Cluster;
use redis_support::{shared, until};
use std::sync::Arc;

/// More than either takes.
const ENOUGH: usize = 10;

/// Two carts on their way into one, on different nodes.
struct Shop {
    cluster: &'static Cluster,
    options: RedisOptions,
    prefix: String,
    guest: CartKey,
    user: CartKey,
    /// What the user is to have, and what the guest's cart was when that was planned.
    merged: Draft,
    source: Identity,
    id: CommitId,
    incarnation: Incarnation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Merge,
    Swap,
}

const WAYS: [Way; 2] = [Way::Merge, Way::Swap];

type Lines = Option<Vec<(String, i64)>>;

fn lines(of: &[(&str, i64)]) -> Vec<(String, i64)> {
    of.iter().map(|(id, quantity)| ((*id).to_owned(), *quantity)).collect()
}

impl Shop {
    fn new() -> Self {
        let (cluster, options, prefix) = shared::cluster();
        let store = RedisStore::new(options.clone());
        let (guest, user) = (key("guest"), key("user-1"));
        Draft::new().add("a", 1).add("b", 1).commit(&store, &user);
        let source = Draft::new().add("b", 2).add("c", 1).metadata("note", Some("1")).commit(&store, &guest);
        let merged = Draft::load(&store, &user).add("b", 2).add("c", 1);
        let (id, incarnation) = (CommitId(random()), Incarnation(random()));
        Self { cluster, options, prefix, guest, user, merged, source, id, incarnation }
    }

    fn store(&self) -> RedisStore {
        RedisStore::new(self.options.clone())
    }

    /// One whose process dies after so many steps.
    fn dying_after(&self, steps: usize) -> RedisStore {
        self.store().living_while(move |taken| taken < steps)
    }

    /// Whether it is done; an error if nobody can tell.
    fn go(&self, way: Way, store: &RedisStore) -> Result<bool, StoreError> {
        match way {
            Way::Merge => {
                let records = [b"merged".to_vec()];
                let commit = self.merged.to_commit(self.id, &self.user, &records);
                store
                    .commit_merge(&commit, &self.guest, self.source)
                    .map(|answer| matches!(answer, Committed::Stored(_)))
            }
            Way::Swap => store.swap(&self.guest, &self.user, self.incarnation),
        }
    }

    fn lines(&self, key: &CartKey) -> Lines {
        let cart = self.store().load(key).unwrap()?.cart;
        Some(cart.items().map(|item| (item.id().as_str().to_owned(), item.quantity().whole())).collect())
    }

    fn before(&self) -> (Lines, Lines) {
        (Some(lines(&[("b", 2), ("c", 1)])), Some(lines(&[("a", 1), ("b", 1)])))
    }

    fn after(&self, way: Way) -> (Lines, Lines) {
        let user = match way {
            Way::Merge => lines(&[("a", 1), ("b", 3), ("c", 1)]),
            Way::Swap => lines(&[("b", 2), ("c", 1)]),
        };
        (None, Some(user))
    }

    /// The guest's cart and the user's, looked at in this order or in the other one.
    fn found(&self, guest_first: bool) -> (Lines, Lines) {
        if guest_first {
            let guest = self.lines(&self.guest);
            (guest, self.lines(&self.user))
        } else {
            let user = self.lines(&self.user);
            (self.lines(&self.guest), user)
        }
    }

    /// Keys of this shop that look so, on all masters.
    fn keys(&self, pattern: &str) -> Vec<(&redis_support::Server, String)> {
        let prefix = &*self.prefix;
        self.cluster.nodes[..3]
            .iter()
            .flat_map(|node| {
                let answer = node.say(&["KEYS", &format!("{prefix}*{pattern}*")]);
                let keys: Vec<_> = answer.lines().filter(|line| line.starts_with(prefix)).map(str::to_owned).collect();
                keys.into_iter().map(move |key| (node, key))
            })
            .collect()
    }

    /// Makes the promise of a process that has died as old as it will be.
    fn age(&self) -> bool {
        let carts = self.keys("cart:guest");
        let [(node, cart)] = &carts[..] else { return false };
        let answer = node.say(&["HGET", cart, "promise"]);
        let Some(promise) = answer.lines().nth(1) else { return false };
        let mut parts = promise.splitn(3, ':');
        let (id, _, target) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        node.say(&["HSET", cart, "promise", &format!("{id}:1000:{target}")]);
        true
    }

    /// Those that nobody will remove, as the server has it.
    fn decisions_that_stay(&self) -> usize {
        let stays = |(node, key): &(&redis_support::Server, String)| node.say(&["PTTL", key]).trim() == ":-1";
        self.keys("promise").iter().filter(|decision| stays(decision)).count()
    }

    fn records(&self) -> usize {
        self.store().outbox(0, 100).unwrap().len()
    }
}

#[test]
fn wherever_the_process_dies_both_carts_are_as_before_or_both_as_they_were_to_be() {
    for way in WAYS {
        let mut ends = Vec::new();
        for steps in 0..=ENOUGH {
            for guest_first in [true, false] {
                let shop = Shop::new();
                let answer = shop.go(way, &shop.dying_after(steps));
                let found = shop.found(guest_first);
                let is_done = found == shop.after(way);
                assert!(is_done || found == shop.before(), "{way:?} after {steps} steps: {found:?}");
                match answer {
                    Ok(done) => assert!(done && is_done, "{way:?}: acknowledged after {steps} steps, and lost"),
                    Err(error) => assert_eq!(error.kind(), StoreErrorKind::OutcomeUnknown, "{error}"),
                }
                // It stays so, also when nobody waits for the dead one any more.
                shop.age();
                assert_eq!(shop.found(!guest_first), found, "{way:?} after {steps} steps");
                assert_eq!(shop.records(), usize::from(is_done && way == Way::Merge));
                ends.push(is_done);
                // And shopping goes on, in both.
                for cart in [&shop.guest, &shop.user] {
                    let store = shop.store();
                    Draft::load(&store, cart).add("later", 1).commit(&store, cart);
                }
            }
        }
        assert!(!ends[0] && !ends[2] && ends[4] && ends[6], "{way:?} takes several steps: {ends:?}");
        assert!(ends.is_sorted());
    }
}

#[test]
fn what_a_dead_process_has_begun_is_done_once_by_who_repeats_it() {
    for way in WAYS {
        for steps in 0..=ENOUGH {
            let shop = Shop::new();
            drop(shop.go(way, &shop.dying_after(steps)));
            assert!(shop.go(way, &shop.store()).unwrap(), "{way:?} after {steps} steps");
            assert_eq!(shop.found(true), shop.after(way), "{way:?} after {steps} steps");
            assert_eq!(shop.records(), usize::from(way == Way::Merge));
            if way == Way::Swap {
                assert_eq!(shop.store().identity(&shop.user).unwrap().unwrap().incarnation, shop.incarnation);
            }
        }
    }
}

/// What somebody does who finds a cart that is gone, and does not know it yet.
type Find = fn(&Shop, &RedisStore);

#[test]
fn whoever_comes_first_finishes_what_was_decided() {
    let finders: [Find; 8] = [
        |shop, store| assert!(store.load(&shop.guest).unwrap().is_none()),
        |shop, store| assert_eq!(store.identity(&shop.guest).unwrap(), None),
        |shop, store| assert!(store.instances(shop.guest.identifier()).unwrap().is_empty()),
        |_, store| assert_eq!(store.list(None, None, 10).unwrap().len(), 1),
        |shop, store| {
            let late = Draft { expected: Some(shop.source), ..Draft::new() }.add("x", 1);
            assert_eq!(late.try_commit(store, &shop.guest), Committed::Conflict(None));
        },
        |shop, store| {
            let made = Draft::new().add("x", 1).commit(store, &shop.guest);
            assert_eq!(made.version, 1);
        },
        |shop, store| assert!(!store.delete(&shop.guest, &[]).unwrap()),
        |shop, store| assert!(!store.swap(&shop.guest, &key("other"), Incarnation(random())).unwrap()),
    ];
    for way in WAYS {
        for find in finders {
            let shop = Shop::new();
            assert!(shop.go(way, &shop.dying_after(2)).unwrap(), "it is acknowledged when it is decided");
            assert_eq!(shop.keys("cart:guest").len(), 1, "and the cart is still there");
            assert_eq!(shop.decisions_that_stay(), 1);
            find(&shop, &shop.store());
            assert_eq!(Some(shop.lines(&shop.user)), Some(shop.after(way).1));
            assert_eq!(shop.decisions_that_stay(), 0, "what was decided need not be known for long");
        }
    }
}

#[test]
fn until_it_is_decided_a_promised_cart_is_read_and_not_changed() {
    for way in WAYS {
        let shop = Shop::new();
        shop.go(way, &shop.dying_after(1)).unwrap_err();
        let store = shop.store();
        assert_eq!(shop.found(true), shop.before());
        let (change, guest) = (Draft::load(&store, &shop.guest).add("x", 1), shop.guest.clone());
        let error = store.commit(&change.to_commit(CommitId(random()), &guest, &[])).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Busy, "{error}");
        assert_eq!(store.delete(&shop.guest, &[]).unwrap_err().kind(), StoreErrorKind::Busy);
        assert!(shop.age());
        change.commit(&store, &shop.guest);
        assert_eq!(shop.lines(&shop.user), shop.before().1);
    }
}

#[test]
fn a_process_that_was_taken_for_dead_stores_nothing_when_it_wakes_up() {
    for way in WAYS {
        let shop = Arc::new(Shop::new());
        let other = Arc::clone(&shop);
        let slow = shop.store().living_while(move |taken| {
            if taken == 1 {
                until("others take it for dead", || {
                    let store = other.store();
                    let (change, guest) = (Draft::load(&store, &other.guest).add("x", 1), other.guest.clone());
                    store.commit(&change.to_commit(CommitId(random()), &guest, &[])).is_ok()
                });
            }
            true
        });
        let error = shop.go(way, &slow).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Busy, "{error}");
        assert_eq!(shop.lines(&shop.user), shop.before().1);
        assert_eq!(shop.lines(&shop.guest), Some(lines(&[("b", 2), ("c", 1), ("x", 1)])));
        assert_eq!(shop.records(), 0);
    }
}

/// A shop in which a second step is repeated after it was done, its reply was lost, and others have gone on.
fn repeated_late(way: Way, go_on: fn(&RedisStore, &CartKey)) -> Arc<Shop> {
    let shop = Arc::new(Shop::new());
    let other = Arc::clone(&shop);
    let late = shop.store().living_while(move |taken| {
        if taken == 1 {
            assert!(other.go(way, &other.store()).unwrap());
            go_on(&other.store(), &other.user);
        }
        true
    });
    assert!(shop.go(way, &late).unwrap());
    shop
}

#[test]
fn what_others_have_put_into_a_finished_cart_stays_when_its_second_step_is_repeated() {
    for way in WAYS {
        let shop = repeated_late(way, |store, user| {
            Draft::load(store, user).add("later", 1).commit(store, user);
        });
        let (guest, user) = shop.after(way);
        let with_later = user.map(|lines| lines.into_iter().chain([("later".to_owned(), 1)]).collect());
        assert_eq!(shop.found(true), (guest, with_later));
    }
}

#[test]
fn a_finished_cart_that_has_gone_is_not_brought_back_by_its_second_step() {
    for way in WAYS {
        let shop = repeated_late(way, |store, user| assert!(store.delete(user, &[]).unwrap()));
        assert_eq!(shop.found(true), (None, None));
    }
}

#[test]
fn what_was_decided_stays_so_however_late_the_second_step_is_repeated() {
    for way in WAYS {
        let shop = Shop::new();
        assert!(shop.go(way, &shop.dying_after(2)).unwrap());
        assert!(shop.age());
        let decisions = shop.keys("promise");
        let [(node, decision)] = &decisions[..] else { panic!("there is one decision") };
        let (number, _) = decision.rsplit_once('-').unwrap();
        node.say(&["RENAME", decision, &format!("{number}-1000")]);
        assert!(shop.go(way, &shop.store()).unwrap());
        assert_eq!(shop.found(true), shop.after(way));
    }
}

#[test]
fn a_merge_that_conflicts_gives_its_source_free_at_once() {
    let shop = Shop::new();
    let store = shop.store();
    let now = Draft::load(&store, &shop.user).add("z", 1).commit(&store, &shop.user);
    let commit = shop.merged.to_commit(shop.id, &shop.user, &[]);
    assert_eq!(store.commit_merge(&commit, &shop.guest, shop.source).unwrap(), Committed::Conflict(Some(now)));
    Draft::load(&store, &shop.guest).add("x", 1).commit(&store, &shop.guest);
}

#[test]
fn two_carts_on_their_way_into_each_other_end_in_one_or_stay_two() {
    let shop = Shop::new();
    shop.go(Way::Swap, &shop.dying_after(1)).unwrap_err();
    let back = shop.store().swap(&shop.user, &shop.guest, Incarnation(random())).unwrap_err();
    assert_eq!(back.kind(), StoreErrorKind::Busy, "{back}");
    assert_eq!(shop.found(true), shop.before());
    assert!(shop.age());
    assert!(shop.store().swap(&shop.user, &shop.guest, Incarnation(random())).unwrap());
    assert_eq!(shop.found(true), (shop.before().1, None));
}

#[test]
fn a_cart_goes_to_another_node_with_all_that_it_was() {
    let shop = Shop::new();
    let before = Draft::load(&shop.store(), &shop.guest);
    assert!(shop.go(Way::Swap, &shop.store()).unwrap());
    let after = Draft::load(&shop.store(), &shop.user);
    assert_eq!((after.text(), after.expected.unwrap().version), (before.text(), before.expected.unwrap().version));
    assert_eq!(shop.decisions_that_stay(), 0);
    assert_eq!(shop.store().instances("guest").unwrap(), [""; 0]);
}

#[test]
fn records_of_a_cluster_reach_the_outbox_once_wherever_the_reader_dies() {
    for steps in 0..6 {
        let shop = Shop::new();
        let store = shop.store();
        for (number, cart) in [&shop.guest, &shop.user, &shop.guest].into_iter().enumerate() {
            let (change, records) = (Draft::load(&store, cart).add("x", 1), [number.to_string().into_bytes()]);
            store.commit(&change.to_commit(CommitId(random()), cart, &records)).unwrap();
        }
        drop(shop.dying_after(steps).outbox(0, 10));
        let mut found: Vec<_> = store.outbox(0, 10).unwrap();
        assert!(found.is_sorted_by_key(|record| record.sequence));
        let place = |bytes: &[u8]| found.iter().position(|record| record.bytes == bytes);
        assert!(place(b"0") < place(b"2"), "those of a cart are in its order");
        found.sort_by(|one, other| one.bytes.cmp(&other.bytes));
        assert!(found.iter().map(|record| &*record.bytes).eq([b"0", b"1", b"2"].map(|bytes| &bytes[..])), "{found:?}");
    }
}
