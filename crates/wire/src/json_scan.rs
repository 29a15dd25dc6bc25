//! Reading JSON text in place: values are slices of the source, nothing is copied but strings with escapes.
//!
//! [`scan`] checks a whole text once; every [`RawValue`] taken from it afterwards is known to be valid, so going through
//! it cannot fail. What is accepted is what `json_decode` accepts, and each value knows where in the source it stands,
//! so that a changed fragment can be put in its place.

use std::borrow::Cow;

use crate::json_error::JsonError;
use crate::json_grammar::{Cursor, Halt, Ignore, Text, walk};

/// Checks that `source` is one JSON value and nothing else, and gives that value.
///
/// # Errors
/// [`JsonError`] as `json_decode` would report it.
///
/// ```
/// use cartwright_wire::json_scan::{Kind, scan};
///
/// let source = r#"{"sku-1": {"name":"Gr\u00f6\u00dfe M", "price": 1999, "attributes":[]}}"#;
/// let items = scan(source)?;
/// for item in items.members() {
///     assert_eq!(item.key, "sku-1");
///     assert_eq!(&source[item.value.offset()..item.value.end()], item.value.text());
///     for field in item.value.members() {
///         match &*field.key {
///             "name" => assert_eq!(field.value.as_text().as_deref(), Some("Größe M")),
///             "price" => assert_eq!(field.value.as_i64(), Some(1999)),
///             _ => assert_eq!(field.value.kind(), Kind::Array),
///         }
///     }
/// }
/// # Ok::<(), cartwright_wire::JsonError>(())
/// ```
pub fn scan(source: &str) -> Result<RawValue<'_>, JsonError> {
    match walk(source, &mut Ignore) {
        Err(Halt::Invalid(error)) => Err(error),
        // This sink never asks for a tree.
        Ok(()) | Err(Halt::NeedsTree) => {
            let text = source.trim_start_matches(WHITESPACE);
            Ok(RawValue { offset: source.len() - text.len(), text: text.trim_end_matches(WHITESPACE) })
        }
    }
}

const WHITESPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// Any number; [`RawValue::as_i64`] tells PHP's integers from its floats.
    Number,
    /// A string.
    String,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

/// A valid JSON value, as a slice of the text it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawValue<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> RawValue<'a> {
    /// The text of the value, without surrounding whitespace.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Where it begins in the source.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where it ends in the source.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.offset + self.text.len()
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.text.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => Kind::Null,
        }
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.text == "true")
    }

    /// The integer, if PHP would decode an integer: no fraction, no exponent, within 64 bits (`-0` is 0).
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        // A fraction or an exponent is no integer to Rust's parser either.
        self.number_text()?.parse().ok()
    }

    /// The number as a float, if it is a number of any form; beyond the range of a double it is infinite, as in PHP.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.number_text()?.parse().ok()
    }

    /// The number as it is written, if it is one.
    #[must_use]
    pub fn number_text(&self) -> Option<&'a str> {
        (self.kind() == Kind::Number).then_some(self.text)
    }

    /// The string, if it is one; borrowed from the source unless there are escapes in it.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::String {
            return None;
        }
        Cursor::new(self.text).text().ok().map(Text::to_cow)
    }

    /// The members of an object in the order of the text, also those whose key comes again later (to PHP, the last value
    /// counts at the first one's place). Nothing for any other kind.
    #[must_use]
    pub fn members(&self) -> Members<'a> {
        Members(Parts::of(*self, Kind::Object))
    }

    /// The elements of an array. Nothing for any other kind.
    #[must_use]
    pub fn elements(&self) -> Elements<'a> {
        Elements(Parts::of(*self, Kind::Array))
    }

    /// The entries of a PHP array, however it was encoded: the members of an object, or the elements of an array under
    /// the keys `0`, `1`, … (a cart whose item ids are just these numbers is stored as a JSON array).
    #[must_use]
    pub fn entries(&self) -> Entries<'a> {
        Entries { members: self.members(), elements: self.elements(), next_index: 0 }
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    /// The key, without escapes.
    pub key: Cow<'a, str>,
    /// Where the member begins in the source: at the opening quote of its key, or at the value of a list's entry. It
    /// ends where its value ends.
    pub offset: usize,
    /// The value.
    pub value: RawValue<'a>,
}

