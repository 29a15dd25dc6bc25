//! What was decided about items that are in both carts of a merge.

use super::fields::{Fields, object, refused, shown};
use super::forms::RESOLUTION_KEYS;
use super::place::Place;
use crate::json_scan::{Kind, RawValue, scan};
use crate::stored_error::StoredError;
use cartwright_core::{MergeStrategy, Resolution};

/// Reads what was decided, by line: `{"by": strategy}`, `{"quantity": number}` or `{"take": "source"}`.
///
/// # Errors
/// If the text is no JSON, or decides in no way that there is.
///
/// ```
/// use cartwright_core::{MergeStrategy, Resolution};
/// use cartwright_wire::operations::read_resolutions;
///
/// let decided = read_resolutions(r#"{"lamp": {"by": "keep_user_cart"}, "bulb": {"quantity": 3}, "rug": {"take": "source"}}"#)?;
/// assert_eq!(decided[0], ("lamp".to_owned(), Resolution::By(MergeStrategy::KeepTarget)));
/// assert_eq!(decided[1].1, Resolution::Quantity(3.into()));
/// assert_eq!(decided[2].1, Resolution::TakeSource);
/// # Ok::<(), cartwright_wire::StoredError>(())
/// ```
pub fn read_resolutions(text: &str) -> Result<Vec<(String, Resolution)>, StoredError> {
    let whole = scan(text).map_err(|why| StoredError::invalid_text("resolutions", why))?;
    // PHP writes an array without entries as a list.
    if whole.kind() == Kind::Array && whole.elements().next().is_none() {
        return Ok(Vec::new());
    }
    let place = Place::whole("The text of resolutions");
    let decide = |member: crate::json_scan::Member<'_>| {
        let place = Place::whole("The resolution").called(&member.key);
        Ok((member.key.to_string(), resolution(member.value, &place)?))
    };
    object(whole, &place)?.members().map(decide).collect()
}

fn resolution(value: RawValue<'_>, place: &Place<'_>) -> Result<Resolution, StoredError> {
    let fields = Fields::of(object(value, place)?, place, RESOLUTION_KEYS, None)?;
    match (fields.maybe_text("by"), fields.maybe_decimal("quantity")?, fields.maybe_text("take")) {
        (Some(name), None, None) => MergeStrategy::find(&name).map(Resolution::By).ok_or_else(|| {
            let known = MergeStrategy::ALL.map(|(_, name)| name).join(", ");
            let message = format!("{place}: there is no strategy '{}'; there are {known}", shown(&name));
            refused(message, "by", &known)
        }),
        (None, Some(quantity), None) => Ok(Resolution::Quantity(quantity)),
        (None, None, Some(side)) if side == "source" => Ok(Resolution::TakeSource),
        _ => {
            let expected = r#"{"by": strategy}, {"quantity": number} or {"take": "source"}"#;
            Err(refused(format!("{place} has to be {expected}, not {}", shown(value.text())), "", expected))
        }
    }
}
