//! A cart: its items, conditions and metadata.

use crate::change::Changes;
use crate::conditions::Conditions;
use crate::error::Result;
use crate::item::Item;
use crate::lines::Lines;
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::totals::Kept;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The items, conditions and metadata of one cart. A copy shares its items until one of the two changes some.
///
/// ```
/// use cartwright_core::{Cart, Conditions, Currency, Json, Model, NewItem, Operation, Policy, PriceInput};
///
/// let mut cart = Cart::default();
/// cart.apply(
///     Operation::Add(NewItem {
///         id: "shirt",
///         name: "T-Shirt",
///         price: PriceInput::Text("$19.99"),
///         quantity: 3.into(),
///         attributes: Json::from(r#"{"size":"L"}"#),
///         conditions: Conditions::default(),
///         model: Model::none(),
///     }),
///     &Policy::default(),
/// )?;
/// assert_eq!(cart.total(Currency::find("USD")?)?.amount().to_f64(), 59.97);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cart {
    pub(crate) items: Lines,
    pub(crate) conditions: Conditions,
    pub(crate) metadata: Metadata,
    /// With their rules; what they have put on stands among the others.
    pub(crate) dynamic: Conditions,
    /// What was computed, until something changes.
    pub(crate) kept: Kept,
}

impl Cart {
    /// A cart as it was stored. Of items on the same line the last one counts. What stands in the metadata under the key of
    /// the dynamic conditions, [`DYNAMIC_CONDITIONS`](crate::DYNAMIC_CONDITIONS), is none and is left out.
    pub fn from_stored(items: impl IntoIterator<Item = Item>, conditions: Conditions, metadata: Metadata) -> Self {
        Self {
            items: items.into_iter().collect(),
            conditions,
            metadata: metadata.of_the_host(),
            dynamic: Conditions::default(),
            kept: Kept::default(),
        }
    }

    /// The cart with the dynamic conditions that were stored with it.
    #[must_use]
    pub fn with_dynamic_conditions(self, dynamic: Conditions) -> Self {
        Self { dynamic, ..self }
    }

    /// Does something to the cart. What is refused leaves it as it was.
    ///
    /// # Errors
    /// The reason of a refusal, with the original's message where it had one.
    pub fn apply(&mut self, operation: Operation<'_>, policy: &Policy) -> Result<Changes> {
        match operation {
            Operation::Add(item) => self.add(item, policy),
            Operation::Update(id, update) => self.update(id, &update, policy),
            Operation::Remove(id) => Ok(self.remove(id)),
            Operation::Clear => Ok(self.clear()),
            Operation::AddCondition(condition) => self.add_condition(condition, policy),
            Operation::RemoveCondition(name) => Ok(self.remove_condition(name)),
            Operation::RemoveConditionsByType(kind) => Ok(self.remove_conditions_by_type(kind)),
            Operation::ClearConditions => Ok(self.clear_conditions()),
            Operation::SetShipping(shipping) => self.set_shipping(&shipping, policy),
            Operation::RemoveShipping => Ok(self.remove_shipping()),
            Operation::AddItemCondition(id, condition) => self.add_item_condition(id, condition, policy),
            Operation::RemoveItemCondition(id, name) => Ok(self.remove_item_condition(id, name)),
            Operation::ClearItemConditions(id) => Ok(self.clear_item_conditions(id)),
            Operation::SetMetadata(key, value) => self.set_metadata(key, value),
            Operation::RemoveMetadata(key) => self.remove_metadata(key),
            Operation::RegisterDynamic(condition) => self.register_dynamic(condition, policy),
            Operation::UnregisterDynamic(name) => Ok(self.unregister_dynamic(name)),
            Operation::Evaluate(facts) => Ok(self.evaluate(&facts)),
            Operation::Follow(verdicts) => self.follow_verdicts(verdicts, policy),
            Operation::Merge(merge) => self.merge(&merge, policy),
        }
    }

    /// The items, in the order of insertion.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &Arc<Item>> {
        self.items.values()
    }

    /// The item on this line, which is its id unless attributes count as well.
    pub fn item(&self, line: &str) -> Option<&Arc<Item>> {
        self.items.get(line)
    }

    /// The conditions of the cart, in the order of insertion.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// What is kept with the cart, by key.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Whether there are no items; conditions and metadata do not count.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether there is nothing in it at all, so that a store need not keep it.
    pub fn is_bare(&self) -> bool {
        self.items.is_empty() && self.conditions.is_empty() && self.metadata.is_empty() && self.dynamic.is_empty()
    }

    /// How many distinct items.
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// The sum of the quantities.
    pub fn exact_quantity(&self) -> Decimal {
        self.items().fold(Decimal::ZERO, |sum, item| sum.saturating_add(item.quantity().exact()))
    }

    /// The sum of the quantities in whole units.
    pub fn quantity(&self) -> i64 {
        i64::try_from(self.exact_quantity().trunc()).unwrap_or(i64::MAX)
    }
}

/// The same content in the same order.
impl PartialEq for Cart {
    fn eq(&self, other: &Self) -> bool {
        self.items().eq(other.items())
            && self.conditions == other.conditions
            && self.metadata == other.metadata
            && self.dynamic == other.dynamic
    }
}

impl Eq for Cart {}
