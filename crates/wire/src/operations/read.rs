//! How each operation is read. What its keys may hold was checked before.

use super::fields::{Fields, PlainNumber, object, refused, wrong_value};
use super::forms::{CONDITION_KEYS, Holds, QUANTITY_KEYS, VERDICT_KEYS};
use super::owned::{
    OwnedApplies, OwnedCondition, OwnedFacts, OwnedItem, OwnedOperation, OwnedPrice, OwnedShipping, OwnedUpdate,
    OwnedVerdict,
};
use super::place::Place;
use super::zones::OwnZones;
use crate::json_scan::{Kind, RawValue};
use crate::stored_error::StoredError;
use cartwright_core::{Condition, Conditions, Decimal, Json, Model, Moment, QuantityUpdate};
use std::borrow::Cow;

type Read = Result<OwnedOperation, StoredError>;

/// Clocks are nowhere as much as a day away from UTC.
const DAY: i64 = 86_400;

pub(super) fn add(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::Add(Box::new(OwnedItem {
        id: fields.text("id"),
        name: fields.text("name"),
        price: price(fields)?.unwrap_or(OwnedPrice::Whole(0)),
        quantity: fields.maybe_decimal("quantity")?.unwrap_or(Decimal::ONE),
        attributes: attributes(fields)?,
        conditions: conditions(fields)?,
        model: Model {
            stored: fields.maybe_json("model")?.unwrap_or_else(|| Json::from(Json::NULL)),
            unknown_class: fields.maybe_text("unknown_class").map(Into::into),
        },
    })))
}

pub(super) fn update(fields: &Fields<'_>) -> Read {
    let update = OwnedUpdate {
        quantity: fields.get("quantity").map(|value| quantity(value, fields.place())).transpose()?,
        name: fields.maybe_text("name"),
        price: price(fields)?,
        attributes: fields.maybe_json("attributes")?,
    };
    Ok(OwnedOperation::Update(fields.text("id"), update))
}

pub(super) fn remove(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::Remove(fields.text("id")))
}

pub(super) fn clear(_: &Fields<'_>) -> Read {
    Ok(OwnedOperation::Clear)
}

pub(super) fn add_condition(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::AddCondition(condition_of(fields)?))
}

pub(super) fn remove_condition(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RemoveCondition(fields.text("name")))
}

pub(super) fn remove_conditions_by_type(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RemoveConditionsByType(fields.text("type")))
}

pub(super) fn clear_conditions(_: &Fields<'_>) -> Read {
    Ok(OwnedOperation::ClearConditions)
}

pub(super) fn set_shipping(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::SetShipping(OwnedShipping {
        name: fields.text("name"),
        value: fields.condition_value("value")?,
        method: fields.maybe_text("method").unwrap_or_else(|| "standard".to_owned()),
        attributes: attributes(fields)?,
    }))
}

pub(super) fn remove_shipping(_: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RemoveShipping)
}

pub(super) fn add_item_condition(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::AddItemCondition(fields.text("id"), condition_of(fields)?))
}

pub(super) fn remove_item_condition(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RemoveItemCondition(fields.text("id"), fields.text("name")))
}

pub(super) fn clear_item_conditions(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::ClearItemConditions(fields.text("id")))
}

pub(super) fn set_metadata(fields: &Fields<'_>) -> Read {
    let value = fields.maybe_json("value")?.unwrap_or_else(|| Json::from(Json::NULL));
    Ok(OwnedOperation::SetMetadata(fields.text("key"), value))
}

pub(super) fn remove_metadata(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RemoveMetadata(fields.text("key")))
}

pub(super) fn register_dynamic(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::RegisterDynamic(condition_of(fields)?))
}

pub(super) fn unregister_dynamic(fields: &Fields<'_>) -> Read {
    Ok(OwnedOperation::UnregisterDynamic(fields.text("name")))
}

pub(super) fn evaluate(fields: &Fields<'_>) -> Read {
    let now = fields.get("now").and_then(|now| now.as_i64()).map(Moment::from_seconds);
    let zones = fields.get("zones").map(|zones| own_zones(zones, fields.place())).transpose()?;
    Ok(OwnedOperation::Evaluate(OwnedFacts { now, zones: zones.unwrap_or_default() }))
}

pub(super) fn follow(fields: &Fields<'_>) -> Read {
    let verdicts = fields.get("verdicts").into_iter().flat_map(|verdicts| verdicts.elements()).enumerate();
    let verdicts = verdicts.map(|(at, value)| verdict(value, &Place::numbered("verdict", at).within(fields.place())));
    Ok(OwnedOperation::Follow(verdicts.collect::<Result<_, _>>()?))
}

