//! Whether rules hold.

use crate::cart::Cart;
use crate::error::{Error, ErrorKind, Result};
use crate::item::Item;
use crate::json::Json;
use crate::json_object::members;
use crate::json_value::same;
use crate::moment::{LocalTime, Moment};
use crate::pricing::Pricing;
use crate::rule::{ClockTime, Dates, ItemMatch, Rule, Rules, Weekdays};
use crate::zone::{TimeZones, Zone};

/// What rules look at beside the cart. All of it comes from the caller.
///
/// ```
/// use cartwright_core::{Cart, Currency, Facts, FixedOffsets, Moment, Rules};
///
/// let black_friday = Rules::parse(r#"{"dates": {"from": "2026-11-27", "until": "2026-11-27"}}"#)?;
/// let pricing = Currency::find("USD")?.into();
/// for (seconds, holds) in [(1_795_737_599, false), (1_795_737_600, true)] {
///     let facts = Facts { now: Moment::from_seconds(seconds), pricing, zones: &FixedOffsets };
///     assert_eq!(black_friday.hold(&Cart::default(), None, &facts)?, holds);
/// }
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The time.
    pub now: Moment,
    /// How the cart is summed up.
    pub pricing: Pricing,
    /// What the names of time zones mean.
    pub zones: &'a dyn TimeZones,
}

impl Rules {
    /// Whether all of the rules hold for a cart, and for one of its items if that is asked about. Sums are compared without
    /// what rules have put on the cart.
    ///
    /// # Errors
    /// If a sum is beyond the range of a decimal, or nobody knows a zone.
    pub fn hold(&self, cart: &Cart, item: Option<&Item>, facts: &Facts<'_>) -> Result<bool> {
        self.hold_plain(&cart.without_rules(), item, facts)
    }

    /// As [`Rules::hold`], for a cart without anything that rules have put on it.
    pub(crate) fn hold_plain(&self, cart: &Cart, item: Option<&Item>, facts: &Facts<'_>) -> Result<bool> {
        all(&self.0, cart, item, facts)
    }
}

fn all(rules: &[Rule], cart: &Cart, item: Option<&Item>, facts: &Facts<'_>) -> Result<bool> {
    for rule in rules {
        if !rule.holds(cart, item, facts)? {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Rule {
    fn holds(&self, cart: &Cart, item: Option<&Item>, facts: &Facts<'_>) -> Result<bool> {
        let subtotal = || Ok::<_, Error>(cart.subtotal(facts.pricing)?.amount().exact());
        let total = || Ok::<_, Error>(cart.total(facts.pricing)?.amount().exact());
        Ok(match self {
            Self::MinSubtotal(amount) => subtotal()? >= *amount,
            Self::MaxSubtotal(amount) => subtotal()? <= *amount,
            Self::MinTotal(amount) => total()? >= *amount,
            Self::MaxTotal(amount) => total()? <= *amount,
            Self::MinQuantity(quantity) => cart.exact_quantity() >= *quantity,
            Self::MaxQuantity(quantity) => cart.exact_quantity() <= *quantity,
            Self::MinLines(lines) => cart.item_count() as u64 >= *lines,
            Self::MaxLines(lines) => cart.item_count() as u64 <= *lines,
            Self::Item(wanted) => cart.items().any(|item| wanted.fits(item)),
            Self::ThisItem(wanted) => item.is_some_and(|item| wanted.fits(item)),
            Self::MetadataEquals(key, value) => same(value_of(cart, key), value.as_str()),
            Self::MetadataIn(key, values) => values.iter().any(|value| same(value_of(cart, key), value.as_str())),
            Self::MetadataExists(key) => cart.metadata().has(key),
            Self::Dates(dates) => dates.contain(local(facts, &dates.zone)?),
            Self::Weekdays(weekdays) => weekdays.contain(local(facts, &weekdays.zone)?),
            Self::All(rules) => all(rules, cart, item, facts)?,
            Self::Any(rules) => {
                for rule in rules {
                    if rule.holds(cart, item, facts)? {
                        return Ok(true);
                    }
                }
                false
            }
            Self::Not(rule) => !rule.holds(cart, item, facts)?,
        })
    }
}

fn value_of<'a>(cart: &'a Cart, key: &str) -> &'a str {
    cart.metadata().get(key).map_or(Json::NULL, Json::as_str)
}

fn local(facts: &Facts<'_>, zone: &Zone) -> Result<LocalTime> {
    let offset = match zone {
        Zone::Offset(offset) => *offset,
        Zone::Named(name) => facts.zones.offset(name, facts.now).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidRule,
                format!("Nobody here knows the time zone '{name}'; name another, or give its distance from UTC, such as +01:00"),
            )
            .with("zone", name)
        })?,
    };
    Ok(facts.now.local(offset))
}