/// The members of an object; see [`RawValue::members`].
#[derive(Debug, Clone)]
pub struct Members<'a>(Parts<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        self.0.advance()?;
        let offset = self.0.base + self.0.cursor.position;
        let key = self.0.cursor.text().ok()?;
        self.0.cursor.skip_whitespace();
        // The colon.
        self.0.cursor.position += 1;
        self.0.cursor.skip_whitespace();
        Some(Member { key: key.to_cow(), offset, value: self.0.value()? })
    }
}

/// The elements of an array; see [`RawValue::elements`].
#[derive(Debug, Clone)]
pub struct Elements<'a>(Parts<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = RawValue<'a>;

    fn next(&mut self) -> Option<RawValue<'a>> {
        self.0.advance()?;
        self.0.value()
    }
}

/// The entries of a PHP array; see [`RawValue::entries`].
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    members: Members<'a>,
    elements: Elements<'a>,
    next_index: usize,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        if let Some(member) = self.members.next() {
            return Some(member);
        }
        let value = self.elements.next()?;
        let key = Cow::Owned(self.next_index.to_string());
        self.next_index += 1;
        Some(Member { key, offset: value.offset, value })
    }
}

/// The way through the parts of a container, or past the end of anything else.
#[derive(Debug, Clone)]
struct Parts<'a> {
    cursor: Cursor<'a>,
    base: usize,
}

impl<'a> Parts<'a> {
    fn of(value: RawValue<'a>, kind: Kind) -> Self {
        let source = if value.kind() == kind { value.text } else { "" };
        Self { cursor: Cursor::new(source), base: value.offset }
    }

    /// Steps over the bracket or comma to the next part; `None` at the closing bracket.
    fn advance(&mut self) -> Option<()> {
        self.cursor.skip_whitespace();
        if matches!(self.cursor.peek()?, b'[' | b'{' | b',') {
            self.cursor.position += 1;
            self.cursor.skip_whitespace();
        }
        (!matches!(self.cursor.peek()?, b']' | b'}')).then_some(())
    }

    /// The value that begins here.
    fn value(&mut self) -> Option<RawValue<'a>> {
        let start = self.cursor.position;
        let mut depth = 0_usize;
        loop {
            match self.cursor.peek()? {
                b'"' => {
                    self.cursor.text().ok()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.cursor.position += 1;
                }
                b'}' | b']' => {
                    depth -= 1;
                    self.cursor.position += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => self.cursor.position += 1,
                _ => self.skip_word(),
            }
            if depth == 0 {
                let text = self.cursor.source.get(start..self.cursor.position)?;
                return Some(RawValue { text, offset: self.base + start });
            }
        }
    }

