//! The tables, as text.

use crate::alone;
use crate::grid::{Grid, Place, Plan};
use crate::stand::{Step, Way};
use crate::targets::Target;
use std::fmt::Write;

/// A figure in three digits, so that a column of them can be read at a glance.
pub fn digits(figure: f64) -> String {
    match figure {
        small if small < 9.995 => format!("{small:.2}"),
        middle if middle < 99.95 => format!("{middle:.1}"),
        large => format!("{large:.0}"),
    }
}

fn cell(figure: Option<f64>, unit: &str) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{}{unit}", digits(figure)))
}

fn times(ratio: Option<f64>) -> String {
    ratio.map_or_else(
        || "-".to_owned(),
        |ratio| if ratio < 99.95 { format!("{ratio:.1}x") } else { format!("{ratio:.0}x") },
    )
}

/// The cart by itself.
pub fn alone(sizes: &[usize], figures: &[Vec<Option<f64>>]) -> String {
    let mut out = format!("{:<38}", "the cart by itself, µs, by items");
    for items in sizes {
        let _ = write!(out, "{items:>10}");
    }
    out.push('\n');
    for (name, row) in alone::ROWS.iter().zip(figures) {
        let _ = write!(out, "{name:<38}");
        for figure in row {
            let _ = write!(out, "{:>10}", cell(*figure, ""));
        }
        out.push('\n');
    }
    out
}

/// One adapter: a line for each operation and size; how often the figure with the fewest others the one with the most is,
/// and how often the figure of the smallest cart this one is.
pub fn grid(title: &str, plan: &Plan, grid: &Grid) -> String {
    let mut out = format!("{:<20}", "");
    let columns = plan.others.len() * 9 + 7 + 8;
    for way in ["held between operations", "loaded for each operation"] {
        let _ = write!(out, " | {way:^columns$}");
    }
    let _ = write!(out, "\n{title}\n{:<13}{:>7}", "µs, by others", "items");
    for _ in Way::ALL {
        out.push_str(" | ");
        for others in &plan.others {
            let _ = write!(out, "{others:>9}");
        }
        let _ = write!(out, "{:>7}{:>8}", "others", "items");
    }
    out.push('\n');
    for step in Step::ALL {
        for (size, items) in plan.items.iter().enumerate() {
            let at = |way, items, others| Place { way, step, items, others };
            let known = Way::ALL.into_iter().any(|way| grid.figure(at(way, size, 0)).is_some());
            if !known {
                continue;
            }
            let _ = write!(out, "{:<13}{items:>7}", step.name());
            for way in Way::ALL {
                out.push_str(" | ");
                for others in 0..plan.others.len() {
                    let _ = write!(out, "{:>9}", cell(grid.figure(at(way, size, others)), ""));
                }
                let last = plan.others.len().saturating_sub(1);
                let of_others = grid.ratio(at(way, size, 0), at(way, size, last));
                let of_items = grid.ratio(at(way, 0, 0), at(way, size, 0));
                let _ = write!(out, "{:>7}{:>8}", times(of_others), times(of_items));
            }
            out.push('\n');
        }
    }
    out
}

/// What was aimed at.
pub fn targets(targets: &[Target]) -> String {
    let mut out = String::new();
    for target in targets {
        let _ = writeln!(
            out,
            "{:<88}{:>6}{}, at most {}{}: {}",
            target.what,
            digits(target.figure),
            target.unit,
            target.limit,
            target.unit,
            if target.is_reached() { "reached" } else { "MISSED" }
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits() {
        assert_eq!(
            [0.034, 9.99, 9.999, 12.34, 99.99, 7712.4].map(digits),
            ["0.03", "9.99", "10.0", "12.3", "100", "7712"]
        );
    }
}