impl ItemMatch {
    fn fits(&self, item: &Item) -> bool {
        let attribute = |(key, equals): &(std::sync::Arc<str>, Option<Json>)| {
            let attributes = members(item.attributes().as_str());
            let value = attributes.as_ref().and_then(|attributes| attributes.get(&**key));
            value.is_some_and(|value| equals.as_ref().is_none_or(|equals| same(value, equals.as_str())))
        };
        let quantity = item.quantity().exact();
        self.id.as_deref().is_none_or(|id| id == item.id().as_str())
            && self.min_quantity.is_none_or(|least| quantity >= least)
            && self.max_quantity.is_none_or(|most| quantity <= most)
            && self.model.as_deref().is_none_or(|class| class_of(item.model()).as_deref() == Some(class))
            && self.attribute.as_ref().is_none_or(attribute)
    }
}

/// The name of the class that an item is associated with: the text, or what a stored object says of itself.
fn class_of(model: &Json) -> Option<String> {
    let text = model.as_str();
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(members(text)?.get("class")?).ok())
}

impl Dates {
    fn contain(&self, now: LocalTime) -> bool {
        let at = (now.date, now.second_of_day);
        let begun = self.from.is_none_or(|ClockTime { date, second_of_day }| at >= (date, second_of_day.unwrap_or(0)));
        let over = self.until.is_some_and(|ClockTime { date, second_of_day }| match second_of_day {
            Some(second) => at >= (date, second),
            None => now.date > date,
        });
        begun && !over
    }
}

impl Weekdays {
    fn contain(&self, now: LocalTime) -> bool {
        let (today, yesterday) = (self.days.contains(&now.weekday), self.days.contains(&now.weekday.before()));
        let second = now.second_of_day;
        if self.from < self.until {
            return today && (self.from..self.until).contains(&second);
        }
        today && second >= self.from || yesterday && second < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Conditions, Currency, FixedOffsets, Model, NewItem, Operation, Policy, PriceInput};

    /// Summer time from the end of March to the end of October, as in Berlin in 2026.
    #[derive(Debug)]
    struct Berlin;

    impl TimeZones for Berlin {
        fn offset(&self, name: &str, at: Moment) -> Option<i32> {
            let summer = (1_774_746_000..1_792_890_000).contains(&at.seconds());
            (name == "Europe/Berlin").then_some(if summer { 7200 } else { 3600 })
        }
    }

    fn holds_at(rule: &str, seconds: i64) -> Result<bool> {
        let now = Moment::from_seconds(seconds);
        let facts = Facts { now, pricing: Currency::find("USD")?.into(), zones: &Berlin };
        Rules::parse(rule)?.hold(&Cart::default(), None, &facts)
    }

    #[test]
    fn a_zones_clocks_decide_when_a_day_begins() {
        let rule = r#"{"dates":{"from":"2026-07-01","until":"2026-07-01","zone":"Europe/Berlin"}}"#;
        // The first of July begins in Berlin at 22:00 UTC of the day before.
        for (seconds, expected) in
            [(1_782_856_799, false), (1_782_856_800, true), (1_782_943_199, true), (1_782_943_200, false)]
        {
            assert_eq!(holds_at(rule, seconds), Ok(expected), "{seconds}");
        }
        let winter = r#"{"dates":{"from":"2026-01-01","until":"2026-01-01","zone":"Europe/Berlin"}}"#;
        assert_eq!(holds_at(winter, 1_767_222_000 - 1), Ok(false));
        assert_eq!(holds_at(winter, 1_767_222_000), Ok(true));
    }

