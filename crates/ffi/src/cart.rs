//! The handle of a cart, whichever way it lives.

use crate::bound::BoundCart;
use crate::boundary::{currency, guard, key, target};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::hosted::{self, HostedCart};
use crate::place::Place;
use crate::result::Told;
use cartwright_core::{Cart, CartKey, Changes, Facts, FixedOffsets, Limits, LineIdentity, Operation, Policy, Switches};
use cartwright_wire::StoredCart;
use cartwright_wire::operations::OperationTexts;
use std::ops::Deref;
use std::os::raw::c_char;
use std::sync::Arc;

/// A cart that lives here between calls, in one of two ways.
///
/// One that cw_cart_new made is *hosted*: the caller loads it from stored text, or line by line from what it has, changes it,
/// stores what is pending at the identity it was loaded at, and says cw_cart_committed; or it forgets what was not stored. A
/// call that answers CW_INTERNAL may have left it half-changed: then every call is refused until it is loaded again or
/// forgotten.
///
/// One that cw_engine_cart made is *bound* to the store of its engine: each change is stored before the call returns, each
/// read looks whether what is held is what is stored.
///
/// Either is used by one thread at a time. After a fork each process has a copy of its own.
pub struct cw_cart {
    life: Life,
    /// What the last change did.
    told: Option<Told>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "the handle is boxed already; another box would be a step more in each call"
)]
enum Life {
    Hosted(HostedCart),
    Bound(BoundCart),
}

/// A cart as it is looked at.
pub(crate) enum Seen<'a> {
    Hosted(&'a Cart),
    Bound(Arc<Cart>),
}

impl Deref for Seen<'_> {
    type Target = Cart;

    fn deref(&self) -> &Cart {
        match self {
            Self::Hosted(cart) => cart,
            Self::Bound(cart) => cart,
        }
    }
}

/// An empty hosted cart.
impl Default for cw_cart {
    fn default() -> Self {
        Self { life: Life::Hosted(HostedCart::default()), told: None }
    }
}

impl cw_cart {
    pub(crate) fn bound(cart: BoundCart) -> Self {
        Self { life: Life::Bound(cart), told: None }
    }

