//! What a step keeps things on.

use crate::answer::{Keep, State};
use crate::audit::Note;
use crate::names::{OrderId, OwnerId};
use crate::stock::{Rule, Stock};
use crate::stock_key::StockKey;
use crate::tally::Tally;
use cartwright_coordination::{Fence, Moment, OwnerToken, WallTime};

/// When a step happens.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// By the clock that leases are on.
    pub moment: Moment,
    /// By the wall, for notes.
    pub wall: WallTime,
}

/// A line as a shelf keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryLine<Slot> {
    /// Where its key's stock is.
    pub slot: Slot,
    /// How many.
    pub quantity: u32,
    /// What it went by.
    pub by: By,
}

/// What a line went by, without the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum By {
    /// [`Rule::OfStore`].
    Store = 0,
    /// [`Rule::OnHand`].
    Count = 1,
    /// [`Rule::Exclusive`].
    OneHolder = 2,
    /// [`Rule::TrackedOrExclusive`].
    StoreOrOneHolder = 3,
}

impl By {
    /// As a number for a store to keep.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// As a store has kept it; `None` if it cannot have.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Store, Self::Count, Self::OneHolder, Self::StoreOrOneHolder].get(usize::from(number)).copied()
    }
}

impl From<Rule> for By {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::OfStore => Self::Store,
            Rule::OnHand { .. } => Self::Count,
            Rule::Exclusive => Self::OneHolder,
            Rule::TrackedOrExclusive => Self::StoreOrOneHolder,
        }
    }
}

/// A reservation as a shelf keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<Slot> {
    /// For which order.
    pub order: OrderId,
    /// For whom.
    pub owner: OwnerId,
    /// Of which attempt.
    pub token: OwnerToken,
    /// Where it stands.
    pub state: State,
    /// Released by force.
    pub forced: bool,
    /// Committed after its lease.
    pub late: bool,
    /// Somebody who wanted to commit was told that it is over.
    pub refused: bool,
    /// Of its grant.
    pub fence: Fence,
    /// Since when it is held.
    pub granted: Moment,
    /// While it is held: when the lease is over. Afterwards: when it may be forgotten.
    pub due: Moment,
    /// In the order of the keys.
    pub lines: Vec<EntryLine<Slot>>,
}

/// Which of the two queues of [`Entry::due`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Of what is held.
    Lease,
    /// Of what has ended.
    Memory,
}

impl<Slot> Entry<Slot> {
    /// In which queue it is.
    pub fn queue(&self) -> Due {
        if self.state == State::Held { Due::Lease } else { Due::Memory }
    }
}

/// The stock of a key, with where it is; `None` if the key is not known.
pub type FoundStock<S> = Option<(<S as Shelf>::Slot, Stock<<S as Shelf>::Id>)>;

/// The reservation of an order, with which it is; `None` if there is none.
pub type FoundEntry<S> = Option<(<S as Shelf>::Id, Entry<<S as Shelf>::Slot>)>;

/// What a step reads and writes; nobody else does until it is over. Where one part of a step fails, nothing of it may stay.
pub trait Shelf {
    /// What can go wrong on the way.
    type Error;
    /// Where the stock of a key is. It stays the same as long as the key is known.
    type Slot: Copy + PartialEq;
    /// Which reservation. It may be given again after that was removed.
    type Id: Copy + PartialEq;

    /// What is counted.
    fn tally(&mut self) -> &mut Tally;

    /// How long ended reservations are remembered.
    fn keep(&self) -> Keep;

    /// Gives out a fence greater than all before.
    ///
    /// # Errors
    /// If there are none left.
    fn next_fence(&mut self) -> Result<Fence, Self::Error>;

    /// The stock of a key, if it is known.
    ///
    /// # Errors
    /// If it cannot be read.
    fn stock(&mut self, key: &StockKey) -> Result<FoundStock<Self>, Self::Error>;

    /// The stock in a slot.
    ///
    /// # Errors
    /// If it cannot be read.
    fn stock_at(&mut self, slot: Self::Slot) -> Result<Stock<Self::Id>, Self::Error>;

    /// The key of a slot.
    ///
    /// # Errors
    /// If it cannot be read.
    fn key_at(&mut self, slot: Self::Slot) -> Result<StockKey, Self::Error>;

    /// Keeps the stock of a key that is not known yet.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add_stock(&mut self, key: &StockKey, stock: &Stock<Self::Id>) -> Result<Self::Slot, Self::Error>;

    /// Keeps the stock in a slot; one that [may be forgotten](Stock::is_forgettable) is.
    ///
    /// # Errors
    /// If it cannot be written.
    fn put_stock(&mut self, slot: Self::Slot, stock: &Stock<Self::Id>) -> Result<(), Self::Error>;

    /// The reservation of an order.
    ///
    /// # Errors
    /// If it cannot be read.
    fn find(&mut self, order: &OrderId) -> Result<FoundEntry<Self>, Self::Error>;

    /// A reservation; `None` if it is not there any more.
    ///
    /// # Errors
    /// If it cannot be read.
    fn entry(&mut self, id: Self::Id) -> Result<Option<Entry<Self::Slot>>, Self::Error>;

    /// An id for a reservation that is [added](Shelf::add) next.
    ///
    /// # Errors
    /// If there is none left.
    fn new_id(&mut self) -> Result<Self::Id, Self::Error>;

    /// Keeps a new reservation.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add(&mut self, id: Self::Id, entry: &Entry<Self::Slot>) -> Result<(), Self::Error>;

    /// Keeps what became of one; its order, owner and token stay. `before` is its state and its [`Entry::due`] until now.
    ///
    /// # Errors
    /// If it cannot be written.
    fn put(
        &mut self,
        id: Self::Id,
        entry: &Entry<Self::Slot>,
        before: (State, Moment),
        lines_before: usize,
    ) -> Result<(), Self::Error>;

    /// Forgets one that has ended.
    ///
    /// # Errors
    /// If it cannot be written.
    fn remove(&mut self, id: Self::Id, entry: &Entry<Self::Slot>) -> Result<(), Self::Error>;

    /// The first in a queue, if that is due by then.
    ///
    /// # Errors
    /// If it cannot be read.
    fn first_due(&mut self, queue: Due, by: Moment) -> Result<Option<(Self::Id, Moment)>, Self::Error>;

    /// How many lines an owner holds.
    ///
    /// # Errors
    /// If it cannot be read.
    fn lines_of(&mut self, owner: &OwnerId) -> Result<u64, Self::Error>;

    /// Notes what happened.
    ///
    /// # Errors
    /// If it cannot be written.
    fn note(&mut self, now: Now, note: &Note<'_>) -> Result<(), Self::Error>;
}
