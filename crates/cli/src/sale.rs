//! A sale: many processes buy at once, and at the end every unit is accounted for.

use crate::another;
use crate::args::Common;
use crate::carts::bar;
use crate::failure::{Failure, Result};
use crate::reservations::args::Sale;
use crate::sale_worker::{self, check, shelf};
use crate::show;
use cartwright_coordination::{Random, SystemRandom};
use cartwright_reservations::{Counter, Reservations, StockKey, Tally};
use cartwright_storage::StorePlace;
use clap::ValueEnum;
use indicatif::ProgressBar;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// What the buyers told.
#[derive(Debug, Default)]
struct Told {
    buyers: u64,
    refused: u64,
    refunded: u64,
    killed: u64,
    sold: BTreeMap<String, u64>,
    wrong: Vec<String>,
}

impl Told {
    fn hear(&mut self, line: &str) {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("done", _) => self.buyers += 1,
            ("killed", _) => (self.buyers, self.killed) = (self.buyers + 1, self.killed + 1),
            ("refused", _) => self.refused += 1,
            ("refunded", _) => self.refunded += 1,
            ("sold", rest) => {
                let (key, quantity) = rest.rsplit_once(' ').unwrap_or((rest, "0"));
                *self.sold.entry(key.to_owned()).or_default() += quantity.parse::<u64>().unwrap_or(0);
            }
            _ => self.wrong.push(line.to_owned()),
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.buyers += other.buyers;
        self.refused += other.refused;
        self.refunded += other.refunded;
        self.killed += other.killed;
        for (key, quantity) in other.sold {
            *self.sold.entry(key).or_default() += quantity;
        }
        self.wrong.extend(other.wrong);
        self
    }
}

pub fn run(store: &StorePlace, common: &Common, sale: &Sale) -> Result {
    if [sale.buyers, sale.processes, sale.skus, sale.vendors, sale.lease_ms].contains(&0) {
        return Err(Failure::usage("a sale needs a buyer, a process, a sku, a vendor and a millisecond to pay"));
    }
    let mut sale = sale.clone();
    if sale.seed == 0 {
        sale.seed = SystemRandom.number().map_err(|error| Failure::refused(error.to_string()))? >> 1;
    }
    let (shop, shelf) = (sale_worker::shop(store, common, &sale)?, shelf(&sale)?);
    for (key, stock) in &shelf {
        let sold = shop.level(key)?.sold;
        if sold > 0 {
            return Err(Failure::usage(format!("{key} was sold before; name another --vendor for this sale")));
        }
        shop.set_stock(key, u32::try_from(*stock).unwrap_or(u32::MAX))?;
    }
    let before = shop.stats()?.tally;
    let progress = bar(sale.buyers, common.json);
    let begun = Instant::now();
    let told: Told = thread::scope(|threads| {
        let running: Vec<_> = (0..sale.processes)
            .map(|process| {
                let (sale, shop, progress) = (&sale, &shop, &progress);
                let buyers = sale.buyers * process / sale.processes..sale.buyers * (process + 1) / sale.processes;
                threads.spawn(move || match store {
                    // Nobody else can see the memory of a process.
                    StorePlace::Memory => in_thread(shop, sale, buyers, progress),
                    _ => in_processes(store, common, sale, buyers, progress),
                })
            })
            .collect();
        let joined =
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(Failure::refused("a worker panicked"))));
        joined.collect::<Result<Vec<_>>>().map(|all| all.into_iter().fold(Told::default(), Told::and))
    })?;
    progress.finish_and_clear();
    let took = begun.elapsed();
    let mut told = settle(&shop, &sale, told, &shelf)?;
    if told.buyers != sale.buyers {
        told.wrong.push(format!("wrong {} of {} buyers were served", told.buyers, sale.buyers));
    }
    report(&sale, &told, &before, &shop.stats()?.tally, took, common.json)
}

fn in_thread(shop: &Reservations, sale: &Sale, buyers: std::ops::Range<u64>, progress: &ProgressBar) -> Result<Told> {
    let mut told = Told::default();
    sale_worker::run(shop, sale, buyers, false, &mut |line| {
        progress.inc(u64::from(line.starts_with("done")));
        told.hear(&line);
        Ok(())
    })?;
    Ok(told)
}

