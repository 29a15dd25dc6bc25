//! A cart as simple as it can be: lists, and fractions of whole numbers. It shares no code with the engine.

/// A fraction, reduced, with a denominator above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

fn common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs().max(1) } else { common_divisor(other, one % other) }
}

impl Fraction {
    pub fn new(numerator: i128, denominator: i128) -> Self {
        let divisor = common_divisor(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub fn whole(number: i128) -> Self {
        Self::new(number, 1)
    }

    fn plus(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    fn times(self, other: Self) -> Self {
        Self::new(self.numerator * other.numerator, self.denominator * other.denominator)
    }

    fn not_below_zero(self) -> Self {
        if self.numerator < 0 { Self::whole(0) } else { self }
    }

    /// Half up to so many decimals, as a count of the last one. Amounts are never negative.
    pub fn rounded(self, decimals: u32) -> i128 {
        let scaled = self.times(Self::whole(10i128.pow(decimals)));
        (scaled.numerator * 2 + scaled.denominator) / (scaled.denominator * 2)
    }
}

/// What a condition does, in hundredths: 1050 is 10.5 or 10.5 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Plus(i128),
    Minus(i128),
    Percent(i128),
    Times(i128),
}

impl Effect {
    fn apply(self, amount: Fraction) -> Fraction {
        let hundredths = |number: i128| Fraction::new(number, 100);
        match self {
            Self::Plus(number) => amount.plus(hundredths(number)),
            Self::Minus(number) => amount.plus(hundredths(-number)),
            Self::Percent(number) => amount.plus(amount.times(Fraction::new(number, 10_000))),
            Self::Times(number) => amount.times(hundredths(number)),
        }
        .not_below_zero()
    }

    /// As a shop writes it.
    pub fn text(self) -> String {
        let (before, number, after) = match self {
            Self::Plus(number) => ("+", number, ""),
            Self::Minus(number) => ("-", number, ""),
            Self::Percent(number) if number < 0 => ("-", -number, "%"),
            Self::Percent(number) => ("", number, "%"),
            Self::Times(number) => ("*", number, ""),
        };
        format!("{before}{}.{:02}{after}", number / 100, number % 100)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Subtotal,
    Total,
    Item,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub name: &'static str,
    pub kind: &'static str,
    pub target: Target,
    pub effect: Effect,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: &'static str,
    /// In hundredths.
    pub price: i128,
    pub quantity: i128,
    pub conditions: Vec<Condition>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cart {
    pub items: Vec<Item>,
    pub conditions: Vec<Condition>,
    pub metadata: Vec<(&'static str, Option<i64>)>,
}

#[derive(Clone, Debug)]
pub enum Step {
    Add(Item),
    By(&'static str, i128),
    To(&'static str, i128),
    Price(&'static str, i128),
    Remove(&'static str),
    Clear,
    Put(Condition),
    Take(&'static str),
    TakeKind(&'static str),
    TakeAll,
    PutOnItem(&'static str, Condition),
    TakeFromItem(&'static str, &'static str),
    TakeAllFromItem(&'static str),
    Keep(&'static str, Option<i64>),
    Forget(&'static str),
}

pub const MOST_OF_AN_ITEM: i128 = 50;
pub const MOST_ITEMS: usize = 3;

fn put(conditions: &mut Vec<Condition>, condition: &Condition) {
    match conditions.iter_mut().find(|one| one.name == condition.name) {
        Some(one) => *one = condition.clone(),
        None => conditions.push(condition.clone()),
    }
}

impl Cart {
    fn find(&mut self, id: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// Does a step; says whether it is allowed. One that is not changes nothing.
    pub fn apply(&mut self, step: &Step) -> bool {
        match step {
            Step::Add(new) => return self.add(new),
            Step::By(id, more) => {
                let quantity = self.find(id).map(|item| item.quantity + more);
                return quantity.is_none_or(|quantity| self.set_quantity(id, quantity));
            }
            Step::To(id, quantity) => return self.set_quantity(id, *quantity),
            Step::Price(id, price) => {
                if let Some(item) = self.find(id) {
                    item.price = *price;
                }
            }
            Step::Remove(id) => self.items.retain(|item| item.id != *id),
            Step::Clear => *self = Self::default(),
            Step::Put(condition) => put(&mut self.conditions, condition),
            Step::Take(name) => self.conditions.retain(|one| one.name != *name),
            Step::TakeKind(kind) => self.conditions.retain(|one| one.kind != *kind),
            Step::TakeAll => self.conditions.clear(),
            Step::PutOnItem(id, condition) => {
                if let Some(item) = self.find(id) {
                    put(&mut item.conditions, condition);
                }
            }
            Step::TakeFromItem(id, name) => {
                if let Some(item) = self.find(id) {
                    item.conditions.retain(|one| one.name != *name);
                }
            }
            Step::TakeAllFromItem(id) => {
                if let Some(item) = self.find(id) {
                    item.conditions.clear();
                }
            }
            Step::Keep(key, value) => self.keep(key, *value),
            Step::Forget(key) => self.keep(key, None),
        }
        true
    }

    fn add(&mut self, new: &Item) -> bool {
        let full = self.items.len() >= MOST_ITEMS;
        match self.find(new.id) {
            Some(item) if item.quantity + new.quantity <= MOST_OF_AN_ITEM => {
                *item = Item { quantity: item.quantity + new.quantity, ..new.clone() };
                true
            }
            None if new.quantity <= MOST_OF_AN_ITEM && !full => {
                self.items.push(new.clone());
                true
            }
            _ => false,
        }
    }

    fn set_quantity(&mut self, id: &str, quantity: i128) -> bool {
        match self.find(id) {
            None => true,
            Some(_) if quantity <= 0 => {
                self.items.retain(|item| item.id != id);
                true
            }
            Some(_) if quantity > MOST_OF_AN_ITEM => false,
            Some(item) => {
                item.quantity = quantity;
                true
            }
        }
    }

    fn keep(&mut self, key: &'static str, value: Option<i64>) {
        match self.metadata.iter_mut().find(|(known, _)| *known == key) {
            Some(entry) => entry.1 = value,
            None => self.metadata.push((key, value)),
        }
    }

    fn applied(&self, target: Target, amount: Fraction) -> Fraction {
        self.conditions.iter().filter(|one| one.target == target).fold(amount, |amount, one| one.effect.apply(amount))
    }

    /// Subtotal, total and the sum without conditions, each in units of the currency's last decimal.
    pub fn sums(&self, decimals: u32) -> (i128, i128, i128) {
        let (mut with, mut without) = (Fraction::whole(0), Fraction::whole(0));
        for item in &self.items {
            let price = Fraction::new(item.price, 100);
            let reduced = item.conditions.iter().fold(price, |amount, one| one.effect.apply(amount));
            with = with.plus(reduced.times(Fraction::whole(item.quantity)));
            without = without.plus(price.times(Fraction::whole(item.quantity)));
        }
        let unit = 10i128.pow(decimals);
        let subtotal = self.applied(Target::Subtotal, with).rounded(decimals);
        let total = self.applied(Target::Total, Fraction::new(subtotal, unit)).rounded(decimals);
        (subtotal, total, without.rounded(decimals))
    }
}
