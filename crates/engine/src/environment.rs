//! Time, pauses and chance, as the engine gets them.

use crate::error::EngineError;
use cartwright_coordination::{
    MonotonicClock, Random, Sleep, SystemClock, SystemRandom, SystemSleep, Waiter, WallClock,
};
use cartwright_core::{FixedOffsets, Moment, TimeZones};
use std::fmt;
use std::sync::Arc;

/// What the engine knows of the world beside its store. By default the operating system's, and no names of time zones.
///
/// ```
/// use cartwright_coordination::{ManualClock, SeededRandom};
/// use cartwright_engine::Environment;
/// use std::sync::Arc;
///
/// let clock = ManualClock::default();
/// let in_a_test = Environment {
///     wall: Arc::new(clock.clone()),
///     monotonic: Arc::new(clock.clone()),
///     sleep: Arc::new(clock),
///     random: Arc::new(SeededRandom::new(1)),
///     ..Environment::default()
/// };
/// assert_eq!(in_a_test.time().to_string(), "2025-01-01T00:00:00.000000Z");
/// ```
#[derive(Clone)]
pub struct Environment {
    /// Says when something happened.
    pub wall: Arc<dyn WallClock>,
    /// Says how long something took.
    pub monotonic: Arc<dyn MonotonicClock>,
    /// Lets time pass between attempts.
    pub sleep: Arc<dyn Sleep>,
    /// Makes ids, incarnations and the length of pauses.
    pub random: Arc<dyn Random>,
    /// Says what the names of time zones in rules mean.
    pub zones: Arc<dyn TimeZones + Send + Sync>,
}

impl Environment {
    /// The time now.
    pub fn time(&self) -> Moment {
        Moment::from_micros(self.wall.wall_time().as_micros())
    }

    pub(crate) fn waiter(&self) -> Waiter<'_> {
        Waiter { clock: &*self.monotonic, sleep: &*self.sleep, random: &*self.random }
    }

    /// A number that nobody else has.
    pub(crate) fn unique(&self) -> Result<u128, EngineError> {
        cartwright_coordination::uuid_v4(&*self.random).map(|id| id.as_u128()).map_err(EngineError::no_randomness)
    }

    /// Several of them. To ask the operating system once costs what one of them costs.
    pub(crate) fn uniques<const COUNT: usize>(&self) -> Result<[u128; COUNT], EngineError> {
        let ids = cartwright_coordination::uuids_v4(&*self.random).map_err(EngineError::no_randomness)?;
        Ok(ids.map(|id| id.as_u128()))
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            wall: Arc::new(SystemClock),
            monotonic: Arc::new(SystemClock),
            sleep: Arc::new(SystemSleep),
            random: Arc::new(SystemRandom),
            zones: Arc::new(FixedOffsets),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}