/// A process for these buyers, and another one for the rest whenever one was killed.
fn in_processes(
    store: &StorePlace,
    common: &Common,
    sale: &Sale,
    buyers: std::ops::Range<u64>,
    progress: &ProgressBar,
) -> Result<Told> {
    let (mut told, mut from) = (Told::default(), buyers.start);
    while from < buyers.end {
        let mut child = another::process(store, common)?
            .args(["reservations", "sale-worker", "--vendor", &sale.vendor])
            .args(["--skus", &sale.skus.to_string(), "--units", &sale.units.to_string()])
            .args(["--vendors", &sale.vendors.to_string()])
            .args(["--lease-ms", &sale.lease_ms.to_string(), "--seed", &sale.seed.to_string()])
            .args(["--from", &from.to_string(), "--to", &buyers.end.to_string()])
            .args(
                sale.plant
                    .and_then(|plant| plant.to_possible_value())
                    .map(|plant| format!("--plant={}", plant.get_name())),
            )
            .stdout(Stdio::piped())
            .spawn()?;
        let mut killed = false;
        for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
            let line = line?;
            if let Some(("done" | "killed", buyer)) = line.split_once(' ') {
                from = buyer.parse::<u64>().unwrap_or(from) + 1;
                killed = line.starts_with("killed");
                progress.inc(1);
            }
            told.hear(&line);
        }
        let ended = child.wait()?;
        if !killed && !ended.success() {
            return Err(Failure::refused(format!("a process of the sale ended early: {ended}")));
        }
        if !killed {
            break;
        }
    }
    Ok(told)
}

/// Waits until the leases are over, and compares what the buyers say with what the store says.
fn settle(shop: &Reservations, sale: &Sale, mut told: Told, shelf: &[(StockKey, u64)]) -> Result<Told> {
    let lease = Duration::from_millis(sale.lease_ms);
    let begun = Instant::now();
    let keys: Vec<_> = shelf.iter().map(|(key, _)| key.clone()).collect();
    loop {
        shop.sweep_all()?;
        let held: u64 = shop.levels(&keys)?.iter().map(|level| level.held).sum();
        if held == 0 {
            break;
        }
        if begun.elapsed() > lease * 2 + Duration::from_secs(5) {
            told.wrong.push(format!("wrong {held} units stay held after the leases ran out"));
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    told.wrong.extend(check(shop, shelf)?);
    for (level, (key, stock)) in shop.levels(&keys)?.iter().zip(shelf) {
        let paid = told.sold.get(key.as_str()).copied().unwrap_or(0);
        if paid != level.sold || paid > *stock {
            told.wrong.push(format!("wrong {key}: buyers paid for {paid}, the store sold {} of {stock}", level.sold));
        }
    }
    Ok(told)
}

fn report(sale: &Sale, told: &Told, before: &Tally, after: &Tally, took: Duration, json: bool) -> Result {
    let since = |counter| after.of(counter) - before.of(counter);
    let sold: u64 = told.sold.values().sum();
    let (left, wrong) = (sale.units.saturating_sub(sold), told.wrong.len());
    let counters = [
        Counter::Granted,
        Counter::Committed,
        Counter::CommittedLate,
        Counter::Released,
        Counter::Expired,
        Counter::FencedOff,
    ];
    let named = |counter: Counter| Counter::ALL[counter as usize].1;
    if json {
        let counted: Vec<_> =
            counters.iter().map(|counter| format!(r#""{}":{}"#, named(*counter), since(*counter))).collect();
        show::line(&format!(
            r#"{{"seed":{},"buyers":{},"processes":{},"units":{},"sold":{sold},"left":{left},"refused":{},"refunded":{},"killed":{},"counters":{{{}}},"wrong":{wrong},"took_ms":{}}}"#,
            sale.seed,
            told.buyers,
            sale.processes,
            sale.units,
            told.refused,
            told.refunded,
            told.killed,
            counted.join(","),
            took.as_millis()
        ))?;
    } else {
        show::line(&format!(
            "{} buyers in {} processes, seed {}, {} ms",
            told.buyers,
            sale.processes,
            sale.seed,
            took.as_millis()
        ))?;
        show::line(&format!("  units         {:>7}, sold {sold}, left {left}", sale.units))?;
        show::line(&format!(
            "  refused       {:>7}, refunded {}, killed {}",
            told.refused, told.refunded, told.killed
        ))?;
        for counter in counters {
            show::line(&format!("  {:<14}{:>7}", named(counter), since(counter)))?;
        }
        show::line(&format!("  wrong         {wrong:>7}"))?;
    }
    if wrong == 0 {
        return Ok(());
    }
    told.wrong.iter().take(20).for_each(|line| eprintln!("{line}"));
    Err(Failure::refused(format!("{wrong} observations were wrong; --seed {} draws the same buyers", sale.seed)))
}
