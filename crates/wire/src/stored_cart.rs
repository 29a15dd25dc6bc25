//! A cart together with the text it is stored as.

use crate::json_text::json_string;
use crate::php_text;
use crate::read::{self, ReadItem};
use crate::stored_error::StoredError;
use crate::write::{Format, conditions_json, conditions_php, item_as_php, item_member, json_number, metadata_json};
use cartwright_core::{Cart, Changes, Conditions, ItemId, Json, Metadata, Operation, Part, Policy, Pricing};
use indexmap::IndexMap;
use std::cell::OnceCell;
use std::fmt::Write;
use std::sync::Arc;

/// The text of one item: what is stored, and what PHP reads, made when it is first asked for.
#[derive(Debug)]
struct ItemText {
    member: Json,
    php: OnceCell<Box<[u8]>>,
}

impl ItemText {
    fn new(member: Json) -> Self {
        Self { member, php: OnceCell::new() }
    }
}

/// Which columns differ from what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// The items.
    pub items: bool,
    /// The conditions.
    pub conditions: bool,
    /// The metadata.
    pub metadata: bool,
}

/// The columns as they were read.
#[derive(Debug)]
struct Source {
    items: Option<Arc<str>>,
    conditions: Option<Arc<str>>,
    metadata: Option<Arc<str>>,
}

/// A cart with the text of each item kept, so that a change writes anew only what changed.
///
/// ```
/// use cartwright_core::{Operation, Policy};
/// use cartwright_wire::StoredCart;
///
/// let items = r#"{"a":{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#;
/// let mut cart = StoredCart::read(Some(items), None, None)?;
/// assert_eq!(cart.items_column().as_deref(), Some(items));
/// cart.apply(Operation::Remove("a"), &Policy::default())?;
/// assert!(cart.pending().items);
/// assert_eq!(cart.items_column(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct StoredCart {
    cart: Cart,
    /// In the order of the cart's items.
    texts: IndexMap<ItemId, ItemText>,
    pending: Pending,
    /// What was read, as long as nothing has changed since.
    source: Option<Source>,
}

impl StoredCart {
    /// Reads the columns of a stored cart; `None` is a column that is NULL.
    ///
    /// # Errors
    /// If a column cannot be read. It must then not be overwritten.
    pub fn read(items: Option<&str>, conditions: Option<&str>, metadata: Option<&str>) -> Result<Self, StoredError> {
        // NULL, nothing and PHP's idea of an empty text are all an empty cart.
        let column = |text: Option<&str>| text.filter(|text| !matches!(*text, "" | "0")).map(Arc::<str>::from);
        let (items, conditions, metadata) = (column(items), column(conditions), column(metadata));
        let mut texts = IndexMap::new();
        let mut entries = Vec::new();
        for ReadItem { item, member } in items.as_ref().map_or(Ok(Vec::new()), read::items)? {
            let member = member.unwrap_or_else(|| Json::from(&*item_member(&item)));
            texts.insert(item.line().clone(), ItemText::new(member));
            entries.push(item);
        }
        let conditions_read = conditions.as_ref().map_or(Ok(Conditions::default()), read::conditions)?;
        let metadata_read = metadata.as_ref().map_or(Ok(Metadata::default()), read::metadata)?;
        Ok(Self {
            cart: Cart::from_stored(entries, conditions_read, metadata_read),
            texts,
            pending: Pending::default(),
            source: Some(Source { items, conditions, metadata }),
        })
    }

    /// The cart.
    pub fn cart(&self) -> &Cart {
        &self.cart
    }

    /// The cart, without its text.
    pub fn into_cart(self) -> Cart {
        self.cart
    }

