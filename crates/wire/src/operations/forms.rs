//! The words of operations: what each is called, which keys it has, what they hold.
//!
//! This list is what is read by; the documentation is checked against it.

use super::owned::OwnedOperation;
use super::{fields::Fields, read};
use crate::json_scan::{Kind, RawValue};
use crate::stored_error::StoredError;
use std::fmt;

/// An operation as JSON writes it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct OperationForm {
    /// What stands under `op`.
    pub name: &'static str,
    /// Its other keys.
    pub keys: &'static [KeyForm],
    pub(super) read: fn(&Fields<'_>) -> Result<OwnedOperation, StoredError>,
}

impl fmt::Debug for OperationForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationForm").field("name", &self.name).field("keys", &self.keys).finish()
    }
}

/// A key of an operation or of a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyForm {
    /// The key.
    pub name: &'static str,
    /// What stands under it.
    pub holds: Holds,
    /// What it means that nothing stands there.
    pub absent: Absent,
}

/// What it means that a key is not there. Where it may be missing, `null` says the same, unless `null` is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// The operation is refused.
    Refused,
    /// The same as this JSON.
    Means(&'static str),
    /// What it says is done without it.
    Nothing,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Holds {
    /// A text.
    Text,
    /// A whole number, a float or a text.
    Price,
    /// A number.
    Number,
    /// A number without fraction and exponent.
    Integer,
    /// A text or a number.
    Value,
    /// Any JSON.
    Anything,
    /// What a host keeps with an item or a condition.
    Attributes,
    /// `true` or `false`.
    Truth,
    /// A condition.
    Condition,
    /// A list of conditions.
    Conditions,
    /// How the quantity changes.
    QuantityChange,
    /// What the names of time zones mean.
    Zones,
    /// A list of what a host has judged.
    Verdicts,
    /// A list of lines.
    Lines,
}

impl Holds {
    /// What is expected, for people.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Price => "a number or a text",
            Self::Number => "a number",
            Self::Integer => "a whole number of 64 bits",
            Self::Value => "a text or a number",
            Self::Anything => "any JSON",
            Self::Attributes => "an object or a list",
            Self::Truth => "true or false",
            Self::Condition => "a condition, an object",
            Self::Conditions => "a list of conditions",
            Self::QuantityChange => r#"{"by": number} or {"to": number}"#,
            Self::Zones => "an object of seconds east of UTC by the names of zones",
            Self::Verdicts => "a list of verdicts",
            Self::Lines => "a list of texts",
        }
    }

    /// Whether a value is of the right kind, whatever is in it.
    pub(super) fn is_kind_of(self, value: &RawValue<'_>) -> bool {
        let kind = value.kind();
        match self {
            Self::Text => kind == Kind::String,
            Self::Price | Self::Value => matches!(kind, Kind::String | Kind::Number),
            Self::Number => kind == Kind::Number,
            Self::Integer => value.as_i64().is_some(),
            Self::Anything => true,
            Self::Attributes => matches!(kind, Kind::Object | Kind::Array),
            Self::Truth => kind == Kind::Bool,
            Self::Condition | Self::QuantityChange => kind == Kind::Object,
            // PHP writes an array without entries as a list.
            Self::Zones => kind == Kind::Object || value.elements().next().is_none() && kind == Kind::Array,
            Self::Conditions | Self::Verdicts | Self::Lines => kind == Kind::Array,
        }
    }
}

const fn needed(name: &'static str, holds: Holds) -> KeyForm {
    KeyForm { name, holds, absent: Absent::Refused }
}

const fn means(name: &'static str, holds: Holds, json: &'static str) -> KeyForm {
    KeyForm { name, holds, absent: Absent::Means(json) }
}

const fn optional(name: &'static str, holds: Holds) -> KeyForm {
    KeyForm { name, holds, absent: Absent::Nothing }
}

