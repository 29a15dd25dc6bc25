//! A cart that is stored by its engine.

use crate::failure::Failure;
use crate::result::Told;
use cartwright_core::{Cart, Changes, Identity, Operation, Policy};
use cartwright_engine::{Engine, OpenCart};
use cartwright_wire::StoredCart;
use std::sync::{Arc, Weak};

pub(crate) struct BoundCart {
    open: OpenCart,
    /// The text of what was last written out, and of which state of the cart it is. That state is not held: whoever changes
    /// the cart could not have it for himself then, and would copy it.
    shown: StoredCart,
    shown_of: Weak<Cart>,
}

impl BoundCart {
    pub(crate) fn new(open: OpenCart) -> Self {
        Self { open, shown: StoredCart::default(), shown_of: Weak::new() }
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.open.engine()
    }

    pub(crate) fn policy(&self) -> Policy {
        self.open.engine().settings().policy
    }

    /// The cart as it is stored now.
    pub(crate) fn read(&mut self) -> Result<Arc<Cart>, Failure> {
        Ok(self.open.read()?)
    }

    /// What it is; none if there is none.
    pub(crate) fn identity(&mut self) -> Result<Option<Identity>, Failure> {
        self.open.read()?;
        Ok(self.open.identity())
    }

    /// The same with its text; that of items which have not changed is kept.
    pub(crate) fn text(&mut self) -> Result<&StoredCart, Failure> {
        let cart = self.open.read()?;
        if !self.shown_of.upgrade().is_some_and(|shown| Arc::ptr_eq(&shown, &cart)) {
            self.shown.follow((*cart).clone());
            self.shown_of = Arc::downgrade(&cart);
        }
        Ok(&self.shown)
    }

    pub(crate) fn change<T>(
        &mut self,
        operations: &[Operation<'_>],
        tell: impl FnOnce(&Cart, &Changes) -> Result<T, Failure>,
    ) -> Result<(Told, T), Failure> {
        let applied = self.open.apply_all(operations)?;
        let answer = tell(&applied.cart, &applied.changes)?;
        Ok((Told::by_engine(applied), answer))
    }

    pub(crate) fn forget(&mut self) {
        self.open.forget();
    }
}
