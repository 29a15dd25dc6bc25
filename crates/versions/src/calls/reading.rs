//! What readers call.

use super::arguments::{Arguments, invalid};
use super::{Calls, answers, seen_text};
use crate::entry_store::EntryKey;
use crate::error::Result;
use crate::reading::Need;
use serde_json::{Value, json};

pub(super) fn look(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let need = match &*arguments.note("need") {
        "" | "entries" => Need::Entries,
        "token" => Need::Token,
        _ => return Err(invalid("`need` is entries or token")),
    };
    let seen = calls.versions.look(&arguments.types()?, need);
    let (text, questions) = (seen_text::write(&seen), answers::questions(&seen));
    // Nothing to be asked, most of the time: then one call is enough.
    let asks = seen.questions().len() > 0;
    let captured = if asks { Value::Null } else { answers::captured(&calls.versions.answer(seen, &[])?) };
    Ok(json!({"seen": text, "questions": questions, "captured": captured}))
}

pub(super) fn answer(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let seen = seen_text::read(arguments.text("seen")?)?;
    Ok(answers::captured(&calls.versions.answer(seen, &arguments.told()?)?))
}

pub(super) fn token(arguments: &Arguments) -> Result<Value> {
    Ok(arguments.snapshot()?.token().into())
}

pub(super) fn key(arguments: &Arguments) -> Result<Value> {
    Ok(EntryKey::new(arguments.text("name")?, &arguments.snapshot()?)?.as_str().into())
}
