//! What the seeded fuzzer and the coverage-guided one have in common: which calls there are, how one is made from chance,
//! and what has to hold around it.

mod carts;
mod engine;
mod operations;
mod values;

use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::{Spoiled, spoiling};
use carts::*;
use cartwright::number::cw_number;
use engine::Shop;
use operations::*;
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
    (1, Call::Look(forget)),
    (1, Call::Look(committed)),
    (2, Call::Look(set_limits)),
    (2, Call::Look(|chance, cart| cart.ask(chance, |cart| cart.set_limits(1000, 1 << 20, i64::MAX, 255)))),
    (2, Call::Look(item)),
    (2, Call::Look(items)),
    (2, Call::Look(conditions)),
    (2, Call::Look(content)),
    (3, Call::Look(sum)),
    (2, Call::Look(column)),
    (1, Call::Look(|chance, cart| cart.ask(chance, Cart::pending))),
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
    (6, Call::Change(apply)),
    (1, Call::Change(clear)),
    (2, Call::Change(set_metadata)),
    (1, Call::Change(remove_metadata)),
    (1, Call::Look(metadata)),
    (1, Call::Look(has)),
    (1, Call::Look(result)),
    (1, Call::Look(identity)),
    (1, Call::Look(name)),
    (1, Call::Look(set_switches)),
    (2, Call::Two(merge)),
    (1, Call::Two(compare)),
    (2, Call::Value(prime)),
    (6, Call::Shop(engine::bound)),
    (1, Call::Shop(engine::open)),
    (2, Call::Shop(engine::cart)),
    (1, Call::Shop(engine::has)),
    (1, Call::Shop(engine::instances)),
    (1, Call::Shop(engine::forget)),
    (1, Call::Shop(engine::swap)),
    (3, Call::Shop(engine::lists)),
    (2, Call::Shop(engine::administer)),
    (3, Call::Shop(engine::merge)),
    (4, Call::Shop(engine::lock)),
];

/// What a call is for decides what has to hold around it.
#[derive(Clone, Copy)]
pub enum Call {
    /// A text from anywhere is taken over.
    Load,
    /// A cart is changed; gives whether that was refused, which must not change anything.
    Change(fn(&mut Chance, &Twins) -> bool),
    /// A cart is asked, or looked after.
    Look(fn(&mut Chance, &Twins)),
    /// A cart is changed by another, or asked about it, as for a change.
    Two(fn(&mut Chance, &Twins, &Twins) -> bool),
    /// An engine is used; its calls look at what has to hold themselves.
    Shop(fn(&mut Chance, &Shop)),
    /// Nothing is held.
    Value(fn(&mut Chance)),
}

/// Two carts that are told the same and have to answer the same.
pub struct Twins {
    /// Its text is read by the call that needs it.
    held: Cart,
    /// Its text is read when it comes.
    loaded: Cart,
    switches: Cell<[i32; 4]>,
}

impl Twins {
    /// Now and then one of the texts of the call has a length that no text can have.
    pub fn answer<T: Debug>(&self, chance: &mut Chance, call: impl Fn(&Cart) -> T) -> T {
        let spoiled = spoiled(chance);
        let [held, loaded] = [&self.held, &self.loaded].map(|cart| spoiling(spoiled, || call(cart)).0);
        assert_eq!(format!("{held:?}"), format!("{loaded:?}"));
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
    let carts = [(); 3].map(|()| Twins { held: Cart::new(), loaded: Cart::new(), switches: Cell::default() });
    let shop = Shop::new();
    let all: usize = CALLS.iter().map(|(often, _)| often).sum();
    for _ in 0..40 {
        if chance.is_over() {
            break;
        }
        let first = chance.below(carts.len());
        let (cart, other) = (&carts[first], &carts[(first + 1) % carts.len()]);
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
            Call::Load => load(chance, cart, &carts),
            Call::Change(change) => {
                // The other one is not looked at: that would read its text.
                let before = stored(&cart.loaded);
                if change(chance, cart) {
                    assert_eq!(stored(&cart.loaded), before, "a refused call has changed the cart");
                }
            }
            Call::Two(change) => {
                let before = (stored(&cart.loaded), stored(&other.loaded));
                let refused = change(chance, cart, other);
                assert_eq!(stored(&other.loaded), before.1, "the cart that was taken in has changed");
                if refused {
                    assert_eq!(stored(&cart.loaded), before.0, "a refused call has changed the cart");
                }
            }
            Call::Shop(use_it) => {
                let spoiled = spoiled(chance);
                spoiling(spoiled, || use_it(chance, &shop));
            }
            Call::Look(look) => look(chance, cart),
            Call::Value(value) => {
                let spoiled = spoiled(chance);
                spoiling(spoiled, || value(chance));
            }
        }
    }
    for cart in carts {
        assert_eq!(stored(&cart.held), stored(&cart.loaded));
        assert_reads_back(&cart.held, cart.switches.get());
    }
    shop.check();
}

/// What there is to store, whatever the limits say.
fn stored(cart: &Cart) -> (i32, [Vec<u8>; 3]) {
    let metadata = cart.metadata(None, JSON).unwrap().unwrap_or_default();
    (cart.pending(), [cart.items(JSON).unwrap(), cart.conditions(JSON).unwrap(), metadata])
}

fn load(chance: &mut Chance, cart: &Twins, carts: &[Twins]) {
    let other = &carts[chance.below(carts.len())].loaded;
    let mut items = other.items(JSON).ok().filter(|_| other.count().0 > 0);
    let mut conditions = other.conditions(JSON).ok().filter(|text| *text != b"{}");
    for text in [&mut items, &mut conditions] {
        match chance.below(8) {
            0 => *text = Some(chance.bytes(60)),
            1 => *text = chance.json(),
            2 => text.iter_mut().for_each(|text| chance.damage(text)),
            _ => {}
        }
    }
    let spoiled = spoiled(chance);
    let (held, _) = spoiling(spoiled, || cart.held.hold(items.as_deref(), conditions.as_deref()));
    let (loaded, _) = spoiling(spoiled, || cart.loaded.load(items.as_deref(), conditions.as_deref()));
    if let Err(unreadable) = loaded {
        assert_eq!(stored(&cart.loaded), stored(&Cart::new()), "a cart that was not read is empty");
        if held.is_ok() {
            assert_eq!(cart.held.items(JSON), Err(unreadable), "what was not read at once is not read late");
            assert_eq!(cart.held.pending(), 0);
        }
        cart.held.forget();
    }
    assert_eq!(cart.answer(chance, Cart::pending), 0);
}

fn assert_reads_back(cart: &Cart, switches: [i32; 4]) {
    let again = Cart::new();
    for cart in [cart, &again] {
        cart.set_limits(i64::MAX, i64::MAX, i64::MAX, i64::MAX).unwrap();
        switched(cart, switches).unwrap();
    }
    let columns = [1, 2, 4].map(|column| cart.column(column).unwrap());
    let [items, conditions, metadata] = columns.each_ref().map(Option::as_deref);
    again.load_all(items, conditions, metadata).unwrap();
    assert_eq!([1, 2, 4].map(|column| again.column(column).unwrap()), columns, "the text is stored again as it was");
    assert_eq!(stored(&again).1, stored(cart).1);
    assert_eq!((again.pending(), again.count()), (0, cart.count()));
    for sum in 1..=4 {
        let (first, second) = (cart.sum(sum, b"USD"), again.sum(sum, b"USD"));
        assert_eq!(first.map(parts), second.map(parts), "sum {sum} of {}", people(stored(cart).1.concat()));
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
