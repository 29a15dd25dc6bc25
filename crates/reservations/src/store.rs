//! The port to a store of reservations: what it promises, whatever it keeps them in.

use crate::answer::{
    Answer, Caps, Committed, Counted, Filter, Grant, Released, Reserve, Reserved, State, StockChange, Stored, Swept,
};
use crate::audit::AuditEntry;
use crate::error::Result;
use crate::names::OrderId;
use crate::stock::{Line, StockLevel};
use crate::stock_key::StockKey;
use crate::tally::Tally;
use cartwright_coordination::{Fence, Lifetime, OwnerToken, StoreIncarnation};

/// Whose reservation somebody says he has.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The order.
    pub order: &'a OrderId,
    /// The token that came with the grant.
    pub token: &'a OwnerToken,
}

/// What a store counts and knows of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Which life of the store: it grows when it comes back empty.
    pub incarnation: StoreIncarnation,
    /// What it has counted.
    pub tally: Tally,
}

/// A store of reservations. **Every method is one atomic step**: it happens as a whole or not at all, whatever other
/// processes do, and what it sees is of one moment. None waits for stock, none calls back, none needs a second step to be
/// complete, so that each can be one transaction or one script. All that a step needs comes with the call (the token, the
/// lifetime, the caps), except the time, which is the store's own.
///
/// What a store has to guarantee:
///
/// 1. **No partial hold.** All lines of a reservation are held or none, and nobody ever sees some of them. Lines come with
///    each key once, in the order of the keys.
/// 2. **Never more than there is**: at every moment the held and the sold of a tracked key are within what was put there.
///    [`Stock::available`](crate::Stock::available) is the arithmetic.
/// 3. **Compare and act.** A [`Claim`] is compared in the step that acts on it. A wrong token, a lease that is over and an
///    order that nobody knows are three answers, and none of them changes a reservation, except that a commit that was
///    answered [`Answer::Expired`] stays so: the caller has given the money back.
/// 4. **The first answer is the last.** Committed, released and expired are final. Who commits or releases again, however
///    often and from wherever, gets what the first got, as long as the store [remembers](crate::Keep). The one way out of
///    `Expired` is a commit for which every line can be taken again in the same step; an exclusive line only if nobody else
///    was granted its key since.
/// 5. **Expiry needs no sweeper.** At the moment a lease ends, its stock is to be had, for every step and every reading.
///    A sweep only makes room. A lease ends at its end: a millisecond before it lives, at it it does not.
/// 6. **One clock.** Leases are measured on a clock that all users of the store share and nobody can set back: of the process
///    for a store in its memory, of the machine's start for a file, the server's for a server. A wall clock decides only
///    where there is no other, after a reboot, and then makes no lease longer.
/// 7. **Fences grow.** Each grant of a key gets a fence greater than all before, through expiry, release and force; a store
///    that comes back empty, or may have lost its last steps, begins a greater incarnation.
/// 8. **An error is never permission**, and after one nothing has changed, unless it is
///    [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown): then the same call may be made again.
/// 9. **Everything is counted and noted** in the step in which it happens, and the notes are bounded.
///
/// What is asked of every implementation is written down as tests in the module `conformance`, behind the feature of that
/// name. Stores whose steps run in Rust share their logic: [`steps`](crate::steps).
pub trait ReservationStore: Send + Sync {
    /// Holds all lines of an order, or none.
    ///
    /// An order that holds already gets the same grant and token again if owner and lines are the same (their rules do not
    /// matter), not prolonged; with others it is a [refusal](crate::Refusal), and so is an order that has ended. A refusal for
    /// too little names every line that is short.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn reserve(&self, asked: &Reserve<'_>) -> Result<Reserved>;

    /// Changes what a reservation holds to these lines, all or nothing: if it is refused, the old lines stay held. What
    /// shrinks is never refused. The lease stays; the fence is a new one if the lines differ.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn amend(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Answer<Reserved>>;

    /// Prolongs a lease: so long from now on, if that is longer. It never revives one that is over.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn renew(&self, claim: Claim<'_>, lifetime: Lifetime) -> Result<Answer<Grant>>;

    /// Sells what is held. After the lease it succeeds only if every line can be taken again in this step; lines that went
    /// by a count of the caller's need it anew in `counted`, or they cannot.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn commit(&self, claim: Claim<'_>, counted: &[Counted]) -> Result<Answer<Committed>>;

    /// Gives back what is held. To do it again is done, too, and says so: of many who do it at once exactly one was the first.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn release(&self, claim: Claim<'_>) -> Result<Answer<Released>>;

    /// Gives back what somebody holds, in spite of him. Answers with a fence that is greater than his, and less than that of
    /// every later grant of the keys. [`Answer::Ended`] or [`Answer::Expired`] if it was not held; it never touches what was
    /// committed. The reason is noted.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn force_release(&self, order: &OrderId, reason: &str) -> Result<Answer<Fence>>;

    /// Does that to at most `limit` reservations that are held, and says which. Fewer than `limit` mean that none is left.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn clear(&self, limit: usize, reason: &str) -> Result<Vec<OrderId>>;

    /// Looks at the reservation of an order.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn find(&self, order: &OrderId) -> Result<Option<Stored>>;

    /// The reservation that was granted this key last, if it still holds it. Of an exclusive key it is the holder.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn holder(&self, key: &StockKey) -> Result<Option<Stored>>;

    /// Reservations in the order of their orders' bytes.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn list(&self, filter: Filter<'_>) -> Result<Vec<Stored>>;

    /// The stock of each of these keys, each as it is at one moment.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>>;

    /// Keys with a count, a holder or a past, in the order of their texts, after one, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn keys(&self, after: Option<&StockKey>, limit: usize) -> Result<Vec<StockKey>>;

    /// Sets or adjusts how a key is counted. It answers with what was, and changes nothing, if an adjustment is of what is
    /// not tracked, or would lead below nothing.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn change_stock(&self, key: &StockKey, change: StockChange) -> Result<std::result::Result<StockLevel, StockLevel>>;

    /// Collects leases that are over, those that ended first, and ended reservations that need not be remembered any longer;
    /// at most `limit` of each.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn sweep(&self, limit: usize) -> Result<Swept>;

    /// What was counted.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn stats(&self) -> Result<Stats>;

    /// What was noted after an entry (0 for the first that is still kept), in order, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>>;
}

/// The state of a reservation, as a refusal to who comes after its end.
pub(crate) fn ended<T>(state: State) -> Answer<T> {
    match state {
        State::Expired => Answer::Expired,
        other => Answer::Ended(other),
    }
}
