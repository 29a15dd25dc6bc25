//! A key that an object has twice: JSON allows it, PHP takes the last one, and whoever typed it meant both.

use crate::json_grammar::{Container, Halt, Scalar, Sink, Text, walk};
use crate::read::checked_json;
use crate::seen_keys::SeenKeys;
use crate::stored_error::StoredError;
use cartwright_core::Json;

/// A JSON value of somebody who types it, kept as the text that PHP would store of it. As [`checked_json`], but nothing of it
/// is lost without a word.
///
/// ```
/// let refused = cartwright_wire::unambiguous_json(r#"{"size":"L","size":"XL"}"#, "attributes").unwrap_err();
/// assert!(refused.to_string().contains("'size' stands twice"));
/// ```
///
/// # Errors
/// As for [`checked_json`]; if an object has a key twice.
pub fn unambiguous_json(text: &str, what: &str) -> Result<Json, StoredError> {
    let json = checked_json(text, what)?;
    let mut repeats = Repeats::default();
    // What is no JSON has been refused above.
    let _ = walk(text, &mut repeats);
    match repeats.key {
        None => Ok(json),
        Some(key) => Err(StoredError::invalid_text(
            what,
            format_args!("the key '{key}' stands twice in one object, and one of its values would be lost; keep one"),
        )),
    }
}

#[derive(Default)]
struct Repeats<'a> {
    seen: SeenKeys<'a>,
    key: Option<String>,
}

impl<'a> Sink<'a> for Repeats<'a> {
    fn key(&mut self, key: Text<'a>) -> Result<(), Halt> {
        let name = key.to_cow();
        if self.seen.is_new(name.clone()) {
            return Ok(());
        }
        self.key = Some(name.into_owned());
        Err(Halt::NeedsTree)
    }

    fn element(&mut self) {}

    fn scalar(&mut self, _: Scalar<'a>) -> Result<(), Halt> {
        Ok(())
    }

    fn open(&mut self, container: Container) {
        if let Container::Object = container {
            self.seen.open();
        }
    }

    fn close(&mut self, container: Container) {
        if let Container::Object = container {
            self.seen.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_in_one_object_is_refused_and_named() {
        for (text, key) in
            [(r#"{"a":1,"a":2}"#, "a"), (r#"[{"b":{"a":1,"c":[],"a":1}}]"#, "a"), (r#"{"\u00fc":1,"ü":2}"#, "ü")]
        {
            let refused = unambiguous_json(text, "attributes").unwrap_err();
            assert!(refused.to_string().contains(&format!("the key '{key}' stands twice")), "{refused}");
        }
    }

    #[test]
    fn the_same_key_in_two_objects_is_two_keys() {
        for text in [r#"{"a":{"a":1},"b":{"a":1}}"#, r#"[{"a":1},{"a":2}]"#, r#"{"0":1,"a":"a"}"#] {
            assert_eq!(unambiguous_json(text, "attributes").unwrap(), checked_json(text, "attributes").unwrap());
        }
    }
}
