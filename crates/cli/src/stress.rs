//! Many processes change one cart at once; then it is counted what is there.

use crate::another;
use crate::args::{Common, Stress};
use crate::carts::bar;
use crate::failure::{Failure, Result};
use crate::show;
use cartwright_core::{Cart, CartKey, Conditions, Json, Model, NewItem, Operation, PriceInput};
use cartwright_engine::{Engine, EngineErrorKind};
use cartwright_storage::StorePlace;
use indicatif::ProgressBar;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// What one operation ended in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Acknowledged,
    Refused,
    Unknown,
}

struct Done {
    ended: Ended,
    took: Duration,
}

impl Done {
    /// As a worker writes it on a line: a letter and microseconds.
    fn to_line(&self) -> String {
        let letter = match self.ended {
            Ended::Acknowledged => 'a',
            Ended::Refused => 'r',
            Ended::Unknown => 'u',
        };
        format!("{letter} {}", self.took.as_micros())
    }

    fn of_line(line: &str) -> Option<Self> {
        let (letter, micros) = line.split_once(' ')?;
        let ended = match letter {
            "a" => Ended::Acknowledged,
            "r" => Ended::Refused,
            "u" => Ended::Unknown,
            _ => return None,
        };
        Some(Self { ended, took: Duration::from_micros(micros.parse().ok()?) })
    }
}

/// Each operation puts one more of the worker's item in, and leaves a mark of its own. The marks say which operations are
/// there, the quantity how often.
fn work(engine: &Engine, key: &CartKey, worker: u32, operations: u32, mut each: impl FnMut(Done) -> Result) -> Result {
    let item = item_of(worker);
    for operation in 0..operations {
        let mark = mark_of(worker, operation);
        let one_more = NewItem {
            id: &item,
            name: "Thing",
            price: PriceInput::Whole(100),
            quantity: 1.into(),
            attributes: Json::from(Json::EMPTY_LIST),
            conditions: Conditions::default(),
            model: Model::none(),
        };
        let begun = Instant::now();
        let applied =
            engine.apply_all(key, &[Operation::Add(one_more), Operation::SetMetadata(&mark, Json::from("1"))]);
        let took = begun.elapsed();
        let ended = match applied.map_err(|error| error.kind()) {
            Ok(_) => Ended::Acknowledged,
            Err(EngineErrorKind::OutcomeUnknown) => Ended::Unknown,
            Err(_) => Ended::Refused,
        };
        each(Done { ended, took })?;
    }
    Ok(())
}

fn item_of(worker: u32) -> String {
    format!("worker-{worker}")
}

fn mark_of(worker: u32, operation: u32) -> String {
    format!("{worker}-{operation}")
}

/// One process of a stress.
pub fn worker(engine: &Engine, identifier: &str, worker: u32, operations: u32) -> Result {
    work(engine, &CartKey::new(identifier, "default"), worker, operations, |done| show::line(&done.to_line()))
}

pub fn run(engine: &Engine, common: &Common, store: &StorePlace, stress: &Stress) -> Result {
    let limits = engine.settings().policy.limits;
    if u64::from(stress.processes) > limits.items || i64::from(stress.operations) > limits.item_quantity {
        return Err(Failure::usage(format!(
            "a cart holds at most {} items, {} of each; ask for fewer processes or operations",
            limits.items, limits.item_quantity
        )));
    }
    let key = CartKey::new(&stress.identifier, "default");
    engine.clear(&key)?;
    let bar = bar(u64::from(stress.processes) * u64::from(stress.operations), common.json);
    let begun = Instant::now();
    let workers: Vec<Vec<Done>> = thread::scope(|threads| {
        let running: Vec<_> = (0..stress.processes)
            .map(|worker| {
                let (bar, key) = (&bar, &key);
                threads.spawn(move || match store {
                    // Nobody else can see the memory of a process.
                    StorePlace::Memory => in_thread(engine, key, worker, stress.operations, bar),
                    _ => in_process(common, store, stress, worker, bar),
                })
            })
            .collect();
        running
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err(Failure::refused("a worker panicked"))))
            .collect::<Result<_>>()
    })?;
    bar.finish_and_clear();
    let took = begun.elapsed();
    report(&Counted::of(&workers, &engine.get(&key)?), took, common.json)
}