    /// The cart, with all that is in it.
    pub(crate) fn seen(&mut self) -> Result<Seen<'_>, Failure> {
        match &mut self.life {
            Life::Hosted(hosted) => Ok(Seen::Hosted(hosted.stored()?.cart())),
            Life::Bound(bound) => Ok(Seen::Bound(bound.read()?)),
        }
    }

    /// The cart, for who needs no more than its conditions and metadata.
    pub(crate) fn without_items(&mut self) -> Result<Seen<'_>, Failure> {
        match &mut self.life {
            Life::Hosted(hosted) => Ok(Seen::Hosted(hosted.conditions()?.cart())),
            Life::Bound(bound) => Ok(Seen::Bound(bound.read()?)),
        }
    }

    /// The cart with its text.
    pub(crate) fn text(&mut self) -> Result<&StoredCart, Failure> {
        match &mut self.life {
            Life::Hosted(hosted) => hosted.stored(),
            Life::Bound(bound) => bound.text(),
        }
    }

    /// The text of the conditions, for who needs no items.
    pub(crate) fn conditions_text(&mut self) -> Result<&StoredCart, Failure> {
        match &mut self.life {
            Life::Hosted(hosted) => hosted.conditions(),
            Life::Bound(bound) => bound.text(),
        }
    }

    pub(crate) fn policy(&self) -> Policy {
        match &self.life {
            Life::Hosted(hosted) => hosted.policy,
            Life::Bound(bound) => bound.policy(),
        }
    }

    pub(crate) fn hosted(&mut self) -> Result<&mut HostedCart, Failure> {
        match &mut self.life {
            Life::Hosted(hosted) => Ok(hosted),
            Life::Bound(_) => Err(Failure::Argument(
                "This cart belongs to an engine, which loads and stores it; only a cart of cw_cart_new is loaded and stored \
                 by the caller"
                    .into(),
            )),
        }
    }

    pub(crate) fn bound_cart(&mut self) -> Option<&mut BoundCart> {
        match &mut self.life {
            Life::Hosted(_) => None,
            Life::Bound(bound) => Some(bound),
        }
    }

    /// Does something to the cart, all or nothing, and answers what `tell` makes of it. What is refused leaves the cart as it
    /// was.
    pub(crate) fn change<T>(
        &mut self,
        operations: &[Operation<'_>],
        tell: impl FnOnce(&Cart, &Changes) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // What the change before did is not what this one does, also if this one is refused.
        self.told = None;
        let (told, answer) = match &mut self.life {
            Life::Hosted(hosted) => hosted.change(operations, tell)?,
            Life::Bound(bound) => bound.change(operations, tell)?,
        };
        self.told = Some(told);
        Ok(answer)
    }

    /// Does what a text says. What is evaluated sees the time, the currency and the zones of the engine, or of the host.
    pub(crate) fn apply(&mut self, operations: &OperationTexts) -> Result<(), Failure> {
        match &self.life {
            Life::Bound(bound) => {
                let engine = bound.engine().clone();
                operations.with(&engine.facts(), |operations| self.change(operations, |_, _| Ok(())))
            }
            Life::Hosted(hosted) => {
                let facts = Facts { now: hosted::now(), pricing: hosted.pricing()?, zones: &FixedOffsets };
                operations.with(&facts, |operations| self.change(operations, |_, _| Ok(())))
            }
        }
    }

    /// Whether a change can have a result. Events have the sums of the whole cart: what of a hosted one cannot be read is
    /// refused before it is changed, not afterwards.
    pub(crate) fn can_be_told(&self) -> Result<(), Failure> {
        match &self.life {
            Life::Hosted(hosted) => hosted.stored().map(drop),
            Life::Bound(_) => Ok(()),
        }
    }

    /// What the last change did, with its events.
    pub(crate) fn told(&mut self) -> Result<Option<&Told>, Failure> {
        if let (Some(told), Life::Hosted(hosted)) = (&mut self.told, &self.life) {
            told.seal(hosted)?;
        }
        Ok(self.told.as_ref())
    }

    /// Says which cart the last change, a merge, has taken in.
    pub(crate) fn has_taken_in(&mut self, other: CartKey) {
        self.told = self.told.take().map(|told| told.of_merge_with(other));
    }

    pub(crate) fn forget_told(&mut self) {
        self.told = None;
    }
}

/// The cart that a call is about to change. What the change before did is not what this one does, also if this one is refused
/// before the cart is looked at.
///
/// # Safety
/// As for [`target`].
pub(crate) unsafe fn about_to_change<'a>(cart: *mut cw_cart) -> Result<&'a mut cw_cart, Failure> {
    // SAFETY: the caller's promise.
    let cart = unsafe { target(cart, "cart") }?;
    cart.forget_told();
    Ok(cart)
}

/// Makes an empty hosted cart with the original's limits and switches.
///
/// @param out    Receives the cart; free it with cw_cart_free.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_new(out: *mut *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            Place::new(out, "cart")?.put(Box::into_raw(Box::new(cw_cart::default())));
            Ok(())
        })
    }
}

/// Frees a cart.
///
/// @param cart  The cart, or NULL, which does nothing.
///
/// # Safety
/// `cart` is NULL or a live cart; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_free(cart: *mut cw_cart) {
    if !cart.is_null() {
        // SAFETY: carts leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(cart) });
    }
}

