//! What the runners of the vectors share: how a file is read and how its words become values.
#![allow(dead_code, clippy::unwrap_used)] // Each runner uses its part of this.

use cartwright_core::{
    Applies, Changes, Condition, ConditionValue, Conditions, Currency, Decimal, Effect, Error, ErrorKind, Facts,
    ItemUpdate, Json, Limits, Model, Moment, NewCondition, NewItem, NewShipping, Number, Operation, Policy, PriceInput,
    QuantityUpdate, TimeZones, Verdict,
};
use cartwright_events::{EventKind, events_of};
use cartwright_wire::{StoredCart, StoredError, StoredErrorKind};
use serde_json::Value;

pub mod playing;

/// Runs every case of a file and reports all that differ, by name.
pub fn run(file: &str, check: impl Fn(&Value, &Value) -> Result<(), String>) {
    let path = cartwright_tests::root().join("tests/conformance").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() >= 50, "{file} has only {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| check(&case["input"], &case["expect"]).err().map(|why| format!("{}: {why}", case["name"])))
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases of {file}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

pub fn equal<T: PartialEq + std::fmt::Debug>(what: &str, got: T, expected: T) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("{what} is {got:?}, expected {expected:?}")) }
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text is expected, not {value}"))
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A tagged number of the files.
pub fn number(value: &Value) -> Number {
    match (value["int"].as_i64(), value["float"].as_str()) {
        (Some(whole), _) => Number::whole(whole),
        (_, Some(float)) => Number::real(float.parse().unwrap()).unwrap(),
        _ => panic!("{value} is no number"),
    }
}

pub fn price(value: &Value) -> PriceInput<'_> {
    match (value["int"].as_i64(), value["float"].as_str(), value["text"].as_str()) {
        (Some(whole), _, _) => PriceInput::Whole(whole),
        (_, Some(float), _) => PriceInput::Real(float.parse().unwrap()),
        (_, _, Some(text)) => PriceInput::Text(text),
        _ => PriceInput::Whole(0),
    }
}

/// Floats are equal as the doubles that a host sees; an int is no float.
pub fn same_number(what: &str, got: Number, expected: &Value) -> Result<(), String> {
    if let Some(open) = expected["int_or_float"].as_str() {
        return equal(what, got.to_f64(), open.parse().unwrap());
    }
    let expected = number(expected);
    equal(what, (got.is_whole(), got.to_f64()), (expected.is_whole(), expected.to_f64()))
}

pub fn condition_value(value: &Value) -> Result<ConditionValue, Error> {
    match value["number"].as_str() {
        Some(number) => Effect::real_value(match number {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            "NAN" => f64::NAN,
            digits => digits.parse().unwrap(),
        }),
        None => Ok(ConditionValue::Text(text(value).into())),
    }
}

pub fn new_condition(value: &Value) -> Result<NewCondition<'_>, Error> {
    let json = |value: &Value, missing: &str| match value {
        Value::Null => Json::from(missing),
        Value::String(text) => cartwright_wire::checked_json(text, "condition").unwrap(),
        other => cartwright_wire::checked_json(&other.to_string(), "condition").unwrap(),
    };
    Ok(NewCondition {
        name: text(&value["name"]),
        kind: text(&value["type"]),
        target: value["target"].as_str().unwrap_or("subtotal"),
        value: condition_value(&value["value"])?,
        attributes: json(&value["attributes"], Json::EMPTY_LIST),
        order: value["order"].as_i64().unwrap_or(0),
        rules: json(&value["rules"], Json::NULL),
    })
}

pub fn conditions(list: &Value) -> Result<Conditions, Error> {
    list.as_array().into_iter().flatten().map(|one| Condition::new(new_condition(one)?)).collect()
}

pub fn conditions_of_values(list: &Value) -> Conditions {
    let mut conditions = Conditions::default();
    for (at, value) in list.as_array().into_iter().flatten().enumerate() {
        let new = NewCondition {
            name: &format!("#{at}"),
            kind: "value",
            target: "item",
            value: condition_value(value).unwrap(),
            attributes: Json::from(Json::EMPTY_LIST),
            order: 0,
            rules: Json::from(Json::NULL),
        };
        conditions.set(Condition::new(new).unwrap());
    }
    conditions
}

