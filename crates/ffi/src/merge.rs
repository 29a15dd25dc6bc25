//! Two carts become one: at a login, the visitor's and the user's.

use crate::boundary::{guard, key, optional_text, source, target};
use crate::cart::{about_to_change, cw_cart};
use crate::carts::identity_json;
use crate::engine::cw_engine;
use crate::error::cw_error;
use crate::failure::Failure;
use crate::place::{Place, TextPlace};
use crate::read::format_of;
use crate::result::{Told, cw_result, result_of};
use cartwright_core::{Merge, MergeStrategy, Operation, Resolution};
use cartwright_engine::{Applied, MergePlan};
use cartwright_wire::changes;
use cartwright_wire::operations::read_resolutions;
use std::os::raw::c_char;

/// What becomes of the quantity of an item that is in both carts.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_merge_strategy {
    /// Both quantities together: "add_quantities".
    CW_MERGE_ADD_QUANTITIES = 1,
    /// The higher of the two: "keep_highest_quantity".
    CW_MERGE_KEEP_HIGHEST_QUANTITY = 2,
    /// That of the target: "keep_user_cart".
    CW_MERGE_KEEP_USER_CART = 3,
    /// That of the source: "replace_with_guest".
    CW_MERGE_REPLACE_WITH_GUEST = 4,
}

fn strategy_of(strategy: i32) -> Result<MergeStrategy, Failure> {
    let numbered = [
        (cw_merge_strategy::CW_MERGE_ADD_QUANTITIES, MergeStrategy::AddQuantities),
        (cw_merge_strategy::CW_MERGE_KEEP_HIGHEST_QUANTITY, MergeStrategy::KeepHighestQuantity),
        (cw_merge_strategy::CW_MERGE_KEEP_USER_CART, MergeStrategy::KeepTarget),
        (cw_merge_strategy::CW_MERGE_REPLACE_WITH_GUEST, MergeStrategy::ReplaceWithSource),
    ];
    let found = numbered.into_iter().find(|(number, _)| *number as i32 == strategy);
    found
        .map(|(_, strategy)| strategy)
        .ok_or_else(|| Failure::Argument(format!("{strategy} is no strategy; see cw_merge_strategy")))
}

/// Two carts of an engine as they were read, and what is in both: somebody may be asked what he wants.
pub struct cw_merge_plan(MergePlan);

/// Reads two carts of an engine and says what is in both. Nothing is changed.
///
/// @param engine             The engine.
/// @param target_identifier  Whose cart takes the other one in; target_identifier_length its bytes.
/// @param target_instance    Which of his; target_instance_length its bytes.
/// @param source_identifier  Whose cart is taken in; source_identifier_length its bytes.
/// @param source_instance    Which of his; source_instance_length its bytes.
/// @param strategy           A cw_merge_strategy, for items that nobody decides.
/// @param out                Receives the plan; free it with cw_merge_plan_free.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, CW_NUMBER_OUT_OF_RANGE, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; texts are readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_plan_merge(
    engine: *const cw_engine,
    target_identifier: *const c_char,
    target_identifier_length: usize,
    target_instance: *const c_char,
    target_instance_length: usize,
    source_identifier: *const c_char,
    source_identifier_length: usize,
    source_instance: *const c_char,
    source_instance_length: usize,
    strategy: i32,
    out: *mut *mut cw_merge_plan,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "plan")?;
            let into = key(target_identifier, target_identifier_length, target_instance, target_instance_length)?;
            let from = key(source_identifier, source_identifier_length, source_instance, source_instance_length)?;
            let plan = source(engine, "engine")?.engine.plan_merge(&into, &from, strategy_of(strategy)?)?;
            out.put(Box::into_raw(Box::new(cw_merge_plan(plan))));
            Ok(())
        })
    }
}

/// Frees a plan. Nothing was changed by it.
///
/// @param plan  The plan, or NULL, which does nothing.
///
/// # Safety
/// `plan` is NULL or a live plan; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_merge_plan_free(plan: *mut cw_merge_plan) {
    if !plan.is_null() {
        // SAFETY: plans leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(plan) });
    }
}