fn price(fields: &Fields<'_>) -> Result<Option<OwnedPrice>, StoredError> {
    let Some(value) = fields.get("price") else { return Ok(None) };
    if let Some(text) = value.as_text() {
        return Ok(Some(OwnedPrice::Text(text.into_owned())));
    }
    Ok(Some(match fields.plain_number("price", &value)? {
        PlainNumber::Whole(whole) => OwnedPrice::Whole(whole),
        PlainNumber::Real(real) => OwnedPrice::Real(real),
    }))
}

fn attributes(fields: &Fields<'_>) -> Result<Json, StoredError> {
    Ok(fields.maybe_json("attributes")?.unwrap_or_else(|| Json::from(Json::EMPTY_LIST)))
}

fn quantity(value: RawValue<'_>, outer: &Place<'_>) -> Result<QuantityUpdate, StoredError> {
    let place = Place::whole("quantity").within(outer);
    let fields = Fields::of(value, &place, QUANTITY_KEYS, None)?;
    match (fields.maybe_decimal("by")?, fields.maybe_decimal("to")?) {
        (Some(more), None) => Ok(QuantityUpdate::By(more)),
        (None, Some(exactly)) => Ok(QuantityUpdate::To(exactly)),
        _ => Err(wrong_value(outer, "quantity", Holds::QuantityChange.expected(), &value)),
    }
}

/// The condition under the key `condition`.
fn condition_of(fields: &Fields<'_>) -> Result<OwnedCondition, StoredError> {
    let place = Place::whole("condition").within(fields.place());
    match fields.get("condition") {
        Some(value) => condition(value, &place),
        None => Err(refused(format!("{} needs a condition", fields.place()), "condition", "a condition")),
    }
}

fn condition(value: RawValue<'_>, place: &Place<'_>) -> Result<OwnedCondition, StoredError> {
    let fields = Fields::of(object(value, place)?, place, CONDITION_KEYS, None)?;
    Ok(OwnedCondition {
        name: fields.text("name"),
        kind: fields.text("type"),
        target: fields.maybe_text("target").unwrap_or_else(|| "subtotal".to_owned()),
        value: fields.condition_value("value")?,
        attributes: attributes(&fields)?,
        order: fields.get("order").and_then(|order| order.as_i64()).unwrap_or(0),
        rules: fields.maybe_json("rules")?.unwrap_or_else(|| Json::from(Json::NULL)),
    })
}

/// The conditions that an item brings along, judged here as the core does elsewhere.
fn conditions(fields: &Fields<'_>) -> Result<Conditions, StoredError> {
    let mut conditions = Conditions::default();
    for (at, value) in fields.get("conditions").into_iter().flat_map(|list| list.elements()).enumerate() {
        let read = condition(value, &Place::numbered("condition", at).within(fields.place()))?;
        conditions.set(Condition::new(read.lend())?);
    }
    Ok(conditions)
}

fn own_zones(zones: RawValue<'_>, outer: &Place<'_>) -> Result<OwnZones, StoredError> {
    let place = Place::whole("zones").within(outer);
    let zone = |zone: crate::json_scan::Member<'_>| match zone
        .value
        .as_i64()
        .filter(|seconds| (1 - DAY..DAY).contains(seconds))
    {
        Some(seconds) => Ok((zone.key.into_owned(), seconds as i32)),
        None => Err(wrong_value(&place, &zone.key, "seconds east of UTC, less than a day", &zone.value)),
    };
    zones.members().map(zone).collect::<Result<_, _>>().map(OwnZones)
}

fn verdict(value: RawValue<'_>, place: &Place<'_>) -> Result<OwnedVerdict, StoredError> {
    let fields = Fields::of(object(value, place)?, place, VERDICT_KEYS, None)?;
    let applies = match (fields.get("applies").and_then(|applies| applies.as_bool()), fields.get("lines")) {
        (Some(applies), None) => OwnedApplies::Everywhere(applies),
        (None, Some(lines)) => OwnedApplies::Lines(texts(&fields, "lines", lines)?),
        _ => {
            let expected = "either 'applies' (true or false) or 'lines' (a list of texts)";
            return Err(refused(format!("{place} needs {expected}"), "applies", expected));
        }
    };
    Ok(OwnedVerdict { condition: condition_of(&fields)?, applies })
}

fn texts(fields: &Fields<'_>, key: &str, list: RawValue<'_>) -> Result<Vec<String>, StoredError> {
    let text = |value: RawValue<'_>| match value.kind() {
        Kind::String => Ok(value.as_text().map(Cow::into_owned).unwrap_or_default()),
        _ => Err(fields.refuse(key, Holds::Lines.expected(), &value)),
    };
    list.elements().map(text).collect()
}