/// Sets how large a hosted cart may grow; that of an engine has the engine's limits. It holds for changes made afterwards; what is stored stays readable.
///
/// @param cart           The cart.
/// @param items          Distinct items.
/// @param data_bytes     Bytes of one item's attributes, of all items, of all conditions as stored text.
/// @param item_quantity  Quantity of one item.
/// @param text_bytes     Bytes of an item's id and name.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a negative limit and for a cart of an engine.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_set_limits(
    cart: *mut cw_cart,
    items: i64,
    data_bytes: i64,
    item_quantity: i64,
    text_bytes: i64,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let size = |value: i64, name: &str| {
                u64::try_from(value).map_err(|_| Failure::Argument(format!("The limit of {name} must not be negative")))
            };
            let limits = Limits {
                items: size(items, "items")?,
                data_bytes: size(data_bytes, "data")?,
                item_quantity: size(item_quantity, "quantity").map(|_| item_quantity)?,
                text_bytes: size(text_bytes, "texts")?,
            };
            target(cart, "cart")?.hosted()?.policy.limits = limits;
            Ok(())
        })
    }
}

/// How two additions come to stand on one line.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_line_identity {
    /// The same id.
    CW_LINE_BY_ID = 0,
    /// The same id and the same attributes.
    CW_LINE_BY_ID_AND_ATTRIBUTES = 1,
}

/// Sets in what a hosted cart is to behave otherwise than the original; that of an engine has the engine's switches.
///
/// @param cart                    The cart.
/// @param honour_condition_order  1: totals apply conditions by their order. 0: as they were put on.
/// @param line_identity           A cw_line_identity.
/// @param strict_parsing          1: prices and condition values that are no numbers, or ambiguous, are refused. 0: they are
///                                read as the original reads them.
/// @param fractional_quantities   1: quantities may be fractions, given and read through JSON. 0: they are whole.
/// @param error                   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for an unknown number and for a cart of an engine.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_set_switches(
    cart: *mut cw_cart,
    honour_condition_order: i32,
    line_identity: i32,
    strict_parsing: i32,
    fractional_quantities: i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let flag = |value: i32, name: &str| match value {
                0 => Ok(false),
                1 => Ok(true),
                _ => Err(Failure::Argument(format!("{name} is a switch, on is 1 and off is 0; {value} is neither"))),
            };
            let mut switches = Switches::default();
            switches.honour_condition_order = flag(honour_condition_order, "honour_condition_order")?;
            switches.line_identity = match line_identity {
                line if line == cw_line_identity::CW_LINE_BY_ID as i32 => LineIdentity::Id,
                line if line == cw_line_identity::CW_LINE_BY_ID_AND_ATTRIBUTES as i32 => LineIdentity::IdAndAttributes,
                line => return Err(Failure::Argument(format!("{line} is no line identity; see cw_line_identity"))),
            };
            switches.strict_parsing = flag(strict_parsing, "strict_parsing")?;
            switches.fractional_quantities = flag(fractional_quantities, "fractional_quantities")?;
            target(cart, "cart")?.hosted()?.policy.switches = switches;
            Ok(())
        })
    }
}

/// Says which cart a hosted one is and what its amounts are in, for the events of cw_cart_result. Otherwise it is the
/// instance "default" of "", in USD.
///
/// @param cart           The cart.
/// @param identifier     Whose it is; identifier_length its bytes.
/// @param instance       Which of his, such as "default"; instance_length its bytes.
/// @param currency_code  The currency; currency_length its bytes.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_UNKNOWN_CURRENCY, or CW_INVALID_ARGUMENT for a cart of an engine, which has a name.
///
/// # Safety
/// `cart` is a live cart; the texts are readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_name(
    cart: *mut cw_cart,
    identifier: *const c_char,
    identifier_length: usize,
    instance: *const c_char,
    instance_length: usize,
    currency_code: *const c_char,
    currency_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let key = key(identifier, identifier_length, instance, instance_length)?;
            let currency = currency(currency_code, currency_length)?;
            let cart = target(cart, "cart")?.hosted()?;
            (cart.key, cart.currency) = (key, Some(currency));
            Ok(())
        })
    }
}
