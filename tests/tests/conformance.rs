//! Numbers, values and sums against `tests/conformance/*.json`, whose expected values come from the contract or an
//! independent reference.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{
    Cart, Condition, Currency, Decimal, Effect, Error, ItemAmounts, LineIdentity, Money, NewItem, Number, Operation,
    Policy, PriceInput, Pricing, Quantity, parse_price,
};
use serde_json::Value;
use support::{
    add, condition_value, conditions_of_values, decimal, equal, new_condition, number, run, same_number, text,
};

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

#[test]
fn totals_follow_the_order_of_the_contract() {
    run("totals.json", |input, expect| {
        let (cart, pricing) = sums(input, false)?;
        same_number("the subtotal", amount(cart.subtotal(pricing))?, &expect["subtotal"])?;
        same_number("the total", amount(cart.total(pricing))?, &expect["total"])?;
        let plain = amount(cart.subtotal_without_conditions(pricing))?;
        same_number("the subtotal without conditions", plain, &expect["subtotal_without_conditions"])?;
        equal("the quantity", Some(cart.quantity()), expect["quantity"].as_i64())?;
        equal("the count", Some(cart.item_count() as i64), expect["count"].as_i64())
    });
}

#[test]
fn switches_change_what_they_say() {
    run("switches.json", |input, expect| {
        if input["ordered"].is_object() {
            let (cart, pricing) = sums(&input["ordered"], true)?;
            same_number("the subtotal", amount(cart.subtotal(pricing))?, &expect["subtotal"])?;
            same_number("the total", amount(cart.total(pricing))?, &expect["total"])
        } else if let Some(additions) = input["lines"].as_array() {
            lines(additions, &expect["lines"])
        } else {
            weights(&input["weights"], expect)
        }
    });
}

fn lines(additions: &[Value], expect: &Value) -> Result<(), String> {
    let (mut cart, mut policy) = (Cart::default(), Policy::default());
    policy.switches.line_identity = LineIdentity::IdAndAttributes;
    for addition in additions {
        let item = NewItem { name: "A", ..add(addition, &Value::Null).unwrap() };
        cart.apply(Operation::Add(item), &policy).map_err(|error| error.to_string())?;
    }
    let found: Vec<(&str, &str, i64)> =
        cart.items().map(|item| (item.id().as_str(), item.attributes().as_str(), item.quantity().whole())).collect();
    let wanted: Vec<(&str, &str, i64)> = expect
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (text(&line[0]), text(&line[1]), line[2].as_i64().unwrap()))
        .collect();
    equal("the lines", found, wanted)
}

fn weights(input: &Value, expect: &Value) -> Result<(), String> {
    let (mut cart, mut policy) = (Cart::default(), Policy::default());
    policy.switches.fractional_quantities = true;
    for quantity in input["quantities"].as_array().unwrap() {
        let item = Value::from_iter([("id", "a"), ("name", "A")]);
        let price = PriceInput::Whole(input["price"].as_i64().unwrap());
        let item = NewItem { price, quantity: decimal(text(quantity)), ..add(&item, &Value::Null).unwrap() };
        if let Err(error) = cart.apply(Operation::Add(item), &policy) {
            return equal("the refusal", Some(error.to_string().as_str()), expect["error"].as_str());
        }
    }
    equal("the quantity", cart.exact_quantity(), decimal(text(&expect["quantity"])))?;
    same_number("the total", amount(cart.total(Currency::find("USD").unwrap()))?, &expect["total"])
}

#[test]
fn strict_parsing_reads_what_can_be_read_in_one_way() {
    let mut policy = Policy::default();
    policy.switches.strict_parsing = true;
    run("strict_parsing.json", |input, expect| {
        let refused = |error: Error| match expect["refused"].as_str() {
            Some(sentence) if error.to_string().starts_with(sentence) => Ok(()),
            _ => Err(format!("refused with {error}")),
        };
        if let Some(price) = input["price"].as_str() {
            let mut cart = Cart::default();
            let item = Value::from_iter([("id", "a"), ("name", "A")]);
            let item = NewItem { price: PriceInput::Text(price), ..add(&item, &Value::Null).unwrap() };
            return match cart.apply(Operation::Add(item), &policy) {
                Ok(_) if expect["refused"].is_string() => Err("it was read".to_owned()),
                Ok(_) => same_number("the price", cart.item("a").unwrap().price(), expect),
                Err(error) if error.to_string() == "Cart item price must be a positive number" => {
                    equal("negative", number(expect).to_f64() < 0.0, true)
                }
                Err(error) => refused(error),
            };
        }
        let condition = Value::from_iter([("name", "a"), ("type", "t"), ("value", text(&input["value"]))]);
        match Condition::checked(new_condition(&condition).unwrap(), &policy.switches) {
            Ok(_) => equal("taken", Some(true), expect["taken"].as_bool()),
            Err(error) => refused(error),
        }
    });
}

/// The sums of a cart of totals.json or switches.json.
fn sums(input: &Value, by_order: bool) -> Result<(Cart, Pricing), String> {
    let pricing =
        Pricing { currency: Currency::find(text(&input["currency"])).unwrap(), honour_condition_order: by_order };
    let mut cart = Cart::default();
    let mut apply = |operation| cart.apply(operation, &Policy::default()).map_err(|error: Error| error.to_string());
    for item in input["items"].as_array().unwrap() {
        apply(Operation::Add(add(item, &Value::Null).unwrap()))?;
    }
    for condition in input["conditions"].as_array().into_iter().flatten() {
        apply(Operation::AddCondition(new_condition(condition).unwrap()))?;
    }
    Ok((cart, pricing))
}

fn amount(money: Result<Money, Error>) -> Result<Number, String> {
    money.map(Money::amount).map_err(|error| error.to_string())
}
