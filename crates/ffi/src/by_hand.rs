//! The clock that a test moves by hand.

use crate::failure::{Failure, Outcome};
use cartwright_coordination::ManualClock;
use std::time::Duration;

/// More than any lease, and far from the end of any clock.
const CENTURY_MS: u64 = 100 * 366 * 24 * 3_600_000;

/// Moves the clock of a store, if it has one that stands still.
pub(crate) fn advance(clock: Option<&ManualClock>, milliseconds: i64) -> Outcome {
    let by = u64::try_from(milliseconds).ok().filter(|by| *by <= CENTURY_MS).ok_or_else(|| {
        Failure::Argument(format!("This clock does not go by {milliseconds} ms; give 0 to {CENTURY_MS}"))
    })?;
    let clock = clock.ok_or_else(|| {
        Failure::Argument("This clock goes by itself; open a store with \"clock\": \"manual\"".into())
    })?;
    clock.advance(Duration::from_millis(by));
    Ok(())
}
