//! What a valid JSON string denotes.

use std::borrow::Cow;

use crate::json_grammar::{Text, utf16_unit};

impl<'a> Text<'a> {
    #[inline]
    pub(crate) fn has_escapes(&self) -> bool {
        self.length != self.raw.len()
    }

    /// Hands the denoted text to `take`, run by run.
    #[inline]
    pub(crate) fn pieces(&self, mut take: impl FnMut(&str)) {
        if !self.has_escapes() {
            take(self.raw);
            return;
        }
        let mut rest = self.raw;
        while let Some(escape) = rest.find('\\') {
            if escape > 0 {
                take(&rest[..escape]);
            }
            let (character, length) = denoted(&rest.as_bytes()[escape..]);
            take(character.encode_utf8(&mut [0; 4]));
            rest = rest.get(escape + length..).unwrap_or_default();
        }
        if !rest.is_empty() {
            take(rest);
        }
    }

    pub(crate) fn to_cow(self) -> Cow<'a, str> {
        if !self.has_escapes() {
            return Cow::Borrowed(self.raw);
        }
        let mut text = String::with_capacity(self.length);
        self.pieces(|piece| text.push_str(piece));
        Cow::Owned(text)
    }
}

/// The character that the escape at the start of `bytes` denotes, and how many bytes the escape has.
fn denoted(bytes: &[u8]) -> (char, usize) {
    match bytes.get(1) {
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'n') => ('\n', 2),
        Some(b'r') => ('\r', 2),
        Some(b't') => ('\t', 2),
        Some(b'u') => {
            let units = [utf16_unit(bytes), bytes.get(6..).and_then(utf16_unit)];
            let character = char::decode_utf16(units.into_iter().flatten()).next().and_then(Result::ok);
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            (character, 6 * character.len_utf16())
        }
        // `"`, `\` and `/` stand for themselves.
        Some(byte) => (char::from(*byte), 2),
        None => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
    use crate::json_grammar::Cursor;

    fn decoded(json: &str) -> (String, usize) {
        let text = Cursor::new(json).text().expect("valid");
        (text.to_cow().into_owned(), text.length)
    }

    #[test]
    fn escapes_of_every_kind_are_resolved_and_their_length_is_known_beforehand() {
        for (json, text) in [
            (r#""""#, ""),
            (r#""plain""#, "plain"),
            (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r#""\u0000\u007f\u0041""#, "\0\u{7f}A"),
            (r#""Gr\u00f6\u00DFe""#, "Größe"),
            (r#""\u20ac und \uFFFF""#, "€ und \u{ffff}"),
            (r#""\ud83d\ude00!\uDBFF\uDFFF""#, "😀!\u{10ffff}"),
            (r#""\u00e4\u20ac\ud83d\ude00""#, "ä€😀"),
            (r#""ö\nö""#, "ö\nö"),
        ] {
            assert_eq!(decoded(json), (text.to_owned(), text.len()), "{json}");
        }
    }
}
