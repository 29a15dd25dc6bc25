//! What the scripts of reservations answer.

use crate::redis::keys::Bucket;
use cartwright_coordination::{Fence, OwnerToken, StoreIncarnation, WallTime};
use cartwright_reservations::{
    AuditEntry, AuditKind, Counter, Error, ErrorKind, Grant, HeldLine, Line, OrderId, OwnerId, Policy, Reservation,
    Result, Rule, State, Stats, Stock, StockKey, Stored, Tally,
};
use redis::Value;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// The parts of an answer, read one after the other.
#[derive(Default)]
pub(super) struct Said {
    pub(super) word: String,
    parts: VecDeque<Value>,
}

impl Said {
    /// Reads an answer; one that says that there is none becomes an error.
    pub(super) fn read(answer: Value) -> Result<Self> {
        let mut said = Self::of(answer)?;
        said.word = said.text()?;
        match said.word.as_str() {
            "unreadable" => {
                let what = said.text().unwrap_or_default();
                Err(corrupt(&what))
            }
            "exhausted" => Err(Error::new(
                ErrorKind::FencesExhausted,
                "this store has given out its last fence, and grants nothing more; begin with another prefix",
            )),
            "no clock" => Err(Error::new(
                ErrorKind::Unavailable,
                "only reservations whose prefix begins with 'cartwright-test:' have a clock of their own; nothing was done",
            )),
            _ => Ok(said),
        }
    }

