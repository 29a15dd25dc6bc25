//! Texts of columns that are known to be readable, because they were read or written here.

use cartwright_core::CartKey;
use parking_lot::Mutex;
use std::collections::VecDeque;

/// Carts that are remembered: those of the requests that are under way.
const CARTS: usize = 32;

/// Bytes that are remembered.
const BYTES: usize = 4 << 20;

/// A column of the row of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Items = 0,
    Conditions = 1,
    Metadata = 2,
}

/// The texts of some carts, the last ones that were loaded or stored.
///
/// Nothing is concluded from a version: whoever edits a row by hand need not raise it. A text is known if it is the very
/// same to the byte, and then it can be read, whatever has become of the row or the transaction meanwhile. To compare it
/// costs a fiftieth of reading it.
///
/// It is used while the connection is, by one thread at a time; nobody waits for it.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<VecDeque<Texts>>);

#[derive(Debug)]
struct Texts {
    key: CartKey,
    columns: [Option<String>; 3],
}

impl Texts {
    fn len(&self) -> usize {
        self.columns.iter().flatten().map(String::len).sum()
    }
}

impl Seen {
    /// Whether this text is known to be readable.
    pub(crate) fn knows(&self, key: &CartKey, column: Column, text: &[u8]) -> bool {
        let seen = self.0.lock();
        let texts = seen.iter().rev().find(|texts| texts.key == *key);
        texts.is_some_and(|texts| texts.columns[column as usize].as_deref().map(str::as_bytes) == Some(text))
    }

    /// Remembers what has been read or written of a cart. A column that is `None` stays as it is known.
    pub(crate) fn remember(&self, key: &CartKey, columns: [Option<String>; 3]) {
        let mut seen = self.0.lock();
        let known = seen.iter().rposition(|texts| texts.key == *key).and_then(|at| seen.remove(at));
        let mut texts = known.unwrap_or_else(|| Texts { key: key.clone(), columns: Default::default() });
        for (known, column) in texts.columns.iter_mut().zip(columns) {
            if column.is_some() {
                *known = column;
            }
        }
        seen.push_back(texts);
        while seen.len() > CARTS || seen.iter().map(Texts::len).sum::<usize>() > BYTES {
            seen.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> CartKey {
        CartKey::new(&format!("user-{number}"), "default")
    }

    fn items(text: &str) -> [Option<String>; 3] {
        [Some(text.to_owned()), None, None]
    }

    #[test]
    fn a_text_is_known_of_its_cart_and_column_until_another_one_comes() {
        let seen = Seen::default();
        seen.remember(&key(1), [Some("{}".into()), Some("[]".into()), None]);
        assert!(seen.knows(&key(1), Column::Items, b"{}"));
        assert!(!seen.knows(&key(1), Column::Items, b"{} "));
        assert!(!seen.knows(&key(1), Column::Metadata, b"{}"));
        assert!(!seen.knows(&key(2), Column::Items, b"{}"));
        seen.remember(&key(1), items("{ }"));
        assert!(!seen.knows(&key(1), Column::Items, b"{}"));
        assert!(seen.knows(&key(1), Column::Conditions, b"[]"));
    }

    #[test]
    fn the_oldest_are_forgotten_so_that_there_is_an_end_to_it() {
        let seen = Seen::default();
        (0..=CARTS).for_each(|number| seen.remember(&key(number), items("{}")));
        assert!(!seen.knows(&key(0), Column::Items, b"{}"));
        assert!(seen.knows(&key(1), Column::Items, b"{}"));
        seen.remember(&key(7), items(&" ".repeat(BYTES)));
        assert!(!seen.knows(&key(CARTS), Column::Items, b"{}"));
        seen.remember(&key(8), items("{}"));
        assert!(seen.knows(&key(8), Column::Items, b"{}"));
        assert_eq!(seen.0.lock().len(), 1, "what is too large takes no room for long");
    }
}
