//! How large a cart may grow.

use crate::error::{Error, ErrorKind, Result};

/// The limits of a cart and its items. The defaults are the original's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Distinct items in a cart.
    pub items: u64,
    /// Bytes of stored text: one item's attributes, all items, all conditions, all metadata. As many as the JSON of the
    /// columns has, whatever a store keeps a cart in.
    pub data_bytes: u64,
    /// Quantity of one item.
    pub item_quantity: i64,
    /// Bytes of an item's id and name.
    pub text_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { items: 1000, data_bytes: 1_048_576, item_quantity: 10_000, text_bytes: 255 }
    }
}

impl Limits {
    /// Refuses stored text that is too long. `what` is `items`, `conditions` or `metadata`.
    ///
    /// ```
    /// let limits = cartwright_core::Limits { data_bytes: 10, ..Default::default() };
    /// assert_eq!(
    ///     limits.check_stored_size("items", 11).unwrap_err().to_string(),
    ///     "Cart items data size (11 bytes) exceeds maximum allowed size of 10 bytes",
    /// );
    /// ```
    pub fn check_stored_size(&self, what: &str, bytes: usize) -> Result<()> {
        if bytes as u64 <= self.data_bytes {
            return Ok(());
        }
        Err(self.too_long(ErrorKind::CartTooLarge, &format!("Cart {what}"), bytes))
    }

    pub(crate) fn check_attributes_size(&self, bytes: usize) -> Result<()> {
        if bytes as u64 <= self.data_bytes {
            return Ok(());
        }
        // The doubled word is the original's; programs match on the message.
        Err(self.too_long(ErrorKind::InvalidItem, "Cart item item attributes", bytes))
    }

    fn too_long(&self, kind: ErrorKind, what: &str, bytes: usize) -> Error {
        let message =
            format!("{what} data size ({bytes} bytes) exceeds maximum allowed size of {}", self.data_size_for_people());
        Error::new(kind, message).with("bytes", bytes).with("limit", self.data_bytes)
    }

    /// Megabytes with two places, as the original prints them; bytes where that would read `0MB`.
    fn data_size_for_people(&self) -> String {
        let hundredths = (u128::from(self.data_bytes) * 100 + 524_288) / 1_048_576;
        if hundredths == 0 {
            return format!("{} bytes", self.data_bytes);
        }
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        format!("{}MB", text.trim_end_matches('0').trim_end_matches('.'))
    }

    pub(crate) fn check_item_count(&self, count: usize) -> Result<()> {
        if count as u64 <= self.items {
            return Ok(());
        }
        Err(Error::new(ErrorKind::CartTooLarge, format!("Cart cannot contain more than {} items", self.items))
            .with("items", count)
            .with("limit", self.items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_printed_in_megabytes_with_at_most_two_places() {
        for (bytes, text) in [
            (1_048_576, "1MB"),
            (1_572_864, "1.5MB"),
            (10_485_760, "10MB"),
            (524_288, "0.5MB"),
            (10_486, "0.01MB"),
            (4_000, "4000 bytes"),
            (1_100_000, "1.05MB"),
        ] {
            let limits = Limits { data_bytes: bytes, ..Limits::default() };
            assert_eq!(limits.data_size_for_people(), text);
        }
    }
}
