//! A cart as a host holds it.

use super::{Answer, call, raw, receive, receive_text, take_text};
use cartwright::cart::*;
use cartwright::change::*;
use cartwright::hosted::*;
use cartwright::metadata::*;
use cartwright::number::{cw_number, cw_number_kind};
use cartwright::read::*;
use std::ffi::c_char;

pub const PHP: i32 = cw_format::CW_FORMAT_PHP as i32;
pub const JSON: i32 = cw_format::CW_FORMAT_JSON as i32;
pub const ITEMS: i32 = cw_column::CW_COLUMN_ITEMS as i32;
pub const CONDITIONS: i32 = cw_column::CW_COLUMN_CONDITIONS as i32;
pub const METADATA: i32 = cw_column::CW_COLUMN_METADATA as i32;

/// A number in one of the ways in which it may be given.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub kind: i32,
    pub whole: i64,
    pub real: f64,
    pub text: Option<&'a [u8]>,
}

impl<'a> Given<'a> {
    pub const NONE: Self = Self { kind: cw_number_kind::CW_NUMBER_NONE as i32, whole: 0, real: 0.0, text: None };

    pub fn whole(whole: i64) -> Self {
        Self { kind: cw_number_kind::CW_NUMBER_WHOLE as i32, whole, ..Self::NONE }
    }

    pub fn real(real: f64) -> Self {
        Self { kind: cw_number_kind::CW_NUMBER_REAL as i32, real, ..Self::NONE }
    }

    pub fn text(text: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { kind: cw_number_kind::CW_NUMBER_TEXT as i32, text: Some(text.as_ref()), ..Self::NONE }
    }
}

/// What cw_cart_add is given.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    pub id: Option<&'a [u8]>,
    pub name: Option<&'a [u8]>,
    pub price: Given<'a>,
    pub quantity: i64,
    pub attributes: Option<&'a [u8]>,
    pub conditions: Option<&'a [u8]>,
    pub model: Option<&'a [u8]>,
    pub unknown_class: Option<&'a [u8]>,
}

/// One shirt for 19.99.
pub const SHIRT: Item<'static> = Item {
    id: Some(b"shirt"),
    name: Some(b"T-Shirt"),
    price: Given { kind: cw_number_kind::CW_NUMBER_REAL as i32, whole: 0, real: 19.99, text: None },
    quantity: 1,
    attributes: None,
    conditions: None,
    model: None,
    unknown_class: None,
};

/// What cw_cart_update is given.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    pub quantity_update: i32,
    pub quantity: i64,
    pub name: Option<&'a [u8]>,
    pub price: Given<'a>,
    pub attributes: Option<&'a [u8]>,
}

/// An update that changes nothing.
pub const KEEP: Update<'static> = Update {
    quantity_update: cw_quantity_update::CW_QUANTITY_KEEP as i32,
    quantity: 0,
    name: None,
    price: Given::NONE,
    attributes: None,
};

/// What cw_cart_add_condition is given.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'a> {
    pub name: Option<&'a [u8]>,
    pub kind: Option<&'a [u8]>,
    pub target: Option<&'a [u8]>,
    pub value: Given<'a>,
    pub attributes: Option<&'a [u8]>,
    pub order: i64,
    pub rules: Option<&'a [u8]>,
}

/// Ten per cent off the subtotal.
pub const SALE: Condition<'static> = Condition {
    name: Some(b"sale"),
    kind: Some(b"discount"),
    target: Some(b"subtotal"),
    value: Given { kind: cw_number_kind::CW_NUMBER_TEXT as i32, whole: 0, real: 0.0, text: Some(b"-10%") },
    attributes: None,
    order: 0,
    rules: None,
};

/// A handle, freed with this value.
pub struct Cart(*mut cw_cart);

// SAFETY: a handle may be used by any thread, by one at a time.
unsafe impl Send for Cart {}