    /// Does something to the cart. What is refused leaves it as it was.
    ///
    /// # Errors
    /// The core's reason for the refusal.
    pub fn apply(&mut self, operation: Operation<'_>, policy: &Policy) -> Result<Changes, cartwright_core::Error> {
        let changes = self.cart.apply(operation, policy)?;
        for change in changes.iter().filter(|change| change.differs()) {
            match change.part() {
                Part::Item(id) => self.write_item(id),
                Part::Conditions => self.pending.conditions = true,
                Part::Metadata(_) => self.pending.metadata = true,
                _ => self.write_everything(),
            }
        }
        if self.pending != Pending::default() {
            self.source = None;
        }
        Ok(changes)
    }

    fn write_item(&mut self, id: &ItemId) {
        match self.cart.item(id.as_str()) {
            Some(item) => {
                self.texts.insert(id.clone(), ItemText::new(Json::from(&*item_member(item))));
            }
            None => {
                self.texts.shift_remove(id);
            }
        }
        self.pending.items = true;
    }

    fn write_everything(&mut self) {
        self.texts = self
            .cart
            .items()
            .map(|item| (item.line().clone(), ItemText::new(Json::from(&*item_member(item)))))
            .collect();
        self.pending = Pending { items: true, conditions: true, metadata: true };
    }

    /// Which columns have to be stored.
    pub fn pending(&self) -> Pending {
        self.pending
    }

    /// Says that they are.
    pub fn committed(&mut self) {
        self.pending = Pending::default();
    }

    /// Whether this is what the columns say, to the byte, and nothing is pending.
    pub fn holds(&self, items: Option<&str>, conditions: Option<&str>, metadata: Option<&str>) -> bool {
        if self.pending != Pending::default() {
            return false;
        }
        match &self.source {
            Some(source) => {
                source.items.as_deref() == items
                    && source.conditions.as_deref() == conditions
                    && source.metadata.as_deref() == metadata
            }
            None => {
                self.conditions_column().as_deref() == conditions
                    && self.metadata_column().as_deref() == metadata
                    && self.items_are(items)
            }
        }
    }

    fn items_are(&self, column: Option<&str>) -> bool {
        let Some(mut rest) = column else {
            return self.texts.is_empty();
        };
        let mut before = '{';
        for text in self.texts.values() {
            match rest.strip_prefix(before).and_then(|rest| rest.strip_prefix(text.member.as_str())) {
                Some(after) => rest = after,
                None => return false,
            }
            before = ',';
        }
        rest == "}" && !self.texts.is_empty()
    }

    /// The text of the items' column, `None` for NULL.
    pub fn items_column(&self) -> Option<String> {
        (!self.texts.is_empty()).then(|| self.items_json())
    }

