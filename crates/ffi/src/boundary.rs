//! What every exported function does: take views of the caller's memory, never let a panic out, hand out owned text.

use crate::error::cw_error;
use crate::failure::{Failure, Outcome};
use crate::status::cw_status;
use cartwright_core::{CartKey, Currency, Json};
use std::os::raw::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the body of an exported function. A refusal, and a panic, becomes a status and an error.
///
/// # Safety
/// `error` is NULL or may be written.
pub(crate) unsafe fn guard(error: *mut *mut cw_error, body: impl FnOnce() -> Outcome) -> i32 {
    // What a failure says is made in there too: its words are no more to be trusted than the work.
    let refused = match catch_unwind(AssertUnwindSafe(|| body().map_err(|failure| cw_error::new(&failure)))) {
        Ok(Ok(())) => return cw_status::CW_OK as i32,
        Ok(Err(refused)) => refused,
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
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(text, length, name) }?;
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

/// The caller's bytes, whatever they are; NULL stands for none.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn bytes<'a>(bytes: *const c_char, length: usize, name: &'static str) -> Result<&'a [u8], Failure> {
    if bytes.is_null() {
        return Ok(&[]);
    }
    if length > isize::MAX as usize {
        return Err(Failure::Argument(format!("The length of the {name} is beyond any memory")));
    }
    // SAFETY: not NULL, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) })
}

/// The caller's numbers, of which there may be none.
///
/// # Safety
/// `numbers` is NULL or points to `count` readable numbers that stay as they are during the call.
pub(crate) unsafe fn numbers<'a, T: Copy>(
    numbers: *const T,
    count: usize,
    name: &'static str,
) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if numbers.is_null() || !numbers.is_aligned() || count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Failure::Argument(format!("The {name} have to be an array of as many numbers as were said")));
    }
    // SAFETY: not NULL, aligned, within any memory, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(numbers, count) })
}

/// A JSON value of the caller, which may be missing. The value `null` says the same as `nothing`.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn optional_json(
    text: *const c_char,
    length: usize,
    name: &'static str,
    nothing: &'static str,
) -> Result<Option<Json>, Failure> {
    // SAFETY: the caller's promise.
    let Some(text) = unsafe { optional_text(text, length, name) }? else {
        return Ok(None);
    };
    let json = cartwright_wire::checked_json(text, name)?;
    Ok(Some(if json.is_null() { Json::from(nothing) } else { json }))
}

/// A JSON value of the caller; NULL stands for `nothing`.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn json(
    text: *const c_char,
    length: usize,
    name: &'static str,
    nothing: &'static str,
) -> Result<Json, Failure> {
    // SAFETY: the caller's promise.
    Ok(unsafe { optional_json(text, length, name, nothing) }?.unwrap_or_else(|| Json::from(nothing)))
}

/// Which cart the caller names.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn key(
    identifier: *const c_char,
    identifier_length: usize,
    instance: *const c_char,
    instance_length: usize,
) -> Result<CartKey, Failure> {
    // SAFETY: the caller's promise.
    let (identifier, instance) =
        unsafe { (text(identifier, identifier_length, "identifier")?, text(instance, instance_length, "instance")?) };
    Ok(CartKey::new(identifier, instance))
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

/// The caller's currency.
///
/// # Safety
/// As for [`optional_text`].
pub(crate) unsafe fn currency(code: *const c_char, length: usize) -> Result<&'static Currency, Failure> {
    // SAFETY: the caller's promise.
    Ok(Currency::find(unsafe { text(code, length, "currency") }?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{cw_error_free, cw_error_message, cw_error_status};
    use std::ptr::NonNull;

    /// Status and sentence of a call whose body ends like this.
    fn answer(body: impl FnOnce() -> Outcome) -> (i32, String) {
        let mut error = std::ptr::null_mut();
        // SAFETY: the place may be written, and the error is read before it is freed.
        unsafe {
            let status = guard(&raw mut error, body);
            let (mut text, mut length) = (std::ptr::null(), 0);
            assert_eq!(cw_error_status(error), status);
            assert_eq!(cw_error_message(error, &raw mut text, &raw mut length), 0);
            let bytes = std::slice::from_raw_parts(text.cast::<u8>(), length).to_vec();
            cw_error_free(error);
            (status, String::from_utf8(bytes).unwrap())
        }
    }

    #[test]
    fn a_panic_becomes_an_error_with_its_words() {
        const DEFECT: &str = "A defect of the cartwright library, please report it";
        let internal = cw_status::CW_INTERNAL as i32;
        assert_eq!(answer(|| panic!("out of paper")), (internal, format!("{DEFECT}: out of paper")));
        assert_eq!(answer(|| panic!("{} of paper", "out")), (internal, format!("{DEFECT}: out of paper")));
        assert_eq!(answer(|| std::panic::panic_any(7)), (internal, DEFECT.to_owned()));
    }

    #[test]
    fn a_panic_without_a_place_for_an_error_is_a_status() {
        // SAFETY: NULL stands for no place.
        let status = unsafe { guard(std::ptr::null_mut(), || panic!("out of paper")) };
        assert_eq!(status, cw_status::CW_INTERNAL as i32);
    }

    #[test]
    fn what_goes_well_leaves_the_place_of_the_error_alone() {
        let mut error = NonNull::dangling().as_ptr();
        let before = error;
        // SAFETY: the place may be written.
        assert_eq!(unsafe { guard(&raw mut error, || Ok(())) }, 0);
        assert_eq!(error, before);
    }
}
