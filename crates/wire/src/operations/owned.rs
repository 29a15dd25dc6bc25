//! Operations that own their texts, and lend them.

use super::zones::OwnZones;
use cartwright_core::{
    Applies, ConditionValue, Conditions, Decimal, Facts, ItemUpdate, Json, Model, Moment, NewCondition, NewItem,
    NewShipping, Operation, PriceInput, QuantityUpdate, TimeZones, Verdict,
};

#[derive(Clone, Debug)]
pub(super) enum OwnedOperation {
    Add(Box<OwnedItem>),
    Update(String, OwnedUpdate),
    Remove(String),
    Clear,
    AddCondition(OwnedCondition),
    RemoveCondition(String),
    RemoveConditionsByType(String),
    ClearConditions,
    SetShipping(OwnedShipping),
    RemoveShipping,
    AddItemCondition(String, OwnedCondition),
    RemoveItemCondition(String, String),
    ClearItemConditions(String),
    SetMetadata(String, Json),
    RemoveMetadata(String),
    RegisterDynamic(OwnedCondition),
    UnregisterDynamic(String),
    Evaluate(OwnedFacts),
    Follow(Vec<OwnedVerdict>),
}

#[derive(Clone, Debug)]
pub(super) struct OwnedItem {
    pub id: String,
    pub name: String,
    pub price: OwnedPrice,
    pub quantity: Decimal,
    pub attributes: Json,
    pub conditions: Conditions,
    pub model: Model,
}

#[derive(Clone, Debug)]
pub(super) enum OwnedPrice {
    Whole(i64),
    Real(f64),
    Text(String),
}

#[derive(Clone, Debug)]
pub(super) struct OwnedUpdate {
    pub quantity: Option<QuantityUpdate>,
    pub name: Option<String>,
    pub price: Option<OwnedPrice>,
    pub attributes: Option<Json>,
}

#[derive(Clone, Debug)]
pub(super) struct OwnedCondition {
    pub name: String,
    pub kind: String,
    pub target: String,
    pub value: ConditionValue,
    pub attributes: Json,
    pub order: i64,
    pub rules: Json,
}

#[derive(Clone, Debug)]
pub(super) struct OwnedShipping {
    pub name: String,
    pub value: ConditionValue,
    pub method: String,
    pub attributes: Json,
}

/// What an evaluation brings along; the rest is the caller's.
#[derive(Clone, Debug)]
pub(super) struct OwnedFacts {
    pub now: Option<Moment>,
    pub zones: OwnZones,
}

#[derive(Clone, Debug)]
pub(super) struct OwnedVerdict {
    pub condition: OwnedCondition,
    pub applies: OwnedApplies,
}

#[derive(Clone, Debug)]
pub(super) enum OwnedApplies {
    Everywhere(bool),
    Lines(Vec<String>),
}

impl OwnedPrice {
    fn lend(&self) -> PriceInput<'_> {
        match self {
            Self::Whole(whole) => PriceInput::Whole(*whole),
            Self::Real(real) => PriceInput::Real(*real),
            Self::Text(text) => PriceInput::Text(text),
        }
    }
}

impl OwnedItem {
    fn lend(&self) -> NewItem<'_> {
        NewItem {
            id: &self.id,
            name: &self.name,
            price: self.price.lend(),
            quantity: self.quantity,
            attributes: self.attributes.clone(),
            conditions: self.conditions.clone(),
            model: self.model.clone(),
        }
    }
}

impl OwnedUpdate {
    fn lend(&self) -> ItemUpdate<'_> {
        ItemUpdate {
            quantity: self.quantity,
            name: self.name.as_deref(),
            price: self.price.as_ref().map(OwnedPrice::lend),
            attributes: self.attributes.clone(),
        }
    }
}

impl OwnedCondition {
    pub(super) fn lend(&self) -> NewCondition<'_> {
        NewCondition {
            name: &self.name,
            kind: &self.kind,
            target: &self.target,
            value: self.value.clone(),
            attributes: self.attributes.clone(),
            order: self.order,
            rules: self.rules.clone(),
        }
    }
}