    fn of(answer: Value) -> Result<Self> {
        match answer {
            Value::Array(parts) => Ok(Self { word: String::new(), parts: parts.into() }),
            other => Err(not_ours(&other)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn next(&mut self) -> Value {
        self.parts.pop_front().unwrap_or(Value::Nil)
    }

    /// A list within the answer.
    pub(super) fn list(&mut self) -> Result<Self> {
        let next = self.next();
        Self::of(next)
    }

    pub(super) fn text(&mut self) -> Result<String> {
        match self.next() {
            Value::BulkString(bytes) => {
                String::from_utf8(bytes).map_err(|error| not_ours(&Value::BulkString(error.into_bytes())))
            }
            Value::Int(number) => Ok(number.to_string()),
            other => Err(not_ours(&other)),
        }
    }

    pub(super) fn number<N: std::str::FromStr>(&mut self) -> Result<N> {
        let text = self.text()?;
        text.parse().map_err(|_| not_ours(&Value::SimpleString(text)))
    }

    pub(super) fn is_set(&mut self) -> Result<bool> {
        Ok(self.number::<u8>()? == 1)
    }

    pub(super) fn millis(&mut self) -> Result<Duration> {
        self.number().map(Duration::from_millis)
    }

    pub(super) fn fence(&mut self) -> Result<Fence> {
        let (incarnation, counter) = (self.number()?, self.number()?);
        fence_of(incarnation, counter)
    }

    pub(super) fn state(&mut self) -> Result<State> {
        let number: usize = self.number()?;
        State::ALL.get(number).map(|(state, _)| *state).ok_or_else(|| corrupt("the state of a reservation"))
    }

    pub(super) fn key(&mut self) -> Result<StockKey> {
        let text = self.text()?;
        text.parse().map_err(|_| corrupt(&format!("the key '{}'", text.escape_debug())))
    }

    pub(super) fn grant(&mut self) -> Result<Grant> {
        let token = OwnerToken::from_secret_text(&self.text()?)?;
        Ok(Grant { token, fence: self.fence()?, remaining: self.millis()?, again: self.is_set()? })
    }

    /// A reservation, with the attempt that counts for lines in other buckets; empty if there are none.
    pub(super) fn stored(&mut self) -> Result<(Stored, String)> {
        let mut of = self.list()?;
        let (order, owner) = (OrderId::new(&of.text()?)?, OwnerId::new(&of.text()?)?);
        let token = OwnerToken::from_secret_text(&of.text()?)?;
        let (state, forced, late) = (of.state()?, of.is_set()?, of.is_set()?);
        let (fence, age, remaining) = (of.fence()?, of.millis()?, of.millis()?);
        let (mut texts, mut lines) = (of.list()?, Vec::new());
        while !texts.is_empty() {
            lines.push(HeldLine { key: texts.key()?, quantity: texts.number()? });
        }
        let reservation = Reservation { order, owner, state, forced, late, fence, lines, age, remaining };
        Ok((Stored { reservation, token }, of.text()?))
    }

    /// A reservation that ended, and its lines with what they went by; counts of the caller's are not known any more.
    pub(super) fn stored_with_rules(&mut self) -> Result<(Stored, Vec<Line>)> {
        let stored = self.stored()?.0;
        let (mut rules, mut lines) = (self.list()?, Vec::new());
        for line in &stored.reservation.lines {
            let rule = match rules.number::<u8>()? {
                0 => Rule::OfStore,
                1 => Rule::OnHand { on_hand: 0, sold: None },
                2 => Rule::Exclusive,
                3 => Rule::TrackedOrExclusive,
                _ => return Err(corrupt("a line of a reservation")),
            };
            lines.push(Line { key: line.key.clone(), quantity: line.quantity, rule });
        }
        Ok((stored, lines))
    }

    pub(super) fn stock(&mut self) -> Result<Stock<()>> {
        let mut of = self.list()?;
        let (policy, on_hand): (u8, String) = (of.number()?, of.text()?);
        let policy = match policy {
            0 => Policy::Unknown,
            1 => Policy::Tracked { on_hand: on_hand.parse().map_err(|_| corrupt("a count of stock"))? },
            2 => Policy::Untracked,
            3 => Policy::Exclusive,
            _ => return Err(corrupt("how a key is counted")),
        };
        let (held, holders, sold) = (of.number()?, of.number()?, of.number()?);
        let (incarnation, counter) = (of.text()?, of.text()?);
        let fence = match (incarnation.parse(), counter.parse()) {
            (Ok(incarnation), Ok(counter)) => Some(fence_of(incarnation, counter)?),
            _ => None,
        };
        Ok(Stock { policy, held, holders, sold, fence, mentions: 0, last: None })
    }

    /// What a store has counted, by the names of its fields.
    pub(super) fn stats(&mut self) -> Result<Stats> {
        let (mut of, mut counted) = (self.list()?, HashMap::new());
        while !of.is_empty() {
            counted.insert(of.text()?, of.text()?);
        }
        let number = |name: &str| counted.get(name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
        let places = Tally::NUMBERS - Counter::ALL.len() - 4;
        let holds: Vec<_> = (1..=places).map(|place| format!("hold{place}")).collect();
        let names = Counter::ALL.iter().map(|(_, name)| *name).chain(holds.iter().map(String::as_str));
        let names = names.chain(["held_seconds", "reservations", "lines", "ended"]);
        let numbers: Vec<u64> = names.map(|name| u64::try_from(number(name)).unwrap_or(0)).collect();
        let tally = Tally::from_numbers(&numbers).ok_or_else(|| corrupt("what was counted"))?;
        Ok(Stats { incarnation: StoreIncarnation::from_number(number("incarnation"))?, tally })
    }

    /// A note, as an entry of a stream.
    pub(super) fn note(&mut self) -> Result<AuditEntry> {
        let mut of = self.list()?;
        let id = of.text()?;
        let sequence = id.split('-').next().and_then(|number| number.parse().ok());
        let (mut fields, mut known) = (of.list()?, HashMap::new());
        while !fields.is_empty() {
            known.insert(fields.text()?, fields.text()?);
        }
        let mut field = |name: &str| known.remove(name).unwrap_or_default();
        let kind = field("kind");
        let kind = AuditKind::ALL.iter().find(|(_, name)| **name == kind).map(|(kind, _)| *kind);
        let millis = field("at").parse::<i64>().ok();
        let (Some(sequence), Some(kind), Some(millis)) = (sequence, kind, millis) else {
            return Err(corrupt("a note"));
        };
        let at = WallTime::from_micros(millis.saturating_mul(1000));
        let (subject, owner, token_hash, detail) = (field("subject"), field("owner"), field("token"), field("detail"));
        Ok(AuditEntry { sequence, at, kind, subject, owner, token_hash, detail })
    }

    /// The last fence of a bucket; `None` if it has given out none.
    pub(super) fn last_fence(&mut self) -> Result<Option<Fence>> {
        let (incarnation, counter) = (self.number()?, self.number()?);
        if counter == 0 { Ok(None) } else { fence_of(incarnation, counter).map(Some) }
    }

    pub(super) fn bucket(&mut self) -> Result<Bucket> {
        self.number().map(Bucket)
    }

    pub(super) fn unexpected(self) -> Error {
        not_ours(&Value::SimpleString(self.word))
    }
}

fn fence_of(incarnation: i64, counter: i64) -> Result<Fence> {
    let fence = StoreIncarnation::from_number(incarnation).and_then(|of| Fence::from_parts(of, counter));
    fence.map_err(|error| Error::new(ErrorKind::Corrupt, "a fence in Redis cannot be read").because(error))
}

fn corrupt(what: &str) -> Error {
    let message = format!(
        "{} in the reservations on Redis cannot be read and was left as it is; nothing is held by it. Look who else writes \
         under this prefix",
        what.escape_debug()
    );
    Error::new(ErrorKind::Corrupt, message)
}

fn not_ours(answer: &Value) -> Error {
    Error::new(ErrorKind::Unavailable, format!("Redis answered {answer:?}, which is no answer of this script"))
}
