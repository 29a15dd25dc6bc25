//! What is asked of a store of reservations, and what it answers.

use crate::names::{OrderId, OwnerId};
use crate::stock::{Line, Policy, Rule};
use crate::stock_key::StockKey;
use cartwright_coordination::{Fence, Lifetime, OwnerToken};
use std::time::Duration;

/// How much may be held, in lines: by one owner, and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// By one owner.
    pub per_owner: u64,
    /// In all.
    pub total: u64,
}

impl Default for Caps {
    fn default() -> Self {
        Self { per_owner: 1_000, total: 1_000_000 }
    }
}

/// How long an ended reservation is remembered, so that whoever comes again gets the first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// For so long.
    pub time: Duration,
    /// And no more than so many; the oldest are forgotten first.
    pub at_most: u64,
}

impl Default for Keep {
    /// Three days, which is how long payment services repeat a callback; a million of them.
    fn default() -> Self {
        Self { time: Duration::from_secs(3 * 24 * 60 * 60), at_most: 1_000_000 }
    }
}

/// A reservation that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Reserve<'a> {
    /// For which order.
    pub order: &'a OrderId,
    /// For whom.
    pub owner: &'a OwnerId,
    /// The token of this attempt, which a new reservation gets.
    pub token: &'a OwnerToken,
    /// What: each key once, in the order of the keys, so that whoever locks one after the other never waits in a circle.
    pub lines: &'a [Line],
    /// For how long.
    pub lifetime: Lifetime,
    /// How much may be held.
    pub caps: Caps,
}

/// Where a reservation stands. All but [`State::Held`] are final, with one exception that is asked for by name: a payment
/// that comes after the lease ran out commits if the stock can be taken again in the same step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The stock is held, and the lease runs.
    Held,
    /// It was paid for: the stock is gone.
    Committed,
    /// It was given back, by its holder or by force.
    Released,
    /// Its lease ran out.
    Expired,
}

impl State {
    /// Every state with its name, in the order above.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Held, "held"),
        (Self::Committed, "committed"),
        (Self::Released, "released"),
        (Self::Expired, "expired"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A hold that was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The token of the attempt that holds: without it there is no renewing, committing or releasing.
    pub token: OwnerToken,
    /// Greater than that of every grant of these keys before.
    pub fence: Fence,
    /// For how long it is held, by the store's clock.
    pub remaining: Duration,
    /// Whether it was granted before, and this is the same again.
    pub again: bool,
}

/// A line for which there was too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Which.
    pub key: StockKey,
    /// How many were asked for.
    pub requested: u32,
    /// How many were to be had.
    pub available: u64,
}

/// Why nothing was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is too little of these; every such line is named.
    Short(Vec<Shortage>),
    /// This order has a reservation with other lines; [amend](crate::ReservationStore::amend) changes it.
    OtherLines,
    /// This order has a reservation of another owner.
    OtherOwner,
    /// This order's reservation has ended; its end is final.
    Ended(State),
    /// The owner would hold more lines than one may.
    TooManyOfOwner {
        /// How many he may hold.
        limit: u64,
    },
    /// More lines would be held than may be in all.
    TooManyInAll {
        /// How many may be held.
        limit: u64,
    },
}

impl Refusal {
    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Short(_) => "short",
            Self::OtherLines => "other_lines",
            Self::OtherOwner => "other_owner",
            Self::Ended(_) => "ended",
            Self::TooManyOfOwner { .. } => "too_many_of_owner",
            Self::TooManyInAll { .. } => "too_many_in_all",
        }
    }
}

/// The answer to who asks for a reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing is held unless it was granted"]
pub enum Reserved {
    /// All of it is held.
    Granted(Grant),
    /// None of it is.
    Refused(Refusal),
}

impl Reserved {
    /// The grant, if it is one.
    pub fn granted(self) -> Option<Grant> {
        match self {
            Self::Granted(grant) => Some(grant),
            Self::Refused(_) => None,
        }
    }
}

/// The answer to who says that a reservation is his.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what is no longer held protects nothing"]
pub enum Answer<T> {
    /// It was, and it is done.
    Done(T),
    /// The order's reservation belongs to another attempt.
    WrongToken,
    /// Its lease is over. Whoever wanted to commit: the stock could not be taken again, so give the money back.
    Expired,
    /// Nothing is known of this order: never reserved, or forgotten long after it ended.
    Unknown,
    /// It ended otherwise before.
    Ended(State),
}

impl<T> Answer<T> {
    /// What was done, unless it was refused.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(done) => Some(done),
            _ => None,
        }
    }

    /// The same answer, with something else that was done.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Done(done) => Answer::Done(with(done)),
            Self::WrongToken => Answer::WrongToken,
            Self::Expired => Answer::Expired,
            Self::Unknown => Answer::Unknown,
            Self::Ended(state) => Answer::Ended(state),
        }
    }

    /// Its name in JSON; `done` has none of its own.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::WrongToken => "wrong_token",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Ended(_) => "ended",
        }
    }
}

/// A reservation that was paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The fence of the grant that was committed.
    pub fence: Fence,
    /// Whether its lease had run out, and the stock was taken again.
    pub late: bool,
    /// Whether it was committed before, and this is the first answer again.
    pub again: bool,
}

/// A reservation that was given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// Whether it was released before, and this is the first answer again. Of many who release at once one is told no.
    pub again: bool,
}

/// A line of a reservation, for those who look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLine {
    /// Which.
    pub key: StockKey,
    /// How many.
    pub quantity: u32,
}

/// A reservation, for those who look. Its token is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// For which order.
    pub order: OrderId,
    /// For whom.
    pub owner: OwnerId,
    /// Where it stands now.
    pub state: State,
    /// Whether it was released by force.
    pub forced: bool,
    /// Whether it was committed after its lease had run out.
    pub late: bool,
    /// The fence of its grant.
    pub fence: Fence,
    /// What it is about, in the order of the keys.
    pub lines: Vec<HeldLine>,
    /// How long ago it was granted.
    pub age: Duration,
    /// What remains of its lease; nothing once it has ended.
    pub remaining: Duration,
}

/// A reservation as a store keeps it: with its token, for who opens it in the name of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// What may be shown.
    pub reservation: Reservation,
    /// What may not.
    pub token: OwnerToken,
}

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// The orders whose lease was found to be over, the first to end first.
    pub expired: Vec<OrderId>,
    /// How many ended reservations were forgotten.
    pub forgotten: u64,
    /// The orders that a store has set aside because what it keeps of them cannot be read. What they hold stays held, and others
    /// go on.
    pub unreadable: Vec<String>,
}

/// Which reservations are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this owner.
    pub owner: Option<&'a OwnerId>,
    /// Only after this order, in the order of the ids' bytes.
    pub after: Option<&'a OrderId>,
    /// At most so many.
    pub limit: usize,
}

/// What the count of a key is changed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockChange {
    /// It is counted so from now on.
    Set(Policy),
    /// So many more, or fewer. Only what is tracked can be adjusted, and not below nothing.
    Adjust(i64),
}

/// Counts of the caller's, read anew for a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Of which key.
    pub key: StockKey,
    /// What he read: a [`Rule::OnHand`], or what it goes by otherwise.
    pub rule: Rule,
}
