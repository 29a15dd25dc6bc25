//! Steps by chance, each answered as the sequential reference answers it.
//!
//! `CARTWRIGHT_WALKS` says how many walks, `CARTWRIGHT_WALK_SEED` which; a walk that fails is made as short as can be and
//! says its seed.

use super::support::{by, key, lifetime, order, owner};
use super::{PlainStore, Subject};
use crate::answer::{Answer, Caps, Counted, Filter, Grant, Keep, Reserve, Reserved, StockChange, Stored};
use crate::audit::AuditKind;
use crate::names::OrderId;
use crate::stock::{Line, Policy, Rule};
use crate::store::{Claim, ReservationStore};
use cartwright_coordination::{Fence, ManualClock, OwnerToken, Random, SystemRandom};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::time::Duration;

const SKUS: [&str; 4] = ["a", "b", "c", "d"];
const OWNERS: [&str; 2] = ["ada", "ben"];
const CAPS: Caps = Caps { per_owner: 8, total: 12 };

/// An order is one of those before the latest, so many back.
#[derive(Clone, Debug)]
enum Step {
    Reserve { fresh: bool, order: usize, owner: usize, lines: Vec<Line>, seconds: u64 },
    Amend { order: usize, guess: bool, lines: Vec<Line> },
    Renew { order: usize, guess: bool, seconds: u64 },
    Commit { order: usize, guess: bool, on_hand: u64 },
    Release { order: usize, guess: bool },
    Force { order: usize },
    Clear,
    Stock { sku: usize, change: StockChange },
    Pass { millis: u64 },
    Sweep,
    Look { order: usize, sku: usize, limit: usize },
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let rule = prop_oneof![
        5 => Just(Rule::OfStore),
        1 => (0..6_u64, prop::option::of(0..4_u64)).prop_map(|(on_hand, sold)| Rule::OnHand { on_hand, sold }),
        1 => Just(Rule::Exclusive),
        1 => Just(Rule::TrackedOrExclusive),
    ];
    let some = prop::collection::vec(prop::option::weighted(0.5, (1..4_u32, rule)), SKUS.len());
    some.prop_filter_map("a line", |some| {
        let lines: Vec<_> = SKUS
            .iter()
            .zip(some)
            .filter_map(|(sku, line)| line.map(|(quantity, rule)| by(sku, quantity, rule)))
            .collect();
        (!lines.is_empty()).then_some(lines)
    })
}

fn change() -> impl Strategy<Value = StockChange> {
    prop_oneof![
        4 => (0..8_i64).prop_map(|on_hand| StockChange::Set(Policy::Tracked { on_hand })),
        1 => Just(StockChange::Set(Policy::Unknown)),
        1 => Just(StockChange::Set(Policy::Untracked)),
        1 => Just(StockChange::Set(Policy::Exclusive)),
        2 => (-3..4_i64).prop_map(StockChange::Adjust),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let (order, sku, seconds) = (0..4_usize, 0..SKUS.len(), 1..20_u64);
    let guess = prop::bool::weighted(0.1);
    prop_oneof![
        8 => (prop::bool::weighted(0.8), order.clone(), 0..OWNERS.len(), lines(), seconds.clone())
            .prop_map(|(fresh, order, owner, lines, seconds)| Step::Reserve { fresh, order, owner, lines, seconds }),
        5 => (order.clone(), guess, lines()).prop_map(|(order, guess, lines)| Step::Amend { order, guess, lines }),
        2 => (order.clone(), guess, seconds).prop_map(|(order, guess, seconds)| Step::Renew { order, guess, seconds }),
        4 => (order.clone(), guess, 0..6_u64).prop_map(|(order, guess, on_hand)| Step::Commit { order, guess, on_hand }),
        3 => (order.clone(), guess).prop_map(|(order, guess)| Step::Release { order, guess }),
        1 => order.clone().prop_map(|order| Step::Force { order }),
        1 => Just(Step::Clear),
        4 => (sku.clone(), change()).prop_map(|(sku, change)| Step::Stock { sku, change }),
        5 => prop_oneof![Just(1), Just(999), Just(1000), 1..15_000_u64].prop_map(|millis| Step::Pass { millis }),
        1 => Just(Step::Sweep),
        3 => (order, sku, 1..4_usize).prop_map(|(order, sku, limit)| Step::Look { order, sku, limit }),
    ]
}

/// A store that is walked on, with what was seen of its fences: which numbers they are is its own affair, that they grow and
/// which are the same is not.
struct Walker<'a> {
    store: &'a dyn ReservationStore,
    fences: Vec<Fence>,
    tokens: BTreeMap<OrderId, OwnerToken>,
    latest: usize,
    asked: u64,
    /// Whether fences and caps are of all keys.
    one_place: bool,
}

