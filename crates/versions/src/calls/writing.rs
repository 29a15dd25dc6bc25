//! What writers call. A change is begun, confirmed and published by its token; so are the locks of a bump given back.

use super::arguments::{Arguments, invalid};
use super::{Calls, answers, forgotten};
use crate::error::Result;
use crate::source::ChangeId;
use crate::type_name::TypeName;
use crate::version_store::MarkToken;
use crate::writing::{Publication, Writing};
use serde_json::{Value, json};

pub(super) fn begin(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let writing = calls.versions.begin(&arguments.types()?)?;
    let change = writing.token.secret_text();
    let answer = json!({"change": change, "types": answers::names(writing.types()), "marked": writing.is_marked()});
    calls.changes.put_under(change, writing);
    Ok(answer)
}

pub(super) fn confirm(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let change = arguments.text("change")?;
    let mut writing = calls.changes.take(change).ok_or_else(|| forgotten("change", "roll its transaction back"))?;
    let confirmed = calls.versions.confirm(&mut writing);
    let marked = writing.is_marked();
    // Also after a refusal: it is to be withdrawn yet.
    calls.changes.put_under(change.to_owned(), writing);
    confirmed.map(|()| json!({"marked": marked}))
}

pub(super) fn publish(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (change, versions) = (arguments.text("change")?, arguments.versions("versions")?);
    let types: Vec<TypeName> = versions.iter().map(|(name, _)| name.clone()).collect();
    let writing = match calls.changes.take(change) {
        Some(writing) => writing,
        // What is committed is committed, and all that it takes to publish it is in the call.
        None => Writing { token: token(change)?, types: types.clone(), lease: None },
    };
    Ok(match calls.versions.publish(writing, &versions) {
        Publication::Done(published) => json!({"published": answers::published(&types, &published), "left": null}),
        Publication::Left(error) => json!({"published": null, "left": error.to_string()}),
    })
}

/// One that is not known is withdrawn already, or its mark ends with its lease.
pub(super) fn withdraw(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    if let Some(writing) = calls.changes.take(arguments.text("change")?) {
        calls.versions.withdraw(writing);
    }
    Ok(Value::Null)
}

pub(super) fn lock(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let taken = calls.versions.lock_bumps(&*calls.locks, &arguments.types()?);
    let degraded: Vec<_> = taken.missing().into_iter().map(|missing| missing.name()).collect();
    let lock = calls.bumps.put(taken, &*calls.versions.environment.random)?;
    Ok(json!({"lock": lock, "degraded": degraded}))
}

pub(super) fn unlock(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    if let Some(taken) = calls.bumps.take(arguments.text("lock")?) {
        calls.versions.unlock_bumps(&*calls.locks, taken);
    }
    Ok(Value::Null)
}

pub(super) fn bumped(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (id, versions) = (ChangeId::new(arguments.text("id")?)?, arguments.versions("versions")?);
    let (repeated, degraded) = (arguments.flag("repeated", false)?, arguments.degraded()?);
    calls.versions.note_bump(&id, &versions, repeated, &degraded, &arguments.note("who"));
    Ok(Value::Null)
}

fn token(change: &str) -> Result<MarkToken> {
    MarkToken::from_secret_text(change)
        .map_err(|error| invalid("`change` is no token; hand back what `begin` has answered").because(error))
}
