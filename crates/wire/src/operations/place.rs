//! Where in a text of operations something is, for the sentence that says so.

use super::fields::shown;
use std::fmt;

/// An operation or a part of one: `operation 2 ('follow'), verdict 1, condition`.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    what: What,
    called: Option<&'a str>,
    within: Option<&'a Place<'a>>,
}

#[derive(Clone, Copy)]
enum What {
    Whole(&'static str),
    Numbered(&'static str, usize),
}

impl<'a> Place<'a> {
    /// The whole of something.
    pub(crate) fn whole(what: &'static str) -> Self {
        Self { what: What::Whole(what), called: None, within: None }
    }

    /// One of a list, counted from 0 here and from 1 for people.
    pub(crate) fn numbered(what: &'static str, index: usize) -> Self {
        Self { what: What::Numbered(what, index + 1), called: None, within: None }
    }

    /// The same with its name: `operation 2 ('follow')`.
    pub(crate) fn called(self, name: &'a str) -> Self {
        Self { called: Some(name), ..self }
    }

    /// The same, known to be a part of another.
    pub(crate) fn within(self, outer: &'a Place<'a>) -> Self {
        Self { within: Some(outer), ..self }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(outer) = self.within {
            write!(f, "{outer}, ")?;
        }
        match self.what {
            What::Whole(what) => f.write_str(what)?,
            What::Numbered(what, number) => write!(f, "{what} {number}")?,
        }
        self.called.map_or(Ok(()), |name| write!(f, " ('{}')", shown(name)))
    }
}
