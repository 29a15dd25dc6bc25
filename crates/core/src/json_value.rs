//! What a JSON text means, whatever it is written like.

use serde_json::Value;
use std::fmt::Write;

/// Whether two texts mean the same: numbers by their value, objects whatever their order.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other
        || match (serde_json::from_str(one), serde_json::from_str(other)) {
            (Ok(one), Ok(other)) => plain(&one) == plain(&other),
            _ => false,
        }
}

/// A number that is the same for texts that mean the same, and that another text hardly has (FNV-1a).
pub(crate) fn fingerprint(text: &str) -> u64 {
    let plain = serde_json::from_str(text).map_or_else(|_| text.to_owned(), |value| plain(&value));
    plain.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The value as text with sorted members, and numbers by their value: 10.0 is 10.
fn plain(value: &Value) -> String {
    let mut out = String::new();
    write_plain(value, &mut out);
    out
}

fn write_plain(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in sorted {
                let _ = write!(out, "{}:", Value::from(key.as_str()));
                write_plain(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(entries) => {
            out.push('[');
            for value in entries {
                write_plain(value, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => {
                let _ = write!(out, "{float}");
            }
            _ => {
                let _ = write!(out, "{number}");
            }
        },
        other => {
            let _ = write!(out, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_mean_the_same_are_the_same() {
        for (one, other) in [
            ("10", "10.0"),
            ("1e2", "100"),
            (r#"{"a":1,"b":[{"c":2,"d":3}]}"#, r#" {"b":[{"d":3.0,"c":2}],"a":1}"#),
            (r#""\u00fc\/""#, r#""ü/""#),
            ("-0.5", "-5e-1"),
        ] {
            assert!(same(one, other), "{one} {other}");
            assert_eq!(fingerprint(one), fingerprint(other), "{one} {other}");
        }
    }

    #[test]
    fn texts_that_mean_something_else_are_not() {
        for (one, other) in [
            ("1", "\"1\""),
            ("[1,2]", "[2,1]"),
            ("null", "false"),
            ("9007199254740993", "9007199254740992"),
            (r#"{"a":1}"#, r#"{"a":1,"b":null}"#),
            (r#"["a,b"]"#, r#"["a","b"]"#),
        ] {
            assert!(!same(one, other), "{one} {other}");
            assert_ne!(fingerprint(one), fingerprint(other), "{one} {other}");
        }
    }

    #[test]
    fn a_text_too_deep_to_be_read_is_the_same_as_itself_alone() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(same(&deep, &deep) && !same(&deep, "[]"));
        assert_eq!(fingerprint(&deep), fingerprint(&deep));
    }
}