const ID: KeyForm = needed("id", Holds::Text);
const NAME: KeyForm = needed("name", Holds::Text);
const KEY: KeyForm = needed("key", Holds::Text);
const CONDITION: KeyForm = needed("condition", Holds::Condition);
const ATTRIBUTES: KeyForm = means("attributes", Holds::Attributes, "[]");

/// The keys of a condition.
pub const CONDITION_KEYS: &[KeyForm] = &[
    NAME,
    needed("type", Holds::Text),
    means("target", Holds::Text, r#""subtotal""#),
    needed("value", Holds::Value),
    ATTRIBUTES,
    means("order", Holds::Integer, "0"),
    means("rules", Holds::Anything, "null"),
];

/// The keys of the `quantity` of an update, one of which is given.
pub const QUANTITY_KEYS: &[KeyForm] = &[optional("by", Holds::Number), optional("to", Holds::Number)];

/// The keys of a verdict: `condition`, and one of the others.
pub const VERDICT_KEYS: &[KeyForm] = &[CONDITION, optional("applies", Holds::Truth), optional("lines", Holds::Lines)];

/// The keys of a resolution of a merge, one of which is given.
pub const RESOLUTION_KEYS: &[KeyForm] =
    &[optional("by", Holds::Text), optional("quantity", Holds::Number), optional("take", Holds::Text)];

/// Every operation.
pub const OPERATIONS: &[OperationForm] = &[
    OperationForm {
        name: "add",
        keys: &[
            ID,
            means("name", Holds::Text, r#""""#),
            means("price", Holds::Price, "0"),
            means("quantity", Holds::Number, "1"),
            ATTRIBUTES,
            means("conditions", Holds::Conditions, "[]"),
            means("model", Holds::Anything, "null"),
            optional("unknown_class", Holds::Text),
        ],
        read: read::add,
    },
    OperationForm {
        name: "update",
        keys: &[
            ID,
            optional("quantity", Holds::QuantityChange),
            optional("name", Holds::Text),
            optional("price", Holds::Price),
            optional("attributes", Holds::Attributes),
        ],
        read: read::update,
    },
    OperationForm { name: "remove", keys: &[ID], read: read::remove },
    OperationForm { name: "clear", keys: &[], read: read::clear },
    OperationForm { name: "add_condition", keys: &[CONDITION], read: read::add_condition },
    OperationForm { name: "remove_condition", keys: &[NAME], read: read::remove_condition },
    OperationForm {
        name: "remove_conditions_by_type",
        keys: &[needed("type", Holds::Text)],
        read: read::remove_conditions_by_type,
    },
    OperationForm { name: "clear_conditions", keys: &[], read: read::clear_conditions },
    OperationForm {
        name: "set_shipping",
        keys: &[NAME, needed("value", Holds::Value), means("method", Holds::Text, r#""standard""#), ATTRIBUTES],
        read: read::set_shipping,
    },
    OperationForm { name: "remove_shipping", keys: &[], read: read::remove_shipping },
    OperationForm { name: "add_item_condition", keys: &[ID, CONDITION], read: read::add_item_condition },
    OperationForm { name: "remove_item_condition", keys: &[ID, NAME], read: read::remove_item_condition },
    OperationForm { name: "clear_item_conditions", keys: &[ID], read: read::clear_item_conditions },
    OperationForm { name: "set_metadata", keys: &[KEY, needed("value", Holds::Anything)], read: read::set_metadata },
    OperationForm { name: "remove_metadata", keys: &[KEY], read: read::remove_metadata },
    OperationForm { name: "register_dynamic", keys: &[CONDITION], read: read::register_dynamic },
    OperationForm { name: "unregister_dynamic", keys: &[NAME], read: read::unregister_dynamic },
    OperationForm {
        name: "evaluate",
        keys: &[optional("now", Holds::Integer), means("zones", Holds::Zones, "{}")],
        read: read::evaluate,
    },
    OperationForm { name: "follow", keys: &[needed("verdicts", Holds::Verdicts)], read: read::follow },
];
