//! The cart against a model of lists and fractions: after any operations, the same content and the same sums to the last
//! decimal of a currency.
#![allow(clippy::unwrap_used)]

mod model;

use cartwright_core::{
    Cart, Change, Condition, ConditionValue, Conditions, Currency, Decimal, ItemUpdate, Json, Limits, Model,
    NewCondition, NewItem, Number, Operation, Policy, PriceInput, QuantityUpdate,
};
use model::{Effect, MOST_ITEMS, MOST_OF_AN_ITEM, Step, Target};
use proptest::prelude::*;

const IDS: [&str; 4] = ["a", "b", "c", "0 d"];
const NAMES: [&str; 3] = ["SALE", "TAX", "ß"];
const KINDS: [&str; 3] = ["discount", "tax", "shipping"];
const KEYS: [&str; 2] = ["note", "gift"];

fn effects() -> impl Strategy<Value = Effect> {
    // In tenths, so that what is multiplied stays within 28 digits.
    prop_oneof![
        (0i128..50_000).prop_map(Effect::Plus),
        (0i128..50_000).prop_map(Effect::Minus),
        (-1200i128..1200).prop_map(|tenths| Effect::Percent(tenths * 10)),
        (0i128..30).prop_map(|tenths| Effect::Times(tenths * 10)),
    ]
}

fn conditions() -> impl Strategy<Value = model::Condition> {
    let targets = prop::sample::select(vec![Target::Subtotal, Target::Total, Target::Item]);
    (prop::sample::select(&NAMES[..]), prop::sample::select(&KINDS[..]), targets, effects())
        .prop_map(|(name, kind, target, effect)| model::Condition { name, kind, target, effect })
}

fn items() -> impl Strategy<Value = model::Item> {
    let own = prop::collection::vec(conditions(), 0..2);
    (prop::sample::select(&IDS[..]), 0i128..1_000_000, 1i128..60, own)
        .prop_map(|(id, price, quantity, conditions)| model::Item { id, price, quantity, conditions })
}

fn steps() -> impl Strategy<Value = Step> {
    let id = || prop::sample::select(&IDS[..]);
    let name = || prop::sample::select(&NAMES[..]);
    let key = || prop::sample::select(&KEYS[..]);
    prop_oneof![
        6 => items().prop_map(Step::Add),
        2 => (id(), -60i128..60).prop_map(|(id, more)| Step::By(id, more)),
        2 => (id(), -2i128..60).prop_map(|(id, quantity)| Step::To(id, quantity)),
        1 => (id(), 0i128..1_000_000).prop_map(|(id, price)| Step::Price(id, price)),
        1 => id().prop_map(Step::Remove),
        4 => conditions().prop_map(Step::Put),
        1 => name().prop_map(Step::Take),
        1 => prop::sample::select(&KINDS[..]).prop_map(Step::TakeKind),
        3 => (id(), conditions()).prop_map(|(id, condition)| Step::PutOnItem(id, condition)),
        1 => (id(), name()).prop_map(|(id, name)| Step::TakeFromItem(id, name)),
        1 => id().prop_map(Step::TakeAllFromItem),
        1 => (key(), prop::option::of(any::<i64>())).prop_map(|(key, value)| Step::Keep(key, value)),
        1 => key().prop_map(Step::Forget),
        1 => prop_oneof![Just(Step::Clear), Just(Step::TakeAll)],
    ]
}

fn target_name(target: Target) -> &'static str {
    match target {
        Target::Subtotal => "subtotal",
        Target::Total => "total",
        Target::Item => "item",
    }
}

fn new_condition(condition: &model::Condition) -> NewCondition<'static> {
    NewCondition {
        name: condition.name,
        kind: condition.kind,
        target: target_name(condition.target),
        value: ConditionValue::Text(condition.effect.text().into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from("null"),
    }
}

fn value(number: Option<i64>) -> Json {
    Json::from(&*number.map_or_else(|| "null".to_owned(), |number| number.to_string()))
}

