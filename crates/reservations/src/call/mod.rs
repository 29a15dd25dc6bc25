//! Everything in JSON, for callers on the other side of a C ABI: one text in, one text out.

mod answers;
mod arguments;

use crate::answer::{Answer, Filter, Reserved, State};
use crate::engine::{Request, Reservations};
use crate::error::{Error, ErrorKind, Result};
use crate::lock_table::LockTable;
use crate::names::{OrderId, OwnerId};
use crate::stock::Policy;
use arguments::Arguments;
use serde_json::{Value, json};

impl Reservations {
    /// Does what a JSON object says, and answers with one. `op` is the name of a method of [`Reservations`] or, in the older
    /// words, of [`LockTable`]; the other members are its arguments. Ids may be numbers; they are the same as their digits.
    /// `docs/reservations.md` has every operation with its members.
    ///
    /// ```
    /// # #[cfg(feature = "conformance")] {
    /// # use cartwright_reservations::{Reservations, Settings, conformance::PlainStore};
    /// let shop = Reservations::new(PlainStore::default(), Settings::default())?;
    /// shop.call(r#"{"op":"set_stock","key":"shop/item/lamp","on_hand":1}"#)?;
    ///
    /// let lines = r#"[{"vendor":"shop","kind":"item","sku":"lamp","quantity":2}]"#;
    /// let refused = shop.call(&format!(r#"{{"op":"reserve","order":17,"owner":"ada","lines":{lines}}}"#))?;
    /// assert_eq!(
    ///     refused,
    ///     r#"{"granted":false,"refused":"short","short":[{"available":1,"key":"shop/item/lamp","requested":2}]}"#,
    /// );
    /// # }
    /// # Ok::<(), cartwright_reservations::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the text is no call, or as the method says. An error is never permission.
    pub fn call(&self, text: &str) -> Result<String> {
        let arguments = Arguments::read(text)?;
        let answer = match answer(self, &arguments)? {
            Some(answer) => answer,
            None => locks(self, &arguments)?,
        };
        Ok(answer.to_string())
    }
}

fn answer(shop: &Reservations, arguments: &Arguments) -> Result<Option<Value>> {
    let order = || arguments.id("order");
    Ok(Some(match arguments.op()? {
        "reserve" => {
            let (order, owner, lines) = (order()?, arguments.id("owner")?, arguments.lines()?);
            let (lifetime, wait) = (arguments.lifetime(shop)?, arguments.wait()?);
            answers::reserved(&shop.reserve(&Request {
                order: &order,
                owner: &owner,
                lines: &lines,
                lifetime,
                wait,
            })?)
        }
        "amend" => match shop.amend(&order()?, &arguments.token()?, &arguments.lines()?)? {
            Answer::Done(Reserved::Granted(grant)) => answers::reserved(&Reserved::Granted(grant)),
            Answer::Done(refused) => answers::reserved(&refused),
            refused => answers::answer(&refused, |_| json!({})),
        },
        "renew" => {
            let renewed = shop.renew(&order()?, &arguments.token()?, arguments.lifetime(shop)?)?;
            answers::answer(&renewed, answers::grant)
        }
        "commit" => {
            let committed = shop.commit_counted(&order()?, &arguments.token()?, &arguments.counted()?)?;
            answers::answer(
                &committed,
                |committed| json!({"fence": committed.fence.to_string(), "late": committed.late, "again": committed.again}),
            )
        }
        "release" => {
            answers::answer(&shop.release(&order()?, &arguments.token()?)?, |released| json!({"again": released.again}))
        }
        "check" => answers::answer(&shop.check(&order()?, &arguments.token()?)?, answers::reservation),
        "force_release" => {
            let forced = shop.force_release(&order()?, &arguments.text("reason")?)?;
            answers::answer(&forced, |fence| json!({"fence": fence.to_string()}))
        }
        "clear_all" => {
            let cleared = shop.clear_all(arguments.flag("confirm")?, &arguments.text("reason")?)?;
            let orders: Vec<_> = cleared.iter().map(OrderId::as_str).collect();
            json!({"cleared": orders.len(), "orders": orders})
        }
        "find" => shop.find(&order()?)?.map_or(Value::Null, |found| answers::reservation(&found)),
        "holder" => shop.holder(&arguments.key()?)?.map_or(Value::Null, |found| answers::reservation(&found)),
        "list" => {
            let owner = arguments.optional_id("owner")?.map(|id| OwnerId::new(&id)).transpose()?;
            let after = arguments.optional_id("after")?.map(|id| OrderId::new(&id)).transpose()?;
            let (state, limit) = (state(arguments)?, arguments.limit()?);
            let filter = Filter { state, owner: owner.as_ref(), after: after.as_ref(), limit };
            shop.list(filter)?.iter().map(answers::reservation).collect()
        }
        "level" => answers::level(&shop.level(&arguments.key()?)?),
        "levels" => shop.levels(&arguments.keys()?)?.iter().map(answers::level).collect(),
        "keys" => {
            let after = arguments.optional_id("after")?.map(|text| text.parse()).transpose()?;
            let keys = shop.store().keys(after.as_ref(), arguments.limit()?)?;
            keys.iter().map(|key| Value::from(key.as_str())).collect()
        }
        "set_stock" => {
            let on_hand = arguments.number("on_hand")?;
            answers::level(&shop.set_policy(&arguments.key()?, Policy::Tracked { on_hand })?)
        }
        "adjust_stock" => answers::level(&shop.adjust_stock(&arguments.key()?, arguments.number("by")?)?),
        "set_policy" => {
            let policy = match arguments.text("policy")?.as_str() {
                "unknown" => Policy::Unknown,
                "untracked" => Policy::Untracked,
                "exclusive" => Policy::Exclusive,
                other => {
                    return Err(arguments::invalid(format!("`{other}` is no policy; unknown, untracked or exclusive")));
                }
            };
            answers::level(&shop.set_policy(&arguments.key()?, policy)?)
        }
        "sweep" => answers::swept(&shop.sweep(arguments.limit()?)?),
        "sweep_all" => answers::swept(&shop.sweep_all()?),
        "stats" => answers::stats(&shop.stats()?),
        "audit" => {
            let after = u64::try_from(arguments.number_or("after", 0)?).unwrap_or(0);
            shop.audit(after, arguments.limit()?)?.iter().map(answers::note).collect()
        }
        _ => return Ok(None),
    }))
}

