//! Whatever comes in: no panic, a refusal changes nothing, and what can be stored can be summed up or says why not.
#![allow(clippy::unwrap_used)]

use cartwright_core::{
    Applies, Cart, Condition, ConditionValue, Conditions, Currency, Decimal, Effect, Facts, FixedOffsets, ItemUpdate,
    Json, Limits, LineIdentity, Merge, MergeStrategy, Model, Moment, NewCondition, NewItem, NewShipping, Operation,
    Policy, PriceInput, QuantityUpdate, Resolution, Rules, Verdict, Zone,
};
use proptest::prelude::*;

/// Text that means something in one place or another, and text that means nothing.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b", "x", "subtotal", "total", "item", "shipping"]).prop_map(String::from),
        1 => prop::sample::select(vec!["", "0", " ", "-10%", "+5", "*2", "/0", "/3", "1e30", "1e309", "INF", "NaN", "-", "%"])
            .prop_map(String::from),
        1 => prop::sample::select(vec!["79228162514264337593543950335", "-0.0000000000000000000000000001", "1,2,3", "RM€$"])
            .prop_map(String::from),
        1 => any::<String>(),
        1 => "[0-9.,+*/%$-]{0,12}",
        1 => (0usize..400).prop_map(|length| "ü".repeat(length)),
    ]
}

fn jsons() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "null", "[]", "{}", r#"{"size":"L"}"#, r#"[{"min_quantity":1}]"#, r#"{"item":{"id":"a"}}"#,
            r#"[{"not":{"min_total":"1e3"}}]"#, r#"{"weekdays":{"days":["mon"],"zone":"Europe/Berlin"}}"#, r#"[{"moon":1}]"#,
        ])
        .prop_map(String::from),
        1 => any::<String>(),
        1 => "[\\[\\]{}:,\"a0.e-]{0,20}",
        1 => (0usize..3000).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth)),
        1 => (0usize..3000).prop_map(|depth| r#"{"not":"#.repeat(depth) + &"}".repeat(depth)),
    ]
}

fn decimals() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (-20i64..20).prop_map(Decimal::from),
        any::<i64>().prop_map(Decimal::from),
        (any::<i64>(), 0u32..28).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
        Just(Decimal::MAX),
        Just(Decimal::MIN),
    ]
}

#[derive(Clone, Debug)]
enum Price {
    Whole(i64),
    Real(f64),
    Text(String),
}

impl Price {
    fn input(&self) -> PriceInput<'_> {
        match self {
            Self::Whole(whole) => PriceInput::Whole(*whole),
            Self::Real(real) => PriceInput::Real(*real),
            Self::Text(text) => PriceInput::Text(text),
        }
    }
}

fn prices() -> impl Strategy<Value = Price> {
    prop_oneof![
        (0i64..10_000).prop_map(Price::Whole),
        any::<i64>().prop_map(Price::Whole),
        any::<f64>().prop_map(Price::Real),
        prop::sample::select(vec![f64::NAN, f64::INFINITY, -0.0, 7.9e28, 1e-300]).prop_map(Price::Real),
        texts().prop_map(Price::Text),
    ]
}

/// Words from which every operation can be made.
#[derive(Clone, Debug)]
struct Words {
    which: u8,
    texts: [String; 4],
    json: String,
    rules: String,
    price: Price,
    decimal: Decimal,
    number: i64,
    real: Option<f64>,
}

fn words() -> impl Strategy<Value = Words> {
    let texts = [texts(), texts(), texts(), texts()];
    let real = prop::option::of(any::<f64>());
    (any::<u8>(), texts, jsons(), jsons(), prices(), decimals(), any::<i64>(), real).prop_map(
        |(which, texts, json, rules, price, decimal, number, real)| Words {
            which,
            texts,
            json,
            rules,
            price,
            decimal,
            number,
            real,
        },
    )
}

fn condition(words: &Words) -> NewCondition<'_> {
    let text = || ConditionValue::Text(words.texts[3].as_str().into());
    NewCondition {
        name: &words.texts[0],
        kind: &words.texts[1],
        target: &words.texts[2],
        value: words.real.and_then(|real| Effect::real_value(real).ok()).unwrap_or_else(text),
        attributes: Json::from(&*words.json),
        order: words.number,
        rules: Json::from(&*words.rules),
    }
}

fn facts(words: &Words) -> Facts<'static> {
    let pricing = Currency::find("KWD").unwrap().into();
    Facts { now: Moment::from_micros(words.number), pricing, zones: &FixedOffsets }
}

