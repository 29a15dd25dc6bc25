//! Events as JSON: for an outbox, a log, a queue.

use crate::envelope::Envelope;
use crate::event::Event;
use crate::impact::{impact, lost_savings};
use crate::summary::CartSummary;
use cartwright_core::{Condition, ConditionValue, Decimal, Identity, Item, Number};
use std::fmt::Display;
use std::sync::Arc;

/// An object that is being written, member by member.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self(String::from("{"))
    }

    fn raw(mut self, key: &str, value: impl Display) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quoted(key));
        self.0.push(':');
        self.0.push_str(&value.to_string());
        self
    }

    fn text(self, key: &str, value: impl Display) -> Self {
        let value = quoted(&value.to_string());
        self.raw(key, value)
    }

    fn maybe_text(self, key: &str, value: Option<&Arc<str>>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self.raw(key, "null"),
        }
    }

    fn number(self, key: &str, value: Option<Decimal>) -> Self {
        match value {
            Some(value) => self.raw(key, value.normalize()),
            None => self.raw(key, "null"),
        }
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl Envelope {
    /// The event and its envelope as one JSON object: `id`, `event`, `identifier`, `instance`, `before`, `after`, `time`, and
    /// under `data` the members that the original's `toArray()` has, in its order.
    pub fn to_json(&self) -> String {
        Object::new()
            .text("id", self.id)
            .text("event", self.event.kind())
            .text("identifier", self.key.identifier())
            .text("instance", self.key.instance())
            .raw("before", identity(self.before))
            .raw("after", identity(self.after))
            .text("time", self.at)
            .raw("data", self.data_json())
            .end()
    }

    /// What the original's `toArray()` has of the event, in its order.
    pub fn data_json(&self) -> String {
        let data = Object::new();
        match &self.event {
            Event::CartCreated(_) | Event::CartCleared(_) => self.owner(data),
            Event::CartUpdated(event) => self
                .owner_without_time(data)
                .maybe_text("reason", event.reason.as_ref())
                .raw("items_count", self.cart.items_count)
                .number("total_quantity", Some(self.cart.total_quantity))
                .number("subtotal", self.cart.subtotal)
                .number("total", self.cart.total)
                .raw("conditions_count", self.cart.conditions_count)
                .text("timestamp", self.at),
            Event::CartMerged(event) => {
                let details = Object::new()
                    .text("strategy", event.merged.strategy)
                    .number("items_merged", Some(event.merged.quantity))
                    .raw("had_conflicts", !event.merged.conflicts.is_empty())
                    .end();
                let target = merged_cart(Some((self.key.identifier(), self.key.instance())), &self.cart);
                let source = event.source.as_ref().map(|key| (key.identifier(), key.instance()));
                let source = merged_cart(source, self.source.as_deref().unwrap_or(&CartSummary::default()));
                data.raw("target_cart", target)
                    .raw("source_cart", source)
                    .raw("merge_details", details)
                    .text("timestamp", self.at)
            }
            Event::ItemAdded(event) => self.item(data, &event.item),
            Event::ItemUpdated(event) => self.item(data, &event.item),
            Event::ItemRemoved(event) => self.item(data, &event.item),
            Event::CartConditionAdded(event) => self.condition(data, &event.condition, None).text("timestamp", self.at),
            Event::CartConditionRemoved(event) => self.removed(
                self.condition(data, &event.condition, None),
                &event.condition,
                self.cart.subtotal,
                event.reason.as_ref(),
            ),
            Event::ItemConditionAdded(event) => {
                self.condition(data, &event.condition, Some(&event.item)).text("timestamp", self.at)
            }
            Event::ItemConditionRemoved(event) => self.removed(
                self.condition(data, &event.condition, Some(&event.item)),
                &event.condition,
                subtotal_of(&event.item),
                event.reason.as_ref(),
            ),
            Event::MetadataAdded(event) => {
                self.metadata(data.text("key", &event.key).raw("value", event.value.as_str()))
            }
            Event::MetadataRemoved(event) => self.metadata(data.text("key", &event.key)),
        }
        .end()
    }

    fn owner_without_time(&self, data: Object) -> Object {
        data.text("identifier", self.key.identifier()).text("instance_name", self.key.instance())
    }

    fn owner(&self, data: Object) -> Object {
        self.owner_without_time(data).text("timestamp", self.at)
    }

    fn item(&self, data: Object, item: &Item) -> Object {
        let data = data
            .text("item_id", item.id().as_str())
            .text("item_name", item.name())
            .number("quantity", Some(item.quantity().exact()))
            .raw("price", number(item.price()));
        self.owner(data)
    }

    fn condition(&self, data: Object, condition: &Condition, item: Option<&Item>) -> Object {
        let value = match condition.value() {
            ConditionValue::Text(text) => quoted(text),
            ConditionValue::Real(real) => number(*real),
        };
        let described = Object::new()
            .text("name", condition.name())
            .text("type", condition.kind())
            .raw("value", value)
            .text("target", condition.target().as_str())
            .end();
        let data = data.raw("condition", described);
        let (data, amount) = match item {
            None => (data, self.cart.subtotal),
            Some(item) => {
                let described = Object::new()
                    .text("id", item.id().as_str())
                    .text("name", item.name())
                    .number("quantity", Some(item.quantity().exact()))
                    .number("subtotal", subtotal_of(item))
                    .end();
                (data.raw("item", described), subtotal_of(item))
            }
        };
        let cart = Object::new()
            .text("instance", self.key.instance())
            .raw("items_count", self.cart.items_count)
            .number("total_quantity", Some(self.cart.total_quantity))
            .number("subtotal", self.cart.subtotal)
            .number("total", self.cart.total)
            .end();
        data.raw("cart", cart).number("impact", amount.and_then(|amount| impact(condition, amount)))
    }

    fn removed(
        &self,
        data: Object,
        condition: &Condition,
        amount: Option<Decimal>,
        reason: Option<&Arc<str>>,
    ) -> Object {
        data.number("lost_savings", amount.and_then(|amount| lost_savings(condition, amount)))
            .maybe_text("reason", reason)
            .text("timestamp", self.at)
    }

    fn metadata(&self, data: Object) -> Object {
        let cart = Object::new()
            .text("identifier", self.key.identifier())
            .text("instance", self.key.instance())
            .raw("items_count", self.cart.items_count)
            .number("total", self.cart.total)
            .end();
        data.raw("cart", cart).text("timestamp", self.at.to_seconds_text())
    }
}

fn identity(identity: Option<Identity>) -> String {
    match identity {
        Some(identity) => {
            Object::new().text("incarnation", identity.incarnation).raw("version", identity.version).end()
        }
        None => "null".to_owned(),
    }
}

fn merged_cart(key: Option<(&str, &str)>, summary: &CartSummary) -> String {
    let data = match key {
        Some((identifier, instance)) => Object::new().text("identifier", identifier).text("instance_name", instance),
        None => Object::new().raw("identifier", "null").raw("instance_name", "null"),
    };
    data.raw("items_count", summary.items_count).number("total", summary.total).end()
}

fn number(number: Number) -> String {
    number.exact().normalize().to_string()
}

fn subtotal_of(item: &Item) -> Option<Decimal> {
    Some(item.amounts().ok()?.subtotal.exact())
}
