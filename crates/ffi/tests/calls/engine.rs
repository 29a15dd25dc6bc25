//! An engine with its store, two handles of one of its carts, and a store of locks.

use super::carts::{IDS, NAMES, format, number_of_an_enum};
use super::operations::{applied, cleared, operations_text, told};
use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::engine::{Engine, Locks};
use crate::support::{call, raw, receive, receive_text, spoiling};
use cartwright::carts::*;
use cartwright::engine::*;
use cartwright::locks::*;
use cartwright::merge::*;
use cartwright::prime::cw_cart_prime;
use std::cell::RefCell;

const WHO: [&str; 3] = ["user-7", "guest", "ä"];
const INSTANCES: [&str; 2] = ["default", "wishlist"];

pub struct Shop {
    engine: Engine,
    /// Two handles of one cart: each sees at once what the other has stored.
    one: Cart,
    other: Cart,
    locks: Locks,
    owner: RefCell<String>,
}

impl Shop {
    pub fn new() -> Self {
        let engine = Engine::open(r#"{"store":"memory","outbox":true,"limits":{"items":20}}"#).unwrap();
        let (one, other) = (engine.cart("user-7"), engine.cart("user-7"));
        let locks = Locks::open(r#"{"store":"memory"}"#).unwrap();
        Self { engine, one, other, locks, owner: RefCell::default() }
    }

    /// Both handles answer the same.
    pub fn check(&self) {
        assert_eq!(content(&self.one), content(&self.other));
        assert_eq!(self.one.identity(), self.other.identity());
    }
}

/// Nothing is spoiled here.
fn content(cart: &Cart) -> impl PartialEq + std::fmt::Debug + use<> {
    let (content, _) = spoiling(None, || {
        let sum = cart.sum(2, b"USD").map(|sum| (sum.kind, sum.real.to_bits()));
        (cart.items(JSON), cart.conditions(JSON), cart.metadata(None, JSON), sum)
    });
    content
}

/// A name, and the bytes of an instance.
fn key(chance: &mut Chance) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    (chance.word(&WHO), chance.word(&INSTANCES))
}

/// A refused change leaves the stored cart as it was; what only hosted carts have is refused.
pub fn bound(chance: &mut Chance, shop: &Shop) {
    let (text, format, id) = (operations_text(chance), format(chance), chance.word(&IDS).unwrap_or_default());
    let before = (content(&shop.other), shop.other.identity());
    let refused = match chance.below(10) {
        0..5 => applied(&shop.one, &text, format).is_err(),
        5 => shop.one.add(&SHIRT).is_err(),
        6 => shop.one.add_condition(&SALE).is_err(),
        7 => shop.one.set_metadata(&id, Some(b"[1]")).is_err(),
        8 => shop.one.remove(&id, JSON).is_err(),
        _ => {
            // SAFETY: the cart is live.
            let primed = call("cw_cart_prime", |error| unsafe { cw_cart_prime(shop.one.handle(), error) });
            assert!(primed.is_err() && shop.one.set_limits(1, 1, 1, 1).is_err() && shop.one.load(None, None).is_err());
            chance.one_in(2) && cleared(&shop.one).is_err()
        }
    };
    if refused {
        assert_eq!((content(&shop.other), shop.other.identity()), before, "a refused call has changed the cart");
    }
    shop.check();
}

const SETTINGS: [&str; 6] = [
    r#"{"store":"memory"}"#,
    r#"{"store":"sqlite:/nowhere/at/all.db","busy_timeout_ms":1}"#,
    r#"{"store":"sqlite-own:","switches":{"line_identity":"id_and_attributes"},"retry":{"max_attempts":2}}"#,
    r#"{"store":"memory","currency":"JPY","limits":{"items":1},"events":false,"patience_ms":0}"#,
    r#"{"store":"memory","longest_lease_ms":5}"#,
    r#"{"store":"cloud"}"#,
];

fn settings(chance: &mut Chance) -> Option<Vec<u8>> {
    let mut text = chance.word(&SETTINGS)?;
    if chance.one_in(3) {
        chance.damage(&mut text);
    }
    // Nothing may be opened that a damaged path would name.
    if text.windows(7).any(|part| part == b"sqlite:") && !text.windows(9).any(|part| part == b"/nowhere/") {
        return None;
    }
    if text.windows(11).any(|part| part == b"sqlite-own:") {
        text = SETTINGS[5].into();
    }
    Some(text)
}

pub fn open(chance: &mut Chance, _: &Shop) {
    let text = settings(chance);
    let (settings, length) = raw(text.as_deref());
    // SAFETY: the text is NULL or readable, the places may be written; what is opened is freed.
    unsafe {
        if let Ok(engine) = receive("cw_engine_open", |out, error| cw_engine_open(settings, length, out, error)) {
            let _ = receive("cw_engine_has", |out, error| {
                let ((who, who_length), (which, which_length)) = (raw(Some(b"a")), raw(Some(b"b")));
                cw_engine_has(engine, who, who_length, which, which_length, out, error)
            });
            cw_engine_free(engine);
        }
        if let Ok(locks) = receive("cw_locks_open", |out, error| cw_locks_open(settings, length, out, error)) {
            cw_locks_free(locks);
        }
    }
}

pub fn cart(chance: &mut Chance, shop: &Shop) {
    let (who, which) = key(chance);
    let ((who, who_length), (which, which_length)) = (raw(who.as_deref()), raw(which.as_deref()));
    // SAFETY: the engine is live, the texts are NULL or readable, the places may be written.
    let cart = receive("cw_engine_cart", |out, error| unsafe {
        cw_engine_cart(shop.engine.handle(), who, who_length, which, which_length, out, error)
    });
    if let Ok(cart) = cart.map(Cart::of_handle) {
        let _ = (cart.add(&SHIRT), cart.count());
        shop.check();
    }
}

pub fn has(chance: &mut Chance, shop: &Shop) {
    let (who, which) = key(chance);
    let ((who, who_length), (which, which_length)) = (raw(who.as_deref()), raw(which.as_deref()));
    // SAFETY: as above.
    let _ = receive("cw_engine_has", |out, error| unsafe {
        cw_engine_has(shop.engine.handle(), who, who_length, which, which_length, out, error)
    });
}

pub fn instances(chance: &mut Chance, shop: &Shop) {
    let (who, _) = key(chance);
    let (who, who_length) = raw(who.as_deref());
    // SAFETY: as above.
    let _ = receive_text("cw_engine_instances", |out, length, error| unsafe {
        cw_engine_instances(shop.engine.handle(), who, who_length, out, length, error)
    });
}

pub fn forget(chance: &mut Chance, shop: &Shop) {
    let (who, _) = key(chance);
    let (who, who_length) = raw(who.as_deref());
    // SAFETY: as above.
    let _ = receive_text("cw_engine_forget", |out, length, error| unsafe {
        cw_engine_forget(shop.engine.handle(), who, who_length, out, length, error)
    });
    shop.check();
}

pub fn swap(chance: &mut Chance, shop: &Shop) {
    let ((from, from_which), (to, to_which)) = (key(chance), key(chance));
    let ((from, from_length), (from_which, from_which_length)) = (raw(from.as_deref()), raw(from_which.as_deref()));
    let ((to, to_length), (to_which, to_which_length)) = (raw(to.as_deref()), raw(to_which.as_deref()));
    // SAFETY: as above.
    let _ = receive("cw_engine_swap", |out, error| unsafe {
        cw_engine_swap(
            shop.engine.handle(),
            from,
            from_length,
            from_which,
            from_which_length,
            to,
            to_length,
            to_which,
            to_which_length,
            out,
            error,
        )
    });
    shop.check();
}

fn query(chance: &mut Chance) -> Option<Vec<u8>> {
    let mut text = chance.word(&[
        "{}",
        r#"{"limit":2,"after":{"identifier":"guest","instance":"default"}}"#,
        r#"{"idle_seconds":0,"batch":1}"#,
        r#"{"idle_seconds":0,"dry_run":true}"#,
        r#"{"after":"a","limit":1}"#,
    ])?;
    if chance.one_in(4) {
        chance.damage(&mut text);
    }
    Some(text)
}

pub fn lists(chance: &mut Chance, shop: &Shop) {
    let (text, number) = (query(chance), chance.whole());
    let (query, query_length) = raw(text.as_deref());
    let (engine, locks) = (shop.engine.handle(), shop.locks.handle());
    // SAFETY: the handles are live, the text is NULL or readable, the places may be written.
    unsafe {
        let _ = match chance.below(4) {
            0 => receive_text("cw_engine_carts", |out, length, error| {
                cw_engine_carts(engine, query, query_length, out, length, error)
            }),
            1 => receive_text("cw_engine_prune", |out, length, error| {
                cw_engine_prune(engine, query, query_length, out, length, error)
            }),
            2 => receive_text("cw_locks_list", |out, length, error| {
                cw_locks_list(locks, query, query_length, out, length, error)
            }),
            _ => receive_text("cw_engine_outbox", |out, length, error| {
                cw_engine_outbox(engine, number, number.wrapping_sub(1), out, length, error)
            }),
        };
    }
    shop.check();
}

pub fn administer(chance: &mut Chance, shop: &Shop) {
    let (zones, number, through) = (chance.json(), number_of_an_enum(chance), chance.whole());
    let engine = shop.engine.handle();
    // SAFETY: the engine is live, the text is NULL or readable, the places may be written.
    unsafe {
        let _ = match chance.below(6) {
            0 => call("cw_engine_count", |error| cw_engine_count(engine, number, error)),
            1 => call("cw_engine_acknowledge", |error| cw_engine_acknowledge(engine, through, error)),
            2 => call("cw_engine_clear_metrics", |error| cw_engine_clear_metrics(engine, error)),
            3 => {
                let zones = if chance.one_in(2) { zones } else { Some(br#"{"Europe/Berlin":3600}"#.to_vec()) };
                let (zones, length) = raw(zones.as_deref());
                call("cw_engine_set_zones", |error| cw_engine_set_zones(engine, zones, length, error))
            }
            _ => receive_text("cw_engine_metrics", |out, length, error| cw_engine_metrics(engine, out, length, error))
                .map(|_| ()),
        };
    }
}

pub fn merge(chance: &mut Chance, shop: &Shop) {
    let ((target, target_which), (source, source_which)) = (key(chance), key(chance));
    let (strategy, format, resolutions) = (number_of_an_enum(chance), format(chance), chance.json());
    let in_between = chance.one_in(4);
    let ((target, target_length), (target_which, target_which_length)) =
        (raw(target.as_deref()), raw(target_which.as_deref()));
    let ((source, source_length), (source_which, source_which_length)) =
        (raw(source.as_deref()), raw(source_which.as_deref()));
    let engine = shop.engine.handle();
    // SAFETY: the handles are live, the texts are NULL or readable, the places may be written; what is handed out is freed.
    unsafe {
        if chance.one_in(2) {
            let result = receive("cw_engine_merge", |out, error| {
                cw_engine_merge(
                    engine,
                    target,
                    target_length,
                    target_which,
                    target_which_length,
                    source,
                    source_length,
                    source_which,
                    source_which_length,
                    strategy,
                    out,
                    error,
                )
            });
            let _ = result.map(|result| told(result, format));
            return shop.check();
        }
        let plan = receive("cw_engine_plan_merge", |out, error| {
            cw_engine_plan_merge(
                engine,
                target,
                target_length,
                target_which,
                target_which_length,
                source,
                source_length,
                source_which,
                source_which_length,
                strategy,
                out,
                error,
            )
        });
        let Ok(plan) = plan else { return };
        let _ = receive_text("cw_merge_plan_conflicts", |out, length, error| {
            cw_merge_plan_conflicts(plan, format, out, length, error)
        });
        let identities = receive_text("cw_merge_plan_identities", |out, length, error| {
            cw_merge_plan_identities(plan, out, length, error)
        });
        assert!(identities.is_ok());
        if in_between {
            let _ = shop.one.add(&SHIRT);
        }
        let (resolutions, length) = raw(resolutions.as_deref());
        let result = receive("cw_engine_commit_merge", |out, error| {
            cw_engine_commit_merge(engine, plan, resolutions, length, out, error)
        });
        let _ = result.map(|result| told(result, format));
        cw_merge_plan_free(plan);
    }
    shop.check();
}

pub fn lock(chance: &mut Chance, shop: &Shop) {
    let (name, lease) = (chance.word(&NAMES), chance.whole());
    let lease = if chance.one_in(3) { lease } else { 60_000 };
    let known = shop.owner.borrow().clone().into_bytes();
    let owner = if chance.one_in(4) { chance.word(&["0123456789abcdef0123456789abcdef"]) } else { Some(known) };
    let ((name, name_length), (owner, owner_length)) = (raw(name.as_deref()), raw(owner.as_deref()));
    let locks = shop.locks.handle();
    // SAFETY: the handle is live, the texts are NULL or readable, the places may be written.
    unsafe {
        match chance.below(5) {
            0 | 1 => {
                // Nobody would give it back while this waits.
                let wait = chance.of(&[0, 0, -1]);
                let granted = receive("cw_locks_acquire", |out, error| {
                    cw_locks_acquire(locks, name, name_length, lease, wait, out, error)
                });
                if let Ok(granted) = granted {
                    *shop.owner.borrow_mut() = granted.owner[..32].iter().map(|digit| *digit as u8 as char).collect();
                }
            }
            2 => {
                let _ = receive("cw_locks_renew", |out, error| {
                    cw_locks_renew(locks, name, name_length, owner, owner_length, lease, out, error)
                });
            }
            3 => {
                let _ = call("cw_locks_release", |error| {
                    cw_locks_release(locks, name, name_length, owner, owner_length, error)
                });
            }
            _ => {
                let _ = receive("cw_locks_force_release", |out, error| {
                    cw_locks_force_release(locks, name, name_length, out, error)
                });
            }
        }
    }
}
