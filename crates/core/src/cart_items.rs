//! What is done to the items of a cart.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::error::{Error, Result};
use crate::item::{Item, ItemUpdate, NewItem, QuantityUpdate};
use crate::json_value::same;
use crate::policy::Policy;
use crate::quantity::Quantity;
use rust_decimal::Decimal;
use std::sync::Arc;

impl Cart {
    pub(crate) fn add(&mut self, new: NewItem<'_>, policy: &Policy) -> Result<Changes> {
        let first = self.items.is_empty();
        let item = Item::new(new, policy)?;
        let item = self.summed(item, policy)?;
        let item = self.put(item);
        Ok(Change::ItemAdded { item, first }.into())
    }

    /// The item with what its line already holds on top.
    fn summed(&self, item: Item, policy: &Policy) -> Result<Item> {
        if let Some(earlier) = self.items.get(item.line()) {
            return item.on_top_of(earlier, policy);
        }
        // A line from before attributes counted is the line of the attributes it has.
        match self.items.get(item.id()) {
            Some(earlier) if same(earlier.attributes().as_str(), item.attributes().as_str()) => {
                item.on_line_of(earlier).on_top_of(earlier, policy)
            }
            _ => {
                policy.limits.check_item_count(self.items.len() + 1)?;
                Ok(item)
            }
        }
    }

