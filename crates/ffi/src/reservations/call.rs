//! The calls by their names.

use super::asked;
use super::refused::Refused;
use super::{answers, cw_reservations};
use crate::failure::Failure;
use crate::fields::Fields;
use cartwright_coordination::{OwnerToken, SystemRandom};
use cartwright_reservations::{Answer, Filter, OrderId, OwnerId, Request, Reservations, Reserved};
use serde_json::{Value, json};
use std::time::Duration;

type Call = fn(&cw_reservations, &mut Asked) -> Result<Value, Failure>;

/// Every call, as docs/reservation-calls.md has them.
const CALLS: [(&str, Call); 21] = [
    ("reserve", reserve),
    ("amend", amend),
    ("renew", renew),
    ("commit", commit),
    ("release", release),
    ("check", check),
    ("find", find),
    ("holder", holder),
    ("list", list),
    ("set_stock", set_stock),
    ("adjust_stock", adjust_stock),
    ("set_policy", set_policy),
    ("levels", levels),
    ("keys", keys),
    ("force_release", force_release),
    ("clear_all", clear_all),
    ("sweep", sweep),
    ("stats", stats),
    ("audit", audit),
    ("settings", settings),
    ("advance", advance),
];

/// The members of a call. They are all read before anything is done.
type Asked = Fields;

/// Does one call.
pub(super) fn answer(of: &cw_reservations, call: &str) -> Result<Value, Failure> {
    let mut asked = Fields::read(call, "call")?;
    let name = asked::needed(&mut asked, "do")?;
    let Some((_, call)) = CALLS.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = CALLS.iter().map(|(known, _)| *known).collect();
        return Err(Failure::Argument(format!("There is no call '{name}'; there is {}", known.join(", "))));
    };
    call(of, &mut asked)
}

fn done<T>(answer: Answer<T>) -> Result<T, Failure> {
    Err(Failure::Reservation(match answer {
        Answer::Done(done) => return Ok(done),
        Answer::WrongToken => Refused::WrongToken,
        Answer::Expired => Refused::Expired,
        Answer::Unknown => Refused::Unknown,
        Answer::Ended(state) => Refused::Ended(state),
    }))
}

fn granted(order: &str, reserved: Reserved) -> Result<Value, Failure> {
    match reserved {
        Reserved::Granted(grant) => Ok(answers::grant(order, &grant)),
        Reserved::Refused(refusal) => Err(Failure::Reservation(Refused::ToReserve(refusal))),
    }
}

/// Whose reservation somebody says he has: an order with the token of its attempt. The plain lock table knows people, not
/// attempts; it gives "owner" in the token's place, and acts in the name of the attempt that this owner has.
struct Claimed {
    order: String,
    token: Option<String>,
    owner: Option<String>,
}

impl Claimed {
    fn read(asked: &mut Asked) -> Result<Self, Failure> {
        let order = asked::needed(asked, "order")?;
        let (token, owner) = (asked.text("token")?, asked.text("owner")?);
        if token.is_some() == owner.is_some() {
            return Err(Failure::Argument("This call needs 'token', or 'owner' in its place".into()));
        }
        Ok(Self { order, token, owner })
    }

    fn token(&self, engine: &Reservations) -> Result<OwnerToken, Failure> {
        if let Some(token) = &self.token {
            return asked::token(token);
        }
        let found = engine.store().find(&OrderId::new(&self.order)?)?;
        match found {
            None => Err(Failure::Reservation(Refused::Unknown)),
            Some(stored) if Some(stored.reservation.owner.as_str()) == self.owner.as_deref() => Ok(stored.token),
            // A token that nobody has: the refusal is counted and noted as any other.
            Some(_) => Ok(OwnerToken::new(&SystemRandom)?),
        }
    }
}

fn reserve(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let (order, owner) = (asked::needed(asked, "order")?, asked::needed(asked, "owner")?);
    let lines = asked::lines(asked)?;
    let lifetime = asked::lifetime(asked, &of.engine)?;
    let wait = asked::wait(asked)?;
    asked.end()?;
    let request = Request { lifetime, wait, ..Request::new(&order, &owner, &lines) };
    granted(&order, of.engine.reserve(&request)?)
}

fn amend(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let claimed = Claimed::read(asked)?;
    let lines = asked::lines(asked)?;
    asked.end()?;
    granted(&claimed.order, done(of.engine.amend(&claimed.order, &claimed.token(&of.engine)?, &lines)?)?)
}

fn renew(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let claimed = Claimed::read(asked)?;
    let lifetime = asked::lifetime(asked, &of.engine)?;
    asked.end()?;
    let grant = done(of.engine.renew(&claimed.order, &claimed.token(&of.engine)?, lifetime)?)?;
    Ok(answers::grant(&claimed.order, &grant))
}

