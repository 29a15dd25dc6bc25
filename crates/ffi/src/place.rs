//! Where a call writes what it answers.

use crate::failure::Failure;
use std::os::raw::c_char;
use std::ptr::NonNull;

/// A place of the caller's that receives something when all has gone well. What lies there before may be anything.
pub(crate) struct Place<T>(NonNull<T>);

impl<T> Place<T> {
    /// # Safety
    /// `pointer` is NULL or may be written as long as the place is kept.
    pub(crate) unsafe fn new(pointer: *mut T, name: &str) -> Result<Self, Failure> {
        NonNull::new(pointer)
            .map(Self)
            .ok_or_else(|| Failure::Argument(format!("The place of the {name} must not be NULL")))
    }

    pub(crate) fn put(self, value: T) {
        // SAFETY: not NULL, and the promise that was given to `new`.
        unsafe { self.0.write(value) }
    }
}

/// The places where an owned text goes.
pub(crate) struct TextPlace {
    text: Place<*mut c_char>,
    length: Place<usize>,
}

impl TextPlace {
    /// # Safety
    /// Both are NULL or may be written as long as the place is kept.
    pub(crate) unsafe fn new(text: *mut *mut c_char, length: *mut usize) -> Result<Self, Failure> {
        // SAFETY: the caller's promise.
        unsafe { Ok(Self { text: Place::new(text, "text")?, length: Place::new(length, "length of the text")? }) }
    }

    /// Hands the text to the caller, who frees it with `cw_text_free`. Nothing is handed out as NULL.
    pub(crate) fn put(self, bytes: Option<Vec<u8>>) {
        let (text, length) = match bytes {
            None => (std::ptr::null_mut(), 0),
            Some(bytes) => {
                let bytes = bytes.into_boxed_slice();
                let length = bytes.len();
                (Box::into_raw(bytes).cast::<c_char>(), length)
            }
        };
        self.text.put(text);
        self.length.put(length);
    }
}
