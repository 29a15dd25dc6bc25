//! PHP's JSON grammar, walked once from left to right without recursion.
//!
//! [`walk`] accepts what `json_decode($text, true)` accepts and refuses the rest with the same kind of error; a [`Sink`]
//! is told what was met. Everything that reads JSON here goes through this one walk.

use crate::bytes::end_of_string_run;
use crate::json_error::{JsonError, JsonErrorKind};

/// How many arrays and objects `json_decode` takes inside one another at its default depth of 512.
pub(crate) const MAX_NESTING: usize = 511;

/// The inside of a JSON string, known to be valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    /// What stands between the quotes.
    pub raw: &'a str,
    /// How many bytes it denotes; fewer than `raw` has if and only if there are escapes.
    pub length: usize,
}

/// A JSON number, known to be valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number<'a> {
    pub raw: &'a str,
    /// It has neither fraction nor exponent.
    pub whole: bool,
    /// Where it stands in the source.
    pub position: usize,
}

/// A value without parts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(Text<'a>),
}

/// A value with parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Array,
    Object,
}

/// Why a walk ended early.
#[derive(Debug)]
pub(crate) enum Halt {
    Invalid(JsonError),
    /// The sink cannot go on from left to right and wants the document as a tree.
    NeedsTree,
}

impl From<JsonError> for Halt {
    fn from(error: JsonError) -> Self {
        Self::Invalid(error)
    }
}

/// Who is told what a walk meets, in the order of the text.
pub(crate) trait Sink<'a> {
    /// A member of the innermost object begins.
    fn key(&mut self, key: Text<'a>) -> Result<(), Halt>;
    /// An element of the innermost array begins.
    fn element(&mut self);
    fn scalar(&mut self, scalar: Scalar<'a>) -> Result<(), Halt>;
    fn open(&mut self, container: Container);
    fn close(&mut self, container: Container);
}

/// Which containers are open, one bit each.
struct Nesting {
    objects: [u64; MAX_NESTING / 64 + 1],
    depth: usize,
    /// How many more are open around them.
    inside: usize,
}

impl Nesting {
    fn open(&mut self, container: Container, position: usize) -> Result<(), JsonError> {
        if self.depth + self.inside >= MAX_NESTING {
            return Err(JsonError::new(JsonErrorKind::Depth, position));
        }
        let bit = 1 << (self.depth % 64);
        match container {
            Container::Object => self.objects[self.depth / 64] |= bit,
            Container::Array => self.objects[self.depth / 64] &= !bit,
        }
        self.depth += 1;
        Ok(())
    }

    fn innermost(&self) -> Option<Container> {
        let index = self.depth.checked_sub(1)?;
        let is_object = self.objects[index / 64] >> (index % 64) & 1 == 1;
        Some(if is_object { Container::Object } else { Container::Array })
    }
}

/// A sink that wants to know nothing but whether the text is valid.
pub(crate) struct Ignore;

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

/// Reads the whole of `source` as one JSON value and tells `sink` about it.
pub(crate) fn walk<'a, S: Sink<'a>>(source: &'a str, sink: &mut S) -> Result<(), Halt> {
    let mut cursor = Cursor::new(source);
    cursor.skip_whitespace();
    cursor.value(0, sink)?;
    cursor.skip_whitespace();
    if cursor.peek().is_none() { Ok(()) } else { Err(cursor.unexpected().into()) }
}

/// A place in a JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    pub source: &'a str,
    pub position: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, position: 0 }
    }

    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.position).copied()
    }

    #[inline]
    pub(crate) fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.position += 1;
        }
    }

    /// The value that begins here, inside so many containers, of which `sink` is told.
    #[inline]
    pub(crate) fn value<S: Sink<'a>>(&mut self, inside: usize, sink: &mut S) -> Result<(), Halt> {
        let mut nesting = Nesting { objects: [0; MAX_NESTING / 64 + 1], depth: 0, inside };
        loop {
            // A value is expected here.
            self.skip_whitespace();
            match self.peek() {
                Some(b'"') => sink.scalar(Scalar::Text(self.text()?))?,
                Some(b'{') => {
                    nesting.open(Container::Object, self.position)?;
                    self.position += 1;
                    sink.open(Container::Object);
                    self.skip_whitespace();
                    if !matches!(self.peek(), Some(b'}' | b']')) {
                        self.key(sink)?;
                        continue;
                    }
                }
                Some(b'[') => {
                    nesting.open(Container::Array, self.position)?;
                    self.position += 1;
                    sink.open(Container::Array);
                    self.skip_whitespace();
                    if !matches!(self.peek(), Some(b'}' | b']')) {
                        sink.element();
                        continue;
                    }
                }
                Some(b'-' | b'0'..=b'9') => sink.scalar(Scalar::Number(self.number()?))?,
                Some(b't') => sink.scalar(self.word("true", Scalar::Bool(true))?)?,
                Some(b'f') => sink.scalar(self.word("false", Scalar::Bool(false))?)?,
                Some(b'n') => sink.scalar(self.word("null", Scalar::Null)?)?,
                _ => return Err(self.unexpected().into()),
            }
            // A value, or the opening of an empty container, has just been read.
            while let Some(container) = nesting.innermost() {
                self.skip_whitespace();
                match (container, self.peek()) {
                    (Container::Object, Some(b',')) => {
                        self.position += 1;
                        self.skip_whitespace();
                        self.key(sink)?;
                        break;
                    }
                    (Container::Array, Some(b',')) => {
                        self.position += 1;
                        sink.element();
                        break;
                    }
                    (Container::Object, Some(b'}')) | (Container::Array, Some(b']')) => {
                        self.position += 1;
                        nesting.depth -= 1;
                        sink.close(container);
                    }
                    (_, Some(b'}' | b']')) => {
                        return Err(JsonError::new(JsonErrorKind::StateMismatch, self.position).into());
                    }
                    _ => return Err(self.unexpected().into()),
                }
            }
            if nesting.depth == 0 {
                return Ok(());
            }
        }
    }

    /// A member's key and its colon.
    #[inline]
    fn key<S: Sink<'a>>(&mut self, sink: &mut S) -> Result<(), Halt> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected().into());
        }
        let key = self.text()?;
        self.skip_whitespace();
        if self.peek() != Some(b':') {
            return Err(self.unexpected().into());
        }
        self.position += 1;
        sink.key(key)
    }

    /// The string that begins at the quote here.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<Text<'a>, JsonError> {
        let bytes = self.source.as_bytes();
        let start = self.position + 1;
        let mut end = start;
        let mut saved = 0;
        loop {
            end = end_of_string_run(bytes, end);
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => {
                    let (written, denoted) = escape_lengths(&bytes[end..])
                        .ok_or_else(|| JsonError::new(escape_error(&bytes[end..]), end))?;
                    end += written;
                    saved += written - denoted;
                }
                // The end of the text is a NUL to PHP.
                Some(_) | None => return Err(JsonError::new(JsonErrorKind::ControlCharacter, end)),
            }
        }
        self.position = end + 1;
        Ok(Text { raw: &self.source[start..end], length: end - start - saved })
    }

    /// The number that begins at the digit or sign here; as much as still is a number.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Number<'a>, JsonError> {
        let bytes = self.source.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let start = self.position;
        let mut end = start + usize::from(bytes.get(start) == Some(&b'-'));
        if !digit(end) {
            return Err(JsonError::new(JsonErrorKind::Syntax, start));
        }
        let leading_zero = bytes.get(end) == Some(&b'0');
        end += 1;
        while !leading_zero && digit(end) {
            end += 1;
        }
        let mut whole = true;
        if bytes.get(end) == Some(&b'.') && digit(end + 1) {
            whole = false;
            end += 2;
            while digit(end) {
                end += 1;
            }
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if digit(end + 1 + signed) {
                whole = false;
                end += 2 + signed;
                while digit(end) {
                    end += 1;
                }
            }
        }
        self.position = end;
        Ok(Number { raw: &self.source[start..end], whole, position: start })
    }

    fn word(&mut self, word: &str, meaning: Scalar<'a>) -> Result<Scalar<'a>, JsonError> {
        if !self.source.as_bytes()[self.position..].starts_with(word.as_bytes()) {
            return Err(JsonError::new(JsonErrorKind::Syntax, self.position));
        }
        self.position += word.len();
        Ok(meaning)
    }

    /// The error for whatever stands here instead of what the grammar wants. PHP reads a token before it judges its
    /// place, so a malformed string is reported as such even where no string may be.
    #[cold]
    fn unexpected(&mut self) -> JsonError {
        let position = self.position;
        match self.peek() {
            Some(b'"') => match self.text() {
                Ok(_) => JsonError::new(JsonErrorKind::Syntax, position),
                Err(error) => error,
            },
            Some(0..0x20) => JsonError::new(JsonErrorKind::ControlCharacter, position),
            _ => JsonError::new(JsonErrorKind::Syntax, position),
        }
    }
}

