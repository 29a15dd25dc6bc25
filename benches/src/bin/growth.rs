//! The command `growth`.
#![forbid(unsafe_code)]

use cartwright_benches::adapter::Adapter;
use cartwright_benches::grid::{self, Plan};
use cartwright_benches::{Failure, alone, footprint, machine, report, shop, targets};
use clap::Parser;
use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  growth                                     with 10 and 10 000 other carts; a million, too, if CARTWRIGHT_DEEP=1
  growth --others 10,10000,1000000           the same, asked for: about 1 GB of files, and as much memory
  growth --adapter sqlite-own --items 1,1000 only what a row per item costs in a small and in a large cart
  growth --tiny                              only whether it runs; the figures mean nothing

All sizes of an adapter are measured by turns in one run, and ratios are medians over these turns, so that what else the
machine does is in both. A ratio below 1.5 means nothing.
Each store is checked: other carts are copies of one that the store has written, some are read back, and at the end each
measured cart must hold what was put in. The exit code is 1 if not; a target that is missed is printed, and no error.";

/// Measures what carts cost in Rust, and how that grows with their items and with the number of other carts
#[derive(Debug, Parser)]
#[command(name = "growth", after_help = EXAMPLES)]
struct Arguments {
    /// Numbers of other carts in the store
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    others: Vec<u64>,
    /// Numbers of items in the cart that is measured
    #[arg(long, value_delimiter = ',', value_name = "N,…", default_values_t = shop::ITEMS)]
    items: Vec<usize>,
    /// Which stores: memory, sqlite (the compatible table), sqlite-own
    #[arg(long = "adapter", value_delimiter = ',', value_name = "NAME,…", default_values_t = Adapter::ALL.map(|adapter| adapter.name().to_owned()))]
    adapters: Vec<String>,
    /// How long each of them is measured, beside the time to fill it
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    seconds: u64,
    /// Where the files are, until the end; the disk decides what writes cost
    #[arg(long, value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
    /// Small sizes and one round, to see whether it runs
    #[arg(long)]
    tiny: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("growth: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<(), Failure> {
    if arguments.tiny {
        (arguments.items, arguments.seconds) = (vec![1, 10], 0);
        if arguments.others.is_empty() {
            arguments.others = vec![2, 20];
        }
    }
    if arguments.others.is_empty() {
        let deep = std::env::var_os("CARTWRIGHT_DEEP").is_some_and(|deep| deep == "1");
        arguments.others = if deep { vec![10, 10_000, 1_000_000] } else { vec![10, 10_000] };
    }
    if arguments.items.contains(&0) || arguments.items.iter().any(|items| *items > 1000) {
        return Err("a cart that is measured has 1 to 1000 items".into());
    }
    let adapters: Vec<Adapter> = arguments.adapters.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
    let rounds = if arguments.tiny { 1 } else { 5 };
    let time = Duration::from_secs(arguments.seconds);
    let plan = Plan { items: arguments.items, others: arguments.others, time, rounds };

    println!("{}\n", machine::line());
    // First, while nothing has been given back to the allocator that it could take again.
    let resident = if arguments.tiny { [None; 2] } else { footprint::resident([10, 1000])? };
    let figures = alone::measure(&plan.items, time / 4, rounds)?;
    println!("{}", report::alone(&plan.items, &figures));
    let mut aims = targets::of_cart(&plan.items, &figures, resident);

    let files = match &arguments.directory {
        Some(directory) => tempfile::tempdir_in(directory),
        None => tempfile::tempdir(),
    }?;
    let mut progress = progress();
    for adapter in adapters {
        let grid = grid::measure(adapter, &plan, files.path(), &mut progress)?;
        progress("");
        println!("{}", report::grid(&adapter.to_string(), &plan, &grid));
        if adapter == Adapter::Memory {
            aims.extend(targets::change_in_memory(&plan, &grid));
        }
        if adapter == Adapter::Own {
            aims.extend(targets::large_against_small(&adapter.to_string(), &plan, &grid));
        }
        aims.extend(targets::many_others(&adapter.to_string(), &plan, &grid));
        clear(files.path())?;
    }
    print!("{}", report::targets(&aims));
    files.close()?;
    Ok(())
}

/// The files of one adapter make room for those of the next one.
fn clear(directory: &std::path::Path) -> Result<(), Failure> {
    for entry in std::fs::read_dir(directory)? {
        std::fs::remove_file(entry?.path())?;
    }
    Ok(())
}

/// One line that changes, where somebody is looking; else a line now and then.
fn progress() -> impl FnMut(&str) {
    let (terminal, mut calls) = (stderr().is_terminal(), 0_u32);
    move |now: &str| {
        calls += 1;
        if terminal {
            let _ = write!(stderr(), "\r{now:<60}\r");
        } else if !now.is_empty() && now.contains("other carts") && calls % 4 == 0 {
            eprintln!("{now}");
        }
    }
}
