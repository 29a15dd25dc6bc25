//! What the seeded fuzzer and the coverage-guided one have in common: which calls there are, how one is made from chance,
//! and what has to hold around it.

mod carts;
mod values;

use crate::support::cart::*;
use crate::support::chance::Chance;
use crate::support::{Spoiled, spoiling};
use carts::*;
use cartwright::number::cw_number;
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
    /// Nothing is held.
    Value(fn(&mut Chance)),
}

/// Two carts that are told the same and have to answer the same.
pub struct Twins {
    /// Its text is read by the call that needs it.
    held: Cart,
    /// Its text is read when it comes.
    loaded: Cart,
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
    let carts = [(); 3].map(|()| Twins { held: Cart::new(), loaded: Cart::new() });
    let all: usize = CALLS.iter().map(|(often, _)| often).sum();
    for _ in 0..40 {
        if chance.is_over() {
            break;
        }
        let cart = &carts[chance.below(carts.len())];
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
            Call::Look(look) => look(chance, cart),
            Call::Value(value) => {
                let spoiled = spoiled(chance);
                spoiling(spoiled, || value(chance));
            }
        }
    }
    for cart in carts {
        assert_eq!(stored(&cart.held), stored(&cart.loaded));
        assert_reads_back(&cart.held);
    }
}

/// What there is to store, whatever the limits say.
fn stored(cart: &Cart) -> (i32, Vec<u8>, Vec<u8>) {
    (cart.pending(), cart.items(JSON).unwrap(), cart.conditions(JSON).unwrap())
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
        assert_eq!(stored(&cart.loaded), (0, b"{}".to_vec(), b"{}".to_vec()), "a cart that was not read is empty");
        if held.is_ok() {
            assert_eq!(cart.held.items(JSON), Err(unreadable), "what was not read at once is not read late");
            assert_eq!(cart.held.pending(), 0);
        }
        cart.held.forget();
    }
    assert_eq!(cart.answer(chance, Cart::pending), 0);
}

fn assert_reads_back(cart: &Cart) {
    let (_, items, conditions) = stored(cart);
    let again = Cart::new();
    again.load((cart.count().0 > 0).then_some(&*items), (conditions != b"{}").then_some(&*conditions)).unwrap();
    assert_eq!(stored(&again), (0, items, conditions), "the text is stored again as it was");
    assert_eq!(again.count(), cart.count());
    for sum in 1..=4 {
        let (first, second) = (cart.sum(sum, b"USD"), again.sum(sum, b"USD"));
        assert_eq!(first.map(parts), second.map(parts), "sum {sum} of {}", String::from_utf8_lossy(&stored(cart).1));
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
