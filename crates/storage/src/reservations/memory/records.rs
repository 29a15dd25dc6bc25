//! Reservations and stock, packed: a hundred thousand locks are a few megabytes.

use cartwright_coordination::{Fence, Moment, OwnerToken, StoreIncarnation};
use cartwright_reservations::steps::{By, Entry, EntryLine};
use cartwright_reservations::{OrderId, OwnerId, Policy, Result, State, Stock};

/// A line: where its stock is, and in one number how many and what it goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedLine {
    pub(super) slot: u32,
    packed: u32,
}

/// A quantity is at most a billion, which leaves the two highest bits.
const QUANTITY: u32 = (1 << 30) - 1;

impl PackedLine {
    fn of(line: &EntryLine<u32>) -> Self {
        Self { slot: line.slot, packed: line.quantity & QUANTITY | u32::from(line.by.number()) << 30 }
    }

    fn line(self) -> EntryLine<u32> {
        let by = By::from_number((self.packed >> 30) as u8).unwrap_or(By::Store);
        EntryLine { slot: self.slot, quantity: self.packed & QUANTITY, by }
    }
}

/// Most reservations are of one line.
#[derive(Debug)]
enum Lines {
    One(PackedLine),
    Many(Box<[PackedLine]>),
}

impl Lines {
    fn of(lines: &[EntryLine<u32>]) -> Self {
        match lines {
            [line] => Self::One(PackedLine::of(line)),
            lines => Self::Many(lines.iter().map(PackedLine::of).collect()),
        }
    }

    fn as_slice(&self) -> &[PackedLine] {
        match self {
            Self::One(line) => std::slice::from_ref(line),
            Self::Many(lines) => lines,
        }
    }
}

/// A reservation.
#[derive(Debug)]
pub(super) struct Record {
    /// The order's id and the owner's, one after the other.
    names: Box<str>,
    token: [u8; 16],
    granted: Moment,
    due: Moment,
    /// Of the store's one incarnation.
    fence: i64,
    lines: Lines,
    /// An id has at most 255 bytes.
    order_length: u8,
    state: State,
    forced: bool,
    late: bool,
    refused: bool,
}

impl Record {
    pub(super) fn new(entry: &Entry<u32>) -> Self {
        let (order, owner) = (entry.order.as_str(), entry.owner.as_str());
        Self {
            names: [order, owner].concat().into(),
            token: *entry.token.secret_bytes(),
            granted: entry.granted,
            due: entry.due,
            fence: entry.fence.counter(),
            lines: Lines::of(&entry.lines),
            order_length: order.len() as u8,
            state: entry.state,
            forced: entry.forced,
            late: entry.late,
            refused: entry.refused,
        }
    }

    /// What became of it. Most often the lines stay.
    pub(super) fn update(&mut self, entry: &Entry<u32>) {
        if self.fence != entry.fence.counter() {
            self.lines = Lines::of(&entry.lines);
        }
        self.fence = entry.fence.counter();
        self.due = entry.due;
        (self.state, self.forced) = (entry.state, entry.forced);
        (self.late, self.refused) = (entry.late, entry.refused);
    }

    pub(super) fn order(&self) -> &str {
        &self.names[..usize::from(self.order_length)]
    }

    pub(super) fn owner(&self) -> &str {
        &self.names[usize::from(self.order_length)..]
    }

    pub(super) fn due(&self) -> Moment {
        self.due
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    pub(super) fn entry(&self, incarnation: StoreIncarnation) -> Result<Entry<u32>> {
        Ok(Entry {
            order: OrderId::new(self.order())?,
            owner: OwnerId::new(self.owner())?,
            token: OwnerToken::from_secret_bytes(self.token),
            state: self.state,
            forced: self.forced,
            late: self.late,
            refused: self.refused,
            fence: Fence::from_parts(incarnation, self.fence)?,
            granted: self.granted,
            due: self.due,
            lines: self.lines.as_slice().iter().map(|line| line.line()).collect(),
        })
    }
}

/// How a key is counted, without the count.
#[derive(Clone, Copy, Debug)]
enum PolicyKind {
    Unknown,
    Tracked,
    Untracked,
    Exclusive,
}

/// The stock of a key.
#[derive(Debug)]
pub(super) struct Shelved {
    pub(super) key: Box<str>,
    on_hand: i64,
    held: u64,
    sold: u64,
    /// 0 if there was no grant.
    fence: i64,
    holders: u32,
    mentions: u32,
    /// Looked at only if there was a grant.
    last: u32,
    policy: PolicyKind,
}

impl Shelved {
    pub(super) fn new(key: &str, stock: &Stock<u32>) -> Self {
        let mut shelved = Self {
            key: key.into(),
            on_hand: 0,
            held: 0,
            sold: 0,
            fence: 0,
            holders: 0,
            mentions: 0,
            last: 0,
            policy: PolicyKind::Unknown,
        };
        shelved.set(stock);
        shelved
    }

    pub(super) fn set(&mut self, stock: &Stock<u32>) {
        (self.policy, self.on_hand) = match stock.policy {
            Policy::Unknown => (PolicyKind::Unknown, 0),
            Policy::Tracked { on_hand } => (PolicyKind::Tracked, on_hand),
            Policy::Untracked => (PolicyKind::Untracked, 0),
            Policy::Exclusive => (PolicyKind::Exclusive, 0),
        };
        (self.held, self.holders, self.sold, self.mentions) = (stock.held, stock.holders, stock.sold, stock.mentions);
        self.fence = stock.fence.map_or(0, Fence::counter);
        self.last = stock.last.unwrap_or(0);
    }

    pub(super) fn stock(&self, incarnation: StoreIncarnation) -> Stock<u32> {
        let policy = match self.policy {
            PolicyKind::Unknown => Policy::Unknown,
            PolicyKind::Tracked => Policy::Tracked { on_hand: self.on_hand },
            PolicyKind::Untracked => Policy::Untracked,
            PolicyKind::Exclusive => Policy::Exclusive,
        };
        let fence = Fence::from_parts(incarnation, self.fence).ok();
        Stock {
            policy,
            held: self.held,
            holders: self.holders,
            sold: self.sold,
            mentions: self.mentions,
            fence,
            last: fence.map(|_| self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_small() {
        // With the names, 21 to 40 bytes, and the indexes this is what a lock costs.
        assert_eq!((size_of::<Option<Record>>(), size_of::<Option<Shelved>>()), (80, 64));
    }

    #[test]
    fn a_line_is_packed_as_it_was() {
        for by in [By::Store, By::Count, By::OneHolder, By::StoreOrOneHolder] {
            for quantity in [1, cartwright_reservations::Line::MOST] {
                let line = EntryLine { slot: u32::MAX, quantity, by };
                assert_eq!(PackedLine::of(&line).line(), line);
            }
        }
    }
}