/// How many bytes the escape at the start of `bytes` takes, and how many bytes of UTF-8 it denotes.
#[inline]
fn escape_lengths(bytes: &[u8]) -> Option<(usize, usize)> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some((2, 1)),
        b'u' => match utf16_unit(bytes)? {
            0..0x80 => Some((6, 1)),
            0x80..0x800 => Some((6, 2)),
            0xd800..0xdc00 => matches!(utf16_unit(&bytes[6..])?, 0xdc00..0xe000).then_some((12, 4)),
            0xdc00..0xe000 => None,
            _ => Some((6, 3)),
        },
        _ => None,
    }
}

/// What is wrong with an escape that has no length.
#[cold]
fn escape_error(bytes: &[u8]) -> JsonErrorKind {
    if utf16_unit(bytes).is_some() { JsonErrorKind::Surrogate } else { JsonErrorKind::Syntax }
}

/// The unit that `\uXXXX` at the start of `bytes` denotes.
#[inline]
pub(crate) fn utf16_unit(bytes: &[u8]) -> Option<u16> {
    let escape: &[u8; 6] = bytes.first_chunk()?;
    if !escape.starts_with(b"\\u") {
        return None;
    }
    escape[2..].iter().try_fold(0, |unit: u16, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            b'A'..=b'F' => digit - b'A' + 10,
            _ => return None,
        };
        Some(unit << 4 | u16::from(value))
    })
}
