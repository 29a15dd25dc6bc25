//! What may be done to a cart, as values.

use crate::condition::NewCondition;
use crate::dynamic::Verdict;
use crate::facts::Facts;
use crate::item::{ItemUpdate, NewItem};
use crate::json::Json;
use crate::merge::Merge;
use crate::shipping::NewShipping;

/// Something done to a cart, as a value: it can be applied again to a newer state. An item is addressed by its line, which is
/// its id unless attributes count as well.
///
/// ```
/// use cartwright_core::{Cart, Conditions, ItemUpdate, Json, Model, NewItem, Operation, Policy, PriceInput, QuantityUpdate};
///
/// let (mut cart, policy) = (Cart::default(), Policy::default());
/// let lamp = NewItem {
///     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 2.into(),
///     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
/// };
/// cart.apply(Operation::Add(lamp), &policy)?;
/// let one_more = Operation::Update("lamp", ItemUpdate { quantity: Some(QuantityUpdate::By(1.into())), ..Default::default() });
/// // The same value, twice: a change by one, whatever was there.
/// cart.apply(one_more.clone(), &policy)?;
/// cart.apply(one_more, &policy)?;
/// assert_eq!(cart.quantity(), 4);
/// // What is not there changes nothing, and is no error.
/// assert!(cart.apply(Operation::Remove("bulb"), &policy)?.is_empty());
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Operation<'a> {
    /// Put an item in; of one that is there, the quantities are summed and everything else is replaced.
    Add(NewItem<'a>),
    /// Change an item that is there.
    Update(&'a str, ItemUpdate<'a>),
    /// Take an item out.
    Remove(&'a str),
    /// Take everything out: items, conditions, metadata, and the conditions that come and go by their rules.
    Clear,
    /// Put a condition on the cart, in the place of one of the same name.
    AddCondition(NewCondition<'a>),
    /// Take a condition off the cart.
    RemoveCondition(&'a str),
    /// Take off every condition of the cart of this type.
    RemoveConditionsByType(&'a str),
    /// Take off every condition of the cart.
    ClearConditions,
    /// Put a shipping cost on the cart, in the place of every other one.
    SetShipping(NewShipping<'a>),
    /// Take off every shipping cost.
    RemoveShipping,
    /// Put a condition on an item, in the place of one of the same name.
    AddItemCondition(&'a str, NewCondition<'a>),
    /// Take a condition off an item.
    RemoveItemCondition(&'a str, &'a str),
    /// Take off every condition of an item.
    ClearItemConditions(&'a str),
    /// Keep a value with the cart under a key, any but [`DYNAMIC_CONDITIONS`](crate::DYNAMIC_CONDITIONS).
    SetMetadata(&'a str, Json),
    /// Forget the value of a key.
    RemoveMetadata(&'a str),
    /// Have a condition put on and taken off by its rules from now on. It is stored with the cart; an evaluation puts it on.
    RegisterDynamic(NewCondition<'a>),
    /// Have a condition no longer put on by its rules, and take it off where they had put it on.
    UnregisterDynamic(&'a str),
    /// Put on and take off what rules say now. Only what rules have put on is taken off.
    Evaluate(Facts<'a>),
    /// Put on and take off what the host has judged by rules of its own. Only what rules have put on is taken off.
    Follow(&'a [Verdict<'a>]),
    /// Take in what is in another cart.
    Merge(Merge<'a>),
}
