//! What a reader has seen, as a text that the host hands back: nothing of it stays here, so that a request that never comes back
//! costs nothing, and another thread or process of the same store may answer.

use super::answers;
use super::arguments::invalid;
use crate::error::Result;
use crate::reading::{Asked, Bypass, Need, Seen};
use crate::type_name::TypeName;
use crate::version::{Incarnation, Version};
use crate::version_store::Turn;
use serde_json::{Value, json};

pub(super) fn write(seen: &Seen) -> String {
    let known: Vec<_> = seen.known.iter().map(|(name, version)| json!([name.as_str(), version.to_string()])).collect();
    let turn = |turn: &Turn| json!([turn.store.number(), turn.number]);
    let asked: Vec<_> = seen
        .asked
        .iter()
        .map(|(name, asked, of)| json!([name.as_str(), answers::way(*asked), of.as_ref().map(turn)]))
        .collect();
    json!([seen.need == Need::Token, known, asked, seen.bypass.map(answers::bypass)]).to_string()
}

pub(super) fn read(text: &str) -> Result<Seen> {
    let parts: Value = serde_json::from_str(text).unwrap_or_default();
    parse(&parts).ok_or_else(|| invalid("`seen` is not what `look` has answered; hand it back as it was"))
}

fn parse(parts: &Value) -> Option<Seen> {
    let known = |pair: &Value| Some((name(&pair[0])?, pair[1].as_str()?.parse::<Version>().ok()?));
    let asked = |triple: &Value| Some((name(&triple[0])?, way(&triple[1])?, turn(&triple[2])?));
    Some(Seen {
        need: if parts[0].as_bool()? { Need::Token } else { Need::Entries },
        known: parts[1].as_array()?.iter().map(known).collect::<Option<_>>()?,
        asked: parts[2].as_array()?.iter().map(asked).collect::<Option<_>>()?,
        bypass: bypass(&parts[3])?,
    })
}

fn name(value: &Value) -> Option<TypeName> {
    TypeName::new(value.as_str()?).ok()
}

fn way(value: &Value) -> Option<Asked> {
    [Asked::Committed, Asked::Settled].into_iter().find(|asked| value.as_str() == Some(answers::way(*asked)))
}

fn turn(value: &Value) -> Option<Option<Turn>> {
    if value.is_null() {
        return Some(None);
    }
    let store = Incarnation::from_number(value[0].as_i64()?).ok()?;
    Some(Some(Turn { store, number: value[1].as_i64()? }))
}

fn bypass(value: &Value) -> Option<Option<Bypass>> {
    if value.is_null() {
        return Some(None);
    }
    let known = [Bypass::Pending, Bypass::Unknown];
    known.into_iter().find(|bypass| value.as_str() == Some(answers::bypass(*bypass))).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_read_as_it_was_written() {
        let store = Incarnation::from_number(i64::MAX).unwrap();
        let products = TypeName::new("pro\"ducts").unwrap();
        let known = vec![(products.clone(), Version::new(store, i64::MAX).unwrap())];
        let turn = Some(Turn { store, number: i64::MAX });
        let asked = vec![(products.clone(), Asked::Settled, turn), (products, Asked::Committed, None)];
        for (need, bypass) in [(Need::Token, Some(Bypass::Pending)), (Need::Entries, None)] {
            let seen = Seen { need, known: known.clone(), asked: asked.clone(), bypass };
            assert_eq!(format!("{:?}", read(&write(&seen)).unwrap()), format!("{seen:?}"));
        }
    }

    #[test]
    fn a_text_that_was_not_given_out_is_refused() {
        for text in ["", "{}", "[]", "[true,[],[],\"late\"]", "[true,[[\"a\",\"b\"]],[],null]", "[1,[],[],null]"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
