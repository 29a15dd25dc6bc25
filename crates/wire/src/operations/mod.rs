//! Operations as JSON: one object or a list of them, for hosts that have no types of ours.
//!
//! ```
//! use cartwright_core::{Cart, Currency, Facts, FixedOffsets, Moment, Policy};
//! use cartwright_wire::operations::OperationTexts;
//!
//! let texts = OperationTexts::read(r#"[
//!     {"op": "add", "id": "lamp", "name": "Lamp", "price": "$40.00", "quantity": 2},
//!     {"op": "add_condition", "condition": {"name": "SALE", "type": "discount", "value": "-10%"}}
//! ]"#)?;
//!
//! let dollars = Currency::find("USD")?;
//! let facts = Facts { now: Moment::from_seconds(1_795_285_800), pricing: dollars.into(), zones: &FixedOffsets };
//! let (mut cart, policy) = (Cart::default(), Policy::default());
//! texts.with(&facts, |operations| {
//!     operations.iter().try_for_each(|operation| cart.apply(operation.clone(), &policy).map(drop))
//! })?;
//! assert_eq!(cart.total(dollars)?.amount().to_f64(), 72.0);
//! # Ok::<(), cartwright_wire::StoredError>(())
//! ```

mod fields;
mod forms;
mod owned;
mod place;
mod read;
mod resolutions;
mod zones;

pub use forms::{
    Absent, CONDITION_KEYS, Holds, KeyForm, OPERATIONS, OperationForm, QUANTITY_KEYS, RESOLUTION_KEYS, VERDICT_KEYS,
};
pub use resolutions::read_resolutions;

use crate::json_scan::{Kind, RawValue, scan};
use crate::stored_error::StoredError;
use cartwright_core::{Facts, Operation, TimeZones};
use fields::{Fields, object, refused, shown, wrong_value};
use owned::OwnedOperation;
use place::Place;

/// Operations that were read from JSON. They own their texts and lend them: see [`OperationTexts::with`].
#[derive(Clone, Debug)]
pub struct OperationTexts(Vec<OwnedOperation>);

impl OperationTexts {
    /// Reads one operation or a list of them.
    ///
    /// # Errors
    /// If the text is no JSON, or says anything that no operation says. Nothing of it is to be done then.
    ///
    /// ```
    /// use cartwright_wire::operations::OperationTexts;
    ///
    /// let refused = OperationTexts::read(r#"[{"op":"clear"},{"op":"remove","id":7}]"#).unwrap_err();
    /// assert_eq!(refused.to_string(), "Operation 2 ('remove'): 'id' has to be a text, not 7");
    /// ```
    pub fn read(text: &str) -> Result<Self, StoredError> {
        let whole = scan(text).map_err(|why| StoredError::invalid_text("operations", why))?;
        match whole.kind() {
            Kind::Object => Ok(Self(vec![one(whole, Place::whole("The operation"))?])),
            Kind::Array => {
                let all = whole.elements().enumerate();
                Ok(Self(all.map(|(at, value)| one(value, Place::numbered("Operation", at))).collect::<Result<_, _>>()?))
            }
            _ => {
                let message = format!("Operations are an object or a list of objects, not {}", shown(whole.text()));
                Err(refused(message, "", "an object or a list"))
            }
        }
    }

    /// How many operations there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none: the text was an empty list.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lends the operations in their order. An evaluation that brings no time along takes place at `facts.now`, and where it
    /// brings no zone of a name along, it is `facts.zones` that are asked.
    pub fn with<T>(&self, facts: &Facts<'_>, take: impl FnOnce(&[Operation<'_>]) -> T) -> T {
        // Each is borrowed by the next.
        let lines: Vec<Vec<Vec<&str>>> = self.0.iter().map(OwnedOperation::lines).collect();
        let verdicts: Vec<_> = self.0.iter().zip(&lines).map(|(operation, lines)| operation.verdicts(lines)).collect();
        let zones: Vec<_> = self.0.iter().map(|operation| operation.zones(facts.zones)).collect();
        let operations: Vec<Operation<'_>> = self
            .0
            .iter()
            .zip(verdicts.iter().zip(&zones))
            .map(|(operation, (verdicts, zones))| {
                operation.lend(verdicts, zones.as_ref().map(|zones| zones as &dyn TimeZones), facts)
            })
            .collect();
        take(&operations)
    }
}

fn one(value: RawValue<'_>, place: Place<'_>) -> Result<OwnedOperation, StoredError> {
    let object = object(value, &place)?;
    let known = || OPERATIONS.iter().map(|form| form.name).collect::<Vec<_>>().join(", ");
    let Some(op) = object.members().filter(|member| member.key == "op").last() else {
        return Err(refused(format!("{place} has no 'op'; it is one of {}", known()), "op", &known()));
    };
    let Some(name) = op.value.as_text() else {
        return Err(wrong_value(&place, "op", Holds::Text.expected(), &op.value));
    };
    let Some(form) = OPERATIONS.iter().find(|form| form.name == name) else {
        let message = format!("{place}: there is no operation '{}'; there are {}", shown(&name), known());
        return Err(refused(message, "op", &known()));
    };
    let place = place.called(form.name);
    (form.read)(&Fields::of(object, &place, form.keys, Some("op"))?)
}