impl Drop for Cart {
    fn drop(&mut self) {
        // SAFETY: made by cw_cart_new, freed here only.
        unsafe { cw_cart_free(self.0) }
    }
}

impl Cart {
    pub fn new() -> Self {
        // SAFETY: both places may be written.
        Self(receive("cw_cart_new", |out, error| unsafe { cw_cart_new(out, error) }).unwrap())
    }

    /// A handle that a call has handed out.
    pub fn of_handle(handle: *mut cw_cart) -> Self {
        Self(handle)
    }

    pub fn handle(&self) -> *mut cw_cart {
        self.0
    }

    pub fn name(&self, identifier: &str, instance: &str, currency: &str) {
        let ((identifier, identifier_length), (instance, instance_length)) =
            (raw(Some(identifier.as_bytes())), raw(Some(instance.as_bytes())));
        let (currency, length) = raw(Some(currency.as_bytes()));
        // SAFETY: the cart is live, the texts are readable.
        call("cw_cart_name", |error| unsafe {
            cw_cart_name(self.0, identifier, identifier_length, instance, instance_length, currency, length, error)
        })
        .unwrap();
    }

    pub fn has(&self, id: &[u8]) -> Answer<bool> {
        let (id, length) = raw(Some(id));
        // SAFETY: the cart is live, the text is readable.
        receive("cw_cart_has", |out, error| unsafe { cw_cart_has(self.0, id, length, out, error) }).map(|has| has == 1)
    }

    pub fn has_rules(&self) -> Answer<bool> {
        // SAFETY: the cart is live.
        receive("cw_cart_has_rules", |out, error| unsafe { cw_cart_has_rules(self.0, out, error) }).map(|has| has == 1)
    }

    pub fn set_metadata(&self, name: &[u8], value: Option<&[u8]>) -> Answer<()> {
        let ((name, name_length), (value, value_length)) = (raw(Some(name)), raw(value));
        // SAFETY: the cart is live, the texts are readable.
        call("cw_cart_set_metadata", |error| unsafe {
            cw_cart_set_metadata(self.0, name, name_length, value, value_length, error)
        })
    }

    pub fn remove_metadata(&self, name: &[u8]) -> Answer<bool> {
        let (name, length) = raw(Some(name));
        // SAFETY: the cart is live, the text is readable.
        let removed = receive("cw_cart_remove_metadata", |out, error| unsafe {
            cw_cart_remove_metadata(self.0, name, length, out, error)
        });
        removed.map(|removed| removed == 1)
    }

    pub fn metadata(&self, name: Option<&[u8]>, format: i32) -> Answer<Option<Vec<u8>>> {
        let (name, name_length) = raw(name);
        // SAFETY: the cart is live, the text is readable.
        receive_text("cw_cart_metadata", |out, length, error| unsafe {
            cw_cart_metadata(self.0, name, name_length, format, out, length, error)
        })
    }

    pub fn loaded(items: &str) -> Self {
        let cart = Self::new();
        cart.load(Some(items.as_bytes()), None).unwrap();
        cart
    }

    pub fn with(item: &Item<'_>) -> Self {
        let cart = Self::new();
        cart.add(item).unwrap();
        cart
    }

    pub fn set_limits(&self, items: i64, data_bytes: i64, item_quantity: i64, text_bytes: i64) -> Answer<()> {
        // SAFETY: the cart is live.
        call("cw_cart_set_limits", |error| unsafe {
            cw_cart_set_limits(self.0, items, data_bytes, item_quantity, text_bytes, error)
        })
    }

    pub fn set_switches(&self, order: i32, line_identity: i32, strict: i32, fractional: i32) -> Answer<()> {
        // SAFETY: the cart is live.
        call("cw_cart_set_switches", |error| unsafe {
            cw_cart_set_switches(self.0, order, line_identity, strict, fractional, error)
        })
    }

    pub fn load(&self, items: Option<&[u8]>, conditions: Option<&[u8]>) -> Answer<()> {
        self.load_all([items, conditions, None])
    }

