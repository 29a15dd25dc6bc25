//! From JSON straight to `serialize()`'s text.

use crate::json_error::JsonError;
use crate::json_grammar::{Container, Halt, Number, Scalar, Sink, Text, walk};
use crate::php_array::PhpValue;
use crate::php_number::{append_digits, as_php_prints_it};
use crate::php_text;
use crate::seen_keys::SeenKeys;

/// Appends the bytes of PHP's `serialize(json_decode($raw, true))`.
///
/// # Errors
/// [`JsonError`] as `json_decode` would report it; nothing is appended then.
///
/// ```
/// let mut text = Vec::new();
/// cartwright_wire::php_text::serialize_json(r#"{"1001":{"price":10.0,"tags":[]}}"#, &mut text)?;
/// assert_eq!(text, br#"a:1:{i:1001;a:2:{s:5:"price";d:10;s:4:"tags";a:0:{}}}"#);
/// # Ok::<(), cartwright_wire::JsonError>(())
/// ```
pub fn serialize_json(raw: &str, out: &mut Vec<u8>) -> Result<(), JsonError> {
    let start = out.len();
    // Lengths and types make the text about a third longer than the JSON.
    out.reserve(raw.len() + raw.len() / 2);
    let mut writer = Writer { out, counts: Vec::new(), late_counts: Vec::new(), seen: SeenKeys::default() };
    let walked = walk(raw, &mut writer);
    let late_counts = writer.late_counts;
    match walked {
        Ok(()) => {
            insert_counts(late_counts, out);
            Ok(())
        }
        Err(Halt::NeedsTree) => {
            out.truncate(start);
            write_value(&PhpValue::decode(raw)?, out);
            Ok(())
        }
        Err(Halt::Invalid(error)) => {
            out.truncate(start);
            Err(error)
        }
    }
}

/// Writes while the text is read. The number of an array's entries comes before them but is known after them, so a
/// single digit is kept free; longer counts are inserted at the end, all in one go.
struct Writer<'a, 'o> {
    out: &'o mut Vec<u8>,
    /// For each open container: where its count belongs, and the count so far.
    counts: Vec<(usize, usize)>,
    late_counts: Vec<(usize, usize)>,
    seen: SeenKeys<'a>,
}

impl<'a> Sink<'a> for Writer<'a, '_> {
    fn key(&mut self, key: Text<'a>) -> Result<(), Halt> {
        let key = key.to_cow();
        php_text::key(&key, self.out);
        if let Some((_, count)) = self.counts.last_mut() {
            *count += 1;
        }
        if self.seen.is_new(key) { Ok(()) } else { Err(Halt::NeedsTree) }
    }

    fn element(&mut self) {
        if let Some((_, count)) = self.counts.last_mut() {
            write_index(*count, self.out);
            *count += 1;
        }
    }

    fn scalar(&mut self, scalar: Scalar<'a>) -> Result<(), Halt> {
        write_scalar(scalar, self.out);
        Ok(())
    }

    fn open(&mut self, container: Container) {
        if container == Container::Object {
            self.seen.open();
        }
        self.counts.push((self.out.len() + 2, 0));
        php_text::array_open(0, self.out);
    }

    fn close(&mut self, container: Container) {
        if container == Container::Object {
            self.seen.close();
        }
        match self.counts.pop() {
            Some((place, count @ 0..10)) => {
                if let Some(digit) = self.out.get_mut(place) {
                    *digit = b'0' + count as u8;
                }
            }
            Some(long) => self.late_counts.push(long),
            None => {}
        }
        php_text::array_close(self.out);
    }
}

/// Puts the counts of more than one digit in their places, moving each byte once.
fn insert_counts(mut counts: Vec<(usize, usize)>, out: &mut Vec<u8>) {
    counts.sort_unstable();
    let mut end = out.len();
    let mut digits = Vec::with_capacity(20);
    let extra: usize = counts.iter().map(|(_, count)| count.ilog10() as usize).sum();
    out.resize(end + extra, 0);
    let mut shift = extra;
    for (place, count) in counts.into_iter().rev() {
        out.copy_within(place + 1..end, place + 1 + shift);
        shift -= count.ilog10() as usize;
        digits.clear();
        append_digits(count, &mut digits);
        out[place + shift..place + shift + digits.len()].copy_from_slice(&digits);
        end = place;
    }
}

