//! Waiting for a lock and holding it, over a store whose replies are late, lost, or errors.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::conformance::PlainStore;
use cartwright_coordination::{
    Acquired, Answer, Backoff, Deadline, Error, ErrorKind, Fence, Grant, HeldLock, Lifetime, LifetimeLimit, LockInfo,
    LockKey, LockStore, Locks, ManualClock, MonotonicClock, OwnerToken, Random, Result, SeededRandom, Waited, Waiter,
};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// What happens on the way to the store and back.
#[derive(Clone, Copy)]
enum Trouble {
    /// The store does nothing and says why.
    Refuses(ErrorKind),
    /// The store does what it is asked, and the reply is lost.
    LosesReply,
    /// The reply takes so long.
    Delays(Duration),
}

/// The plain store, with trouble ahead of the next calls.
struct Troubled {
    store: PlainStore,
    clock: ManualClock,
    ahead: Mutex<VecDeque<Trouble>>,
}

impl Troubled {
    fn through<T>(&self, call: impl FnOnce(&PlainStore) -> Result<T>) -> Result<T> {
        let trouble = self.ahead.lock().unwrap().pop_front();
        match trouble {
            None => call(&self.store),
            Some(Trouble::Refuses(kind)) => Err(Error::new(kind, "trouble")),
            Some(Trouble::LosesReply) => {
                call(&self.store)?;
                Err(Error::new(ErrorKind::OutcomeUnknown, "the reply was lost"))
            }
            Some(Trouble::Delays(delay)) => {
                let reply = call(&self.store);
                self.clock.advance(delay);
                reply
            }
        }
    }
}

impl LockStore for Troubled {
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired> {
        self.through(|store| store.acquire(key, token, lifetime))
    }
    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>> {
        self.through(|store| store.renew(key, token, lifetime))
    }
    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>> {
        self.through(|store| store.release(key, token))
    }
    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>> {
        self.through(|store| store.force_release(key))
    }
    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>> {
        self.through(|store| store.inspect(key))
    }
    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>> {
        self.through(|store| store.list(after, limit))
    }
    fn sweep(&self, limit: usize) -> Result<usize> {
        self.through(|store| store.sweep(limit))
    }
}

struct Shop {
    clock: ManualClock,
    random: SeededRandom,
    store: Troubled,
    key: LockKey,
}

impl Shop {
    fn open() -> Self {
        let clock = ManualClock::default();
        let store = PlainStore::new(clock.clone());
        let store = Troubled { store, clock: clock.clone(), ahead: Mutex::default() };
        Self { clock, random: SeededRandom::new(11), store, key: LockKey::new("cart:user-7:default").unwrap() }
    }

    fn expects(&self, trouble: impl IntoIterator<Item = Trouble>) {
        self.store.ahead.lock().unwrap().extend(trouble);
    }

    fn locks(&self) -> Locks<'_, Troubled> {
        Locks::new(&self.store, Waiter { clock: &self.clock, sleep: &self.clock, random: &self.random })
    }

    fn wait(&self, wait: Duration) -> Result<Waited> {
        let locks = self.locks();
        locks.acquire(&self.key, lifetime(SECOND), locks.deadline(wait))
    }

    fn take(&self) -> HeldLock {
        self.wait(Duration::ZERO).unwrap().granted().unwrap()
    }

    fn is_held(&self) -> bool {
        self.store.store.inspect(&self.key).unwrap().is_some()
    }
}

fn lifetime(duration: Duration) -> Lifetime {
    LifetimeLimit::default().lifetime(duration).unwrap()
}

#[test]
fn a_free_lock_is_granted_without_a_pause() {
    let shop = Shop::open();
    assert!(shop.take().is_surely_held(shop.clock.now()));
    assert_eq!(shop.clock.pauses(), []);
}