    pub fn load_all(&self, [items, conditions, metadata]: [Option<&[u8]>; 3]) -> Answer<()> {
        let ((items, items_length), (conditions, conditions_length)) = (raw(items), raw(conditions));
        let (metadata, length) = raw(metadata);
        // SAFETY: the cart is live, the texts are readable.
        call("cw_cart_load", |error| unsafe {
            cw_cart_load(self.0, items, items_length, conditions, conditions_length, metadata, length, error)
        })
    }

    pub fn hold(&self, items: Option<&[u8]>, conditions: Option<&[u8]>) -> Answer<()> {
        self.hold_all([items, conditions, None])
    }

    pub fn hold_all(&self, [items, conditions, metadata]: [Option<&[u8]>; 3]) -> Answer<()> {
        let ((items, items_length), (conditions, conditions_length)) = (raw(items), raw(conditions));
        let (metadata, length) = raw(metadata);
        // SAFETY: the cart is live, the texts are readable.
        call("cw_cart_hold", |error| unsafe {
            cw_cart_hold(self.0, items, items_length, conditions, conditions_length, metadata, length, error)
        })
    }

    pub fn forget(&self) {
        // SAFETY: the cart is live.
        call("cw_cart_forget", |error| unsafe { cw_cart_forget(self.0, error) }).unwrap();
    }

    pub fn pending(&self) -> i32 {
        // SAFETY: the cart is live.
        receive("cw_cart_pending", |out, error| unsafe { cw_cart_pending(self.0, out, error) }).unwrap()
    }

    pub fn column(&self, column: i32) -> Answer<Option<Vec<u8>>> {
        // SAFETY: the cart is live.
        receive_text("cw_cart_column", |text, length, error| unsafe {
            cw_cart_column(self.0, column, text, length, error)
        })
    }

    pub fn committed(&self) {
        // SAFETY: the cart is live.
        call("cw_cart_committed", |error| unsafe { cw_cart_committed(self.0, error) }).unwrap();
    }

    pub fn add(&self, item: &Item<'_>) -> Answer<cw_item_change> {
        let ((id, id_length), (name, name_length)) = (raw(item.id), raw(item.name));
        let (price_text, price_length) = raw(item.price.text);
        let (attributes, attributes_length) = raw(item.attributes);
        let (conditions, conditions_length) = raw(item.conditions);
        let ((model, model_length), (class, class_length)) = (raw(item.model), raw(item.unknown_class));
        // SAFETY: the cart is live, the texts are readable.
        receive("cw_cart_add", |out, error| unsafe {
            cw_cart_add(
                self.0,
                id,
                id_length,
                name,
                name_length,
                item.price.kind,
                item.price.whole,
                item.price.real,
                price_text,
                price_length,
                item.quantity,
                attributes,
                attributes_length,
                conditions,
                conditions_length,
                model,
                model_length,
                class,
                class_length,
                out,
                error,
            )
        })
    }

    pub fn update(&self, id: &[u8], update: &Update<'_>, format: i32) -> Answer<(cw_item_change, Option<Vec<u8>>)> {
        #[repr(C)]
        #[derive(Clone, Copy)]
        struct Out {
            change: cw_item_change,
            item: *mut c_char,
            item_length: usize,
        }
        let ((id, id_length), (name, name_length)) = (raw(Some(id)), raw(update.name));
        let ((price_text, price_length), (attributes, attributes_length)) =
            (raw(update.price.text), raw(update.attributes));
        // SAFETY: the cart is live, the texts are readable.
        let out: Out = receive("cw_cart_update", |out: *mut Out, error| unsafe {
            cw_cart_update(
                self.0,
                id,
                id_length,
                update.quantity_update,
                update.quantity,
                name,
                name_length,
                update.price.kind,
                update.price.whole,
                update.price.real,
                price_text,
                price_length,
                attributes,
                attributes_length,
                format,
                &raw mut (*out).change,
                &raw mut (*out).item,
                &raw mut (*out).item_length,
                error,
            )
        })?;
        // SAFETY: they came together.
        Ok((out.change, unsafe { take_text(out.item, out.item_length) }))
    }