fn apply(cart: &mut Cart, other: &Cart, words: &Words, policy: &Policy) -> Result<bool, cartwright_core::Error> {
    let [one, two, ..] = &words.texts;
    let lines = [one.as_str(), two.as_str()];
    let verdicts = [Verdict { condition: condition(words), applies: Applies::Lines(&lines) }];
    let resolutions = [
        ("a", Resolution::Quantity(words.decimal)),
        ("b", Resolution::TakeSource),
        (one.as_str(), Resolution::By(MergeStrategy::KeepTarget)),
    ];
    let operation = match words.which % 18 {
        0..=2 => Operation::Add(NewItem {
            id: one,
            name: two,
            price: words.price.input(),
            quantity: words.decimal,
            attributes: Json::from(&*words.json),
            conditions: Condition::new(condition(words)).into_iter().collect::<Conditions>(),
            model: Model { stored: Json::from(&*words.rules), unknown_class: None },
        }),
        3 => Operation::Update(
            one,
            ItemUpdate {
                quantity: Some(QuantityUpdate::By(words.decimal)),
                name: Some(two),
                price: Some(words.price.input()),
                attributes: Some(Json::from(&*words.json)),
            },
        ),
        4 => Operation::Update(
            one,
            ItemUpdate { quantity: Some(QuantityUpdate::To(words.decimal)), ..ItemUpdate::default() },
        ),
        5 => Operation::Remove(one),
        6 => Operation::AddCondition(condition(words)),
        7 => Operation::RemoveConditionsByType(one),
        8 => Operation::SetShipping(NewShipping {
            name: one,
            value: condition(words).value,
            method: two,
            attributes: Json::from(&*words.json),
        }),
        9 => Operation::AddItemCondition(two, condition(words)),
        10 => Operation::ClearItemConditions(one),
        11 => Operation::SetMetadata(one, Json::from(&*words.json)),
        12 | 13 => Operation::RegisterDynamic(condition(words)),
        14 => Operation::UnregisterDynamic(one),
        15 => Operation::Evaluate(facts(words)),
        16 => Operation::Follow(&verdicts),
        _ => {
            Operation::Merge(Merge { source: other, strategy: MergeStrategy::AddQuantities, resolutions: &resolutions })
        }
    };
    cart.apply(operation, policy).map(|changes| changes.differ())
}

fn policies() -> impl Strategy<Value = Policy> {
    (any::<[bool; 4]>(), -1i64..20_000, 0u64..5).prop_map(|([order, lines, strict, fractions], quantity, items)| {
        let mut policy = Policy::from(Limits { item_quantity: quantity, items, ..Limits::default() });
        policy.switches.honour_condition_order = order;
        policy.switches.line_identity = if lines { LineIdentity::IdAndAttributes } else { LineIdentity::Id };
        policy.switches.strict_parsing = strict;
        policy.switches.fractional_quantities = fractions;
        policy
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_operation_is_done_or_refused_with_a_sentence(
        policy in policies(),
        for_other in prop::collection::vec(words(), 0..6),
        steps in prop::collection::vec(words(), 1..25),
    ) {
        let (mut cart, mut other) = (Cart::default(), Cart::default());
        for words in &for_other {
            let _ = apply(&mut other, &Cart::default(), words, &policy);
        }
        for words in &steps {
            let before = cart.clone();
            match apply(&mut cart, &other, words, &policy) {
                // A merge that brings nothing new is to be stored as well: its source goes with it.
                Ok(true) if words.which % 18 == 17 => {}
                Ok(differs) => prop_assert_eq!(differs, cart != before, "{:?}", words),
                Err(error) => {
                    prop_assert!(!error.to_string().is_empty());
                    prop_assert_eq!(&cart, &before);
                }
            }
            for pricing in [policy.pricing(Currency::find("USD").unwrap()), Currency::find("JPY").unwrap().into()] {
                if let Ok(total) = cart.total(pricing) {
                    prop_assert!(total.amount().exact() >= Decimal::ZERO);
                    prop_assert_eq!(cart.total(pricing).unwrap(), total);
                }
                let _ = (cart.savings(pricing), cart.subtotal_without_conditions(pricing), cart.exact_quantity());
            }
        }
    }

    #[test]
    fn an_evaluation_done_twice_does_nothing_the_second_time(
        policy in policies(),
        steps in prop::collection::vec(words(), 1..25),
    ) {
        let mut cart = Cart::default();
        for words in &steps {
            let _ = apply(&mut cart, &Cart::default(), words, &policy);
        }
        let evaluate = Operation::Evaluate(facts(&steps[0]));
        cart.apply(evaluate.clone(), &policy).unwrap();
        prop_assert!(!cart.apply(evaluate, &policy).unwrap().differ());
    }

    #[test]
    fn what_is_read_as_rules_is_written_and_read_as_the_same(text in jsons()) {
        if let Ok(rules) = Rules::parse(&text) {
            prop_assert_eq!(Rules::parse(&rules.to_json()).unwrap(), rules);
        }
    }

    #[test]
    fn what_is_read_as_a_zone_is_written_and_read_as_the_same(text in "[A-Za-z0-9/_+:-]{0,10}|[+-][0-9]{2}:[0-9]{2}") {
        if let Some(zone) = Zone::find(&text) {
            prop_assert_eq!(Zone::find(&zone.to_string()), Some(zone));
        }
    }
}
