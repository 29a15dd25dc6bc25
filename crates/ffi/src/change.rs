//! What changes a cart.

use crate::boundary::{guard, json, optional_json, optional_text, text};
use crate::cart::{about_to_change, cw_cart};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::number::{condition_value, cw_number, price};
use crate::place::{Place, TextPlace};
use crate::read::{format_if_any, format_of};
use cartwright_core::{
    Change, Changes, Decimal, Item, ItemUpdate, Json, Model, NewCondition, NewItem, Operation, PriceInput,
    QuantityUpdate,
};
use std::os::raw::c_char;

/// What a call did to a cart. The words for it in JSON are the same in small letters: "item_added".
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_change_kind {
    /// Nothing: what was asked for is not there.
    CW_CHANGE_NOTHING = 0,
    /// An item was put in, or more of it.
    CW_CHANGE_ITEM_ADDED = 1,
    /// An item was changed.
    CW_CHANGE_ITEM_UPDATED = 2,
    /// An item was taken out.
    CW_CHANGE_ITEM_REMOVED = 3,
    /// A condition was put on the cart.
    CW_CHANGE_CONDITION_ADDED = 4,
    /// A condition was taken off the cart.
    CW_CHANGE_CONDITION_REMOVED = 5,
    /// Conditions were taken off the cart together.
    CW_CHANGE_CONDITIONS_DROPPED = 6,
    /// A condition was put on an item.
    CW_CHANGE_ITEM_CONDITION_ADDED = 7,
    /// A condition was taken off an item.
    CW_CHANGE_ITEM_CONDITION_REMOVED = 8,
    /// All conditions of an item were taken off.
    CW_CHANGE_ITEM_CONDITIONS_DROPPED = 9,
    /// A value was put under a key.
    CW_CHANGE_METADATA_ADDED = 10,
    /// The value of a key was taken away.
    CW_CHANGE_METADATA_REMOVED = 11,
    /// A condition comes and goes by its rules from now on.
    CW_CHANGE_DYNAMIC_REGISTERED = 12,
    /// A condition no longer does.
    CW_CHANGE_DYNAMIC_UNREGISTERED = 13,
    /// The rules of a condition could not be judged.
    CW_CHANGE_NOT_EVALUATED = 14,
    /// Another cart was taken in.
    CW_CHANGE_MERGED = 15,
    /// Everything was taken out.
    CW_CHANGE_CLEARED = 16,
}

/// How cw_cart_update changes a quantity.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_quantity_update {
    /// It stays.
    CW_QUANTITY_KEEP = 0,
    /// So many more, or fewer.
    CW_QUANTITY_BY = 1,
    /// Exactly so many.
    CW_QUANTITY_TO = 2,
}

/// What a call did to an item.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct cw_item_change {
    /// A cw_change_kind.
    pub kind: i32,
    /// 1 if the cart had no items before.
    pub first: i32,
    /// The item's quantity now; 0 if it is gone.
    pub quantity: i64,
    /// The item's price now, as it was given; none if it is gone.
    pub price: cw_number,
}

/// Puts an item into the cart. Of an item that is there the quantities are summed and everything else is replaced.
///
/// @param cart               The cart.
/// @param id                 What tells the item from others; id_length its bytes.
/// @param name               What people read; name_length its bytes.
/// @param price_kind         A cw_number_kind; CW_NUMBER_NONE is the price 0.
/// @param price_whole        The price, if it is an integer.
/// @param price_real         The price, if it is a float.
/// @param price_text         The price, if it is a text such as "RM1,299.50"; price_length its bytes.
/// @param quantity           How many, at least 1.
/// @param attributes         JSON to keep with the item, NULL for none; attributes_length its bytes.
/// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
/// @param model              JSON to keep as the associated model, NULL for none; model_length its bytes.
/// @param unknown_class      The name of a class given as model that does not exist, else NULL; its length after it.
/// @param out                Receives what was done.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_UNKNOWN_MODEL, CW_CART_TOO_LARGE, CW_NUMBER_OUT_OF_RANGE,
///         CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it was.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_add(
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
    unknown_class: *const c_char,
    unknown_class_length: usize,
    out: *mut cw_item_change,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "change")?;
            let cart = about_to_change(cart)?;
            let conditions = match optional_text(conditions, conditions_length, "conditions")? {
                Some(conditions) => cartwright_wire::read_conditions(conditions)?,
                None => Default::default(),
            };
            let item = NewItem {
                id: text(id, id_length, "item's id")?,
                name: text(name, name_length, "item's name")?,
                price: price(price_kind, price_whole, price_real, price_text, price_length)?
                    .unwrap_or(PriceInput::Whole(0)),
                quantity: quantity.into(),
                attributes: json(attributes, attributes_length, "item's attributes", Json::EMPTY_LIST)?,
                conditions,
                model: Model {
                    stored: json(model, model_length, "item's model", Json::NULL)?,
                    unknown_class: optional_text(unknown_class, unknown_class_length, "class")?.map(Into::into),
                },
            };
            out.put(cart.change(&[Operation::Add(item)], |_, changes| Ok(item_change(changes)))?);
            Ok(())
        })
    }
}