    pub fn remove(&self, id: &[u8], format: i32) -> Answer<Option<Vec<u8>>> {
        let (id, id_length) = raw(Some(id));
        // SAFETY: the cart is live, the text is readable.
        receive_text("cw_cart_remove", |text, length, error| unsafe {
            cw_cart_remove(self.0, id, id_length, format, text, length, error)
        })
    }

    pub fn add_condition(&self, condition: &Condition<'_>) -> Answer<()> {
        let ((name, name_length), (kind, kind_length)) = (raw(condition.name), raw(condition.kind));
        let ((target, target_length), (value, value_length)) = (raw(condition.target), raw(condition.value.text));
        let ((attributes, attributes_length), (rules, rules_length)) =
            (raw(condition.attributes), raw(condition.rules));
        // SAFETY: the cart is live, the texts are readable.
        call("cw_cart_add_condition", |error| unsafe {
            cw_cart_add_condition(
                self.0,
                name,
                name_length,
                kind,
                kind_length,
                target,
                target_length,
                condition.value.kind,
                condition.value.real,
                value,
                value_length,
                attributes,
                attributes_length,
                condition.order,
                rules,
                rules_length,
                error,
            )
        })
    }

    pub fn remove_condition(&self, name: &[u8], format: i32) -> Answer<Option<Vec<u8>>> {
        let (name, name_length) = raw(Some(name));
        // SAFETY: the cart is live, the text is readable.
        receive_text("cw_cart_remove_condition", |text, length, error| unsafe {
            cw_cart_remove_condition(self.0, name, name_length, format, text, length, error)
        })
    }

    pub fn item(&self, id: &[u8], format: i32) -> Answer<Option<Vec<u8>>> {
        let (id, id_length) = raw(Some(id));
        // SAFETY: the cart is live, the text is readable.
        receive_text("cw_cart_item", |text, length, error| unsafe {
            cw_cart_item(self.0, id, id_length, format, text, length, error)
        })
    }

    pub fn items(&self, format: i32) -> Answer<Vec<u8>> {
        // SAFETY: the cart is live.
        receive_text("cw_cart_items", |text, length, error| unsafe {
            cw_cart_items(self.0, format, text, length, error)
        })
        .map(Option::unwrap)
    }

    pub fn conditions(&self, format: i32) -> Answer<Vec<u8>> {
        // SAFETY: the cart is live.
        receive_text("cw_cart_conditions", |text, length, error| unsafe {
            cw_cart_conditions(self.0, format, text, length, error)
        })
        .map(Option::unwrap)
    }

    pub fn content(&self, instance: &[u8], currency: &[u8], format: i32) -> Answer<Vec<u8>> {
        let ((instance, instance_length), (currency, currency_length)) = (raw(Some(instance)), raw(Some(currency)));
        // SAFETY: the cart is live, the texts are readable.
        receive_text("cw_cart_content", |text, length, error| unsafe {
            cw_cart_content(self.0, instance, instance_length, currency, currency_length, format, text, length, error)
        })
        .map(Option::unwrap)
    }

    pub fn sum(&self, sum: i32, currency: &[u8]) -> Answer<cw_number> {
        let (currency, currency_length) = raw(Some(currency));
        // SAFETY: the cart is live, the text is readable.
        receive("cw_cart_sum", |out, error| unsafe { cw_cart_sum(self.0, sum, currency, currency_length, out, error) })
    }

    pub fn count(&self) -> (i64, i64) {
        // SAFETY: the cart is live.
        let [items, quantity] = receive("cw_cart_count", |out: *mut [i64; 2], error| unsafe {
            cw_cart_count(self.0, out.cast::<i64>(), out.cast::<i64>().add(1), error)
        })
        .unwrap();
        (items, quantity)
    }
}
