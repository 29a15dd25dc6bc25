//! The queue for a cart at which others were faster: one is next, the others wait for a moment instead of computing what will
//! not be stored.
//!
//! Nothing depends on it. Each change is still compared, so that a place that is lost, or held by a process that has died,
//! costs time and nothing else.

use super::names::Names;
use super::reply::unexpected;
use super::scripts;
use super::store::RedisStore;
use crate::redis::link::Effect;
use cartwright_coordination::{
    Backoff, Grain, Growth, Jitter, Random, Retry, SystemClock, SystemRandom, SystemSleep, Waiter,
};
use cartwright_core::{CartKey, StoreError};
use redis::Value;
use std::time::Duration;

/// How long a place is held at most, and waited for.
const HELD: Duration = Duration::from_secs(1);
const PAUSES: Backoff = Backoff {
    attempts: u32::MAX,
    base: Duration::from_millis(4),
    max: Duration::from_millis(32),
    growth: Growth::Doubling,
    jitter: Jitter::Full,
    grain: Grain::Microseconds,
};

/// The first place in the queue for a cart.
#[derive(Debug)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl RedisStore {
    /// Waits for the first place; none if it takes too long.
    pub(super) fn enter_queue(&self, key: &CartKey) -> Result<Option<Place>, StoreError> {
        let waiter = Waiter { clock: &SystemClock, sleep: &SystemSleep, random: &SystemRandom };
        let (Ok(one), Ok(other)) = (SystemRandom.number(), SystemRandom.number()) else { return Ok(None) };
        let (names, place) = (self.names(key), Place(format!("{one:016x}{other:016x}")));
        let mut retry = Retry::new(PAUSES, waiter.deadline(HELD));
        loop {
            if self.ask_queue(&names, &place, "enter")? {
                return Ok(Some(place));
            }
            if !waiter.pause(&mut retry).unwrap_or(false) {
                return Ok(None);
            }
        }
    }

    /// Lets the next one go.
    pub(super) fn leave_queue(&self, key: &CartKey, place: &Place) {
        // It is free by itself before long.
        let _ = self.ask_queue(&self.names(key), place, "leave");
    }

    fn ask_queue(&self, names: &Names, place: &Place, what: &str) -> Result<bool, StoreError> {
        let arguments = [place.text(), what, &HELD.as_millis().to_string()];
        let queue = self.options().queue_of(names);
        match self.run(&scripts::QUEUE, Effect::Repeatable, &[queue], &arguments)? {
            Value::Int(answer) => Ok(answer == 1),
            _ => Err(unexpected()),
        }
    }
}