pub fn add<'a>(step: &'a Value, known_models: &Value) -> Result<NewItem<'a>, Error> {
    let model = step["model"].as_str();
    let known = |class: &str| known_models.as_array().into_iter().flatten().any(|known| known == class);
    Ok(NewItem {
        id: text(&step["id"]),
        name: step["name"].as_str().unwrap_or_default(),
        price: price(&step["price"]),
        quantity: step["quantity"].as_i64().unwrap_or(1).into(),
        attributes: match step["attributes"].as_str() {
            Some(json) => cartwright_wire::checked_json(json, "attributes").unwrap(),
            None => Json::from(Json::EMPTY_LIST),
        },
        conditions: conditions(&step["conditions"])?,
        model: Model {
            stored: Json::from(&*serde_json::to_string(&model).unwrap().replace('/', "\\/")),
            unknown_class: model.filter(|class| !known(class)).map(Into::into),
        },
    })
}

pub fn update(data: &Value) -> ItemUpdate<'_> {
    let whole = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    ItemUpdate {
        quantity: match &data["quantity"] {
            Value::Null => None,
            Value::Object(absolute) => {
                Some(QuantityUpdate::To(absolute.get("value").and_then(whole).unwrap_or(0).into()))
            }
            relative => Some(QuantityUpdate::By(whole(relative).unwrap().into())),
        },
        name: data["name"].as_str(),
        price: (!data["price"].is_null()).then(|| price(&data["price"])),
        attributes: data["attributes"].as_str().map(|json| cartwright_wire::checked_json(json, "attributes").unwrap()),
    }
}

fn kind_of(error: &StoredError) -> &'static str {
    match error.kind() {
        StoredErrorKind::Refused(kind) => kind_name(kind),
        _ => "text",
    }
}

pub fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidItem => "invalid_item",
        ErrorKind::InvalidCondition => "invalid_condition",
        ErrorKind::UnknownModel => "unknown_model",
        ErrorKind::CartTooLarge => "cart_too_large",
        ErrorKind::InvalidRule => "invalid_rule",
        ErrorKind::ReservedKey => "reserved_key",
        _ => "other",
    }
}

pub fn limits(value: &Value) -> Limits {
    let mut limits = Limits::default();
    for (name, value) in value.as_object().into_iter().flatten() {
        let value = value.as_i64().unwrap();
        match name.as_str() {
            "max_items" => limits.items = value as u64,
            "max_data_size_bytes" => limits.data_bytes = value as u64,
            "max_item_quantity" => limits.item_quantity = value,
            "max_string_length" => limits.text_bytes = value as u64,
            other => panic!("{other} is no limit"),
        }
    }
    limits
}

/// The zones that a vector knows, each at one distance from UTC.
#[derive(Debug)]
pub struct Zones<'a>(pub &'a Value);

impl TimeZones for Zones<'_> {
    fn offset(&self, name: &str, _: Moment) -> Option<i32> {
        self.0[name].as_i64()?.try_into().ok()
    }
}

pub fn facts<'a>(value: &Value, zones: &'a Zones<'_>) -> Facts<'a> {
    let pricing = Currency::find(text(&value["currency"])).unwrap().into();
    Facts { now: Moment::from_seconds(value["now"].as_i64().unwrap()), pricing, zones }
}

fn verdicts<'a>(step: &'a Value, lines: &'a [Vec<&'a str>]) -> Result<Vec<Verdict<'a>>, Error> {
    let verdict = |(verdict, lines): (&'a Value, &'a Vec<&'a str>)| {
        let applies = match verdict["applies"].as_bool() {
            Some(applies) => Applies::Everywhere(applies),
            None => Applies::Lines(lines),
        };
        Ok(Verdict { condition: new_condition(&verdict["condition"])?, applies })
    };
    step["verdicts"].as_array().unwrap().iter().zip(lines).map(verdict).collect()
}

fn lines_of(verdict: &Value) -> Vec<&str> {
    verdict["lines"].as_array().into_iter().flatten().map(text).collect()
}

