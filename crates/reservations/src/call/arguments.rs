//! What a call says.

use crate::answer::Counted;
use crate::engine::Reservations;
use crate::error::{Error, ErrorKind, Result};
use crate::lock_table::CartItem;
use crate::stock::{Line, Rule};
use crate::stock_key::StockKey;
use cartwright_coordination::{Lifetime, OwnerToken};
use serde_json::{Map, Value};
use std::time::Duration;

pub(super) fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidCall, message)
}

/// The members of a call.
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    pub(super) fn read(text: &str) -> Result<Self> {
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(invalid("a call is a JSON object with a member `op`".into())),
            Err(error) => Err(invalid(format!("this is no JSON: {error}"))),
        }
    }

    pub(super) fn op(&self) -> Result<&str> {
        self.0.get("op").and_then(Value::as_str).ok_or_else(|| invalid("a call needs a text `op`".into()))
    }

    pub(super) fn id(&self, name: &str) -> Result<String> {
        id(&self.0, name)
    }

    pub(super) fn optional_id(&self, name: &str) -> Result<Option<String>> {
        if given(&self.0, name).is_some() { self.id(name).map(Some) } else { Ok(None) }
    }

    pub(super) fn text(&self, name: &str) -> Result<String> {
        Ok(given(&self.0, name).and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        match given(&self.0, name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(invalid(format!("`{name}` is true or false"))),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<i64> {
        given(&self.0, name)
            .and_then(Value::as_i64)
            .ok_or_else(|| invalid(format!("`{name}` has to be a whole number")))
    }

    pub(super) fn number_or(&self, name: &str, otherwise: i64) -> Result<i64> {
        if given(&self.0, name).is_some() { self.number(name) } else { Ok(otherwise) }
    }

    pub(super) fn limit(&self) -> Result<usize> {
        usize::try_from(self.number_or("limit", 1000)?).map_err(|_| invalid("`limit` is 0 or more".into()))
    }

    pub(super) fn token(&self) -> Result<OwnerToken> {
        let text = given(&self.0, "token").and_then(Value::as_str).unwrap_or_default();
        Ok(OwnerToken::from_secret_text(text)?)
    }

    /// A number of milliseconds that may be anything; a member that is there and no number is none, not the default.
    pub(super) fn millis(&self, name: &str) -> Result<Option<f64>> {
        Ok(given(&self.0, name).map(|value| value.as_f64().unwrap_or(f64::NAN)))
    }

    pub(super) fn lifetime(&self, shop: &Reservations) -> Result<Option<Lifetime>> {
        self.millis("ttl_ms")?.map(|millis| shop.lifetime_from_millis(millis)).transpose()
    }

    pub(super) fn wait(&self) -> Result<Duration> {
        match self.millis("wait_ms")? {
            None => Ok(Duration::ZERO),
            Some(millis) if (0.0..=1e12).contains(&millis) => Ok(Duration::from_millis(millis as u64)),
            Some(_) => Err(Error::new(ErrorKind::InvalidLifetime, "`wait_ms` is a finite number, 0 or more")),
        }
    }

    pub(super) fn key(&self) -> Result<StockKey> {
        key(&self.0)
    }

    pub(super) fn keys(&self) -> Result<Vec<StockKey>> {
        let texts = self.list("keys")?.iter().map(Value::as_str);
        texts
            .map(|text| text.ok_or_else(|| invalid("`keys` are texts such as vendor/kind/sku".into()))?.parse())
            .collect()
    }

    pub(super) fn lines(&self) -> Result<Vec<Line>> {
        self.objects("lines")?
            .map(|line| {
                let line = line?;
                let quantity = given(line, "quantity").and_then(Value::as_u64).unwrap_or(0);
                let quantity = u32::try_from(quantity).unwrap_or(u32::MAX);
                Ok(Line { key: key(line)?, quantity, rule: rule(line)? })
            })
            .collect()
    }

    pub(super) fn counted(&self) -> Result<Vec<Counted>> {
        if given(&self.0, "counted").is_none() {
            return Ok(Vec::new());
        }
        self.objects("counted")?
            .map(|line| line.and_then(|line| Ok(Counted { key: key(line)?, rule: rule(line)? })))
            .collect()
    }

    pub(super) fn items(&self) -> Result<Vec<CartItem>> {
        self.objects("items")?
            .map(|item| {
                let item = item?;
                let quantity = given(item, "quantity").map_or(Some(1), Value::as_u64).unwrap_or(0);
                let lock_key = if given(item, "lockKey").is_some() { Some(id(item, "lockKey")?) } else { None };
                let kind = if given(item, "kind").is_some() { id(item, "kind")? } else { "item".into() };
                Ok(CartItem {
                    item_id: id(item, "itemId")?,
                    kind,
                    quantity: u32::try_from(quantity).unwrap_or(u32::MAX),
                    lock_key,
                })
            })
            .collect()
    }

    fn list(&self, name: &str) -> Result<&[Value]> {
        match given(&self.0, name) {
            Some(Value::Array(list)) => Ok(list),
            _ => Err(invalid(format!("`{name}` has to be a list"))),
        }
    }

    fn objects(&self, name: &str) -> Result<impl Iterator<Item = Result<&Map<String, Value>>>> {
        let name = name.to_owned();
        Ok(self.list(&name)?.iter().map(move |value| {
            value.as_object().ok_or_else(|| invalid(format!("`{name}` has to be a list of objects")))
        }))
    }
}

fn given<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).filter(|value| !value.is_null())
}

/// An id is the same whether a host kept it as a number or as text: the older system compared the two, and freed nothing.
fn id(members: &Map<String, Value>, name: &str) -> Result<String> {
    match given(members, name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        _ => Err(invalid(format!("`{name}` has to be a text or a whole number"))),
    }
}

fn key(members: &Map<String, Value>) -> Result<StockKey> {
    if given(members, "key").is_some() {
        return id(members, "key")?.parse();
    }
    StockKey::new(&id(members, "vendor")?, &id(members, "kind")?, &id(members, "sku")?)
}

/// What a line goes by: a count if there is one, else what `rule` says.
fn rule(members: &Map<String, Value>) -> Result<Rule> {
    let count = |name: &str| match given(members, name) {
        None => Ok(None),
        Some(value) => {
            value.as_u64().map(Some).ok_or_else(|| invalid(format!("`{name}` is a whole number, 0 or more")))
        }
    };
    if let Some(on_hand) = count("on_hand")? {
        return Ok(Rule::OnHand { on_hand, sold: count("sold")? });
    }
    match given(members, "rule").map(Value::as_str) {
        None | Some(Some("store")) => Ok(Rule::OfStore),
        Some(Some("exclusive")) => Ok(Rule::Exclusive),
        Some(Some("tracked_or_exclusive")) => Ok(Rule::TrackedOrExclusive),
        _ => Err(invalid("`rule` is store, exclusive or tracked_or_exclusive".into())),
    }
}
