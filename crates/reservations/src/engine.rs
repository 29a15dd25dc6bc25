//! What can be done with reservations.

use crate::answer::{
    Answer, Committed, Counted, Grant, Refusal, Released, Reservation, Reserve, Reserved, State, Stored,
};
use crate::error::{Error, ErrorKind, Result};
use crate::lines::merged;
use crate::names::{OrderId, OwnerId};
use crate::settings::Settings;
use crate::stock::{Line, Policy};
use crate::store::{Claim, ReservationStore};
use cartwright_coordination::{
    Lifetime, MonotonicClock, OwnerToken, Random, Retry, Sleep, SystemClock, SystemRandom, SystemSleep, Waiter,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What is asked for: lines for an order, by somebody.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// For which order. To ask again for the same is safe, and gets the same.
    pub order: &'a str,
    /// For whom.
    pub owner: &'a str,
    /// What; the same key may come more than once.
    pub lines: &'a [Line],
    /// For how long; as long as [`Settings::lease`] unless it is said.
    pub lifetime: Option<Lifetime>,
    /// How long to wait for what others hold; not at all unless it is said. One deadline for all lines.
    pub wait: Duration,
}

impl<'a> Request<'a> {
    /// A request that waits for nobody.
    pub fn new(order: &'a str, owner: &'a str, lines: &'a [Line]) -> Self {
        Self { order, owner, lines, lifetime: None, wait: Duration::ZERO }
    }
}

/// Reservations on a store: whoever gets all that he asks for holds it until he has paid, given it back, or taken too long.
///
/// ```
/// # #[cfg(feature = "conformance")] {
/// use cartwright_reservations::{Answer, Line, Refusal, Request, Reservations, Reserved, Settings, StockKey};
/// # use cartwright_reservations::conformance::PlainStore;
/// # let store = PlainStore::default();
/// // In a program: MemoryReservationStore or SqliteReservationStore of cartwright-storage.
/// let shop = Reservations::new(store, Settings::default())?;
/// let lamp = StockKey::new("shop", "item", "lamp")?;
/// shop.set_stock(&lamp, 1)?;
///
/// let one = [Line::new(lamp.clone(), 1)];
/// let ada = shop.reserve(&Request::new("order-1", "ada", &one))?.granted().unwrap();
/// let Reserved::Refused(Refusal::Short(short)) = shop.reserve(&Request::new("order-2", "ben", &one))? else { panic!() };
/// assert_eq!((short[0].key.sku().as_ref(), short[0].requested, short[0].available), ("lamp", 1, 0));
///
/// // Ada pays. The payment service tells it twice; the lamp is sold once.
/// assert!(!shop.commit("order-1", &ada.token)?.done().unwrap().again);
/// assert!(shop.commit("order-1", &ada.token)?.done().unwrap().again);
/// assert_eq!(shop.level(&lamp)?.sold, 1);
/// # }
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone)]
pub struct Reservations {
    store: Arc<dyn ReservationStore>,
    settings: Settings,
    lease: Lifetime,
    clock: Arc<dyn MonotonicClock>,
    sleep: Arc<dyn Sleep>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for Reservations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reservations").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Reservations {
    /// How many leases one step of [`Reservations::sweep_all`] and [`Reservations::clear_all`] looks at.
    pub const BATCH: usize = 256;

    /// Reservations on a store.
    ///
    /// # Errors
    /// If the settings contradict each other.
    pub fn new(store: impl ReservationStore + 'static, settings: Settings) -> Result<Self> {
        Self::shared(Arc::new(store), settings)
    }

    /// Reservations on a store that others use, too.
    ///
    /// # Errors
    /// If the settings contradict each other.
    pub fn shared(store: Arc<dyn ReservationStore>, settings: Settings) -> Result<Self> {
        let settings = settings.checked()?;
        let lease = settings.limit().lifetime(settings.lease())?;
        let (clock, sleep, random) = (Arc::new(SystemClock), Arc::new(SystemSleep), Arc::new(SystemRandom));
        Ok(Self { store, settings, lease, clock, sleep, random })
    }

    /// With the caller's way to wait. The time of leases is the store's, not this one.
    #[must_use]
    pub fn waiting_with(self, clock: impl MonotonicClock + 'static, sleep: impl Sleep + 'static) -> Self {
        Self { clock: Arc::new(clock), sleep: Arc::new(sleep), ..self }
    }

    /// With the caller's random numbers, of which tokens are made. In a test they may be such as anybody can guess.
    #[must_use]
    pub fn with_random(self, random: impl Random + 'static) -> Self {
        Self { random: Arc::new(random), ..self }
    }

    /// What is configured.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The store.
    pub fn store(&self) -> &dyn ReservationStore {
        &*self.store
    }

