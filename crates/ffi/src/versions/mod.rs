//! Data versions: no page is older than what was committed.

mod breakers;
mod settings;
mod values;

use crate::boundary::{guard, optional_text, source, text};
use crate::by_hand::advance;
use crate::error::cw_error;
use crate::forks;
use crate::place::{Place, TextPlace};
use crate::read::{format_of, json_as};
use cartwright_coordination::ManualClock;
use cartwright_versions::Calls;
use std::os::raw::c_char;

pub use values::{cw_found, cw_versions_keep, cw_versions_lookup};

/// Stores of data versions, with what a shop has decided. It may be used by many threads at once, and by parent and child
/// after a fork; stores in memory are from then on those of each process.
pub struct cw_versions {
    calls: Calls,
    /// The clock that a test moves by hand.
    clock: Option<ManualClock>,
}

/// Opens the stores of data versions. The truth, where versions are raised together with the data, is the host's own database;
/// the host asks it between two calls. Files are opened when they are first used.
///
/// @param settings         A JSON object; settings_length its bytes. "store" says where published versions are: "memory",
///                         "sqlite:PATH", which must not be the file of the data, "redis://HOST:PORT" as for cw_engine_open, or
///                         "database", where none are published and every reader asks the host's database. All else may be left
///                         out: "journal" says where incidents, the audit trail and counts are, in the same words but for
///                         "database" (with the store; in memory for "database", of which values and locks lie with the
///                         journal), "busy_timeout_ms" (5000), "mark_lease_ms" (30000), longer than the longest transaction, "longest_mark_ms" (60000), which all processes have to say
///                         alike, "when_unmarked" ("refuse" or "commit_stale"), "lock_lease_ms" (10000), "lock_attempts" (3),
///                         "lock_pause_ms" (100), "flight_ms" (10000), "wait_ms" (2000), "breaker" with "window_ms" (30000),
///                         "samples" (100), "minimum" (10), "failed" (50) and "slow" (80), both in hundredths, "slow_ms" (1000) and
///                         "open_ms" (5000), and for tests in memory "clock": "manual", which stands still until it is moved.
/// @param out              Receives the stores; free them with cw_versions_free.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_VERSIONS for a time that is none, or CW_INVALID_ARGUMENT for a setting that is not
///         known.
///
/// # Safety
/// `settings` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_open(
    settings: *const c_char,
    settings_length: usize,
    out: *mut *mut cw_versions,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "versions")?;
            let text = optional_text(settings, settings_length, "settings")?.unwrap_or_default();
            let (calls, clock) = settings::open(text)?;
            forks::install();
            out.put(Box::into_raw(Box::new(cw_versions { calls, clock })));
            Ok(())
        })
    }
}

/// Frees stores of data versions. The marks of changes that are open stay until their leases end.
///
/// @param versions  The stores, or NULL, which does nothing.
///
/// # Safety
/// `versions` is NULL or live; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_free(versions: *mut cw_versions) {
    if !versions.is_null() {
        // SAFETY: they leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(versions) });
    }
}

/// Does what a JSON object says: look, answer, begin, confirm, publish, compare, repair, write down, count. docs/versions.md says
/// what there is.
///
/// @param versions     The stores.
/// @param call         The JSON, such as {"op":"look","types":["products"]}; call_length its bytes.
/// @param format       A cw_format.
/// @param out          Receives the answer; free it with cw_text_free.
/// @param length       Receives its length in bytes.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK. CW_CHANGE_UNMARKED: no mark could be set, and the transaction is to be rolled back;
///         CW_VERSIONS_FORGOTTEN: nothing is known of a token, and so is the transaction of a change that was to be confirmed;
///         CW_STORE_UNAVAILABLE where a version is needed for the world and nobody could tell it; CW_INVALID_VERSIONS,
///         CW_NO_RANDOMNESS, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `versions` is live; `call` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_call(
    versions: *const cw_versions,
    call: *const c_char,
    call_length: usize,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let versions = source(versions, "versions")?;
            let call = text(call, call_length, "call")?;
            // Before anything is done: a format that is none would lose a token.
            let format = format_of(format)?;
            place.put(Some(json_as(versions.calls.call(call)?, format)?));
            Ok(())
        })
    }
}

/// Moves the clock of stores that were opened with "clock": "manual". For tests, in which leases end without waiting.
///
/// @param versions      The stores.
/// @param milliseconds  By how much, from 0 to a century.
/// @param error         Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a clock that goes by itself.
///
/// # Safety
/// `versions` is live; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_versions_advance(
    versions: *const cw_versions,
    milliseconds: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { guard(error, || advance(source(versions, "versions")?.clock.as_ref(), milliseconds)) }
}
