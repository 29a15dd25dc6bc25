//! Why nothing is held, or goes on being held: answers that a host learns as statuses.

use crate::status::cw_status;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// A refusal: no defect and no failure, but nothing is held by it either.
pub(crate) struct Refused {
    reason: Reason,
    /// What the answer has beside the reason.
    more: Vec<(&'static str, Value)>,
}

#[derive(Clone, Copy)]
enum Reason {
    Short,
    OtherLines,
    OtherOwner,
    Ended,
    TooManyOfOwner,
    TooManyInAll,
    WrongToken,
    Expired,
    Unknown,
}

impl Reason {
    const ALL: [(&str, Self); 9] = [
        ("short", Self::Short),
        ("other_lines", Self::OtherLines),
        ("other_owner", Self::OtherOwner),
        ("ended", Self::Ended),
        ("too_many_of_owner", Self::TooManyOfOwner),
        ("too_many_in_all", Self::TooManyInAll),
        ("wrong_token", Self::WrongToken),
        ("expired", Self::Expired),
        ("unknown", Self::Unknown),
    ];

    fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

impl Refused {
    /// The refusal that an answer is, if it is one.
    pub(super) fn of(answer: &Value) -> Option<Self> {
        let name = match (answer.get("granted"), answer.get("answer")) {
            (Some(Value::Bool(false)), _) => answer.get("refused"),
            (None, Some(Value::String(name))) if name != "done" => answer.get("answer"),
            _ => None,
        }?;
        let (_, reason) = *Reason::ALL.iter().find(|(known, _)| Some(*known) == name.as_str())?;
        let more = ["short", "limit", "state"];
        let more = more.into_iter().filter_map(|name| Some((name, answer.get(name)?.clone()))).collect();
        Some(Self { reason, more })
    }

    pub(crate) fn status(&self) -> cw_status {
        match self.reason {
            Reason::Short => cw_status::CW_RESERVATION_SHORT,
            Reason::OtherLines | Reason::OtherOwner => cw_status::CW_RESERVATION_CONFLICT,
            Reason::Ended => cw_status::CW_RESERVATION_ENDED,
            Reason::TooManyOfOwner | Reason::TooManyInAll => cw_status::CW_RESERVATION_LIMIT,
            Reason::WrongToken => cw_status::CW_RESERVATION_WRONG_TOKEN,
            Reason::Expired => cw_status::CW_RESERVATION_EXPIRED,
            Reason::Unknown => cw_status::CW_RESERVATION_UNKNOWN,
        }
    }

    /// Texts, as every detail: what is more than a text is its JSON.
    pub(crate) fn detail(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let more = self.more.iter().map(|(name, value)| match value {
            Value::String(text) => (*name, Cow::from(text)),
            other => (*name, Cow::from(other.to_string())),
        });
        std::iter::once(("reason", Cow::from(self.reason.name()))).chain(more).collect()
    }

    fn member(&self, name: &str) -> &Value {
        self.more.iter().find(|(known, _)| *known == name).map_or(&Value::Null, |(_, value)| value)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Short => {
                f.write_str("There is too little of")?;
                for (at, line) in self.member("short").as_array().into_iter().flatten().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    let (key, requested, available) = (&line["key"], &line["requested"], &line["available"]);
                    let key = key.as_str().unwrap_or_default();
                    write!(f, "{comma} {key} ({requested} asked for, {available} to be had)")?;
                }
                f.write_str("; nothing is held")
            }
            Reason::OtherLines => f.write_str("This order holds other lines; amend it, or reserve under another order"),
            Reason::OtherOwner => f.write_str("This order is reserved for another owner"),
            Reason::TooManyOfOwner => {
                write!(f, "One owner may hold {} lines; release some first", self.member("limit"))
            }
            Reason::TooManyInAll => {
                write!(f, "{} lines may be held in all; try again when some were released", self.member("limit"))
            }
            Reason::Ended => {
                let state = self.member("state").as_str().unwrap_or("over");
                write!(f, "The reservation of this order is {state}, which is final; reserve under a new order")
            }
            Reason::WrongToken => f.write_str("The reservation of this order belongs to another attempt"),
            Reason::Expired => f.write_str(
                "The lease of this reservation is over, and what it held may be another's; give back what was paid",
            ),
            Reason::Unknown => f.write_str("Nothing is known of this order"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_reason_has_the_place_that_its_name_has() {
        for (place, (_, reason)) in Reason::ALL.iter().enumerate() {
            assert_eq!(*reason as usize, place);
        }
    }

    #[test]
    fn what_was_done_and_what_only_looks_like_a_refusal_is_none() {
        for answer in [
            json!({"granted": true, "token": "x"}),
            json!({"answer": "done", "state": "held"}),
            json!({"success": false, "failedItems": []}),
            json!({"order": "17", "state": "expired"}),
            json!(null),
            json!(false),
        ] {
            assert!(Refused::of(&answer).is_none(), "{answer}");
        }
    }

    #[test]
    fn a_refusal_for_too_little_names_every_line_in_its_sentence_and_in_its_detail() {
        let short = json!([{"key": "shop/item/lamp", "requested": 2, "available": 1}, {"key": "a/b/c", "requested": 1, "available": 0}]);
        let refused = Refused::of(&json!({"granted": false, "refused": "short", "short": short})).unwrap();
        assert_eq!(refused.status(), cw_status::CW_RESERVATION_SHORT);
        assert_eq!(refused.detail(), [("reason", "short".into()), ("short", short.to_string().into())]);
        let sentence = "There is too little of shop/item/lamp (2 asked for, 1 to be had), a/b/c (1 asked for, 0 to be had); nothing is held";
        assert_eq!(refused.to_string(), sentence);
    }
}
