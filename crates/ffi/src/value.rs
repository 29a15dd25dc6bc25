//! Calculations for values that stand outside of a cart: prices, items, conditions, numbers.

use crate::boundary::{guard, optional_text, text};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::number::{condition_value, cw_number, number};
use crate::place::Place;
use cartwright_core::{
    Condition, Conditions, Effect, ItemAmounts, Json, Limits, NewCondition, Number, Policy, Quantity, check_item,
    parse_price,
};
use std::os::raw::c_char;

/// What an item costs, as numbers of the host.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct cw_item_amounts {
    /// The price of one with the item's conditions.
    pub price: cw_number,
    /// That price times the quantity.
    pub subtotal: cw_number,
    /// The plain price times the quantity.
    pub subtotal_without_conditions: cw_number,
    /// What the conditions take off, at least 0.
    pub discount: cw_number,
}

/// A condition's value, read.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct cw_condition_effect {
    /// One of the characters % + - * /
    pub operator_sign: i32,
    /// 1 if it takes off.
    pub is_discount: i32,
    /// 1 if it adds.
    pub is_charge: i32,
    /// 1 if it is a percentage.
    pub is_percentage: i32,
    /// The number; for a percentage the share.
    pub number: f64,
}

/// What cw_number_combine does with two numbers.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_arithmetic {
    /// The sum.
    CW_ADD = 1,
    /// The first less the second.
    CW_SUBTRACT = 2,
    /// The product.
    CW_MULTIPLY = 3,
    /// The first by the second; by zero is refused.
    CW_DIVIDE = 4,
}

/// Reads a price text leniently: currency signs, thousand marks and spaces are removed; what then holds a point is a
/// float, everything else an integer; text counts as 0.
///
/// @param price   The text; length its bytes.
/// @param out     Receives the number.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `price` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_price_parse(
    price: *const c_char,
    length: usize,
    out: *mut cw_number,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "price")?;
            out.put(parse_price(text(price, length, "price")?)?.into());
            Ok(())
        })
    }
}

/// Checks what every item has to be.
///
/// @param id             Its id; id_length its bytes.
/// @param name           Its name; name_length its bytes.
/// @param price_kind     CW_NUMBER_WHOLE or CW_NUMBER_REAL.
/// @param price_whole    The price, if it is an integer.
/// @param price_real     The price, if it is a float.
/// @param quantity       How many.
/// @param max_quantity   The limit of the quantity.
/// @param max_bytes      The limit of id and name in bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_ITEM, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// Texts are readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_item_check(
    id: *const c_char,
    id_length: usize,
    name: *const c_char,
    name_length: usize,
    price_kind: i32,
    price_whole: i64,
    price_real: f64,
    quantity: i64,
    max_quantity: i64,
    max_bytes: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let limits = Limits {
                item_quantity: max_quantity,
                text_bytes: u64::try_from(max_bytes).unwrap_or(0),
                ..Limits::default()
            };
            let price = number(price_kind, price_whole, price_real)?;
            check_item(
                text(id, id_length, "item's id")?,
                text(name, name_length, "item's name")?,
                price,
                quantity.into(),
                &Policy::from(limits),
            )?;
            Ok(())
        })
    }
}

/// What an item costs.
///
/// @param price_kind        CW_NUMBER_WHOLE or CW_NUMBER_REAL.
/// @param price_whole       The price, if it is an integer.
/// @param price_real        The price, if it is a float.
/// @param quantity          How many, at least 1.
/// @param condition_values  JSON list of the values of the item's conditions (texts and numbers) in order, NULL for none;
///                          condition_values_length its bytes.
/// @param out               Receives the amounts.
/// @param error             Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `condition_values` is NULL or readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_item_amounts_of(
    price_kind: i32,
    price_whole: i64,
    price_real: f64,
    quantity: i64,
    condition_values: *const c_char,
    condition_values_length: usize,
    out: *mut cw_item_amounts,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "amounts")?;
            let price = number(price_kind, price_whole, price_real)?;
            let quantity = Quantity::of(quantity)
                .ok_or_else(|| Failure::Argument("The quantity of an item is at least 1".to_owned()))?;
            let mut conditions = Conditions::default();
            if let Some(values) = optional_text(condition_values, condition_values_length, "condition values")? {
                for (at, value) in cartwright_wire::read_condition_values(values)?.into_iter().enumerate() {
                    let json = || Json::from(Json::NULL);
                    conditions.set(Condition::new(NewCondition {
                        name: &format!("#{at}"),
                        kind: "value",
                        target: "item",
                        value,
                        attributes: json(),
                        order: 0,
                        rules: json(),
                    })?);
                }
            }
            let amounts = ItemAmounts::of(price, quantity, &conditions)?;
            out.put(cw_item_amounts {
                price: amounts.price.into(),
                subtotal: amounts.subtotal.into(),
                subtotal_without_conditions: amounts.subtotal_without_conditions.into(),
                discount: amounts.discount.into(),
            });
            Ok(())
        })
    }
}

