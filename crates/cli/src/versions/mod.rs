//! Data versions from the command line: those that are raised in a SQLite file with the data, and published in another one or on a
//! Redis server.

mod benchmark;
mod change;
mod look;
mod place;
mod race;
mod validate;
mod worker;

use crate::failure::Result;
use cartwright_versions::{TypeName, WhenUnmarked};
use clap::{Args, Subcommand};
use place::Place;
use std::path::PathBuf;

/// Where versions are, and what is to be done with them.
#[derive(Debug, Args)]
pub struct VersionsArgs {
    /// The SQLite file in which versions are raised with the data
    #[arg(long, global = true, env = "CARTWRIGHT_DATA", value_name = "PATH")]
    pub data: Option<PathBuf>,
    /// Where they are published: a SQLite file, DATA-cache unless given and never the same one, or redis://HOST:PORT/DB
    // A text, and read later: there may be a password in it.
    #[arg(long, global = true, env = "CARTWRIGHT_CACHE", hide_env_values = true, value_name = "PATH|SERVER")]
    pub cache: Option<String>,
    #[command(subcommand)]
    pub command: VersionsCommand,
}

#[derive(Debug, Subcommand)]
pub enum VersionsCommand {
    /// Show each type's version, what is published of it, and when it was last raised
    Stats {
        /// Only these types
        types: Vec<String>,
    },
    /// Raise types by one, and publish them
    Bump {
        /// Which types
        #[arg(required = true)]
        types: Vec<String>,
        /// The id of the change; one with an id that was there before is not counted again
        #[arg(long)]
        id: Option<String>,
        /// Who does it, for the audit trail
        #[arg(long, env = "USER", default_value = "cartwright")]
        who: String,
        /// If no mark can be set, do it all the same, stale until it is repaired
        #[arg(long)]
        commit_stale: bool,
    },
    /// Compare what is published with what is committed, and make it right
    Repair {
        /// Only say what is wrong; then the exit code is 1
        #[arg(long)]
        dry_run: bool,
        /// Who does it, for the audit trail
        #[arg(long, env = "USER", default_value = "cartwright")]
        who: String,
    },
    /// Show what went wrong, the oldest first
    Incidents {
        /// Of the last so many hours
        #[arg(long, default_value_t = 24)]
        hours: u32,
        /// The audit trail instead: who has changed what
        #[arg(long)]
        audit: bool,
        /// The last so many
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Show the locks of bumps and of those who load values that are held; they end with their lease
    Locks {
        /// Take this one from whoever holds it
        #[arg(long, value_name = "NAME", requires = "reason")]
        release: Option<String>,
        /// Why; it is noted
        #[arg(long, requires = "release")]
        reason: Option<String>,
        /// Who does it, for the audit trail
        #[arg(long, env = "USER", default_value = "cartwright")]
        who: String,
    },
    /// Remove from the journal what is too old: incidents, the audit trail, counts
    Trim {
        /// For how many days records stay
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
        days: u32,
        /// Who does it, for the audit trail
        #[arg(long, env = "USER", default_value = "cartwright")]
        who: String,
    },
    /// Measure what a version check costs, and an invalidation with few and with many cached values
    Benchmark {
        /// Numbers of cached values under one tag
        #[arg(long, value_delimiter = ',', default_values_t = [10, 100_000])]
        entries: Vec<u32>,
        /// How often each is measured
        #[arg(long, default_value_t = 200)]
        rounds: u32,
    },
    /// Let many processes change data and read them through the cache, writers die and stop between COMMIT and publication
    Stress(Stress),
    /// Show stats, counts and incidents again and again
    Monitor {
        /// The pause between
        #[arg(long, default_value_t = 2, value_name = "SECONDS")]
        every: u64,
        /// End after so many times; 0 goes on
        #[arg(long, default_value_t = 0)]
        times: u64,
    },
    /// Check that it works here: a race of real processes in files and keys of its own, one with a defect that it has to see, and a repair
    Validate {
        /// How long the race lasts
        #[arg(long, default_value_t = 3)]
        seconds: u64,
        /// Repeats the choices of a race
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// One process of a stress
    #[command(hide = true)]
    Worker {
        folder: PathBuf,
        role: race::Role,
        seed: u64,
        #[arg(long)]
        plant: Option<race::Planted>,
    },
}

/// A race of real processes, in files of its own, and if a server is given under keys of its own
#[derive(Clone, Debug, Args)]
pub struct Stress {
    #[arg(long, default_value_t = 3)]
    pub writers: u32,
    #[arg(long, default_value_t = 3)]
    pub readers: u32,
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// Repeats the choices of a race; what the machine does meanwhile is not repeated
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Do it wrong on purpose, to see that the race can see: then it has to fail
    #[arg(long)]
    pub plant: Option<race::Planted>,
}

fn types(names: &[String]) -> Result<Vec<TypeName>> {
    Ok(TypeName::all(names.iter().map(String::as_str))?)
}

pub fn run(args: &VersionsArgs, json: bool) -> Result {
    let refusing = || Place::of(args, WhenUnmarked::Refuse);
    match &args.command {
        VersionsCommand::Stats { types } => look::stats(&refusing()?, types, json),
        VersionsCommand::Bump { types, id, who, commit_stale } => {
            let when = if *commit_stale { WhenUnmarked::CommitStale } else { WhenUnmarked::Refuse };
            change::bump(&Place::of(args, when)?, types, id.as_deref(), who, json)
        }
        VersionsCommand::Repair { dry_run, who } => change::repair(&refusing()?, !dry_run, who, json),
        VersionsCommand::Incidents { hours, audit, limit } => {
            look::incidents(&refusing()?, *hours, *audit, *limit, json)
        }
        VersionsCommand::Locks { release: Some(name), reason, who } => {
            change::unlock(&refusing()?, name, reason.as_deref().unwrap_or_default(), who, json)
        }
        VersionsCommand::Locks { .. } => look::locks(&refusing()?, json),
        VersionsCommand::Trim { days, who } => change::trim(&refusing()?, *days, who, json),
        VersionsCommand::Monitor { every, times } => look::monitor(&refusing()?, *every, *times, json),
        VersionsCommand::Benchmark { entries, rounds } => benchmark::run(args.cache.as_deref(), entries, *rounds, json),
        VersionsCommand::Stress(stress) => race::run(args.cache.as_deref(), stress, json),
        VersionsCommand::Validate { seconds, seed } => validate::run(args.cache.as_deref(), *seconds, *seed, json),
        VersionsCommand::Worker { folder, role, seed, plant } => {
            worker::run(folder, args.cache.as_deref().unwrap_or_default(), *role, *seed, *plant)
        }
    }
}
