//! A race of real processes: writers change data, die and stop between COMMIT and publication; readers come by the cache.

use super::Stress;
use super::place::Ground;
use super::worker::acknowledged;
use crate::failure::{Failure, Result};
use crate::show::line;
use cartwright_coordination::{Random, SeededRandom};
use cartwright_storage::{SqliteVersionSource, StorePlace, VersionStores};
use cartwright_versions::{Environment, Need, Settings, TypeName, VersionSource, Versions};
use clap::ValueEnum;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What a process does in a race.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    Writer,
    Reader,
}

/// What is done wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Planted {
    /// Versions are raised and published before the data are committed
    InvalidateBeforeCommit,
    /// Nobody announces a change; it is published after its commit
    NoMark,
}

/// How long marks are good in a race: many end in it.
pub const LEASE: Duration = Duration::from_millis(150);
/// How long its store is young.
pub const LONGEST_MARK: Duration = Duration::from_millis(200);

/// For how long a store may be away when all is over.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(10);

/// What a race came to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub commits: u64,
    pub acknowledged: u64,
    pub deaths: u64,
    pub stops: u64,
    pub found: u64,
    pub loaded: u64,
    pub passed_by: u64,
    /// Reads of what was older than what was acknowledged before they began, versions that went back, counters that differ.
    pub wrong: Vec<String>,
}

impl Outcome {
    pub fn reads(&self) -> u64 {
        self.found + self.loaded + self.passed_by
    }
}

pub fn run(server: Option<&str>, stress: &Stress, json: bool) -> Result {
    let outcome = race(server, stress)?;
    report(&outcome, json)?;
    match (outcome.wrong.first(), outcome.reads()) {
        (Some(wrong), _) => {
            Err(Failure::refused(format!("{} things were wrong, the first: {wrong}", outcome.wrong.len())))
        }
        (None, 0) => Err(Failure::refused("nobody has read anything; give it more seconds")),
        (None, _) if outcome.commits == 0 && stress.writers > 0 => {
            Err(Failure::refused("nobody has changed anything; look whether the store can be reached"))
        }
        (None, _) => Ok(()),
    }
}

fn report(outcome: &Outcome, json: bool) -> Result {
    let Outcome { commits, acknowledged, deaths, stops, found, loaded, passed_by, wrong } = outcome;
    let wrong = wrong.len();
    line(&if json {
        format!(
            r#"{{"commits":{commits},"acknowledged":{acknowledged},"deaths":{deaths},"stops":{stops},"found":{found},"loaded":{loaded},"passed_by":{passed_by},"wrong":{wrong}}}"#
        )
    } else {
        format!(
            "{commits} commits, {acknowledged} acknowledged; {deaths} writers died, {stops} were stopped; \
             {found} reads from the cache, {loaded} loaded, {passed_by} passed it by; {wrong} wrong"
        )
    })
}

/// Runs it, in files of its own and under keys of its own.
pub fn race(server: Option<&str>, stress: &Stress) -> Result<Outcome> {
    let ground = Ground::new(server)?;
    let (source, versions, _) = open(&ground)?;
    let types = TypeName::all(["products"])?;
    super::worker::make_data(&source, &types)?;
    let until = Instant::now() + Duration::from_secs(stress.seconds);
    let random = SeededRandom::new(stress.seed);
    let mut outcome = Outcome::default();
    let told: Vec<Result<Vec<String>>> = thread::scope(|threads| {
        let roles = (0..stress.writers).map(|_| Role::Writer).chain((0..stress.readers).map(|_| Role::Reader));
        let running: Vec<_> = roles
            .map(|role| {
                let (ground, seed) = (&ground, random.number());
                threads.spawn(move || lead(ground, role, seed?, stress, until))
            })
            .collect();
        running
            .into_iter()
            .map(|leader| leader.join().unwrap_or_else(|_| Err(Failure::refused("what leads a worker panicked"))))
            .collect()
    });
    for lines in told {
        lines?.iter().for_each(|told| outcome.take(told));
    }
    count(&mut outcome, &ground, &source, &versions, &types)?;
    Ok(outcome)
}

pub fn open(ground: &Ground) -> Result<(SqliteVersionSource, Arc<Versions>, VersionStores)> {
    let stores = ground.stores(LONGEST_MARK);
    let mark_lease = cartwright_coordination::LifetimeLimit::default().lifetime(LEASE)?;
    let settings = Settings { mark_lease, ..Settings::new()? };
    let versions = Versions::shared(stores.versions.clone(), settings, Environment::default());
    Ok((SqliteVersionSource::at(ground.data()), Arc::new(versions), stores))
}

