//! Behaviour that a shop may choose.

/// Where a shop wants something else than the original did. All are off by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switches {
    /// Quantities may be fractions: 0.75 kg. Otherwise they are whole.
    pub fractional_quantities: bool,
}
