//! An engine with a store in memory, some of its carts, its locks, reservations and data versions.

use super::carts::{format, number_of_an_enum};
use super::holds::Holds;
use super::operations::{apply_to, operations, resolutions, taken};
use super::pages::Pages;
use super::values::seen;
use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::engine::{Engine, Locks, Plan};
use crate::support::{Answer, call, raw, receive, receive_text};
use cartwright::carts::*;
use cartwright::engine::*;
use cartwright::locks::*;
use cartwright::merge::*;
use cartwright::reservations::*;
use std::cell::{Cell, RefCell};

pub struct Shop {
    engine: Engine,
    carts: [Cart; 3],
    locks: Locks,
    /// The secret of the lock that was granted last.
    owner: RefCell<Vec<u8>>,
    plan: RefCell<Option<Plan>>,
    pub holds: Holds,
    pub pages: Pages,
}

const PEOPLE: [&str; 3] = ["ann", "bob", "cy"];
const LOCKS: [&str; 2] = ["cart:ann", "stock"];

impl Shop {
    pub fn open() -> Self {
        let engine = Engine::open(r#"{"store":"memory","outbox":true,"limits":{"items":5}}"#).unwrap();
        let carts = PEOPLE.map(|identifier| engine.cart(identifier));
        let locks = Locks::open(r#"{"store":"memory","longest_lease_ms":100000}"#).unwrap();
        Self {
            engine,
            carts,
            locks,
            owner: RefCell::default(),
            plan: RefCell::default(),
            holds: Holds::default(),
            pages: Pages::default(),
        }
    }

    fn cart(&self, chance: &mut Chance) -> &Cart {
        &self.carts[chance.below(self.carts.len())]
    }
}

/// Any operations on a cart of the store. What is refused leaves it as it was.
pub fn apply(chance: &mut Chance, shop: &Shop) {
    let (cart, text, format) = (shop.cart(chance), operations(chance, false), format(chance));
    let before = state(cart);
    if chance.one_in(20) {
        cart.clear_all().unwrap();
        assert_eq!((cart.identity().unwrap().1, cart.count()), (0, (0, 0)));
    } else if apply_to(cart, &text, format, true).is_err() {
        assert_eq!(state(cart), before, "a refused call has changed the cart");
    }
}

/// What it is, and what is in it.
fn state(cart: &Cart) -> impl PartialEq + std::fmt::Debug + use<> {
    (cart.identity(), cart.items(JSON), cart.conditions(JSON), cart.metadata(None, JSON))
}

/// Sold, restored, stored: of a cart of an engine nobody else may say that.
pub fn hosts_alone(chance: &mut Chance, shop: &Shop) {
    let cart = shop.cart(chance);
    let before = state(cart);
    let items = chance.json();
    let (handle, mut whole, mut columns) = (cart.handle(), 0, 0);
    let refused = [
        cart.load(items.as_deref(), None),
        cart.hold(items.as_deref(), None),
        cart.set_limits(5, 5, 5, 5),
        super::hosts::set(cart, [0; 4]),
        cart.merge(&Cart::new(), 1, None).map(drop),
        // SAFETY: the cart is live, the places may be written.
        call("cw_cart_pending", |error| unsafe {
            cartwright::hosted::cw_cart_pending(handle, &raw mut columns, error)
        }),
        // SAFETY: as above.
        call("cw_cart_committed", |error| unsafe { cartwright::hosted::cw_cart_committed(handle, error) }),
        // SAFETY: as above.
        call("cw_cart_prime", |error| unsafe { cartwright::prime::cw_cart_prime(handle, error) }),
        // SAFETY: as above.
        call("cw_cart_primed", |error| unsafe { cartwright::prime::cw_cart_primed(handle, &raw mut whole, error) }),
    ];
    for refusal in refused {
        assert_eq!(refusal.unwrap_err().status, 100);
    }
    assert_eq!(Cart::new().identity().unwrap_err().status, 100);
    // What a column is to be may be asked of either.
    let _ = cart.column(number_of_an_enum(chance));
    if chance.one_in(2) {
        cart.forget();
    }
    assert_eq!(state(cart), before);
}

/// Opened, or refused for its settings, and freed.
pub fn open(chance: &mut Chance, _: &Shop) {
    let known = [
        r#"{"store":"memory"}"#,
        r#"{"store":"memory","limits":{"items":-1}}"#,
        r#"{"store":"memory","switches":{"line_identity":"id"},"retry":{"max_attempts":3},"currency":"EUR"}"#,
        r#"{"store":"memory","busy_timeout_ms":1e3}"#,
        r#"{"store":"memory","zones":{"Europe/Berlin":3600}}"#,
        r#"{"store":"memory","longest_lease_ms":1}"#,
        r#"{"store":7}"#,
        r#"{"store":"memory","lease_ms":1000}"#,
        r#"{"store":"memory","payment_window_ms":1000,"lease_ms":2000,"caps":{"total":1},"clock":"manual"}"#,
    ];
    let settings = text_of(chance, &known);
    let (text, length) = raw(settings.as_deref());
    // SAFETY: the text is NULL or readable; what comes out is freed here.
    unsafe {
        let engine = receive("cw_engine_open", |out, error| cw_engine_open(text, length, out, error));
        cw_engine_free(engine.unwrap_or(std::ptr::null_mut()));
        let locks = receive("cw_locks_open", |out, error| cw_locks_open(text, length, out, error));
        cw_locks_free(locks.unwrap_or(std::ptr::null_mut()));
        let reservations = receive("cw_reservations_open", |out, error| cw_reservations_open(text, length, out, error));
        cw_reservations_free(reservations.unwrap_or(std::ptr::null_mut()));
    }
}

/// One of these, damaged, or any JSON, or nothing.
pub fn text_of(chance: &mut Chance, known: &[&str]) -> Option<Vec<u8>> {
    match chance.below(8) {
        0 => chance.json(),
        1 => {
            let mut text = chance.of(known).into();
            chance.damage(&mut text);
            Some(text)
        }
        _ => Some(chance.of(known).into()),
    }
}

pub fn set_zones(chance: &mut Chance, shop: &Shop) {
    let zones =
        text_of(chance, &["{}", r#"{"Europe/Berlin":3600}"#, r#"{"Europe/Berlin":"east"}"#, r#"{"a":99999999999}"#]);
    let (zones, length) = raw(zones.as_deref());
    // SAFETY: the engine is live, the text is NULL or readable.
    seen(call("cw_engine_set_zones", |error| unsafe {
        cw_engine_set_zones(shop.engine.handle(), zones, length, error)
    }));
}

fn key(chance: &mut Chance) -> [Option<Vec<u8>>; 2] {
    [chance.word(&PEOPLE), chance.word(&["default", "default", "wishlist"])]
}

/// A cart, whether there is one, and a handle of it.
pub fn has(chance: &mut Chance, shop: &Shop) {
    let [identifier, instance] = key(chance);
    let ((identifier, length), (instance, instance_length)) = (raw(identifier.as_deref()), raw(instance.as_deref()));
    // SAFETY: the engine is live, the texts are NULL or readable; the cart is freed.
    unsafe {
        let has: Answer<i32> = receive("cw_engine_has", |out, error| {
            cw_engine_has(shop.engine.handle(), identifier, length, instance, instance_length, out, error)
        });
        let cart = receive("cw_engine_cart", |out, error| {
            cw_engine_cart(shop.engine.handle(), identifier, length, instance, instance_length, out, error)
        });
        assert_eq!(has.is_ok(), cart.is_ok());
        if let (Ok(has), Ok(cart)) = (has, cart.map(Cart::of_handle)) {
            assert_eq!(has == 1, cart.identity().unwrap().1 > 0);
        }
    }
}

pub fn instances(chance: &mut Chance, shop: &Shop) {
    let identifier = chance.word(&PEOPLE);
    let forget = chance.one_in(3);
    let (identifier, length) = raw(identifier.as_deref());
    let engine = shop.engine.handle();
    // SAFETY: the engine is live, the text is NULL or readable.
    let [before, after] = [false, forget].map(|forget| unsafe {
        if forget {
            receive_text("cw_engine_forget", |out, size, error| {
                cw_engine_forget(engine, identifier, length, out, size, error)
            })
        } else {
            receive_text("cw_engine_instances", |out, size, error| {
                cw_engine_instances(engine, identifier, length, out, size, error)
            })
        }
    });
    assert_eq!(before, after, "what is there is what is forgotten");
}

/// A cart becomes another's. Of none nothing is moved.
pub fn swap(chance: &mut Chance, shop: &Shop) {
    let ([from, from_instance], [to, to_instance]) = (key(chance), key(chance));
    let ((from, a), (from_instance, b)) = (raw(from.as_deref()), raw(from_instance.as_deref()));
    let ((to, c), (to_instance, d)) = (raw(to.as_deref()), raw(to_instance.as_deref()));
    let engine = shop.engine.handle();
    // SAFETY: the engine is live, the texts are NULL or readable.
    seen(receive("cw_engine_swap", |out: *mut i32, error| unsafe {
        cw_engine_swap(engine, from, a, from_instance, b, to, c, to_instance, d, out, error)
    }));
}

pub fn carts(chance: &mut Chance, shop: &Shop) {
    let known =
        ["{}", r#"{"limit":1}"#, r#"{"after":{"identifier":"ann","instance":"default"}}"#, r#"{"idle_seconds":-1}"#];
    let query = text_of(chance, &known);
    let (query, length) = raw(query.as_deref());
    // SAFETY: the engine is live, the text is NULL or readable.
    seen(receive_text("cw_engine_carts", |out, size, error| unsafe {
        cw_engine_carts(shop.engine.handle(), query, length, out, size, error)
    }));
}

pub fn prune(chance: &mut Chance, shop: &Shop) {
    let known = [r#"{"idle_seconds":3600}"#, r#"{"dry_run":true,"idle_seconds":0}"#, r#"{"batch":1}"#, r#"{"days":7}"#];
    let query = text_of(chance, &known);
    let (query, length) = raw(query.as_deref());
    // SAFETY: the engine is live, the text is NULL or readable.
    seen(receive_text("cw_engine_prune", |out, size, error| unsafe {
        cw_engine_prune(shop.engine.handle(), query, length, out, size, error)
    }));
}

pub fn metrics(chance: &mut Chance, shop: &Shop) {
    let counted = number_of_an_enum(chance);
    seen(shop.engine.count(counted));
    shop.engine.metrics();
    if chance.one_in(4) {
        shop.engine.clear_metrics();
        assert_eq!(shop.engine.metrics()["conversions"], 0);
    }
}

pub fn outbox(chance: &mut Chance, shop: &Shop) {
    let (after, limit) = (chance.whole(), chance.whole());
    let engine = shop.engine.handle();
    // SAFETY: the engine is live.
    seen(receive_text("cw_engine_outbox", |out, size, error| unsafe {
        cw_engine_outbox(engine, after, limit, out, size, error)
    }));
    if chance.one_in(2) {
        let through = chance.whole();
        seen(shop.engine.acknowledge(through));
    }
}

pub fn plan_merge(chance: &mut Chance, shop: &Shop) {
    let ([target, target_instance], [source, source_instance]) = (key(chance), key(chance));
    let (strategy, format) = (number_of_an_enum(chance), format(chance));
    let ((target, a), (target_instance, b)) = (raw(target.as_deref()), raw(target_instance.as_deref()));
    let ((source, c), (source_instance, d)) = (raw(source.as_deref()), raw(source_instance.as_deref()));
    let engine = shop.engine.handle();
    // SAFETY: the engine is live, the texts are NULL or readable.
    let plan = receive("cw_engine_plan_merge", |out, error| unsafe {
        cw_engine_plan_merge(engine, target, a, target_instance, b, source, c, source_instance, d, strategy, out, error)
    });
    if let Ok(plan) = plan {
        let plan = Plan::of_handle(plan);
        plan.identities();
        // SAFETY: the plan is live.
        seen(receive_text("cw_merge_plan_conflicts", |out, length, error| unsafe {
            cw_merge_plan_conflicts(plan.handle(), format, out, length, error)
        }));
        shop.plan.replace(Some(plan));
    }
}

/// What was planned is done, if nobody was faster; a plan is good for one time.
pub fn commit_merge(chance: &mut Chance, shop: &Shop) {
    let (resolutions, format) = (resolutions(chance), format(chance));
    let plan = shop.plan.borrow();
    let Some(plan) = plan.as_ref() else { return };
    let before = shop.carts.each_ref().map(state);
    let (resolutions, length) = raw(resolutions.as_deref());
    // SAFETY: engine and plan are live, the text is NULL or readable; the result has just been handed out.
    let done = unsafe {
        receive("cw_engine_commit_merge", |out, error| {
            cw_engine_commit_merge(shop.engine.handle(), plan.handle(), resolutions, length, out, error)
        })
        .map(|result| taken(result, format))
    };
    if done.is_err() {
        assert_eq!(shop.carts.each_ref().map(state), before, "a refused merge has changed a cart");
    }
}

pub fn merge(chance: &mut Chance, shop: &Shop) {
    let ([target, target_instance], [source, source_instance]) = (key(chance), key(chance));
    let (strategy, format) = (number_of_an_enum(chance), format(chance));
    let before = shop.carts.each_ref().map(state);
    let ((target, a), (target_instance, b)) = (raw(target.as_deref()), raw(target_instance.as_deref()));
    let ((source, c), (source_instance, d)) = (raw(source.as_deref()), raw(source_instance.as_deref()));
    let engine = shop.engine.handle();
    // SAFETY: the engine is live, the texts are NULL or readable; the result has just been handed out.
    let done = unsafe {
        receive("cw_engine_merge", |out, error| {
            cw_engine_merge(engine, target, a, target_instance, b, source, c, source_instance, d, strategy, out, error)
        })
        .map(|result| taken(result, format))
    };
    if done.is_err() {
        assert_eq!(shop.carts.each_ref().map(state), before, "a refused merge has changed a cart");
    }
}

pub fn acquire(chance: &mut Chance, shop: &Shop) {
    let (name, lease, wait) =
        (chance.word(&LOCKS), chance.whole().saturating_mul(1000), if chance.one_in(10) { -1 } else { 0 });
    let (name, length) = raw(name.as_deref());
    // SAFETY: the store is live, the text is NULL or readable.
    let lock = receive("cw_locks_acquire", |out: *mut cw_lock, error| unsafe {
        cw_locks_acquire(shop.locks.handle(), name, length, lease, wait, out, error)
    });
    if let Ok(lock) = lock {
        assert!(lock.remaining_ms <= lease);
        shop.owner.replace(lock.owner.iter().map(|digit| *digit as u8).take_while(|digit| *digit != 0).collect());
    }
}

/// The last one who got a lock, or anybody.
fn owner(chance: &mut Chance, shop: &Shop) -> Option<Vec<u8>> {
    if chance.one_in(5) {
        chance.word(&["00000000000000000000000000000000"])
    } else {
        Some(shop.owner.borrow().clone())
    }
}

pub fn renew(chance: &mut Chance, shop: &Shop) {
    let (name, owner, lease) = (chance.word(&LOCKS), owner(chance, shop), chance.whole().saturating_mul(1000));
    let ((name, length), (owner, owner_length)) = (raw(name.as_deref()), raw(owner.as_deref()));
    // SAFETY: the store is live, the texts are NULL or readable.
    seen(
        receive("cw_locks_renew", |out: *mut cw_lock, error| unsafe {
            cw_locks_renew(shop.locks.handle(), name, length, owner, owner_length, lease, out, error)
        })
        .map(|lock| lock.remaining_ms),
    );
}

pub fn release(chance: &mut Chance, shop: &Shop) {
    let (name, owner, by_force) = (chance.word(&LOCKS), owner(chance, shop), chance.one_in(3));
    let ((name, length), (owner, owner_length)) = (raw(name.as_deref()), raw(owner.as_deref()));
    let (locks, released) = (shop.locks.handle(), Cell::new(None));
    // SAFETY: the store is live, the texts are NULL or readable.
    unsafe {
        if by_force {
            seen(receive("cw_locks_force_release", |out: *mut i32, error| {
                cw_locks_force_release(locks, name, length, out, error)
            }));
            return;
        }
        for _ in 0..2 {
            let answer =
                call("cw_locks_release", |error| cw_locks_release(locks, name, length, owner, owner_length, error));
            assert!(!(answer.is_ok() && released.get() == Some(true)), "what was released is released again");
            released.set(Some(answer.is_ok()));
        }
    }
}

pub fn list(chance: &mut Chance, shop: &Shop) {
    let query = text_of(chance, &["{}", r#"{"after":"cart:ann"}"#, r#"{"limit":1}"#, r#"{"limit":-1}"#]);
    let (query, length) = raw(query.as_deref());
    // SAFETY: the store is live, the text is NULL or readable.
    seen(receive_text("cw_locks_list", |out, size, error| unsafe {
        cw_locks_list(shop.locks.handle(), query, length, out, size, error)
    }));
}
