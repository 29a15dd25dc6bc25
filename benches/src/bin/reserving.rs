//! The command `reservations`.
#![forbid(unsafe_code)]
#![allow(clippy::float_arithmetic)]

use cartwright_benches::holds::{self, Shop};
use cartwright_benches::redis_server::RedisServer;
use cartwright_benches::report::digits;
use cartwright_benches::{Failure, machine};
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures what reservations cost in Rust: in memory, in a SQLite file and on Redis, beside many that are held
#[derive(Debug, Parser)]
#[command(name = "reservations")]
struct Arguments {
    /// How many lines are held meanwhile
    #[arg(long, value_delimiter = ',', value_name = "N,…", default_values_t = [0, 1_000, 100_000])]
    held: Vec<usize>,
    /// How often each is done
    #[arg(long, default_value_t = 20_000)]
    times: usize,
    /// Where the files are, until the end; the disk decides what writes cost
    #[arg(long, value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("reservations: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    println!("{}\n", machine::line());
    // First, while nothing has been given back to the allocator that it could take again.
    let [lock, hold] = holds::bytes()?;
    let files = match &arguments.directory {
        Some(directory) => tempfile::tempdir_in(directory)?,
        None => tempfile::tempdir()?,
    };
    println!(
        "{:<10}{:>12}{:>16}{:>16}{:>16}{:>13}{:>13}",
        "µs", "held lines", "lock + unlock", "1 line", "10 lines", "bare commit", "same rows"
    );
    for held in &arguments.held {
        let mut shop = Shop::with_held_lines(holds::memory(), *held)?;
        row("memory", *held, &mut shop, arguments.times, None)?;
    }
    for held in &arguments.held {
        let path = files.path().join(format!("{held}.sqlite"));
        let mut shop = Shop::with_held_lines(holds::sqlite(&path), *held)?;
        let times = arguments.times.div_ceil(10);
        let commit = holds::bare_commits(&path, times)?;
        row("sqlite", *held, &mut shop, times, Some(commit))?;
    }
    let server = RedisServer::start()?;
    let mut ratios = Vec::new();
    for (number, held) in arguments.held.iter().enumerate() {
        let Some(server) = &server else { break };
        // The keys of each have a name of their own.
        let options = server.options().prefix(&format!("bench-{number}:"));
        let mut shop = Shop::with_held_lines(holds::redis(options), *held)?;
        let times = arguments.times.div_ceil(10);
        let bare = server.bare_round_trips(times)?;
        let [reserve, release] = row("redis", *held, &mut shop, times, Some(bare))?;
        ratios.push((reserve / bare[0], release / bare[0]));
    }
    println!(
        "\n1 line, 10 lines: to reserve + to release. Bare commit: of one changed row in the same file, and of the rows"
    );
    println!(
        "that a reservation of one line writes, by hand. A JavaScript lock table in memory, for comparison: lock + unlock"
    );
    println!("0.97, 10 items reserved and released 14, with 100 000 live locks 292.");
    match ratios.first() {
        Some((reserve, release)) => println!(
            "redis (a server of this machine that keeps no log): beside it a PING, and a SET of 300 bytes. To reserve a line takes\n\
             {reserve:.1} times a PING, to release it {release:.1} times."
        ),
        None => println!("redis: not measured, because this machine has no redis-server"),
    }
    println!(
        "bytes in memory, kernel's count: an exclusive lock {lock} (at most 256), a held unit {hold} (under 1024)"
    );
    Ok(())
}

/// Prints a row; what it took to reserve and to release one line.
fn row(name: &str, held: usize, shop: &mut Shop, times: usize, bare: Option<[f64; 2]>) -> Result<[f64; 2], Failure> {
    let lock = digits(shop.lock_and_unlock(times)?);
    let both = |figures: [f64; 2]| format!("{} + {}", digits(figures[0]), digits(figures[1]));
    let single = shop.reserve_and_release(1, times)?;
    let (one, ten) = (both(single), both(shop.reserve_and_release(10, times)?));
    let [bare, same] = bare.map_or_else(|| ["-", "-"].map(str::to_owned), |figures| figures.map(digits));
    println!("{name:<10}{held:>12}{lock:>16}{one:>16}{ten:>16}{bare:>13}{same:>13}");
    Ok(single)
}
