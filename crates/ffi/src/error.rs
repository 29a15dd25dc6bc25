//! Errors as they cross the boundary.

use crate::failure::Failure;
use crate::place::Place;
use crate::status::cw_status;
use std::fmt::Write;
use std::os::raw::c_char;

/// Why a call was refused: a status, a sentence, and the values the sentence is about.
///
/// A call that is given a place for an error writes one there when it does not answer CW_OK; the caller frees it.
pub struct cw_error {
    status: cw_status,
    message: String,
    detail: String,
}

impl cw_error {
    pub(crate) fn new(failure: &Failure) -> Self {
        let mut detail = String::from("{");
        for (name, value) in failure.detail() {
            if detail.len() > 1 {
                detail.push(',');
            }
            cartwright_wire::json_string(name, &mut detail);
            detail.push(':');
            cartwright_wire::json_string(&value, &mut detail);
        }
        detail.push('}');
        Self { status: failure.status(), message: failure.to_string(), detail }
    }

    pub(crate) fn of_panic(panic: &(dyn std::any::Any + Send)) -> Self {
        let mut message = String::from("A defect of the cartwright library, please report it");
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(|text| &**text));
        if let Some(text) = text {
            let _ = write!(message, ": {text}");
        }
        Self { status: cw_status::CW_INTERNAL, message, detail: "{}".into() }
    }

    pub(crate) fn status(&self) -> i32 {
        self.status as i32
    }
}

/// The status of an error.
///
/// @param error  An error that a call has written, not NULL.
/// @return The same number that the call returned, CW_INVALID_ARGUMENT for NULL.
///
/// # Safety
/// `error` is NULL or was written by a call of this library and not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_status(error: *const cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    match unsafe { error.as_ref() } {
        Some(error) => error.status(),
        None => cw_status::CW_INVALID_ARGUMENT as i32,
    }
}

/// The sentence of an error, for people.
///
/// @param error   An error that a call has written, not NULL.
/// @param text    Receives the text: UTF-8, not closed by a NUL, owned by the error.
/// @param length  Receives its length in bytes.
/// @return CW_OK, or CW_INVALID_ARGUMENT if something is NULL.
///
/// # Safety
/// `error` is NULL or a live error; `text` and `length` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_message(error: *const cw_error, text: *mut *const c_char, length: *mut usize) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { view(error, |error| &error.message, text, length) }
}

/// The values the sentence is about, as a JSON object of strings.
///
/// @param error   An error that a call has written, not NULL.
/// @param text    Receives the text: UTF-8, not closed by a NUL, owned by the error.
/// @param length  Receives its length in bytes.
/// @return CW_OK, or CW_INVALID_ARGUMENT if something is NULL.
///
/// # Safety
/// `error` is NULL or a live error; `text` and `length` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_detail(error: *const cw_error, text: *mut *const c_char, length: *mut usize) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { view(error, |error| &error.detail, text, length) }
}

/// Frees an error.
///
/// @param error  An error that a call has written, or NULL, which does nothing.
///
/// # Safety
/// `error` is NULL or a live error; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_free(error: *mut cw_error) {
    if !error.is_null() {
        // SAFETY: every error that leaves the library was made by Box::into_raw, and the caller frees it once.
        drop(unsafe { Box::from_raw(error) });
    }
}

/// A borrowed view of a text that belongs to `owner`.
///
/// # Safety
/// Each pointer is NULL or valid for its use.
unsafe fn view<T>(
    owner: *const T,
    part: impl FnOnce(&T) -> &String,
    text: *mut *const c_char,
    length: *mut usize,
) -> i32 {
    // SAFETY: the caller's promise.
    match unsafe { (owner.as_ref(), Place::new(text, "text"), Place::new(length, "length")) } {
        (Some(owner), Ok(text), Ok(length)) => {
            let part = part(owner);
            length.put(part.len());
            text.put(part.as_ptr().cast());
            cw_status::CW_OK as i32
        }
        _ => cw_status::CW_INVALID_ARGUMENT as i32,
    }
}
