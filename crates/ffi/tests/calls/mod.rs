//! What the seeded fuzzer and the coverage-guided one have in common: which calls there are, how one is made from chance,
//! and what has to hold around it.

mod carts;
mod holds;
mod hosts;
mod operations;
mod pages;
mod shop;
mod values;

use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::engine::Engine;
use crate::support::{Spoiled, spoiling};
use carts::*;
use cartwright::number::cw_number;
use hosts::*;
use operations::*;
use shop::Shop;
use std::cell::Cell;
use std::fmt::Debug;
use values::*;

/// Every call that may be made: how often among the others, and what makes it. One more function is one more line.
pub const CALLS: &[(usize, Call)] = &[
    (6, Call::Load),
    (8, Call::Change(add)),
    (5, Call::Change(update)),
    (2, Call::Change(remove)),
    (5, Call::Change(add_condition)),
    (2, Call::Change(remove_condition)),
    (16, Call::Change(apply)),
    (3, Call::Change(set_metadata)),
    (1, Call::Change(remove_metadata)),
    (1, Call::Change(clear)),
    (4, Call::Merge),
    (1, Call::Host(forget)),
    (1, Call::Host(committed)),
    (2, Call::Host(set_limits)),
    (2, Call::Host(|chance, cart| cart.ask(chance, |cart| cart.set_limits(1000, 1 << 20, i64::MAX, 255)))),
    (1, Call::Host(set_switches)),
    (1, Call::Host(name)),
    (2, Call::Host(prime)),
    (2, Call::Look(item)),
    (2, Call::Look(items)),
    (2, Call::Look(conditions)),
    (2, Call::Look(content)),
    (3, Call::Look(sum)),
    (2, Call::Host(column)),
    (1, Call::Host(|chance, cart| cart.ask(chance, Cart::pending))),
    (1, Call::Look(has)),
    (2, Call::Look(metadata)),
    (2, Call::Look(last_result)),
    (1, Call::Look(|chance, cart| cart.ask(chance, Cart::count))),
    (1, Call::Value(price_parse)),
    (1, Call::Value(item_check)),
    (1, Call::Value(item_amounts_of)),
    (1, Call::Value(condition_check)),
    (1, Call::Value(condition_apply)),
    (1, Call::Value(number_combine)),
    (1, Call::Value(number_sum)),
    (1, Call::Value(money_round)),
    (1, Call::Value(money_format)),
    (1, Call::Value(currency_of)),
    (1, Call::Value(who_it_is)),
    (8, Call::Shop(shop::apply)),
    (1, Call::Shop(shop::hosts_alone)),
    (1, Call::Shop(shop::open)),
    (1, Call::Shop(shop::set_zones)),
    (1, Call::Shop(shop::has)),
    (1, Call::Shop(shop::instances)),
    (1, Call::Shop(shop::swap)),
    (1, Call::Shop(shop::carts)),
    (1, Call::Shop(shop::prune)),
    (1, Call::Shop(shop::metrics)),
    (1, Call::Shop(shop::outbox)),
    (2, Call::Shop(shop::plan_merge)),
    (2, Call::Shop(shop::commit_merge)),
    (2, Call::Shop(shop::merge)),
    (2, Call::Shop(shop::acquire)),
    (1, Call::Shop(shop::renew)),
    (1, Call::Shop(shop::release)),
    (1, Call::Shop(shop::list)),
    (8, Call::Shop(holds::any)),
    (2, Call::Shop(holds::advance)),
    (5, Call::Shop(pages::any)),
    (3, Call::Shop(pages::look_up)),
    (3, Call::Shop(pages::keep)),
    (1, Call::Shop(pages::open)),
    (1, Call::Shop(pages::advance)),
];

