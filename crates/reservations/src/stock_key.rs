//! What is counted.

use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Whose, of what kind, and which: a vendor, a kind and a sku. Every byte of each counts; no two keys that differ are one
/// stock.
///
/// As text the parts stand between slashes; a slash or a percent sign in a part is written as `%2F` or `%25`, so that no
/// two keys have one text.
///
/// ```
/// use cartwright_reservations::StockKey;
///
/// let lamp = StockKey::new("shop", "item", "lamp")?;
/// assert_eq!(lamp.as_str(), "shop/item/lamp");
/// assert_ne!(lamp, StockKey::new("shop", "coupon", "lamp")?);
///
/// let odd = StockKey::new("a/b", "item", "50%")?;
/// assert_eq!(odd.as_str(), "a%2Fb/item/50%25");
/// assert_eq!((odd.vendor().as_ref(), odd.sku().as_ref()), ("a/b", "50%"));
/// assert_eq!("a%2Fb/item/50%25".parse::<StockKey>()?, odd);
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StockKey(Arc<str>);

impl StockKey {
    /// The longest part, in bytes.
    pub const LONGEST_PART: usize = 255;

    /// A key.
    ///
    /// # Errors
    /// If a part is empty or longer than [`StockKey::LONGEST_PART`].
    pub fn new(vendor: &str, kind: &str, sku: &str) -> Result<Self> {
        let parts = [("vendor", vendor), ("kind", kind), ("sku", sku)];
        for (name, part) in parts {
            check(name, part)?;
        }
        if parts.iter().any(|(_, part)| part.contains(['/', '%'])) {
            return Ok(Self([escaped(vendor), escaped(kind), escaped(sku)].join("/").into()));
        }
        Ok(Self([vendor, kind, sku].join("/").into()))
    }

    /// The text of the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose it is.
    pub fn vendor(&self) -> Cow<'_, str> {
        self.part(0)
    }

    /// Of what kind.
    pub fn kind(&self) -> Cow<'_, str> {
        self.part(1)
    }

    /// Which.
    pub fn sku(&self) -> Cow<'_, str> {
        self.part(2)
    }

    fn part(&self, place: usize) -> Cow<'_, str> {
        let part = self.0.split('/').nth(place).unwrap_or_default();
        if part.contains('%') { Cow::Owned(part.replace("%2F", "/").replace("%25", "%")) } else { Cow::Borrowed(part) }
    }
}

fn escaped(part: &str) -> String {
    part.replace('%', "%25").replace('/', "%2F")
}

fn check(name: &str, part: &str) -> Result<()> {
    let refused = |message| Err(Error::new(ErrorKind::InvalidKey, message));
    match part.len() {
        0 => refused(format!("the {name} of a key is empty; a key is a vendor, a kind and a sku")),
        1..=StockKey::LONGEST_PART => Ok(()),
        bytes => refused(format!("the {name} of a key has {bytes} bytes; {} are allowed", StockKey::LONGEST_PART)),
    }
}

impl fmt::Display for StockKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StockKey {
    type Err = Error;

    /// Reads what [`StockKey::as_str`] says, and nothing else.
    fn from_str(text: &str) -> Result<Self> {
        let no_key = || {
            let message = format!("`{}` is no key; write vendor/kind/sku", text.escape_debug());
            Error::new(ErrorKind::InvalidKey, message)
        };
        let mut parts = text.split('/');
        let (Some(vendor), Some(kind), Some(sku), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(no_key());
        };
        if !text.contains('%') {
            // As most keys are: nothing in it has another way to be written.
            for (name, part) in [("vendor", vendor), ("kind", kind), ("sku", sku)] {
                check(name, part)?;
            }
            return Ok(Self(text.into()));
        }
        let read = Self(text.into());
        let again = Self::new(&read.vendor(), &read.kind(), &read.sku())?;
        if again == read { Ok(read) } else { Err(no_key()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_has_between_1_and_255_bytes() {
        let long = "é".repeat(128);
        assert!(StockKey::new(&"x".repeat(255), "k", "s").is_ok());
        for (vendor, kind, sku) in [("", "k", "s"), ("v", "", "s"), ("v", "k", ""), (&long, "k", "s")] {
            assert_eq!(StockKey::new(vendor, kind, sku).unwrap_err().kind(), ErrorKind::InvalidKey);
        }
    }

    #[test]
    fn a_text_that_no_key_has_is_refused() {
        for text in ["", "a", "a/b", "a/b/c/d", "a//c", "a/b/%", "a/b/%2f", "a/b/%41"] {
            assert_eq!(text.parse::<StockKey>().unwrap_err().kind(), ErrorKind::InvalidKey, "{text}");
        }
    }

    proptest! {
        #[test]
        fn keys_that_differ_have_texts_that_differ_and_are_read_as_they_were(
            one in ["[a/%2F5]{1,4}", "[a/%2F5]{1,4}", "[a/%2F5]{1,4}"], other in ["[a/%2F5]{1,4}", "[a/%2F5]{1,4}", "[a/%2F5]{1,4}"],
        ) {
            let key = |parts: &[String; 3]| StockKey::new(&parts[0], &parts[1], &parts[2]).unwrap();
            prop_assert_eq!(key(&one) == key(&other), one == other);
            let again: StockKey = key(&one).as_str().parse().unwrap();
            prop_assert_eq!([again.vendor(), again.kind(), again.sku()].map(Cow::into_owned), one);
        }
    }
}
