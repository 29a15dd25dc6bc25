//! A cart that its host loads and stores: cw_cart_load, hold, pending, column and committed. A cart of an engine is refused
//! by them, except by cw_cart_forget and cw_cart_column, which answer for both.

use crate::boundary::{guard, optional_text, target};
use crate::cart::cw_cart;
use crate::error::cw_error;
use crate::failure::{Failure, Outcome};
use crate::place::{Place, TextPlace};
use crate::prime::Priming;
use crate::result::Told;
use cartwright_coordination::{SystemClock, WallClock};
use cartwright_core::{Cart, CartKey, Changes, Currency, Moment, Operation, Policy, Pricing};
use cartwright_wire::{HeldCart, StoredCart, StoredError};
use std::os::raw::c_char;

pub(crate) struct HostedCart {
    held: HeldCart,
    pub(crate) policy: Policy,
    pub(crate) key: CartKey,
    /// What the sums of events are in; US dollars unless the host says so.
    pub(crate) currency: Option<&'static Currency>,
    /// Set while a change is under way; it stays set when that change does not come to its end.
    half_changed: bool,
    /// What the host tells line by line, until it says that this is all.
    priming: Option<Priming>,
}

/// The time, for who has no engine that knows it.
pub(crate) fn now() -> Moment {
    Moment::from_micros(SystemClock.wall_time().as_micros())
}

impl Default for HostedCart {
    fn default() -> Self {
        Self {
            held: HeldCart::default(),
            policy: Policy::default(),
            key: CartKey::new("", "default"),
            currency: None,
            half_changed: false,
            priming: None,
        }
    }
}

impl HostedCart {
    /// The cart to look at.
    pub(crate) fn stored(&self) -> Result<&StoredCart, Failure> {
        Ok(self.whole()?.cart()?)
    }

    /// The cart to look at by who needs no more than its conditions and metadata.
    pub(crate) fn conditions(&self) -> Result<&StoredCart, Failure> {
        Ok(self.whole()?.conditions()?)
    }

    /// How its amounts are summed up for events and rules.
    pub(crate) fn pricing(&self) -> Result<Pricing, Failure> {
        let currency = self.currency.map_or_else(|| Currency::find("USD"), Ok)?;
        Ok(self.policy.pricing(currency))
    }

    fn whole(&self) -> Result<&HeldCart, Failure> {
        match (self.half_changed, &self.priming) {
            (true, _) => Err(Failure::HalfChanged),
            (_, Some(_)) => {
                Err(Failure::Argument("This cart is being primed line by line; say cw_cart_primed first".into()))
            }
            (false, None) => Ok(&self.held),
        }
    }

    /// What is refused leaves the cart as it was; a change that could not be told must not be stored, since the caller has
    /// not heard of it.
    pub(crate) fn change<T>(
        &mut self,
        operations: &[Operation<'_>],
        tell: impl FnOnce(&Cart, &Changes) -> Result<T, Failure>,
    ) -> Result<(Told, T), Failure> {
        self.whole()?;
        self.half_changed = true;
        let (answer, changes) = match self.held.apply_all(operations, &self.policy) {
            Ok((stored, changes)) => (tell(stored.cart(), &changes)?, changes),
            Err(refusal) => {
                self.half_changed = false;
                return Err(refusal.into());
            }
        };
        self.half_changed = false;
        Ok((Told::by_host(changes, self.key.clone(), now()), answer))
    }

    pub(crate) fn hold(&mut self, held: HeldCart) {
        self.held = held;
        self.half_changed = false;
        self.priming = None;
    }

    /// Begins anew, with nothing told yet.
    pub(crate) fn prime(&mut self) {
        self.hold(HeldCart::default());
        self.priming = Some(Priming::default());
    }

    pub(crate) fn priming(&mut self) -> Result<&mut Priming, Failure> {
        self.priming.as_mut().ok_or_else(|| Failure::Argument("Say cw_cart_prime before this".into()))
    }
}

/// The columns that a cart is stored in.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_column {
    /// The items.
    CW_COLUMN_ITEMS = 1,
    /// The conditions.
    CW_COLUMN_CONDITIONS = 2,
    /// The metadata, with the conditions that come and go by their rules.
    CW_COLUMN_METADATA = 4,
}

