//! A hosted cart that is taken over line by line: the host keeps its values, the engine gets what it computes with.

use crate::boundary::{guard, json, numbers, optional_text, target, text};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::failure::{Failure, Outcome};
use crate::number::price;
use crate::place::Place;
use cartwright_core::{Cart, Conditions, Item, ItemId, Json, Metadata, Number, PriceInput, Quantity, StoredItem};
use cartwright_wire::{HeldCart, StoredError};
use std::os::raw::c_char;

/// What the host has told so far.
#[derive(Default)]
pub(crate) struct Priming {
    items: Vec<Item>,
    conditions: Conditions,
    metadata: Metadata,
    dynamic: Conditions,
}

/// Begins to take over a cart line by line, from a host that keeps its values and needs the engine for what is computed.
/// What the handle held is gone. After the lines, conditions and metadata comes cw_cart_primed.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a cart of an engine.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_prime(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            cart.forget_told();
            let cart = cart.hosted()?;
            cart.prime();
            Ok(())
        })
    }
}

/// One line of a cart that is taken over: what the engine computes with. It was checked when it was put in, so it is not
/// checked against limits. What rules look at (attributes, model) is given if there are rules that do; the host keeps what it
/// does not give, and stores it.
///
/// @param cart               The cart.
/// @param id                 The item's id; id_length its bytes.
/// @param name               What people read, for messages and events, may be NULL; name_length its bytes.
/// @param price_kind         A cw_number_kind, but not CW_NUMBER_NONE.
/// @param price_whole        The price, if it is an integer.
/// @param price_real         The price, if it is a float.
/// @param price_text         The price, if it is a text; price_length its bytes.
/// @param quantity           How many.
/// @param attributes         JSON of the attributes, or NULL; attributes_length its bytes.
/// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
/// @param model              JSON of the associated model, or NULL; model_length its bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_INVALID_TEXT, CW_NUMBER_OUT_OF_RANGE: then the
///         line is not taken.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_prime_line(
    cart: *mut cw_cart,
    id: *const c_char,
    id_length: usize,
    name: *const c_char,
    name_length: usize,
    price_kind: i32,
    price_whole: i64,
    price_real: f64,
    price_text: *const c_char,
    price_length: usize,
    quantity: i64,
    attributes: *const c_char,
    attributes_length: usize,
    conditions: *const c_char,
    conditions_length: usize,
    model: *const c_char,
    model_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?.hosted()?;
            let id = text(id, id_length, "item's id")?;
            let price = price(price_kind, price_whole, price_real, price_text, price_length)?;
            let price = match price {
                Some(PriceInput::Whole(whole)) => Number::whole(whole),
                Some(PriceInput::Real(real)) => Number::real(real)?,
                Some(PriceInput::Text(digits)) => cartwright_core::parse_price(digits)?,
                None => return Err(Failure::Argument("A line has to have a price".into())),
            };
            let item = Item::from_stored(StoredItem {
                id: ItemId::stored(id).ok_or_else(|| corrupt(id, "it has no id"))?,
                line: None,
                name: optional_text(name, name_length, "item's name")?.unwrap_or_default().into(),
                price,
                quantity: Quantity::of(quantity).ok_or_else(|| corrupt(id, "its quantity is below 1"))?,
                attributes: json(attributes, attributes_length, "item's attributes", Json::EMPTY_LIST)?,
                conditions: conditions_of(conditions, conditions_length)?,
                model: json(model, model_length, "item's model", Json::NULL)?,
                other: Vec::new(),
            });
            cart.priming()?.items.push(item);
            Ok(())
        })
    }
}

