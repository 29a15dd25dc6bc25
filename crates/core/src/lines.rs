//! The items of a cart by line, shared between copies of the cart until one of them changes.

use crate::item::{Item, ItemId};
use indexmap::IndexMap;
use std::ops::Deref;
use std::sync::Arc;

type Map = IndexMap<ItemId, Arc<Item>>;

/// Items by line, in the order of insertion. Copies share them: a store hands out a cart of 1000 items as fast as one of one,
/// and who changes his copy pays for it then, once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Arc<Map>);

impl Lines {
    pub(crate) fn put(&mut self, item: Arc<Item>) {
        Arc::make_mut(&mut self.0).insert(item.line().clone(), item);
    }

    /// Takes an item out; those behind it move up. If it is not there, nothing is copied.
    pub(crate) fn remove(&mut self, line: &str) -> Option<Arc<Item>> {
        if !self.0.contains_key(line) {
            return None;
        }
        Arc::make_mut(&mut self.0).shift_remove(line)
    }
}

impl Deref for Lines {
    type Target = Map;

    fn deref(&self) -> &Map {
        &self.0
    }
}

/// Of items on the same line the last one counts.
impl FromIterator<Item> for Lines {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
        Self(Arc::new(items.into_iter().map(|item| (item.line().clone(), Arc::new(item))).collect()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cart, Conditions, Json, Model, NewItem, Operation, Policy, PriceInput};

    fn add(cart: &mut Cart, id: &str) {
        let item = NewItem {
            id,
            name: "Thing",
            price: PriceInput::Whole(5),
            quantity: 1.into(),
            attributes: Json::from("[]"),
            conditions: Conditions::default(),
            model: Model::none(),
        };
        cart.apply(Operation::Add(item), &Policy::default()).unwrap();
    }

    fn ids(cart: &Cart) -> Vec<&str> {
        cart.items().map(|item| item.id().as_str()).collect()
    }

    #[test]
    fn what_is_done_to_a_copy_is_not_done_to_the_cart() {
        let mut cart = Cart::default();
        ["a", "b"].into_iter().for_each(|id| add(&mut cart, id));
        let mut copy = cart.clone();
        copy.apply(Operation::Remove("a"), &Policy::default()).unwrap();
        add(&mut copy, "c");
        let mut other = cart.clone();
        other.apply(Operation::Clear, &Policy::default()).unwrap();
        assert_eq!((ids(&cart), ids(&copy), ids(&other)), (vec!["a", "b"], vec!["b", "c"], vec![]));
        add(&mut cart, "d");
        assert_eq!((ids(&cart), ids(&copy)), (vec!["a", "b", "d"], vec!["b", "c"]));
    }

    #[test]
    fn what_changes_no_item_copies_none() {
        let mut cart = Cart::default();
        add(&mut cart, "a");
        let mut copy = cart.clone();
        copy.apply(Operation::SetMetadata("note", Json::from("1")), &Policy::default()).unwrap();
        copy.apply(Operation::Remove("lamp"), &Policy::default()).unwrap();
        assert!(std::ptr::eq(&*cart.items, &*copy.items));
    }
}