fn write_value(value: &PhpValue<'_>, out: &mut Vec<u8>) {
    match value {
        PhpValue::Scalar(scalar) => write_scalar(*scalar, out),
        PhpValue::List(elements) => {
            php_text::array_open(elements.len(), out);
            for (index, element) in elements.iter().enumerate() {
                write_index(index, out);
                write_value(element, out);
            }
            php_text::array_close(out);
        }
        PhpValue::Map(entries) => {
            php_text::array_open(entries.len(), out);
            for (key, value) in entries {
                php_text::key(key, out);
                write_value(value, out);
            }
            php_text::array_close(out);
        }
    }
}

fn write_index(index: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"i:");
    append_digits(index, out);
    out.push(b';');
}

fn write_scalar(scalar: Scalar<'_>, out: &mut Vec<u8>) {
    match scalar {
        Scalar::Null => php_text::null(out),
        Scalar::Bool(value) => php_text::bool(value, out),
        Scalar::Number(number) => write_number(number, out),
        Scalar::Text(text) => {
            php_text::open_string(text.length, out);
            text.pieces(|piece| out.extend_from_slice(piece.as_bytes()));
            php_text::close_string(out);
        }
    }
}

fn write_number(number: Number<'_>, out: &mut Vec<u8>) {
    let mut tagged = |tag: &[u8; 2], text: &str| {
        out.extend_from_slice(tag);
        out.extend_from_slice(text.as_bytes());
        out.push(b';');
    };
    if let Some(integer) = number.integer_text() {
        tagged(b"i:", integer);
    } else if let Some(float) = as_php_prints_it(number.raw) {
        tagged(b"d:", float);
    } else {
        php_text::float(number.as_f64(), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serialized(json: &str) -> String {
        let mut out = Vec::new();
        serialize_json(json, &mut out).expect("valid");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn values_take_the_types_that_php_decodes() {
        for (json, text) in [
            ("null", "N;"),
            ("true", "b:1;"),
            ("-0", "i:0;"),
            ("-0.0", "d:-0;"),
            ("10.0", "d:10;"),
            ("1E25", "d:1.0E+25;"),
            ("1e400", "d:INF;"),
            ("9223372036854775807", "i:9223372036854775807;"),
            ("9223372036854775808", "d:9.223372036854776E+18;"),
            (r#""Gr\u00f6\u00dfe \ud83d\ude00""#, "s:12:\"Größe 😀\";"),
            ("{}", "a:0:{}"),
            (r#"{"":[{}]}"#, "a:1:{s:0:\"\";a:1:{i:0;a:0:{}}}"),
            (r#"{"123":1,"0123":2,"-0":3}"#, "a:3:{i:123;i:1;s:4:\"0123\";i:2;s:2:\"-0\";i:3;}"),
        ] {
            assert_eq!(serialized(json), text, "{json}");
        }
    }

    #[test]
    fn the_last_value_of_a_repeated_key_stands_at_the_first_one_s_place() {
        assert_eq!(
            serialized(r#"[{"a":1,"b":2,"\u0061":{"c":3,"c":4}}]"#),
            "a:1:{i:0;a:2:{s:1:\"a\";a:1:{s:1:\"c\";i:4;}s:1:\"b\";i:2;}}"
        );
    }

    #[test]
    fn counts_of_any_length_come_before_their_entries() {
        for count in [1, 9, 10, 99, 100, 1234] {
            let inner = format!("[{}]", vec!["0"; count].join(","));
            let expected: String = (0..count).map(|index| format!("i:{index};i:0;")).collect();
            let expected = format!("a:{count}:{{{expected}}}");
            assert_eq!(serialized(&inner), expected);
            assert_eq!(
                serialized(&format!("[{inner},7,{inner}]")),
                format!("a:3:{{i:0;{expected}i:1;i:7;i:2;{expected}}}")
            );
        }
    }

    #[test]
    fn text_is_appended_and_a_refused_document_leaves_nothing_behind() {
        let mut out = b"a:1:{i:0;".to_vec();
        assert!(serialize_json("[1,2", &mut out).is_err());
        assert!(serialize_json(r#"{"a":1,"a":tru}"#, &mut out).is_err());
        assert_eq!(out, b"a:1:{i:0;");
        serialize_json("[1,2,3,4,5,6,7,8,9,10]", &mut out).expect("valid");
        assert!(out.starts_with(b"a:1:{i:0;a:10:{i:0;i:1;"));
    }
}
