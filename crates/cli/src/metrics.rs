//! How many carts there are, and how long they take to load.

use crate::failure::Result;
use crate::show;
use cartwright_engine::{Engine, OperationKind, Prune};
use std::ops::ControlFlow;
use std::time::Duration;

const BATCH: usize = 10_000;

pub fn run(engine: &Engine, sample: usize, json: bool) -> Result {
    let (mut carts, mut after) = (0, None);
    loop {
        let listings = engine.carts(after.as_ref(), BATCH)?;
        carts += listings.len();
        if listings.len() < BATCH {
            break;
        }
        after = listings.into_iter().last().map(|listing| listing.key);
    }
    let week = Prune { dry_run: true, batch: BATCH, ..Prune::default() };
    let abandoned = engine.prune(&week, |_| ControlFlow::Continue(()))?.found;
    let (mut waiting, mut last) = (0, 0);
    loop {
        let records = engine.outbox(last, BATCH)?;
        waiting += records.len();
        match records.last() {
            Some(record) => last = record.sequence,
            None => break,
        }
    }
    for listing in engine.carts(None, sample)? {
        engine.load(&listing.key)?;
    }
    let loads = &engine.metrics().snapshot().of(OperationKind::Get).durations.clone();
    let micros = |duration: Option<Duration>| duration.unwrap_or_default().as_micros();
    let (count, mean, max) = (loads.count, micros(loads.mean()), loads.max.as_micros());
    let (median, late) = (micros(loads.quantile(50)), micros(loads.quantile(99)));
    if json {
        return show::line(&format!(
            r#"{{"carts":{carts},"abandoned":{abandoned},"events_waiting":{waiting},"loads":{{"count":{count},"mean_us":{mean},"p50_us":{median},"p99_us":{late},"max_us":{max}}}}}"#
        ));
    }
    show::line(&format!("carts                  {carts}"))?;
    show::line(&format!("not changed for a week {abandoned}"))?;
    show::line(&format!("events waiting         {waiting}"))?;
    show::line(&format!("loads of {count} carts: mean {mean} us, median {median} us, p99 {late} us, longest {max} us"))
}
