//! What is done to the items of a cart.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::error::{Error, Result};
use crate::item::{Item, ItemUpdate, NewItem, QuantityUpdate};
use crate::policy::Policy;
use crate::quantity::Quantity;
use rust_decimal::Decimal;
use std::sync::Arc;

impl Cart {
    pub(crate) fn add(&mut self, new: NewItem<'_>, policy: &Policy) -> Result<Changes> {
        let first = self.items.is_empty();
        let mut item = Item::new(new, policy)?;
        match self.items.get(item.id()) {
            Some(earlier) => item = item.on_top_of(earlier, policy)?,
            None => policy.limits.check_item_count(self.items.len() + 1)?,
        }
        let item = self.put(item);
        Ok(Change::ItemAdded { item, first }.into())
    }

    pub(crate) fn update(&mut self, id: &str, update: &ItemUpdate<'_>, policy: &Policy) -> Result<Changes> {
        let Some(item) = self.items.get(id) else {
            return Ok(Changes::none());
        };
        let quantity = match update.quantity {
            None => item.quantity(),
            Some(change) => {
                let quantity = match change {
                    QuantityUpdate::By(more) => item
                        .quantity()
                        .exact()
                        .checked_add(more)
                        .ok_or_else(|| Error::out_of_range("The quantity of an item"))?,
                    QuantityUpdate::To(exactly) => exactly,
                };
                if quantity <= Decimal::ZERO {
                    return Ok(self.remove(id));
                }
                Quantity::checked(quantity, policy, "Quantity must be at least 1")?
            }
        };
        let changed = item.changed(update, quantity, policy)?;
        let differs = changed != **item;
        let item = if differs { self.put(changed) } else { Arc::clone(item) };
        Ok(Change::ItemUpdated { item, differs }.into())
    }

    pub(crate) fn remove(&mut self, id: &str) -> Changes {
        match self.items.shift_remove(id) {
            Some(item) => {
                self.kept.forget();
                Change::ItemRemoved { item }.into()
            }
            None => Changes::none(),
        }
    }

    /// Also an empty cart is cleared: there is an event of it.
    pub(crate) fn clear(&mut self) -> Changes {
        let differs = !self.is_bare();
        *self = Self::default();
        Change::Cleared { differs }.into()
    }

    /// Puts an item in, in the place of one of the same id.
    pub(crate) fn put(&mut self, item: Item) -> Arc<Item> {
        let item = Arc::new(item);
        self.items.insert(item.id().clone(), Arc::clone(&item));
        self.kept.forget();
        item
    }
}
