//! Reservations: the last unit is sold once.

mod refused;
mod settings;

use crate::boundary::{guard, optional_text, source, text};
use crate::by_hand::advance;
use crate::error::cw_error;
use crate::failure::Failure;
use crate::forks;
use crate::place::{Place, TextPlace};
use crate::read::{format_of, json_as};
use cartwright_coordination::ManualClock;
use cartwright_reservations::Reservations;
use serde_json::Value;
use std::os::raw::c_char;

pub(crate) use refused::Refused;

/// A store of reservations, with what a shop has decided. It may be used by many threads at once, and by parent and child
/// after a fork; reservations in memory are from then on those of each process.
pub struct cw_reservations {
    engine: Reservations,
    /// The clock that a test moves by hand.
    clock: Option<ManualClock>,
}

/// Opens a store of reservations. Its file is opened when it is first used.
///
/// @param settings         A JSON object; settings_length its bytes. "store" says where reservations are: "memory",
///                         "sqlite:PATH", which may be the file of the carts, or "redis://HOST:PORT" as for cw_engine_open,
///                         with the option stock_group. All else may be left out: "busy_timeout_ms" (5000),
///                         "payment_window_ms" (1800000, half an hour), "lease_ms" (as long as the payment window, and
///                         never less), "longest_lease_ms" (86400000, a day), "most_lines" (1000), "longest_wait_ms" (60000),
///                         "caps" with "per_owner" (1000) and "total" (1000000), both in lines, and for tests in memory
///                         "clock": "manual", which stands still until it is moved.
/// @param out              Receives the store; free it with cw_reservations_free.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_RESERVATION for settings that contradict each other, or CW_INVALID_ARGUMENT for a
///         setting that is not known.
///
/// # Safety
/// `settings` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reservations_open(
    settings: *const c_char,
    settings_length: usize,
    out: *mut *mut cw_reservations,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "reservations")?;
            let text = optional_text(settings, settings_length, "settings")?.unwrap_or_default();
            let (engine, clock) = settings::open(text)?;
            forks::install();
            out.put(Box::into_raw(Box::new(cw_reservations { engine, clock })));
            Ok(())
        })
    }
}

/// Frees a store of reservations. What is held stays held until its lease ends.
///
/// @param reservations  The store, or NULL, which does nothing.
///
/// # Safety
/// `reservations` is NULL or a live store; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reservations_free(reservations: *mut cw_reservations) {
    if !reservations.is_null() {
        // SAFETY: stores of reservations leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(reservations) });
    }
}

/// Does what a JSON object says: reserve, amend, renew, commit, release, look, count, collect. docs/reservations.md says what
/// there is. Each call is one atomic step of the store; one that was interrupted may be made again.
///
/// @param reservations  The store.
/// @param call          The JSON, such as {"op":"commit","order":"17","token":"…"}; call_length its bytes.
/// @param format        A cw_format.
/// @param out           Receives the answer; free it with cw_text_free. It may have the token of an attempt in it.
/// @param length        Receives its length in bytes.
/// @param error         Receives the reason of a refusal, may be NULL.
/// @return CW_OK. Nothing is held, or goes on being held, by any other:
///         CW_RESERVATION_SHORT: there is too little; "short" of the detail is a JSON list of every short line;
///         CW_RESERVATION_CONFLICT: the order has a reservation with other lines, or of another owner;
///         CW_RESERVATION_ENDED: the order's reservation has ended otherwise, "state" of the detail says how;
///         CW_RESERVATION_LIMIT: more would be held than the owner, or all, may hold;
///         CW_RESERVATION_WRONG_TOKEN: it belongs to another attempt;
///         CW_RESERVATION_EXPIRED: its lease is over, and the stock could not be taken again: give the money back;
///         CW_RESERVATION_UNKNOWN: nothing is known of the order;
///         CW_NOT_CONFIRMED, CW_INVALID_RESERVATION, CW_FENCES_EXHAUSTED, CW_NO_RANDOMNESS, CW_INVALID_TEXT,
///         CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `reservations` is live; `call` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reservations_call(
    reservations: *const cw_reservations,
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
            let reservations = source(reservations, "reservations")?;
            let call = text(call, call_length, "call")?;
            // Before anything is done: a format that is none would lose a token.
            let format = format_of(format)?;
            let answer = reservations.engine.call(call)?;
            if let Some(refused) = refusal(&answer)? {
                return Err(Failure::Reservation(refused));
            }
            place.put(Some(json_as(answer, format)?));
            Ok(())
        })
    }
}

fn refusal(answer: &str) -> Result<Option<Refused>, Failure> {
    let why = |why| Failure::Argument(format!("What the library has written is no JSON: {why}"));
    let answer: Value = serde_json::from_str(answer).map_err(why)?;
    Ok(Refused::of(&answer))
}

/// Moves the clock of a store that was opened with "clock": "manual". For tests, in which leases end without waiting.
///
/// @param reservations  The store.
/// @param milliseconds  By how much, from 0 to a century.
/// @param error         Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a clock that goes by itself.
///
/// # Safety
/// `reservations` is live; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reservations_advance(
    reservations: *const cw_reservations,
    milliseconds: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { guard(error, || advance(source(reservations, "reservations")?.clock.as_ref(), milliseconds)) }
}
