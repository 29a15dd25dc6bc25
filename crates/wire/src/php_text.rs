//! PHP's `serialize()` text, written by hand or made from JSON.
//!
//! `unserialize` reads it five times faster than `json_decode` reads JSON, so this is how large results reach PHP.

use crate::php_number::{append_digits, serialized_float};

pub use crate::php_from_json::serialize_json;

/// Appends a string.
///
/// ```
/// use cartwright_wire::php_text;
///
/// let mut text = Vec::new();
/// php_text::array_open(2, &mut text);
/// php_text::key("name", &mut text);
/// php_text::str("Größe", &mut text);
/// php_text::key("1001", &mut text);
/// php_text::int(-3, &mut text);
/// php_text::array_close(&mut text);
/// assert_eq!(text, "a:2:{s:4:\"name\";s:7:\"Größe\";i:1001;i:-3;}".as_bytes());
/// ```
pub fn str(value: &str, out: &mut Vec<u8>) {
    bytes(value.as_bytes(), out);
}

/// Appends a string that need not be UTF-8.
pub fn bytes(value: &[u8], out: &mut Vec<u8>) {
    open_string(value.len(), out);
    out.extend_from_slice(value);
    close_string(out);
}

/// Appends an integer.
pub fn int(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(if value < 0 { b"i:-" } else { b"i:" });
    append_digits(value.unsigned_abs() as usize, out);
    out.push(b';');
}

/// Appends a float.
pub fn float(value: f64, out: &mut Vec<u8>) {
    serialized_float(value, out);
}

/// Appends a truth value.
pub fn bool(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"b:1;" } else { b"b:0;" });
}

/// Appends null.
pub fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"N;");
}

/// Begins an array of `count` entries; each is a [`key`] or [`int`] and a value.
pub fn array_open(count: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"a:");
    append_digits(count, out);
    out.extend_from_slice(b":{");
}

/// Ends an array.
pub fn array_close(out: &mut Vec<u8>) {
    out.push(b'}');
}

/// Appends a key of an array. As in any PHP array, the text of an integer (`"1001"`, but neither `"01"` nor `"-0"`) is an
/// integer key.
pub fn key(value: &str, out: &mut Vec<u8>) {
    if is_integer_key(value) {
        out.extend_from_slice(b"i:");
        out.extend_from_slice(value.as_bytes());
        out.push(b';');
    } else {
        str(value, out);
    }
}

/// Whether PHP turns this array key into an integer: written as PHP would print it, within 64 bits.
#[must_use]
pub fn is_integer_key(key: &str) -> bool {
    let digits = key.strip_prefix('-').unwrap_or(key).as_bytes();
    match digits {
        [b'0'] => key.len() == 1,
        [b'1'..=b'9', rest @ ..] => {
            rest.len() < 19 && rest.iter().all(u8::is_ascii_digit) && key.parse::<i64>().is_ok()
        }
        _ => false,
    }
}

pub(crate) fn open_string(length: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"s:");
    append_digits(length, out);
    out.extend_from_slice(b":\"");
}

pub(crate) fn close_string(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\";");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("the tests write UTF-8")
    }

    #[test]
    fn scalars_are_written_with_their_type() {
        assert_eq!(written(null), "N;");
        assert_eq!(written(|out| bool(true, out)), "b:1;");
        assert_eq!(written(|out| bool(false, out)), "b:0;");
        assert_eq!(written(|out| int(0, out)), "i:0;");
        assert_eq!(written(|out| int(i64::MAX, out)), "i:9223372036854775807;");
        assert_eq!(written(|out| int(i64::MIN, out)), "i:-9223372036854775808;");
        assert_eq!(written(|out| float(19.99, out)), "d:19.99;");
        assert_eq!(written(|out| str("", out)), "s:0:\"\";");
    }

    #[test]
    fn the_length_of_a_string_counts_bytes_and_nothing_is_escaped() {
        assert_eq!(written(|out| str("Größe \"M\"\0", out)), "s:12:\"Größe \"M\"\0\";");
        let mut out = Vec::new();
        bytes(b"\xff\xfe", &mut out);
        assert_eq!(out, b"s:2:\"\xff\xfe\";");
    }

    #[test]
    fn keys_that_php_holds_as_integers_are_written_as_integers() {
        for key in ["0", "7", "-7", "1001", "9223372036854775807", "-9223372036854775808"] {
            assert!(is_integer_key(key), "{key}");
        }
    }

    #[test]
    fn keys_that_only_look_like_integers_stay_strings() {
        for key in [
            "",
            "-",
            "-0",
            "00",
            "01",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551617",
            "--1",
            "١",
        ] {
            assert!(!is_integer_key(key), "{key}");
        }
    }
}
