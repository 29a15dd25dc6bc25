//! The vectors once more, their steps written as JSON: what they change, which events they make, what is stored.
//!
//! The steps are written here by hand in the words of docs/operations.md, so that the vectors judge the reading of them.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Changes, Currency, Effect, Facts, FixedOffsets, Moment, Policy};
use cartwright_wire::changes::write;
use cartwright_wire::operations::{OperationTexts, read_resolutions};
use cartwright_wire::{Format, StoredCart, StoredError};
use serde_json::Value;
use support::playing::{self, done, strings};
use support::{equal, run, text};

/// An object whose members are JSON; what is not there is left out.
fn object<const N: usize>(members: [(&str, Option<String>); N]) -> String {
    let written = members.into_iter().filter_map(|(key, json)| Some(format!("\"{key}\":{}", json?)));
    format!("{{{}}}", written.collect::<Vec<_>>().join(","))
}

fn list(members: impl Iterator<Item = String>) -> String {
    format!("[{}]", members.collect::<Vec<_>>().join(","))
}

/// A value as it stands in the vectors.
fn plain(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

/// JSON that the vectors quote as a text, or write as it is.
fn quoted(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| plain(value))
}

/// A float, which has a fraction or an exponent in JSON. Infinities have no JSON; a host can but send their names.
fn float(digits: &str) -> String {
    match digits.parse::<f64>() {
        Ok(float) if float.is_finite() => Value::from(float).to_string(),
        _ => Value::from(digits).to_string(),
    }
}

fn price(value: &Value) -> Option<String> {
    value["float"].as_str().map(float).or_else(|| plain(&value["int"])).or_else(|| plain(&value["text"]))
}

fn condition_value(value: &Value) -> Option<String> {
    value["number"].as_str().map(float).or_else(|| plain(value))
}

fn condition(value: &Value) -> Option<String> {
    Some(object([
        ("name", plain(&value["name"])),
        ("type", plain(&value["type"])),
        ("target", plain(&value["target"])),
        ("value", condition_value(&value["value"])),
        ("attributes", quoted(&value["attributes"])),
        ("order", plain(&value["order"])),
        ("rules", quoted(&value["rules"])),
    ]))
}