    /// Holds all lines, or none.
    ///
    /// # Errors
    /// If what is asked makes no sense, or the store cannot answer. An error is never permission.
    pub fn reserve(&self, request: &Request<'_>) -> Result<Reserved> {
        let (order, owner) = (OrderId::new(request.order)?, OwnerId::new(request.owner)?);
        let lines = merged(request.lines, self.settings.most_lines)?;
        self.check_wait(request.wait)?;
        let token = OwnerToken::new(&*self.random)?;
        let lifetime = self.lifetime(request.lifetime)?;
        let caps = self.settings.caps;
        let asked = Reserve { order: &order, owner: &owner, token: &token, lines: &lines, lifetime, caps };
        let first = self.store.reserve(&asked)?;
        if request.wait.is_zero() {
            return Ok(first);
        }
        self.wait(&asked, first, request.wait)
    }

    fn check_wait(&self, wait: Duration) -> Result<()> {
        if wait > self.settings.longest_wait {
            let message = format!(
                "a wait of {wait:?} is longer than the configured {:?}; wait for less",
                self.settings.longest_wait
            );
            return Err(Error::new(ErrorKind::InvalidLifetime, message));
        }
        Ok(())
    }

    /// Asks again as long as something is short and there is time. Between, it only looks.
    fn wait(&self, asked: &Reserve<'_>, first: Reserved, wait: Duration) -> Result<Reserved> {
        let waiter = Waiter { clock: &*self.clock, sleep: &*self.sleep, random: &*self.random };
        let mut retry = Retry::new(self.settings.backoff, waiter.deadline(wait));
        let mut answer = first;
        while let Reserved::Refused(Refusal::Short(short)) = &answer {
            if !waiter.pause(&mut retry)? {
                break;
            }
            let keys: Vec<_> = short.iter().map(|short| short.key.clone()).collect();
            let requested = short.iter().map(|short| u64::from(short.requested));
            let levels = self.store.levels(&keys)?;
            // A count of the caller's does not grow while he waits, but what others hold of it may become less.
            let is_short = levels.iter().zip(requested).any(|(level, requested)| {
                level.policy != Policy::Unknown && level.available.is_some_and(|available| available < requested)
            });
            if !is_short {
                answer = self.store.reserve(asked)?;
            }
        }
        Ok(answer)
    }

    fn lifetime(&self, asked: Option<Lifetime>) -> Result<Lifetime> {
        // One that was made under a more generous limit is no lifetime here.
        asked.map_or(Ok(self.lease), |asked| Ok(self.settings.limit().lifetime(asked.get())?))
    }

    /// A lifetime of so many milliseconds, whatever number a program in PHP or JavaScript has sent.
    ///
    /// # Errors
    /// If it is not a number, not finite, less than 1, or longer than is configured.
    pub fn lifetime_from_millis(&self, millis: f64) -> Result<Lifetime> {
        Ok(self.settings.limit().lifetime_from_millis(millis)?)
    }

    /// Changes what an order holds to these lines, all or nothing.
    ///
    /// # Errors
    /// If what is asked makes no sense, or the store cannot answer.
    pub fn amend(&self, order: &str, token: &OwnerToken, lines: &[Line]) -> Result<Answer<Reserved>> {
        let lines = merged(lines, self.settings.most_lines)?;
        self.store.amend(Claim { order: &OrderId::new(order)?, token }, &lines, self.settings.caps)
    }

    /// Prolongs a lease.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn renew(&self, order: &str, token: &OwnerToken, lifetime: Option<Lifetime>) -> Result<Answer<Grant>> {
        let lifetime = self.lifetime(lifetime)?;
        self.store.renew(Claim { order: &OrderId::new(order)?, token }, lifetime)
    }

    /// Sells what is held: the payment came.
    ///
    /// # Errors
    /// If the store cannot answer. Ask again; it is sold once.
    pub fn commit(&self, order: &str, token: &OwnerToken) -> Result<Answer<Committed>> {
        self.commit_counted(order, token, &[])
    }

    /// The same with counts of the caller's, read anew, for lines that go by them and whose lease may be over.
    ///
    /// # Errors
    /// If the store cannot answer. Ask again; it is sold once.
    pub fn commit_counted(&self, order: &str, token: &OwnerToken, counted: &[Counted]) -> Result<Answer<Committed>> {
        self.store.commit(Claim { order: &OrderId::new(order)?, token }, counted)
    }

    /// Gives back what is held.
    ///
    /// # Errors
    /// If the store cannot answer. Ask again; it is given back once.
    pub fn release(&self, order: &str, token: &OwnerToken) -> Result<Answer<Released>> {
        self.store.release(Claim { order: &OrderId::new(order)?, token })
    }

    /// Looks whether a reservation is still held by this attempt. Whoever acts on it shows the fence to what he acts on.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn check(&self, order: &str, token: &OwnerToken) -> Result<Answer<Reservation>> {
        Ok(match self.store.find(&OrderId::new(order)?)? {
            None => Answer::Unknown,
            Some(stored) if stored.token != *token => Answer::WrongToken,
            Some(Stored { reservation, .. }) if reservation.state == State::Held => Answer::Done(reservation),
            Some(Stored { reservation, .. }) => crate::store::ended(reservation.state),
        })
    }
}