/// The items that are in both carts of a plan: a list of objects with "line", "target", "source", "quantity" as the strategy
/// has it, and "limited".
///
/// @param plan    The plan.
/// @param format  A cw_format.
/// @param out     Receives the text; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `plan` is a live plan; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_merge_plan_conflicts(
    plan: *const cw_merge_plan,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            place.put(Some(changes::conflicts(source(plan, "plan")?.0.conflicts(), format_of(format)?)?));
            Ok(())
        })
    }
}

/// What the carts of a plan were when they were read.
///
/// @param plan    The plan.
/// @param out     Receives a JSON object with "target" and "source", each null or with "incarnation" and "version", and
///                "is_nothing", true if there is nothing to take in; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `plan` is a live plan; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_merge_plan_identities(
    plan: *const cw_merge_plan,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let plan = &source(plan, "plan")?.0;
            let identities = serde_json::json!({
                "target": identity_json(plan.target_identity()),
                "source": identity_json(plan.source_identity()),
                "is_nothing": plan.is_nothing(),
            });
            place.put(Some(identities.to_string().into_bytes()));
            Ok(())
        })
    }
}

/// Does what was planned, if both carts still are what they were: the source is taken in and removed in one step.
///
/// @param engine              The engine of the plan.
/// @param plan                The plan; it stays the caller's.
/// @param resolutions         A JSON object of what was decided, by line: {"by": "keep_user_cart"}, {"quantity": 3} or
///                            {"take": "source"}; NULL for nothing. resolutions_length its bytes.
/// @param out                 Receives the result, NULL if there was nothing to take in; free it with cw_result_free. May be
///                            NULL itself.
/// @param error               Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CONFLICT if either cart has changed since: make a new plan; any other status of a change.
///
/// # Safety
/// `engine` and `plan` are live; `resolutions` is NULL or readable; `out` is NULL or may be written; `error` likewise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_commit_merge(
    engine: *const cw_engine,
    plan: *const cw_merge_plan,
    resolutions: *const c_char,
    resolutions_length: usize,
    out: *mut *mut cw_result,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = (!out.is_null()).then(|| Place::new(out, "result")).transpose()?;
            let (engine, plan) = (&source(engine, "engine")?.engine, &source(plan, "plan")?.0);
            let decided = resolutions_of(resolutions, resolutions_length)?;
            put_merged(out, engine.commit_merge(plan, &lent(&decided))?);
            Ok(())
        })
    }
}

/// Takes one cart of an engine into another and removes it, in one step; planned again if somebody else was faster.
///
/// @param engine             The engine.
/// @param target_identifier  Whose cart takes the other one in; target_identifier_length its bytes.
/// @param target_instance    Which of his; target_instance_length its bytes.
/// @param source_identifier  Whose cart is taken in; source_identifier_length its bytes.
/// @param source_instance    Which of his; source_instance_length its bytes.
/// @param strategy           A cw_merge_strategy.
/// @param out                Receives the result, NULL if there was nothing to take in; free it with cw_result_free. May be
///                           NULL itself.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; any other status of a change: then both carts are as they were.
///
/// # Safety
/// `engine` is a live engine; texts are readable; `out` is NULL or may be written; `error` likewise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_merge(
    engine: *const cw_engine,
    target_identifier: *const c_char,
    target_identifier_length: usize,
    target_instance: *const c_char,
    target_instance_length: usize,
    source_identifier: *const c_char,
    source_identifier_length: usize,
    source_instance: *const c_char,
    source_instance_length: usize,
    strategy: i32,
    out: *mut *mut cw_result,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = (!out.is_null()).then(|| Place::new(out, "result")).transpose()?;
            let into = key(target_identifier, target_identifier_length, target_instance, target_instance_length)?;
            let from = key(source_identifier, source_identifier_length, source_instance, source_instance_length)?;
            let merged = source(engine, "engine")?.engine.merge(&into, &from, strategy_of(strategy)?)?;
            put_merged(out, merged);
            Ok(())
        })
    }
}