fn quantity(value: &Value) -> Option<String> {
    let whole = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    match value {
        Value::Null => None,
        Value::Object(exactly) => Some(format!(r#"{{"to":{}}}"#, exactly.get("value").and_then(whole).unwrap_or(0))),
        more => Some(format!(r#"{{"by":{}}}"#, whole(more).unwrap())),
    }
}

fn verdict(value: &Value) -> String {
    object([
        ("condition", condition(&value["condition"])),
        ("applies", plain(&value["applies"])),
        ("lines", plain(&value["lines"])),
    ])
}

/// The step as a host would write it.
fn json_of(step: &Value, models: &Value) -> String {
    let op = || plain(&step["op"]);
    match text(&step["op"]) {
        "add" => {
            let known = models.as_array().into_iter().flatten().any(|known| *known == step["model"]);
            object([
                ("op", op()),
                ("id", plain(&step["id"])),
                ("name", plain(&step["name"])),
                ("price", price(&step["price"])),
                ("quantity", plain(&step["quantity"])),
                ("attributes", quoted(&step["attributes"])),
                ("conditions", Some(list(step["conditions"].as_array().into_iter().flatten().filter_map(condition)))),
                ("model", plain(&step["model"])),
                ("unknown_class", if known { None } else { plain(&step["model"]) }),
            ])
        }
        "update" => object([
            ("op", op()),
            ("id", plain(&step["id"])),
            ("quantity", quantity(&step["data"]["quantity"])),
            ("name", plain(&step["data"]["name"])),
            ("price", price(&step["data"]["price"])),
            ("attributes", quoted(&step["data"]["attributes"])),
        ]),
        "add_condition" | "register_dynamic" => object([("op", op()), ("condition", condition(step))]),
        "add_item_condition" => {
            object([("op", op()), ("id", plain(&step["id"])), ("condition", condition(&step["condition"]))])
        }
        "set_shipping" => object([
            ("op", op()),
            ("name", plain(&step["name"])),
            ("value", condition_value(&step["value"])),
            ("method", plain(&step["method"])),
            ("attributes", quoted(&step["attributes"])),
        ]),
        "set_metadata" => {
            object([("op", op()), ("key", plain(&step["key"])), ("value", Some(quoted(&step["value"]).unwrap()))])
        }
        "evaluate" => object([("op", op()), ("now", plain(&step["now"])), ("zones", plain(&step["zones"]))]),
        "follow" => {
            object([("op", op()), ("verdicts", Some(list(step["verdicts"].as_array().unwrap().iter().map(verdict))))])
        }
        // What is left holds nothing but texts, under the same keys.
        _ => step.to_string(),
    }
}

/// What the host knows where a step brings nothing along.
fn facts(step: &Value) -> Facts<'static> {
    let currency = Currency::find(step["currency"].as_str().unwrap_or("USD")).unwrap();
    Facts { now: Moment::from_seconds(0), pricing: currency.into(), zones: &FixedOffsets }
}

fn step(cart: &mut StoredCart, step: &Value, models: &Value, policy: &Policy) -> Result<Changes, StoredError> {
    let json = json_of(step, models);
    // The original refuses an infinite cost; as JSON it is refused before it is one, in words of its own.
    if (&step["op"], &step["value"]["number"]) == (&"set_shipping".into(), &"INF".into()) {
        assert!(OperationTexts::read(&json.replace("\"INF\"", "1e999")).is_err(), "{json}");
        return Err(Effect::real_value(f64::INFINITY).unwrap_err().into());
    }
    let (one, in_a_list) = (OperationTexts::read(&json), OperationTexts::read(&format!("[{json}]")));
    assert_eq!(format!("{:?}", one.as_ref().ok()), format!("{:?}", in_a_list.ok()), "{json}");
    one?.with(&facts(step), |operations| match operations {
        [operation] => done(cart, operation.clone(), policy),
        others => panic!("{} operations in {json}", others.len()),
    })
}

/// The changes as a host reads them.
fn told(changes: &Changes) -> Value {
    serde_json::from_slice(&write(changes, Format::Json).unwrap()).unwrap()
}

#[test]
fn operations_of_json_change_and_refuse_and_store_as_the_contract_says() {
    run("operations.json", |input, expect| {
        playing::operations(input, expect, step, |changes| {
            let told = told(changes);
            let change = told[0]["change"].as_str().unwrap_or("none").to_owned();
            (change, told[0]["first"].as_bool().unwrap_or(false))
        })
    });
}

#[test]
fn every_operation_of_json_has_the_events_of_the_contract_and_is_stored() {
    run("cart_operations.json", |input, expect| playing::events_and_columns(input, expect, step));
}

#[test]
fn conditions_of_json_come_and_go_with_their_rules() {
    run("dynamic_conditions.json", |input, expect| playing::events_and_columns(input, expect, step));
}

#[test]
fn rules_hold_where_they_should_in_carts_of_json() {
    run("rules.json", |input, expect| playing::rules(input, expect, step));
}

/// The decisions of a case by line, as a host would write them.
fn resolutions(list: &Value) -> String {
    let decided = list.as_array().into_iter().flatten().map(|one| {
        let decided = match (plain(&one["by"]), plain(&one["quantity"])) {
            (None, None) => object([("take", Some("\"source\"".to_owned()))]),
            (by, quantity) => object([("by", by), ("quantity", quantity)]),
        };
        format!("{}:{decided}", one["id"])
    });
    format!("{{{}}}", decided.collect::<Vec<_>>().join(","))
}

#[test]
fn two_carts_become_one_by_decisions_of_json() {
    run("merges.json", |input, expect| {
        let decided = read_resolutions(&resolutions(&input["resolutions"])).map_err(|why| why.to_string())?;
        playing::merge(input, expect, step, decided, |changes, expect| {
            let told = told(changes);
            let [merged] = &told.as_array().unwrap()[..] else {
                return equal("a merge", (&told, expect), (&Value::Array(Vec::new()), &Value::Null));
            };
            equal("the change", text(&merged["change"]), "merged")?;
            let conflicts = merged["conflicts"].as_array().into_iter().flatten();
            let lines = conflicts.map(|conflict| text(&conflict["line"])).collect();
            equal("the conflicts", lines, strings(&expect["conflicts"]))?;
            for key in ["limited", "strategy", "moved", "quantity"] {
                equal(key, &merged[key], &expect[key])?;
            }
            Ok(())
        })
    });
}
