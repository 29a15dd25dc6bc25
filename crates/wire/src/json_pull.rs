//! Reading JSON in one pass: each value is checked when it is reached, and what is not wanted is passed over.
//!
//! A whole column is read at the beginning of each request, so going through it once for its validity and once more for
//! its values would be most of that request's cost here. The price is that a text that is wrong at its end is noticed
//! late: whoever reads keeps nothing of it then, and asks [`scan`](crate::json_scan::scan) what is wrong.

use crate::json_grammar::{Cursor, Halt, Ignore, MAX_NESTING, Text};
use std::borrow::Cow;

/// The text is no JSON.
pub(crate) struct Broken;

impl From<Halt> for Broken {
    fn from(_: Halt) -> Self {
        Self
    }
}

impl From<crate::JsonError> for Broken {
    fn from(_: crate::JsonError) -> Self {
        Self
    }
}

/// A place in a text, before which everything is valid.
pub(crate) struct Reader<'a> {
    cursor: Cursor<'a>,
    inside: usize,
}

/// The way through an array that was stepped into.
pub(crate) struct Open {
    /// What closes it; nothing if that has been passed.
    end: Option<u8>,
    before_first: bool,
    index: usize,
}

impl Open {
    /// The way through nothing.
    pub(crate) fn nothing() -> Self {
        Self { end: None, before_first: false, index: 0 }
    }
}

/// A value that was read.
pub(crate) enum Pulled<'a> {
    Text(Text<'a>),
    Number(&'a str),
    /// `true`, `false`, `null`, an array or an object; checked and passed over.
    Other(&'a str),
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let mut cursor = Cursor::new(source);
        cursor.skip_whitespace();
        Self { cursor, inside: 0 }
    }

    /// Where in the text it is.
    pub(crate) fn position(&self) -> usize {
        self.cursor.position
    }

    pub(crate) fn is_at_an_object(&self) -> bool {
        self.cursor.peek() == Some(b'{')
    }

    pub(crate) fn is_at_a_list(&self) -> bool {
        self.cursor.peek() == Some(b'[')
    }

    /// Whether nothing but whitespace follows.
    pub(crate) fn ends(&mut self) -> Result<(), Broken> {
        self.cursor.skip_whitespace();
        if self.cursor.peek().is_none() { Ok(()) } else { Err(Broken) }
    }

    /// Gives each entry of the PHP array here to `each`, which has to read its value, with its key and the place where it
    /// begins: that of the key, or of the value in a list. A value that is no array is passed over.
    #[inline]
    pub(crate) fn entries<E: From<Broken>>(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut open = self.open()?;
        while let Some((key, start)) = self.next_entry(&mut open)? {
            each(self, key, start)?;
        }
        Ok(())
    }

    /// Steps into the PHP array here. A value that is none is passed over, as if it were empty.
    #[inline]
    pub(crate) fn open(&mut self) -> Result<Open, Broken> {
        let end = match self.cursor.peek() {
            Some(b'{') => b'}',
            Some(b'[') => b']',
            _ => {
                self.value()?;
                return Ok(Open::nothing());
            }
        };
        self.inside += 1;
        if self.inside > MAX_NESTING {
            return Err(Broken);
        }
        self.step();
        Ok(Open { end: Some(end), before_first: true, index: 0 })
    }

    /// The key and the beginning of the next entry, whose value has to be read before the one after it is asked for.
    #[inline]
    pub(crate) fn next_entry(&mut self, open: &mut Open) -> Result<Option<(Cow<'a, str>, usize)>, Broken> {
        if !self.is_at_an_entry(open)? {
            return Ok(None);
        }
        let start = self.cursor.position;
        Ok(Some((self.key(open)?, start)))
    }

    /// The key of the next entry. Where the text goes on with the likely one, `"…":`, it is known without looking for its
    /// end.
    #[inline]
    pub(crate) fn next_key(
        &mut self,
        open: &mut Open,
        likely: Option<&&'static str>,
    ) -> Result<Option<Cow<'a, str>>, Broken> {
        if !self.is_at_an_entry(open)? {
            return Ok(None);
        }
        if let (Some(key), Some(b'}')) = (likely, open.end) {
            if self.cursor.source.as_bytes()[self.cursor.position..].starts_with(key.as_bytes()) {
                self.cursor.position += key.len();
                self.cursor.skip_whitespace();
                return Ok(Some(Cow::Borrowed(&key[1..key.len() - 2])));
            }
        }
        self.key(open).map(Some)
    }

    /// Over a comma to the next entry, or over the closing bracket.
    #[inline]
    fn is_at_an_entry(&mut self, open: &mut Open) -> Result<bool, Broken> {
        let Some(end) = open.end else {
            return Ok(false);
        };
        self.cursor.skip_whitespace();
        let found = self.cursor.peek();
        if found == Some(end) {
            self.cursor.position += 1;
            self.inside -= 1;
            open.end = None;
            return Ok(false);
        }
        if !open.before_first {
            if found != Some(b',') {
                return Err(Broken);
            }
            self.step();
        }
        open.before_first = false;
        Ok(true)
    }

    /// The value here.
    #[inline]
    pub(crate) fn value(&mut self) -> Result<Pulled<'a>, Broken> {
        let start = self.cursor.position;
        match self.cursor.peek() {
            Some(b'"') => Ok(Pulled::Text(self.cursor.text()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Pulled::Number(self.cursor.number()?.raw)),
            _ => {
                self.cursor.value(self.inside, &mut Ignore)?;
                Ok(Pulled::Other(&self.cursor.source[start..self.cursor.position]))
            }
        }
    }

    fn key(&mut self, open: &mut Open) -> Result<Cow<'a, str>, Broken> {
        if open.end == Some(b']') {
            open.index += 1;
            return Ok((open.index - 1).to_string().into());
        }
        if self.cursor.peek() != Some(b'"') {
            return Err(Broken);
        }
        let key = self.cursor.text()?.to_cow();
        self.cursor.skip_whitespace();
        if self.cursor.peek() != Some(b':') {
            return Err(Broken);
        }
        self.step();
        Ok(key)
    }

    /// Over a bracket, a comma or a colon.
    fn step(&mut self) {
        self.cursor.position += 1;
        self.cursor.skip_whitespace();
    }
}

impl<'a> Pulled<'a> {
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Other("null"))
    }

    /// A text, or a number as text, as PHP would cast it to a string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text.to_cow()),
            Self::Number(text) => Some(text.into()),
            Self::Other(_) => None,
        }
    }

    /// An integer of PHP.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}
