//! One process of a sale: its buyers, one after the other.

use crate::args::Common;
use crate::failure::{Failure, Result};
use crate::patience;
use crate::reservations::args::{Planted, Sale};
use cartwright_coordination::{OwnerToken, Random, SeededRandom};
use cartwright_reservations::{
    Answer, Line, Policy, Refusal, Released, Request, Reservations, Reserved, Settings, State, StockKey,
};
use cartwright_storage::StorePlace;
use std::ops::Range;
use std::time::{Duration, Instant};

/// What a buyer does once the stock is held for him.
#[derive(Clone, Copy, Debug)]
enum Ends {
    Pays,
    PaysTwice,
    PaysAndCancels,
    CancelsAndPays,
    FailsToPay,
    PaysLate,
    NeverComes,
    IsKilled,
}

impl Ends {
    /// Of twenty buyers.
    fn of(chance: u64) -> Self {
        match chance % 20 {
            0..=6 => Self::Pays,
            7..=8 => Self::PaysTwice,
            9..=10 => Self::PaysAndCancels,
            11..=12 => Self::CancelsAndPays,
            13..=14 => Self::FailsToPay,
            15..=16 => Self::PaysLate,
            17..=18 => Self::NeverComes,
            _ => Self::IsKilled,
        }
    }
}

/// How often a buyer asks again, if it is not clear what came of it.
const TRIES: u32 = 20;

pub fn shop(store: &StorePlace, common: &Common, sale: &Sale) -> Result<Reservations> {
    let settings = Settings::default().with_payment_window(Duration::from_millis(sale.lease_ms));
    Ok(Reservations::shared(store.reservations(patience(common)), settings)?)
}

/// The keys of a sale, and how many there are of each.
pub fn shelf(sale: &Sale) -> Result<Vec<(StockKey, u64)>> {
    let (each, rest) = (sale.units / sale.skus, sale.units % sale.skus);
    (0..sale.skus)
        .map(|sku| {
            let vendor = match sku % sale.vendors {
                0 => sale.vendor.clone(),
                other => format!("{}-{other}", sale.vendor),
            };
            Ok((StockKey::new(&vendor, "item", &format!("sku-{sku}"))?, each + u64::from(sku < rest)))
        })
        .collect()
}

/// What every look at the shelf has to show: what is on it and what was sold is what was put there, and no more is held.
pub fn check(shop: &Reservations, shelf: &[(StockKey, u64)]) -> Result<Vec<String>> {
    let keys: Vec<_> = shelf.iter().map(|(key, _)| key.clone()).collect();
    let mut wrong = Vec::new();
    for (level, (_, stock)) in shop.levels(&keys)?.iter().zip(shelf) {
        let Policy::Tracked { on_hand } = level.policy else { continue };
        let on_hand = u64::try_from(on_hand).unwrap_or(0);
        if on_hand + level.sold != *stock
            || level.held > on_hand
            || level.available != Some(on_hand - level.held.min(on_hand))
        {
            wrong.push(format!(
                "wrong {} of {stock}: on hand {on_hand}, held {}, sold {}",
                level.key, level.held, level.sold
            ));
        }
    }
    Ok(wrong)
}

struct Late {
    order: String,
    token: OwnerToken,
    lines: Vec<Line>,
    due: Instant,
}

/// Sends one buyer after the other, and tells what became of them, a line each: `done BUYER`, `sold KEY QUANTITY`, and what
/// must not be, `wrong …`. In a process of its own (`may_die`) a buyer that is killed takes the process with him.
pub fn run(
    shop: &Reservations,
    sale: &Sale,
    buyers: Range<u64>,
    may_die: bool,
    tell: &mut dyn FnMut(String) -> Result,
) -> Result {
    let (shelf, mut late) = (shelf(sale)?, Vec::<Late>::new());
    for buyer in buyers {
        let (now, mut waiting) = (Instant::now(), Vec::new());
        for one in late.drain(..) {
            if one.due <= now {
                pay(shop, &one.order, &one.token, &one.lines, tell)?;
            } else {
                waiting.push(one);
            }
        }
        late = waiting;
        if let Some(one) = buy(shop, sale, &shelf, buyer, may_die, tell)? {
            late.push(one);
        }
        check(shop, &shelf)?.into_iter().try_for_each(&mut *tell)?;
        tell(format!("done {buyer}"))?;
    }
    for one in late {
        std::thread::sleep(one.due.saturating_duration_since(Instant::now()));
        pay(shop, &one.order, &one.token, &one.lines, tell)?;
    }
    Ok(())
}

