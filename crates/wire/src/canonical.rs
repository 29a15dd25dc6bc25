//! JSON as the original writes it, made from JSON as a database gives it back.
//!
//! PostgreSQL's `jsonb` and MySQL's `json` keep the value and not the text: spaces appear, escapes vanish. Size limits and
//! comparisons count the bytes that `json_encode` would have written.

use crate::json_error::{JsonError, JsonErrorKind};
use crate::json_grammar::{Container, Cursor, Halt, Number, Scalar, Sink, Text, walk};
use crate::json_text::{escape, json_string};
use crate::php_array::PhpValue;
use crate::php_number::{as_php_prints_it, json_float};
use crate::seen_keys::SeenKeys;

/// Appends the text of PHP's `json_encode(json_decode($raw, true), JSON_THROW_ON_ERROR)`.
///
/// What was an object with no members or with just the keys 0, 1, 2, … becomes a list, because it is one in PHP.
///
/// # Errors
/// [`JsonError`] as PHP would report it, also for a number too large for a double; nothing is appended then.
///
/// ```
/// let mut json = String::new();
/// cartwright_wire::canonical::canonical_json(r#"{"name": "Größe", "price": 10.0, "tags": {}}"#, &mut json)?;
/// assert_eq!(json, r#"{"name":"Gr\u00f6\u00dfe","price":10,"tags":[]}"#);
/// # Ok::<(), cartwright_wire::JsonError>(())
/// ```
pub fn canonical_json(raw: &str, out: &mut String) -> Result<(), JsonError> {
    let start = out.len();
    out.reserve(raw.len());
    let mut writer = Writer { out, seen: SeenKeys::default() };
    let written = match walk(raw, &mut writer) {
        Ok(()) => Ok(()),
        Err(Halt::Invalid(error)) => Err(error),
        Err(Halt::NeedsTree) => {
            out.truncate(start);
            PhpValue::decode(raw).and_then(|value| write_value(&value, out))
        }
    };
    if written.is_err() {
        out.truncate(start);
    }
    written
}

/// Whether a column's text looks as if `json_encode` wrote it, judged by its beginning: databases that rewrite JSON put a
/// space after the first `:` or `,`. The text before that has to be free of what `json_encode` escapes.
///
/// ```
/// use cartwright_wire::canonical::looks_canonical;
///
/// assert!(looks_canonical(r#"{"sku-1":{"name":"Gr\u00f6\u00dfe"}}"#));
/// assert!(!looks_canonical(r#"{"sku-1": {"name": "Größe"}}"#));
/// ```
#[must_use]
pub fn looks_canonical(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let is_space = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r'));
    let mut cursor = Cursor::new(raw);
    loop {
        match cursor.peek() {
            Some(b'"') => {
                let Ok(text) = cursor.text() else { return false };
                let mut after_backslash = false;
                for byte in text.raw.bytes() {
                    if !byte.is_ascii() || byte == b'/' && !after_backslash {
                        return false;
                    }
                    after_backslash = byte == b'\\' && !after_backslash;
                }
            }
            Some(b':' | b',') => return !is_space(cursor.position + 1),
            Some(_) if is_space(cursor.position) => return false,
            Some(_) => cursor.position += 1,
            None => return !raw.is_empty(),
        }
    }
}

struct Writer<'a, 'o> {
    out: &'o mut String,
    seen: SeenKeys<'a>,
}

impl Writer<'_, '_> {
    /// A comma, unless this is the first part of its container. No value ends with an opening bracket.
    fn separate(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'{' | b'[')) {
            self.out.push(',');
        }
    }
}

impl<'a> Sink<'a> for Writer<'a, '_> {
    fn key(&mut self, key: Text<'a>) -> Result<(), Halt> {
        let name = key.to_cow();
        // The key 0 in the first place may begin a list; only the end of the object tells.
        if name == "0" && self.out.ends_with('{') {
            return Err(Halt::NeedsTree);
        }
        self.separate();
        write_text(key, self.out);
        self.out.push(':');
        if self.seen.is_new(name) { Ok(()) } else { Err(Halt::NeedsTree) }
    }

    fn element(&mut self) {
        self.separate();
    }

    fn scalar(&mut self, scalar: Scalar<'a>) -> Result<(), Halt> {
        // PHP finds out about infinities after decoding, and only about those that are not overwritten.
        write_scalar(scalar, self.out).map_err(|_| Halt::NeedsTree)
    }

    fn open(&mut self, container: Container) {
        match container {
            Container::Array => self.out.push('['),
            Container::Object => {
                self.seen.open();
                self.out.push('{');
            }
        }
    }

    fn close(&mut self, container: Container) {
        match container {
            Container::Array => self.out.push(']'),
            Container::Object => {
                self.seen.close();
                if self.out.ends_with('{') {
                    self.out.pop();
                    self.out.push_str("[]");
                } else {
                    self.out.push('}');
                }
            }
        }
    }
}

