//! Carts to store: what the cases of the suite are written with.

use cartwright_core::{
    Cart, CartKey, CartStore, Change, Commit, CommitId, Committed, ConditionValue, Conditions, Identity, Incarnation,
    Json, Limits, LineIdentity, LoadedCart, Model, NewCondition, NewItem, Operation, Policy, PriceInput, QueuedCommit,
};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that nobody else has. The process is a part of it each time, or a child that was forked off would have the
/// numbers of its parent, and a store would take its commits for the parent's, repeated.
pub fn random() -> u128 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = (NEXT.fetch_add(1, Ordering::Relaxed), std::process::id());
    let hash = || u128::from(RandomState::new().hash_one(number));
    hash() << 64 | hash()
}

/// The cart `default` of a visitor.
pub fn key(identifier: &str) -> CartKey {
    CartKey::new(identifier, "default")
}

/// A cart that is being changed, with what has changed since it was loaded.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The cart as it is to be.
    pub cart: Cart,
    /// What is different from what is stored.
    pub changes: Vec<Change>,
    /// What it was loaded as.
    pub expected: Option<Identity>,
    /// How long its text may be.
    pub limits: Limits,
}

impl Draft {
    /// A cart that is not stored yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is stored.
    pub fn load(store: &dyn CartStore, key: &CartKey) -> Self {
        store.load(key).expect("the cart can be loaded").map_or_else(Self::new, Self::from)
    }

    /// Puts items in.
    #[must_use]
    pub fn add(mut self, id: &str, quantity: i64) -> Self {
        self.apply(Operation::Add(NewItem {
            id,
            name: &format!("A {id} from \"Łódź\""),
            price: PriceInput::Text("19.99"),
            quantity: quantity.into(),
            attributes: Json::from(r#"{"size":"L","path":"a\/b"}"#),
            conditions: Conditions::from_iter([sale("GIFT", "-1")]),
            model: Model::none(),
        }));
        self
    }

    /// Takes an item out.
    #[must_use]
    pub fn remove(mut self, id: &str) -> Self {
        self.apply(Operation::Remove(id));
        self
    }

    /// Puts a condition on the cart.
    #[must_use]
    pub fn condition(mut self, name: &str, value: &str) -> Self {
        self.apply(Operation::AddCondition(new_condition(name, value)));
        self
    }

    /// Takes a condition off.
    #[must_use]
    pub fn without_condition(mut self, name: &str) -> Self {
        self.apply(Operation::RemoveCondition(name));
        self
    }

    /// Puts a value under a key; no value takes it away.
    #[must_use]
    pub fn metadata(mut self, key: &str, value: Option<&str>) -> Self {
        self.apply(match value {
            Some(value) => Operation::SetMetadata(key, Json::from(value)),
            None => Operation::RemoveMetadata(key),
        });
        self
    }

    /// Puts an item in, on a line of its own for its size.
    #[must_use]
    pub fn add_sized(mut self, id: &str, size: &str) -> Self {
        let mut policy = Policy::default();
        policy.switches.line_identity = LineIdentity::IdAndAttributes;
        let attributes = Json::from(&*format!("{{\"size\":\"{size}\"}}"));
        let item = NewItem {
            id,
            name: id,
            price: PriceInput::Text("5"),
            quantity: 1.into(),
            attributes,
            conditions: Conditions::default(),
            model: Model::none(),
        };
        self.apply_under(Operation::Add(item), &policy);
        self
    }

    /// Lets a rule put a condition on from a quantity on.
    #[must_use]
    pub fn dynamic(mut self, name: &str, from_quantity: i64) -> Self {
        let rules = Json::from(&*format!("[{{\"min_quantity\":{from_quantity}}}]"));
        self.apply(Operation::RegisterDynamic(NewCondition { rules, ..new_condition(name, "-5%") }));
        self
    }

    /// Lets no rule do that any more.
    #[must_use]
    pub fn without_dynamic(mut self, name: &str) -> Self {
        self.apply(Operation::UnregisterDynamic(name));
        self
    }

    /// Takes everything out.
    #[must_use]
    pub fn clear(mut self) -> Self {
        self.apply(Operation::Clear);
        self
    }

    fn apply(&mut self, operation: Operation<'_>) {
        self.apply_under(operation, &Policy::default());
    }

    fn apply_under(&mut self, operation: Operation<'_>, policy: &Policy) {
        self.changes.extend(self.cart.apply(operation, policy).expect("the sample is valid"));
    }

    /// The ids of the items, in order.
    pub fn ids(&self) -> Vec<&str> {
        self.cart.items().map(|item| item.id().as_str()).collect()
    }

    /// How many of an item.
    pub fn quantity(&self, id: &str) -> i64 {
        self.cart.item(id).map_or(0, |item| item.quantity().whole())
    }

    /// The columns, for comparing.
    pub fn text(&self) -> [Option<String>; 3] {
        use cartwright_wire::{conditions_column, items_column, metadata_column};
        [items_column(&self.cart), conditions_column(&self.cart), metadata_column(&self.cart)]
    }

    /// Stores it, if the cart still is what it was.
    pub fn try_commit(&self, store: &dyn CartStore, key: &CartKey) -> Committed {
        self.try_commit_as(CommitId(random()), store, key)
    }

    /// The same under an id of the caller's.
    pub fn try_commit_as(&self, id: CommitId, store: &dyn CartStore, key: &CartKey) -> Committed {
        store.commit(&self.to_commit(id, key, &[])).expect("the store answers")
    }

    /// The commit of it.
    pub fn to_commit<'a>(&'a self, id: CommitId, key: &'a CartKey, outbox: &'a [Vec<u8>]) -> Commit<'a> {
        Commit {
            key,
            expected: self.expected,
            incarnation: Incarnation(random()),
            id,
            cart: &self.cart,
            changes: &self.changes,
            limits: self.limits,
            outbox,
        }
    }

    /// The same for who is queued.
    pub fn into_queued(self) -> QueuedCommit {
        QueuedCommit {
            incarnation: Incarnation(random()),
            id: CommitId(random()),
            cart: self.cart,
            changes: self.changes,
            limits: self.limits,
            outbox: Vec::new(),
        }
    }

    /// Stores it; a conflict fails the test.
    pub fn commit(&self, store: &dyn CartStore, key: &CartKey) -> Identity {
        stored(self.try_commit(store, key))
    }
}

impl From<LoadedCart> for Draft {
    fn from(loaded: LoadedCart) -> Self {
        Self { cart: loaded.cart, expected: Some(loaded.identity), ..Self::default() }
    }
}

/// What a commit made.
pub fn stored(answer: Committed) -> Identity {
    match answer {
        Committed::Stored(identity) => identity,
        Committed::Conflict(found) => panic!("expected to be stored, found {found:?}"),
    }
}

fn new_condition<'a>(name: &'a str, value: &str) -> NewCondition<'a> {
    NewCondition {
        name,
        kind: "discount",
        target: "subtotal",
        value: ConditionValue::Text(value.into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from("null"),
    }
}

fn sale(name: &str, value: &str) -> cartwright_core::Condition {
    cartwright_core::Condition::new(new_condition(name, value)).expect("the sample is valid")
}