/// The step as an operation, done to the cart. Says whether it was allowed.
fn apply(cart: &mut Cart, step: &Step) -> Result<Vec<Change>, cartwright_core::Error> {
    let limits = Limits { items: MOST_ITEMS as u64, item_quantity: MOST_OF_AN_ITEM as i64, ..Limits::default() };
    let price_text = |price: i128| format!("{}.{:02}", price / 100, price % 100);
    let decimal = |number: i128| Decimal::from(i64::try_from(number).unwrap());
    let quantity = |update| ItemUpdate { quantity: Some(update), ..ItemUpdate::default() };
    let text;
    let operation = match step {
        Step::Add(item) => {
            text = price_text(item.price);
            Operation::Add(NewItem {
                id: item.id,
                name: "Thing",
                price: PriceInput::Text(&text),
                quantity: decimal(item.quantity),
                attributes: Json::from("[]"),
                conditions: item.conditions.iter().map(|one| Condition::new(new_condition(one)).unwrap()).collect(),
                model: Model::none(),
            })
        }
        Step::By(id, more) => Operation::Update(id, quantity(QuantityUpdate::By(decimal(*more)))),
        Step::To(id, exactly) => Operation::Update(id, quantity(QuantityUpdate::To(decimal(*exactly)))),
        Step::Price(id, price) => {
            text = price_text(*price);
            Operation::Update(id, ItemUpdate { price: Some(PriceInput::Text(&text)), ..ItemUpdate::default() })
        }
        Step::Remove(id) => Operation::Remove(id),
        Step::Clear => Operation::Clear,
        Step::Put(condition) => Operation::AddCondition(new_condition(condition)),
        Step::Take(name) => Operation::RemoveCondition(name),
        Step::TakeKind(kind) => Operation::RemoveConditionsByType(kind),
        Step::TakeAll => Operation::ClearConditions,
        Step::PutOnItem(id, condition) => Operation::AddItemCondition(id, new_condition(condition)),
        Step::TakeFromItem(id, name) => Operation::RemoveItemCondition(id, name),
        Step::TakeAllFromItem(id) => Operation::ClearItemConditions(id),
        Step::Keep(key, number) => Operation::SetMetadata(key, value(*number)),
        Step::Forget(key) => Operation::RemoveMetadata(key),
    };
    cart.apply(operation, &Policy::from(limits)).map(|changes| changes.into_vec())
}

fn described(conditions: &Conditions) -> Vec<(String, String, &'static str, ConditionValue)> {
    let describe =
        |one: &Condition| (one.name().to_owned(), one.kind().to_owned(), one.target().as_str(), one.value().clone());
    conditions.iter().map(|one| describe(one)).collect()
}

fn model_described(conditions: &[model::Condition]) -> Vec<(String, String, &'static str, ConditionValue)> {
    // A list in which a name occurs twice is held under the first place with the last value.
    let set: Conditions = conditions.iter().map(|one| Condition::new(new_condition(one)).unwrap()).collect();
    described(&set)
}

fn same_content(cart: &Cart, model: &model::Cart) -> Result<(), TestCaseError> {
    prop_assert_eq!(cart.item_count(), model.items.len());
    for (item, expected) in cart.items().zip(&model.items) {
        prop_assert_eq!(item.id().as_str(), expected.id);
        prop_assert_eq!(i128::from(item.quantity().whole()), expected.quantity);
        let price = Decimal::from_i128_with_scale(expected.price, 2);
        prop_assert_eq!(item.price().exact(), price);
        prop_assert_eq!(described(item.conditions()), model_described(&expected.conditions));
    }
    prop_assert_eq!(described(cart.conditions()), model_described(&model.conditions));
    let metadata: Vec<(&str, Json)> = cart.metadata().iter().map(|(key, value)| (key, value.clone())).collect();
    let expected: Vec<(&str, Json)> = model.metadata.iter().map(|(key, number)| (*key, value(*number))).collect();
    prop_assert_eq!(metadata, expected);
    Ok(())
}

fn same_sums(cart: &Cart, model: &model::Cart) -> Result<(), TestCaseError> {
    for (code, decimals) in [("USD", 2), ("JPY", 0), ("KWD", 3)] {
        let currency = Currency::find(code).unwrap();
        let (subtotal, total, without) = model.sums(decimals);
        let amount = |number: Number| number.exact();
        let units = |units: i128| Decimal::from_i128_with_scale(units, decimals);
        prop_assert_eq!(amount(cart.subtotal(currency).unwrap().amount()), units(subtotal), "subtotal in {}", code);
        prop_assert_eq!(amount(cart.total(currency).unwrap().amount()), units(total), "total in {}", code);
        let plain = cart.subtotal_without_conditions(currency).unwrap().amount();
        prop_assert_eq!(amount(plain), units(without), "without conditions in {}", code);
        let savings = amount(cart.savings(currency).unwrap().amount());
        prop_assert_eq!(savings, units((without - total).max(0)), "savings in {}", code);
    }
    let quantity: i128 = model.items.iter().map(|item| item.quantity).sum();
    prop_assert_eq!(i128::from(cart.quantity()), quantity);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn after_any_operations_content_and_sums_are_those_of_the_model(steps in prop::collection::vec(steps(), 1..30)) {
        let (mut cart, mut model) = (Cart::default(), model::Cart::default());
        for step in &steps {
            let before = cart.clone();
            let allowed = model.apply(step);
            match apply(&mut cart, step) {
                Ok(changes) => {
                    prop_assert!(allowed, "{:?} should be refused", step);
                    prop_assert_eq!(changes.iter().any(Change::differs), cart != before, "{:?}: {:?}", step, changes);
                }
                Err(error) => {
                    prop_assert!(!allowed, "{:?}: {}", step, error);
                    prop_assert_eq!(&cart, &before);
                }
            }
            same_content(&cart, &model)?;
            same_sums(&cart, &model)?;
        }
    }
}