/// Checks a condition and reads its value.
///
/// @param name         Its name; name_length its bytes.
/// @param type         Its type; type_length its bytes.
/// @param target_name  subtotal, total or item; target_length its bytes.
/// @param value_kind   CW_NUMBER_REAL or CW_NUMBER_TEXT.
/// @param value_real   The value, if it is a float.
/// @param value_text   The value, if it is a text; value_length its bytes.
/// @param out          Receives what the value does.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// Texts are readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_condition_check(
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
    out: *mut cw_condition_effect,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "effect")?;
            let condition = Condition::new(NewCondition {
                name: text(name, name_length, "condition's name")?,
                kind: text(r#type, type_length, "condition's type")?,
                target: text(target_name, target_length, "condition's target")?,
                value: condition_value(value_kind, value_real, value_text, value_length)?,
                attributes: Json::from(Json::EMPTY_LIST),
                order: 0,
                rules: Json::from(Json::NULL),
            })?;
            let effect = condition.effect();
            out.put(cw_condition_effect {
                operator_sign: i32::from(effect.operator().as_str().as_bytes()[0]),
                is_discount: effect.is_discount().into(),
                is_charge: effect.is_charge().into(),
                is_percentage: effect.is_percentage().into(),
                number: Number::real_exact(effect.number()).to_f64(),
            });
            Ok(())
        })
    }
}

/// Applies a condition's value to an amount.
///
/// @param value_kind  CW_NUMBER_REAL or CW_NUMBER_TEXT.
/// @param value_real  The value, if it is a float.
/// @param value_text  The value, if it is a text; value_length its bytes.
/// @param amount      The amount.
/// @param result      Receives the amount with the condition on it, at least 0, not rounded.
/// @param difference  Receives the result less the amount.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `value_text` is NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_condition_apply(
    value_kind: i32,
    value_real: f64,
    value_text: *const c_char,
    value_length: usize,
    amount: f64,
    result: *mut f64,
    difference: *mut f64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let (result, difference) = (Place::new(result, "result")?, Place::new(difference, "difference")?);
            let effect = Effect::of(&condition_value(value_kind, value_real, value_text, value_length)?)?;
            let amount = Number::real(amount)?.exact();
            let applied = effect.apply(amount)?;
            result.put(Number::real_exact(applied).to_f64());
            difference.put(Number::real_exact(applied).minus(Number::real_exact(amount))?.to_f64());
            Ok(())
        })
    }
}

/// Combines two numbers exactly.
///
/// @param arithmetic   A cw_arithmetic.
/// @param left_kind    CW_NUMBER_WHOLE or CW_NUMBER_REAL, then the number both ways.
/// @param left_whole   The first number, if it is an integer.
/// @param left_real    The first number, if it is a float.
/// @param right_kind   CW_NUMBER_WHOLE or CW_NUMBER_REAL, then the number both ways.
/// @param right_whole  The second number, if it is an integer.
/// @param right_real   The second number, if it is a float.
/// @param out          Receives the result: an integer if both are and the result is whole.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_NUMBER_OUT_OF_RANGE.
///
/// # Safety
/// `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_number_combine(
    arithmetic: i32,
    left_kind: i32,
    left_whole: i64,
    left_real: f64,
    right_kind: i32,
    right_whole: i64,
    right_real: f64,
    out: *mut cw_number,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "number")?;
            let left = number(left_kind, left_whole, left_real)?;
            let right = number(right_kind, right_whole, right_real)?;
            let result = if arithmetic == cw_arithmetic::CW_ADD as i32 {
                left.plus(right)
            } else if arithmetic == cw_arithmetic::CW_SUBTRACT as i32 {
                left.minus(right)
            } else if arithmetic == cw_arithmetic::CW_MULTIPLY as i32 {
                left.times(right)
            } else if arithmetic == cw_arithmetic::CW_DIVIDE as i32 {
                left.divided_by(right)
            } else {
                return Err(Failure::Argument(format!("{arithmetic} is no arithmetic; see cw_arithmetic")));
            }?;
            out.put(result.into());
            Ok(())
        })
    }
}

/// The sum of many numbers, exactly.
///
/// @param numbers  JSON list of numbers; length its bytes.
/// @param out      Receives the sum as a float.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
///
/// # Safety
/// `numbers` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_number_sum(
    numbers: *const c_char,
    length: usize,
    out: *mut f64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "sum")?;
            let numbers = cartwright_wire::read_numbers(text(numbers, length, "list of numbers")?)?;
            out.put(Number::sum(numbers)?.to_f64());
            Ok(())
        })
    }
}
