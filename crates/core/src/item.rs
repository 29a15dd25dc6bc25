//! An item of a cart.

use crate::condition::{is_blank, php_trim};
use crate::conditions::Conditions;
use crate::error::{Error, ErrorKind, Result};
use crate::json::Json;
use crate::json_value::fingerprint;
use crate::limits::Limits;
use crate::number::Number;
use crate::policy::Policy;
use crate::price::PriceInput;
use crate::quantity::Quantity;
use crate::strict::check_value;
use crate::switches::LineIdentity;
use rust_decimal::Decimal;
use std::borrow::Borrow;
use std::sync::Arc;

/// The id of an item: what `add` calls with the same id put on one line. Never blank.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(Arc<str>);

impl ItemId {
    /// An id as it was stored; `None` if it is empty.
    pub fn stored(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The id as the host gave it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ItemId {
    /// The line that an item of this id with these attributes stands on. The same for the same attributes, so that an
    /// addition that is applied again to a newer state finds its line.
    fn line(&self, attributes: &Json, identity: LineIdentity) -> Self {
        let attributes = attributes.as_str();
        if identity == LineIdentity::Id || matches!(attributes, Json::EMPTY_LIST | Json::NULL | "{}") {
            return self.clone();
        }
        Self(format!("{}#{:016x}", self.0, fingerprint(attributes)).into())
    }
}

impl Borrow<str> for ItemId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// What the host associates an item with.
#[derive(Clone, Debug)]
pub struct Model {
    /// `null`, the name of a class, or what the host stores of an object.
    pub stored: Json,
    /// The name of a class that the host does not have, if that was given.
    pub unknown_class: Option<Box<str>>,
}

impl Model {
    /// No model.
    pub fn none() -> Self {
        Self { stored: Json::from(Json::NULL), unknown_class: None }
    }
}

/// An item as a caller gives it, before it is checked.
#[derive(Clone, Debug)]
pub struct NewItem<'a> {
    /// What tells it from other items.
    pub id: &'a str,
    /// What people read.
    pub name: &'a str,
    /// The price of one.
    pub price: PriceInput<'a>,
    /// How many. Whole, unless the shop has switched fractions on.
    pub quantity: Decimal,
    /// Anything the host wants to keep with it.
    pub attributes: Json,
    /// Conditions of this item.
    pub conditions: Conditions,
    /// What the host associates it with.
    pub model: Model,
}

/// What an item costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAmounts {
    /// The price of one with the item's conditions, at least 0.
    pub price: Number,
    /// That price times the quantity.
    pub subtotal: Number,
    /// The plain price times the quantity.
    pub subtotal_without_conditions: Number,
    /// What the conditions take off, at least 0.
    pub discount: Number,
}

impl ItemAmounts {
    /// The amounts of an item of this price and quantity with these conditions, applied as they were put on.
    ///
    /// # Errors
    /// If one is beyond the range of a decimal.
    pub fn of(price: Number, quantity: Quantity, conditions: &Conditions) -> Result<Self> {
        Self::applied(price, quantity, conditions, false)
    }

    fn applied(price: Number, quantity: Quantity, conditions: &Conditions, by_order: bool) -> Result<Self> {
        let with_conditions = price.like(conditions.apply_all(price.exact(), by_order)?.max(Decimal::ZERO));
        let times = |price: Number| {
            price
                .exact()
                .checked_mul(quantity.exact())
                .map(|product| price.like(product))
                .ok_or_else(|| Error::out_of_range("The price of an item times its quantity"))
        };
        let subtotal = times(with_conditions)?;
        let subtotal_without_conditions = times(price)?;
        let discount = subtotal_without_conditions
            .exact()
            .checked_sub(subtotal.exact())
            .ok_or_else(|| Error::out_of_range("The discount of an item"))?
            .max(Decimal::ZERO);
        Ok(Self {
            price: with_conditions,
            subtotal,
            subtotal_without_conditions,
            discount: if subtotal.is_whole() { price.like(discount) } else { Number::real_exact(discount) },
        })
    }
}