#[test]
fn a_wait_for_a_held_lock_ends_at_the_deadline_to_the_moment() {
    let shop = Shop::open();
    let _held = shop.take();
    let begun = shop.clock.now();
    let Waited::TimedOut { attempts, remaining } = shop.wait(SECOND / 2).unwrap() else { panic!("it is held") };
    assert_eq!(shop.clock.now().since(begun), SECOND / 2);
    assert_eq!(remaining, SECOND / 2);
    assert_eq!(attempts as usize, shop.clock.pauses().len() + 1);
}

#[test]
fn the_pauses_of_a_wait_are_of_random_length_and_bounded() {
    let shop = Shop::open();
    let _held = shop.take();
    let _ = shop.wait(SECOND / 2).unwrap();
    let pauses = shop.clock.pauses();
    assert!(pauses.iter().all(|pause| *pause <= Backoff::LOCK.max));
    let mut different = pauses.clone();
    different.sort_unstable();
    different.dedup();
    assert!(different.len() > pauses.len() / 2, "{pauses:?}");
}

#[test]
fn a_wait_by_a_policy_of_few_attempts_ends_with_them() {
    let shop = Shop::open();
    let _held = shop.take();
    let locks = shop.locks().with_backoff(Backoff { attempts: 3, ..Backoff::LOCK });
    let waited = locks.acquire(&shop.key, lifetime(SECOND), Deadline::NEVER).unwrap();
    assert!(matches!(waited, Waited::TimedOut { attempts: 3, .. }));
}

#[test]
fn several_locks_are_waited_for_under_one_deadline() {
    let shop = Shop::open();
    let (locks, begun) = (shop.locks(), shop.clock.now());
    let names = ["items", "conditions", "metadata"].map(|name| LockKey::new(name).unwrap());
    let minute = lifetime(60 * SECOND);
    let _held: Vec<_> =
        names.iter().map(|name| locks.acquire(name, minute, Deadline::NEVER).unwrap().granted().unwrap()).collect();
    let deadline = locks.deadline(SECOND);
    for name in &names {
        assert!(locks.acquire(name, minute, deadline).unwrap().granted().is_none());
    }
    assert_eq!(shop.clock.now().since(begun), SECOND);
}

#[test]
fn a_busy_store_is_asked_again() {
    let shop = Shop::open();
    shop.expects([Trouble::Refuses(ErrorKind::Busy); 3]);
    assert!(shop.wait(SECOND).unwrap().granted().is_some());
    assert_eq!(shop.clock.pauses().len(), 3);
}

#[test]
fn a_store_that_stays_busy_until_the_deadline_is_an_error() {
    let shop = Shop::open();
    shop.expects([Trouble::Refuses(ErrorKind::Busy); 1000]);
    assert_eq!(shop.wait(SECOND).unwrap_err().kind(), ErrorKind::Busy);
}

#[test]
fn any_other_error_ends_the_wait_at_once_and_is_no_permission() {
    for kind in [ErrorKind::Unavailable, ErrorKind::Corrupt, ErrorKind::ReadOnly, ErrorKind::Forked] {
        let shop = Shop::open();
        shop.expects([Trouble::Refuses(kind)]);
        assert_eq!(shop.wait(SECOND).unwrap_err().kind(), kind);
        assert_eq!(shop.clock.pauses(), []);
    }
}

#[test]
fn a_lock_whose_grant_was_lost_on_the_way_is_found_by_asking_again() {
    let shop = Shop::open();
    shop.expects([Trouble::LosesReply, Trouble::LosesReply]);
    let lock = shop.wait(SECOND).unwrap().granted().unwrap();
    assert_eq!(lock.fence().counter(), 1, "one grant, asked for three times");
}