impl<'a> Walker<'a> {
    fn new(store: &'a dyn ReservationStore, one_place: bool) -> Self {
        Self { store, fences: Vec::new(), tokens: BTreeMap::new(), latest: 0, asked: 0, one_place }
    }

    fn caps(&self) -> Caps {
        if self.one_place { CAPS } else { Caps::default() }
    }

    /// The name of a fence: which of those that were seen it is.
    fn fence(&mut self, fence: Fence) -> String {
        if !self.one_place {
            return String::new();
        }
        let place = self.fences.iter().position(|seen| *seen == fence).unwrap_or_else(|| {
            let is_greatest = self.fences.iter().all(|seen| *seen < fence);
            assert!(is_greatest, "{fence} is not greater than those before");
            self.fences.push(fence);
            self.fences.len() - 1
        });
        format!("fence {place}")
    }

    fn grant(&mut self, grant: Grant) -> String {
        let fence = self.fence(grant.fence);
        format!("{:?} {fence} {:?} {}", grant.token.secret_text(), grant.remaining, grant.again)
    }

    fn reserved(&mut self, reserved: Reserved) -> String {
        match reserved {
            Reserved::Granted(grant) => self.grant(grant),
            Reserved::Refused(refusal) => format!("{refusal:?}"),
        }
    }

    fn stored(&mut self, stored: Stored) -> String {
        let mut shown = stored.reservation;
        // Not yet named if it is the fence of a grant whose answer nobody saw; there is none.
        let fence = self.fence(shown.fence);
        shown.lines.sort_by(|one, other| one.key.cmp(&other.key));
        format!(
            "{} {} {:?} {} {} {fence} {:?} {:?} {:?} {}",
            shown.order,
            shown.owner,
            shown.state,
            shown.forced,
            shown.late,
            shown.lines,
            shown.age,
            shown.remaining,
            stored.token.secret_text()
        )
    }

    fn order(&self, back: usize) -> OrderId {
        order(&format!("{}", 100 + self.latest.saturating_sub(back)))
    }

    /// The token of an order, or one that is a guess.
    fn token(&self, order: usize, guess: bool) -> OwnerToken {
        let known = self.tokens.get(&self.order(order)).cloned().filter(|_| !guess);
        known.unwrap_or_else(|| OwnerToken::from_secret_bytes([0xee; 16]))
    }

