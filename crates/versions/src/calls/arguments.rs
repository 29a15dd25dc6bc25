//! What a call says.

use crate::bump::Degraded;
use crate::error::{Error, ErrorKind, Result};
use crate::reading::Told;
use crate::snapshot::Snapshot;
use crate::source::TypeRow;
use crate::type_name::TypeName;
use crate::version::Version;
use serde_json::{Map, Value};

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidCall, message)
}

/// The members of an object.
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    pub(super) fn read(text: &str) -> Result<Self> {
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(invalid("a call is a JSON object with a member `op`")),
            Err(error) => Err(invalid(format!("this is no JSON: {error}"))),
        }
    }

    pub(super) fn op(&self) -> Result<&str> {
        self.text("op")
    }

    fn given(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Result<&str> {
        let text = self.given(name).and_then(Value::as_str);
        text.ok_or_else(|| invalid(format!("`{name}` has to be a text")))
    }

    /// A text that may be left out; what is no text is written down as its JSON.
    pub(super) fn note(&self, name: &str) -> String {
        match self.given(name) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    pub(super) fn flag(&self, name: &str, otherwise: bool) -> Result<bool> {
        match self.given(name) {
            None => Ok(otherwise),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(invalid(format!("`{name}` is true or false"))),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.given(name) else { return Ok(None) };
        value.as_i64().map(Some).ok_or_else(|| invalid(format!("`{name}` has to be a whole number")))
    }

    /// A whole number that is not negative.
    pub(super) fn amount(&self, name: &str) -> Result<Option<u64>> {
        let number = self.number(name)?;
        let amount = |number| u64::try_from(number).map_err(|_| invalid(format!("`{name}` is 0 or more")));
        number.map(amount).transpose()
    }

    pub(super) fn limit(&self) -> Result<usize> {
        Ok(usize::try_from(self.amount("limit")?.unwrap_or(1000)).unwrap_or(usize::MAX))
    }

    pub(super) fn list(&self, name: &str) -> Result<&[Value]> {
        match self.given(name) {
            Some(Value::Array(list)) => Ok(list),
            _ => Err(invalid(format!("`{name}` has to be a list"))),
        }
    }

    /// Names of types, in their order, each once.
    pub(super) fn types(&self) -> Result<Vec<TypeName>> {
        let texts: Option<Vec<&str>> = self.list("types")?.iter().map(Value::as_str).collect();
        TypeName::all(texts.ok_or_else(|| invalid("`types` are texts such as products"))?)
    }

    /// An object of versions; PHP writes one without members as a list.
    pub(super) fn versions(&self, name: &str) -> Result<Vec<(TypeName, Version)>> {
        match self.given(name) {
            Some(Value::Object(versions)) => versions
                .iter()
                .map(|(type_name, version)| Ok((TypeName::new(type_name)?, version_of(version, name)?)))
                .collect(),
            Some(Value::Array(list)) if list.is_empty() => Ok(Vec::new()),
            _ => Err(invalid(format!("`{name}` has to be an object of versions by type"))),
        }
    }

    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        Ok(self.versions("versions")?.into_iter().collect())
    }

    /// What the source has said, in the order of the questions.
    pub(super) fn told(&self) -> Result<Vec<Told>> {
        self.list("told")?.iter().map(told).collect()
    }

    pub(super) fn rows(&self) -> Result<Vec<TypeRow>> {
        let row = |row: &Value| {
            let row = row.as_object().ok_or_else(|| invalid("`rows` has to be a list of objects"))?;
            let row = Self(row.clone());
            let (name, version) = (TypeName::new(row.text("type")?)?, row.text("version")?.parse()?);
            Ok(TypeRow { name, version, raised_at: None, stale: row.flag("stale", false)? })
        };
        self.list("rows")?.iter().map(row).collect()
    }

    pub(super) fn degraded(&self) -> Result<Vec<Degraded>> {
        if self.given("degraded").is_none() {
            return Ok(Vec::new());
        }
        let find = |value: &Value| {
            let known = Degraded::ALL.into_iter().find(|known| Some(known.name()) == value.as_str());
            let names = Degraded::ALL.map(Degraded::name).join(", ");
            known.ok_or_else(|| invalid(format!("`degraded` has {value}; there is {names}")))
        };
        self.list("degraded")?.iter().map(find).collect()
    }
}

fn version_of(value: &Value, name: &str) -> Result<Version> {
    value.as_str().ok_or_else(|| invalid(format!("`{name}` has {value}, which is no version")))?.parse()
}

fn told(value: &Value) -> Result<Told> {
    let wrong = || invalid(r#"`told` is a list of {"committed":VERSION}, {"settled":VERSION} and null"#);
    match value {
        Value::Null => Ok(Told::Nothing),
        Value::Object(members) if members.len() == 1 => match members.iter().next() {
            Some((way, version)) if way == "committed" => Ok(Told::Committed(version_of(version, "told")?)),
            Some((way, version)) if way == "settled" => Ok(Told::Settled(version_of(version, "told")?)),
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}
