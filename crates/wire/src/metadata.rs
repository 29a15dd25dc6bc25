//! The column of the metadata, which holds the dynamic conditions as well.

use crate::json_pull::Reader;
use crate::json_text::json_string;
use crate::read::{Origin, Stop, canonical, conditions_of};
use crate::stored_error::StoredError;
use crate::write::conditions_json;
use cartwright_core::{Conditions, DYNAMIC_CONDITIONS, Json, Metadata};
use std::fmt::Display;
use std::sync::Arc;

/// Reads the column of the metadata, and the dynamic conditions that are stored there.
pub(crate) fn read(column: &Arc<str>) -> Result<(Metadata, Conditions), StoredError> {
    let source = canonical("metadata", column)?;
    let corrupt = |why: &dyn Display| StoredError::corrupt("metadata", None, why);
    let (mut metadata, mut dynamic) = (Metadata::default(), Conditions::default());
    let mut reader = Reader::new(&source);
    let gone_through = reader.entries(|reader, key, _| {
        let start = reader.position();
        if key == DYNAMIC_CONDITIONS {
            // A host may have removed it, which is null, or written an empty one again, which is a list in PHP.
            return match source.as_bytes().get(start) {
                Some(b'{' | b'[') => {
                    dynamic = conditions_of(&source, Origin::Column, reader, &corrupt)?;
                    Ok::<_, Stop>(())
                }
                Some(b'n') => Ok(reader.value().map(drop)?),
                _ => Err(Stop::Refused(StoredError::corrupt(
                    "metadata",
                    Some(DYNAMIC_CONDITIONS),
                    "this key is kept for conditions with rules, and has something else",
                ))),
            };
        }
        reader.value()?;
        metadata.set(&key, Json::slice(&source, start..reader.position()));
        Ok(())
    });
    match gone_through.and_then(|()| Ok(reader.ends()?)) {
        Ok(()) => Ok((metadata, dynamic)),
        Err(stop) => Err(stop.corrupted(corrupt).told(&source, corrupt)),
    }
}

/// All metadata, nulls too, then the dynamic conditions.
pub(crate) fn write(metadata: &Metadata, dynamic: &Conditions) -> String {
    let mut out = String::from("{");
    for (key, value) in metadata.iter() {
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