fn in_thread(engine: &Engine, key: &CartKey, worker: u32, operations: u32, bar: &ProgressBar) -> Result<Vec<Done>> {
    let mut all = Vec::new();
    work(engine, key, worker, operations, |done| {
        bar.inc(1);
        all.push(done);
        Ok(())
    })?;
    Ok(all)
}

fn in_process(
    common: &Common,
    store: &StorePlace,
    stress: &Stress,
    worker: u32,
    bar: &ProgressBar,
) -> Result<Vec<Done>> {
    let mut child = another::process(store, common)?
        .args(["stress-worker", &stress.identifier, &worker.to_string(), &stress.operations.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut all = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            all.push(Done::of_line(&line).ok_or_else(|| Failure::refused(format!("a worker said '{line}'")))?);
            bar.inc(1);
        }
    }
    let ended = child.wait()?;
    if !ended.success() || all.len() != stress.operations as usize {
        return Err(Failure::refused(format!("worker {worker} ended early: {ended}")));
    }
    Ok(all)
}

#[derive(Debug, Default)]
struct Counted {
    acknowledged: u64,
    refused: u64,
    unknown: u64,
    /// Acknowledged, and not there.
    lost: u64,
    /// There more than once, or there though it was refused.
    doubled: u64,
    longest_of_99_percent: Duration,
    longest: Duration,
}

impl Counted {
    fn of(workers: &[Vec<Done>], cart: &Cart) -> Self {
        let mut counted = Self::default();
        let mut times = Vec::new();
        for (worker, operations) in (0..).zip(workers) {
            let mut marks = 0;
            for (operation, done) in (0..).zip(operations) {
                let is_there = cart.metadata().has(&mark_of(worker, operation));
                marks += i64::from(is_there);
                match done.ended {
                    Ended::Acknowledged => {
                        counted.acknowledged += 1;
                        counted.lost += u64::from(!is_there);
                    }
                    Ended::Refused => {
                        counted.refused += 1;
                        counted.doubled += u64::from(is_there);
                    }
                    Ended::Unknown => counted.unknown += 1,
                }
                times.push(done.took);
            }
            let quantity = cart.item(&item_of(worker)).map_or(0, |item| item.quantity().whole());
            counted.doubled += u64::try_from(quantity - marks).unwrap_or(0);
            counted.lost += u64::try_from(marks - quantity).unwrap_or(0);
        }
        times.sort_unstable();
        counted.longest = times.last().copied().unwrap_or_default();
        counted.longest_of_99_percent =
            times.get((times.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default();
        counted
    }

    fn asked(&self) -> u64 {
        self.acknowledged + self.refused + self.unknown
    }
}

fn report(counted: &Counted, took: Duration, json: bool) -> Result {
    let Counted { acknowledged, refused, unknown, lost, doubled, .. } = counted;
    let (late, longest) = (counted.longest_of_99_percent.as_micros(), counted.longest.as_micros());
    let per_second = u128::from(counted.asked()) * 1000 / took.as_millis().max(1);
    if json {
        show::line(&format!(
            r#"{{"acknowledged":{acknowledged},"refused":{refused},"unknown":{unknown},"lost":{lost},"doubled":{doubled},"p99_us":{late},"max_us":{longest},"per_second":{per_second}}}"#
        ))?;
    } else {
        show::line(&format!(
            "acknowledged {acknowledged}, refused {refused}, unknown {unknown}, lost {lost}, doubled {doubled}"
        ))?;
        show::line(&format!("{per_second} per second, 99 % within {late} us, the longest {longest} us"))?;
    }
    if lost + doubled > 0 {
        return Err(Failure::refused("what was acknowledged is not what is there"));
    }
    if acknowledged * 100 < counted.asked() * 99 {
        return Err(Failure::refused("fewer than 99 % were acknowledged"));
    }
    Ok(())
}
