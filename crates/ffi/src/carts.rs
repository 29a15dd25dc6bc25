//! All carts of an engine: lists, clean-up, what was counted, stored events.

use crate::boundary::{guard, optional_text, source, text};
use crate::engine::{cw_counted, cw_engine};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::place::TextPlace;
use cartwright_core::{CartKey, CartListing, Identity};
use cartwright_engine::{Durations, MetricsSnapshot, Prune};
use serde_json::{Map, Value, json};
use std::os::raw::c_char;
use std::time::Duration;

pub(crate) fn identity_json(identity: Option<Identity>) -> Value {
    identity.map_or(Value::Null, |one| json!({"incarnation": one.incarnation.to_string(), "version": one.version}))
}

fn key_json(key: &CartKey) -> Value {
    json!({"identifier": key.identifier(), "instance": key.instance()})
}

fn put(place: TextPlace, json: &Value) {
    place.put(Some(json.to_string().into_bytes()));
}

/// The instances of an identifier, in order.
///
/// @param engine      The engine.
/// @param identifier  Whose carts; identifier_length its bytes.
/// @param out         Receives a JSON list of names; free it with cw_text_free.
/// @param length      Receives its length in bytes.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; `identifier` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_instances(
    engine: *const cw_engine,
    identifier: *const c_char,
    identifier_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let identifier = text(identifier, identifier_length, "identifier")?;
            put(place, &source(engine, "engine")?.engine.instances(identifier)?.into());
            Ok(())
        })
    }
}

/// Removes every cart of an identifier. No event tells of it.
///
/// @param engine      The engine.
/// @param identifier  Whose carts; identifier_length its bytes.
/// @param out         Receives a JSON list of the instances that were removed; free it with cw_text_free.
/// @param length      Receives its length in bytes.
/// @param error       Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, or what the store answers; instances before the failing one are gone.
///
/// # Safety
/// `engine` is a live engine; `identifier` is readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_forget(
    engine: *const cw_engine,
    identifier: *const c_char,
    identifier_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let identifier = text(identifier, identifier_length, "identifier")?;
            put(place, &source(engine, "engine")?.engine.forget_identifier(identifier)?.into());
            Ok(())
        })
    }
}

/// Carts in the order of their keys.
///
/// @param engine  The engine.
/// @param query   A JSON object, NULL for all defaults; query_length its bytes: "limit" (1000), "after" with "identifier" and
///                "instance" for those after this one, "idle_seconds" for those that were not changed for so long.
/// @param out     Receives a JSON list of objects with "identifier", "instance", "identity" and "updated_at" in seconds since
///                1970; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; `query` is NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_carts(
    engine: *const cw_engine,
    query: *const c_char,
    query_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let mut fields = query_of(query, query_length)?;
            let limit = fields.whole("limit")?.unwrap_or(1000).try_into().unwrap_or(usize::MAX);
            let after = after(&mut fields)?;
            let idle_for = fields.whole("idle_seconds")?.map(Duration::from_secs);
            fields.end()?;
            let engine = &source(engine, "engine")?.engine;
            let carts = match idle_for {
                Some(idle_for) => engine.abandoned_carts(idle_for, after.as_ref(), limit)?,
                None => engine.carts(after.as_ref(), limit)?,
            };
            put(place, &carts.iter().map(listing_json).collect());
            Ok(())
        })
    }
}

fn listing_json(listing: &CartListing) -> Value {
    json!({
        "identifier": listing.key.identifier(),
        "instance": listing.key.instance(),
        "identity": identity_json(Some(listing.identity)),
        "updated_at": listing.updated_at,
    })
}

/// Removes one batch of the carts that nobody has changed for long. A cart that is changed meanwhile stays. Call it again
/// with the "after" that it answers, until that is null.
///
/// @param engine  The engine.
/// @param query   A JSON object, NULL for all defaults; query_length its bytes: "idle_seconds" (604800, a week), "batch"
///                (1000), "dry_run" (false) only counts, "after" with "identifier" and "instance".
/// @param out     Receives a JSON object with "found", "removed", "kept" and "after"; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; `query` is NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_prune(
    engine: *const cw_engine,
    query: *const c_char,
    query_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let mut fields = query_of(query, query_length)?;
            let default = Prune::default();
            let prune = Prune {
                idle_for: fields.whole("idle_seconds")?.map_or(default.idle_for, Duration::from_secs),
                batch: fields.whole("batch")?.map_or(default.batch, |batch| batch.try_into().unwrap_or(usize::MAX)),
                dry_run: fields.flag("dry_run")?.unwrap_or(default.dry_run),
            };
            let after = after(&mut fields)?;
            fields.end()?;
            let (pruned, after) = source(engine, "engine")?.engine.prune_batch(&prune, after.as_ref())?;
            let (found, removed, kept) = (pruned.found, pruned.removed, pruned.kept);
            let after = after.as_ref().map_or(Value::Null, key_json);
            put(place, &json!({"found": found, "removed": removed, "kept": kept, "after": after}));
            Ok(())
        })
    }
}

