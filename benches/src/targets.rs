//! What was aimed at, and whether it is reached.

use crate::alone;
use crate::grid::{Grid, Place, Plan};
use crate::stand::{Step, Way};

/// Less is noise on a machine that does other things, too.
pub const NOISE: f64 = 1.5;

/// A million carts are found through two more levels of a tree than ten: that is all that may be seen of them.
pub const TREE: f64 = 2.0;

/// A line of verdict: what, how much, at most.
#[derive(Clone, Debug)]
pub struct Target {
    /// What is meant.
    pub what: String,
    /// How much it is.
    pub figure: f64,
    /// How much it may be.
    pub limit: f64,
    /// What both are in.
    pub unit: &'static str,
}

impl Target {
    /// Whether it is reached.
    pub fn is_reached(&self) -> bool {
        self.figure <= self.limit
    }
}

/// Those of the cart by itself.
pub fn of_cart(sizes: &[usize], alone: &[Vec<Option<f64>>], resident: [Option<f64>; 2]) -> Vec<Target> {
    let at = |name: &str| -> Option<f64> {
        let size = sizes.iter().position(|items| *items == 10)?;
        alone.get(alone::row(name)?)?[size]
    };
    let changes = ["add", "update", "remove", "addCondition"].into_iter().filter_map(at).reduce(f64::max);
    let target = |what: &str, figure: Option<f64>, limit, unit| {
        Some(Target { what: what.to_owned(), figure: figure?, limit, unit })
    };
    [
        target("a change of a cart of 10, the dearest", changes, 1.0, " µs"),
        target("a total of a cart of 10", at("total"), 0.1, " µs"),
        target("memory of a cart of 10 with its text", resident[0], 2.0, "x its JSON"),
        target("memory of a cart of 1000 with its text", resident[1], 2.0, "x its JSON"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A change of a held cart of 10 with its events, where nothing else is stored: in memory.
pub fn change_in_memory(plan: &Plan, grid: &Grid) -> Option<Target> {
    let size = plan.items.iter().position(|items| *items == 10)?;
    let changes = Step::ALL.into_iter().filter(|step| step.is_change());
    let figures = changes.filter_map(|step| grid.figure(Place { way: Way::Held, step, items: size, others: 0 }));
    let what = "memory: a change of a held cart of 10 with its events, the dearest".to_owned();
    Some(Target { what, figure: figures.reduce(f64::max)?, limit: 1.0, unit: " µs" })
}

/// A change in a large cart against the same in a small one, where it is held.
pub fn large_against_small(adapter: &str, plan: &Plan, grid: &Grid) -> Option<Target> {
    let last = plan.items.len().checked_sub(1)?;
    let changes = Step::ALL.into_iter().filter(|step| step.is_change());
    let ratios = changes.filter_map(|step| {
        let at = |items| Place { way: Way::Held, step, items, others: 0 };
        Some((step, grid.ratio(at(0), at(last))?))
    });
    let (step, figure) = ratios.max_by(|one, other| one.1.total_cmp(&other.1))?;
    let what = format!(
        "{adapter}: a change of a held cart of {} against one of {}, the worst: {}",
        plan.items[last],
        plan.items[0],
        step.name()
    );
    Some(Target { what, figure, limit: NOISE, unit: "x" })
}

/// Most other carts against fewest.
pub fn many_others(adapter: &str, plan: &Plan, grid: &Grid) -> Option<Target> {
    let last = plan.others.len().checked_sub(1).filter(|last| *last > 0)?;
    let mut worst: Option<(f64, String)> = None;
    for way in Way::ALL {
        for step in Step::ALL {
            for (size, items) in plan.items.iter().enumerate() {
                let at = |others| Place { way, step, items: size, others };
                let Some(ratio) = grid.ratio(at(0), at(last)) else { continue };
                if worst.as_ref().is_none_or(|(known, _)| ratio > *known) {
                    worst = Some((ratio, format!("{} at {items}, {way:?}", step.name()).to_lowercase()));
                }
            }
        }
    }
    let (figure, which) = worst?;
    let what = format!("{adapter}: {} other carts against {}, the worst: {which}", plan.others[last], plan.others[0]);
    Some(Target { what, figure, limit: TREE, unit: "x" })
}
