//! A cart as a handle: its life, and its way from and to stored text.

use crate::boundary::{guard, optional_text, source, target};
use crate::error::cw_error;
use crate::failure::{Failure, Outcome};
use crate::place::{Place, TextPlace};
use cartwright_core::{Changes, Limits, Operation, Policy};
use cartwright_wire::{HeldCart, StoredCart, StoredError};
use std::os::raw::c_char;

/// A cart that lives here between calls.
///
/// The caller loads it from stored text, changes it, stores the text of the columns that are pending at the identity
/// it was loaded at, and says cw_cart_committed; or it forgets what was not stored. The handle is used by one thread at
/// a time and must not be used in a child of fork(). A call that answers CW_INTERNAL may have left it half-changed: then
/// every call is refused until the cart is loaded again or forgotten.
pub struct cw_cart {
    held: HeldCart,
    policy: Policy,
    /// Set while a change is under way; it stays set when that change does not come to its end.
    half_changed: bool,
}

impl cw_cart {
    /// The cart to look at.
    pub(crate) fn stored(&self) -> Result<&StoredCart, Failure> {
        Ok(self.whole()?.cart()?)
    }

    /// The cart to look at by who needs no more than its conditions.
    pub(crate) fn conditions(&self) -> Result<&StoredCart, Failure> {
        Ok(self.whole()?.conditions()?)
    }

    fn whole(&self) -> Result<&HeldCart, Failure> {
        if self.half_changed { Err(Failure::HalfChanged) } else { Ok(&self.held) }
    }

    /// Changes the cart and answers what `tell` makes of the changes. What is refused leaves the cart as it was; a change
    /// that could not be told must not be stored, since the caller has not heard of it.
    pub(crate) fn change<T>(
        &mut self,
        operation: Operation<'_>,
        tell: impl FnOnce(&StoredCart, Changes) -> Result<T, StoredError>,
    ) -> Result<T, Failure> {
        self.whole()?;
        self.half_changed = true;
        let answer = match self.held.apply(operation, &self.policy) {
            Ok((stored, changes)) => tell(stored, changes)?,
            Err(refusal) => {
                self.half_changed = false;
                return Err(refusal.into());
            }
        };
        self.half_changed = false;
        Ok(answer)
    }

    fn hold(&mut self, held: HeldCart) {
        self.held = held;
        self.half_changed = false;
    }
}

/// Which stored columns differ from what was loaded.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_column {
    /// The items.
    CW_COLUMN_ITEMS = 1,
    /// The conditions.
    CW_COLUMN_CONDITIONS = 2,
}

/// Makes an empty cart with the original's limits.
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
            let cart = cw_cart { held: HeldCart::default(), policy: Policy::default(), half_changed: false };
            Place::new(out, "cart")?.put(Box::into_raw(Box::new(cart)));
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

/// Sets how large the cart may grow. It holds for changes made afterwards; what is stored stays readable.
///
/// @param cart           The cart.
/// @param items          Distinct items.
/// @param data_bytes     Bytes of one item's attributes, of all items, of all conditions as stored text.
/// @param item_quantity  Quantity of one item.
/// @param text_bytes     Bytes of an item's id and name.
/// @param error          Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_INVALID_ARGUMENT for a negative limit.
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
            target(cart, "cart")?.policy.limits = limits;
            Ok(())
        })
    }
}

/// Takes over a cart as it is stored. If the handle already holds exactly this text, that is kept and nothing is parsed.
///
/// @param cart               The cart; on a refusal it is empty.
/// @param items              The stored items, or NULL for none.
/// @param items_length       Their length in bytes.
/// @param conditions         The stored conditions, or NULL for none.
/// @param conditions_length  Their length in bytes.
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_CORRUPT_CART if a text cannot be read: then leave it as it is stored.
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
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
            hold(cart, (items, items_length), (conditions, conditions_length))?;
            if let Err(unreadable) = cart.stored() {
                cart.hold(HeldCart::default());
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
/// @param error              Receives the reason of a refusal, may be NULL.
/// @return CW_OK, or CW_CORRUPT_CART if a text is not valid UTF-8: then leave it as it is stored.
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
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe { guard(error, || hold(target(cart, "cart")?, (items, items_length), (conditions, conditions_length))) }
}

/// # Safety
/// The texts are NULL or readable.
unsafe fn hold(cart: &mut cw_cart, items: (*const c_char, usize), conditions: (*const c_char, usize)) -> Outcome {
    let column = |(text, length), name, column| {
        // SAFETY: the caller's promise.
        match unsafe { optional_text(text, length, name) } {
            Err(Failure::NotText(_)) => Err(StoredError::corrupt(column, None, "it is not valid UTF-8").into()),
            read => read,
        }
    };
    let items = column(items, "stored items", "items");
    let conditions = column(conditions, "stored conditions", "conditions");
    if let (Ok(held), Ok(items), Ok(conditions)) = (cart.whole(), &items, &conditions) {
        if held.holds(*items, *conditions, None) {
            return Ok(());
        }
    }
    cart.hold(HeldCart::default());
    cart.hold(HeldCart::new(items?, conditions?, None));
    Ok(())
}

