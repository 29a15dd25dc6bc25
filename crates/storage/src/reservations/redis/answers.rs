//! The answers to whoever asks for a reservation, or says that one is his.

use super::said::Said;
use cartwright_reservations::{Answer, Committed, Error, ErrorKind, Refusal, Reserved, Result, Shortage};

/// The answer to who asks for a reservation.
pub(super) fn reserved(mut said: Said) -> Result<Reserved> {
    match said.word.as_str() {
        "granted" => said.grant().map(Reserved::Granted),
        "refused" => refusal(&mut said).map(Reserved::Refused),
        _ => Err(said.unexpected()),
    }
}

fn refusal(said: &mut Said) -> Result<Refusal> {
    Ok(match said.text()?.as_str() {
        "short" => Refusal::Short(shortages(said)?),
        "other_lines" => Refusal::OtherLines,
        "other_owner" => Refusal::OtherOwner,
        "ended" => Refusal::Ended(said.state()?),
        "too_many_of_owner" => Refusal::TooManyOfOwner { limit: said.number()? },
        "too_many_in_all" => Refusal::TooManyInAll { limit: said.number()? },
        other => {
            return Err(Error::new(ErrorKind::Unavailable, format!("Redis refused with '{other}'")));
        }
    })
}

/// The lines for which there was too little; none if the script was only told so.
pub(super) fn shortages(said: &mut Said) -> Result<Vec<Shortage>> {
    let mut short = Vec::new();
    let Ok(mut lines) = said.list() else { return Ok(short) };
    while !lines.is_empty() {
        let mut line = lines.list()?;
        short.push(Shortage { key: line.key()?, requested: line.number()?, available: line.number()? });
    }
    Ok(short)
}

/// What whoever says that a reservation is his is answered.
pub(super) fn answered<T>(mut said: Said, done: impl FnOnce(&mut Said) -> Result<T>) -> Result<Answer<T>> {
    Ok(match said.word.as_str() {
        "wrong_token" => Answer::WrongToken,
        "expired" => Answer::Expired,
        "unknown" => Answer::Unknown,
        "ended" => Answer::Ended(said.state()?),
        _ => Answer::Done(done(&mut said)?),
    })
}

/// The answer to an amendment.
pub(super) fn amended(said: Said) -> Result<Answer<Reserved>> {
    match said.word.as_str() {
        "granted" | "refused" => reserved(said).map(Answer::Done),
        _ => answered(said, |said| Err(std::mem::take(said).unexpected())),
    }
}

/// The answer to a commit, and whether its lines are in other buckets.
pub(super) fn committed(said: Said) -> Result<Answer<(Committed, bool)>> {
    answered(said, |said| {
        let committed = Committed { fence: said.fence()?, late: said.is_set()?, again: said.is_set()? };
        Ok((committed, said.is_set()?))
    })
}