    /// Steps over a number, `true`, `false` or `null`.
    fn skip_word(&mut self) {
        while !matches!(self.cursor.peek(), None | Some(b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
            self.cursor.position += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json_error::JsonErrorKind;

    fn value(json: &str) -> RawValue<'_> {
        scan(json).expect("valid")
    }

    #[test]
    fn each_reader_reads_its_own_kind_and_no_other() {
        let cases = [
            ("null", Kind::Null, None, None, None, None),
            ("true", Kind::Bool, Some(true), None, None, None),
            ("false", Kind::Bool, Some(false), None, None, None),
            ("-7", Kind::Number, None, Some(-7), Some("-7"), None),
            ("\"5\"", Kind::String, None, None, None, Some("5")),
            ("[1]", Kind::Array, None, None, None, None),
            ("{\"a\":1}", Kind::Object, None, None, None, None),
        ];
        for (json, kind, bool, integer, number, text) in cases {
            let value = value(json);
            assert_eq!(value.kind(), kind, "{json}");
            assert_eq!(value.is_null(), kind == Kind::Null, "{json}");
            assert_eq!(value.as_bool(), bool, "{json}");
            assert_eq!(value.as_i64(), integer, "{json}");
            assert_eq!(value.number_text(), number, "{json}");
            assert_eq!(value.as_text().as_deref(), text, "{json}");
        }
    }

    #[test]
    fn numbers_are_integers_or_floats_as_in_php() {
        for (json, integer, float) in [
            ("0", Some(0), 0.0),
            ("-0", Some(0), -0.0),
            ("9223372036854775807", Some(i64::MAX), 9_223_372_036_854_775_807.0),
            ("-9223372036854775808", Some(i64::MIN), -9_223_372_036_854_775_808.0),
            ("9223372036854775808", None, 9_223_372_036_854_775_808.0),
            ("10.0", None, 10.0),
            ("1e2", None, 100.0),
            ("1e400", None, f64::INFINITY),
        ] {
            assert_eq!(value(json).as_i64(), integer, "{json}");
            assert_eq!(value(json).as_f64(), Some(float), "{json}");
        }
    }

    #[test]
    fn text_is_borrowed_unless_it_has_escapes() {
        assert!(matches!(value(r#""Größe""#).as_text(), Some(Cow::Borrowed("Größe"))));
        assert!(matches!(value(r#""Gr\u00f6\u00dfe""#).as_text(), Some(Cow::Owned(text)) if text == "Größe"));
    }

    #[test]
    fn members_know_their_place_whatever_whitespace_is_around_them() {
        let source = " { \"a\" : [ 1 , {\"x\":\"]}\\\"\"} ] ,\n\"\\u0062\":-1.5e3\t, \"a\":null } ";
        let object = value(source);
        assert_eq!((object.offset(), object.end()), (1, source.len() - 1));
        let members: Vec<_> = object.members().collect();
        let seen: Vec<_> = members.iter().map(|member| (&*member.key, member.value.text())).collect();
        assert_eq!(seen, [("a", "[ 1 , {\"x\":\"]}\\\"\"} ]"), ("b", "-1.5e3"), ("a", "null")]);
        for member in &members {
            assert_eq!(&source[member.value.offset()..member.value.end()], member.value.text());
            assert!(source[member.offset..].starts_with('"'));
        }
        let elements: Vec<_> = members[0].value.elements().map(|element| element.text()).collect();
        assert_eq!(elements, ["1", "{\"x\":\"]}\\\"\"}"]);
    }

    #[test]
    fn a_php_array_is_gone_through_however_it_was_encoded() {
        let keys = |json| value(json).entries().map(|entry| entry.key.into_owned()).collect::<Vec<_>>();
        assert_eq!(keys(r#"{"5":[],"sku":{}}"#), ["5", "sku"]);
        assert_eq!(keys(r#"[{}, {}, {}]"#), ["0", "1", "2"]);
        for json in ["[]", "{}", " [ ] ", "{\n}", "null", "17", "\"[1,2]\"", "true"] {
            assert_eq!(value(json).entries().count(), 0, "{json}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        use JsonErrorKind::{ControlCharacter, Depth, StateMismatch, Surrogate, Syntax};
        for (json, kind, position) in [
            ("", Syntax, 0),
            ("[1,]", Syntax, 3),
            ("[01]", Syntax, 2),
            ("{\"a\":TRUE}", Syntax, 5),
            ("[1] 2", Syntax, 4),
            ("{\"a\":1]", StateMismatch, 6),
            ("[\"a\nb\"]", ControlCharacter, 3),
            ("[\"a", ControlCharacter, 3),
            ("[\"ab\\ud800x\"]", Surrogate, 4),
            ("[\"ab\\q\"]", Syntax, 4),
            (&"[".repeat(512), Depth, 511),
        ] {
            let error = scan(json).expect_err("invalid");
            assert_eq!((error.kind(), error.position()), (kind, position), "{json}");
        }
    }
}