    /// Does a step; what was said of it.
    fn step(&mut self, step: &Step) -> Vec<String> {
        let store = self.store;
        let seconds = |seconds: &u64| lifetime(Duration::from_secs(*seconds));
        vec![match step {
            Step::Reserve { fresh, order: id, owner: who, lines, seconds: time } => {
                self.asked += 1;
                self.latest += usize::from(*fresh);
                let mut bytes = [0; 16];
                bytes[..8].copy_from_slice(&self.asked.to_le_bytes());
                let token = OwnerToken::from_secret_bytes(bytes);
                let (order, owner) = (self.order(if *fresh { 0 } else { *id }), owner(OWNERS[*who]));
                let asked = Reserve {
                    order: &order,
                    owner: &owner,
                    token: &token,
                    lines,
                    lifetime: seconds(time),
                    caps: self.caps(),
                };
                let reserved = store.reserve(&asked).unwrap();
                if let Reserved::Granted(grant) = &reserved {
                    self.tokens.insert(order.clone(), grant.token.clone());
                }
                self.reserved(reserved)
            }
            Step::Amend { order: id, guess, lines } => {
                let token = self.token(*id, *guess);
                match store.amend(Claim { order: &self.order(*id), token: &token }, lines, self.caps()).unwrap() {
                    Answer::Done(reserved) => self.reserved(reserved),
                    refused => format!("{:?}", refused.map(|_| ())),
                }
            }
            Step::Renew { order: id, guess, seconds: time } => {
                let token = self.token(*id, *guess);
                match store.renew(Claim { order: &self.order(*id), token: &token }, seconds(time)).unwrap() {
                    Answer::Done(grant) => self.grant(grant),
                    refused => format!("{:?}", refused.map(|_| ())),
                }
            }
            Step::Commit { order: id, guess, on_hand } => {
                let token = self.token(*id, *guess);
                let rule = Rule::OnHand { on_hand: *on_hand, sold: None };
                let counted: Vec<_> = SKUS[..2].iter().map(|sku| Counted { key: key(sku), rule }).collect();
                match store.commit(Claim { order: &self.order(*id), token: &token }, &counted).unwrap() {
                    Answer::Done(committed) => {
                        format!("{} {} {}", self.fence(committed.fence), committed.late, committed.again)
                    }
                    refused => format!("{:?}", refused.map(|_| ())),
                }
            }
            Step::Release { order: id, guess } => {
                let token = self.token(*id, *guess);
                format!("{:?}", store.release(Claim { order: &self.order(*id), token: &token }).unwrap())
            }
            Step::Force { order: id } => match store.force_release(&self.order(*id), "why").unwrap() {
                Answer::Done(fence) => self.fence(fence),
                refused => format!("{:?}", refused.map(|_| ())),
            },
            Step::Clear => {
                let mut cleared = store.clear(usize::MAX, "why").unwrap();
                cleared.sort();
                format!("{cleared:?}")
            }
            Step::Stock { sku, change } => {
                let changed = store.change_stock(&key(SKUS[*sku]), *change).unwrap();
                let shown =
                    |level: crate::StockLevel| format!("{:?} {} {:?}", level.policy, level.held, level.available);
                format!("{:?}", changed.map(shown).map_err(shown))
            }
            Step::Pass { .. } => return Vec::new(),
            Step::Sweep => {
                let mut swept = store.sweep(usize::MAX).unwrap();
                swept.expired.clear();
                format!("{swept:?}")
            }
            Step::Look { order: id, sku, limit } => return self.look(*id, *sku, *limit),
        }]
    }

    fn look(&mut self, id: usize, sku: usize, limit: usize) -> Vec<String> {
        let (store, owner) = (self.store, owner(OWNERS[id % 2]));
        let mut seen = Vec::new();
        // Which grant of a key was the last is told by fences, and a forced release of a lease elsewhere has one as well.
        let holder = self.one_place.then(|| store.holder(&key(SKUS[sku])).unwrap()).flatten();
        for stored in store.find(&self.order(id)).unwrap().into_iter().chain(holder) {
            seen.push(self.stored(stored));
        }
        let after = self.order(id);
        for filter in [
            Filter { limit, ..Filter::default() },
            Filter { owner: Some(&owner), after: Some(&after), limit, ..Filter::default() },
            Filter { state: Some(crate::State::Expired), limit, ..Filter::default() },
            Filter { state: Some(crate::State::Held), owner: Some(&owner), limit, ..Filter::default() },
        ] {
            for stored in store.list(filter).unwrap() {
                seen.push(self.stored(stored));
            }
        }
        // An order over several places is remembered in its own, and not where its keys are.
        if self.one_place {
            seen.push(format!("{:?}", store.keys(Some(&key(SKUS[sku])), limit).unwrap()));
        }
        seen.extend(self.levels());
        seen
    }

