//! The cart that is measured: items of five attributes and some 245 bytes of JSON, five conditions on the cart.

use crate::Failure;
use cartwright_core::{
    Cart, ConditionValue, Conditions, Currency, Decimal, ItemUpdate, Json, Limits, Model, NewCondition, NewItem,
    Operation, Policy, PriceInput, Pricing, QuantityUpdate,
};

/// The sizes of the documents.
pub const ITEMS: [usize; 4] = [1, 10, 100, 1000];

const ATTRIBUTES: &str = r#"{"color":"red","size":"XL","brand":"Acme Outdoor","weight":640,"gift":false}"#;

const CONDITIONS: [(&str, &str, &str, &str); 5] = [
    ("SALE", "discount", "subtotal", "-10%"),
    ("MEMBER", "discount", "subtotal", "-5%"),
    ("TAX", "tax", "total", "19%"),
    ("PACKING", "fee", "total", "+150"),
    ("POST", "shipping", "total", "+499"),
];

/// The defaults, but for room for one item more than a thousand.
pub fn policy() -> Policy {
    Policy { limits: Limits { items: 2000, ..Limits::default() }, ..Policy::default() }
}

/// Totals in dollars.
///
/// # Errors
/// If there are no dollars.
pub fn pricing() -> Result<Pricing, Failure> {
    Ok(Currency::find("USD")?.into())
}

/// The line on which the item of this number stands.
pub fn line(number: usize) -> String {
    format!("sku-{number:06}")
}

/// Puts the item of this number in.
pub fn add(line: &str) -> Operation<'_> {
    Operation::Add(NewItem {
        id: line,
        name: "T-shirt made of organic cotton, with long sleeves",
        price: PriceInput::Text("19.99"),
        quantity: 2.into(),
        attributes: Json::from(ATTRIBUTES),
        conditions: Conditions::default(),
        model: Model::none(),
    })
}

/// Sets a quantity.
pub fn update(line: &str, quantity: i64) -> Operation<'_> {
    let quantity = Some(QuantityUpdate::To(Decimal::from(quantity)));
    Operation::Update(line, ItemUpdate { quantity, ..ItemUpdate::default() })
}

/// Puts the first condition in the place of another one of its name.
pub fn condition(percent: i64) -> Operation<'static> {
    let (name, kind, target, _) = CONDITIONS[0];
    put_on(name, kind, target, &format!("-{percent}%"))
}

fn put_on<'a>(name: &'a str, kind: &'a str, target: &'a str, value: &str) -> Operation<'a> {
    Operation::AddCondition(NewCondition::plain(name, kind, target, ConditionValue::Text(value.into())))
}

/// The conditions of the cart.
pub fn conditions() -> Vec<Operation<'static>> {
    CONDITIONS.iter().map(|(name, kind, target, value)| put_on(name, kind, target, value)).collect()
}

/// A cart of so many items.
///
/// # Errors
/// If the core refuses it.
pub fn cart(items: usize) -> Result<Cart, Failure> {
    let mut cart = Cart::default();
    for number in 0..items {
        cart.apply(add(&line(number)), &policy())?;
    }
    for condition in conditions() {
        cart.apply(condition, &policy())?;
    }
    Ok(cart)
}
