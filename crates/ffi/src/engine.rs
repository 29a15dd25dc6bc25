//! An engine: a store of carts, with what a shop has decided.

use crate::bound::BoundCart;
use crate::boundary::{guard, key, optional_text, source, target};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::forks;
use crate::place::Place;
use crate::settings::{self, GivenZones};
use cartwright_engine::Engine;
use std::os::raw::c_char;
use std::sync::Arc;

/// A store of carts with everything that is done to them. It may be used by many threads at once. After a fork parent and
/// child go on with it; a store in memory is from then on one of each process.
pub struct cw_engine {
    pub(crate) engine: Engine,
    zones: Arc<GivenZones>,
}

/// Makes an engine. Its store is opened when it is first used.
///
/// @param settings         A JSON object; settings_length its bytes. "store" says where carts are: "memory",
///                         "sqlite:PATH" for the table of the PHP package, "sqlite-own:PATH" for a row per item, or
///                         "redis://HOST:PORT" with all that docs/redis.md has. All else may be left out: "currency"
///                         ("USD"), "busy_timeout_ms" (5000), "limits" with "items",
///                         "data_bytes", "item_quantity" and "text_bytes", "switches" with "honour_condition_order",
///                         "line_identity" ("id" or "id_and_attributes"), "strict_parsing" and "fractional_quantities",
///                         "retry" with "max_attempts", "base_delay_ms", "max_delay_ms", "exponential_backoff" and "jitter",
///                         "patience_ms" (10000), "events" (true), "outbox" (false), and "zones" as for
///                         cw_engine_set_zones.
/// @param out              Receives the engine; free it with cw_engine_free.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_UNKNOWN_CURRENCY, or CW_INVALID_ARGUMENT for a setting that is not known.
///
/// # Safety
/// `settings` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_open(
    settings: *const c_char,
    settings_length: usize,
    out: *mut *mut cw_engine,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "engine")?;
            let text = optional_text(settings, settings_length, "settings")?.unwrap_or_default();
            let (engine, zones) = settings::engine(text)?;
            forks::install();
            out.put(Box::into_raw(Box::new(cw_engine { engine, zones })));
            Ok(())
        })
    }
}

/// Frees an engine. Its carts go on, and keep its store open until they are freed.
///
/// @param engine  The engine, or NULL, which does nothing.
///
/// # Safety
/// `engine` is NULL or a live engine; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_free(engine: *mut cw_engine) {
    if !engine.is_null() {
        // SAFETY: engines leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(engine) });
    }
}

/// Says what names of time zones mean in rules, in the place of what was said before: there is no such data in the library.
///
/// @param engine  The engine.
/// @param zones   A JSON object of seconds east of UTC as of now, such as {"Europe/Berlin": 3600}, NULL for none; zones_length its
///                bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT.
///
/// # Safety
/// `engine` is a live engine; `zones` is readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_set_zones(
    engine: *const cw_engine,
    zones: *const c_char,
    zones_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let zones = optional_text(zones, zones_length, "zones")?.unwrap_or_default();
            source(engine, "engine")?.zones.set(Fields::read(zones, "zones")?)
        })
    }
}

/// A cart of the engine's store. Nothing is read before it is used; one that nobody has put anything into is empty.
///
/// @param engine      The engine.
/// @param identifier  Whose cart it is; identifier_length its bytes.
/// @param instance    Which of his, such as "default"; instance_length its bytes.
/// @param out         Receives the cart; free it with cw_cart_free.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK or CW_INVALID_TEXT.
///
/// # Safety
/// `engine` is a live engine; the texts are readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_cart(
    engine: *const cw_engine,
    identifier: *const c_char,
    identifier_length: usize,
    instance: *const c_char,
    instance_length: usize,
    out: *mut *mut cw_cart,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "cart")?;
            let key = key(identifier, identifier_length, instance, instance_length)?;
            let cart = BoundCart::new(source(engine, "engine")?.engine.open(key));
            out.put(Box::into_raw(Box::new(cw_cart::bound(cart))));
            Ok(())
        })
    }
}

/// Whether there is a cart, even one with metadata only.
///
/// @param engine      The engine.
/// @param identifier  Whose cart; identifier_length its bytes.
/// @param instance    Which of his; instance_length its bytes.
/// @param has         Receives 1 if there is, 0 if not.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; the texts are readable; `has` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_has(
    engine: *const cw_engine,
    identifier: *const c_char,
    identifier_length: usize,
    instance: *const c_char,
    instance_length: usize,
    has: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let has = Place::new(has, "answer")?;
            let key = key(identifier, identifier_length, instance, instance_length)?;
            has.put(source(engine, "engine")?.engine.has(&key)?.into());
            Ok(())
        })
    }
}

/// Gives a cart with all that is in it, metadata too, to another key, in the place of the cart there. Onto itself nothing
/// happens. No event tells of it.
///
/// @param engine           The engine.
/// @param from_identifier  Whose cart it is; from_identifier_length its bytes.
/// @param from_instance    Which of his; from_instance_length its bytes.
/// @param to_identifier    Whose cart it becomes; to_identifier_length its bytes.
/// @param to_instance      Which of his; to_instance_length its bytes.
/// @param moved            Receives 1, or 0 if there was no cart to give.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; the texts are readable; `moved` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_swap(
    engine: *const cw_engine,
    from_identifier: *const c_char,
    from_identifier_length: usize,
    from_instance: *const c_char,
    from_instance_length: usize,
    to_identifier: *const c_char,
    to_identifier_length: usize,
    to_instance: *const c_char,
    to_instance_length: usize,
    moved: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let moved = Place::new(moved, "answer")?;
            let from = key(from_identifier, from_identifier_length, from_instance, from_instance_length)?;
            let to = key(to_identifier, to_identifier_length, to_instance, to_instance_length)?;
            moved.put(source(engine, "engine")?.engine.swap(&from, &to)?.into());
            Ok(())
        })
    }
}

/// What a shop counts beside what the engine counts itself.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_counted {
    /// A cart was given up.
    CW_COUNTED_ABANDONMENT = 1,
    /// A cart was bought.
    CW_COUNTED_CONVERSION = 2,
}

/// What a cart is: which one, and in which state.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct cw_identity {
    /// A UUID that was made with the cart, closed by a NUL; empty if there is no cart.
    pub incarnation: [c_char; 37],
    /// 1 when the cart was made, one more with each commit; 0 if there is no cart.
    pub version: i64,
}

/// What a cart of an engine is now, in its store.
///
/// @param cart   The cart.
/// @param out    Receives what it is.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_CORRUPT_CART, what the store answers, or CW_INVALID_ARGUMENT for a hosted cart, whose host knows.
///
/// # Safety
/// `cart` is a live cart; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_identity(cart: *mut cw_cart, out: *mut cw_identity, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "identity")?;
            let bound = target(cart, "cart")?
                .bound_cart()
                .ok_or_else(|| Failure::Argument("This cart is hosted: its host knows what it was loaded as".into()))?;
            let mut identity = cw_identity { incarnation: [0; 37], version: 0 };
            if let Some(found) = bound.identity()? {
                for (place, digit) in identity.incarnation.iter_mut().zip(found.incarnation.to_string().bytes()) {
                    *place = digit as c_char;
                }
                identity.version = found.version;
            }
            out.put(identity);
            Ok(())
        })
    }
}