/// Takes over a cart as it is stored. If the handle already holds exactly this text, that is kept and nothing is parsed.
///
/// @param cart               The cart; on a refusal it is empty.
/// @param items              The stored items, or NULL for none.
/// @param items_length       Their length in bytes.
/// @param conditions         The stored conditions, or NULL for none.
/// @param conditions_length  Their length in bytes.
/// @param metadata           The stored metadata, or NULL for none.
/// @param metadata_length    Its length in bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CORRUPT_CART if a text cannot be read: then leave it as it is stored; CW_INVALID_ARGUMENT for a cart of
///         an engine.
///
/// # Safety
/// `cart` is a live cart; the texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_load(
    cart: *mut cw_cart,
    items: *const c_char,
    items_length: usize,
    conditions: *const c_char,
    conditions_length: usize,
    metadata: *const c_char,
    metadata_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            hold(cart, [(items, items_length), (conditions, conditions_length), (metadata, metadata_length)])?;
            let hosted = cart.hosted()?;
            if let Err(unreadable) = hosted.stored() {
                hosted.hold(HeldCart::default());
                return Err(unreadable);
            }
            Ok(())
        })
    }
}

/// Like cw_cart_load, but the text is read when it is first needed. Whoever changes a condition of a large cart needs none
/// of its items.
///
/// Only then can a call answer CW_CORRUPT_CART: one that needs a column that cannot be read. It leaves the cart as it was,
/// and calls that need nothing but the other column still work.
///
/// @param cart               The cart; on a refusal it is empty.
/// @param items              The stored items, or NULL for none.
/// @param items_length       Their length in bytes.
/// @param conditions         The stored conditions, or NULL for none.
/// @param conditions_length  Their length in bytes.
/// @param metadata           The stored metadata, or NULL for none.
/// @param metadata_length    Its length in bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CORRUPT_CART if a text is not valid UTF-8: then leave it as it is stored; CW_INVALID_ARGUMENT for a cart
///         of an engine.
///
/// # Safety
/// `cart` is a live cart; the texts are NULL or readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_hold(
    cart: *mut cw_cart,
    items: *const c_char,
    items_length: usize,
    conditions: *const c_char,
    conditions_length: usize,
    metadata: *const c_char,
    metadata_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let columns = [(items, items_length), (conditions, conditions_length), (metadata, metadata_length)];
            hold(target(cart, "cart")?, columns)
        })
    }
}

/// # Safety
/// The texts are NULL or readable.
unsafe fn hold(cart: &mut cw_cart, columns: [(*const c_char, usize); 3]) -> Outcome {
    cart.forget_told();
    let cart = cart.hosted()?;
    let column = |(text, length), name, column| {
        // SAFETY: the caller's promise.
        match unsafe { optional_text(text, length, name) } {
            Err(Failure::NotText(_)) => Err(StoredError::corrupt(column, None, "it is not valid UTF-8").into()),
            read => read,
        }
    };
    let [items, conditions, metadata] = columns;
    let items = column(items, "stored items", "items");
    let conditions = column(conditions, "stored conditions", "conditions");
    let metadata = column(metadata, "stored metadata", "metadata");
    if let (Ok(held), Ok(items), Ok(conditions), Ok(metadata)) = (cart.whole(), &items, &conditions, &metadata) {
        if held.holds(*items, *conditions, *metadata) {
            return Ok(());
        }
    }
    cart.hold(HeldCart::default());
    cart.hold(HeldCart::new(items?, conditions?, metadata?));
    Ok(())
}

/// Empties the handle: of a hosted cart, what was changed and not stored is gone; one of an engine is loaded again when it is
/// next used.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_forget(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            cart.forget_told();
            match cart.bound_cart() {
                Some(bound) => bound.forget(),
                None => cart.hosted()?.hold(HeldCart::default()),
            }
            Ok(())
        })
    }
}

/// Which columns have to be stored: a sum of cw_column values, 0 if nothing changed.
///
/// @param cart     The cart.
/// @param columns  Receives the sum.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_INVALID_ARGUMENT for a cart of an engine, which stores it itself.
///
/// # Safety
/// `cart` is a live cart; `columns` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_pending(cart: *mut cw_cart, columns: *mut i32, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let columns = Place::new(columns, "columns")?;
            let pending = target(cart, "cart")?.hosted()?.whole()?.pending();
            let of = |pending: bool, column: cw_column| if pending { column as i32 } else { 0 };
            columns.put(
                of(pending.items, cw_column::CW_COLUMN_ITEMS)
                    | of(pending.conditions, cw_column::CW_COLUMN_CONDITIONS)
                    | of(pending.metadata, cw_column::CW_COLUMN_METADATA),
            );
            Ok(())
        })
    }
}

