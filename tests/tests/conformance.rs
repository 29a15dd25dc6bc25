//! The engine against `tests/conformance/*.json`, whose expected values come from the contract or an independent reference.
#![allow(clippy::unwrap_used)]

use cartwright_core::{
    Cart, Change, Condition, ConditionValue, Conditions, Currency, Decimal, Effect, Error, ErrorKind, ItemAmounts,
    ItemUpdate, Json, Limits, Model, Money, NewCondition, NewItem, Number, Operation, Policy, PriceInput, Quantity,
    QuantityUpdate, parse_price,
};
use cartwright_wire::StoredCart;
use serde_json::Value;

/// Runs every case of a file and reports all that differ, by name.
fn run(file: &str, check: impl Fn(&Value, &Value) -> Result<(), String>) {
    let path = cartwright_tests::root().join("tests/conformance").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 50, "{file} has only {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| check(&case["input"], &case["expect"]).err().map(|why| format!("{}: {why}", case["name"])))
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases of {file}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, got: T, expected: T) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("{what} is {got:?}, expected {expected:?}")) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text is expected, not {value}"))
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A tagged number of the files.
fn number(value: &Value) -> Number {
    match (value["int"].as_i64(), value["float"].as_str()) {
        (Some(whole), _) => Number::whole(whole),
        (_, Some(float)) => Number::real(float.parse().unwrap()).unwrap(),
        _ => panic!("{value} is no number"),
    }
}

fn price(value: &Value) -> PriceInput<'_> {
    match (value["int"].as_i64(), value["float"].as_str(), value["text"].as_str()) {
        (Some(whole), _, _) => PriceInput::Whole(whole),
        (_, Some(float), _) => PriceInput::Real(float.parse().unwrap()),
        (_, _, Some(text)) => PriceInput::Text(text),
        _ => PriceInput::Whole(0),
    }
}

/// Floats are equal as the doubles that a host sees; an int is no float.
fn same_number(what: &str, got: Number, expected: &Value) -> Result<(), String> {
    if let Some(open) = expected["int_or_float"].as_str() {
        return equal(what, got.to_f64(), open.parse().unwrap());
    }
    let expected = number(expected);
    equal(what, (got.is_whole(), got.to_f64()), (expected.is_whole(), expected.to_f64()))
}

fn condition_value(value: &Value) -> Result<ConditionValue, Error> {
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

fn new_condition(value: &Value) -> Result<NewCondition<'_>, Error> {
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
        rules: Json::from(Json::NULL),
    })
}

fn conditions(list: &Value) -> Result<Conditions, Error> {
    list.as_array().into_iter().flatten().map(|one| Condition::new(new_condition(one)?)).collect()
}

fn conditions_of_values(list: &Value) -> Conditions {
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

#[test]
fn prices_are_read_as_the_contract_reads_them() {
    run("prices.json", |input, expect| {
        let read = parse_price(text(&input["text"])).map_err(|error| error.to_string())?;
        same_number("the price", read, expect)
    });
}

#[test]
fn condition_values_do_what_the_contract_says() {
    run("condition_values.json", |input, expect| {
        let effect = condition_value(&input["value"]).and_then(|value| Effect::of(&value));
        let effect = match (effect, expect["error"].as_str()) {
            (Err(error), Some(message)) => return equal("the message", error.to_string().as_str(), message),
            (Ok(effect), None) => effect,
            (got, expected) => return Err(format!("{got:?}, expected {expected:?}")),
        };
        equal("the operator", effect.operator().as_str(), text(&expect["operator"]))?;
        equal("the number", effect.number(), decimal(text(&expect["number"])))?;
        if let Some(applied) = expect["applied_to_100"].as_str() {
            equal("100 with it", effect.apply(Decimal::ONE_HUNDRED).unwrap(), decimal(applied))?;
        }
        equal("is_discount", Some(effect.is_discount()), expect["is_discount"].as_bool())?;
        equal("is_charge", Some(effect.is_charge()), expect["is_charge"].as_bool())?;
        equal("is_percentage", Some(effect.is_percentage()), expect["is_percentage"].as_bool())
    });
}

#[test]
fn money_is_rounded_to_the_decimals_of_its_currency() {
    run("money_rounding.json", |input, expect| {
        let money = Currency::find(text(&input["currency"]))
            .and_then(|currency| Money::new(number(&input["number"]), currency));
        match (money, expect["error"].as_object()) {
            (Ok(money), None) => same_number("the amount", money.amount(), expect),
            (Err(error), Some(expected)) => {
                equal("the message", error.to_string().as_str(), text(&expected["message"]))
            }
            (got, expected) => Err(format!("{got:?}, expected {expected:?}")),
        }
    });
}

#[test]
fn items_cost_what_the_contract_says() {
    run("item_amounts.json", |input, expect| {
        let quantity = Quantity::of(input["quantity"].as_i64().unwrap()).unwrap();
        let conditions = conditions_of_values(&input["condition_values"]);
        let amounts =
            ItemAmounts::of(number(&input["price"]), quantity, &conditions).map_err(|error| error.to_string())?;
        same_number("the price", amounts.price, &expect["price"])?;
        same_number("the subtotal", amounts.subtotal, &expect["subtotal"])?;
        same_number("without conditions", amounts.subtotal_without_conditions, &expect["subtotal_without_conditions"])?;
        same_number("the discount", amounts.discount, &expect["discount"])
    });
}

fn add<'a>(step: &'a Value, known_models: &Value) -> Result<NewItem<'a>, Error> {
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