fn write_value(value: &PhpValue<'_>, out: &mut String) -> Result<(), JsonError> {
    match value {
        PhpValue::Scalar(scalar) => write_scalar(*scalar, out),
        PhpValue::List(elements) => write_list(elements.iter(), out),
        PhpValue::Map(entries) if PhpValue::are_list_keys(entries) => {
            write_list(entries.iter().map(|(_, value)| value), out)
        }
        PhpValue::Map(entries) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                json_string(key, out);
                out.push(':');
                write_value(value, out)?;
            }
            out.push('}');
            Ok(())
        }
    }
}

fn write_list<'v, 'a: 'v>(elements: impl Iterator<Item = &'v PhpValue<'a>>, out: &mut String) -> Result<(), JsonError> {
    out.push('[');
    for (index, element) in elements.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_value(element, out)?;
    }
    out.push(']');
    Ok(())
}

fn write_scalar(scalar: Scalar<'_>, out: &mut String) -> Result<(), JsonError> {
    match scalar {
        Scalar::Null => out.push_str("null"),
        Scalar::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Scalar::Number(number) => return write_number(number, out),
        Scalar::Text(text) => write_text(text, out),
    }
    Ok(())
}

fn write_number(number: Number<'_>, out: &mut String) -> Result<(), JsonError> {
    match number.integer_text().or_else(|| as_php_prints_it(number.raw)) {
        Some(text) => {
            out.push_str(text);
            Ok(())
        }
        None => json_float(number.as_f64(), out).map_err(|_| JsonError::new(JsonErrorKind::NotFinite, number.position)),
    }
}

fn write_text(text: Text<'_>, out: &mut String) {
    out.push('"');
    text.pieces(|piece| escape(piece, out));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(json: &str) -> String {
        let mut out = String::new();
        canonical_json(json, &mut out).expect("valid");
        out
    }

    #[test]
    fn spaces_vanish_and_escapes_come_back() {
        assert_eq!(
            rewritten("{\"a/b\": [1, 2.50, true],\n \"ä\": \"\\u0041\\/😀\"}"),
            r#"{"a\/b":[1,2.5,true],"\u00e4":"A\/\ud83d\ude00"}"#
        );
    }

    #[test]
    fn numbers_are_written_anew() {
        for (json, text) in [
            ("10.0", "10"),
            ("-0", "0"),
            ("-0.0", "-0"),
            ("1E25", "1.0e+25"),
            ("9223372036854775808", "9.223372036854776e+18"),
            ("0.00001", "1.0e-5"),
        ] {
            assert_eq!(rewritten(json), text);
        }
    }

    #[test]
    fn objects_that_php_holds_as_lists_become_lists() {
        for (json, text) in [
            ("{}", "[]"),
            (r#"{"a":{}}"#, r#"{"a":[]}"#),
            (r#"{"0":"x","1":{"0":[]}}"#, r#"["x",[[]]]"#),
            (r#"{"\u0030":1,"1":2,"0":3}"#, "[3,2]"),
            (r#"{"1":1,"0":2}"#, r#"{"1":1,"0":2}"#),
            (r#"{"0":1,"2":2}"#, r#"{"0":1,"2":2}"#),
            (r#"{"00":1}"#, r#"{"00":1}"#),
            (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
        ] {
            assert_eq!(rewritten(json), text);
        }
    }

    #[test]
    fn an_infinite_number_is_refused_unless_it_is_overwritten() {
        let mut out = String::from("{");
        let error = canonical_json(r#"{"a":[1,1e400]}"#, &mut out).expect_err("infinite");
        assert_eq!((error.kind(), error.position()), (JsonErrorKind::NotFinite, 8));
        assert_eq!(out, "{");
        assert_eq!(rewritten(r#"{"a":1e400,"a":1}"#), r#"{"a":1}"#);
        let error = canonical_json("[1e400,", &mut out).expect_err("invalid");
        assert_eq!(error.kind(), JsonErrorKind::Syntax);
    }

    #[test]
    fn what_json_encode_wrote_looks_canonical() {
        for json in [
            "[]",
            "{}",
            "0",
            "null",
            r#""a b\/\u00e4 \\""#,
            r#"["a: b, c",{"x":1}]"#,
            r#"{"sku 1":{"id":"sku 1"}}"#,
            "[[1,2]]",
        ] {
            assert!(looks_canonical(json), "{json}");
        }
    }

    #[test]
    fn what_a_database_or_another_program_wrote_does_not() {
        for json in [
            "",
            " []",
            "[] ",
            "[ 1]",
            "[1, 2]",
            "[[1, 2]]",
            "{\"a\": 1}",
            "{\"a\" :1}",
            "{\n\"a\":1}",
            "[\"a/b\"]",
            "[\"a\\\\/b\"]",
            "[\"ä\"]",
            "[\"a",
        ] {
            assert!(!looks_canonical(json), "{json}");
        }
    }
}
