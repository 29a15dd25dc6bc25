//! Settings and queries of the caller, as a JSON object of which every key has to be known.

use crate::failure::Failure;
use serde_json::{Map, Value};

/// The members of an object that nobody has asked for yet.
pub(crate) struct Fields {
    what: &'static str,
    members: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields {
    /// Reads an object; an empty text is one without members.
    pub(crate) fn read(text: &str, what: &'static str) -> Result<Self, Failure> {
        let members = match text {
            "" => Map::new(),
            text => match serde_json::from_str(text) {
                Ok(Value::Object(members)) => members,
                Ok(_) => return Err(Failure::Argument(format!("The {what} are no JSON object"))),
                Err(why) => return Err(Failure::Argument(format!("The {what} are not valid JSON: {why}"))),
            },
        };
        Ok(Self { what, members, known: Vec::new() })
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, value: &Value, expected: &str) -> Failure {
        Failure::Argument(format!("'{name}' of the {} is {value}; write {expected}", self.what))
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<Option<String>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, &other, "a text")),
        }
    }

    pub(crate) fn whole(&mut self, name: &'static str) -> Result<Option<u64>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_u64().filter(|whole| i64::try_from(*whole).is_ok()) {
                Some(whole) => Ok(Some(whole)),
                None => Err(self.wrong(name, &value, "a whole number, 0 or more")),
            },
        }
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(self.wrong(name, &other, "true or false")),
        }
    }

    /// An object inside, without members if it is not given.
    pub(crate) fn inner(&mut self, name: &'static str) -> Result<Self, Failure> {
        match self.take(name) {
            None => Ok(Self { what: name, members: Map::new(), known: Vec::new() }),
            Some(Value::Object(members)) => Ok(Self { what: name, members, known: Vec::new() }),
            Some(other) => Err(self.wrong(name, &other, "an object")),
        }
    }

    /// Every member, of an object whose keys are names of the caller's.
    pub(crate) fn members(self) -> Map<String, Value> {
        self.members
    }

    /// Refuses what nobody has asked for: a word that is not known would be ignored in silence.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match self.members.keys().next() {
            None => Ok(()),
            Some(name) => Err(Failure::Argument(format!(
                "The {} have no '{name}'; there is {}",
                self.what,
                self.known.join(", ")
            ))),
        }
    }
}