impl OwnedShipping {
    fn lend(&self) -> NewShipping<'_> {
        NewShipping {
            name: &self.name,
            value: self.value.clone(),
            method: &self.method,
            attributes: self.attributes.clone(),
        }
    }
}

impl OwnedVerdict {
    /// The lines that it names, as a slice can be made of them.
    fn lines(&self) -> Vec<&str> {
        match &self.applies {
            OwnedApplies::Everywhere(_) => Vec::new(),
            OwnedApplies::Lines(lines) => lines.iter().map(String::as_str).collect(),
        }
    }

    fn lend<'a>(&'a self, lines: &'a [&'a str]) -> Verdict<'a> {
        let applies = match &self.applies {
            OwnedApplies::Everywhere(applies) => Applies::Everywhere(*applies),
            OwnedApplies::Lines(_) => Applies::Lines(lines),
        };
        Verdict { condition: self.condition.lend(), applies }
    }
}

impl OwnedOperation {
    /// What each verdict names; nothing for any other operation.
    pub(super) fn lines(&self) -> Vec<Vec<&str>> {
        match self {
            Self::Follow(verdicts) => verdicts.iter().map(OwnedVerdict::lines).collect(),
            _ => Vec::new(),
        }
    }

    /// The verdicts with their lines; nothing for any other operation.
    pub(super) fn verdicts<'a>(&'a self, lines: &'a [Vec<&'a str>]) -> Vec<Verdict<'a>> {
        match self {
            Self::Follow(verdicts) => verdicts.iter().zip(lines).map(|(verdict, lines)| verdict.lend(lines)).collect(),
            _ => Vec::new(),
        }
    }

    /// The operation's own zones with the caller's behind them.
    pub(super) fn zones<'a>(&'a self, others: &'a dyn TimeZones) -> Option<super::zones::ZonesOver<'a>> {
        match self {
            Self::Evaluate(facts) => facts.zones.over(others),
            _ => None,
        }
    }

    /// The operation, with what it has to borrow from elsewhere.
    pub(super) fn lend<'a>(
        &'a self,
        verdicts: &'a [Verdict<'a>],
        zones: Option<&'a dyn TimeZones>,
        facts: &Facts<'a>,
    ) -> Operation<'a> {
        match self {
            Self::Add(item) => Operation::Add(item.lend()),
            Self::Update(id, update) => Operation::Update(id, update.lend()),
            Self::Remove(id) => Operation::Remove(id),
            Self::Clear => Operation::Clear,
            Self::AddCondition(condition) => Operation::AddCondition(condition.lend()),
            Self::RemoveCondition(name) => Operation::RemoveCondition(name),
            Self::RemoveConditionsByType(kind) => Operation::RemoveConditionsByType(kind),
            Self::ClearConditions => Operation::ClearConditions,
            Self::SetShipping(shipping) => Operation::SetShipping(shipping.lend()),
            Self::RemoveShipping => Operation::RemoveShipping,
            Self::AddItemCondition(id, condition) => Operation::AddItemCondition(id, condition.lend()),
            Self::RemoveItemCondition(id, name) => Operation::RemoveItemCondition(id, name),
            Self::ClearItemConditions(id) => Operation::ClearItemConditions(id),
            Self::SetMetadata(key, value) => Operation::SetMetadata(key, value.clone()),
            Self::RemoveMetadata(key) => Operation::RemoveMetadata(key),
            Self::RegisterDynamic(condition) => Operation::RegisterDynamic(condition.lend()),
            Self::UnregisterDynamic(name) => Operation::UnregisterDynamic(name),
            Self::Evaluate(own) => Operation::Evaluate(Facts {
                now: own.now.unwrap_or(facts.now),
                pricing: facts.pricing,
                zones: zones.unwrap_or(facts.zones),
            }),
            Self::Follow(_) => Operation::Follow(verdicts),
        }
    }
}