/// What a call is for decides what has to hold around it.
#[derive(Clone, Copy)]
pub enum Call {
    /// A text from anywhere is taken over.
    Load,
    /// A cart is changed; gives whether that was refused, which must not change anything.
    Change(fn(&mut Chance, &Twins) -> bool),
    /// A cart takes in another one of its kind.
    Merge,
    /// A cart is asked.
    Look(fn(&mut Chance, &Twins)),
    /// A cart is looked after as its host alone does it.
    Host(fn(&mut Chance, &Twins)),
    /// Something is done with an engine or with locks.
    Shop(fn(&mut Chance, &Shop)),
    /// Nothing is held.
    Value(fn(&mut Chance)),
}

/// Two carts that are told the same and have to answer the same.
pub struct Twins {
    /// Its text is read by the call that needs it.
    held: Cart,
    /// Its text is read when it comes; of mixed twins the one that its engine stores.
    loaded: Cart,
    /// Whether one is hosted and the other an engine's.
    is_mixed: bool,
    /// What was said of them last.
    switches: Cell<[i32; 4]>,
}

impl Twins {
    fn hosted() -> Self {
        Self { held: Cart::new(), loaded: Cart::new(), is_mixed: false, switches: Cell::new([0; 4]) }
    }

    fn mixed(engine: &Engine) -> Self {
        Self { loaded: engine.cart("twin"), is_mixed: true, ..Self::hosted() }
    }

    /// Now and then one of the texts of the call has a length that no text can have.
    pub fn answer<T: Debug>(&self, chance: &mut Chance, call: impl Fn(&Cart) -> T) -> T {
        self.ask_with(chance, self, |cart, _| call(cart))
    }

    /// The same of two pairs, each with its like.
    pub fn ask_with<T: Debug>(&self, chance: &mut Chance, other: &Self, call: impl Fn(&Cart, &Cart) -> T) -> T {
        let spoiled = spoiled(chance);
        let pairs = [(&self.held, &other.held), (&self.loaded, &other.loaded)];
        let [held, loaded] = pairs.map(|(cart, other)| spoiling(spoiled, || call(cart, other)).0);
        let kind = if self.is_mixed { "an engine's cart and a hosted one" } else { "carts read late and at once" };
        assert_eq!(format!("{held:?}"), format!("{loaded:?}"), "{kind} answer the same");
        loaded
    }

    /// Both answer the same, whatever it is.
    pub fn ask<T: Debug>(&self, chance: &mut Chance, call: impl Fn(&Cart) -> T) {
        let _ = self.answer(chance, call);
    }
}

fn spoiled(chance: &mut Chance) -> Option<Spoiled> {
    let length = chance.of(&[usize::MAX, isize::MAX as usize + 1]);
    chance.one_in(50).then(|| Spoiled { texts_before: chance.below(4), length })
}

pub fn play(chance: &mut Chance) {
    let (carts, engine) = ([(); 3].map(|()| Twins::hosted()), Engine::memory());
    let (mixed, shop) = (Twins::mixed(&engine), Shop::open());
    let all: usize = CALLS.iter().map(|(often, _)| often).sum();
    for _ in 0..40 {
        if chance.is_over() {
            break;
        }
        let hosted = &carts[chance.below(carts.len())];
        let any = if chance.one_in(4) { &mixed } else { hosted };
        let mut at = chance.below(all);
        let (_, call) = CALLS
            .iter()
            .find(|(often, _)| {
                let found = at < *often;
                at = at.saturating_sub(*often);
                found
            })
            .unwrap();
        match call {
            Call::Load => load(chance, hosted, &carts),
            Call::Change(change) => changed(any, |cart| change(chance, cart)),
            Call::Merge => {
                let other = &carts[chance.below(carts.len())];
                changed(hosted, |cart| merge(chance, cart, other));
            }
            Call::Look(look) => look(chance, any),
            Call::Host(look) => look(chance, hosted),
            Call::Shop(call) => {
                let spoiled = spoiled(chance);
                spoiling(spoiled, || call(chance, &shop));
            }
            Call::Value(value) => {
                let spoiled = spoiled(chance);
                spoiling(spoiled, || value(chance));
            }
        }
    }
    for cart in &carts {
        assert_eq!(stored(&cart.held), stored(&cart.loaded));
        assert_reads_back(cart);
    }
    assert_eq!(shown(&mixed.held), shown(&mixed.loaded));
}

