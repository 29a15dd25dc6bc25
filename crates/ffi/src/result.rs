//! What a change did: its changes, its events, what the cart was and is.

use crate::boundary::{guard, source, target};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::failure::Failure;
use crate::hosted::HostedCart;
use crate::place::{Place, TextPlace};
use crate::read::{format_of, json_as};
use cartwright_coordination::{SystemRandom, uuid_v4};
use cartwright_core::{CartKey, Changes, Identity, Moment};
use cartwright_engine::Applied;
use cartwright_events::{Envelope, Occasion, seal};
use cartwright_wire::changes;
use std::os::raw::c_char;

/// What a change did, as the handle of the cart keeps it until the next one.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) changes: Changes,
    events: Events,
    before: Option<Identity>,
    after: Option<Identity>,
    attempts: u32,
    /// The cart that a merge has taken in.
    source: Option<CartKey>,
}

/// The events of a change.
#[derive(Clone)]
enum Events {
    Made(Vec<Envelope>),
    /// Those of a hosted cart are made when somebody asks, since they need all sums of the cart; they tell of the cart's name
    /// and of the time when it was changed.
    ToMake {
        key: CartKey,
        at: Moment,
    },
}

impl Told {
    pub(crate) fn by_host(changes: Changes, key: CartKey, at: Moment) -> Self {
        let events = Events::ToMake { key, at };
        Self { changes, events, before: None, after: None, attempts: 1, source: None }
    }

    /// The same, of a merge that has taken this cart in.
    pub(crate) fn of_merge_with(self, source: CartKey) -> Self {
        Self { source: Some(source), ..self }
    }

    pub(crate) fn by_engine(applied: Applied) -> Self {
        let Applied { changes, events, before, after, attempts, .. } = applied;
        Self { changes, events: Events::Made(events), before, after, attempts, source: None }
    }

    fn events(&self) -> &[Envelope] {
        match &self.events {
            Events::Made(events) => events,
            Events::ToMake { .. } => &[],
        }
    }

    /// Makes the events of a hosted cart, which is as the change has left it.
    pub(crate) fn seal(&mut self, hosted: &HostedCart) -> Result<(), Failure> {
        let Events::ToMake { key, at } = &self.events else { return Ok(()) };
        let cart = hosted.stored()?.cart();
        let occasion = Occasion {
            key,
            before: None,
            after: None,
            at: *at,
            pricing: hosted.pricing()?,
            source: self.source.as_ref(),
        };
        let mut failure = None;
        let events = seal(&self.changes, cart, &occasion, &mut || match uuid_v4(&SystemRandom) {
            Ok(id) => id.as_u128(),
            Err(error) => {
                failure = Some(error);
                0
            }
        });
        if let Some(failure) = failure {
            return Err(failure.into());
        }
        self.events = Events::Made(events);
        Ok(())
    }
}

/// What a change did: what is different, which events tell of it, what the cart was and is. It is the caller's, whatever
/// becomes of the cart.
pub struct cw_result(Told);

impl cw_result {
    pub(crate) fn new(told: Told) -> *mut Self {
        Box::into_raw(Box::new(Self(told)))
    }
}

/// What the last change of a cart did, also one that was made by a function without a result.
///
/// @param cart   The cart.
/// @param out    Receives the result, or NULL if nothing was changed since the cart was made, loaded or refused something;
///               free it with cw_result_free.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_CORRUPT_CART, CW_NO_RANDOMNESS.
///
/// # Safety
/// `cart` is a live cart; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_result(
    cart: *mut cw_cart,
    out: *mut *mut cw_result,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "result")?;
            out.put(result_of(target(cart, "cart")?)?);
            Ok(())
        })
    }
}

/// The result of the last change, NULL for none.
pub(crate) fn result_of(cart: &mut cw_cart) -> Result<*mut cw_result, Failure> {
    Ok(cart.told()?.map_or(std::ptr::null_mut(), |told| cw_result::new(told.clone())))
}

/// Frees a result.
///
/// @param result  The result, or NULL, which does nothing.
///
/// # Safety
/// `result` is NULL or a live result; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_result_free(result: *mut cw_result) {
    if !result.is_null() {
        // SAFETY: results leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(result) });
    }
}

/// What a result comes to.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct cw_result_summary {
    /// How many changes there are; 0 if what was asked for is not there.
    pub changes: i64,
    /// How many events tell of them.
    pub events: i64,
    /// 1 if the cart is different; 0 if a condition was set to what it was, for instance.
    pub differs: i32,
    /// How often it was tried, the last time included: others may have changed the cart meanwhile.
    pub attempts: i32,
    /// The version the cart had, 0 if there was none and of a hosted cart.
    pub version_before: i64,
    /// The version the cart has, 0 if there is none and of a hosted cart.
    pub version_after: i64,
}

/// What a result comes to, in numbers.
///
/// @param result  The result.
/// @param out     Receives the numbers.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `result` is a live result; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_result_summary_of(
    result: *const cw_result,
    out: *mut cw_result_summary,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "summary")?;
            let told = &source(result, "result")?.0;
            let version = |identity: Option<Identity>| identity.map_or(0, |identity| identity.version);
            let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
            out.put(cw_result_summary {
                changes: count(told.changes.len()),
                events: count(told.events().len()),
                differs: told.changes.differ().into(),
                attempts: i32::try_from(told.attempts).unwrap_or(i32::MAX),
                version_before: version(told.before),
                version_after: version(told.after),
            });
            Ok(())
        })
    }
}

/// The changes of a result, in order. docs/operations.md says what each has.
///
/// @param result  The result.
/// @param format  A cw_format.
/// @param out     Receives the text, a list; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `result` is a live result; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_result_changes(
    result: *const cw_result,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            place.put(Some(changes::write(&source(result, "result")?.0.changes, format_of(format)?)?));
            Ok(())
        })
    }
}

/// The events of a result, in order, each with its id, its cart, what that was and is, the time, and what it tells.
///
/// @param result  The result.
/// @param format  A cw_format.
/// @param out     Receives the text, a list; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `result` is a live result; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_result_events(
    result: *const cw_result,
    format: i32,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let format = format_of(format)?;
            let events: Vec<String> = source(result, "result")?.0.events().iter().map(Envelope::to_json).collect();
            place.put(Some(json_as(format!("[{}]", events.join(",")), format)?));
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_core::{Json, Operation};

    #[test]
    fn events_that_are_asked_for_later_tell_of_the_name_and_the_time_of_the_change() {
        let mut hosted = HostedCart::default();
        hosted.key = CartKey::new("guest", "default");
        let earliest = crate::hosted::now();
        let note = Operation::SetMetadata("note", Json::from("1"));
        let (mut told, ()) = hosted.change(&[note], |_, _| Ok(())).ok().unwrap();
        let latest = crate::hosted::now();
        hosted.key = CartKey::new("user-7", "default");
        while crate::hosted::now() == latest {}
        assert!(told.seal(&hosted).is_ok());
        let event = told.events().first().unwrap();
        assert_eq!(event.key.identifier(), "guest");
        assert!((earliest..=latest).contains(&event.at));
    }
}