/// Changes an item that is there. What is not given stays.
///
/// @param cart             The cart.
/// @param id               The item; id_length the bytes of its id.
/// @param quantity_update  A cw_quantity_update. A quantity that comes out below 1 removes the item.
/// @param quantity         By how much, or to what.
/// @param name             The new name, trimmed, or NULL; name_length its bytes.
/// @param price_kind       A cw_number_kind; CW_NUMBER_NONE keeps the price.
/// @param price_whole      The price, if it is an integer.
/// @param price_real       The price, if it is a float.
/// @param price_text       The price, if it is a text; price_length its bytes.
/// @param attributes       JSON that replaces the attributes, or NULL; attributes_length its bytes.
/// @param format           A cw_format; with CW_FORMAT_NONE there is no text of the item.
/// @param out              Receives what was done; CW_CHANGE_NOTHING if the item is not there, CW_CHANGE_ITEM_ADDED if attributes
///                         count and others have moved it to another line.
/// @param item             Receives the item as it is now, or as it was if it was removed; NULL if it is not there. Free
///                         it with cw_text_free.
/// @param item_length      Receives the length of the item's text in bytes.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_INVALID_ITEM, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it was.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_update(
    cart: *mut cw_cart,
    id: *const c_char,
    id_length: usize,
    quantity_update: i32,
    quantity: i64,
    name: *const c_char,
    name_length: usize,
    price_kind: i32,
    price_whole: i64,
    price_real: f64,
    price_text: *const c_char,
    price_length: usize,
    attributes: *const c_char,
    attributes_length: usize,
    format: i32,
    out: *mut cw_item_change,
    item: *mut *mut c_char,
    item_length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let (out, item) = (Place::new(out, "change")?, TextPlace::new(item, item_length)?);
            let cart = about_to_change(cart)?;
            let id = text(id, id_length, "item's id")?;
            let update = ItemUpdate {
                quantity: quantity_of(quantity_update, quantity)?,
                name: optional_text(name, name_length, "item's name")?,
                price: price(price_kind, price_whole, price_real, price_text, price_length)?,
                attributes: optional_json(attributes, attributes_length, "item's attributes", Json::EMPTY_LIST)?,
            };
            let format = format_if_any(format)?;
            let (change, written) = cart.change(&[Operation::Update(id, update)], |cart, changes| {
                let item = match of_item(changes) {
                    Some(Change::ItemRemoved { item }) => Some(item),
                    Some(Change::ItemAdded { item, .. }) => cart.item(item.line().as_str()),
                    _ => cart.item(id),
                };
                let written = item.zip(format).map(|(item, format)| cartwright_wire::item(item, format)).transpose()?;
                Ok((item_change(changes), written))
            })?;
            out.put(change);
            item.put(written);
            Ok(())
        })
    }
}

/// Takes an item out of the cart.
///
/// @param cart         The cart.
/// @param id           The item; id_length the bytes of its id.
/// @param format       A cw_format; with CW_FORMAT_NONE there is no text of the item.
/// @param item         Receives the item as it was; NULL if it was not there. Free it with cw_text_free.
/// @param item_length  Receives the length of the item's text in bytes.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `id` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_remove(
    cart: *mut cw_cart,
    id: *const c_char,
    id_length: usize,
    format: i32,
    item: *mut *mut c_char,
    item_length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let item = TextPlace::new(item, item_length)?;
            let cart = about_to_change(cart)?;
            let id = text(id, id_length, "item's id")?;
            let format = format_if_any(format)?;
            item.put(cart.change(&[Operation::Remove(id)], |_, changes| match (changes.first(), format) {
                (Some(Change::ItemRemoved { item }), Some(format)) => Ok(Some(cartwright_wire::item(item, format)?)),
                _ => Ok(None),
            })?);
            Ok(())
        })
    }
}

/// Puts a condition on the cart, in the place of one of the same name.
///
/// @param cart           The cart.
/// @param name           Its name; name_length its bytes.
/// @param type           discount, tax, fee, shipping or any other word; type_length its bytes.
/// @param target_name    subtotal, total or item; target_length its bytes.
/// @param value_kind     CW_NUMBER_REAL or CW_NUMBER_TEXT.
/// @param value_real     The value, if it is a float: negative takes off, anything else adds.
/// @param value_text     The value, if it is a text such as "-10%"; value_length its bytes.
/// @param attributes     JSON to keep with the condition, NULL for none; attributes_length its bytes.
/// @param order          Its place among others where a host sorts them.
/// @param rules          JSON of rules, NULL for none; rules_length its bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it
///         was.
///
/// # Safety
/// `cart` is a live cart; texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_add_condition(
    cart: *mut cw_cart,
    name: *const c_char,
    name_length: usize,
    r#type: *const c_char,
    type_length: usize,
    target_name: *const c_char,
    target_length: usize,
    value_kind: i32,
    value_real: f64,
    value_text: *const c_char,
    value_length: usize,
    attributes: *const c_char,
    attributes_length: usize,
    order: i64,
    rules: *const c_char,
    rules_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = about_to_change(cart)?;
            let condition = NewCondition {
                name: text(name, name_length, "condition's name")?,
                kind: text(r#type, type_length, "condition's type")?,
                target: text(target_name, target_length, "condition's target")?,
                value: condition_value(value_kind, value_real, value_text, value_length)?,
                attributes: json(attributes, attributes_length, "condition's attributes", Json::EMPTY_LIST)?,
                order,
                rules: json(rules, rules_length, "condition's rules", Json::NULL)?,
            };
            cart.change(&[Operation::AddCondition(condition)], |_, _| Ok(()))
        })
    }
}

