//! A stored cart that is read when somebody asks what is in it.

use crate::stored_cart::{Pending, StoredCart};
use crate::stored_error::StoredError;
use cartwright_core::{Cart, Change, Changes, Operation, Policy};
use std::cell::OnceCell;
use std::sync::Arc;

/// The text of a cart's columns, and the cart as soon as it was needed.
///
/// Who changes a condition of a large cart needs none of its items; reading them would be all of the cost.
///
/// ```
/// use cartwright_core::{Operation, Policy};
/// use cartwright_wire::{HeldCart, StoredErrorKind};
///
/// let mut cart = HeldCart::new(Some("no JSON"), None, None);
/// cart.apply(Operation::RemoveCondition("sale"), &Policy::default())?;
/// let refused = cart.apply(Operation::Remove("shirt"), &Policy::default()).unwrap_err();
/// assert_eq!(refused.kind(), StoredErrorKind::Corrupt);
/// # Ok::<(), cartwright_wire::StoredError>(())
/// ```
#[derive(Debug, Default)]
pub struct HeldCart {
    items: Option<Arc<str>>,
    conditions: Option<Arc<str>>,
    metadata: Option<Arc<str>>,
    /// The cart with everything in it.
    whole: OnceCell<StoredCart>,
    /// A cart of conditions and metadata alone; of no use any more once there is the whole.
    without_items: OnceCell<StoredCart>,
}

impl HeldCart {
    /// The columns of a stored cart, not looked at; `None` is a column that is NULL.
    pub fn new(items: Option<&str>, conditions: Option<&str>, metadata: Option<&str>) -> Self {
        Self {
            items: items.map(Into::into),
            conditions: conditions.map(Into::into),
            metadata: metadata.map(Into::into),
            ..Self::default()
        }
    }

    /// A cart that came in another way than as text. Nothing is pending.
    pub fn of_cart(cart: Cart) -> Self {
        let mut stored = StoredCart::default();
        stored.follow(cart);
        Self { whole: OnceCell::from(stored), ..Self::default() }
    }

    /// The cart.
    ///
    /// # Errors
    /// If a column cannot be read. It must then not be overwritten.
    pub fn cart(&self) -> Result<&StoredCart, StoredError> {
        if let Some(cart) = self.whole.get() {
            return Ok(cart);
        }
        let changed = self.without_items.get().filter(|known| !known.is_as_read());
        let cart = match changed {
            // What was read and not changed is known by the text it was read from, which may be written otherwise.
            None => StoredCart::of_columns(self.items.clone(), self.conditions.clone(), self.metadata.clone())?,
            Some(known) => {
                let [conditions, metadata] =
                    [known.conditions_column(), known.metadata_column()].map(|column| column.map(Into::into));
                let mut cart = StoredCart::of_columns(self.items.clone(), conditions, metadata)?;
                cart.are_pending(known.pending());
                cart
            }
        };
        Ok(self.whole.get_or_init(|| cart))
    }

    /// The cart, or one that has its conditions and metadata and no items.
    ///
    /// # Errors
    /// If another column than the items' cannot be read.
    pub fn conditions(&self) -> Result<&StoredCart, StoredError> {
        if let Some(cart) = self.whole.get().or_else(|| self.without_items.get()) {
            return Ok(cart);
        }
        let cart = StoredCart::of_columns(None, self.conditions.clone(), self.metadata.clone())?;
        Ok(self.without_items.get_or_init(|| cart))
    }

    /// Does something to the cart. What is refused leaves it as it was. A cart that cannot be read can be cleared: what
    /// it was is not asked for.
    ///
    /// # Errors
    /// If a column that is needed cannot be read, or the core's reason for the refusal.
    pub fn apply(&mut self, operation: Operation<'_>, policy: &Policy) -> Result<(&StoredCart, Changes), StoredError> {
        if matches!(operation, Operation::Clear) && self.cart().is_err() {
            *self = Self { whole: OnceCell::from(StoredCart::from(Cart::default())), ..Self::default() };
            return Ok((self.cart()?, Change::Cleared { differs: true }.into()));
        }
        let cart = self.reading(needs_no_items(&operation))?;
        let changes = cart.apply(operation, policy)?;
        Ok((cart, changes))
    }

