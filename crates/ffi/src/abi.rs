//! Who this library is, and what every caller frees.

use std::os::raw::c_char;

/// Raised whenever a caller built against an older header would misread something.
pub const CW_ABI_EPOCH: i32 = 1;

/// The epoch of this library's ABI. A caller compares it with the CW_ABI_EPOCH of its header before anything else.
///
/// @return CW_ABI_EPOCH of the library.
#[unsafe(no_mangle)]
pub extern "C" fn cw_abi_epoch() -> i32 {
    CW_ABI_EPOCH
}

/// The version of this library.
///
/// @return A text such as "0.1.0", closed by a NUL, which is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn cw_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// Frees a text that a call has handed out.
///
/// @param text    The text, or NULL, which does nothing.
/// @param length  The length that came with it.
///
/// # Safety
/// `text` and `length` are NULL or came together from one call; the text must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_text_free(text: *mut c_char, length: usize) {
    if !text.is_null() {
        // SAFETY: texts leave the library as boxed slices of this length, and the caller frees each once.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(text.cast::<u8>(), length)) });
    }
}
