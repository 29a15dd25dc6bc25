//! Strings as `json_encode` writes them with `JSON_THROW_ON_ERROR` alone.
//!
//! Pure ASCII: `/` becomes `\/`, everything beyond ASCII becomes `\uXXXX` in lower-case hexadecimal (a pair of them
//! beyond the 16-bit plane), control characters their short escape or `\u00XX`; 0x7f stays.

use crate::bytes::end_of_copied_run;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends `text` with quotes.
///
/// ```
/// let mut json = String::new();
/// cartwright_wire::json_text::json_string("T-Shirt 50/50 „Größe“ 😀\n", &mut json);
/// assert_eq!(json, r#""T-Shirt 50\/50 \u201eGr\u00f6\u00dfe\u201c \ud83d\ude00\n""#);
/// ```
pub fn json_string(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// Appends `text` without quotes. What is escaped depends on single characters only, so pieces can be appended one by one.
pub(crate) fn escape(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut start = 0;
    loop {
        let end = end_of_copied_run(bytes, start);
        out.push_str(&text[start..end]);
        let Some(byte) = bytes.get(end) else { return };
        start = end + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'/' => out.push_str("\\/"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0..0x80 => unit_escape(u16::from(*byte), out),
            _ => {
                let Some(character) = text[end..].chars().next() else { return };
                start = end + character.len_utf8();
                for unit in character.encode_utf16(&mut [0; 2]) {
                    unit_escape(*unit, out);
                }
            }
        }
    }
}

/// Appends one UTF-16 unit as `\uXXXX`.
fn unit_escape(unit: u16, out: &mut String) {
    let digit = |shift: u16| HEX[usize::from(unit >> shift & 0xf)];
    let escaped = [b'\\', b'u', digit(12), digit(8), digit(4), digit(0)];
    out.push_str(std::str::from_utf8(&escaped).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        json_string(text, &mut out);
        out
    }

    #[test]
    fn plain_ascii_is_copied_between_quotes() {
        assert_eq!(encoded(""), r#""""#);
        assert_eq!(encoded("sku-1001 (red) & <b>'x'</b"), r#""sku-1001 (red) & <b>'x'<\/b""#);
        assert_eq!(encoded("\u{7f}"), "\"\u{7f}\"");
    }

    #[test]
    fn quotes_slashes_and_control_characters_are_escaped() {
        assert_eq!(encoded("a\"b\\c/d"), r#""a\"b\\c\/d""#);
        assert_eq!(encoded("\u{8}\u{c}\n\r\t"), r#""\b\f\n\r\t""#);
        assert_eq!(encoded("\0\u{b}\u{1f}"), r#""\u0000\u000b\u001f""#);
    }

    #[test]
    fn everything_beyond_ascii_becomes_utf16_escapes() {
        assert_eq!(encoded("Größe"), r#""Gr\u00f6\u00dfe""#);
        assert_eq!(encoded("€\u{2028}\u{ffff}"), r#""\u20ac\u2028\uffff""#);
        assert_eq!(encoded("😀\u{10ffff}"), r#""\ud83d\ude00\udbff\udfff""#);
    }

    #[test]
    fn text_is_appended_to_what_is_there() {
        let mut out = String::from("{");
        json_string("id", &mut out);
        assert_eq!(out, r#"{"id""#);
    }
}