    pub(crate) fn update(&mut self, line: &str, update: &ItemUpdate<'_>, policy: &Policy) -> Result<Changes> {
        let Some(item) = self.items.get(line) else {
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
                    return Ok(self.remove(line));
                }
                Quantity::checked(quantity, policy, "Quantity must be at least 1")?
            }
        };
        let changed = item.changed(update, quantity, policy)?;
        if changed.line() != item.line() {
            return self.move_line(line, changed, policy);
        }
        let differs = changed != **item;
        let item = if differs { self.put(changed) } else { Arc::clone(item) };
        Ok(Change::ItemUpdated { item, differs }.into())
    }

    /// Where attributes count, others mean another line: the item is taken out of the one and put into the other.
    fn move_line(&mut self, line: &str, item: Item, policy: &Policy) -> Result<Changes> {
        let item = match self.items.get(item.line()) {
            Some(earlier) => item.on_top_of(earlier, policy)?,
            None => item,
        };
        let mut changes = self.remove(line);
        changes.push(Change::ItemAdded { item: self.put(item), first: false });
        Ok(changes)
    }

    pub(crate) fn remove(&mut self, line: &str) -> Changes {
        match self.items.remove(line) {
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

    /// Puts an item in, in the place of one on the same line.
    pub(crate) fn put(&mut self, item: Item) -> Arc<Item> {
        let item = Arc::new(item);
        self.items.put(Arc::clone(&item));
        self.kept.forget();
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Conditions, Json, Limits, LineIdentity, Model, Operation, PriceInput};

    fn shirt(attributes: &str, quantity: i64) -> Operation<'static> {
        Operation::Add(NewItem {
            id: "shirt",
            name: "Shirt",
            price: PriceInput::Whole(1000),
            quantity: quantity.into(),
            attributes: Json::from(attributes),
            conditions: Conditions::default(),
            model: Model::none(),
        })
    }

    fn by_attributes() -> Policy {
        let mut policy = Policy::from(Limits { item_quantity: 10, ..Limits::default() });
        policy.switches.line_identity = LineIdentity::IdAndAttributes;
        policy
    }

    fn lines(cart: &Cart) -> Vec<(String, i64)> {
        cart.items().map(|item| (item.attributes().as_str().to_owned(), item.quantity().whole())).collect()
    }

    fn other_attributes(attributes: &str) -> ItemUpdate<'static> {
        ItemUpdate { attributes: Some(Json::from(attributes)), ..ItemUpdate::default() }
    }

    #[test]
    fn by_id_alone_other_attributes_replace_the_earlier_ones() {
        let mut cart = Cart::default();
        for attributes in [r#"{"size":"L"}"#, r#"{"size":"M"}"#] {
            cart.apply(shirt(attributes, 1), &Policy::default()).unwrap();
        }
        assert_eq!(lines(&cart), [(r#"{"size":"M"}"#.to_owned(), 2)]);
        assert_eq!(cart.item("shirt").unwrap().line().as_str(), "shirt");
    }

    #[test]
    fn by_attributes_each_has_its_line_whatever_their_order_and_white_space() {
        let (mut cart, policy) = (Cart::default(), by_attributes());
        for attributes in ["[]", r#"{"size":"L","n":1}"#, r#"{"size":"M"}"#, r#"{ "n": 1.0, "size": "L" }"#] {
            cart.apply(shirt(attributes, 1), &policy).unwrap();
        }
        let quantities: Vec<i64> = cart.items().map(|item| item.quantity().whole()).collect();
        assert_eq!(quantities, [1, 2, 1]);
        assert!(cart.items().all(|item| item.id().as_str() == "shirt"));
    }

    #[test]
    fn a_line_from_before_attributes_counted_goes_on_with_its_attributes() {
        let mut cart = Cart::default();
        cart.apply(shirt(r#"{"size":"L"}"#, 1), &Policy::default()).unwrap();
        cart.apply(shirt(r#"{"size":"L"}"#, 2), &by_attributes()).unwrap();
        cart.apply(shirt(r#"{"size":"M"}"#, 1), &by_attributes()).unwrap();
        assert_eq!(lines(&cart), [(r#"{"size":"L"}"#.to_owned(), 3), (r#"{"size":"M"}"#.to_owned(), 1)]);
        assert!(cart.item("shirt").is_some());
    }

    #[test]
    fn other_attributes_move_an_item_to_their_line() {
        let (mut cart, policy) = (Cart::default(), by_attributes());
        cart.apply(shirt(r#"{"size":"L"}"#, 2), &policy).unwrap();
        cart.apply(shirt(r#"{"size":"M"}"#, 3), &policy).unwrap();
        let line = cart.items().next().unwrap().line().clone();
        let changes =
            cart.apply(Operation::Update(line.as_str(), other_attributes(r#"{"size":"M"}"#)), &policy).unwrap();
        assert!(matches!(&changes[..], [Change::ItemRemoved { .. }, Change::ItemAdded { first: false, .. }]));
        assert_eq!(lines(&cart), [(r#"{"size":"M"}"#.to_owned(), 5)]);
    }

    #[test]
    fn a_move_beyond_the_limit_is_refused_and_moves_nothing() {
        let (mut cart, policy) = (Cart::default(), by_attributes());
        cart.apply(shirt(r#"{"size":"L"}"#, 6), &policy).unwrap();
        cart.apply(shirt(r#"{"size":"M"}"#, 6), &policy).unwrap();
        let (before, line) = (cart.clone(), cart.items().next().unwrap().line().clone());
        let update = Operation::Update(line.as_str(), other_attributes(r#"{"size":"M"}"#));
        assert!(cart.apply(update, &policy).is_err());
        assert_eq!(cart, before);
    }

    #[test]
    fn an_update_without_attributes_stays_on_its_line() {
        let mut cart = Cart::default();
        cart.apply(shirt(r#"{"size":"L"}"#, 1), &Policy::default()).unwrap();
        let update = ItemUpdate { name: Some("Coat"), ..ItemUpdate::default() };
        cart.apply(Operation::Update("shirt", update), &by_attributes()).unwrap();
        assert_eq!(cart.item("shirt").unwrap().name(), "Coat");
    }

    #[test]
    fn fractions_are_summed_exactly_where_they_are_switched_on() {
        let (mut cart, mut policy) = (Cart::default(), Policy::default());
        policy.switches.fractional_quantities = true;
        for _ in 0..3 {
            let Operation::Add(mut cheese) = shirt("[]", 1) else { return };
            cheese.quantity = "0.1".parse().unwrap();
            cart.apply(Operation::Add(cheese), &policy).unwrap();
        }
        assert_eq!(cart.exact_quantity().to_string(), "0.3");
        let dollars = crate::Currency::find("USD").unwrap();
        assert_eq!(cart.total(dollars).unwrap().amount().exact().normalize().to_string(), "300");
        let less = ItemUpdate { quantity: Some(QuantityUpdate::By("-0.3".parse().unwrap())), ..Default::default() };
        assert!(matches!(
            &cart.apply(Operation::Update("shirt", less), &policy).unwrap()[..],
            [Change::ItemRemoved { .. }]
        ));
    }
}