/// What is refused changes nothing.
fn changed(cart: &Twins, change: impl FnOnce(&Twins) -> bool) {
    // The other one is not looked at: that would read its text.
    let state =
        || (shown(&cart.loaded), if cart.is_mixed { Err(cart.loaded.identity()) } else { Ok(cart.loaded.pending()) });
    let before = state();
    if change(cart) {
        assert_eq!(state(), before, "a refused call has changed the cart");
    }
}

/// What is in a cart, whatever the limits say.
fn shown(cart: &Cart) -> [Option<Vec<u8>>; 3] {
    [cart.items(JSON).ok(), cart.conditions(JSON).ok(), cart.metadata(None, JSON).unwrap()]
}

/// What there is to store.
fn stored(cart: &Cart) -> (i32, [Option<Vec<u8>>; 3]) {
    (cart.pending(), shown(cart))
}

const EMPTY: [&[u8]; 3] = [b"{}"; 3];

fn load(chance: &mut Chance, cart: &Twins, carts: &[Twins]) {
    let other = &carts[chance.below(carts.len())].loaded;
    let mut columns = [ITEMS, CONDITIONS, METADATA].map(|column| other.column(column).ok().flatten());
    for text in &mut columns {
        match chance.below(8) {
            0 => *text = Some(chance.bytes(60)),
            1 => *text = chance.json(),
            2 => text.iter_mut().for_each(|text| chance.damage(text)),
            _ => {}
        }
    }
    let columns = columns.each_ref().map(Option::as_deref);
    let spoiled = spoiled(chance);
    let (held, _) = spoiling(spoiled, || cart.held.hold_all(columns));
    let (loaded, _) = spoiling(spoiled, || cart.loaded.load_all(columns));
    if let Err(unreadable) = loaded {
        assert_eq!(
            stored(&cart.loaded),
            (0, EMPTY.map(|text| Some(text.to_vec()))),
            "a cart that was not read is empty"
        );
        if held.is_ok() {
            let all = cart.held.content(b"default", b"USD", JSON).err().or(cart.held.metadata(None, JSON).err());
            assert_eq!(all, Some(unreadable), "what was not read at once is not read late");
            assert_eq!(cart.held.pending(), 0);
        }
        cart.held.forget();
    }
    assert_eq!(cart.answer(chance, Cart::pending), 0);
}

fn assert_reads_back(twins: &Twins) {
    let (cart, again) = (&twins.held, Cart::new());
    set(&again, twins.switches.get()).unwrap();
    cart.set_limits(1000, 1 << 40, i64::MAX, 255).unwrap();
    let columns = [ITEMS, CONDITIONS, METADATA].map(|column| cart.column(column).unwrap());
    again.load_all(columns.each_ref().map(Option::as_deref)).unwrap();
    assert_eq!(shown(&again), shown(cart), "the text is stored again as it was");
    assert_eq!((again.pending(), again.column(METADATA).unwrap()), (0, columns[2].clone()));
    assert_eq!(again.count(), cart.count());
    for sum in 1..=4 {
        let (first, second) = (cart.sum(sum, b"USD"), again.sum(sum, b"USD"));
        assert_eq!(first.map(parts), second.map(parts), "sum {sum} of {:?}", shown(cart)[0].clone().map(people));
    }
    for format in [JSON, PHP] {
        assert_eq!(again.items(format).map(people), cart.items(format).map(people));
        assert_eq!(again.conditions(format).map(people), cart.conditions(format).map(people));
        let content = |cart: &Cart| cart.content(b"default", b"USD", format).map(people);
        assert_eq!(content(&again), content(cart));
    }
}

/// For people who look for the difference.
fn people(text: Vec<u8>) -> String {
    String::from_utf8_lossy(&text).into_owned()
}

fn parts(number: cw_number) -> (i32, i64, u64) {
    (number.kind, number.whole, number.real.to_bits())
}
