//! A cart together with the text it is stored as.

use crate::columns;
use crate::json_text::json_string;
use crate::metadata;
use crate::php_text;
use crate::read;
use crate::stored_error::StoredError;
use crate::write::{Format, conditions_php, item_as_php, item_member};
use cartwright_core::{Cart, Changes, Conditions, Item, ItemId, Json, Metadata, Operation, Part, Policy};
use indexmap::IndexMap;
use std::cell::OnceCell;
use std::sync::Arc;

/// The text of one item: what is stored, and what PHP reads, each made when it is first asked for.
#[derive(Debug)]
struct ItemText {
    member: OnceCell<Json>,
    php: OnceCell<PhpMember>,
}

impl ItemText {
    fn unwritten() -> Self {
        Self { member: OnceCell::new(), php: OnceCell::new() }
    }

    fn read(member: Json) -> Self {
        Self { member: OnceCell::from(member), php: OnceCell::new() }
    }

    fn member(&self, item: &Item) -> &str {
        self.member.get_or_init(|| Json::from(&*item_member(item))).as_str()
    }
}

/// An item's key and value in the text of an array, as a piece of a text that was made for many items at once.
#[derive(Debug)]
struct PhpMember {
    source: Arc<[u8]>,
    start: usize,
    value: usize,
    end: usize,
}

impl PhpMember {
    fn member(&self) -> &[u8] {
        &self.source[self.start..self.end]
    }

