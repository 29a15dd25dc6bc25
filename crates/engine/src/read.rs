//! Reading carts.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::operation_kind::OperationKind;
use cartwright_core::{Cart, CartKey, Identity, LoadedCart, Money};

/// A cart with its sums.
///
/// ```
/// use cartwright_core::{CartKey, Conditions, Json, Model, NewItem, Operation, PriceInput};
/// use cartwright_engine::{Engine, Settings};
/// use cartwright_storage::MemoryStore;
///
/// let engine = Engine::new(MemoryStore::default(), Settings::new("JPY")?);
/// let key = CartKey::new("user-7", "default");
/// assert_eq!(engine.content(&key)?.total.format(), "¥0", "no cart reads as an empty one");
/// engine.apply(&key, &Operation::Add(NewItem {
///     id: "tea", name: "Tea", price: PriceInput::Whole(1200), quantity: 3.into(),
///     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
/// }))?;
/// let content = engine.content(&key)?;
/// assert_eq!((content.total.format(), content.cart.item_count()), ("¥3,600".to_owned(), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Content {
    /// Which cart.
    pub key: CartKey,
    /// What it is; none if there is none.
    pub identity: Option<Identity>,
    /// What is in it.
    pub cart: Cart,
    /// The items with all their conditions and the cart's of target `subtotal`.
    pub subtotal: Money,
    /// The subtotal with the cart's conditions of target `total`.
    pub total: Money,
    /// Prices times quantities, without any condition.
    pub subtotal_without_conditions: Money,
    /// What the conditions save; 0 if they cost more than they save.
    pub savings: Money,
}

impl Engine {
    /// The cart with what it is, or `None` if there is none.
    ///
    /// # Errors
    /// If the store fails, or what it holds cannot be read.
    pub fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, EngineError> {
        self.measured(OperationKind::Get, || Ok(self.store().load(key)?))
    }

    /// The cart; an empty one if there is none.
    ///
    /// # Errors
    /// As for [`Engine::load`].
    pub fn get(&self, key: &CartKey) -> Result<Cart, EngineError> {
        Ok(self.load(key)?.map_or_else(Cart::default, |loaded| loaded.cart))
    }

    /// The cart with its sums in the shop's currency, all from one reading.
    ///
    /// # Errors
    /// As for [`Engine::load`]; if a sum is beyond the range of a decimal.
    pub fn content(&self, key: &CartKey) -> Result<Content, EngineError> {
        let (identity, cart) = match self.load(key)? {
            Some(loaded) => (Some(loaded.identity), loaded.cart),
            None => (None, Cart::default()),
        };
        let pricing = self.settings().pricing();
        Ok(Content {
            key: key.clone(),
            identity,
            subtotal: cart.subtotal(pricing)?,
            total: cart.total(pricing)?,
            subtotal_without_conditions: cart.subtotal_without_conditions(pricing)?,
            savings: cart.savings(pricing)?,
            cart,
        })
    }

    /// Whether there is a cart, even one with metadata only.
    ///
    /// # Errors
    /// If the store fails.
    pub fn has(&self, key: &CartKey) -> Result<bool, EngineError> {
        Ok(self.store().identity(key)?.is_some())
    }

    /// The instances of an identifier, in order.
    ///
    /// # Errors
    /// If the store fails.
    pub fn instances(&self, identifier: &str) -> Result<Vec<String>, EngineError> {
        Ok(self.store().instances(identifier)?)
    }
}
