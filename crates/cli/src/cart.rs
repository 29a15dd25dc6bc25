//! One cart.

use crate::args::{CartCommand, ConditionCommand, MetadataCommand, Whose};
use crate::failure::{Failure, Result};
use crate::show;
use cartwright_core::{
    CartKey, Change, ConditionValue, Conditions, Decimal, ItemUpdate, Json, MergeStrategy, Model, NewCondition,
    NewItem, Operation, PriceInput, QuantityUpdate, Resolution,
};
use cartwright_engine::{Applied, Engine};
use cartwright_wire::operations::OperationTexts;
use cartwright_wire::unambiguous_json;
use std::io;

impl Whose {
    fn key(&self) -> CartKey {
        CartKey::new(&self.identifier, &self.instance)
    }
}

pub fn run(engine: &Engine, command: &CartCommand, json: bool) -> Result {
    match command {
        CartCommand::Show(whose) => {
            let content = engine.content(&whose.key())?;
            if json { show::line(&show::cart_json(engine, &content)?) } else { show::cart_for_people(&content) }
        }
        CartCommand::Add { whose, item, name, price, quantity, attributes } => {
            let item = NewItem {
                id: item,
                name: name.as_deref().unwrap_or(item),
                price: PriceInput::Text(price),
                quantity: (*quantity).into(),
                attributes: value(attributes, "attributes")?,
                conditions: Conditions::default(),
                model: Model::none(),
            };
            apply(engine, whose, &[Operation::Add(item)], json)
        }
        CartCommand::Update { whose, item, quantity, by, name, price, attributes } => {
            let quantity = quantity.map(|exactly| QuantityUpdate::To(exactly.into()));
            let update = ItemUpdate {
                quantity: quantity.or_else(|| by.map(|more| QuantityUpdate::By(more.into()))),
                name: name.as_deref(),
                price: price.as_deref().map(PriceInput::Text),
                attributes: attributes.as_deref().map(|text| value(text, "attributes")).transpose()?,
            };
            apply(engine, whose, &[Operation::Update(item, update)], json)
        }
        CartCommand::Remove { whose, item } => apply(engine, whose, &[Operation::Remove(item)], json),
        CartCommand::Apply { whose, operations } => apply_json(engine, whose, operations, json),
        CartCommand::Condition(command) => condition(engine, command, json),
        CartCommand::Metadata(command) => metadata(engine, command, json),
        CartCommand::Merge { target, source, instance, strategy, plan, decide } => {
            let (target, source) = (CartKey::new(target, instance), CartKey::new(source, instance));
            merge(engine, &Merging { target, source, strategy, plan_only: *plan, decide }, json)
        }
        CartCommand::Swap { from, to, instance } => {
            let (from, to) = (CartKey::new(from, instance), CartKey::new(to, instance));
            if !engine.swap(&from, &to)? {
                return Err(Failure::not_there(format!("there is no cart {from}")));
            }
            let done = format!("{from} is {to} now");
            show::line(&if json { r#"{"swapped":true}"#.to_owned() } else { done })
        }
        CartCommand::Clear(whose) => {
            let applied = engine.clear(&whose.key())?;
            show::applied(engine, &whose.key(), &applied, json)
        }
    }
}

fn value(text: &str, what: &str) -> Result<Json> {
    unambiguous_json(text, what).map_err(|why| Failure::usage(why.to_string()))
}

fn apply(engine: &Engine, whose: &Whose, operations: &[Operation<'_>], json: bool) -> Result {
    let key = whose.key();
    let applied = engine.apply_all(&key, operations)?;
    if applied.changes.is_empty() {
        return Err(Failure::not_there(format!("that is not in the cart {key}; nothing was changed")));
    }
    tell(engine, &key, &applied, json)
}

/// Nothing to do is no failure here: a list may say what is so already.
fn apply_json(engine: &Engine, whose: &Whose, operations: &str, json: bool) -> Result {
    let text = match operations {
        "-" => io::read_to_string(io::stdin())?,
        given => given.to_owned(),
    };
    let texts = OperationTexts::read(&text).map_err(|why| Failure::usage(why.to_string()))?;
    value(&text, "operations")?;
    let key = whose.key();
    let applied = texts.with(&engine.facts(), |operations| engine.apply_all(&key, operations))?;
    tell(engine, &key, &applied, json)
}

fn tell(engine: &Engine, key: &CartKey, applied: &Applied, json: bool) -> Result {
    show::applied(engine, key, applied, json)?;
    for change in &applied.changes {
        if let Change::NotEvaluated { condition, why } = change {
            eprintln!("cartwright: the rules of '{}' could not be judged: {why}", condition.name());
        }
    }
    Ok(())
}

fn condition(engine: &Engine, command: &ConditionCommand, json: bool) -> Result {
    match command {
        ConditionCommand::Set { whose, name, kind, target, value: amount, order, rules, item } => {
            let condition = NewCondition {
                name,
                kind,
                target,
                value: ConditionValue::Text(amount.as_str().into()),
                attributes: Json::from(Json::EMPTY_LIST),
                order: *order,
                rules: value(rules.as_deref().unwrap_or(Json::NULL), "rules")?,
            };
            let operation = match (item, rules) {
                (Some(item), _) => Operation::AddItemCondition(item, condition),
                (None, Some(_)) => Operation::RegisterDynamic(condition),
                (None, None) => Operation::AddCondition(condition),
            };
            apply(engine, whose, &[operation], json)
        }
        ConditionCommand::Remove { whose, name, item: Some(item) } => {
            apply(engine, whose, &[Operation::RemoveItemCondition(item, name)], json)
        }
        ConditionCommand::Remove { whose, name, item: None } => {
            apply(engine, whose, &[Operation::UnregisterDynamic(name), Operation::RemoveCondition(name)], json)
        }
    }
}

fn metadata(engine: &Engine, command: &MetadataCommand, json: bool) -> Result {
    match command {
        MetadataCommand::Set { whose, key, value: text } => {
            apply(engine, whose, &[Operation::SetMetadata(key, value(text, "metadata")?)], json)
        }
        MetadataCommand::Get { whose, key } => match engine.get(&whose.key())?.metadata().get(key) {
            Some(value) => show::line(value.as_str()),
            None => Err(Failure::not_there(format!("the cart {} has no '{key}'", whose.key()))),
        },
        MetadataCommand::Remove { whose, key } => apply(engine, whose, &[Operation::RemoveMetadata(key)], json),
    }
}

struct Merging<'a> {
    target: CartKey,
    source: CartKey,
    strategy: &'a str,
    plan_only: bool,
    decide: &'a [String],
}

fn merge(engine: &Engine, merging: &Merging<'_>, json: bool) -> Result {
    let Merging { target, source, .. } = merging;
    let strategy = MergeStrategy::find(merging.strategy).ok_or_else(|| {
        let known: Vec<_> = MergeStrategy::ALL.iter().map(|(_, name)| *name).collect();
        Failure::usage(format!("there is no strategy '{}'; there are {}", merging.strategy, known.join(", ")))
    })?;
    if merging.plan_only {
        let plan = engine.plan_merge(target, source, strategy)?;
        return show_plan(&plan, json);
    }
    let decided = merging.decide.iter().map(|text| decision(text)).collect::<Result<Vec<_>>>()?;
    match engine.merge_with(target, source, strategy, |_| decided.clone())? {
        Some(applied) => show::applied(engine, target, &applied, json),
        None => Err(Failure::not_there(format!("there is nothing in {source} to be merged"))),
    }
}

fn decision(text: &str) -> Result<(String, Resolution)> {
    let parsed = text.rsplit_once('=').and_then(|(item, quantity)| Some((item, quantity.parse::<Decimal>().ok()?)));
    let (item, quantity) = parsed
        .ok_or_else(|| Failure::usage(format!("'{text}' decides nothing; write ITEM=QUANTITY, such as lamp=3")))?;
    Ok((item.to_owned(), Resolution::Quantity(quantity)))
}

fn show_plan(plan: &cartwright_engine::MergePlan, json: bool) -> Result {
    let mut rows = Vec::new();
    for conflict in plan.conflicts() {
        let (target, source) = (conflict.target.quantity().exact(), conflict.source.quantity().exact());
        let result = conflict.quantity.map_or(Decimal::ZERO, |quantity| quantity.exact());
        let item = conflict.target.id().as_str();
        if json {
            let item = show::text(item);
            rows.push(format!(r#"{{"item":{item},"target":{target},"source":{source},"result":{result}}}"#));
        } else {
            show::line(&format!("  {item:<20} {target} and {source} would be {result}"))?;
        }
    }
    if json {
        let (target, source) = (show::identity(plan.target_identity()), show::identity(plan.source_identity()));
        return show::line(&format!(r#"{{"target":{target},"source":{source},"conflicts":[{}]}}"#, rows.join(",")));
    }
    let many = plan.conflicts().len();
    show::line(&if plan.is_nothing() { "nothing to merge".to_owned() } else { format!("{many} items in both carts") })
}