/// Empties the handle: what was changed and not stored is gone.
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
            target(cart, "cart")?.hold(HeldCart::default());
            Ok(())
        })
    }
}

/// Which columns have to be stored: a sum of cw_column values, 0 if nothing changed.
///
/// @param cart     The cart.
/// @param columns  Receives the sum.
/// @param error    Receives the reason of a refusal, may be NULL.
/// @return CW_OK.
///
/// # Safety
/// `cart` is a live cart; `columns` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_pending(cart: *const cw_cart, columns: *mut i32, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let columns = Place::new(columns, "columns")?;
            let pending = source(cart, "cart")?.whole()?.pending();
            let items = if pending.items { cw_column::CW_COLUMN_ITEMS as i32 } else { 0 };
            let conditions = if pending.conditions { cw_column::CW_COLUMN_CONDITIONS as i32 } else { 0 };
            columns.put(items | conditions);
            Ok(())
        })
    }
}

/// The text of a column as it is to be stored.
///
/// @param cart    The cart.
/// @param column  A cw_column.
/// @param text    Receives the text, or NULL where the column is to be NULL; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_CART_TOO_LARGE if the text is longer than the limit: then forget the cart; CW_CORRUPT_CART.
///
/// # Safety
/// `cart` is a live cart; `text` and `length` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_column(
    cart: *const cw_cart,
    column: i32,
    text: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(text, length)?;
            let cart = source(cart, "cart")?;
            let (name, column) = if column == cw_column::CW_COLUMN_ITEMS as i32 {
                ("items", cart.stored()?.items_column())
            } else if column == cw_column::CW_COLUMN_CONDITIONS as i32 {
                ("conditions", cart.conditions()?.conditions_column())
            } else {
                return Err(Failure::Argument(format!("{column} is no column; see cw_column")));
            };
            if let Some(column) = &column {
                cart.policy.limits.check_stored_size(name, column.len())?;
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
/// @return CW_OK.
///
/// # Safety
/// `cart` is a live cart; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cart_committed(cart: *mut cw_cart, error: *mut *mut cw_error) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let cart = target(cart, "cart")?;
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
    use cartwright_core::{ConditionValue, Json, NewCondition};
    use std::ptr::{null, null_mut};

    fn cart() -> cw_cart {
        cw_cart { held: HeldCart::default(), policy: Policy::default(), half_changed: false }
    }

    /// A cart in the middle of whose change something broke.
    fn broken_cart() -> cw_cart {
        let mut cart = cart();
        // SAFETY: NULL stands for no place of an error.
        let status = unsafe {
            guard(null_mut(), || {
                cart.change(Operation::Remove("shirt"), |_, _| -> Result<(), _> { panic!("out of paper") })
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
                cw_cart_pending(&raw const cart, &raw mut columns, null_mut()),
                cw_cart_column(&raw const cart, 1, &raw mut text, &raw mut length, null_mut()),
                cw_cart_committed(&raw mut cart, null_mut()),
            ] {
                assert_eq!(status, cw_status::CW_INTERNAL as i32);
            }
        }
        assert_eq!((columns, text, length), (7, null_mut(), 7));
        let again = cart.change(Operation::Remove("shirt"), |_, _| Ok(())).err();
        assert!(matches!(again, Some(Failure::HalfChanged)));
    }

    #[test]
    fn a_half_changed_cart_can_be_loaded_again_or_forgotten() {
        // SAFETY: the carts are live, NULL stands for no text and no place of an error.
        unsafe {
            let mut cart = broken_cart();
            assert_eq!(cw_cart_load(&raw mut cart, null(), 0, null(), 0, null_mut()), 0);
            assert!(cart.stored().is_ok());
            let mut cart = broken_cart();
            assert_eq!(cw_cart_forget(&raw mut cart, null_mut()), 0);
            assert!(cart.stored().is_ok());
        }
    }

    #[test]
    fn a_change_that_could_not_be_told_is_not_stored() {
        let mut cart = cart();
        let told = cart.change(Operation::Remove("shirt"), |_, _| -> Result<(), _> {
            Err(StoredError::corrupt("items", None, "out of paper"))
        });
        assert!(told.is_err());
        assert!(matches!(cart.stored(), Err(Failure::HalfChanged)));
    }

    #[test]
    fn a_refusal_is_no_half_change() {
        let mut cart = cart();
        let nameless = NewCondition {
            name: "",
            kind: "discount",
            target: "subtotal",
            value: ConditionValue::Text("-1".into()),
            attributes: Json::from(Json::EMPTY_LIST),
            order: 0,
            rules: Json::from(Json::NULL),
        };
        assert!(cart.change(Operation::AddCondition(nameless), |_, _| Ok(())).is_err());
        assert!(cart.stored().is_ok());
    }
}
