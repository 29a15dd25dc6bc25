//! Shipping: a condition of the cart of which there is one.

use crate::condition::{Condition, NewCondition};
use crate::effect::ConditionValue;
use crate::error::{Error, Result};
use crate::json::Json;
use crate::json_object::{members, object};
use crate::json_text::quoted;
use crate::switches::Switches;

/// The type of the conditions that are shipping costs.
pub const SHIPPING: &str = "shipping";

/// A shipping cost as a caller gives it, before it is checked.
#[derive(Clone, Debug)]
pub struct NewShipping<'a> {
    /// Its name, which is also its description.
    pub name: &'a str,
    /// The cost. A text that says nothing else is added.
    pub value: ConditionValue,
    /// `standard`, `express` or any other word.
    pub method: &'a str,
    /// Anything the host wants to keep with it: a JSON object or list.
    pub attributes: Json,
}

impl NewShipping<'_> {
    /// The condition that it is on a cart.
    pub(crate) fn condition(&self, switches: &Switches) -> Result<Condition> {
        let value = match &self.value {
            ConditionValue::Text(text) if !text.starts_with(['+', '-', '*', '/', '%']) => {
                ConditionValue::Text(format!("+{text}").into())
            }
            value => value.clone(),
        };
        let mut attributes = members(self.attributes.as_str()).ok_or_else(|| {
            Error::condition("The attributes of a shipping cost must be a JSON object or list; encode them as one")
        })?;
        // A key that is there keeps its place.
        attributes.insert("method".to_owned(), quoted(self.method).into());
        attributes.insert("description".to_owned(), quoted(self.name).into());
        let condition = NewCondition {
            attributes: Json::from(&*object(&attributes)),
            ..NewCondition::plain(self.name, SHIPPING, "total", value)
        };
        Condition::checked(condition, switches)
    }
}