    #[test]
    fn a_zone_that_nobody_knows_is_an_error_that_names_it() {
        let error = holds_at(r#"{"dates":{"from":"2026-01-01","zone":"Mars/Base"}}"#, 0).unwrap_err();
        assert_eq!(error.detail(), [("zone", "Mars/Base".to_owned())]);
        let facts = Facts {
            now: Moment::from_seconds(0),
            pricing: Currency::find("USD").unwrap().into(),
            zones: &FixedOffsets,
        };
        let rules = Rules::parse(r#"{"weekdays":{"days":["mon"],"zone":"Europe/Berlin"}}"#).unwrap();
        assert!(rules.hold(&Cart::default(), None, &facts).is_err());
    }

    #[test]
    fn what_decides_before_it_is_not_asked_for_its_zone() {
        assert_eq!(holds_at(r#"[{"min_lines":1},{"dates":{"from":"2026-01-01","zone":"Mars/Base"}}]"#, 0), Ok(false));
    }

    #[test]
    fn a_window_over_midnight_belongs_to_the_day_on_which_it_begins() {
        let rule = r#"{"weekdays":{"days":["fri"],"from":"22:00","until":"02:00"}}"#;
        let friday = 1_795_132_800; // 20 November 2026, 00:00
        for (hours, expected) in
            [(1, false), (21, false), (22, true), (23, true), (24, true), (25, true), (26, false), (46, false)]
        {
            assert_eq!(holds_at(rule, friday + hours * 3600), Ok(expected), "{hours}");
        }
    }

    fn cart(model: &str, attributes: &str) -> Cart {
        let mut cart = Cart::default();
        let item = NewItem {
            id: "lamp",
            name: "Lamp",
            price: PriceInput::Whole(1),
            quantity: 1.into(),
            attributes: Json::from(attributes),
            conditions: Conditions::default(),
            model: Model { stored: Json::from(model), unknown_class: None },
        };
        cart.apply(Operation::Add(item), &Policy::default()).unwrap();
        cart
    }

    fn item_fits(wanted: &str, model: &str, attributes: &str) -> bool {
        let facts = Facts {
            now: Moment::from_seconds(0),
            pricing: Currency::find("USD").unwrap().into(),
            zones: &FixedOffsets,
        };
        Rules::parse(&format!(r#"{{"item":{wanted}}}"#)).unwrap().hold(&cart(model, attributes), None, &facts).unwrap()
    }

    #[test]
    fn a_model_is_known_by_its_class_as_text_or_as_stored_object() {
        for (model, expected) in [
            (r#""Shop\\Lamp""#, true),
            (r#"{"class":"Shop\\Lamp","id":7,"data":[]}"#, true),
            (r#""shop\\lamp""#, false),
            (r#"{"id":7}"#, false),
            ("null", false),
            ("7", false),
        ] {
            assert_eq!(item_fits(r#"{"model":"Shop\\Lamp"}"#, model, "[]"), expected, "{model}");
        }
    }

    #[test]
    fn an_attribute_is_there_even_with_null_and_is_compared_by_its_meaning() {
        assert!(item_fits(r#"{"attribute":"a"}"#, "null", r#"{"a":null}"#));
        assert!(item_fits(r#"{"attribute":"a","equals":null}"#, "null", r#"{"a":null}"#));
        assert!(!item_fits(r#"{"attribute":"a","equals":null}"#, "null", "[]"));
        assert!(item_fits(r#"{"attribute":"a","equals":10.0}"#, "null", r#"{"a":10}"#));
        assert!(!item_fits(r#"{"attribute":"a","equals":"10"}"#, "null", r#"{"a":10}"#));
        assert!(item_fits(r#"{"attribute":"0"}"#, "null", r#"["x"]"#), "a list is known by its numbers");
        assert!(!item_fits(r#"{"attribute":"a.b"}"#, "null", r#"{"a":{"b":1}}"#), "there are no paths");
    }
}