/// # Safety
/// `query` is NULL or readable.
unsafe fn query_of(query: *const c_char, length: usize) -> Result<Fields, Failure> {
    // SAFETY: the caller's promise.
    Fields::read(unsafe { optional_text(query, length, "query") }?.unwrap_or_default(), "query")
}

fn after(fields: &mut Fields) -> Result<Option<CartKey>, Failure> {
    let mut after = fields.inner("after")?;
    let (identifier, instance) = (after.text("identifier")?, after.text("instance")?);
    after.end()?;
    match (identifier, instance) {
        (None, None) => Ok(None),
        (Some(identifier), Some(instance)) => Ok(Some(CartKey::new(&identifier, &instance))),
        _ => Err(Failure::Argument("'after' of the query needs both, 'identifier' and 'instance'".into())),
    }
}

/// What the engine has counted since it was made, or since it was told to begin anew.
///
/// @param engine  The engine.
/// @param out     Receives a JSON object; free it with cw_text_free. "operations" has of each kind "done", "refused",
///                "conflicted", "unknown", "failed" and in microseconds "mean_us", "p50_us", "p99_us" and "max_us"; beside it
///                stand "minor_conflicts", "major_conflicts", "retries", "abandonments" and "conversions".
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `engine` is a live engine; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_metrics(
    engine: *const cw_engine,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            put(place, &metrics_json(&source(engine, "engine")?.engine.metrics().snapshot()));
            Ok(())
        })
    }
}

fn metrics_json(metrics: &MetricsSnapshot) -> Value {
    let operations: Map<String, Value> = metrics
        .operations
        .iter()
        .map(|operation| {
            let micros = |duration: Option<Duration>| duration.map(|duration| duration.as_micros() as u64);
            let durations: &Durations = &operation.durations;
            let counted = json!({
                "done": operation.done,
                "refused": operation.refused,
                "conflicted": operation.conflicted,
                "unknown": operation.unknown,
                "failed": operation.failed,
                "mean_us": micros(durations.mean()),
                "p50_us": micros(durations.quantile(50)),
                "p99_us": micros(durations.quantile(99)),
                "max_us": micros(durations.mean().map(|_| durations.max)),
            });
            (operation.kind.name().to_owned(), counted)
        })
        .collect();
    json!({
        "operations": operations,
        "minor_conflicts": metrics.minor_conflicts,
        "major_conflicts": metrics.major_conflicts,
        "retries": metrics.retries,
        "abandonments": metrics.abandonments,
        "conversions": metrics.conversions,
    })
}

/// Forgets what was counted.
///
/// @param engine  The engine.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `engine` is a live engine; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_clear_metrics(engine: *const cw_engine, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            source(engine, "engine")?.engine.metrics().clear();
            Ok(())
        })
    }
}

/// Counts what the shop knows and the engine does not.
///
/// @param engine   The engine.
/// @param counted  A cw_counted.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for an unknown number.
///
/// # Safety
/// `engine` is a live engine; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_count(engine: *const cw_engine, counted: i32, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let metrics = source(engine, "engine")?.engine.metrics();
            if counted == cw_counted::CW_COUNTED_ABANDONMENT as i32 {
                metrics.record_abandonment();
            } else if counted == cw_counted::CW_COUNTED_CONVERSION as i32 {
                metrics.record_conversion();
            } else {
                return Err(Failure::Argument(format!("{counted} is nothing that is counted; see cw_counted")));
            }
            Ok(())
        })
    }
}

/// Events that were stored with what they tell of, if the engine's setting "outbox" was on. They stay until they are
/// acknowledged.
///
/// @param engine  The engine.
/// @param after   Only those after this place, 0 for all.
/// @param limit   At most so many.
/// @param out     Receives a JSON list of objects with "sequence" and "event"; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_outbox(
    engine: *const cw_engine,
    after: i64,
    limit: i64,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let limit = usize::try_from(limit)
                .map_err(|_| Failure::Argument(format!("The limit of {limit} events is below 0")))?;
            let records = source(engine, "engine")?.engine.outbox(after, limit)?;
            // The events are JSON already.
            let records: Vec<String> = records
                .iter()
                .map(|record| {
                    let event = String::from_utf8_lossy(&record.bytes);
                    format!(r#"{{"sequence":{},"event":{event}}}"#, record.sequence)
                })
                .collect();
            place.put(Some(format!("[{}]", records.join(",")).into_bytes()));
            Ok(())
        })
    }
}

/// Removes stored events.
///
/// @param engine   The engine.
/// @param through  The place of the last one to be removed.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or what the store answers.
///
/// # Safety
/// `engine` is a live engine; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_engine_acknowledge(
    engine: *const cw_engine,
    through: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { guard(error, || Ok(source(engine, "engine")?.engine.acknowledge(through)?)) }
}
