//! Rules that persist: what has to be so for a condition to be put on.

use crate::json::Json;
use crate::moment::{Date, Weekday};
use crate::zone::Zone;
use rust_decimal::Decimal;
use std::sync::Arc;

/// What has to be so for a condition to be put on, as a value that is stored with it.
///
/// Every rule has a JSON form: an object with one member, the rule's name. [`Rules::parse`] reads a list of them, and
/// [`Rules::to_json`] writes one. Amounts are those of prices (minor units, as Money holds them); numbers may be written as
/// numbers or, to the last digit, as texts. Rules look at the cart as it is without what rules have put on it, so that a
/// discount never decides about itself.
///
/// The examples here share a cart of three lamps in size L at 40.00 each whose customer is of the tier `gold`, on Saturday,
/// 21 November 2026, at 18:30 in UTC:
///
/// ```
#[doc = include_str!("rule_example.md")]
/// assert!(holds(r#"{"min_quantity": 3}"#));
/// assert!(!holds(r#"{"min_quantity": 4}"#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The subtotal is at least this much.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"min_subtotal": 12000}"#));
    /// assert!(!holds(r#"{"min_subtotal": "12000.01"}"#));
    /// ```
    MinSubtotal(Decimal),
    /// The subtotal is at most this much.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"max_subtotal": 12000}"#) && !holds(r#"{"max_subtotal": 11999}"#));
    /// ```
    MaxSubtotal(Decimal),
    /// The total is at least this much.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"min_total": 12000}"#) && !holds(r#"{"min_total": 12001}"#));
    /// ```
    MinTotal(Decimal),
    /// The total is at most this much.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"max_total": 12000}"#) && !holds(r#"{"max_total": 11999}"#));
    /// ```
    MaxTotal(Decimal),
    /// The quantities of all items add up to at least this many.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"min_quantity": 3}"#) && !holds(r#"{"min_quantity": 4}"#));
    /// ```
    MinQuantity(Decimal),
    /// The quantities of all items add up to at most this many.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"max_quantity": 3}"#) && !holds(r#"{"max_quantity": 2}"#));
    /// ```
    MaxQuantity(Decimal),
    /// There are at least this many lines.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"min_lines": 1}"#) && !holds(r#"{"min_lines": 2}"#));
    /// ```
    MinLines(u64),
    /// There are at most this many lines.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"max_lines": 1}"#) && !holds(r#"{"max_lines": 0}"#));
    /// ```
    MaxLines(u64),
    /// An item is in the cart that is as described.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"item": {"id": "lamp"}}"#) && !holds(r#"{"item": {"id": "bulb"}}"#));
    /// assert!(holds(r#"{"item": {"model": "Shop\\Lamp"}}"#));
    /// assert!(holds(r#"{"item": {"attribute": "size"}}"#));
    /// assert!(holds(r#"{"item": {"attribute": "size", "equals": "L", "min_quantity": 3}}"#));
    /// assert!(!holds(r#"{"item": {"attribute": "size", "equals": "M"}}"#));
    /// ```
    Item(ItemMatch),
    /// The item that is asked about is as described: for conditions of target `item`. Never so for others.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// let rules = Rules::parse(r#"{"this_item": {"attribute": "size", "equals": "L"}}"#)?;
    /// let (cart, facts) = (cart(), facts());
    /// assert!(rules.hold(&cart, cart.item("lamp").map(|item| &**item), &facts)?);
    /// assert!(!rules.hold(&cart, None, &facts)?);
    /// # Ok::<(), cartwright_core::Error>(())
    /// ```
    ThisItem(ItemMatch),
    /// The metadata has a value that is equal under a key. A key without a value equals `null`.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"metadata": {"key": "tier", "equals": "gold"}}"#));
    /// assert!(holds(r#"{"metadata": {"key": "nothing", "equals": null}}"#));
    /// ```
    MetadataEquals(Arc<str>, Json),
    /// The metadata has one of these values under a key.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"metadata": {"key": "tier", "in": ["silver", "gold"]}}"#));
    /// assert!(!holds(r#"{"metadata": {"key": "tier", "in": []}}"#));
    /// ```
    MetadataIn(Arc<str>, Vec<Json>),
    /// The metadata has a value under a key.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"metadata": {"key": "tier", "exists": true}}"#));
    /// assert!(holds(r#"{"metadata": {"key": "coupon", "exists": false}}"#));
    /// ```
    MetadataExists(Arc<str>),
    /// It is between two times of a zone's clocks. A day alone counts as a whole: until its end.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"dates": {"from": "2026-11-20", "until": "2026-11-21"}}"#));
    /// assert!(!holds(r#"{"dates": {"until": "2026-11-21T18:30"}}"#));
    /// assert!(!holds(r#"{"dates": {"until": "2026-11-21", "zone": "+09:00"}}"#));
    /// ```
    Dates(Dates),
    /// It is one of these days of the week in a zone, perhaps between two times of day. A window over midnight belongs to the
    /// day on which it begins.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"weekdays": {"days": ["sat", "sun"]}}"#));
    /// assert!(holds(r#"{"weekdays": {"days": ["sat"], "from": "18:00", "until": "20:00"}}"#));
    /// assert!(holds(r#"{"weekdays": {"days": ["sat"], "from": "22:00", "until": "05:00", "zone": "+10:00"}}"#));
    /// assert!(!holds(r#"{"weekdays": {"days": ["sat"], "zone": "+10:00"}}"#));
    /// ```
    Weekdays(Weekdays),
    /// All of these are so.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"all": [{"min_lines": 1}, {"max_lines": 1}]}"#));
    /// assert!(holds(r#"{"all": []}"#));
    /// ```
    All(Vec<Rule>),
    /// One of these is so.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"any": [{"min_lines": 9}, {"max_lines": 1}]}"#));
    /// assert!(!holds(r#"{"any": []}"#));
    /// ```
    Any(Vec<Rule>),
    /// This is not so.
    ///
    /// ```
    #[doc = include_str!("rule_example.md")]
    /// assert!(holds(r#"{"not": {"item": {"id": "bulb"}}}"#));
    /// ```
    Not(Box<Rule>),
}

/// A description of an item; all that is given has to be so of the same item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemMatch {
    /// Its id.
    pub id: Option<Arc<str>>,
    /// The class it is associated with, to the letter.
    pub model: Option<Arc<str>>,
    /// An attribute that it has, and perhaps the value of that.
    pub attribute: Option<(Arc<str>, Option<Json>)>,
    /// At least this many of it.
    pub min_quantity: Option<Decimal>,
    /// At most this many of it.
    pub max_quantity: Option<Decimal>,
}

/// A time of a zone's clocks: a day, and seconds since its midnight if it is not the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime {
    /// The day.
    pub date: Date,
    /// Seconds since midnight.
    pub second_of_day: Option<u32>,
}

/// Between two times of a zone's clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// From here on.
    pub from: Option<ClockTime>,
    /// Up to here: a day to its end, a time up to and without it.
    pub until: Option<ClockTime>,
    /// Whose clocks.
    pub zone: Zone,
}

/// Days of the week, perhaps between two times of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weekdays {
    /// The days.
    pub days: Vec<Weekday>,
    /// From here on, in seconds since midnight.
    pub from: u32,
    /// Up to and without it, in seconds since midnight. Before or at `from`: on the next day.
    pub until: u32,
    /// Whose clocks.
    pub zone: Zone,
}

/// The rules of a condition. All of them have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(pub Vec<Rule>);
