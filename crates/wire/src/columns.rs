//! The text of the columns of a cart that comes as a value, for stores that keep no text of their own.

use crate::json_text::json_string;
use crate::metadata;
use crate::stored_cart::StoredCart;
use crate::stored_error::StoredError;
use crate::write::{conditions_json, item_json, item_member};
use cartwright_core::{Cart, Conditions, Item};

/// The columns of a cart as they are stored; `None` is NULL.
///
/// ```
/// use cartwright_core::{Operation, Policy};
/// use cartwright_wire::Columns;
///
/// let items = r#"{"a":{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#;
/// let mut cart = Columns { items: Some(items), ..Columns::default() }.read()?;
/// assert_eq!(cartwright_wire::items_column(&cart).as_deref(), Some(items));
/// cart.apply(Operation::Remove("a"), &Policy::default())?;
/// assert_eq!(cartwright_wire::items_column(&cart), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns<'a> {
    /// The items.
    pub items: Option<&'a str>,
    /// The conditions.
    pub conditions: Option<&'a str>,
    /// The metadata.
    pub metadata: Option<&'a str>,
}

impl Columns<'_> {
    /// Reads the cart.
    ///
    /// # Errors
    /// If a column cannot be read. It must then not be overwritten.
    pub fn read(self) -> Result<Cart, StoredError> {
        StoredCart::read(self.items, self.conditions, self.metadata).map(StoredCart::into_cart)
    }
}

/// The text of the items' column of a cart, `None` for NULL.
pub fn items_column(cart: &Cart) -> Option<String> {
    if cart.item_count() == 0 {
        return None;
    }
    let mut out = String::with_capacity(256 * cart.item_count());
    for item in cart.items() {
        out.push(if out.is_empty() { '{' } else { ',' });
        out.push_str(&item_member(item));
    }
    out.push('}');
    Some(out)
}

/// The text of the conditions' column of a cart, `None` for NULL.
pub fn conditions_column(cart: &Cart) -> Option<String> {
    conditions_text(cart.conditions())
}

/// The text of the metadata's column of a cart, `None` for NULL.
pub fn metadata_column(cart: &Cart) -> Option<String> {
    let (values, dynamic) = (cart.metadata(), cart.dynamic_conditions());
    (!values.is_empty() || !dynamic.is_empty()).then(|| metadata::write(values, dynamic))
}

/// The text of the dynamic conditions of a cart, which the metadata's column has under
/// [`DYNAMIC_CONDITIONS`](cartwright_core::DYNAMIC_CONDITIONS); `None` if there are none.
pub fn dynamic_conditions_text(cart: &Cart) -> Option<String> {
    conditions_text(cart.dynamic_conditions())
}

fn conditions_text(conditions: &Conditions) -> Option<String> {
    (!conditions.is_empty()).then(|| {
        let mut out = String::new();
        conditions_json(conditions.iter(), &mut out);
        out
    })
}

/// One item as the items' column has it, without its key.
pub fn item_text(item: &Item) -> String {
    let mut out = String::with_capacity(160 + item.attributes().as_str().len());
    item_json(item, &mut out);
    out
}

/// A JSON object of values that are stored apart, in their order: the column that [`Columns::read`] reads.
pub fn joined<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut out = String::new();
    for (key, value) in members {
        out.push(if out.is_empty() { '{' } else { ',' });
        json_string(key, &mut out);
        out.push(':');
        out.push_str(value);
    }
    if out.is_empty() {
        return None;
    }
    out.push('}');
    Some(out)
}
