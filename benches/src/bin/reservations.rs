//! The command `reservations`.
#![forbid(unsafe_code)]
#![allow(clippy::float_arithmetic)]

use cartwright_benches::holds::{self, Shop};
use cartwright_benches::report::digits;
use cartwright_benches::{Failure, machine};
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures what reservations cost in Rust: in memory and in a SQLite file, beside many that are held
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
        "{:<12}{:>10}{:>18}{:>14}{:>14}{:>14}",
        "µs", "held lines", "lock + unlock", "1 line", "10 lines", "one commit"
    );
    for held in &arguments.held {
        let mut shop = Shop::with_held_lines(holds::memory(), *held)?;
        row("memory", *held, &mut shop, arguments.times, None)?;
    }
    for held in &arguments.held {
        let path = files.path().join(format!("{held}.sqlite"));
        let mut shop = Shop::with_held_lines(holds::sqlite(&path), *held)?;
        let times = arguments.times.div_ceil(10);
        let commit = holds::one_commit(&path, times)?;
        row("sqlite", *held, &mut shop, times, Some(commit))?;
    }
    println!("\n1 line and 10 lines: to reserve + to release. One commit: of one changed row in the same file.");
    println!(
        "bytes in memory, kernel's count: an exclusive lock {lock} (at most 256), a held unit {hold} (under 1024)"
    );
    Ok(())
}

fn row(name: &str, held: usize, shop: &mut Shop, times: usize, commit: Option<f64>) -> Result<(), Failure> {
    let lock = shop.lock_and_unlock(times)?;
    let both = |figures: [f64; 2]| format!("{} + {}", digits(figures[0]), digits(figures[1]));
    let (one, ten) = (both(shop.reserve_and_release(1, times)?), both(shop.reserve_and_release(10, times)?));
    let commit = commit.map_or_else(|| "-".to_owned(), digits);
    println!("{name:<12}{held:>10}{:>18}{one:>14}{ten:>14}{commit:>14}", digits(lock));
    Ok(())
}