/// Refuses what no item may be. The order of the checks and the messages are the original's.
///
/// ```
/// use cartwright_core::{Number, Policy, check_item};
///
/// let error = check_item("shirt", " ", Number::whole(10), 1.into(), &Policy::default()).unwrap_err();
/// assert_eq!(error.to_string(), "Cart item name cannot be empty");
/// ```
pub fn check_item(id: &str, name: &str, price: Number, quantity: Decimal, policy: &Policy) -> Result<Quantity> {
    for (what, text) in [("ID", id), ("name", name)] {
        if is_blank(text) {
            return Err(Error::item(format!("Cart item {what} cannot be empty")));
        }
    }
    for (what, text) in [("ID", id), ("name", name)] {
        check_length(what, text, &policy.limits)?;
    }
    if price.is_negative() {
        return Err(Error::item("Cart item price cannot be negative").with("price", price.exact()));
    }
    Quantity::checked(quantity, policy, "Cart item quantity must be at least 1")
}

fn check_length(what: &str, text: &str, limits: &Limits) -> Result<()> {
    if text.len() as u64 <= limits.text_bytes {
        return Ok(());
    }
    // Bytes are counted, as in the original, whose message says characters.
    Err(Error::item(format!("Cart item {what} cannot exceed {} characters", limits.text_bytes))
        .with("bytes", text.len())
        .with("limit", limits.text_bytes))
}

/// An item of a cart: checked, with its subtotal kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    id: ItemId,
    line: ItemId,
    name: Box<str>,
    price: Number,
    quantity: Quantity,
    attributes: Json,
    conditions: Conditions,
    model: Json,
    other: Vec<(Box<str>, Json)>,
    subtotal: Option<Decimal>,
}

/// An item as it was stored. It was checked when it was written; limits lowered since do not make it unreadable.
#[derive(Clone, Debug)]
pub struct StoredItem {
    /// What tells it from other items.
    pub id: ItemId,
    /// The line it stands on, if that is not its id.
    pub line: Option<ItemId>,
    /// What people read.
    pub name: Box<str>,
    /// The price of one.
    pub price: Number,
    /// How many.
    pub quantity: Quantity,
    /// What the host keeps with it.
    pub attributes: Json,
    /// Conditions of this item.
    pub conditions: Conditions,
    /// What the host associates it with.
    pub model: Json,
    /// Keys that this version does not know; they are stored again as they are.
    pub other: Vec<(Box<str>, Json)>,
}

impl Item {
    /// A checked item for `add`: first what `add` itself requires, then what every item has to be.
    pub(crate) fn new(new: NewItem<'_>, policy: &Policy) -> Result<Self> {
        if matches!(new.id, "" | "0") {
            return Err(Error::item("Cart item ID is required"));
        }
        if matches!(new.name, "" | "0") {
            return Err(Error::item("Cart item name is required"));
        }
        let price = new.price.read("Cart item price must be a positive number", &policy.switches)?;
        if new.quantity < Decimal::ONE && !policy.switches.fractional_quantities {
            return Err(Error::item("Cart item quantity must be a positive integer").with("quantity", new.quantity));
        }
        if let Some(class) = &new.model.unknown_class {
            return Err(
                Error::new(ErrorKind::UnknownModel, format!("Model {class} does not exist")).with("model", class)
            );
        }
        let quantity = check_item(new.id, new.name, price, new.quantity, policy)?;
        if policy.switches.strict_parsing {
            new.conditions.iter().try_for_each(|condition| check_value(condition.value()))?;
        }
        policy.limits.check_attributes_size(new.attributes.as_str().len())?;
        let id = ItemId(new.id.into());
        let item = Self {
            line: id.line(&new.attributes, policy.switches.line_identity),
            id,
            name: new.name.into(),
            price,
            quantity,
            attributes: new.attributes,
            conditions: new.conditions,
            model: new.model.stored,
            other: Vec::new(),
            subtotal: None,
        };
        Ok(item.with_subtotal())
    }

    /// The item as it was stored.
    pub fn from_stored(stored: StoredItem) -> Self {
        let StoredItem { id, line, name, price, quantity, attributes, conditions, model, other } = stored;
        let line = line.unwrap_or_else(|| id.clone());
        Self { id, line, name, price, quantity, attributes, conditions, model, other, subtotal: None }.with_subtotal()
    }