/// One step on a stored cart, with the check of each column's size that storing it brings.
pub fn step(cart: &mut StoredCart, step: &Value, models: &Value, policy: &Policy) -> Result<Changes, StoredError> {
    let zones = Zones(&step["zones"]);
    let all_lines: Vec<Vec<&str>> = step["verdicts"].as_array().into_iter().flatten().map(lines_of).collect();
    let judged;
    let operation = match text(&step["op"]) {
        "add" => Operation::Add(add(step, models)?),
        "update" => Operation::Update(text(&step["id"]), update(&step["data"])),
        "remove" => Operation::Remove(text(&step["id"])),
        "clear" => Operation::Clear,
        "add_condition" => Operation::AddCondition(new_condition(step)?),
        "remove_condition" => Operation::RemoveCondition(text(&step["name"])),
        "remove_conditions_by_type" => Operation::RemoveConditionsByType(text(&step["type"])),
        "clear_conditions" => Operation::ClearConditions,
        "add_item_condition" => Operation::AddItemCondition(text(&step["id"]), new_condition(&step["condition"])?),
        "remove_item_condition" => Operation::RemoveItemCondition(text(&step["id"]), text(&step["name"])),
        "clear_item_conditions" => Operation::ClearItemConditions(text(&step["id"])),
        "set_shipping" => Operation::SetShipping(NewShipping {
            name: text(&step["name"]),
            value: condition_value(&step["value"])?,
            method: step["method"].as_str().unwrap_or("standard"),
            attributes: given_json(&step["attributes"], Json::EMPTY_LIST),
        }),
        "remove_shipping" => Operation::RemoveShipping,
        "set_metadata" => Operation::SetMetadata(text(&step["key"]), given_json(&step["value"], Json::NULL)),
        "remove_metadata" => Operation::RemoveMetadata(text(&step["key"])),
        "register_dynamic" => Operation::RegisterDynamic(new_condition(step)?),
        "unregister_dynamic" => Operation::UnregisterDynamic(text(&step["name"])),
        "evaluate" => Operation::Evaluate(facts(step, &zones)),
        "follow" => {
            judged = verdicts(step, &all_lines)?;
            Operation::Follow(&judged)
        }
        other => panic!("{other} is no operation"),
    };
    let changes = cart.apply(operation, policy)?;
    check_sizes(cart, policy)?;
    Ok(changes)
}

/// What storing a cart brings: no column is longer than the shop allows.
pub fn check_sizes(cart: &StoredCart, policy: &Policy) -> Result<(), StoredError> {
    let columns = [
        ("items", cart.items_column()),
        ("conditions", cart.conditions_column()),
        ("metadata", cart.metadata_column()),
    ];
    for (what, column) in columns {
        policy.limits.check_stored_size(what, column.map_or(0, |column| column.len()))?;
    }
    Ok(())
}

fn given_json(value: &Value, missing: &str) -> Json {
    value.as_str().map_or(Json::from(missing), |json| cartwright_wire::checked_json(json, "value").unwrap())
}

/// The cart as its columns say it, read again.
pub fn read_again(cart: &StoredCart) -> StoredCart {
    let (items, conditions, metadata) = (cart.items_column(), cart.conditions_column(), cart.metadata_column());
    StoredCart::read(items.as_deref(), conditions.as_deref(), metadata.as_deref()).unwrap()
}

/// The columns of a cart are the expected ones; what was stored is read as what was stored.
pub fn same_columns(cart: &StoredCart, expect: &Value) -> Result<(), String> {
    for cart in [cart, &read_again(cart)] {
        equal("items", cart.items_column().as_deref(), expect["items_json"].as_str())?;
        equal("conditions", cart.conditions_column().as_deref(), expect["conditions_json"].as_str())?;
        equal("metadata", cart.metadata_column().as_deref(), expect["metadata_json"].as_str())?;
    }
    Ok(())
}

/// The error is the expected one, by kind and message.
pub fn same_error(what: &str, error: &StoredError, expected: &Value) -> Result<(), String> {
    let message = expected["message"].as_str().ok_or(format!("{what}: {error}"))?;
    let refused = (kind_of(error), error.to_string());
    equal(what, refused, (text(&expected["kind"]), message.to_owned()))
}

/// The names of the events of changes, without the CartUpdated that has to follow each of them.
pub fn events(changes: &Changes) -> Vec<&'static str> {
    let events = events_of(changes, None);
    let mut names = Vec::new();
    let mut kinds = events.iter().map(|event| event.kind());
    while let Some(kind) = kinds.next() {
        names.push(kind.name());
        if kind.means_updated() {
            assert_eq!(kinds.next(), Some(EventKind::CartUpdated), "after {kind}");
        }
    }
    names
}
