//! The column of the metadata, which holds the dynamic conditions as well.

use crate::json_pull::Reader;
use crate::json_text::json_string;
use crate::read::{Origin, Stop, canonical, conditions_of};
use crate::stored_error::StoredError;
use crate::write::conditions_json;
use cartwright_core::{Conditions, Json, Metadata};
use std::fmt::Display;
use std::sync::Arc;

/// The key of the metadata under which dynamic conditions are stored with their rules: the original reads past it, and keeps it.
pub const DYNAMIC_CONDITIONS: &str = "__cartwright_dynamic_conditions";

/// Reads the column of the metadata, and the dynamic conditions that are stored there.
pub(crate) fn read(column: &Arc<str>) -> Result<(Metadata, Conditions), StoredError> {
    let source = canonical("metadata", column)?;
    let corrupt = |why: &dyn Display| StoredError::corrupt("metadata", None, why);
    let (mut metadata, mut dynamic) = (Metadata::default(), Conditions::default());
    let mut reader = Reader::new(&source);
    let gone_through = reader.entries(|reader, key, _| {
        if key == DYNAMIC_CONDITIONS && reader.is_at_an_object() {
            dynamic = conditions_of(&source, Origin::Column, reader, &corrupt)?;
            return Ok::<_, Stop>(());
        }
        let start = reader.position();
        reader.value()?;
        metadata.set(&key, Json::slice(&source, start..reader.position()));
        Ok(())
    });
    match gone_through.and_then(|()| Ok(reader.ends()?)) {
        Ok(()) => Ok((metadata, dynamic)),
        Err(stop) => Err(stop.corrupted(corrupt).told(&source, corrupt)),
    }
}

/// All metadata, nulls too, then the dynamic conditions. Their key is theirs.
pub(crate) fn write(metadata: &Metadata, dynamic: &Conditions) -> String {
    let mut out = String::from("{");
    for (key, value) in metadata.iter().filter(|(key, _)| *key != DYNAMIC_CONDITIONS || dynamic.is_empty()) {
        json_string(key, &mut out);
        out.push(':');
        out.push_str(value.as_str());
        out.push(',');
    }
    if dynamic.is_empty() {
        out.pop();
    } else {
        json_string(DYNAMIC_CONDITIONS, &mut out);
        out.push(':');
        conditions_json(dynamic.iter(), &mut out);
    }
    out.push('}');
    out
}
