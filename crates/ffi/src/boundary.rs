//! What every exported function does: take views of the caller's memory, never let a panic out, hand out owned text.

use crate::error::cw_error;
use crate::status::cw_status;
use cartwright_core::{ConditionValue, Currency, Effect, Json, Number, PriceInput};
use std::fmt;
use std::os::raw::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a call is refused, before it becomes a [`cw_error`].
pub(crate) enum Failure {
    Core(cartwright_core::Error),
    Stored(cartwright_wire::StoredError),
    Argument(String),
    NotText(&'static str),
}

impl Failure {
    pub(crate) fn status(&self) -> cw_status {
        match self {
            Self::Core(error) => cw_status::of_core(error.kind()),
            Self::Stored(error) => cw_status::of_stored(error.kind()),
            Self::Argument(_) => cw_status::CW_INVALID_ARGUMENT,
            Self::NotText(_) => cw_status::CW_INVALID_TEXT,
        }
    }

    pub(crate) fn detail(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Core(error) => error.detail().iter().map(|(name, value)| (*name, &**value)).collect(),
            Self::Stored(error) => error.detail().iter().map(|(name, value)| (*name, &**value)).collect(),
            Self::Argument(_) => Vec::new(),
            Self::NotText(name) => vec![("argument", name)],
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(f),
            Self::Stored(error) => error.fmt(f),
            Self::Argument(message) => f.write_str(message),
            Self::NotText(name) => write!(f, "The {name} is not valid UTF-8; convert it before it is put into a cart"),
        }
    }
}

impl From<cartwright_core::Error> for Failure {
    fn from(error: cartwright_core::Error) -> Self {
        Self::Core(error)
    }
}

impl From<cartwright_wire::StoredError> for Failure {
    fn from(error: cartwright_wire::StoredError) -> Self {
        Self::Stored(error)
    }
}

pub(crate) type Outcome = Result<(), Failure>;

/// Runs the body of an exported function. A refusal, and a panic, becomes a status and an error.
///
/// # Safety
/// `error` is NULL or may be written.
pub(crate) unsafe fn guard(error: *mut *mut cw_error, body: impl FnOnce() -> Outcome) -> i32 {
    let refused = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return cw_status::CW_OK as i32,
        Ok(Err(failure)) => cw_error::new(&failure),
        Err(panic) => cw_error::of_panic(&*panic),
    };
    let status = refused.status();
    if !error.is_null() {
        // SAFETY: the caller's promise.
        unsafe { error.write(Box::into_raw(Box::new(refused))) };
    }
    status
}

/// The caller's text, which may be missing.
///
/// # Safety
/// `text` is NULL or points to `length` readable bytes that stay as they are during the call.
pub(crate) unsafe fn optional_text<'a>(
    text: *const c_char,
    length: usize,
    name: &'static str,
) -> Result<Option<&'a str>, Failure> {
    if text.is_null() {
        return Ok(None);
    }
    if length > isize::MAX as usize {
        return Err(Failure::Argument(format!("The length of the {name} is beyond any memory")));
    }
    // SAFETY: not NULL, and the caller's promise.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length) };
    std::str::from_utf8(bytes).map(Some).map_err(|_| Failure::NotText(name))
}

/// The caller's text, which must be there.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn text<'a>(text: *const c_char, length: usize, name: &'static str) -> Result<&'a str, Failure> {
    // SAFETY: the caller's promise.
    unsafe { optional_text(text, length, name) }?
        .ok_or_else(|| Failure::Argument(format!("The {name} must not be NULL")))
}

/// A JSON value of the caller; NULL stands for `missing`.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn json(
    text: *const c_char,
    length: usize,
    name: &'static str,
    missing: &'static str,
) -> Result<Json, Failure> {
    // SAFETY: the caller's promise.
    match unsafe { optional_text(text, length, name) }? {
        None => Ok(Json::from(missing)),
        Some(text) => Ok(cartwright_wire::checked_json(text, name)?),
    }
}

/// Something the caller passed by reference and that must be there.
///
/// # Safety
/// `pointer` is NULL or points to a live value that nobody else uses during the call.
pub(crate) unsafe fn target<'a, T>(pointer: *mut T, name: &str) -> Result<&'a mut T, Failure> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_mut() }.ok_or_else(|| Failure::Argument(format!("The {name} must not be NULL")))
}

/// Like [`target`], for what is only read.
///
/// # Safety
/// As for [`target`].
pub(crate) unsafe fn source<'a, T>(pointer: *const T, name: &str) -> Result<&'a T, Failure> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| Failure::Argument(format!("The {name} must not be NULL")))
}

/// The places where an owned text goes.
pub(crate) struct TextPlace<'a> {
    text: &'a mut *mut c_char,
    length: &'a mut usize,
}

impl TextPlace<'_> {
    /// # Safety
    /// Both are NULL or may be written.
    pub(crate) unsafe fn new(text: *mut *mut c_char, length: *mut usize) -> Result<Self, Failure> {
        // SAFETY: the caller's promise.
        let (text, length) = unsafe { (target(text, "place of the text")?, target(length, "place of the length")?) };
        Ok(Self { text, length })
    }

    /// Hands the text to the caller, who frees it with `cw_text_free`. Nothing is handed out as NULL.
    pub(crate) fn put(self, bytes: Option<Vec<u8>>) {
        match bytes {
            None => (*self.text, *self.length) = (std::ptr::null_mut(), 0),
            Some(bytes) => {
                let bytes = bytes.into_boxed_slice();
                *self.length = bytes.len();
                *self.text = Box::into_raw(bytes).cast::<c_char>();
            }
        }
    }
}

/// A borrowed view of a text that belongs to `owner`.
///
/// # Safety
/// Each pointer is NULL or valid for its use.
pub(crate) unsafe fn view<T>(
    owner: *const T,
    part: impl FnOnce(&T) -> &String,
    text: *mut *const c_char,
    length: *mut usize,
) -> i32 {
    // SAFETY: the caller's promise.
    match unsafe { (owner.as_ref(), text.as_mut(), length.as_mut()) } {
        (Some(owner), Some(text), Some(length)) => {
            let part = part(owner);
            *length = part.len();
            *text = part.as_ptr().cast();
            cw_status::CW_OK as i32
        }
        _ => cw_status::CW_INVALID_ARGUMENT as i32,
    }
}

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
/// As for [`optional_text`].
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
/// As for [`optional_text`].
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

/// The caller's currency.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn currency(code: *const c_char, length: usize) -> Result<&'static Currency, Failure> {
    // SAFETY: the caller's promise.
    Ok(Currency::find(unsafe { text(code, length, "currency") }?)?)
}

fn unknown_kind(kind: i32) -> Failure {
    Failure::Argument(format!("{kind} is no kind of number that this function takes; see cw_number_kind"))
}
