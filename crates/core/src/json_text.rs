//! Text as PHP's `json_encode` writes it, for the few values that the core itself writes.

use std::fmt::Write;

/// The text in quotes: ASCII alone, `/` as `\/`, everything else as `\uXXXX`.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' | '/' => out.extend(['\\', character]),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='\u{7f}' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_as_php_does() {
        assert_eq!(
            quoted("a/b \"Größe\" 😀\n\u{7f}\u{1}"),
            r#""a\/b \"Gr\u00f6\u00dfe\" \ud83d\ude00\n"#.to_owned() + "\u{7f}\\u0001\""
        );
    }
}
