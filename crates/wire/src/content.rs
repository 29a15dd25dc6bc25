//! The whole cart in one text.

use crate::json_text::json_string;
use crate::php_text;
use crate::stored_cart::StoredCart;
use crate::stored_error::StoredError;
use crate::write::{Format, json_number};
use cartwright_core::Pricing;
use std::fmt::Write;

impl StoredCart {
    /// The whole cart: instance, items, conditions, subtotal, total, quantity, count, is_empty.
    ///
    /// # Errors
    /// If a total is beyond the range of a decimal, or what the host keeps with an item is no JSON.
    pub fn content(&self, instance: &str, pricing: impl Into<Pricing>, format: Format) -> Result<Vec<u8>, StoredError> {
        let pricing = pricing.into();
        let subtotal = self.cart().subtotal(pricing)?.amount().as_real();
        let total = self.cart().total(pricing)?.amount().as_real();
        let (quantity, count) = (self.cart().quantity(), self.cart().item_count());
        if format == Format::Json {
            let mut out = String::from("{\"instance\":");
            json_string(instance, &mut out);
            let conditions = self.conditions_column().unwrap_or_else(|| "{}".into());
            let _ = write!(out, ",\"items\":{},\"conditions\":{conditions},\"subtotal\":", self.items_json());
            json_number(subtotal, &mut out);
            out.push_str(",\"total\":");
            json_number(total, &mut out);
            let _ = write!(out, ",\"quantity\":{quantity},\"count\":{count},\"is_empty\":{}}}", count == 0);
            return Ok(out.into_bytes());
        }
        let mut before = Vec::with_capacity(64 + instance.len());
        php_text::array_open(8, &mut before);
        php_text::str("instance", &mut before);
        php_text::str(instance, &mut before);
        php_text::str("items", &mut before);
        let mut after = Vec::with_capacity(2048);
        php_text::str("conditions", &mut after);
        after.extend_from_slice(self.conditions_php()?);
        for (key, amount) in [("subtotal", subtotal), ("total", total)] {
            php_text::str(key, &mut after);
            php_text::float(amount.to_f64(), &mut after);
        }
        php_text::str("quantity", &mut after);
        php_text::int(quantity, &mut after);
        php_text::str("count", &mut after);
        php_text::int(i64::try_from(count).unwrap_or(i64::MAX), &mut after);
        php_text::str("is_empty", &mut after);
        php_text::bool(count == 0, &mut after);
        php_text::array_close(&mut after);
        self.around_items(before, &after)
    }
}
