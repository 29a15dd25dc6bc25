//! A cart in a test, whose changes become events.
#![allow(dead_code)] // Each test file uses its part of this.

use cartwright_core::{
    Cart, CartKey, Changes, ConditionValue, Conditions, Currency, Identity, Incarnation, Json, Model, Moment,
    NewCondition, NewItem, NewShipping, Operation, Policy, PriceInput,
};
use cartwright_events::{Envelope, Occasion, seal};

/// 2026-11-20T23:43:33.070924Z
pub const AT: i64 = 1_795_218_213_070_924;

pub fn item(id: &str, price: i64, quantity: i64) -> NewItem<'_> {
    NewItem {
        id,
        name: "Lamp",
        price: PriceInput::Whole(price),
        quantity: quantity.into(),
        attributes: Json::from("[]"),
        conditions: Conditions::default(),
        model: Model::none(),
    }
}

pub fn condition<'a>(name: &'a str, value: &str, target: &'a str) -> NewCondition<'a> {
    NewCondition {
        name,
        kind: "discount",
        target,
        value: ConditionValue::Text(value.into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from("null"),
    }
}

pub fn shipping<'a>(name: &'a str, value: &str) -> NewShipping<'a> {
    NewShipping { name, value: ConditionValue::Text(value.into()), method: "standard", attributes: Json::from("[]") }
}

pub fn apply(cart: &mut Cart, operation: Operation<'_>) -> Changes {
    cart.apply(operation, &Policy::default()).unwrap()
}

/// What the changes of an operation on `user-7/default` look like in their envelopes, with ids from 1.
pub fn sealed(cart: &mut Cart, operation: Operation<'_>) -> Vec<Envelope> {
    let changes = apply(cart, operation);
    let key = CartKey::new("user-7", "default");
    let source = CartKey::new("guest", "default");
    let identity = |version| Some(Identity { incarnation: Incarnation(0xabc), version });
    let occasion = Occasion {
        key: &key,
        before: identity(3),
        after: identity(4),
        at: Moment::from_micros(AT),
        pricing: Currency::find("USD").unwrap().into(),
        source: Some(&source),
    };
    let mut id = 0;
    seal(&changes, cart, &occasion, &mut || {
        id += 1;
        id
    })
}

pub fn names(envelopes: &[Envelope]) -> Vec<&'static str> {
    envelopes.iter().map(|envelope| envelope.event.kind().name()).collect()
}