/// A worker, which does not outlive its leader, whatever ends that.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        // Most of the time it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a worker, starts it again when it dies, stops it for a while when it asks for that, and ends it in time. What it said.
fn lead(ground: &Ground, role: Role, seed: u64, stress: &Stress, until: Instant) -> Result<Vec<String>> {
    let (mut said, mut life) = (Vec::new(), 0);
    while Instant::now() < until {
        let mut worker = Worker(start(ground, role, seed.wrapping_add(life), stress)?);
        life += 1;
        let input = Arc::new(Mutex::new(worker.0.stdin.take()));
        let ended = Arc::clone(&input);
        thread::spawn(move || {
            thread::sleep(until.saturating_duration_since(Instant::now()));
            // Without its input it ends by itself, at the next change or read.
            drop(ended.lock().map(|mut input| input.take()));
        });
        if let Some(output) = worker.0.stdout.take() {
            for told in BufReader::new(output).lines() {
                let told = told?;
                if told == "stop" {
                    // Its lease ends meanwhile.
                    signal("STOP", &worker.0)?;
                    thread::sleep(LEASE * 2);
                    signal("CONT", &worker.0)?;
                    if let Ok(Some(input)) = input.lock().as_deref_mut() {
                        // If the time is over it goes on without being told.
                        let _ = input.write_all(b"go\n");
                    }
                }
                said.push(told);
            }
        }
        let status = worker.0.wait()?;
        match (role, status.code()) {
            (_, Some(0)) => {}
            // It has killed itself, as it was drawn.
            (Role::Writer, None) => said.push("died".to_owned()),
            _ => return Err(Failure::refused(format!("a worker ended early: {status}"))),
        }
    }
    Ok(said)
}

fn start(ground: &Ground, role: Role, seed: u64, stress: &Stress) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    let role = if role == Role::Writer { "writer" } else { "reader" };
    command.args(["versions", "worker"]).arg(ground.folder()).args([role, &seed.to_string()]);
    // Not among the arguments, which everybody on the machine can read: there may be a password in it.
    command.env("CARTWRIGHT_CACHE", cache_text(ground));
    if let Some(plant) = stress.plant.and_then(|plant| plant.to_possible_value()) {
        command.args(["--plant", plant.get_name()]);
    }
    Ok(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?)
}

fn cache_text(ground: &Ground) -> String {
    match &ground.cache {
        StorePlace::Own(path) => path.display().to_string(),
        server => server.secret_text(),
    }
}

fn signal(name: &str, child: &Child) -> Result {
    Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status()?;
    Ok(())
}

impl Outcome {
    fn take(&mut self, told: &str) {
        match told {
            "died" => self.deaths += 1,
            "stop" => self.stops += 1,
            "found" => self.found += 1,
            "loaded" => self.loaded += 1,
            "passed by" => self.passed_by += 1,
            "changed" => {}
            wrong => self.wrong.push(wrong.to_owned()),
        }
    }
}

/// When all is quiet: nothing lost, nothing counted twice, cache and data agree.
fn count(
    outcome: &mut Outcome,
    ground: &Ground,
    source: &SqliteVersionSource,
    versions: &Versions,
    types: &[TypeName],
) -> Result {
    thread::sleep(LONGEST_MARK);
    // The server may have been started again at the last moment.
    let deadline = Instant::now() + PATIENCE_AT_THE_END;
    while !versions.store().look(types).is_ok_and(|look| look.young.is_none()) && Instant::now() < deadline {
        thread::sleep(LEASE);
    }
    let committed = source.settled(types)?[0];
    let value = super::worker::value(source)?;
    outcome.commits = value;
    outcome.acknowledged = acknowledged(ground.folder())?;
    if committed.counter() != i64::try_from(value).unwrap_or(i64::MAX) {
        outcome.wrong.push(format!("{value} changes were committed and {} counted", committed.counter()));
    }
    // Who died right after his COMMIT has told nobody.
    if outcome.acknowledged > value || value - outcome.acknowledged > outcome.deaths {
        outcome.wrong.push(format!("{value} changes were committed and {} acknowledged", outcome.acknowledged));
    }
    versions.capture(types, Need::Entries, source)?;
    let published = versions.store().look(types)?.standings[0].version;
    if published != Some(committed) {
        outcome.wrong.push(format!("{committed} is committed and {published:?} published"));
    }
    let report = versions.reconcile(source, true, "stress")?;
    if !report.findings.is_empty() {
        outcome.wrong.push(format!("the reconciler found {:?}", report.findings));
    }
    Ok(())
}
