//! Cached values as bytes.

use super::cw_versions;
use crate::boundary::{bytes, guard, source, text};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::place::{Place, TextPlace};
use cartwright_versions::{Found, Lifetimes};
use std::os::raw::c_char;
use std::time::Duration;

/// What a reader of the cache is to do.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_found {
    /// Take the value.
    CW_FOUND_FRESH = 1,
    /// Take the value, which is after its soft end. Whoever has a permit makes it anew when his answer is on its way.
    CW_FOUND_STALE = 2,
    /// Load it, and keep it by the permit.
    CW_FOUND_LOAD = 3,
    /// Somebody is loading it: look again after a pause.
    CW_FOUND_WAIT = 4,
    /// Load it, and keep nothing.
    CW_FOUND_PASS_BY = 5,
}

/// Looks for a cached value under versions that were captured before anything was loaded.
///
/// @param versions       The stores.
/// @param name           The name of the value; name_length its bytes.
/// @param captured       What "answer" of cw_versions_call has answered: a JSON object with "versions" and "bypass"; captured_length
///                       its bytes.
/// @param waited_ms      For how long the caller has waited for somebody else's load, 0 at first. After "wait_ms" of the settings
///                       he is told to load it himself.
/// @param found          Receives a cw_found.
/// @param value          Receives the value, NULL if there is none; free it with cw_text_free. It may be any bytes.
/// @param value_length   Receives its length in bytes.
/// @param permit         Receives the permit, NULL if there is none; free it with cw_text_free. It is for cw_versions_keep, or for
///                       "land" of cw_versions_call if the value could not be loaded.
/// @param permit_length  Receives its length in bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_VERSIONS, CW_NO_RANDOMNESS, CW_INVALID_TEXT, CW_INVALID_ARGUMENT. A store that cannot be reached is
///         CW_FOUND_PASS_BY.
///
/// # Safety
/// `versions` is live; the texts are readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_lookup(
    versions: *const cw_versions,
    name: *const c_char,
    name_length: usize,
    captured: *const c_char,
    captured_length: usize,
    waited_ms: i64,
    found: *mut i32,
    value: *mut *mut c_char,
    value_length: *mut usize,
    permit: *mut *mut c_char,
    permit_length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = Place::new(found, "answer")?;
            let (value, permit) = (TextPlace::new(value, value_length)?, TextPlace::new(permit, permit_length)?);
            let versions = source(versions, "versions")?;
            let (name, captured) = (text(name, name_length, "name")?, text(captured, captured_length, "captured")?);
            let waited = millis(waited_ms, "time that was waited")?;
            let (found, kept, given) = match versions.calls.lookup(name, captured, waited)? {
                Found::Fresh(kept) => (cw_found::CW_FOUND_FRESH, Some(kept), None),
                Found::Stale(kept, given) => (cw_found::CW_FOUND_STALE, Some(kept), given),
                Found::Load(given) => (cw_found::CW_FOUND_LOAD, None, Some(given)),
                Found::Wait => (cw_found::CW_FOUND_WAIT, None, None),
                Found::PassBy => (cw_found::CW_FOUND_PASS_BY, None, None),
            };
            place.put(found as i32);
            value.put(kept);
            permit.put(given.map(String::into_bytes));
            Ok(())
        })
    }
}

/// Keeps a value that was loaded by a permit, under the versions that were captured before. If they have moved meanwhile nobody
/// will ever find it.
///
/// @param versions  The stores.
/// @param permit    The permit; permit_length its bytes. It is good for one value.
/// @param value     The value, any bytes; value_length their number.
/// @param fresh_ms  For how long it is fresh, at least 1.
/// @param good_ms   For how long it may be served while somebody makes it anew, at least as long.
/// @param kept      Receives 1, or 0 if it was not kept: the store could not be reached, or the permit is not known any more.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_VERSIONS for lifetimes that are none, CW_INVALID_TEXT, CW_INVALID_ARGUMENT.
///
/// # Safety
/// `versions` is live; permit and value are readable; `kept` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_keep(
    versions: *const cw_versions,
    permit: *const c_char,
    permit_length: usize,
    value: *const c_char,
    value_length: usize,
    fresh_ms: i64,
    good_ms: i64,
    kept: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = Place::new(kept, "answer")?;
            let versions = source(versions, "versions")?;
            let (permit, value) = (text(permit, permit_length, "permit")?, bytes(value, value_length, "value")?);
            let lifetimes = Lifetimes::flexible(millis(fresh_ms, "fresh time")?, millis(good_ms, "good time")?)?;
            place.put(i32::from(versions.calls.keep(permit, value, lifetimes)));
            Ok(())
        })
    }
}

fn millis(milliseconds: i64, name: &str) -> Result<Duration, Failure> {
    u64::try_from(milliseconds)
        .map(Duration::from_millis)
        .map_err(|_| Failure::Argument(format!("The {name} of {milliseconds} ms is below 0")))
}
