//! The figures of one adapter: each operation, at each size, with each number of other carts, all in one run.

use crate::Failure;
use crate::adapter::Adapter;
use crate::others;
use crate::shop;
use crate::stand::{Stand, Step, Way};
use crate::stats::{median, median_ratio, micros};
use cartwright_engine::{Engine, Settings};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is to be measured.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Numbers of items.
    pub items: Vec<usize>,
    /// Numbers of other carts.
    pub others: Vec<u64>,
    /// How long each adapter is measured.
    pub time: Duration,
    /// How often at least.
    pub rounds: usize,
}

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// How the caller comes to the cart.
    pub way: Way,
    /// What is done.
    pub step: Step,
    /// The place in [`Plan::items`].
    pub items: usize,
    /// The place in [`Plan::others`].
    pub others: usize,
}

/// The figures: at each place one a round, in microseconds.
#[derive(Debug, Default)]
pub struct Grid(BTreeMap<Place, Vec<f64>>);

impl Grid {
    /// The median at a place.
    pub fn figure(&self, at: Place) -> Option<f64> {
        median(self.0.get(&at)?)
    }

    /// How many times the one at the first place the other one is, round by round.
    pub fn ratio(&self, first: Place, second: Place) -> Option<f64> {
        median_ratio(self.0.get(&first)?, self.0.get(&second)?)
    }

    fn note(&mut self, at: Place, figure: f64) {
        self.0.entry(at).or_default().push(figure);
    }
}

/// Measures an adapter. Files go into the directory.
///
/// # Errors
/// If a store fails, or does not hold afterwards what was put in.
pub fn measure(
    adapter: Adapter,
    plan: &Plan,
    directory: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Grid, Failure> {
    let mut settings = Settings::new("USD")?;
    settings.policy = shop::policy();
    let mut engines = Vec::new();
    for others in &plan.others {
        let path = directory.join(format!("{}-{others}.sqlite", adapter.name()));
        let store = adapter.open(&path);
        others::fill(adapter, &path, &*store, *others, &mut |done| {
            progress(&format!("{adapter}: {done} of {others} other carts"));
        })?;
        engines.push(Engine::shared(store, settings));
    }
    let mut stands = engines.iter().map(|engine| Stand::new(engine, &plan.items)).collect::<Result<Vec<_>, _>>()?;

    let (begun, mut grid, mut round) = (Instant::now(), Grid::default(), 0);
    while round < plan.rounds || begun.elapsed() < plan.time {
        progress(&format!("{adapter}: round {}", round + 1));
        for (size, items) in plan.items.iter().enumerate() {
            for way in Way::ALL {
                for turn in 0..stands.len() {
                    // Each of them is the first one as often as the others.
                    let others = (turn + round) % stands.len();
                    for (step, figure) in one(&mut stands[others], size, *items, way)? {
                        grid.note(Place { way, step, items: size, others }, figure);
                    }
                }
            }
        }
        round += 1;
    }
    stands.iter().try_for_each(Stand::verify)?;
    Ok(grid)
}

/// One figure for each step: the median of some turns, after one that brings everything to where it is needed.
fn one(stand: &mut Stand<'_>, size: usize, items: usize, way: Way) -> Result<BTreeMap<Step, f64>, Failure> {
    let turns = if items <= 10 { 5 } else { 2 };
    let mut noted: BTreeMap<Step, Vec<f64>> = BTreeMap::new();
    stand.turn(size, way, &mut |_, _| {})?;
    for _ in 0..turns {
        stand.turn(size, way, &mut |step, taken| noted.entry(step).or_default().push(micros(taken)))?;
    }
    Ok(noted.into_iter().filter_map(|(step, figures)| Some((step, median(&figures)?))).collect())
}
