//! The command `cartwright`: carts from the command line, over the same engine as everything else.
//!
//! `cartwright --help` has examples. Every subcommand is a file here; it asks `cartwright-engine` and prints.
#![forbid(unsafe_code)]

mod another;
mod args;
mod cart;
mod carts;
mod events;
mod failure;
mod metrics;
mod reservations;
mod sale;
mod sale_worker;
mod show;
mod stress;
mod versions;

use args::{Cli, Command, Common};
use cartwright_engine::{Engine, Settings};
use cartwright_storage::StorePlace;
use clap::{CommandFactory, Parser};
use failure::{Failure, Result};
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cartwright: {failure}");
            ExitCode::from(failure.code)
        }
    }
}

fn run(cli: &Cli) -> Result {
    if let Command::Completions { shell } = cli.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "cartwright", &mut script);
        return show::line(String::from_utf8_lossy(&script).trim_end());
    }
    if let Command::Versions(args) = &cli.command {
        return versions::run(args, cli.common.json);
    }
    let store = cli.common.store.as_deref().ok_or_else(|| {
        Failure::usage(
            "say where the carts are: --store sqlite:PATH, sqlite-own:PATH, redis://HOST:PORT or memory, or CARTWRIGHT_STORE",
        )
    })?;
    let store: StorePlace = store.parse().map_err(Failure::usage)?;
    if let Command::Reservations(command) = &cli.command {
        return reservations::run(&store, &cli.common, command);
    }
    let engine =
        Engine::shared(store.carts(patience(&cli.common).min(StorePlace::BUSY_TIMEOUT)), settings(&cli.common)?);
    let json = cli.common.json;
    match &cli.command {
        Command::Cart(command) => cart::run(&engine, command, json),
        Command::Carts(command) => carts::run(&engine, command, json),
        Command::Stress(stress) => stress::run(&engine, &cli.common, &store, stress),
        Command::StressWorker { identifier, worker, operations } => {
            stress::worker(&engine, identifier, *worker, *operations)
        }
        Command::Events(command) => events::run(&engine, command),
        Command::Metrics { sample } => metrics::run(&engine, *sample, json),
        Command::Reservations(_) | Command::Versions(_) | Command::Completions { .. } => Ok(()),
    }
}

fn patience(common: &Common) -> Duration {
    Duration::from_secs(common.patience.into())
}

fn settings(common: &Common) -> Result<Settings> {
    let mut settings = Settings::new(&common.currency).map_err(|error| Failure::usage(error.to_string()))?;
    settings.outbox = common.outbox;
    settings.patience = patience(common);
    // Who types a price that is none wants to be told, not to sell for nothing as the original did.
    settings.policy.switches.strict_parsing = true;
    Ok(settings)
}
