//! What operations did, as JSON or as PHP's serialize text: a list of objects, in order.
//!
//! ```
//! use cartwright_core::{Currency, Facts, FixedOffsets, Moment, Policy};
//! use cartwright_wire::{Format, StoredCart, changes, operations::OperationTexts};
//!
//! let texts = OperationTexts::read(r#"{"op": "set_metadata", "key": "note", "value": "gift"}"#)?;
//! let facts = Facts { now: Moment::from_seconds(0), pricing: Currency::find("USD")?.into(), zones: &FixedOffsets };
//! let mut cart = StoredCart::default();
//! let done = texts.with(&facts, |operations| cart.apply(operations[0].clone(), &Policy::default()))?;
//!
//! assert_eq!(
//!     String::from_utf8_lossy(&changes::write(&done, Format::Json)?),
//!     r#"[{"change":"metadata_added","differs":true,"key":"note","value":"gift"}]"#
//! );
//! # Ok::<(), cartwright_wire::StoredError>(())
//! ```

mod fields;
mod value;

use crate::stored_error::StoredError;
use crate::write::Format;
use cartwright_core::{Change, MergeConflict};
use fields::{of_change, of_conflict};
use value::Value;

/// The changes as a list of objects. Each says under `change` what it is, by the name of its
/// [kind](cartwright_core::ChangeKind), and under `differs` whether there is something to store.
///
/// # Errors
/// If what the host keeps with an item or a condition is no JSON.
pub fn write(changes: &[Change], format: Format) -> Result<Vec<u8>, StoredError> {
    Value::Objects(changes.iter().map(of_change).collect()).write(format)
}

/// The items that are in both of two carts, as a list of objects with `line`, `target`, `source`, the `quantity` that comes out
/// (`null`: it was decided to take the item out) and whether it was `limited` to what the shop allows.
///
/// # Errors
/// As for [`write`].
pub fn conflicts(conflicts: &[MergeConflict], format: Format) -> Result<Vec<u8>, StoredError> {
    Value::Objects(conflicts.iter().map(of_conflict).collect()).write(format)
}