    fn value(&self) -> &[u8] {
        &self.source[self.value..self.end]
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

impl Pending {
    const ALL: Self = Self { items: true, conditions: true, metadata: true };

    /// The columns that these changes make different.
    fn after(changes: &Changes) -> Self {
        let mut pending = Self::default();
        for change in changes.iter().filter(|change| change.differs()) {
            match change.part() {
                Part::Item(_) => pending.items = true,
                Part::Conditions => pending.conditions = true,
                Part::Metadata(_) | Part::DynamicConditions => pending.metadata = true,
                _ => return Self::ALL,
            }
        }
        pending
    }
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
    /// All conditions as PHP reads them, as long as none has changed.
    conditions_php: OnceCell<Box<[u8]>>,
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
        Self::of_columns(items.map(Into::into), conditions.map(Into::into), metadata.map(Into::into))
    }

    pub(crate) fn of_columns(
        items: Option<Arc<str>>,
        conditions: Option<Arc<str>>,
        metadata: Option<Arc<str>>,
    ) -> Result<Self, StoredError> {
        // NULL, nothing and PHP's idea of an empty text are all an empty cart.
        let column = |text: Option<Arc<str>>| text.filter(|text| !matches!(&**text, "" | "0"));
        let (items, conditions, metadata) = (column(items), column(conditions), column(metadata));
        let read_both = || {
            let found = conditions.as_ref().map(read::conditions).transpose()?.unwrap_or_default();
            let (metadata, dynamic) = metadata.as_ref().map(metadata::read).transpose()?.unwrap_or_default();
            Ok((found, metadata, dynamic))
        };
        let ((found, metadata_read, dynamic), unreadable) = match read_both() {
            Ok(found) => (found, None),
            Err(error) => ((Conditions::default(), Metadata::default(), Conditions::default()), Some(error)),
        };
        let mut texts = IndexMap::new();
        let cart = match &items {
            None => Cart::from_stored([], found, metadata_read),
            Some(column) => {
                let source = read::canonical("items", column)?;
                let mut read = read::Items::of(&source);
                texts.reserve(read.size_hint().0);
                let with_texts = read.by_ref().map(|(item, member)| {
                    texts.insert(item.line().clone(), member.map_or_else(ItemText::unwritten, ItemText::read));
                    item
                });
                let cart = Cart::from_stored(with_texts, found, metadata_read);
                read.end()?;
                cart
            }
        };
        match unreadable {
            // Of columns that cannot be read, the first one is named.
            Some(error) => Err(error),
            None => Ok(Self {
                cart: cart.with_dynamic_conditions(dynamic),
                texts,
                source: Some(Source { items, conditions, metadata }),
                ..Self::default()
            }),
        }
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
                Part::Item(line) => self.write_item(line),
                Part::Conditions => drop(self.conditions_php.take()),
                Part::Metadata(_) | Part::DynamicConditions => {}
                _ => self.write_everything(),
            }
        }
        self.are_pending(Pending::after(&changes));
        Ok(changes)
    }

    /// Does several things to the cart: all of them, or none.
    ///
    /// # Errors
    /// The core's reason for the refusal.
    pub fn apply_all(
        &mut self,
        operations: &[Operation<'_>],
        policy: &Policy,
    ) -> Result<Changes, cartwright_core::Error> {
        if let [operation] = operations {
            return self.apply(operation.clone(), policy);
        }
        let (mut cart, mut changes) = (self.cart.clone(), Changes::none());
        for operation in operations {
            changes.extend(cart.apply(operation.clone(), policy)?);
        }
        let pending = Pending::after(&changes);
        // What changed nothing leaves the text as it was read, too.
        if pending != Pending::default() {
            self.follow(cart);
            self.are_pending(pending);
        }
        Ok(changes)
    }

    /// Takes over a newer state of the cart from who has changed it, and keeps the text of every item that is the same.
    ///
    /// ```
    /// use cartwright_core::Cart;
    /// use cartwright_wire::StoredCart;
    ///
    /// let mut shown = StoredCart::default();
    /// shown.follow(Cart::default());
    /// assert_eq!(shown.items_column(), None);
    /// ```
    pub fn follow(&mut self, cart: Cart) {
        let mut known = std::mem::take(&mut self.texts);
        self.texts.reserve(cart.item_count());
        for item in cart.items() {
            let line = item.line();
            let is_same = self.cart.item(line.as_str()).is_some_and(|before| Arc::ptr_eq(before, item));
            let text =
                known.get_mut(line).filter(|_| is_same).map(|text| std::mem::replace(text, ItemText::unwritten()));
            self.texts.insert(line.clone(), text.unwrap_or_else(ItemText::unwritten));
        }
        if self.cart.conditions() != cart.conditions() {
            self.conditions_php.take();
        }
        self.cart = cart;
        self.source = None;
    }

    fn write_item(&mut self, line: &ItemId) {
        if self.cart.item(line.as_str()).is_some() {
            self.texts.insert(line.clone(), ItemText::unwritten());
        } else {
            self.texts.shift_remove(line);
        }
    }

    fn write_everything(&mut self) {
        self.texts = self.cart.items().map(|item| (item.line().clone(), ItemText::unwritten())).collect();
        self.conditions_php.take();
    }

    /// Each item with its text.
    fn members(&self) -> impl Iterator<Item = &str> {
        self.cart.items().zip(self.texts.values()).map(|(item, text)| text.member(item))
    }

    /// Which columns have to be stored.
    pub fn pending(&self) -> Pending {
        self.pending
    }

    /// Says that columns have been changed since they were stored.
    pub(crate) fn are_pending(&mut self, more: Pending) {
        if more == Pending::default() {
            return;
        }
        self.pending.items |= more.items;
        self.pending.conditions |= more.conditions;
        self.pending.metadata |= more.metadata;
        self.source = None;
    }

    /// Says that they are.
    pub fn committed(&mut self) {
        self.pending = Pending::default();
    }

    /// Whether nothing was changed since it was read, stored or not.
    pub(crate) fn is_as_read(&self) -> bool {
        self.source.is_some()
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
        for member in self.members() {
            match rest.strip_prefix(before).and_then(|rest| rest.strip_prefix(member)) {
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

    /// Room is made for exactly this text: a large one that is cut to its length, or grows, costs the operating system's
    /// pages each time it is made.
    pub(crate) fn items_json(&self) -> String {
        let length: usize = self.members().map(|member| member.len() + 1).sum();
        let mut out = String::with_capacity(length.max(1) + 1);
        out.push('{');
        for (at, member) in self.members().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(member);
        }
        out.push('}');
        out
    }

    /// The text of the conditions' column, `None` for NULL.
    pub fn conditions_column(&self) -> Option<String> {
        columns::conditions_column(&self.cart)
    }

    /// The text of the metadata's column, `None` for NULL. Dynamic conditions are stored there, see
    /// [`DYNAMIC_CONDITIONS`](cartwright_core::DYNAMIC_CONDITIONS).
    pub fn metadata_column(&self) -> Option<String> {
        columns::metadata_column(&self.cart)
    }

    /// One item.
    ///
    /// # Errors
    /// If what the host keeps with it is no JSON.
    pub fn item(&self, id: &str, format: Format) -> Result<Option<Vec<u8>>, StoredError> {
        let (Some(item), Some(text)) = (self.cart.item(id), self.texts.get(id)) else {
            return Ok(None);
        };
        Ok(Some(match format {
            Format::Php => self.php_member(item, text)?.value().to_vec(),
            Format::Json => item_value(text.member(item), id).as_bytes().to_vec(),
        }))
    }

    fn php_member<'a>(&self, item: &'a Arc<Item>, text: &'a ItemText) -> Result<&'a PhpMember, StoredError> {
        if let Some(php) = text.php.get() {
            return Ok(php);
        }
        self.make_php(std::iter::once((item, text)))?;
        text.php.get().ok_or_else(|| StoredError::corrupt("items", None, "one is gone"))
    }

    /// Makes what PHP reads of these items, where that has not been done yet.
    fn make_php<'a>(&self, items: impl Iterator<Item = (&'a Arc<Item>, &'a ItemText)>) -> Result<(), StoredError> {
        let (mut out, mut made) = (Vec::new(), Vec::new());
        for (item, text) in items.filter(|(_, text)| text.php.get().is_none()) {
            let start = out.len();
            php_text::key(item.line().as_str(), &mut out);
            let value = out.len();
            item_as_php(item, &mut out)?;
            made.push((text, start, value, out.len()));
        }
        let source: Arc<[u8]> = out.into();
        for (text, start, value, end) in made {
            text.php.get_or_init(|| PhpMember { source: Arc::clone(&source), start, value, end });
        }
        Ok(())
    }

    /// All items by id.
    ///
    /// # Errors
    /// If what the host keeps with one is no JSON.
    pub fn items(&self, format: Format) -> Result<Vec<u8>, StoredError> {
        match format {
            Format::Json => Ok(self.items_json().into_bytes()),
            Format::Php => self.around_items(Vec::new(), &[]),
        }
    }

    /// All items as PHP reads them, between two other texts. There is room for exactly this, as for [`Self::items_json`].
    pub(crate) fn around_items(&self, mut before: Vec<u8>, after: &[u8]) -> Result<Vec<u8>, StoredError> {
        self.make_php(self.cart.items().zip(self.texts.values()))?;
        php_text::array_open(self.texts.len(), &mut before);
        let members = || self.texts.values().filter_map(|text| text.php.get()).map(PhpMember::member);
        let length: usize = members().map(<[u8]>::len).sum();
        let mut out = Vec::with_capacity(before.len() + length + 1 + after.len());
        out.extend_from_slice(&before);
        for member in members() {
            out.extend_from_slice(member);
        }
        php_text::array_close(&mut out);
        out.extend_from_slice(after);
        Ok(out)
    }

    /// All conditions by name.
    ///
    /// # Errors
    /// If what the host keeps with one is no JSON.
    pub fn conditions(&self, format: Format) -> Result<Vec<u8>, StoredError> {
        match format {
            Format::Json => Ok(self.conditions_column().unwrap_or_else(|| "{}".into()).into_bytes()),
            Format::Php => Ok(self.conditions_php()?.to_vec()),
        }
    }

    pub(crate) fn conditions_php(&self) -> Result<&[u8], StoredError> {
        if let Some(php) = self.conditions_php.get() {
            return Ok(php);
        }
        let mut out = Vec::new();
        conditions_php(self.cart.conditions().iter(), &mut out)
            .map_err(|why| StoredError::corrupt("conditions", None, why))?;
        Ok(self.conditions_php.get_or_init(|| out.into()))
    }
}

/// A cart on its way into a store that has not held it: every column is pending.
impl From<Cart> for StoredCart {
    fn from(cart: Cart) -> Self {
        let mut stored = Self { cart, ..Self::default() };
        stored.write_everything();
        stored.are_pending(Pending::ALL);
        stored
    }
}

/// The value of a member `"id":{…}`.
fn item_value<'a>(member: &'a str, id: &str) -> &'a str {
    let mut quoted = String::with_capacity(id.len() + 3);
    json_string(id, &mut quoted);
    member.get(quoted.len() + 1..).unwrap_or(member)
}
