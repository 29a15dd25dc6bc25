//! What those call who look after versions.

use super::arguments::Arguments;
use super::{Calls, answers, forgotten};
use crate::error::{Error, Result};
use crate::reconcile::{Comparison, Judged};
use serde_json::{Value, json};

/// A reconciliation that waits for the host's database.
#[derive(Debug)]
pub(super) enum Waiting {
    /// For what is committed.
    Compared(Comparison),
    /// For new lives of types.
    Judged(Judged),
}

pub(super) fn compare(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let comparison = calls.versions.compare(&arguments.rows()?)?;
    let types = answers::names(comparison.types());
    let token = calls.comparisons.put(Waiting::Compared(comparison), &*calls.versions.environment.random)?;
    Ok(json!({"comparison": token, "types": types}))
}

pub(super) fn reconcile(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (token, told) = (arguments.text("comparison")?, arguments.versions("committed")?);
    let Some(Waiting::Compared(comparison)) = calls.comparisons.take(token) else { return Err(gone()) };
    let committed: Option<Vec<_>> = comparison
        .types()
        .iter()
        .map(|name| told.iter().find(|(told, _)| told == name).map(|(_, version)| *version))
        .collect();
    let committed = committed.ok_or_else(|| {
        super::arguments::invalid("`committed` has to have the version of every type that `compare` has answered")
    })?;
    let judged = calls.versions.judge(comparison, &committed)?;
    let renew = judged.to_renew();
    if !arguments.flag("repair", false)? {
        return Ok(answers::reconciliation(judged.report(), &[], None));
    }
    if renew.is_empty() {
        return Ok(answers::reconciliation(&calls.versions.repair(judged, &[], &arguments.note("who"))?, &[], None));
    }
    let answer = answers::reconciliation(judged.report(), &renew, Some(token));
    calls.comparisons.put_under(token.to_owned(), Waiting::Judged(judged));
    Ok(answer)
}

pub(super) fn renewed(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (token, versions) = (arguments.text("comparison")?, arguments.versions("versions")?);
    let Some(Waiting::Judged(judged)) = calls.comparisons.take(token) else { return Err(gone()) };
    let report = calls.versions.repair(judged, &versions, &arguments.note("who"))?;
    Ok(answers::reconciliation(&report, &[], None))
}

fn gone() -> Error {
    forgotten("comparison", "begin with `compare`")
}

pub(super) fn standings(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let types = arguments.types()?;
    let look = calls.versions.insist("store.look", |store| store.look(&types))?;
    Ok(answers::standings(&types, &look))
}

/// Whether readers may rely on what is published, and what the server may do to it.
pub(super) fn health(calls: &Calls) -> Result<Value> {
    let look = calls.versions.insist("store.look", |store| store.look(&[]))?;
    let evicts = calls.versions.insist("store.health", |store| store.evicted_by())?;
    Ok(answers::health(&look, evicts.as_deref()))
}

pub(super) fn unpublish(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let count = calls.versions.insist("store.unpublish", |store| store.unpublish_all())?;
    calls.versions.audit("versions.unpublished", &arguments.note("who"), "", ("", ""), &format!("{count} types"));
    Ok(json!({"count": count}))
}

pub(super) fn locks(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let held = calls.versions.held_locks(&*calls.locks, arguments.limit()?)?;
    Ok(held.iter().map(answers::lock).collect())
}

pub(super) fn force_unlock(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let (name, reason) = (arguments.text("name")?, arguments.text("reason")?);
    let released = calls.versions.force_unlock(&*calls.locks, name, reason, &arguments.note("who"))?;
    Ok(json!({"released": released}))
}

pub(super) fn breaker(calls: &Calls) -> Value {
    answers::breaker(calls.versions.breaker_state())
}

pub(super) fn reset_breaker(calls: &Calls, arguments: &Arguments) -> Value {
    calls.versions.reset_breaker();
    calls.versions.audit("circuit.reset", &arguments.note("who"), "", ("", ""), "");
    breaker(calls)
}
