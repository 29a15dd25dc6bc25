//! Two carts become one.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::error::Result;
use crate::item::{Item, ItemId};
use crate::policy::Policy;
use crate::quantity::Quantity;
use rust_decimal::Decimal;
use std::sync::Arc;

/// What becomes of the quantity of an item that is in both carts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergeStrategy {
    /// Both quantities together.
    #[default]
    AddQuantities,
    /// The higher of the two.
    KeepHighestQuantity,
    /// That of the target.
    KeepTarget,
    /// That of the source.
    ReplaceWithSource,
}

impl MergeStrategy {
    /// Every strategy, as hosts name it.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::AddQuantities, "add_quantities"),
        (Self::KeepHighestQuantity, "keep_highest_quantity"),
        (Self::KeepTarget, "keep_user_cart"),
        (Self::ReplaceWithSource, "replace_with_guest"),
    ];

    /// The strategy of this name, `None` if there is none; the original then adds quantities, the default.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(strategy, _)| strategy)
    }

    /// As hosts name it.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What becomes of one item that is in both carts, when somebody has decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// By a strategy.
    By(MergeStrategy),
    /// The target's item in this quantity; none takes it out.
    Quantity(Decimal),
    /// The source's item, with its name, price, attributes and conditions.
    TakeSource,
}

/// Another cart on its way into this one.
///
/// It is made in two steps where somebody has to decide: [`Cart::conflicts_with`] says what is in both carts, and the
/// merge carries the resolutions.
///
/// ```
/// use cartwright_core::{
///     Cart, Conditions, Json, Merge, MergeStrategy, Model, NewItem, Operation, Policy, PriceInput, Resolution,
/// };
/// # let item = |id, quantity: i64| Operation::Add(NewItem {
/// #     id, name: "Thing", price: PriceInput::Whole(500), quantity: quantity.into(), attributes: Json::from("[]"),
/// #     conditions: Conditions::default(), model: Model::none(),
/// # });
///
/// let policy = Policy::default();
/// let (mut user, mut guest) = (Cart::default(), Cart::default());
/// user.apply(item("lamp", 1), &policy)?;
/// guest.apply(item("lamp", 2), &policy)?;
/// guest.apply(item("bulb", 5), &policy)?;
///
/// let conflicts = user.conflicts_with(&guest, MergeStrategy::AddQuantities, &policy)?;
/// assert_eq!(conflicts[0].quantity.map(|quantity| quantity.whole()), Some(3));
///
/// let resolutions = [("lamp", Resolution::By(MergeStrategy::KeepHighestQuantity))];
/// let merge = Merge { source: &guest, strategy: MergeStrategy::AddQuantities, resolutions: &resolutions };
/// user.apply(Operation::Merge(merge), &policy)?;
/// assert_eq!(user.quantity(), 2 + 5);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Merge<'a> {
    /// The cart that comes in. It is not changed; whoever stores carts removes it with the same commit.
    pub source: &'a Cart,
    /// What becomes of items in both carts that nobody has decided.
    pub strategy: MergeStrategy,
    /// What was decided, by the item's line. What is in one cart alone needs no decision, and one about it is ignored.
    pub resolutions: &'a [(&'a str, Resolution)],
}

impl Merge<'_> {
    /// The last decision about a line counts.
    fn resolution(&self, line: &ItemId) -> Resolution {
        let decided = self.resolutions.iter().rev().find(|(decided, _)| *decided == line.as_str());
        decided.map_or(Resolution::By(self.strategy), |(_, resolution)| *resolution)
    }
}

/// An item that is in both carts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeConflict {
    /// The item as the target has it.
    pub target: Arc<Item>,
    /// The item as the source has it.
    pub source: Arc<Item>,
    /// The quantity that comes out; `None` if it was decided to take it out.
    pub quantity: Option<Quantity>,
    /// Whether more would have come out than the shop allows.
    pub limited: bool,
}

/// What a merge did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The strategy's name, `custom` if something was decided.
    pub strategy: &'static str,
    /// The items that were in both carts.
    pub conflicts: Vec<MergeConflict>,
    /// The lines of which more would have come out than the shop allows.
    pub limited: Vec<ItemId>,
    /// Sum of the quantities: of the source where it took the place of a target without items, else of what came out.
    pub quantity: Decimal,
    /// Whether the source took the place of a target without items.
    pub moved: bool,
    /// The source as it was.
    pub source: Cart,
}

impl Cart {
    /// The items that are in both carts, with the quantity that a strategy gives them.
    ///
    /// # Errors
    /// If a quantity is beyond the range of a decimal.
    pub fn conflicts_with(
        &self,
        source: &Self,
        strategy: MergeStrategy,
        policy: &Policy,
    ) -> Result<Vec<MergeConflict>> {
        let merge = Merge { source, strategy, resolutions: &[] };
        self.conflicts(&merge, policy)
    }

