//! Reading JSON text in place: values are slices of the source, nothing is copied but strings with escapes.
//!
//! [`scan`] checks a whole text once; every [`RawValue`] taken from it afterwards is known to be valid, so going through
//! it cannot fail. What is accepted is what `json_decode` accepts, and each value knows where in the source it stands,
//! so that a changed fragment can be put in its place.

use std::borrow::Cow;

use crate::json_error::JsonError;
use crate::json_grammar::{Container, Cursor, Halt, Scalar, Sink, Text, walk};

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
    struct Ignore;
    impl<'a> Sink<'a> for Ignore {
        fn key(&mut self, _: Text<'a>) -> Result<(), Halt> {
            Ok(())
        }
        fn element(&mut self) {}
        fn scalar(&mut self, _: Scalar<'a>) -> Result<(), Halt> {
            Ok(())
        }
        fn open(&mut self, _: Container) {}
        fn close(&mut self, _: Container) {}
    }
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
