//! Reservations and stock, packed: a hundred thousand locks are a few megabytes.

use super::text::Text;
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
    /// The length of the order's id as a letter, that id, and the owner's.
    names: Box<str>,
    token: [u8; 16],
    granted: Moment,
    due: Moment,
    /// Of the store's one incarnation; in the lowest five bits the state and what else there is to say of it.
    fence_and_state: u64,
    lines: Lines,
}

const BITS: u32 = 5;
const FORCED: u64 = 4;
const LATE: u64 = 8;
const REFUSED: u64 = 16;

fn fence_and_state(entry: &Entry<u32>) -> u64 {
    let flag = |is_so: bool, flag: u64| if is_so { flag } else { 0 };
    let flags = flag(entry.forced, FORCED) | flag(entry.late, LATE) | flag(entry.refused, REFUSED);
    (entry.fence.counter().unsigned_abs() << BITS) | flags | entry.state as u64
}

impl Record {
    pub(super) fn new(entry: &Entry<u32>) -> Self {
        let (order, owner) = (entry.order.as_str(), entry.owner.as_str());
        Self {
            names: [char::from(order.len() as u8).encode_utf8(&mut [0; 4]), order, owner].concat().into(),
            token: *entry.token.secret_bytes(),
            granted: entry.granted,
            due: entry.due,
            fence_and_state: fence_and_state(entry),
            lines: Lines::of(&entry.lines),
        }
    }

    /// What became of it. Most often the lines stay.
    pub(super) fn update(&mut self, entry: &Entry<u32>) {
        let before = self.fence_and_state;
        self.fence_and_state = fence_and_state(entry);
        if before >> BITS != self.fence_and_state >> BITS {
            self.lines = Lines::of(&entry.lines);
        }
        self.due = entry.due;
    }

    /// The order's id and the owner's. An id has at most 255 bytes, so its length is one of the first 256 letters.
    fn names(&self) -> (&str, &str) {
        let mut rest = self.names.chars();
        let length = rest.next().map_or(0, |length| length as usize);
        rest.as_str().split_at_checked(length).unwrap_or_default()
    }

    pub(super) fn order(&self) -> &str {
        self.names().0
    }

    pub(super) fn due(&self) -> Moment {
        self.due
    }

    pub(super) fn state(&self) -> State {
        State::ALL[(self.fence_and_state & 3) as usize].0
    }

    pub(super) fn entry(&self, incarnation: StoreIncarnation) -> Result<Entry<u32>> {
        let (order, owner) = self.names();
        let has = |flag: u64| self.fence_and_state & flag != 0;
        Ok(Entry {
            order: OrderId::new(order)?,
            owner: OwnerId::new(owner)?,
            token: OwnerToken::from_secret_bytes(self.token),
            state: self.state(),
            forced: has(FORCED),
            late: has(LATE),
            refused: has(REFUSED),
            fence: Fence::from_parts(incarnation, (self.fence_and_state >> BITS) as i64)?,
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
    pub(super) key: Text,
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
            key: Text::new(key),
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
        // With the names and the indexes this is what a lock costs.
        assert_eq!((size_of::<Option<Record>>(), size_of::<Option<Shelved>>()), (72, 72));
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
