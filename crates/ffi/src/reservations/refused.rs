//! Why nothing is held, or goes on being held: answers of the store that a host learns as statuses.

use super::answers;
use crate::status::cw_status;
use cartwright_reservations::{Refusal, State};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// A refusal: no defect and no failure, but nothing is held by it either.
pub(crate) enum Refused {
    ToReserve(Refusal),
    WrongToken,
    Expired,
    Unknown,
    Ended(State),
}

impl Refused {
    pub(crate) fn status(&self) -> cw_status {
        match self {
            Self::ToReserve(Refusal::Short(_)) => cw_status::CW_RESERVATION_SHORT,
            Self::ToReserve(Refusal::OtherLines | Refusal::OtherOwner) => cw_status::CW_RESERVATION_CONFLICT,
            Self::ToReserve(Refusal::Ended(_)) | Self::Ended(_) => cw_status::CW_RESERVATION_ENDED,
            Self::ToReserve(Refusal::TooManyOfOwner { .. } | Refusal::TooManyInAll { .. }) => {
                cw_status::CW_RESERVATION_LIMIT
            }
            Self::WrongToken => cw_status::CW_RESERVATION_WRONG_TOKEN,
            Self::Expired => cw_status::CW_RESERVATION_EXPIRED,
            Self::Unknown => cw_status::CW_RESERVATION_UNKNOWN,
        }
    }

    pub(crate) fn detail(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let reason = match self {
            Self::ToReserve(refusal) => refusal.name(),
            Self::WrongToken => "wrong_token",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Ended(_) => "ended",
        };
        let mut detail = vec![("reason", Cow::from(reason))];
        match self {
            Self::ToReserve(Refusal::Short(short)) => {
                let lines: Value = short.iter().map(answers::shortage).collect();
                detail.push(("lines", lines.to_string().into()));
            }
            Self::ToReserve(Refusal::TooManyOfOwner { limit } | Refusal::TooManyInAll { limit }) => {
                detail.push(("limit", limit.to_string().into()));
            }
            Self::ToReserve(Refusal::Ended(state)) | Self::Ended(state) => detail.push(("state", state.name().into())),
            _ => {}
        }
        detail
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ToReserve(Refusal::Short(short)) => {
                f.write_str("There is too little of")?;
                for (at, line) in short.iter().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    write!(f, "{comma} {} ({} asked for, {} to be had)", line.key, line.requested, line.available)?;
                }
                f.write_str("; nothing is held")
            }
            Self::ToReserve(Refusal::OtherLines) => {
                f.write_str("This order holds other lines; amend it, or reserve under another order")
            }
            Self::ToReserve(Refusal::OtherOwner) => f.write_str("This order is reserved for another owner"),
            Self::ToReserve(Refusal::TooManyOfOwner { limit }) => {
                write!(f, "One owner may hold {limit} lines; release some first")
            }
            Self::ToReserve(Refusal::TooManyInAll { limit }) => {
                write!(f, "No more than {limit} lines may be held in all; try again when some were released")
            }
            Self::ToReserve(Refusal::Ended(state)) | Self::Ended(state) => {
                write!(
                    f,
                    "The reservation of this order is {}, which is final; reserve under a new order",
                    state.name()
                )
            }
            Self::WrongToken => f.write_str("The reservation of this order belongs to another attempt"),
            Self::Expired => f.write_str(
                "The lease of this reservation is over, and what it held may be another's; give back what was paid",
            ),
            Self::Unknown => f.write_str("Nothing is known of this order"),
        }
    }
}
