//! Behaviour that a shop may choose.

use crate::currency::Currency;
use crate::pricing::Pricing;

/// What puts two additions on one line of the cart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineIdentity {
    /// The same id, as in the original: adding it again replaces the attributes.
    #[default]
    Id,
    /// The same id and the same attributes: a shirt in L and one in M are two lines.
    IdAndAttributes,
}

/// Where a shop wants something else than the original did. All are off by default.
///
/// ```
/// use cartwright_core::{
///     Cart, Conditions, Json, LineIdentity, Model, NewItem, Operation, Policy, PriceInput,
/// };
///
/// let mut policy = Policy::default();
/// policy.switches.line_identity = LineIdentity::IdAndAttributes;
/// policy.switches.strict_parsing = true;
///
/// let mut cart = Cart::default();
/// let mut shirt = NewItem {
///     id: "shirt", name: "Shirt", price: PriceInput::Text("$1,299.50"), quantity: 1.into(),
///     attributes: Json::from(r#"{"size":"L"}"#), conditions: Conditions::default(), model: Model::none(),
/// };
/// cart.apply(Operation::Add(shirt.clone()), &policy)?;
/// shirt.attributes = Json::from(r#"{"size":"M"}"#);
/// cart.apply(Operation::Add(shirt.clone()), &policy)?;
/// assert_eq!(cart.item_count(), 2);
///
/// shirt.price = PriceInput::Text("1.234,56");
/// assert!(cart.apply(Operation::Add(shirt), &policy).unwrap_err().to_string().contains("such as 1,299.50"));
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switches {
    /// Totals apply conditions by their `order`, those of the same order as they were put on. Otherwise all as they were put on.
    pub honour_condition_order: bool,
    /// What puts two additions on one line.
    pub line_identity: LineIdentity,
    /// Prices and condition values that are no numbers, or could be read in two ways, are refused. Otherwise they are read as
    /// the original reads them, and text is 0.
    pub strict_parsing: bool,
    /// Quantities may be fractions: 0.75 kg. Otherwise they are whole.
    pub fractional_quantities: bool,
}

impl Switches {
    /// How a cart is summed up under these switches.
    pub fn pricing(&self, currency: &'static Currency) -> Pricing {
        Pricing { currency, honour_condition_order: self.honour_condition_order }
    }
}