    fn levels(&mut self) -> Vec<String> {
        let levels = self.store.levels(&SKUS.map(key)).unwrap();
        levels
            .into_iter()
            .map(|level| {
                assert!(self.is_sound(&level), "{level:?}");
                format!("{:?} {} {} {} {:?}", level.policy, level.held, level.holders, level.sold, level.available)
            })
            .collect()
    }

    /// What lives is held, and nothing else.
    fn is_sound(&self, level: &crate::StockLevel) -> bool {
        let all =
            self.store.list(Filter { state: Some(crate::State::Held), limit: 1000, ..Filter::default() }).unwrap();
        let lines = all.iter().flat_map(|stored| &stored.reservation.lines).filter(|line| line.key == level.key);
        lines.map(|line| u64::from(line.quantity)).sum::<u64>() == level.held
    }

    /// Everything that was counted and noted, once what is over has been collected.
    fn told(&self) -> (crate::Tally, Vec<String>) {
        let _ = self.store.sweep(usize::MAX).unwrap();
        let mut notes: Vec<_> = self
            .store
            .audit(0, usize::MAX >> 1)
            .unwrap()
            .into_iter()
            .map(|note| {
                let detail = if note.kind == AuditKind::StockChanged { String::new() } else { note.detail };
                format!("{:?} {} {} {} {detail}", note.kind, note.subject, note.owner, note.token_hash)
            })
            .collect();
        notes.sort();
        (self.store.stats().unwrap().tally, notes)
    }
}

fn walk<S: Subject>(subject: &S, steps: &[Step]) -> Result<(), TestCaseError> {
    subject.lose_everything();
    let (store, clock) = (subject.open(), ManualClock::default());
    let plain = PlainStore::new(clock.clone(), Keep::default());
    let one_place = subject.is_one_place();
    let (mut expected, mut walker) = (Walker::new(&plain, one_place), Walker::new(&store, one_place));
    let shelf =
        (0..SKUS.len()).map(|sku| Step::Stock { sku, change: StockChange::Set(Policy::Tracked { on_hand: 6 }) });
    let steps: Vec<_> = shelf.chain(steps.iter().cloned()).collect();
    for (place, step) in steps.iter().enumerate() {
        if let Step::Pass { millis } = step {
            clock.advance(Duration::from_millis(*millis));
            subject.advance(Duration::from_millis(*millis));
        }
        prop_assert_eq!(walker.step(step), expected.step(step), "step {}: {:?}", place, step);
        prop_assert_eq!(walker.levels(), expected.levels(), "after step {}: {:?}", place, step);
    }
    // What was taken back in one place because another has the order was counted there.
    if one_place {
        prop_assert_eq!(walker.told(), expected.told());
    }
    Ok(())
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

pub fn a_random_walk_is_answered_as_by_the_sequential_reference<S: Subject>(subject: &S) {
    let seed = number("CARTWRIGHT_WALK_SEED").unwrap_or_else(|| SystemRandom.number().unwrap());
    let walks = u32::try_from(number("CARTWRIGHT_WALKS").unwrap_or(64)).unwrap_or(u32::MAX);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases: walks, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    println!("CARTWRIGHT_WALK_SEED={seed} CARTWRIGHT_WALKS={walks}");
    match runner.run(&prop::collection::vec(step(), 1..80), |steps| walk(subject, &steps)) {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => panic!("CARTWRIGHT_WALK_SEED={seed}: {why}\n{steps:#?}"),
        Err(TestError::Abort(why)) => panic!("CARTWRIGHT_WALK_SEED={seed}: {why}"),
    }
}
