//! What a call asks for, read from its JSON. What is not known is refused: a misspelt word would be ignored in silence.

use crate::failure::Failure;
use crate::fields::Fields;
use cartwright_coordination::{Lifetime, OwnerToken};
use cartwright_reservations::{Counted, Line, Policy, Reservations, Rule, State, StockKey};
use std::time::Duration;

/// A text that has to be there.
pub(super) fn needed(fields: &mut Fields, name: &'static str) -> Result<String, Failure> {
    fields.text(name)?.ok_or_else(|| Failure::Argument(format!("This call needs '{name}', a text")))
}

pub(super) fn needed_list(fields: &mut Fields, name: &'static str) -> Result<Vec<Fields>, Failure> {
    fields.list(name)?.ok_or_else(|| Failure::Argument(format!("This call needs '{name}', a list of objects")))
}

/// A key: "vendor", "kind" and "sku", or its text as "key".
pub(super) fn key(fields: &mut Fields) -> Result<StockKey, Failure> {
    if let Some(text) = fields.text("key")? {
        return Ok(text.parse()?);
    }
    let (vendor, kind, sku) = (needed(fields, "vendor")?, needed(fields, "kind")?, needed(fields, "sku")?);
    Ok(StockKey::new(&vendor, &kind, &sku)?)
}

fn rule(fields: &mut Fields) -> Result<Rule, Failure> {
    let (name, on_hand, sold) = (fields.text("rule")?, fields.whole("on_hand")?, fields.whole("sold")?);
    match (name.as_deref(), on_hand) {
        (None | Some("on_hand"), Some(on_hand)) => Ok(Rule::OnHand { on_hand, sold }),
        (None | Some("store"), None) => Ok(Rule::OfStore),
        (Some("exclusive"), None) => Ok(Rule::Exclusive),
        (Some("tracked_or_exclusive"), None) => Ok(Rule::TrackedOrExclusive),
        (Some(other), _) => Err(Failure::Argument(format!(
            "'{other}' is no rule here; write store, exclusive or tracked_or_exclusive, or give 'on_hand'"
        ))),
    }
}

pub(super) fn lines(fields: &mut Fields) -> Result<Vec<Line>, Failure> {
    let read = |mut line: Fields| {
        let key = key(&mut line)?;
        let quantity = line.whole("quantity")?.unwrap_or(1);
        let rule = rule(&mut line)?;
        line.end()?;
        // What is beyond all stock is refused with the words for it.
        Ok(Line { key, quantity: u32::try_from(quantity).unwrap_or(u32::MAX), rule })
    };
    needed_list(fields, "lines")?.into_iter().map(read).collect()
}

pub(super) fn counted(fields: &mut Fields) -> Result<Vec<Counted>, Failure> {
    let read = |mut count: Fields| {
        let counted = Counted { key: key(&mut count)?, rule: rule(&mut count)? };
        count.end()?;
        Ok(counted)
    };
    fields.list("counted")?.unwrap_or_default().into_iter().map(read).collect()
}

pub(super) fn keys(fields: &mut Fields) -> Result<Vec<StockKey>, Failure> {
    let read = |mut of_key: Fields| {
        let key = key(&mut of_key)?;
        of_key.end()?;
        Ok(key)
    };
    needed_list(fields, "keys")?.into_iter().map(read).collect()
}

/// For how long; whatever number a host has sent.
pub(super) fn lifetime(fields: &mut Fields, engine: &Reservations) -> Result<Option<Lifetime>, Failure> {
    Ok(fields.number("lifetime_ms")?.map(|millis| engine.lifetime_from_millis(millis)).transpose()?)
}

pub(super) fn wait(fields: &mut Fields) -> Result<Duration, Failure> {
    Ok(fields.whole("wait_ms")?.map_or(Duration::ZERO, Duration::from_millis))
}

pub(super) fn token(text: &str) -> Result<OwnerToken, Failure> {
    let token = OwnerToken::from_secret_text(text);
    Ok(token.map_err(cartwright_reservations::Error::from)?)
}

pub(super) fn limit(fields: &mut Fields, default: u64) -> Result<usize, Failure> {
    Ok(usize::try_from(fields.whole("limit")?.unwrap_or(default)).unwrap_or(usize::MAX))
}

pub(super) fn state(fields: &mut Fields) -> Result<Option<State>, Failure> {
    let Some(asked) = fields.text("state")? else { return Ok(None) };
    let found = State::ALL.iter().find(|(_, name)| *name == asked);
    found
        .map(|(state, _)| Some(*state))
        .ok_or_else(|| Failure::Argument(format!("'{asked}' is no state; write held, committed, released or expired")))
}

pub(super) fn policy(fields: &mut Fields) -> Result<Policy, Failure> {
    let (name, on_hand) = (needed(fields, "policy")?, fields.whole("on_hand")?);
    match (name.as_str(), on_hand) {
        ("tracked", Some(on_hand)) => Ok(Policy::Tracked { on_hand: i64::try_from(on_hand).unwrap_or(i64::MAX) }),
        ("untracked", None) => Ok(Policy::Untracked),
        ("exclusive", None) => Ok(Policy::Exclusive),
        ("unknown", None) => Ok(Policy::Unknown),
        _ => Err(Failure::Argument(
            "A policy is untracked, exclusive, unknown (which forgets the key), or tracked with 'on_hand'".into(),
        )),
    }
}
