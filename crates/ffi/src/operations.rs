//! Everything that may be done to a cart, as JSON.

use crate::boundary::{guard, text};
use crate::cart::{about_to_change, cw_cart};
use crate::error::cw_error;
use crate::place::Place;
use crate::result::{cw_result, result_of};
use cartwright_core::Operation;
use cartwright_wire::operations::OperationTexts;
use std::os::raw::c_char;

/// Does what a JSON text says: one operation, an object, or several, a list of objects, of which all are done or none.
/// docs/operations.md says what there is.
///
/// A cart of an engine is stored before the call returns, in one commit, and what its rules say is evaluated with it. A hosted
/// cart is evaluated when an operation "evaluate" says so.
///
/// @param cart        The cart.
/// @param operations  The JSON; operations_length its bytes.
/// @param out         Receives the result, or NULL if it is of no interest; free it with cw_result_free.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK; any other status leaves the cart as it was.
///
/// # Safety
/// `cart` is a live cart; `operations` is readable; `out` is NULL or may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_apply(
    cart: *mut cw_cart,
    operations: *const c_char,
    operations_length: usize,
    out: *mut *mut cw_result,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = about_to_change(cart)?;
            let operations = text(operations, operations_length, "operations")?;
            // Where there is no place for a result, there is no need of one.
            let out = (!out.is_null()).then(|| Place::new(out, "result")).transpose()?;
            let operations = OperationTexts::read(operations)?;
            if out.is_some() {
                cart.can_be_told()?;
            }
            cart.apply(&operations)?;
            if let Some(out) = out {
                out.put(result_of(cart)?);
            }
            Ok(())
        })
    }
}

/// Takes everything out of the cart: items, conditions and metadata.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK. A cart of an engine: what its store may answer.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_clear(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { guard(error, || about_to_change(cart)?.change(&[Operation::Clear], |_, _| Ok(()))) }
}