#[test]
fn a_grant_that_stays_lost_is_given_back() {
    let shop = Shop::open();
    shop.expects([Trouble::LosesReply]);
    assert_eq!(shop.wait(Duration::ZERO).unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    assert!(!shop.is_held());
}

#[test]
fn the_holder_counts_his_lease_from_before_he_asked() {
    let shop = Shop::open();
    let asked = shop.clock.now();
    shop.expects([Trouble::Delays(SECOND * 3 / 4)]);
    let lock = shop.take();
    assert_eq!(lock.lease().expires(), asked.plus(SECOND));
    assert_eq!(lock.lease().remaining(shop.clock.now()), SECOND / 4);
}

#[test]
fn a_grant_that_came_after_its_lease_ended_is_not_held() {
    let shop = Shop::open();
    shop.expects([Trouble::Delays(SECOND)]);
    let lock = shop.take();
    assert!(!lock.is_surely_held(shop.clock.now()));
    assert_eq!(shop.locks().release(lock).unwrap(), Answer::Expired);
}

#[test]
fn a_lock_wants_renewal_when_half_of_its_lease_is_over() {
    let shop = Shop::open();
    let mut lock = shop.take();
    shop.clock.advance(SECOND / 2 - Duration::from_millis(1));
    assert!(!lock.wants_renewal(shop.clock.now()));
    shop.clock.advance(Duration::from_millis(1));
    assert!(lock.wants_renewal(shop.clock.now()));
    assert_eq!(shop.locks().renew(&mut lock, lifetime(SECOND)).unwrap(), Answer::Done(()));
    assert!(!lock.wants_renewal(shop.clock.now()));
    assert_eq!(lock.lease().remaining(shop.clock.now()), SECOND);
}

#[test]
fn a_renewal_whose_reply_was_lost_leaves_the_lease_that_was_known() {
    let shop = Shop::open();
    let mut lock = shop.take();
    let known = lock.lease();
    shop.clock.advance(SECOND / 2);
    shop.expects([Trouble::LosesReply]);
    let error = shop.locks().renew(&mut lock, lifetime(SECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(lock.lease(), known);
}

#[test]
fn a_lock_whose_renewal_was_refused_is_not_held_any_more() {
    let shop = Shop::open();
    let mut lock = shop.take();
    assert!(shop.store.force_release(&shop.key).unwrap().is_some());
    assert!(lock.is_surely_held(shop.clock.now()), "nobody has told him");
    assert_eq!(shop.locks().renew(&mut lock, lifetime(SECOND)).unwrap(), Answer::Unknown);
    assert!(!lock.is_surely_held(shop.clock.now()));
}

#[test]
fn a_lock_that_is_released_can_be_taken_by_the_next() {
    let shop = Shop::open();
    let lock = shop.take();
    let fence = lock.fence();
    assert_eq!(shop.locks().release(lock).unwrap(), Answer::Done(()));
    assert!(shop.take().fence() > fence);
}

#[test]
fn each_attempt_has_a_token_of_its_own() {
    let shop = Shop::open();
    let first = shop.take();
    shop.clock.advance(SECOND);
    let second = shop.take();
    assert_ne!(first.token(), second.token());
    assert_eq!(shop.locks().release(first).unwrap(), Answer::WrongOwner);
    assert!(shop.is_held());
}

#[test]
fn without_random_numbers_there_is_no_token_and_no_lock() {
    struct Dry;
    impl Random for Dry {
        fn fill(&self, _: &mut [u8]) -> Result<()> {
            Err(Error::new(ErrorKind::NoRandomness, "dry"))
        }
    }
    let shop = Shop::open();
    let locks = Locks::new(&shop.store, Waiter { clock: &shop.clock, sleep: &shop.clock, random: &Dry });
    let error = locks.acquire(&shop.key, lifetime(SECOND), Deadline::NEVER).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoRandomness);
    assert!(!shop.is_held());
}

#[test]
fn what_is_held_shows_no_secret_when_it_is_printed() {
    let lock = Shop::open().take();
    assert!(!format!("{lock:?}").contains(&lock.token().secret_text()));
}

#[test]
fn a_store_may_be_used_through_the_port_alone() {
    let shop = Shop::open();
    let store: &dyn LockStore = &shop.store;
    let locks = Locks::new(store, Waiter { clock: &shop.clock, sleep: &shop.clock, random: &shop.random });
    assert!(locks.acquire(&shop.key, lifetime(SECOND), Deadline::NEVER).unwrap().granted().is_some());
}