/// Many lines at once, of which nothing is known but what every line has: id, price and quantity. What the engine makes of
/// each is what cw_cart_prime_line would.
///
/// @param cart         The cart.
/// @param ids          The items' ids, one after the other without anything between them; ids_length bytes in all.
/// @param id_lengths   How many bytes each id has.
/// @param prices       The price of each.
/// @param quantities   How many of each.
/// @param lines        How many lines there are, in each of the three arrays.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_TEXT, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_ARGUMENT: then none of them is taken.
///
/// # Safety
/// `cart` is a live cart; `ids` is readable; each array is NULL or has `lines` readable numbers; `error` is NULL or may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_prime_lines(
    cart: *mut cw_cart,
    ids: *const c_char,
    ids_length: usize,
    id_lengths: *const i64,
    prices: *const f64,
    quantities: *const i64,
    lines: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?.hosted()?;
            let mut ids = text(ids, ids_length, "items' ids")?;
            let lengths = numbers(id_lengths, lines, "lengths of the ids")?;
            let (prices, quantities) = (numbers(prices, lines, "prices")?, numbers(quantities, lines, "quantities")?);
            let taken = &mut cart.priming()?.items;
            let before = taken.len();
            // Shared by all of them.
            let kept = [Json::from(Json::EMPTY_LIST), Json::from(Json::NULL)];
            let numbers = lengths.iter().zip(prices).zip(quantities);
            let mut each = numbers.map(|((&length, &price), &quantity)| {
                let cut = usize::try_from(length).ok().and_then(|length| ids.split_at_checked(length));
                let (id, rest) = cut.ok_or_else(lengths_that_fit)?;
                ids = rest;
                plain_line(id, price, quantity, kept.clone())
            });
            let done: Outcome = each.try_for_each(|item| item.map(|item| taken.push(item)));
            let done = if done.is_ok() && !ids.is_empty() { Err(lengths_that_fit()) } else { done };
            if done.is_err() {
                taken.truncate(before);
            }
            done
        })
    }
}

fn lengths_that_fit() -> Failure {
    Failure::Argument("The lengths of the ids have to be those of the text with the ids".into())
}

fn corrupt(id: &str, why: &str) -> Failure {
    Failure::from(StoredError::corrupt("items", Some(id), why))
}

/// A line of which the host keeps everything that is not computed with.
fn plain_line(id: &str, price: f64, quantity: i64, [attributes, model]: [Json; 2]) -> Result<Item, Failure> {
    Ok(Item::from_stored(StoredItem {
        id: ItemId::stored(id).ok_or_else(|| corrupt(id, "it has no id"))?,
        line: None,
        name: "".into(),
        price: Number::real(price)?,
        quantity: Quantity::of(quantity).ok_or_else(|| corrupt(id, "its quantity is below 1"))?,
        attributes,
        conditions: Conditions::default(),
        model,
        other: Vec::new(),
    }))
}

/// The conditions of a cart that is taken over line by line.
///
/// @param cart               The cart.
/// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
/// @param dynamic            The same of conditions that come and go by their rules, NULL for none; dynamic_length its bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT: then nothing is taken.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_prime_conditions(
    cart: *mut cw_cart,
    conditions: *const c_char,
    conditions_length: usize,
    dynamic: *const c_char,
    dynamic_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let priming = target(cart, "cart")?.hosted()?.priming()?;
            let (conditions, dynamic) =
                (conditions_of(conditions, conditions_length)?, conditions_of(dynamic, dynamic_length)?);
            (priming.conditions, priming.dynamic) = (conditions, dynamic);
            Ok(())
        })
    }
}

/// One value of the metadata of a cart that is taken over line by line: only those that rules look at are needed.
///
/// @param cart        The cart.
/// @param name        The key; name_length its bytes.
/// @param value       JSON of the value; value_length its bytes.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_INVALID_TEXT.
///
/// # Safety
/// `cart` is a live cart; texts are readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_prime_metadata(
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
            let priming = target(cart, "cart")?.hosted()?.priming()?;
            let (name, value) = (text(name, name_length, "key")?, json(value, value_length, "value", Json::NULL)?);
            priming.metadata.set(name, value);
            Ok(())
        })
    }
}

/// Says that a cart is taken over: nothing of it is pending.
///
/// @param cart   The cart.
/// @param items  Receives how many lines it has. It is fewer than were given if some had the same id.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT if cw_cart_prime was not said.
///
/// # Safety
/// `cart` is a live cart; `items` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_primed(cart: *mut cw_cart, items: *mut i64, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let items = Place::new(items, "items")?;
            let cart = target(cart, "cart")?.hosted()?;
            let primed = std::mem::take(cart.priming()?);
            let taken = Cart::from_stored(primed.items, primed.conditions, primed.metadata)
                .with_dynamic_conditions(primed.dynamic);
            items.put(i64::try_from(taken.item_count()).unwrap_or(i64::MAX));
            cart.hold(HeldCart::of_cart(taken));
            Ok(())
        })
    }
}

/// # Safety
/// `conditions` is NULL or readable.
unsafe fn conditions_of(conditions: *const c_char, length: usize) -> Result<Conditions, Failure> {
    // SAFETY: the caller's promise.
    match unsafe { optional_text(conditions, length, "conditions") }? {
        Some(conditions) => Ok(cartwright_wire::read_kept_conditions(conditions)?),
        None => Ok(Conditions::default()),
    }
}