    fn conflicts(&self, merge: &Merge<'_>, policy: &Policy) -> Result<Vec<MergeConflict>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let in_both = |source: &Arc<Item>| {
            let target = self.item(source.line().as_str())?;
            Some(merge.resolution(source.line()).conflict(target, source, policy))
        };
        merge.source.items().filter_map(in_both).collect()
    }

    /// A source without items changes nothing. A target without items becomes what the source is, as in the original.
    pub(crate) fn merge(&mut self, merge: &Merge<'_>, policy: &Policy) -> Result<Changes> {
        let source = merge.source;
        if source.is_empty() {
            return Ok(Changes::none());
        }
        let conflicts = self.conflicts(merge, policy)?;
        let moved = self.is_empty();
        let limited = if moved {
            *self = source.clone();
            Vec::new()
        } else {
            policy.limits.check_item_count(self.item_count() + source.item_count() - conflicts.len())?;
            self.unite(merge, &conflicts, policy)
        };
        let merged = Merged {
            strategy: if merge.resolutions.is_empty() { merge.strategy.name() } else { "custom" },
            conflicts,
            limited,
            quantity: self.exact_quantity(),
            moved,
            source: source.clone(),
        };
        Ok(Change::Merged(Box::new(merged)).into())
    }

    /// Says which lines were limited.
    fn unite(&mut self, merge: &Merge<'_>, conflicts: &[MergeConflict], policy: &Policy) -> Vec<ItemId> {
        let mut limited_lines = Vec::new();
        for conflict in conflicts {
            let line = conflict.target.line();
            if conflict.limited {
                limited_lines.push(line.clone());
            }
            let item =
                if merge.resolution(line) == Resolution::TakeSource { &conflict.source } else { &conflict.target };
            match conflict.quantity {
                Some(quantity) => {
                    self.put(item.with_quantity(quantity));
                }
                None => {
                    self.items.remove(line.as_str());
                }
            }
        }
        for item in merge.source.items() {
            if self.items.contains_key(item.line()) || conflicts.iter().any(|one| one.target.line() == item.line()) {
                continue;
            }
            let (quantity, limited) = within(item.quantity(), None, policy);
            if limited {
                limited_lines.push(item.line().clone());
            }
            self.put(item.with_quantity(quantity));
        }
        for condition in merge.source.conditions.iter() {
            if self.conditions.get(condition.name()).is_none() {
                self.conditions.set(Arc::clone(condition));
            }
        }
        for condition in merge.source.dynamic.iter() {
            if self.dynamic.get(condition.name()).is_none() {
                self.dynamic.set(Arc::clone(condition));
            }
        }
        for (key, value) in merge.source.metadata.iter() {
            if !self.metadata.has(key) {
                self.metadata.set(key, value.clone());
            }
        }
        self.kept.forget();
        limited_lines
    }
}

impl Resolution {
    fn conflict(self, target: &Arc<Item>, source: &Arc<Item>, policy: &Policy) -> Result<MergeConflict> {
        let (of_target, of_source) = (target.quantity().exact(), source.quantity().exact());
        let quantity = match self {
            Self::By(MergeStrategy::AddQuantities) => of_target.saturating_add(of_source),
            Self::By(MergeStrategy::KeepHighestQuantity) => of_target.max(of_source),
            Self::By(MergeStrategy::KeepTarget) => of_target,
            Self::By(MergeStrategy::ReplaceWithSource) | Self::TakeSource => of_source,
            Self::Quantity(quantity) => quantity,
        };
        // Decided by somebody, so it is judged like any other quantity.
        if let (Self::Quantity(_), true) = (self, quantity > Decimal::ZERO) {
            Quantity::checked(quantity, policy, "Quantity must be at least 1")?;
        }
        let (quantity, limited) = match Quantity::exactly(quantity) {
            Some(quantity) => {
                let (quantity, limited) = within(quantity, Some(target.quantity()), policy);
                (Some(quantity), limited)
            }
            None => (None, false),
        };
        Ok(MergeConflict { target: Arc::clone(target), source: Arc::clone(source), quantity, limited })
    }
}

/// The quantity within the shop's limit, and whether it was beyond. What the target already had stays in it.
fn within(quantity: Quantity, present: Option<Quantity>, policy: &Policy) -> (Quantity, bool) {
    let limit = Quantity::of(policy.limits.item_quantity.max(1)).max(present);
    match limit {
        Some(limit) if limit < quantity => (limit, true),
        _ => (quantity, false),
    }
}

#[cfg(test)]
mod tests;
