//! A cart as a handle: its life, and its way from and to stored text.

use crate::boundary::{Failure, Outcome, TextPlace, guard, optional_text, source, target};
use crate::error::cw_error;
use cartwright_core::{Limits, Policy};
use cartwright_wire::StoredCart;
use std::os::raw::c_char;

/// A cart that lives here between calls.
///
/// The caller loads it from stored text, changes it, stores the text of the columns that are pending at the identity
/// it was loaded at, and says cw_cart_committed; or it forgets what was not stored. The handle is used by one thread at
/// a time and must not be used in a child of fork().
pub struct cw_cart {
    pub(crate) stored: StoredCart,
    pub(crate) policy: Policy,
}

/// Which stored columns differ from what was loaded.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_column {
    /// The items.
    CW_COLUMN_ITEMS = 1,
    /// The conditions.
    CW_COLUMN_CONDITIONS = 2,
}

/// Makes an empty cart with the original's limits.
///
/// @param out    Receives the cart; free it with cw_cart_free.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK or a status.
///
/// # Safety
/// `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_new(out: *mut *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = target(out, "place of the cart")?;
            *out = Box::into_raw(Box::new(cw_cart { stored: StoredCart::default(), policy: Policy::default() }));
            Ok(())
        })
    }
}

/// Frees a cart.
///
/// @param cart  The cart, or NULL, which does nothing.
///
/// # Safety
/// `cart` is NULL or a live cart; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_free(cart: *mut cw_cart) {
    if !cart.is_null() {
        // SAFETY: carts leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(cart) });
    }
}

/// Sets how large the cart may grow. It holds for changes made afterwards; what is stored stays readable.
///
/// @param cart           The cart.
/// @param items          Distinct items.
/// @param data_bytes     Bytes of one item's attributes, of all items, of all conditions as stored text.
/// @param item_quantity  Quantity of one item.
/// @param text_bytes     Bytes of an item's id and name.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a negative limit.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_set_limits(
    cart: *mut cw_cart,
    items: i64,
    data_bytes: i64,
    item_quantity: i64,
    text_bytes: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let size = |value: i64, name: &str| {
                u64::try_from(value).map_err(|_| Failure::Argument(format!("The limit of {name} must not be negative")))
            };
            let limits = Limits {
                items: size(items, "items")?,
                data_bytes: size(data_bytes, "data")?,
                item_quantity,
                text_bytes: size(text_bytes, "texts")?,
            };
            target(cart, "cart")?.policy.limits = limits;
            Ok(())
        })
    }
}

/// Takes over a cart as it is stored. If the handle already holds exactly this text, that is kept and nothing is parsed.
///
/// @param cart               The cart; on a refusal it is empty.
/// @param items              The stored items, or NULL for none.
/// @param items_length       Their length in bytes.
/// @param conditions         The stored conditions, or NULL for none.
/// @param conditions_length  Their length in bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_CORRUPT_CART if the text cannot be read: then leave it as it is stored.
///
/// # Safety
/// `cart` is a live cart; the texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_load(
    cart: *mut cw_cart,
    items: *const c_char,
    items_length: usize,
    conditions: *const c_char,
    conditions_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            let items = optional_text(items, items_length, "stored items");
            let conditions = optional_text(conditions, conditions_length, "stored conditions");
            match (items, conditions) {
                (Ok(items), Ok(conditions)) if cart.stored.holds(items, conditions, None) => Ok(()),
                (Ok(items), Ok(conditions)) => {
                    cart.stored = StoredCart::default();
                    cart.stored = StoredCart::read(items, conditions, None)?;
                    Ok(())
                }
                (Err(failure), _) | (_, Err(failure)) => {
                    cart.stored = StoredCart::default();
                    Err(failure)
                }
            }
        })
    }
}

/// Empties the handle: what was changed and not stored is gone.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_INVALID_ARGUMENT.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_forget(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            target(cart, "cart")?.stored = StoredCart::default();
            Ok(())
        })
    }
}

/// Which columns have to be stored: a sum of cw_column values, 0 if nothing changed.
///
/// @param cart     The cart.
/// @param columns  Receives the sum.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_INVALID_ARGUMENT.
///
/// # Safety
/// `cart` is a live cart; `columns` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_pending(cart: *const cw_cart, columns: *mut i32, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let pending = source(cart, "cart")?.stored.pending();
            let items = if pending.items { cw_column::CW_COLUMN_ITEMS as i32 } else { 0 };
            let conditions = if pending.conditions { cw_column::CW_COLUMN_CONDITIONS as i32 } else { 0 };
            *target(columns, "place of the columns")? = items | conditions;
            Ok(())
        })
    }
}

/// The text of a column as it is to be stored.
///
/// @param cart    The cart.
/// @param column  A cw_column.
/// @param text    Receives the text, or NULL where the column is to be NULL; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_CART_TOO_LARGE if the text is longer than the limit: then forget the cart.
///
/// # Safety
/// `cart` is a live cart; `text` and `length` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_column(
    cart: *const cw_cart,
    column: i32,
    text: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(text, length)?;
            let cart = source(cart, "cart")?;
            let (name, column) = if column == cw_column::CW_COLUMN_ITEMS as i32 {
                ("items", cart.stored.items_column())
            } else if column == cw_column::CW_COLUMN_CONDITIONS as i32 {
                ("conditions", cart.stored.conditions_column())
            } else {
                return Err(Failure::Argument(format!("{column} is no column; see cw_column")));
            };
            if let Some(column) = &column {
                cart.policy.limits.check_stored_size(name, column.len())?;
            }
            place.put(column.map(String::into_bytes));
            Ok(())
        })
    }
}

/// Says that the pending columns are stored.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_INVALID_ARGUMENT.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_committed(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || -> Outcome {
            target(cart, "cart")?.stored.committed();
            Ok(())
        })
    }
}
