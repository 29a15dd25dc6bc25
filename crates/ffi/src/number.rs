//! Numbers as they cross the boundary: in any of the ways a host has them, out as an integer or a float.

use crate::boundary::{Failure, text};
use cartwright_core::{ConditionValue, Effect, Number, PriceInput};
use std::os::raw::c_char;

/// How a number is given.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_number_kind {
    /// There is none.
    CW_NUMBER_NONE = 0,
    /// An integer.
    CW_NUMBER_WHOLE = 1,
    /// A float.
    CW_NUMBER_REAL = 2,
    /// A text, read as the function says.
    CW_NUMBER_TEXT = 3,
}

/// A number that the library gives: an integer or a float, as it would be in the host's language.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct cw_number {
    /// CW_NUMBER_NONE, CW_NUMBER_WHOLE or CW_NUMBER_REAL.
    pub kind: i32,
    /// The integer, if the kind is CW_NUMBER_WHOLE.
    pub whole: i64,
    /// The float nearest to the exact value.
    pub real: f64,
}

impl From<Number> for cw_number {
    fn from(number: Number) -> Self {
        let kind = if number.is_whole() { cw_number_kind::CW_NUMBER_WHOLE } else { cw_number_kind::CW_NUMBER_REAL };
        Self { kind: kind as i32, whole: number.to_i64().unwrap_or_default(), real: number.to_f64() }
    }
}

/// The caller's number, whichever way it is given.
///
/// # Safety
/// As for [`optional_text`](crate::boundary::optional_text).
pub(crate) unsafe fn price<'a>(
    kind: i32,
    whole: i64,
    real: f64,
    digits: *const c_char,
    length: usize,
) -> Result<Option<PriceInput<'a>>, Failure> {
    if kind == cw_number_kind::CW_NUMBER_NONE as i32 {
        Ok(None)
    } else if kind == cw_number_kind::CW_NUMBER_WHOLE as i32 {
        Ok(Some(PriceInput::Whole(whole)))
    } else if kind == cw_number_kind::CW_NUMBER_REAL as i32 {
        Ok(Some(PriceInput::Real(real)))
    } else if kind == cw_number_kind::CW_NUMBER_TEXT as i32 {
        // SAFETY: the caller's promise.
        Ok(Some(PriceInput::Text(unsafe { text(digits, length, "price") }?)))
    } else {
        Err(unknown_kind(kind))
    }
}

/// A whole or real number of the caller.
pub(crate) fn number(kind: i32, whole: i64, real: f64) -> Result<Number, Failure> {
    if kind == cw_number_kind::CW_NUMBER_WHOLE as i32 {
        Ok(Number::whole(whole))
    } else if kind == cw_number_kind::CW_NUMBER_REAL as i32 {
        Ok(Number::real(real)?)
    } else {
        Err(unknown_kind(kind))
    }
}

/// The caller's condition value: a real number or a text.
///
/// # Safety
/// As for [`optional_text`](crate::boundary::optional_text).
pub(crate) unsafe fn condition_value(
    kind: i32,
    real: f64,
    digits: *const c_char,
    length: usize,
) -> Result<ConditionValue, Failure> {
    if kind == cw_number_kind::CW_NUMBER_REAL as i32 {
        Ok(Effect::real_value(real)?)
    } else if kind == cw_number_kind::CW_NUMBER_TEXT as i32 {
        // SAFETY: the caller's promise.
        Ok(ConditionValue::Text(unsafe { text(digits, length, "condition value") }?.into()))
    } else {
        Err(unknown_kind(kind))
    }
}

fn unknown_kind(kind: i32) -> Failure {
    Failure::Argument(format!("{kind} is no kind of number that this function takes; see cw_number_kind"))
}