fn put_merged(out: Option<Place<*mut cw_result>>, merged: Option<Applied>) {
    if let Some(out) = out {
        out.put(merged.map_or(std::ptr::null_mut(), |applied| cw_result::new(Told::by_engine(applied))));
    }
}

/// The items that are in both of two hosted carts, as for cw_merge_plan_conflicts. Nothing is changed.
///
/// @param cart      The cart that would take the other one in.
/// @param other     The cart that would be taken in, not the same.
/// @param strategy  A cw_merge_strategy.
/// @param format    A cw_format.
/// @param out       Receives the text; free it with cw_text_free.
/// @param length    Receives its length in bytes.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_CORRUPT_CART, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_ARGUMENT.
///
/// # Safety
/// `cart` and `other` are live carts; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_conflicts(
    cart: *mut cw_cart,
    other: *mut cw_cart,
    strategy: i32,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above; the two are not the same.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            are_two(cart, other)?;
            let (into, from) = (target(cart, "cart")?.hosted()?, target(other, "other cart")?.hosted()?);
            let policy = into.policy;
            let conflicts =
                into.stored()?.cart().conflicts_with(from.stored()?.cart(), strategy_of(strategy)?, &policy)?;
            place.put(Some(changes::conflicts(&conflicts, format_of(format)?)?));
            Ok(())
        })
    }
}

/// Takes one hosted cart into another. The other is not changed: its host removes it with the same commit.
///
/// @param cart         The cart that takes the other one in.
/// @param other        The cart that is taken in, not the same.
/// @param strategy     A cw_merge_strategy, for items that are not decided.
/// @param resolutions  What was decided, as for cw_engine_commit_merge; resolutions_length its bytes.
/// @param out          Receives the result; free it with cw_result_free. May be NULL.
/// @param error        Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CART_TOO_LARGE, CW_INVALID_ITEM for a quantity that was decided and is none, CW_CORRUPT_CART,
///         CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_INVALID_ARGUMENT: then the cart is as it was.
///
/// # Safety
/// `cart` and `other` are live carts; `resolutions` is NULL or readable; `out` is NULL or may be written; `error` likewise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_merge(
    cart: *mut cw_cart,
    other: *mut cw_cart,
    strategy: i32,
    resolutions: *const c_char,
    resolutions_length: usize,
    out: *mut *mut cw_result,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above; the two are not the same.
    unsafe {
        guard(error, || {
            let out = (!out.is_null()).then(|| Place::new(out, "result")).transpose()?;
            are_two(cart, other)?;
            let (cart, from) = (about_to_change(cart)?, target(other, "other cart")?.hosted()?);
            cart.hosted()?;
            let strategy = strategy_of(strategy)?;
            let decided = resolutions_of(resolutions, resolutions_length)?;
            let taken_in = from.stored()?.cart();
            let merge = Merge { source: taken_in, strategy, resolutions: &lent(&decided) };
            cart.change(&[Operation::Merge(merge)], |_, _| Ok(()))?;
            cart.has_taken_in(from.key.clone());
            if let Some(out) = out {
                out.put(result_of(cart)?);
            }
            Ok(())
        })
    }
}

fn are_two(cart: *mut cw_cart, other: *mut cw_cart) -> Result<(), Failure> {
    if cart == other && !cart.is_null() {
        return Err(Failure::Argument("A cart cannot be taken into itself; give two carts".into()));
    }
    Ok(())
}

/// What was decided, by line.
///
/// # Safety
/// `resolutions` is NULL or readable.
unsafe fn resolutions_of(resolutions: *const c_char, length: usize) -> Result<Vec<(String, Resolution)>, Failure> {
    // SAFETY: the caller's promise.
    match unsafe { optional_text(resolutions, length, "resolutions") }? {
        Some(text) => Ok(read_resolutions(text)?),
        None => Ok(Vec::new()),
    }
}

fn lent(decided: &[(String, Resolution)]) -> Vec<(&str, Resolution)> {
    decided.iter().map(|(line, resolution)| (line.as_str(), *resolution)).collect()
}