/// The text of a column as it is to be stored; of a cart of an engine, as the table of the PHP package has it, whatever its
/// store keeps it in.
///
/// @param cart    The cart.
/// @param column  A cw_column.
/// @param text    Receives the text, or NULL where the column is to be NULL; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CART_TOO_LARGE if the text of a hosted cart is longer than the limit: then forget the cart;
///         CW_CORRUPT_CART; for a cart of an engine also what loading it can answer.
///
/// # Safety
/// `cart` is a live cart; `text` and `length` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_column(
    cart: *mut cw_cart,
    column: i32,
    text: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(text, length)?;
            let cart = target(cart, "cart")?;
            let is_bound = cart.bound_cart().is_some();
            let (name, column) = if column == cw_column::CW_COLUMN_ITEMS as i32 {
                ("items", cart.text()?.items_column())
            } else if column == cw_column::CW_COLUMN_CONDITIONS as i32 {
                ("conditions", cart.conditions_text()?.conditions_column())
            } else if column == cw_column::CW_COLUMN_METADATA as i32 {
                ("metadata", cart.conditions_text()?.metadata_column())
            } else {
                return Err(Failure::Argument(format!("{column} is no column; see cw_column")));
            };
            // What an engine has stored was within the limits of its time, and stays readable.
            if let Some(column) = column.as_ref().filter(|_| !is_bound) {
                cart.policy().limits.check_stored_size(name, column.len())?;
            }
            place.put(column.map(String::into_bytes));
            Ok(())
        })
    }
}

/// Says that the pending columns are stored.
///
/// @param cart   The cart.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_INVALID_ARGUMENT for a cart of an engine, which stores it itself.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_committed(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?.hosted()?;
            cart.whole()?;
            cart.held.committed();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::cw_status;
    use cartwright_core::{ConditionValue, NewCondition};
    use std::ptr::{null, null_mut};

    /// A cart in the middle of whose change something broke.
    fn broken_cart() -> cw_cart {
        let mut cart = cw_cart::default();
        // SAFETY: NULL stands for no place of an error.
        let status = unsafe {
            guard(null_mut(), || {
                cart.change(&[Operation::Remove("shirt")], |_, _| -> Result<(), _> { panic!("out of paper") })
            })
        };
        assert_eq!(status, cw_status::CW_INTERNAL as i32);
        cart
    }

    #[test]
    fn a_cart_that_was_left_half_changed_is_neither_shown_nor_stored() {
        let mut cart = broken_cart();
        let (mut columns, mut text, mut length) = (7, null_mut(), 7);
        // SAFETY: the cart is live, the places may be written, NULL stands for no place of an error.
        unsafe {
            for status in [
                cw_cart_pending(&raw mut cart, &raw mut columns, null_mut()),
                cw_cart_column(&raw mut cart, 1, &raw mut text, &raw mut length, null_mut()),
                cw_cart_committed(&raw mut cart, null_mut()),
            ] {
                assert_eq!(status, cw_status::CW_INTERNAL as i32);
            }
        }
        assert_eq!((columns, text, length), (7, null_mut(), 7));
        let again = cart.change(&[Operation::Remove("shirt")], |_, _| Ok(())).err();
        assert!(matches!(again, Some(Failure::HalfChanged)));
    }

    #[test]
    fn a_half_changed_cart_can_be_loaded_again_or_forgotten() {
        // SAFETY: the carts are live, NULL stands for no text and no place of an error.
        unsafe {
            let mut cart = broken_cart();
            assert_eq!(cw_cart_load(&raw mut cart, null(), 0, null(), 0, null(), 0, null_mut()), 0);
            assert!(cart.text().is_ok());
            let mut cart = broken_cart();
            assert_eq!(cw_cart_forget(&raw mut cart, null_mut()), 0);
            assert!(cart.text().is_ok());
        }
    }

    #[test]
    fn a_change_that_could_not_be_told_is_not_stored() {
        let mut cart = cw_cart::default();
        let told = cart.change(&[Operation::Remove("shirt")], |_, _| -> Result<(), _> {
            Err(StoredError::corrupt("items", None, "out of paper").into())
        });
        assert!(told.is_err());
        assert!(matches!(cart.text(), Err(Failure::HalfChanged)));
    }

    #[test]
    fn a_refusal_is_no_half_change() {
        let mut cart = cw_cart::default();
        let nameless = NewCondition::plain("", "discount", "subtotal", ConditionValue::Text("-1".into()));
        assert!(cart.change(&[Operation::AddCondition(nameless)], |_, _| Ok(())).is_err());
        assert!(cart.text().is_ok());
    }

    #[test]
    fn what_is_being_primed_is_not_looked_at_before_it_is_whole() {
        let mut cart = HostedCart::default();
        cart.prime();
        assert!(matches!(cart.stored(), Err(Failure::Argument(_))));
        cart.hold(HeldCart::default());
        assert!(cart.stored().is_ok());
    }
}
