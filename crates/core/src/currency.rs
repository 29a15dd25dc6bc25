//! The currencies of ISO 4217.

use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use std::sync::LazyLock;

/// One row a currency; see the header line.
const TABLE: &str = include_str!("../data/currencies.csv");

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| TABLE.lines().filter_map(Currency::from_row).collect());

/// A currency of ISO 4217: how many decimals its amounts have and how they are written.
///
/// ```
/// use cartwright_core::Currency;
///
/// let ringgit = Currency::find("myr")?;
/// assert_eq!((ringgit.code(), ringgit.decimals(), ringgit.symbol()), ("MYR", 2, "RM"));
/// assert_eq!(Currency::find("KWD")?.decimals(), 3);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
pub struct Currency {
    code: &'static str,
    decimals: u32,
    name: &'static str,
    symbol: &'static str,
    symbol_first: bool,
    decimal_mark: &'static str,
    thousands_separator: &'static str,
}

impl Currency {
    /// Every currency, by code.
    pub fn all() -> &'static [Currency] {
        &CURRENCIES
    }

    /// The currency with this code, in upper or lower case.
    pub fn find(code: &str) -> Result<&'static Self> {
        // The table is sorted by code; a test holds it to that.
        let upper = code.to_ascii_uppercase();
        Self::all().binary_search_by(|currency| currency.code.cmp(upper.as_str())).map(|at| &Self::all()[at]).map_err(
            |_| Error::new(ErrorKind::UnknownCurrency, format!("Invalid currency \"{upper}\"")).with("currency", upper),
        )
    }

    fn from_row(row: &'static str) -> Option<Self> {
        let fields: Vec<&'static str> = row.split(',').collect();
        let &[code, _numeric, decimals, name, symbol, symbol_first, decimal_mark, thousands_separator] =
            fields.as_slice()
        else {
            return None;
        };
        Some(Self {
            code,
            // The header line has no number here and is left out by this.
            decimals: decimals.parse().ok()?,
            name,
            symbol,
            symbol_first: symbol_first == "1",
            decimal_mark: separator(decimal_mark),
            thousands_separator: separator(thousands_separator),
        })
    }

    /// Three capital letters.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Decimals of an amount in the major unit: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Minor units in a major one.
    pub fn subunit(&self) -> i64 {
        10i64.pow(self.decimals)
    }

    /// The name in English.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The sign shops write.
    pub fn symbol(&self) -> &'static str {
        self.symbol
    }

    /// Whether the sign stands before the number.
    pub fn symbol_first(&self) -> bool {
        self.symbol_first
    }

    /// Between the major and the minor unit.
    pub fn decimal_mark(&self) -> &'static str {
        self.decimal_mark
    }

    /// Between groups of three digits.
    pub fn thousands_separator(&self) -> &'static str {
        self.thousands_separator
    }
}

/// Separators are words in the table, whose fields hold no comma.
fn separator(word: &'static str) -> &'static str {
    match word {
        "comma" => ",",
        "dot" => ".",
        "space" => " ",
        "apostrophe" => "'",
        "none" => "",
        other => other,
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Currency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_the_table_is_a_currency_in_the_order_of_codes() {
        let rows = TABLE.lines().filter(|row| !row.starts_with("code") && !row.starts_with('#') && !row.is_empty());
        assert_eq!(rows.count(), Currency::all().len());
        assert!(Currency::all().len() > 150);
        assert!(Currency::all().windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(Currency::all().iter().all(|currency| currency.code.len() == 3 && currency.decimals <= 4));
    }

    #[test]
    fn an_unknown_code_is_refused() {
        for code in ["XXX", "", "US", "usdollar"] {
            assert_eq!(Currency::find(code).unwrap_err().kind(), ErrorKind::UnknownCurrency);
        }
    }
}