    fn items_json(&self) -> String {
        let length: usize = self.texts.values().map(|text| text.member.as_str().len() + 1).sum();
        let mut out = String::with_capacity(length + 2);
        out.push('{');
        for (at, text) in self.texts.values().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(text.member.as_str());
        }
        out.push('}');
        out
    }

    /// The text of the conditions' column, `None` for NULL.
    pub fn conditions_column(&self) -> Option<String> {
        let conditions = self.cart.conditions();
        (!conditions.is_empty()).then(|| {
            let mut out = String::new();
            conditions_json(conditions.iter(), &mut out);
            out
        })
    }

    /// The text of the metadata's column, `None` for NULL.
    pub fn metadata_column(&self) -> Option<String> {
        (!self.cart.metadata().is_empty()).then(|| metadata_json(self.cart.metadata()))
    }

    /// One item.
    ///
    /// # Errors
    /// If what the host keeps with it is no JSON.
    pub fn item(&self, id: &str, format: Format) -> Result<Option<Vec<u8>>, StoredError> {
        let Some(text) = self.texts.get(id) else {
            return Ok(None);
        };
        Ok(Some(match format {
            Format::Php => self.item_php(id, text)?.to_vec(),
            Format::Json => item_value(text.member.as_str(), id).as_bytes().to_vec(),
        }))
    }

    fn item_php<'a>(&self, id: &str, text: &'a ItemText) -> Result<&'a [u8], StoredError> {
        if let Some(php) = text.php.get() {
            return Ok(php);
        }
        let item = self.cart.item(id).ok_or_else(|| StoredError::corrupt("items", Some(id), "it is gone"))?;
        let php = item_as_php(item)?;
        Ok(text.php.get_or_init(|| php.into_boxed_slice()))
    }

    /// All items by id.
    ///
    /// # Errors
    /// If what the host keeps with one is no JSON.
    pub fn items(&self, format: Format) -> Result<Vec<u8>, StoredError> {
        match format {
            Format::Json => Ok(self.items_json().into_bytes()),
            Format::Php => {
                let mut out = Vec::new();
                self.items_php(&mut out)?;
                Ok(out)
            }
        }
    }

    fn items_php(&self, out: &mut Vec<u8>) -> Result<(), StoredError> {
        php_text::array_open(self.texts.len(), out);
        for (id, text) in &self.texts {
            php_text::key(id.as_str(), out);
            out.extend_from_slice(self.item_php(id.as_str(), text)?);
        }
        php_text::array_close(out);
        Ok(())
    }

    /// All conditions by name.
    ///
    /// # Errors
    /// If what the host keeps with one is no JSON.
    pub fn conditions(&self, format: Format) -> Result<Vec<u8>, StoredError> {
        match format {
            Format::Json => Ok(self.conditions_column().unwrap_or_else(|| "{}".into()).into_bytes()),
            Format::Php => {
                let mut out = Vec::new();
                self.conditions_php(&mut out)?;
                Ok(out)
            }
        }
    }

    fn conditions_php(&self, out: &mut Vec<u8>) -> Result<(), StoredError> {
        conditions_php(self.cart.conditions().iter(), out).map_err(|why| StoredError::corrupt("conditions", None, why))
    }

    /// The whole cart: instance, items, conditions, subtotal, total, quantity, count, is_empty.
    ///
    /// # Errors
    /// If a total is beyond the range of a decimal, or what the host keeps with an item is no JSON.
    pub fn content(&self, instance: &str, pricing: impl Into<Pricing>, format: Format) -> Result<Vec<u8>, StoredError> {
        let pricing = pricing.into();
        let subtotal = self.cart.subtotal(pricing)?.amount().as_real();
        let total = self.cart.total(pricing)?.amount().as_real();
        let (quantity, count) = (self.cart.quantity(), self.cart.item_count());
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
        let mut out = Vec::with_capacity(512 + 320 * count);
        php_text::array_open(8, &mut out);
        php_text::str("instance", &mut out);
        php_text::str(instance, &mut out);
        php_text::str("items", &mut out);
        self.items_php(&mut out)?;
        php_text::str("conditions", &mut out);
        self.conditions_php(&mut out)?;
        for (key, amount) in [("subtotal", subtotal), ("total", total)] {
            php_text::str(key, &mut out);
            php_text::float(amount.to_f64(), &mut out);
        }
        php_text::str("quantity", &mut out);
        php_text::int(quantity, &mut out);
        php_text::str("count", &mut out);
        php_text::int(i64::try_from(count).unwrap_or(i64::MAX), &mut out);
        php_text::str("is_empty", &mut out);
        php_text::bool(count == 0, &mut out);
        php_text::array_close(&mut out);
        Ok(out)
    }
}

/// A cart on its way into a store that has not held it: every column is pending.
impl From<Cart> for StoredCart {
    fn from(cart: Cart) -> Self {
        let mut stored = Self { cart, ..Self::default() };
        stored.write_everything();
        stored
    }
}

/// The value of a member `"id":{…}`.
fn item_value<'a>(member: &'a str, id: &str) -> &'a str {
    let mut quoted = String::with_capacity(id.len() + 3);
    json_string(id, &mut quoted);
    member.get(quoted.len() + 1..).unwrap_or(member)
}