    /// Beyond the range of a decimal there is no subtotal; asking for totals then says so.
    fn with_subtotal(mut self) -> Self {
        self.subtotal = if self.conditions.is_empty() {
            self.price.as_real().exact().checked_mul(self.quantity.exact())
        } else {
            self.amounts().ok().map(|amounts| amounts.subtotal.exact())
        };
        self
    }

    /// What tells it from other items.
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// The line it stands on: what operations address it by. Its id, unless attributes count as well.
    pub fn line(&self) -> &ItemId {
        &self.line
    }

    /// What people read.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The price of one, without conditions.
    pub fn price(&self) -> Number {
        self.price
    }

    /// How many.
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// What the host keeps with it.
    pub fn attributes(&self) -> &Json {
        &self.attributes
    }

    /// Conditions of this item.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// What the host associates it with.
    pub fn model(&self) -> &Json {
        &self.model
    }

    /// Keys that this version does not know.
    pub fn other(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.other.iter().map(|(key, value)| (&**key, value))
    }

    /// What it costs: with the price as it is stored, so that an item costs the same when it is read again.
    pub fn amounts(&self) -> Result<ItemAmounts> {
        self.amounts_in(false)
    }

    fn amounts_in(&self, by_order: bool) -> Result<ItemAmounts> {
        ItemAmounts::applied(self.price.as_real(), self.quantity, &self.conditions, by_order)
    }

    pub(crate) fn subtotal(&self, by_order: bool) -> Result<Decimal> {
        match self.subtotal {
            Some(subtotal) if !by_order || self.conditions.are_in_order() => Ok(subtotal),
            _ => Ok(self.amounts_in(by_order)?.subtotal.exact()),
        }
    }

    /// The same item with the quantity of an earlier one on top.
    pub(crate) fn on_top_of(mut self, earlier: &Self, policy: &Policy) -> Result<Self> {
        let sum = self.quantity.exact().checked_add(earlier.quantity.exact());
        let sum = sum.ok_or_else(|| Error::out_of_range("The quantity of an item"))?;
        self.quantity = Quantity::checked(sum, policy, "Quantity must be at least 1")?;
        Ok(self.with_subtotal())
    }

    /// The item with other values, each checked as the original's setters do.
    pub(crate) fn changed(&self, update: &ItemUpdate<'_>, quantity: Quantity, policy: &Policy) -> Result<Self> {
        let limits = &policy.limits;
        let mut item = Self { quantity, ..self.clone() };
        if let Some(name) = update.name {
            let name = php_trim(name);
            if is_blank(name) {
                return Err(Error::item("Cart item name cannot be empty"));
            }
            check_length("name", name, limits)?;
            item.name = name.into();
        }
        if let Some(price) = update.price {
            item.price = price.read("Price cannot be negative", &policy.switches)?;
        }
        if let Some(attributes) = &update.attributes {
            limits.check_attributes_size(attributes.as_str().len())?;
            item.attributes = attributes.clone();
            item.line = item.id.line(attributes, policy.switches.line_identity);
        }
        Ok(item.with_subtotal())
    }

    /// The item on the line of an earlier one.
    pub(crate) fn on_line_of(self, earlier: &Self) -> Self {
        Self { line: earlier.line.clone(), ..self }
    }

    /// The item in another quantity.
    pub(crate) fn with_quantity(&self, quantity: Quantity) -> Self {
        Self { quantity, ..self.clone() }.with_subtotal()
    }

    /// The item with other conditions.
    pub(crate) fn with_conditions(&self, conditions: Conditions) -> Self {
        Self { conditions, ..self.clone() }.with_subtotal()
    }
}

/// How an update changes a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityUpdate {
    /// So many more, or fewer.
    By(Decimal),
    /// Exactly so many.
    To(Decimal),
}

/// What an update changes; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ItemUpdate<'a> {
    /// The quantity. What comes out below 1 removes the item.
    pub quantity: Option<QuantityUpdate>,
    /// The name, trimmed.
    pub name: Option<&'a str>,
    /// The price of one.
    pub price: Option<PriceInput<'a>>,
    /// What the host keeps with it, as a whole.
    pub attributes: Option<Json>,
}
