//! What a shop keeps with a cart.

use crate::boundary::{guard, json, optional_text, target, text};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::place::{Place, TextPlace};
use crate::read::{format_of, json_as};
use cartwright_core::{Change, Json, Operation};
use std::os::raw::c_char;

/// Keeps a value with the cart under a key, in the place of one that is there.
///
/// @param cart   The cart.
/// @param name   The key; name_length its bytes.
/// @param value  JSON of the value, NULL for null; value_length its bytes.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_RESERVED_KEY, CW_CART_TOO_LARGE, CW_CORRUPT_CART: then the cart is as it was. A cart of
///         an engine: what its store may answer.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_set_metadata(
    cart: *mut cw_cart,
    name: *const c_char,
    name_length: usize,
    value: *const c_char,
    value_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            let (name, value) = (text(name, name_length, "key")?, json(value, value_length, "value", Json::NULL)?);
            cart.change(&[Operation::SetMetadata(name, value)], |_, _| Ok(()))
        })
    }
}

/// Forgets the value of a key.
///
/// @param cart     The cart.
/// @param name     The key; name_length its bytes.
/// @param removed  Receives 1 if there was a value, 0 if not.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_RESERVED_KEY, CW_CORRUPT_CART. A cart of an engine: what its store may answer.
///
/// # Safety
/// `cart` is a live cart; `name` is readable; `removed` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_remove_metadata(
    cart: *mut cw_cart,
    name: *const c_char,
    name_length: usize,
    removed: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let removed = Place::new(removed, "answer")?;
            let cart = target(cart, "cart")?;
            let name = text(name, name_length, "key")?;
            removed.put(cart.change(&[Operation::RemoveMetadata(name)], |_, changes| {
                Ok(changes.iter().any(|change| matches!(change, Change::MetadataRemoved { differs: true, .. })).into())
            })?);
            Ok(())
        })
    }
}

/// The value of a key, or all values by their keys.
///
/// @param cart    The cart.
/// @param name    The key, or NULL for all; name_length its bytes.
/// @param format  A cw_format.
/// @param out     Receives the text; NULL if the key has no value. Free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `name` is NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_metadata(
    cart: *mut cw_cart,
    name: *const c_char,
    name_length: usize,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let (name, format) = (optional_text(name, name_length, "key")?, format_of(format)?);
            let cart = target(cart, "cart")?.without_items()?;
            let json = match name {
                Some(name) => {
                    cart.metadata().get(name).filter(|value| !value.is_null()).map(|value| value.as_str().into())
                }
                None => {
                    let values = cart.metadata().iter().map(|(key, value)| (key, value.as_str()));
                    Some(cartwright_wire::joined(values).unwrap_or_else(|| "{}".into()))
                }
            };
            place.put(json.map(|json| json_as(json, format)).transpose()?);
            Ok(())
        })
    }
}
