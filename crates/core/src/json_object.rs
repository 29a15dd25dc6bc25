//! JSON objects whose members keep their order and their text.

use crate::json_text::quoted;
use indexmap::IndexMap;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The members of an object: the text of each value as it was, by key.
pub(crate) type Members = IndexMap<String, Box<str>>;

/// The members of an object in their order, of a repeated key the last value; the entries of a list under their numbers, as
/// PHP sees one. `None` if it is neither.
pub(crate) fn members(text: &str) -> Option<Members> {
    struct Reader;

    impl<'de> Visitor<'de> for Reader {
        type Value = Members;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a list")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
            let mut found = Members::new();
            while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
                found.insert(key, value.get().into());
            }
            Ok(found)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Members, A::Error> {
            let mut found = Members::new();
            while let Some(value) = list.next_element::<&'de RawValue>()? {
                found.insert(found.len().to_string(), value.get().into());
            }
            Ok(found)
        }
    }

    let mut json = serde_json::Deserializer::from_str(text);
    let found = json.deserialize_any(Reader).ok()?;
    json.end().ok()?;
    Some(found)
}

/// The text of an object; one without members is the empty list, as PHP writes an empty array.
pub(crate) fn object(members: &Members) -> String {
    if members.is_empty() {
        return "[]".to_owned();
    }
    let written: Vec<String> = members.iter().map(|(key, value)| format!("{}:{value}", quoted(key))).collect();
    format!("{{{}}}", written.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_the_text_of_their_values() {
        let text = r#"{"z":1.50,"a":{"k":[]},"\u00fc":"\u00fc"}"#;
        assert_eq!(object(&members(text).unwrap()), text);
    }

    #[test]
    fn the_last_of_a_repeated_key_counts_in_the_place_of_the_first() {
        assert_eq!(object(&members(r#"{"a":1,"b":2,"a":3}"#).unwrap()), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn a_list_has_its_numbers_for_keys_and_an_empty_one_has_none() {
        assert_eq!(object(&members(r#"["x",2]"#).unwrap()), r#"{"0":"x","1":2}"#);
        assert_eq!(object(&members("[]").unwrap()), "[]");
    }

    #[test]
    fn anything_else_has_no_members() {
        for text in ["null", "1", "\"x\"", "{", "{} {}", ""] {
            assert_eq!(members(text), None, "{text}");
        }
    }
}