/// Takes a condition off the cart.
///
/// @param cart              The cart.
/// @param name              The condition; name_length the bytes of its name.
/// @param format            A cw_format.
/// @param condition         Receives the condition as it was; NULL if it was not there. Free it with cw_text_free.
/// @param condition_length  Receives the length of the condition's text in bytes.
/// @param error             Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `name` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_remove_condition(
    cart: *mut cw_cart,
    name: *const c_char,
    name_length: usize,
    format: i32,
    condition: *mut *mut c_char,
    condition_length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let condition = TextPlace::new(condition, condition_length)?;
            let cart = about_to_change(cart)?;
            let name = text(name, name_length, "condition's name")?;
            let format = format_of(format)?;
            condition.put(cart.change(&[Operation::RemoveCondition(name)], |_, changes| match changes.first() {
                Some(Change::ConditionRemoved { condition }) => {
                    Ok(Some(cartwright_wire::condition(condition, format)?))
                }
                _ => Ok(None),
            })?);
            Ok(())
        })
    }
}

/// What was done to an item: the first of the changes; what rules say afterwards is no part of it. An item that goes to
/// another line is taken off the one before it is put on the other, and is there.
fn of_item(changes: &Changes) -> Option<&Change> {
    match &changes[..] {
        [Change::ItemRemoved { .. }, added @ Change::ItemAdded { .. }, ..] => Some(added),
        changes => changes.first(),
    }
}

fn item_change(changes: &Changes) -> cw_item_change {
    let now = |kind: cw_change_kind, item: &Item, first: bool| cw_item_change {
        kind: kind as i32,
        first: first.into(),
        quantity: item.quantity().whole(),
        price: item.price().into(),
    };
    match of_item(changes) {
        Some(Change::ItemAdded { item, first }) => now(cw_change_kind::CW_CHANGE_ITEM_ADDED, item, *first),
        Some(Change::ItemUpdated { item, .. }) => now(cw_change_kind::CW_CHANGE_ITEM_UPDATED, item, false),
        Some(Change::ItemRemoved { .. }) => {
            cw_item_change { kind: cw_change_kind::CW_CHANGE_ITEM_REMOVED as i32, ..Default::default() }
        }
        _ => cw_item_change { kind: cw_change_kind::CW_CHANGE_NOTHING as i32, ..Default::default() },
    }
}

fn quantity_of(update: i32, quantity: i64) -> Result<Option<QuantityUpdate>, Failure> {
    if update == cw_quantity_update::CW_QUANTITY_KEEP as i32 {
        Ok(None)
    } else if update == cw_quantity_update::CW_QUANTITY_BY as i32 {
        Ok(Some(QuantityUpdate::By(Decimal::from(quantity))))
    } else if update == cw_quantity_update::CW_QUANTITY_TO as i32 {
        Ok(Some(QuantityUpdate::To(Decimal::from(quantity))))
    } else {
        Err(Failure::Argument(format!("{update} is no way to change a quantity; see cw_quantity_update")))
    }
}

#[cfg(test)]
mod tests {
    use super::cw_change_kind::*;
    use cartwright_core::ChangeKind;

    #[test]
    fn changes_have_the_numbers_and_the_names_of_the_core() {
        let numbered = [
            CW_CHANGE_ITEM_ADDED,
            CW_CHANGE_ITEM_UPDATED,
            CW_CHANGE_ITEM_REMOVED,
            CW_CHANGE_CONDITION_ADDED,
            CW_CHANGE_CONDITION_REMOVED,
            CW_CHANGE_CONDITIONS_DROPPED,
            CW_CHANGE_ITEM_CONDITION_ADDED,
            CW_CHANGE_ITEM_CONDITION_REMOVED,
            CW_CHANGE_ITEM_CONDITIONS_DROPPED,
            CW_CHANGE_METADATA_ADDED,
            CW_CHANGE_METADATA_REMOVED,
            CW_CHANGE_DYNAMIC_REGISTERED,
            CW_CHANGE_DYNAMIC_UNREGISTERED,
            CW_CHANGE_NOT_EVALUATED,
            CW_CHANGE_MERGED,
            CW_CHANGE_CLEARED,
        ];
        assert_eq!(numbered.len(), ChangeKind::ALL.len());
        for (ours, (kind, name)) in numbered.into_iter().zip(ChangeKind::ALL) {
            assert_eq!(ours as i32, kind as i32);
            assert_eq!(format!("{ours:?}"), format!("CW_CHANGE_{}", name.to_uppercase()));
        }
    }
}
