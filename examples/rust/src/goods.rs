//! What the shop of the examples sells and grants.

use cartwright_core::{ConditionValue, Conditions, Json, Model, NewCondition, NewItem, Operation, PriceInput};

/// So many lamps at $40.00. Prices are amounts in minor units.
pub fn lamps(quantity: i64) -> Operation<'static> {
    item("lamp", "Lamp", 4000, quantity)
}

/// So many bulbs at $2.50.
pub fn bulbs(quantity: i64) -> Operation<'static> {
    item("bulb", "Bulb", 250, quantity)
}

fn item(id: &'static str, name: &'static str, price: i64, quantity: i64) -> Operation<'static> {
    Operation::Add(NewItem {
        id,
        name,
        price: PriceInput::Whole(price),
        quantity: quantity.into(),
        attributes: Json::from(Json::EMPTY_LIST),
        conditions: Conditions::default(),
        model: Model::none(),
    })
}

/// Ten per cent off from three pieces on: put on and taken off by its rule, which is stored with the cart.
pub fn bulk_discount() -> Operation<'static> {
    let rule = r#"[{"min_quantity":3}]"#;
    Operation::RegisterDynamic(condition("BULK", "discount", "subtotal", "-10%", rule))
}

/// Eight per cent of tax on the total.
pub fn tax() -> Operation<'static> {
    Operation::AddCondition(condition("TAX", "tax", "total", "8%", Json::NULL))
}

fn condition(
    name: &'static str,
    kind: &'static str,
    target: &'static str,
    value: &str,
    rules: &str,
) -> NewCondition<'static> {
    NewCondition {
        name,
        kind,
        target,
        value: ConditionValue::Text(value.into()),
        attributes: Json::from(Json::EMPTY_LIST),
        order: 0,
        rules: Json::from(rules),
    }
}