#[test]
fn totals_follow_the_order_of_the_contract() {
    run("totals.json", |input, expect| {
        let currency = Currency::find(text(&input["currency"])).unwrap();
        let mut cart = Cart::default();
        let mut apply = |operation| cart.apply(operation, &Policy::default()).map_err(|error: Error| error.to_string());
        for item in input["items"].as_array().unwrap() {
            apply(Operation::Add(add(item, &Value::Null).unwrap()))?;
        }
        for condition in input["conditions"].as_array().into_iter().flatten() {
            apply(Operation::AddCondition(new_condition(condition).unwrap()))?;
        }
        let amount = |money: Result<Money, Error>| money.map(Money::amount).map_err(|error| error.to_string());
        same_number("the subtotal", amount(cart.subtotal(currency))?, &expect["subtotal"])?;
        same_number("the total", amount(cart.total(currency))?, &expect["total"])?;
        let plain = amount(cart.subtotal_without_conditions(currency))?;
        same_number("the subtotal without conditions", plain, &expect["subtotal_without_conditions"])?;
        equal("the quantity", Some(cart.quantity()), expect["quantity"].as_i64())?;
        equal("the count", Some(cart.item_count() as i64), expect["count"].as_i64())
    });
}

fn update(data: &Value) -> ItemUpdate<'_> {
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

fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidItem => "invalid_item",
        ErrorKind::InvalidCondition => "invalid_condition",
        ErrorKind::UnknownModel => "unknown_model",
        ErrorKind::CartTooLarge => "cart_too_large",
        _ => "other",
    }
}

/// One step on a stored cart, with the check of a column's size that storing it brings.
fn step(cart: &mut StoredCart, step: &Value, models: &Value, limits: &Limits) -> Result<(&'static str, bool), Error> {
    let operation = match text(&step["op"]) {
        "add" => Operation::Add(add(step, models)?),
        "update" => Operation::Update(text(&step["id"]), update(&step["data"])),
        "remove" => Operation::Remove(text(&step["id"])),
        "add_condition" => Operation::AddCondition(new_condition(step)?),
        "remove_condition" => Operation::RemoveCondition(text(&step["name"])),
        other => panic!("{other} is no operation"),
    };
    let changes = cart.apply(operation, &Policy::from(*limits))?;
    for (what, column) in [("items", cart.items_column()), ("conditions", cart.conditions_column())] {
        limits.check_stored_size(what, column.map_or(0, |column| column.len()))?;
    }
    Ok(match changes.first() {
        Some(Change::ItemAdded { first, .. }) => ("item_added", *first),
        Some(Change::ItemUpdated { .. }) => ("item_updated", false),
        Some(Change::ItemRemoved { .. }) => ("item_removed", false),
        Some(Change::ConditionAdded { .. }) => ("condition_added", false),
        Some(Change::ConditionRemoved { .. }) => ("condition_removed", false),
        _ => ("none", false),
    })
}

#[test]
fn operations_change_and_refuse_and_store_as_the_contract_says() {
    run("operations.json", |input, expect| {
        let mut limits = Limits::default();
        for (name, value) in input["limits"].as_object().into_iter().flatten() {
            let value = value.as_i64().unwrap();
            match name.as_str() {
                "max_items" => limits.items = value as u64,
                "max_data_size_bytes" => limits.data_bytes = value as u64,
                "max_item_quantity" => limits.item_quantity = value,
                "max_string_length" => limits.text_bytes = value as u64,
                other => panic!("{other} is no limit"),
            }
        }
        let mut cart = StoredCart::default();
        for (at, (operation, expected)) in
            input["operations"].as_array().unwrap().iter().zip(expect["steps"].as_array().unwrap()).enumerate()
        {
            let before = (cart.items_column(), cart.conditions_column());
            let what = format!("step {}", at + 1);
            match step(&mut cart, operation, &input["known_models"], &limits) {
                Ok((change, created)) => {
                    equal(&what, change, text(&expected["change"]))?;
                    equal(&format!("{what}: created"), Some(created), expected["created"].as_bool())?;
                    equal(&format!("{what}: error"), &Value::Null, &expected["error"])?;
                }
                Err(error) => {
                    let refused = (kind_name(error.kind()), error.to_string());
                    let message = expected["error"]["message"].as_str().ok_or(format!("{what}: {error}"))?;
                    equal(&what, refused, (text(&expected["error"]["kind"]), message.to_owned()))?;
                    cart = StoredCart::read(before.0.as_deref(), before.1.as_deref(), None).unwrap();
                }
            }
        }
        equal("items", cart.items_column().as_deref(), expect["items_json"].as_str())?;
        equal("conditions", cart.conditions_column().as_deref(), expect["conditions_json"].as_str())?;
        // What was stored is read as what was stored.
        let again = StoredCart::read(cart.items_column().as_deref(), cart.conditions_column().as_deref(), None)
            .map_err(|error| error.to_string())?;
        equal("items read back", again.items_column(), cart.items_column())?;
        let ids = |cart: &StoredCart| cart.cart().items().map(|item| item.id().clone()).collect::<Vec<_>>();
        equal("ids read back", ids(&again), ids(&cart))
    });
}
