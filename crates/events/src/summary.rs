//! What a cart comes to, as events tell it.

use cartwright_core::{Cart, Decimal, Pricing};

/// What a cart comes to at the time of an event. Sums that are beyond the range of a decimal are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CartSummary {
    /// How many distinct items.
    pub items_count: usize,
    /// The sum of the quantities.
    pub total_quantity: Decimal,
    /// The subtotal's amount.
    pub subtotal: Option<Decimal>,
    /// The total's amount.
    pub total: Option<Decimal>,
    /// How many conditions are on the cart.
    pub conditions_count: usize,
}

impl CartSummary {
    /// Of a cart as it is.
    pub fn of(cart: &Cart, pricing: impl Into<Pricing>) -> Self {
        let pricing = pricing.into();
        let exact = |money: cartwright_core::Result<cartwright_core::Money>| Some(money.ok()?.amount().exact());
        Self {
            items_count: cart.item_count(),
            total_quantity: cart.exact_quantity(),
            subtotal: exact(cart.subtotal(pricing)),
            total: exact(cart.total(pricing)),
            conditions_count: cart.conditions().len(),
        }
    }
}
