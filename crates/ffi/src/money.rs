//! Money outside of a cart: rounded to a currency, written for people.

use crate::boundary::{Place, TextPlace, currency, guard};
use crate::error::cw_error;
use crate::number::{cw_number, number};
use cartwright_core::Money;
use std::os::raw::c_char;

/// Rounds an amount as money: an integer stays, a float is rounded half up to the currency's decimals.
///
/// @param kind           CW_NUMBER_WHOLE or CW_NUMBER_REAL.
/// @param whole          The amount, if it is an integer.
/// @param real           The amount, if it is a float.
/// @param currency_code  The currency; currency_length its bytes.
/// @param out            Receives the amount.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `currency_code` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_money_round(
    kind: i32,
    whole: i64,
    real: f64,
    currency_code: *const c_char,
    currency_length: usize,
    out: *mut cw_number,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "amount")?;
            let currency = currency(currency_code, currency_length)?;
            out.put(Money::new(number(kind, whole, real)?, currency)?.amount().into());
            Ok(())
        })
    }
}

/// Writes an amount of minor units as people read it: "$0.30".
///
/// @param kind           CW_NUMBER_WHOLE or CW_NUMBER_REAL.
/// @param whole          The amount, if it is an integer.
/// @param real           The amount, if it is a float.
/// @param currency_code  The currency; currency_length its bytes.
/// @param with_symbol    0 leaves the currency's symbol out.
/// @param out            Receives the text; free it with cw_text_free.
/// @param length         Receives its length in bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `currency_code` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_money_format(
    kind: i32,
    whole: i64,
    real: f64,
    currency_code: *const c_char,
    currency_length: usize,
    with_symbol: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let money = Money::new(number(kind, whole, real)?, currency(currency_code, currency_length)?)?;
            let text = if with_symbol == 0 { money.format_simple() } else { money.format() };
            place.put(Some(text.into_bytes()));
            Ok(())
        })
    }
}

/// What is known of a currency, as a JSON object: code, name, precision, subunit, symbol, symbol_first, decimal_mark,
/// thousands_separator.
///
/// @param currency_code  Its code, in upper or lower case; currency_length its bytes.
/// @param out            Receives the text; free it with cw_text_free.
/// @param length         Receives its length in bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_UNKNOWN_CURRENCY or CW_INVALID_TEXT.
///
/// # Safety
/// `currency_code` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_currency(
    currency_code: *const c_char,
    currency_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            place.put(Some(cartwright_wire::currency_json(currency(currency_code, currency_length)?).into_bytes()));
            Ok(())
        })
    }
}
