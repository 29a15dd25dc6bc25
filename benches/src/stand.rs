//! One store with its other carts, and the carts in it that are measured.

use crate::Failure;
use crate::shop;
use crate::stats::timed;
use cartwright_core::{CartKey, Operation, Pricing};
use cartwright_engine::{Engine, OpenCart};
use std::collections::VecDeque;
use std::time::Duration;

/// How a caller comes to the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It holds it between operations, as during a request: [`Engine::open`].
    Held,
    /// Each operation loads it: [`Engine::apply`], [`Engine::content`].
    Loaded,
}

impl Way {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Held, Self::Loaded];
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Put a new item in, at the end.
    Add,
    /// Set the quantity of the item in the middle.
    Update,
    /// Take the item in the middle out.
    Remove,
    /// Put a condition on the cart in the place of another one.
    Condition,
    /// The total, after a change.
    Total,
    /// All sums with the cart, after a change.
    Content,
    /// Give the cart to another identifier.
    Swap,
    /// Make a cart by putting the first item in.
    Begin,
    /// Take everything out, which removes the cart.
    Clear,
}

impl Step {
    /// In the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Add,
        Self::Update,
        Self::Remove,
        Self::Condition,
        Self::Total,
        Self::Content,
        Self::Swap,
        Self::Begin,
        Self::Clear,
    ];

    /// As the documents call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Update => "update",
            Self::Remove => "remove",
            Self::Condition => "addCondition",
            Self::Total => "total",
            Self::Content => "content",
            Self::Swap => "swap",
            Self::Begin => "first add",
            Self::Clear => "clear",
        }
    }

    /// Whether it changes one thing of a cart that stays where it is.
    pub fn is_change(self) -> bool {
        matches!(self, Self::Add | Self::Update | Self::Remove | Self::Condition)
    }
}

/// The lines of a cart, in their order, so that the middle one is known without asking the cart.
#[derive(Debug)]
struct Lines {
    lines: VecDeque<String>,
    next: usize,
}

impl Lines {
    fn new(items: usize) -> Self {
        Self { lines: (0..items).map(shop::line).collect(), next: items }
    }

    fn add(&mut self) -> String {
        let line = shop::line(self.next);
        self.next += 1;
        self.lines.push_back(line.clone());
        line
    }

    fn middle(&self) -> String {
        self.lines.get(self.lines.len() / 2).cloned().unwrap_or_default()
    }

    fn remove_middle(&mut self) -> String {
        self.lines.remove(self.lines.len() / 2).unwrap_or_default()
    }
}

/// A cart that is measured in one way.
#[derive(Debug)]
struct Measured {
    key: CartKey,
    open: Option<OpenCart>,
    lines: Lines,
    turns: i64,
}

/// A store with the carts that are measured.
#[derive(Debug)]
pub struct Stand<'engine> {
    engine: &'engine Engine,
    pricing: Pricing,
    /// By number of items, in both ways.
    carts: Vec<[Measured; 2]>,
}

impl<'engine> Stand<'engine> {
    /// Puts the carts that are measured into a store.
    ///
    /// # Errors
    /// If the engine refuses.
    pub fn new(engine: &'engine Engine, sizes: &[usize]) -> Result<Self, Failure> {
        let measured = |items: usize, way: Way| -> Result<_, Failure> {
            let key = CartKey::new(&format!("measured-{items}-{way:?}"), "default");
            let lines: Vec<String> = (0..items).map(shop::line).collect();
            let mut operations: Vec<Operation<'_>> = lines.iter().map(|line| shop::add(line)).collect();
            operations.extend(shop::conditions());
            engine.apply_all(&key, &operations)?;
            let open = (way == Way::Held).then(|| engine.open(key.clone()));
            Ok(Measured { key, open, lines: Lines::new(items), turns: 0 })
        };
        let carts = sizes.iter().map(|items| Ok([measured(*items, Way::Held)?, measured(*items, Way::Loaded)?]));
        Ok(Self { engine, pricing: engine.settings().pricing(), carts: carts.collect::<Result<_, Failure>>()? })
    }