fn commit(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let claimed = Claimed::read(asked)?;
    let counted = asked::counted(asked)?;
    asked.end()?;
    let committed = of.engine.commit_counted(&claimed.order, &claimed.token(&of.engine)?, &counted)?;
    Ok(answers::committed(done(committed)?))
}

fn release(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let claimed = Claimed::read(asked)?;
    asked.end()?;
    done(of.engine.release(&claimed.order, &claimed.token(&of.engine)?)?)?;
    Ok(json!({"released": true}))
}

fn check(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let claimed = Claimed::read(asked)?;
    asked.end()?;
    Ok(answers::reservation(&done(of.engine.check(&claimed.order, &claimed.token(&of.engine)?)?)?))
}

fn find(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let order = asked::needed(asked, "order")?;
    asked.end()?;
    Ok(of.engine.find(&order)?.as_ref().map_or(Value::Null, answers::reservation))
}

fn holder(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let key = asked::key(asked)?;
    asked.end()?;
    Ok(of.engine.holder(&key)?.as_ref().map_or(Value::Null, answers::reservation))
}

fn list(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let state = asked::state(asked)?;
    let owner = asked.text("owner")?.map(|owner| OwnerId::new(&owner)).transpose()?;
    let after = asked.text("after")?.map(|order| OrderId::new(&order)).transpose()?;
    let limit = asked::limit(asked, 1000)?;
    asked.end()?;
    let filter = Filter { state, owner: owner.as_ref(), after: after.as_ref(), limit };
    Ok(of.engine.list(filter)?.iter().map(answers::reservation).collect())
}

fn set_stock(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let key = asked::key(asked)?;
    let on_hand = asked.whole("on_hand")?;
    asked.end()?;
    let on_hand = on_hand.and_then(|on_hand| u32::try_from(on_hand).ok()).ok_or_else(|| {
        Failure::Argument(format!("This call needs 'on_hand', a whole number from 0 to {}", u32::MAX))
    })?;
    Ok(answers::level(&of.engine.set_stock(&key, on_hand)?))
}

fn adjust_stock(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let key = asked::key(asked)?;
    let by = asked.signed("by")?;
    asked.end()?;
    let by = by.ok_or_else(|| Failure::Argument("This call needs 'by', a whole number such as -2".into()))?;
    Ok(answers::level(&of.engine.adjust_stock(&key, by)?))
}

fn set_policy(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let key = asked::key(asked)?;
    let policy = asked::policy(asked)?;
    asked.end()?;
    Ok(answers::level(&of.engine.set_policy(&key, policy)?))
}

fn levels(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let keys = asked::keys(asked)?;
    asked.end()?;
    Ok(of.engine.levels(&keys)?.iter().map(answers::level).collect())
}

fn keys(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let after = asked.text("after")?.map(|key| key.parse()).transpose()?;
    let limit = asked::limit(asked, 1000)?;
    asked.end()?;
    let keys = of.engine.store().keys(after.as_ref(), limit)?;
    Ok(keys.iter().map(|key| key.as_str()).collect())
}

fn force_release(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let (order, reason) = (asked::needed(asked, "order")?, asked.text("reason")?.unwrap_or_default());
    asked.end()?;
    let fence = done(of.engine.force_release(&order, &reason)?)?;
    Ok(json!({"order": order, "fence": answers::fence(fence)}))
}

fn clear_all(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let (confirmed, reason) = (asked.flag("confirm")?.unwrap_or(false), asked.text("reason")?.unwrap_or_default());
    asked.end()?;
    Ok(json!({"cleared": of.engine.clear_all(confirmed, &reason)?}))
}

fn sweep(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let limit = asked.whole("limit")?;
    asked.end()?;
    let swept = match limit {
        Some(limit) => of.engine.sweep(usize::try_from(limit).unwrap_or(usize::MAX))?,
        None => of.engine.sweep_all()?,
    };
    Ok(answers::swept(&swept))
}

fn stats(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    asked.end()?;
    Ok(answers::stats(&of.engine.stats()?))
}

fn audit(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let after = asked.whole("after")?.unwrap_or(0);
    let limit = asked::limit(asked, 1000)?;
    asked.end()?;
    Ok(of.engine.audit(after, limit)?.iter().map(answers::noted).collect())
}

fn settings(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    asked.end()?;
    Ok(answers::settings(of.engine.settings()))
}

/// Moves the clock of a test.
fn advance(of: &cw_reservations, asked: &mut Asked) -> Result<Value, Failure> {
    let by = asked.whole("by_ms")?;
    asked.end()?;
    match (by, &of.clock) {
        (None, _) => Err(Failure::Argument("This call needs 'by_ms', a whole number".into())),
        (_, None) => {
            Err(Failure::Argument("The clock of this store goes by itself; open it with \"clock\": \"manual\"".into()))
        }
        (Some(by), Some(clock)) => {
            clock.advance(Duration::from_millis(by));
            Ok(json!({"advanced_ms": by}))
        }
    }
}
