//! What is read from a cart.

use crate::boundary::{currency, guard, target, text};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::failure::Failure;
use crate::number::cw_number;
use crate::place::{Place, TextPlace};
use cartwright_core::{Cart, Money, Pricing};
use cartwright_wire::Format;
use std::os::raw::c_char;

/// How a text is written.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_format {
    /// As PHP's serialize() writes it.
    CW_FORMAT_PHP = 1,
    /// As JSON.
    CW_FORMAT_JSON = 2,
    /// Not at all: for who changes a cart and does not look at what it says of the item. Only cw_cart_update and cw_cart_remove
    /// take it.
    CW_FORMAT_NONE = 3,
}

/// The sums of a cart.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_sum {
    /// The items with their conditions, then the cart's conditions on the subtotal, rounded.
    CW_SUM_SUBTOTAL = 1,
    /// The subtotal, then the cart's conditions on the total, rounded again.
    CW_SUM_TOTAL = 2,
    /// Prices times quantities, without any condition.
    CW_SUM_WITHOUT_CONDITIONS = 3,
    /// What the conditions save, 0 if they cost more than they save.
    CW_SUM_SAVINGS = 4,
}

pub(crate) fn format_of(format: i32) -> Result<Format, Failure> {
    if format == cw_format::CW_FORMAT_PHP as i32 {
        Ok(Format::Php)
    } else if format == cw_format::CW_FORMAT_JSON as i32 {
        Ok(Format::Json)
    } else {
        Err(Failure::Argument(format!("{format} is no format; see cw_format")))
    }
}

/// The format of what may be left out.
pub(crate) fn format_if_any(format: i32) -> Result<Option<Format>, Failure> {
    if format == cw_format::CW_FORMAT_NONE as i32 { Ok(None) } else { format_of(format).map(Some) }
}

/// A JSON text in the format that the caller wants.
pub(crate) fn json_as(json: String, format: Format) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Json => Ok(json.into_bytes()),
        Format::Php => {
            let mut out = Vec::with_capacity(json.len() * 2);
            cartwright_wire::php_text::serialize_json(&json, &mut out)
                .map_err(|why| Failure::Argument(format!("What the library has written is no JSON: {why}")))?;
            Ok(out)
        }
    }
}

/// One item of the cart.
///
/// @param cart    The cart.
/// @param id      The item; id_length the bytes of its id.
/// @param format  A cw_format.
/// @param out     Receives the text, or NULL if the item is not there; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `id` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_item(
    cart: *mut cw_cart,
    id: *const c_char,
    id_length: usize,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let id = text(id, id_length, "item's id")?;
            let (cart, format) = (target(cart, "cart")?, format_of(format)?);
            place.put(match cart.bound_cart() {
                // The text of every other item is not needed, and not made.
                Some(bound) => bound.read()?.item(id).map(|item| cartwright_wire::item(item, format)).transpose()?,
                None => cart.text()?.item(id, format)?,
            });
            Ok(())
        })
    }
}

/// All items of the cart by id, in the order in which they were put in.
///
/// @param cart    The cart.
/// @param format  A cw_format.
/// @param out     Receives the text; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_items(
    cart: *mut cw_cart,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            place.put(Some(target(cart, "cart")?.text()?.items(format_of(format)?)?));
            Ok(())
        })
    }
}

/// All conditions of the cart by name, in the order in which they were put on.
///
/// @param cart    The cart.
/// @param format  A cw_format.
/// @param out     Receives the text; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_conditions(
    cart: *mut cw_cart,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            place.put(Some(target(cart, "cart")?.conditions_text()?.conditions(format_of(format)?)?));
            Ok(())
        })
    }
}

/// The whole cart: instance, items, conditions, subtotal, total, quantity, count, is_empty.
///
/// @param cart           The cart.
/// @param instance       The name of the cart's instance; instance_length its bytes.
/// @param currency_code  The currency of the totals; currency_length its bytes.
/// @param format         A cw_format.
/// @param out            Receives the text; free it with cw_text_free.
/// @param length         Receives its length in bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; texts are readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_content(
    cart: *mut cw_cart,
    instance: *const c_char,
    instance_length: usize,
    currency_code: *const c_char,
    currency_length: usize,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let currency = currency(currency_code, currency_length)?;
            let instance = text(instance, instance_length, "instance")?;
            let cart = target(cart, "cart")?;
            let pricing = cart.policy().pricing(currency);
            let content = cart.text()?.content(instance, pricing, format_of(format)?)?;
            place.put(Some(content));
            Ok(())
        })
    }
}

/// A sum of the cart.
///
/// @param cart           The cart.
/// @param sum            A cw_sum.
/// @param currency_code  The currency to round to; currency_length its bytes.
/// @param out            Receives the amount in minor units.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `currency_code` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_sum(
    cart: *mut cw_cart,
    sum: i32,
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
            let cart = target(cart, "cart")?;
            let pricing = cart.policy().pricing(currency);
            let seen = cart.seen()?;
            out.put(sum_of(&seen, sum, pricing)?.amount().into());
            Ok(())
        })
    }
}

fn sum_of(cart: &Cart, sum: i32, pricing: Pricing) -> Result<Money, Failure> {
    let money = if sum == cw_sum::CW_SUM_SUBTOTAL as i32 {
        cart.subtotal(pricing)
    } else if sum == cw_sum::CW_SUM_TOTAL as i32 {
        cart.total(pricing)
    } else if sum == cw_sum::CW_SUM_WITHOUT_CONDITIONS as i32 {
        cart.subtotal_without_conditions(pricing)
    } else if sum == cw_sum::CW_SUM_SAVINGS as i32 {
        cart.savings(pricing)
    } else {
        return Err(Failure::Argument(format!("{sum} is no sum; see cw_sum")));
    };
    Ok(money?)
}

/// How much is in the cart.
///
/// @param cart      The cart.
/// @param items     Receives how many distinct items.
/// @param quantity  Receives the sum of their quantities.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_count(
    cart: *mut cw_cart,
    items: *mut i64,
    quantity: *mut i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let (items, quantity) = (Place::new(items, "items")?, Place::new(quantity, "quantity")?);
            let cart = target(cart, "cart")?.seen()?;
            items.put(i64::try_from(cart.item_count()).unwrap_or(i64::MAX));
            quantity.put(cart.quantity());
            Ok(())
        })
    }
}

/// Whether conditions of the cart come and go by their rules. Then whoever changes it tells its engine what the names of time
/// zones mean that stand in them (cw_engine_set_zones); CW_COLUMN_METADATA has the rules.
///
/// @param cart   The cart.
/// @param has    Receives 1 if some do, 0 if not.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `has` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_has_rules(cart: *mut cw_cart, has: *mut i32, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let has = Place::new(has, "answer")?;
            has.put((!target(cart, "cart")?.without_items()?.dynamic_conditions().is_empty()).into());
            Ok(())
        })
    }
}

/// Whether an item is in the cart.
///
/// @param cart   The cart.
/// @param id     The item; id_length the bytes of its id.
/// @param has    Receives 1 if it is, 0 if not.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `id` is readable; `has` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_has(
    cart: *mut cw_cart,
    id: *const c_char,
    id_length: usize,
    has: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let has = Place::new(has, "answer")?;
            let id = text(id, id_length, "item's id")?;
            has.put(target(cart, "cart")?.seen()?.item(id).is_some().into());
            Ok(())
        })
    }
}