    /// Does each thing once with the cart of the size in this place; it has as many items as before afterwards.
    ///
    /// # Errors
    /// If the engine refuses.
    pub fn turn(&mut self, size: usize, way: Way, note: &mut dyn FnMut(Step, Duration)) -> Result<(), Failure> {
        let (engine, pricing) = (self.engine, self.pricing);
        let cart = &mut self.carts[size][way as usize];
        let Measured { key, open, lines, turns } = cart;
        *turns += 1;
        let mut door = match open {
            Some(open) => Door::Held(open),
            None => Door::Loaded(engine, key),
        };
        // A total and a content follow a change each, so that nothing is at hand for them.
        note(Step::Add, door.change(&shop::add(&lines.add()))?);
        note(Step::Total, door.total(pricing)?);
        note(Step::Update, door.change(&shop::update(&lines.middle(), 3 + *turns % 2))?);
        note(Step::Content, door.content(pricing)?);
        note(Step::Remove, door.change(&Operation::Remove(&lines.remove_middle()))?);
        note(Step::Condition, door.change(&shop::condition(10 + *turns % 2))?);
        if way == Way::Loaded {
            let elsewhere = key.with_identifier(&format!("{}-elsewhere", key.identifier()));
            for (from, to) in [(&*key, &elsewhere), (&elsewhere, &*key)] {
                let (moved, taken) = timed(|| engine.swap(from, to));
                note(Step::Swap, if moved? { taken } else { return Err("a swap found no cart".into()) });
            }
            if size == 0 {
                let key = CartKey::new("measured-new", "default");
                let mut door = Door::Loaded(engine, &key);
                note(Step::Begin, door.change(&shop::add("first"))?);
                note(Step::Clear, door.change(&Operation::Clear)?);
            }
        }
        Ok(())
    }

    /// Looks whether each cart is what all these turns have to have made of it.
    ///
    /// # Errors
    /// If one is not, or the store fails.
    pub fn verify(&self) -> Result<(), Failure> {
        for measured in self.carts.iter().flatten() {
            let cart = self.engine.get(&measured.key)?;
            let lines = cart.items().map(|item| item.line().as_str());
            if !lines.eq(measured.lines.lines.iter().map(String::as_str)) || cart.conditions().iter().count() != 5 {
                return Err(format!("the cart {} does not hold what was put in", measured.key).into());
            }
        }
        Ok(())
    }
}

/// A cart in one of the two ways.
enum Door<'a> {
    Held(&'a mut OpenCart),
    Loaded(&'a Engine, &'a CartKey),
}

/// What is given back at the end belongs to the operation.
impl Door<'_> {
    fn change(&mut self, operation: &Operation<'_>) -> Result<Duration, Failure> {
        let (done, taken) = match self {
            Self::Held(cart) => timed(|| cart.apply(operation).map(|applied| applied.is_stored())),
            Self::Loaded(engine, key) => timed(|| engine.apply(key, operation).map(|applied| applied.is_stored())),
        };
        if done? { Ok(taken) } else { Err(format!("nothing was stored for {operation:?}").into()) }
    }

    fn total(&mut self, pricing: Pricing) -> Result<Duration, Failure> {
        let (total, taken) = timed(|| -> Result<_, Failure> {
            Ok(match self {
                Self::Held(cart) => cart.read()?.total(pricing)?,
                Self::Loaded(engine, key) => engine.get(key)?.total(pricing)?,
            })
        });
        total.map(|_| taken)
    }

    fn content(&mut self, pricing: Pricing) -> Result<Duration, Failure> {
        let (content, taken) = timed(|| -> Result<_, Failure> {
            match self {
                Self::Held(cart) => {
                    let cart = cart.read()?;
                    let sums = (cart.subtotal(pricing)?, cart.total(pricing)?);
                    Ok((sums, cart.subtotal_without_conditions(pricing)?, cart.savings(pricing)?))
                }
                Self::Loaded(engine, key) => {
                    let content = engine.content(key)?;
                    Ok(((content.subtotal, content.total), content.subtotal_without_conditions, content.savings))
                }
            }
        });
        content.map(|_| taken)
    }
}
