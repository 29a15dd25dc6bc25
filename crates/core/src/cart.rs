//! A cart and what may be done to it.

use crate::condition::{Condition, NewCondition, Target};
use crate::conditions::Conditions;
use crate::currency::Currency;
use crate::error::{Error, Result};
use crate::item::{Item, ItemId, ItemUpdate, NewItem, QuantityUpdate};
use crate::limits::Limits;
use crate::money::{Money, round};
use crate::number::Number;
use crate::quantity::Quantity;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use std::cell::Cell;

/// Something done to a cart, as a value: it can be applied again to a newer state.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Operation<'a> {
    /// Put an item in; of one that is there, the quantities are summed and everything else is replaced.
    Add(NewItem<'a>),
    /// Change an item that is there.
    Update(&'a str, ItemUpdate<'a>),
    /// Take an item out.
    Remove(&'a str),
    /// Put a condition on the cart, in the place of one of the same name.
    AddCondition(NewCondition<'a>),
    /// Take a condition off the cart.
    RemoveCondition(&'a str),
}

/// What an operation did to a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Nothing: what was asked for is not there.
    Nothing,
    /// An item was put in, or more of it.
    ItemAdded {
        /// The item.
        id: ItemId,
        /// Whether the cart had no items before.
        first: bool,
    },
    /// An item was changed.
    ItemUpdated {
        /// The item.
        id: ItemId,
        /// Whether it differs from what it was, so that there is something to store.
        differs: bool,
    },
    /// An item was taken out; this is what it was.
    ItemRemoved(Box<Item>),
    /// A condition was put on the cart.
    ConditionAdded {
        /// Its name.
        name: Box<str>,
        /// Whether it differs from what was there under its name.
        differs: bool,
    },
    /// A condition was taken off the cart; this is what it was.
    ConditionRemoved(Box<Condition>),
}

/// The items and conditions of one cart.
///
/// ```
/// use cartwright_core::{Cart, Conditions, Currency, Json, Limits, Model, NewItem, Operation, PriceInput};
///
/// let mut cart = Cart::default();
/// cart.apply(
///     Operation::Add(NewItem {
///         id: "shirt",
///         name: "T-Shirt",
///         price: PriceInput::Text("$19.99"),
///         quantity: 3,
///         attributes: Json::from(r#"{"size":"L"}"#),
///         conditions: Conditions::default(),
///         model: Model::none(),
///     }),
///     &Limits::default(),
/// )?;
/// assert_eq!(cart.total(Currency::find("USD")?)?.amount().to_f64(), 59.97);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cart {
    items: IndexMap<ItemId, Item>,
    conditions: Conditions,
    /// The sum of the items' subtotals, kept until an item changes.
    items_sum: Cell<Option<Decimal>>,
}

impl Cart {
    /// A cart as it was stored. Of items with the same id the last one counts.
    pub fn from_stored(items: impl IntoIterator<Item = Item>, conditions: Conditions) -> Self {
        Self {
            items: items.into_iter().map(|item| (item.id().clone(), item)).collect(),
            conditions,
            items_sum: Cell::new(None),
        }
    }

    /// Does something to the cart. What is refused leaves it as it was.
    pub fn apply(&mut self, operation: Operation<'_>, limits: &Limits) -> Result<Change> {
        match operation {
            Operation::Add(item) => self.add(item, limits),
            Operation::Update(id, update) => self.update(id, &update, limits),
            Operation::Remove(id) => Ok(self.remove(id)),
            Operation::AddCondition(condition) => self.add_condition(condition),
            Operation::RemoveCondition(name) => Ok(match self.conditions.remove(name) {
                Some(condition) => Change::ConditionRemoved(Box::new(condition)),
                None => Change::Nothing,
            }),
        }
    }

    fn add(&mut self, new: NewItem<'_>, limits: &Limits) -> Result<Change> {
        let first = self.items.is_empty();
        let mut item = Item::new(new, limits)?;
        match self.items.get(item.id()) {
            Some(earlier) => item = item.on_top_of(earlier, limits)?,
            None => limits.check_item_count(self.items.len() + 1)?,
        }
        let id = item.id().clone();
        self.put(item);
        Ok(Change::ItemAdded { id, first })
    }

    fn update(&mut self, id: &str, update: &ItemUpdate<'_>, limits: &Limits) -> Result<Change> {
        let Some(item) = self.items.get(id) else {
            return Ok(Change::Nothing);
        };
        let quantity = match update.quantity {
            None => item.quantity(),
            Some(change) => {
                let whole = match change {
                    QuantityUpdate::By(more) => item.quantity().whole().saturating_add(more),
                    QuantityUpdate::To(exactly) => exactly,
                };
                if whole <= 0 {
                    return Ok(self.remove(id));
                }
                Quantity::checked(whole, limits.item_quantity, "Quantity must be at least 1")?
            }
        };
        let changed = item.changed(update, quantity, limits)?;
        let differs = changed != *item;
        let id = changed.id().clone();
        if differs {
            self.put(changed);
        }
        Ok(Change::ItemUpdated { id, differs })
    }

    fn remove(&mut self, id: &str) -> Change {
        match self.items.shift_remove(id) {
            Some(item) => {
                self.items_sum.set(None);
                Change::ItemRemoved(Box::new(item))
            }
            None => Change::Nothing,
        }
    }

    fn add_condition(&mut self, new: NewCondition<'_>) -> Result<Change> {
        let condition = Condition::new(new)?;
        let name = condition.name().into();
        let differs = self.conditions.get(condition.name()) != Some(&condition);
        self.conditions.set(condition);
        Ok(Change::ConditionAdded { name, differs })
    }

    fn put(&mut self, item: Item) {
        self.items.insert(item.id().clone(), item);
        self.items_sum.set(None);
    }

    /// The items, in the order of insertion.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &Item> {
        self.items.values()
    }

    /// The item of this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.get(id)
    }

    /// The conditions of the cart, in the order of insertion.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// How many distinct items.
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// The sum of the quantities.
    pub fn quantity(&self) -> i64 {
        self.items().fold(0, |sum, item| sum.saturating_add(item.quantity().whole()))
    }

    /// The items with their own conditions, then the cart's conditions of target `subtotal`, rounded once.
    pub fn subtotal(&self, currency: &'static Currency) -> Result<Money> {
        let raw = self.conditions.apply(Target::Subtotal, self.sum_of_items()?)?;
        self.money(raw, currency)
    }

    /// The rounded subtotal, then the cart's conditions of target `total`, rounded again.
    pub fn total(&self, currency: &'static Currency) -> Result<Money> {
        let subtotal = self.subtotal(currency)?.amount();
        let total = self.conditions.apply(Target::Total, subtotal.exact())?;
        Money::new(Number::real_exact(total), currency)
    }

    /// Prices times quantities, without any condition, rounded once.
    pub fn subtotal_without_conditions(&self, currency: &'static Currency) -> Result<Money> {
        let raw = self.items().try_fold(Decimal::ZERO, |sum, item| {
            item.price()
                .as_real()
                .exact()
                .checked_mul(item.quantity().exact())
                .and_then(|subtotal| sum.checked_add(subtotal))
                .ok_or_else(sum_out_of_range)
        })?;
        self.money(raw, currency)
    }

    /// What the conditions save; 0 if they cost more than they save.
    pub fn savings(&self, currency: &'static Currency) -> Result<Money> {
        let plain = self.subtotal_without_conditions(currency)?.amount().exact();
        let total = self.total(currency)?.amount().exact();
        let saved = plain.checked_sub(total).ok_or_else(|| Error::out_of_range("What the conditions save"))?;
        let amount = if saved > Decimal::ZERO { Number::real_exact(saved) } else { Number::whole(0) };
        Money::new(amount, currency)
    }

    fn sum_of_items(&self) -> Result<Decimal> {
        if let Some(sum) = self.items_sum.get() {
            return Ok(sum);
        }
        let sum = self
            .items()
            .try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.subtotal()?).ok_or_else(sum_out_of_range))?;
        self.items_sum.set(Some(sum));
        Ok(sum)
    }

    /// Stored prices are floats, so are amounts; only the amount of nothing at all is the integer 0.
    fn money(&self, raw: Decimal, currency: &'static Currency) -> Result<Money> {
        if self.items.is_empty() && raw.is_zero() {
            return Money::new(Number::whole(0), currency);
        }
        Money::new(Number::real_exact(round(raw, currency)), currency)
    }
}

fn sum_out_of_range() -> Error {
    Error::out_of_range("The sum of the items")
}
