//! How sequences of operations are played and what is looked at then, whoever does the steps.

use super::{Zones, check_sizes, equal, events, facts, limits, read_again, same_columns, same_error, text};
use cartwright_core::{Change, Changes, Merge, MergeStrategy, Operation, Policy, Resolution, Rules};
use cartwright_wire::{StoredCart, StoredError};
use serde_json::Value;

/// Does what a step of a vector says; its arguments are the cart, the step, the models that are known and the shop's policy.
pub type Step = fn(&mut StoredCart, &Value, &Value, &Policy) -> Result<Changes, StoredError>;

pub fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(text).collect()
}

/// Runs the steps of a case on an empty cart; `check` looks at what each did. A refused one leaves the cart as it was.
fn play(
    input: &Value,
    expect: &Value,
    step: Step,
    check: impl Fn(&str, &Changes, &Value) -> Result<(), String>,
) -> Result<StoredCart, String> {
    let policy = Policy::from(limits(&input["limits"]));
    let mut cart = StoredCart::default();
    let steps = expect["steps"].as_array().unwrap();
    for (at, (operation, expected)) in input["operations"].as_array().unwrap().iter().zip(steps).enumerate() {
        let what = format!("step {}", at + 1);
        let (before, value) = (read_again(&cart), cart.cart().clone());
        match step(&mut cart, operation, &input["known_models"], &policy) {
            Ok(changes) => {
                equal(&format!("{what}: error"), &Value::Null, &expected["error"])?;
                equal(&format!("{what}: differs"), changes.differ(), *cart.cart() != value)?;
                check(&what, &changes, expected)?;
            }
            Err(error) => {
                same_error(&what, &error, &expected["error"])?;
                cart = before;
            }
        }
    }
    Ok(cart)
}

/// A case of operations.json. `told` says of changes what the first one is and whether it made the cart.
pub fn operations(
    input: &Value,
    expect: &Value,
    step: Step,
    told: impl Fn(&Changes) -> (String, bool),
) -> Result<(), String> {
    let cart = play(input, expect, step, |what, changes, expected| {
        let (change, created) = told(changes);
        equal(what, &*change, text(&expected["change"]))?;
        equal(&format!("{what}: created"), Some(created), expected["created"].as_bool())
    })?;
    same_columns(&cart, expect)?;
    let ids = |cart: &StoredCart| cart.cart().items().map(|item| item.id().clone()).collect::<Vec<_>>();
    equal("ids read back", ids(&read_again(&cart)), ids(&cart))
}

/// A case of cart_operations.json or dynamic_conditions.json.
pub fn events_and_columns(input: &Value, expect: &Value, step: Step) -> Result<(), String> {
    let cart = play(input, expect, step, |what, changes, expected| {
        equal(what, events(changes), strings(&expected["events"]))?;
        let not_evaluated = changes.iter().filter_map(|change| match change {
            Change::NotEvaluated { condition, .. } => Some(condition.name()),
            _ => None,
        });
        equal(&format!("{what}: not evaluated"), not_evaluated.collect(), strings(&expected["not_evaluated"]))
    })?;
    same_columns(&cart, expect)
}

/// A cart that the operations make, all of which are done.
pub fn made(operations: &Value, models: &Value, step: Step) -> StoredCart {
    let mut cart = StoredCart::default();
    for operation in operations.as_array().unwrap() {
        step(&mut cart, operation, models, &Policy::default()).unwrap();
    }
    cart
}

/// A case of rules.json.
pub fn rules(input: &Value, expect: &Value, step: Step) -> Result<(), String> {
    let cart = made(&input["operations"], &input["known_models"], step);
    let zones = Zones(&input["zones"]);
    let rules = Rules::parse(&input["rules"].to_string()).map_err(|error| error.to_string())?;
    equal("the rules read back", Rules::parse(&rules.to_json()), Ok(rules.clone()))?;
    let item = input["item"].as_str().and_then(|id| cart.cart().item(id));
    match rules.hold(cart.cart(), item.map(|item| &**item), &facts(input, &zones)) {
        Ok(holds) => equal("holding", Some(holds), expect["holds"].as_bool()),
        Err(error) => equal("the zone", Some(error.detail()[0].1.as_str()), expect["error"].as_str()),
    }
}

/// A case of merges.json, with its resolutions; `check` looks at what the merge did.
pub fn merge(
    input: &Value,
    expect: &Value,
    step: Step,
    decided: Vec<(String, Resolution)>,
    check: impl Fn(&Changes, &Value) -> Result<(), String>,
) -> Result<(), String> {
    let [mut target, source] = ["target", "source"].map(|side| made(&input[side], &Value::Null, step));
    let resolutions: Vec<(&str, Resolution)> = decided.iter().map(|(line, one)| (&**line, *one)).collect();
    let strategy = MergeStrategy::find(text(&input["strategy"])).unwrap();
    let merge = Merge { source: source.cart(), strategy, resolutions: &resolutions };
    match target.apply(Operation::Merge(merge), &Policy::from(limits(&input["limits"]))) {
        Err(error) => same_error("the merge", &error.into(), &expect["error"])?,
        Ok(changes) => {
            equal("error", &Value::Null, &expect["error"])?;
            check(&changes, &expect["merged"])?;
        }
    }
    same_columns(&target, expect)
}

/// Applies one operation and checks what storing the cart would check.
pub fn done(cart: &mut StoredCart, operation: Operation<'_>, policy: &Policy) -> Result<Changes, StoredError> {
    let changes = cart.apply(operation, policy)?;
    check_sizes(cart, policy)?;
    Ok(changes)
}
