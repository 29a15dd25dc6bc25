//! All carts.

use crate::args::CartsCommand;
use crate::failure::{Failure, Result};
use crate::show;
use cartwright_core::{CartListing, Moment};
use cartwright_engine::{Engine, Prune};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::time::Duration;

const BATCH: usize = 1000;

pub fn run(engine: &Engine, command: &CartsCommand, json: bool) -> Result {
    match command {
        CartsCommand::List { idle_days, limit } => list(engine, idle_days.map(days), *limit, json),
        CartsCommand::Prune { days: idle, dry_run, batch_size, yes } => {
            let prune = Prune { idle_for: days(*idle), batch: *batch_size, dry_run: *dry_run };
            self::prune(engine, &prune, *yes, json)
        }
    }
}

fn days(days: u64) -> Duration {
    Duration::from_secs(days.saturating_mul(86_400))
}

fn list(engine: &Engine, idle_for: Option<Duration>, limit: usize, json: bool) -> Result {
    let (mut after, mut left) = (None, limit);
    while left > 0 {
        let wanted = left.min(BATCH);
        let carts = match idle_for {
            Some(idle_for) => engine.abandoned_carts(idle_for, after.as_ref(), wanted)?,
            None => engine.carts(after.as_ref(), wanted)?,
        };
        for listing in &carts {
            show::line(&row(listing, json))?;
        }
        if carts.len() < wanted {
            break;
        }
        left -= carts.len();
        after = carts.into_iter().last().map(|listing| listing.key);
    }
    Ok(())
}

fn row(listing: &CartListing, json: bool) -> String {
    let CartListing { key, identity, updated_at } = listing;
    let at = Moment::from_seconds(*updated_at).to_seconds_text();
    if json {
        let (identifier, instance) = (show::text(key.identifier()), show::text(key.instance()));
        let identity = show::identity(Some(*identity));
        return format!(
            r#"{{"identifier":{identifier},"instance":{instance},"identity":{identity},"updated_at":"{at}"}}"#
        );
    }
    format!("{:<40} version {:>6}   changed {at}", key.to_string(), identity.version)
}

fn prune(engine: &Engine, prune: &Prune, yes: bool, json: bool) -> Result {
    let counted = engine.prune(&Prune { dry_run: true, ..*prune }, |_| ControlFlow::Continue(()))?;
    if !prune.dry_run && counted.found > 0 && !yes {
        eprint!("{} carts were not changed for so long. Delete them? [y/N] ", counted.found);
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(Failure::refused("nothing was deleted; answer y, or give --yes"));
        }
    }
    let bar = bar(counted.found, json);
    let pruned = engine.prune(prune, |so_far| {
        bar.set_position(so_far.found);
        ControlFlow::Continue(())
    })?;
    bar.finish_and_clear();
    let (found, removed, kept) = (pruned.found, pruned.removed, pruned.kept);
    if json {
        return show::line(&format!(r#"{{"found":{found},"removed":{removed},"kept":{kept}}}"#));
    }
    show::line(&match (found, prune.dry_run) {
        (0, _) => "No abandoned carts found.".to_owned(),
        (_, true) => format!("Would delete {found} abandoned carts."),
        (_, false) => {
            format!("Successfully deleted {removed} abandoned carts; {kept} were changed meanwhile and stay.")
        }
    })
}

/// A progress bar for people; where nobody watches it hides itself.
pub fn bar(length: u64, json: bool) -> ProgressBar {
    if json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}").unwrap_or(ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style)
}
