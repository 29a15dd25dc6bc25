//! A JSON document as the arrays that `json_decode($text, true)` makes of it.
//!
//! Needed only where a text cannot be rewritten from left to right: when an object has a key twice (the last value counts,
//! at the first one's place), or may turn out to be a list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::json_error::JsonError;
use crate::json_grammar::{Container, Halt, Scalar, Sink, Text, walk};

/// A value of PHP. Its nesting is bounded by the grammar, so going through it recursively is safe.
pub(crate) enum PhpValue<'a> {
    Scalar(Scalar<'a>),
    List(Vec<PhpValue<'a>>),
    /// Made from an object: keys in PHP's order, each once.
    Map(Vec<(Cow<'a, str>, PhpValue<'a>)>),
}

impl<'a> PhpValue<'a> {
    pub(crate) fn decode(source: &'a str) -> Result<Self, JsonError> {
        let mut builder = Builder { open: Vec::new(), done: None };
        match walk(source, &mut builder) {
            Err(Halt::Invalid(error)) => Err(error),
            // This sink never asks for a tree, and a complete walk has met a value.
            Ok(()) | Err(Halt::NeedsTree) => Ok(builder.done.unwrap_or(Self::Scalar(Scalar::Null))),
        }
    }

    /// Whether these keys are 0, 1, 2, … in this order, which is what makes a PHP array a list.
    pub(crate) fn are_list_keys(entries: &[(Cow<'a, str>, Self)]) -> bool {
        entries.iter().enumerate().all(|(index, (key, _))| *key == index.to_string())
    }
}

enum Open<'a> {
    List(Vec<PhpValue<'a>>),
    Map { entries: Vec<(Cow<'a, str>, PhpValue<'a>)>, places: HashMap<Cow<'a, str>, usize>, place: usize },
}

struct Builder<'a> {
    open: Vec<Open<'a>>,
    done: Option<PhpValue<'a>>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, value: PhpValue<'a>) {
        match self.open.last_mut() {
            Some(Open::List(elements)) => elements.push(value),
            Some(Open::Map { entries, place, .. }) => {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.1 = value;
                }
            }
            None => self.done = Some(value),
        }
    }
}

impl<'a> Sink<'a> for Builder<'a> {
    fn key(&mut self, key: Text<'a>) -> Result<(), Halt> {
        if let Some(Open::Map { entries, places, place }) = self.open.last_mut() {
            match places.entry(key.to_cow()) {
                Entry::Occupied(known) => *place = *known.get(),
                Entry::Vacant(free) => {
                    *place = entries.len();
                    entries.push((free.key().clone(), PhpValue::Scalar(Scalar::Null)));
                    free.insert(*place);
                }
            }
        }
        Ok(())
    }

    fn element(&mut self) {}

    fn scalar(&mut self, scalar: Scalar<'a>) -> Result<(), Halt> {
        self.add(PhpValue::Scalar(scalar));
        Ok(())
    }

    fn open(&mut self, container: Container) {
        self.open.push(match container {
            Container::Array => Open::List(Vec::new()),
            Container::Object => Open::Map { entries: Vec::new(), places: HashMap::new(), place: 0 },
        });
    }

    fn close(&mut self, _: Container) {
        match self.open.pop() {
            Some(Open::List(elements)) => self.add(PhpValue::List(elements)),
            Some(Open::Map { entries, .. }) => self.add(PhpValue::Map(entries)),
            None => {}
        }
    }
}