/// A buyer: what he wants may be on two lines, and he may press the button twice.
fn buy(
    shop: &Reservations,
    sale: &Sale,
    shelf: &[(StockKey, u64)],
    buyer: u64,
    may_die: bool,
    tell: &mut dyn FnMut(String) -> Result,
) -> Result<Option<Late>> {
    let random = SeededRandom::new(sale.seed ^ buyer.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let number = || random.number().unwrap_or(0);
    let lines: Vec<Line> = (0..1 + number() % 4)
        .map(|_| Line::new(shelf[(number() % sale.skus) as usize].0.clone(), 1 + (number() % 2) as u32))
        .collect();
    let order = format!("{}-{}-{buyer}", sale.vendor, sale.seed);
    let owner = format!("buyer-{buyer}");
    let request = Request::new(&order, &owner, &lines);
    let begun = Instant::now();
    let token = match shop.reserve(&request)? {
        Reserved::Granted(grant) => grant.token,
        Reserved::Refused(Refusal::Short(_)) => {
            tell("refused".into())?;
            return Ok(None);
        }
        Reserved::Refused(other) => {
            tell(format!("wrong {order} was refused: {other:?}"))?;
            return Ok(None);
        }
    };
    if number() % 3 == 0 {
        let again = shop.reserve(&request)?;
        let is_same = matches!(&again, Reserved::Granted(grant) if grant.token == token);
        // Unless the machine was so busy that his time was over.
        if !is_same && !matches!(again, Reserved::Refused(Refusal::Ended(State::Expired))) {
            tell(format!("wrong {order} stood in its own way"))?;
        }
    }
    match Ends::of(number()) {
        Ends::Pays => drop(pay(shop, &order, &token, &lines, tell)?),
        Ends::PaysTwice => {
            let first = pay(shop, &order, &token, &lines, tell)?;
            let again = shop.commit(&order, &token)?;
            if first != again.done().is_some_and(|committed| committed.again) {
                tell(format!("wrong {order} was told another answer the second time"))?;
            }
        }
        Ends::PaysAndCancels => {
            let paid = pay(shop, &order, &token, &lines, tell)?;
            if paid && cancel(shop, sale, &order, &token, &lines)? != Answer::Ended(State::Committed) {
                tell(format!("wrong {order} was paid for and given back"))?;
            }
        }
        Ends::CancelsAndPays => {
            let released = cancel(shop, sale, &order, &token, &lines)?.done().is_some();
            if released && shop.commit(&order, &token)?.done().is_some() {
                tell(format!("wrong {order} was given back and paid for"))?;
            }
        }
        Ends::FailsToPay => drop(shop.release(&order, &token)?),
        Ends::PaysLate => {
            let due = begun + Duration::from_millis(sale.lease_ms + 20);
            return Ok(Some(Late { order, token, lines, due }));
        }
        Ends::IsKilled if may_die => {
            tell(format!("killed {buyer}"))?;
            std::process::abort();
        }
        Ends::NeverComes | Ends::IsKilled => {}
    }
    Ok(None)
}

/// The buyer changes his mind, maybe too late.
fn cancel(
    shop: &Reservations,
    sale: &Sale,
    order: &str,
    token: &OwnerToken,
    lines: &[Line],
) -> Result<Answer<Released>> {
    let answer = shop.release(order, token)?;
    if let (Some(Planted::ReleaseBeforeCommitIsChecked), Answer::Ended(State::Committed)) = (sale.plant, &answer) {
        for line in lines {
            shop.adjust_stock(&line.key, line.quantity.into())?;
        }
    }
    Ok(answer)
}

/// The payment comes. Says whether it was taken; what is sold is told once.
fn pay(
    shop: &Reservations,
    order: &str,
    token: &OwnerToken,
    lines: &[Line],
    tell: &mut dyn FnMut(String) -> Result,
) -> Result<bool> {
    for _ in 0..TRIES {
        match shop.commit(order, token) {
            Ok(Answer::Done(_)) => {
                for line in lines {
                    tell(format!("sold {} {}", line.key, line.quantity))?;
                }
                return Ok(true);
            }
            Ok(Answer::Expired) => {
                tell("refunded".into())?;
                return Ok(false);
            }
            Ok(other) => {
                tell(format!("wrong {order} was answered {other:?}"))?;
                return Ok(false);
            }
            // Asking again is safe, and the only way to know.
            Err(error) if error.kind() == cartwright_reservations::ErrorKind::Busy => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::refused(format!("{order} could not be committed: others keep the store busy")))
}