fn state(arguments: &Arguments) -> Result<Option<State>> {
    let Some(name) = arguments.optional_id("state")? else { return Ok(None) };
    let found = State::ALL.iter().find(|(_, known)| *known == name).map(|(state, _)| *state);
    found.map(Some).ok_or_else(|| arguments::invalid(format!("`{name}` is no state of a reservation")))
}

/// The lock table, in its own words.
fn locks(shop: &Reservations, arguments: &Arguments) -> Result<Value> {
    let table = LockTable::new(shop.clone());
    let (item, user) = (|| arguments.id("itemId"), || arguments.id("userId"));
    Ok(match arguments.op()? {
        "lockKey" => {
            let key = LockTable::key_of(&item()?)?;
            json!({"key": key.as_str(), "vendor": key.vendor(), "kind": key.kind(), "sku": key.sku()})
        }
        "acquireLock" => table.acquire_lock(&item()?, &user()?, arguments.millis("ttlMs")?)?.into(),
        "releaseLock" => table.release_lock(&item()?, &user()?)?.into(),
        "isLocked" => table.is_locked(&item()?)?.into(),
        "getLockInfo" => table.get_lock_info(&item()?)?,
        "reserveItemsInCart" => {
            let (items, vendor) = (arguments.items()?, arguments.id("vendorId")?);
            table.reserve_items_in_cart(&items, &user()?, &vendor, arguments.millis("ttlMs")?)?
        }
        "releaseOrderLocks" => table.release_order_locks(&arguments.items()?, &user()?)?,
        "getStats" => table.get_stats()?,
        "getDetailedStats" => table.get_detailed_stats()?,
        "clearAllLocks" => table.clear_all_locks()?.into(),
        "cleanupExpiredOrders" => table.cleanup_expired_orders()?,
        "forceReleaseOrderLocks" => {
            table.force_release_order_locks(&arguments.id("orderId")?, &arguments.text("reason")?)?
        }
        "getLockStatistics" => table.get_lock_statistics()?,
        other => {
            let message = format!("`{}` is no operation of reservations", other.escape_debug());
            return Err(Error::new(ErrorKind::InvalidCall, message));
        }
    })
}