    /// Does several things to the cart: all of them, or none.
    ///
    /// # Errors
    /// As for [`HeldCart::apply`].
    pub fn apply_all(
        &mut self,
        operations: &[Operation<'_>],
        policy: &Policy,
    ) -> Result<(&StoredCart, Changes), StoredError> {
        if let [operation] = operations {
            return self.apply(operation.clone(), policy);
        }
        let cart = self.reading(operations.iter().all(needs_no_items))?;
        let changes = cart.apply_all(operations, policy)?;
        Ok((cart, changes))
    }

    fn reading(&mut self, without_items: bool) -> Result<&mut StoredCart, StoredError> {
        if without_items {
            self.conditions()?;
        } else {
            self.cart()?;
        }
        // One of them has just been read.
        match (self.whole.get_mut(), self.without_items.get_mut()) {
            (Some(cart), _) | (None, Some(cart)) => Ok(cart),
            (None, None) => Err(StoredError::corrupt("items", None, "they are gone")),
        }
    }

    /// Which columns have to be stored.
    pub fn pending(&self) -> Pending {
        self.read().map(StoredCart::pending).unwrap_or_default()
    }

    /// Says that they are.
    pub fn committed(&mut self) {
        for cart in [self.whole.get_mut(), self.without_items.get_mut()].into_iter().flatten() {
            cart.committed();
        }
    }

    /// Whether this is what the columns say, to the byte, and nothing is pending.
    pub fn holds(&self, items: Option<&str>, conditions: Option<&str>, metadata: Option<&str>) -> bool {
        let others = || self.conditions.as_deref() == conditions && self.metadata.as_deref() == metadata;
        match self.read() {
            None => self.items.as_deref() == items && others(),
            Some(_) if self.whole.get().is_none() && self.items.as_deref() != items => false,
            Some(cart) => cart.holds(if self.whole.get().is_none() { None } else { items }, conditions, metadata),
        }
    }

    fn read(&self) -> Option<&StoredCart> {
        self.whole.get().or_else(|| self.without_items.get())
    }
}

/// Whether an operation looks at conditions and metadata alone.
fn needs_no_items(operation: &Operation<'_>) -> bool {
    matches!(
        operation,
        Operation::AddCondition(_)
            | Operation::RemoveCondition(_)
            | Operation::RemoveConditionsByType(_)
            | Operation::ClearConditions
            | Operation::SetShipping(_)
            | Operation::RemoveShipping
            | Operation::SetMetadata(..)
            | Operation::RemoveMetadata(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: Option<&str> = Some(
        r#"{"a":{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#,
    );

    #[test]
    fn what_was_read_in_two_steps_is_still_known_by_its_text() {
        // As the original stores what has become empty; anew it would be NULL.
        for (conditions, metadata) in [(Some("[]"), Some("{}")), (Some("{ }"), None), (None, Some(r#"{ "note": 1 }"#))]
        {
            let cart = HeldCart::new(ITEMS, conditions, metadata);
            cart.conditions().unwrap();
            assert!(cart.holds(ITEMS, conditions, metadata), "{conditions:?}, {metadata:?}: after the conditions");
            cart.cart().unwrap();
            assert!(cart.holds(ITEMS, conditions, metadata), "{conditions:?}, {metadata:?}: after the items");
        }
    }

    #[test]
    fn what_was_changed_before_the_items_were_read_is_known_by_what_was_stored_of_it() {
        let mut cart = HeldCart::new(ITEMS, Some("[]"), None);
        cart.apply(Operation::SetMetadata("note", cartwright_core::Json::from("1")), &Policy::default()).unwrap();
        assert!(!cart.holds(ITEMS, Some("[]"), None));
        cart.committed();
        cart.cart().unwrap();
        assert!(cart.holds(ITEMS, None, Some(r#"{"note":1}"#)));
        assert!(!cart.holds(ITEMS, Some("[]"), None));
    }
}
