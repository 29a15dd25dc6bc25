//! A cart that is held between operations.

use crate::applied::Applied;
use crate::change_cart::Start;
use crate::engine::Engine;
use crate::error::EngineError;
use cartwright_core::{Cart, CartKey, Identity, Operation};
use std::sync::Arc;

/// A cart that is held between operations, as during a request: it is loaded once, and each operation is one commit.
///
/// What others store meanwhile is not lost and not overlooked. A commit compares what is held with what is stored; a read,
/// and an answer for which nothing is written, compares too, and loads again if they differ.
///
/// ```
/// # use cartwright_core::{CartKey, Json, Operation};
/// # use cartwright_engine::{Engine, Settings};
/// # use cartwright_storage::MemoryStore;
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// let mut cart = engine.open(CartKey::new("user-7", "default"));
/// cart.apply(&Operation::SetMetadata("note", Json::from("\"gift\"")))?;
/// assert!(cart.read()?.metadata().has("note"));
///
/// let mut wishlist = cart.instance("wishlist");
/// assert!(wishlist.read()?.is_bare());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OpenCart {
    engine: Engine,
    key: CartKey,
    held: Option<Held>,
}

#[derive(Debug)]
struct Held {
    identity: Option<Identity>,
    cart: Arc<Cart>,
}

impl Engine {
    /// A cart to be held between operations. Nothing is loaded yet.
    pub fn open(&self, key: CartKey) -> OpenCart {
        OpenCart { engine: self.clone(), key, held: None }
    }
}

impl OpenCart {
    /// Which cart.
    pub fn key(&self) -> &CartKey {
        &self.key
    }

    /// The engine that it was opened with.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What was last read or stored; none if there is no cart, or nothing was read yet.
    pub fn identity(&self) -> Option<Identity> {
        self.held.as_ref().and_then(|held| held.identity)
    }

    /// Lets go of what is held: it is loaded again when it is next needed.
    pub fn forget(&mut self) {
        self.held = None;
    }

    /// Another cart of the same identifier; this one is unchanged.
    pub fn instance(&self, name: &str) -> OpenCart {
        self.engine.open(self.key.with_instance(name))
    }

    /// The cart as it is stored now.
    ///
    /// # Errors
    /// If the store fails, or what it holds cannot be read.
    pub fn read(&mut self) -> Result<Arc<Cart>, EngineError> {
        if let Some(held) = &self.held {
            if self.engine.store().identity(&self.key)? == held.identity {
                return Ok(Arc::clone(&held.cart));
            }
        }
        let (identity, cart) = match self.engine.load(&self.key)? {
            Some(loaded) => (Some(loaded.identity), Arc::new(loaded.cart)),
            None => (None, Arc::default()),
        };
        self.held = Some(Held { identity, cart: Arc::clone(&cart) });
        Ok(cart)
    }

    /// Does something to the cart; see [`Engine::apply`].
    ///
    /// # Errors
    /// As for [`Engine::apply`].
    pub fn apply(&mut self, operation: &Operation<'_>) -> Result<Applied, EngineError> {
        self.apply_all(std::slice::from_ref(operation))
    }

    /// Does several things to the cart in one commit; see [`Engine::apply_all`].
    ///
    /// # Errors
    /// As for [`Engine::apply`].
    pub fn apply_all(&mut self, operations: &[Operation<'_>]) -> Result<Applied, EngineError> {
        // What is held is given away: after an error it is not known to be right.
        let start = self.held.take().map_or(Start::Load, |held| Start::Held(held.identity, held.cart));
        let applied = self.engine.apply_from(&self.key, operations, start)?;
        self.held = Some(Held { identity: applied.after, cart: Arc::clone(&applied.cart) });
        Ok(applied)
    }
}
