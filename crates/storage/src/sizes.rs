//! How long the text of a cart is, without writing all of it: what the limits of a shop are about.
//!
//! The compatible layout has the columns and needs only to look. Whoever keeps a cart in pieces keeps the sums of the
//! pieces, so that a change costs the same in a cart of 1000 items.

use crate::touched::Touched;
use cartwright_core::{Cart, DYNAMIC_CONDITIONS, Item, Limits, StoreError};
use cartwright_wire::{conditions_column, dynamic_conditions_text, item_text, json_string};

/// How long the columns are that a change writes; none of those that it does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) items: Option<usize>,
    pub(crate) conditions: Option<usize>,
    pub(crate) metadata: Option<usize>,
}

impl Written {
    /// Refuses what is too long, in the order of the original.
    pub(crate) fn check(self, limits: &Limits) -> Result<(), StoreError> {
        let columns = [("items", self.items), ("conditions", self.conditions), ("metadata", self.metadata)];
        columns.into_iter().try_for_each(|(name, bytes)| {
            limits.check_stored_size(name, bytes.unwrap_or(0)).map_err(StoreError::too_large)
        })
    }
}

/// The sums of the pieces that the columns of items and of metadata consist of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) items: i64,
    /// With the dynamic conditions, which are a member of that column.
    pub(crate) metadata: i64,
}

impl Sums {
    /// Of a cart, by going through all of it.
    pub(crate) fn of(cart: &Cart) -> Self {
        Self {
            items: cart.items().map(|item| of_item(Some(item))).sum(),
            metadata: cart.metadata().iter().map(|(key, value)| member(key, value.as_str())).sum::<i64>()
                + of_dynamic(cart),
        }
    }

    /// Of what a cart has become, by going through what is different.
    #[cfg(feature = "memory")]
    pub(crate) fn after(self, touched: &Touched<'_>, was: &Cart, is: &Cart) -> Self {
        if touched.everything {
            return Self::of(is);
        }
        let mut sums = self;
        for line in touched.items.names() {
            sums.items += of_item(is.item(line).map(|item| &**item)) - of_item(was.item(line).map(|item| &**item));
        }
        for key in touched.metadata.names() {
            sums.metadata += of_metadata(is.metadata(), key) - of_metadata(was.metadata(), key);
        }
        if touched.dynamic {
            sums.metadata += of_dynamic(is) - of_dynamic(was);
        }
        sums
    }

    /// The same, if the limits allow what it comes to. No is said after going through all of it alone: somebody may have
    /// changed more than he handed over, or rows by hand.
    pub(crate) fn checked(self, touched: &Touched<'_>, cart: &Cart, limits: &Limits) -> Result<Self, StoreError> {
        if self.written(touched, cart).check(limits).is_ok() {
            return Ok(self);
        }
        let exactly = Self::of(cart);
        exactly.written(touched, cart).check(limits).map(|()| exactly)
    }

    /// How long the columns are.
    fn written(self, touched: &Touched<'_>, cart: &Cart) -> Written {
        Written {
            items: touched.any_item().then(|| column(self.items)),
            conditions: touched.any_condition().then(|| conditions_column(cart).map_or(0, |text| text.len())),
            metadata: touched.any_metadata().then(|| column(self.metadata)),
        }
    }
}

/// How long `"key":value` is, with the comma or the brace after it.
pub(crate) fn member(key: &str, value: &str) -> i64 {
    let mut quoted = String::with_capacity(key.len() + 2);
    json_string(key, &mut quoted);
    i64::try_from(quoted.len() + value.len() + 2).unwrap_or(i64::MAX)
}

/// How long a column of such members is, with the brace before them; none are NULL.
fn column(members: i64) -> usize {
    usize::try_from(members).map_or(0, |members| if members == 0 { 0 } else { members + 1 })
}

fn of_item(item: Option<&Item>) -> i64 {
    item.map_or(0, |item| member(item.line().as_str(), &item_text(item)))
}

#[cfg(feature = "memory")]
fn of_metadata(metadata: &cartwright_core::Metadata, key: &str) -> i64 {
    metadata.stored(key).map_or(0, |value| member(key, value.as_str()))
}

fn of_dynamic(cart: &Cart) -> i64 {
    dynamic_conditions_text(cart).map_or(0, |text| member(DYNAMIC_CONDITIONS, &text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::shop::Draft;

    fn everything(cart: &Cart) -> [usize; 3] {
        let all = Touched { everything: true, ..Touched::default() };
        let written = Sums::of(cart).written(&all, cart);
        [written.items, written.conditions, written.metadata].map(Option::unwrap_or_default)
    }

    #[test]
    fn sums_are_as_long_as_the_text_to_the_byte() {
        let drafts = [
            Draft::new(),
            Draft::new().add("a/\"Łódź\" \u{1F600}", 2).add("12", 1).condition("SALE", "-10%"),
            Draft::new().metadata("a/b", Some("{\"c\":[]}")).metadata("ü", None),
            Draft::new().dynamic("MANY", 3),
            Draft::new().add_sized("shirt", "L").dynamic("MANY", 3).metadata("note", Some("1")),
        ];
        for draft in drafts {
            let text = draft.text().map(|column| column.map_or(0, |column| column.len()));
            assert_eq!(everything(&draft.cart), text);
        }
    }

    #[cfg(feature = "memory")]
    #[test]
    fn what_is_different_leads_to_the_same_sums_as_going_through_all_of_it() {
        let was = Draft::new().add("a", 1).add("b", 1).metadata("x", Some("1")).dynamic("MANY", 3);
        let mut is = Draft { changes: Vec::new(), ..was.clone() };
        is = is.remove("a").add("a", 500).add("c", 1).remove("b").add("d", 1).remove("d");
        is = is.metadata("x", None).metadata("y", Some("[1,2]")).dynamic("MANY", 1000).dynamic("MORE", 1);
        let sums = Sums::of(&was.cart).after(&Touched::by(&is.changes), &was.cart, &is.cart);
        assert_eq!(sums, Sums::of(&is.cart));
    }
}
