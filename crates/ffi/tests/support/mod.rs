//! The exported functions as a host calls them. What every call promises is checked each time: an error exactly where the
//! status is not CW_OK, a status that the header names for the function, places left alone on a refusal.

pub mod cart;
pub mod chance;
pub mod engine;

use cartwright::abi::cw_text_free;
use cartwright::error::{cw_error, cw_error_detail, cw_error_free, cw_error_message, cw_error_status};
use cartwright::status::cw_status;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

/// What a refused call said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: i32,
    pub message: String,
    pub detail: String,
}

pub type Answer<T> = Result<T, Refusal>;

/// How often a function was done and how often refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub done: u64,
    pub refused: u64,
}

thread_local! {
    static COUNTS: RefCell<BTreeMap<&'static str, Count>> = const { RefCell::new(BTreeMap::new()) };
    static SPOILED: Cell<Option<Spoiled>> = const { Cell::new(None) };
}

/// What this thread has called so far.
pub fn counts() -> BTreeMap<&'static str, Count> {
    COUNTS.with_borrow(Clone::clone)
}

/// Notes that a function was called that has no error.
pub fn called(function: &'static str) {
    COUNTS.with_borrow_mut(|counts| counts.entry(function).or_default().done += 1);
}

/// The text that is passed next but so many gets a length that it cannot have.
#[derive(Clone, Copy, Debug)]
pub struct Spoiled {
    pub texts_before: usize,
    pub length: usize,
}

/// While `body` runs, a text may be spoiled. Gives whether one was.
pub fn spoiling<T>(spoiled: Option<Spoiled>, body: impl FnOnce() -> T) -> (T, bool) {
    SPOILED.set(spoiled);
    let answer = body();
    let left = SPOILED.replace(None);
    (answer, spoiled.is_some() && left.is_none())
}

/// Calls with a place for the error, and takes over what is put there.
pub fn call(function: &'static str, body: impl FnOnce(*mut *mut cw_error) -> i32) -> Answer<()> {
    let mut error = std::ptr::null_mut();
    let status = body(&raw mut error);
    assert_eq!(status != 0, !error.is_null(), "{function}: an error exactly where the status, {status}, is not 0");
    COUNTS.with_borrow_mut(|counts| {
        let count = counts.entry(function).or_default();
        *if status == 0 { &mut count.done } else { &mut count.refused } += 1;
    });
    if error.is_null() {
        return Ok(());
    }
    // SAFETY: the call has written the error, and it is freed once.
    let refusal = unsafe {
        assert_eq!(cw_error_status(error), status, "{function}");
        let refusal = Refusal { status, message: part(error, cw_error_message), detail: part(error, cw_error_detail) };
        ["cw_error_status", "cw_error_message", "cw_error_detail"].into_iter().for_each(called);
        cw_error_free(error);
        refusal
    };
    assert!(documented(function).contains(&status), "{function} answered {refusal:?}, which the header does not name");
    Err(refusal)
}

/// # Safety
/// `error` is a live error.
unsafe fn part(
    error: *const cw_error,
    of: unsafe extern "C" fn(*const cw_error, *mut *const c_char, *mut usize) -> i32,
) -> String {
    let (mut text, mut length) = (std::ptr::null(), 0);
    // SAFETY: the promise above; the view is copied while the error lives.
    unsafe {
        assert_eq!(of(error, &raw mut text, &raw mut length), 0);
        String::from_utf8(std::slice::from_raw_parts(text.cast::<u8>(), length).to_vec()).unwrap()
    }
}

/// What a call that has to be refused said.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: Answer<T>) -> Refusal {
    answer.expect_err("the call should have been refused")
}

#[track_caller]
pub fn assert_refused<T: std::fmt::Debug>(answer: Answer<T>, status: cw_status, message: &str, detail: &str) {
    let expected = Refusal { status: status as i32, message: message.to_owned(), detail: detail.to_owned() };
    assert_eq!(refused(answer), expected);
}

/// Calls with a place for an answer that holds something else before.
pub fn receive<T: Copy>(function: &'static str, body: impl FnOnce(*mut T, *mut *mut cw_error) -> i32) -> Answer<T> {
    const BEFORE: u8 = 0xa5;
    let mut place = MaybeUninit::<T>::uninit();
    // SAFETY: the place is as large as it is. After CW_OK it holds a value, else the bytes that were put there first.
    unsafe {
        place.as_mut_ptr().write_bytes(BEFORE, 1);
        call(function, |error| body(place.as_mut_ptr(), error))
            .inspect_err(|refusal| {
                let bytes = std::slice::from_raw_parts(place.as_ptr().cast::<u8>(), size_of::<T>());
                assert!(bytes.iter().all(|byte| *byte == BEFORE), "{function} wrote before it refused: {refusal:?}");
            })
            .map(|()| place.assume_init())
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
struct OwnedText {
    text: *mut c_char,
    length: usize,
}

/// Calls with the two places of a text, and takes the text over.
pub fn receive_text(
    function: &'static str,
    body: impl FnOnce(*mut *mut c_char, *mut usize, *mut *mut cw_error) -> i32,
) -> Answer<Option<Vec<u8>>> {
    // SAFETY: the places lie next to each other.
    let OwnedText { text, length } = receive(function, |out: *mut OwnedText, error| unsafe {
        body(&raw mut (*out).text, &raw mut (*out).length, error)
    })?;
    // SAFETY: the text has come with its length, and is freed once.
    Ok(unsafe { take_text(text, length) })
}

/// # Safety
/// They came together from one call and are not used afterwards.
pub unsafe fn take_text(text: *mut c_char, length: usize) -> Option<Vec<u8>> {
    if text.is_null() {
        assert_eq!(length, 0);
        return None;
    }
    // SAFETY: the promise above.
    unsafe {
        let bytes = std::slice::from_raw_parts(text.cast::<u8>(), length).to_vec();
        cw_text_free(text, length);
        Some(bytes)
    }
}

/// Text and length as they are passed; nothing is NULL.
pub fn raw(text: Option<&[u8]>) -> (*const c_char, usize) {
    let (text, length) = text.map_or((std::ptr::null(), 0), |text| (text.as_ptr().cast(), text.len()));
    match SPOILED.get() {
        None => (text, length),
        Some(Spoiled { texts_before: 0, length }) => {
            SPOILED.set(None);
            (text, length)
        }
        Some(spoiled) => {
            SPOILED.set(Some(Spoiled { texts_before: spoiled.texts_before - 1, ..spoiled }));
            (text, length)
        }
    }
}

/// The statuses that the header names for a function, and CW_INVALID_ARGUMENT, which each may answer.
fn documented(function: &'static str) -> &'static [i32] {
    static ALL: OnceLock<HashMap<String, Vec<i32>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let header = include_str!("../../../../include/cartwright.h");
        let (mut all, mut comment) = (HashMap::new(), String::new());
        for line in header.lines() {
            if let Some(text) = line.strip_prefix("//") {
                comment.push_str(text);
                continue;
            }
            let name = line.split('(').next().and_then(|before| before.rsplit([' ', '*']).next()).unwrap_or_default();
            if name.starts_with("cw_") {
                all.insert(name.to_owned(), statuses(name, comment.split("@return").nth(1).unwrap_or_default()));
            }
            comment.clear();
        }
        all
    });
    all.get(function).unwrap_or_else(|| panic!("{function} is not in the header"))
}

/// What a store answers: the header says it once, at its top.
const OF_A_STORE: [cw_status; 13] = [
    cw_status::CW_CART_TOO_LARGE,
    cw_status::CW_CONFLICT,
    cw_status::CW_OUTCOME_UNKNOWN,
    cw_status::CW_NO_RANDOMNESS,
    cw_status::CW_CORRUPT_CART,
    cw_status::CW_STORE_UNAVAILABLE,
    cw_status::CW_STORE_BUSY,
    cw_status::CW_STORE_READ_ONLY,
    cw_status::CW_STORE_FULL,
    cw_status::CW_STORE_TOO_NEW,
    cw_status::CW_STORE_FORKED,
    cw_status::CW_STORE_SECOND_SQLITE,
    cw_status::CW_STORE_UNSUPPORTED,
];

/// Every cart may be one of an engine, so each function of carts may answer what a store answers.
fn statuses(name: &str, sentence: &str) -> Vec<i32> {
    let of_a_store = name.starts_with("cw_cart_") || sentence.contains("store answers");
    let any = sentence.contains("any other status");
    let named = |status: &cw_status| {
        any || sentence.contains(&format!("{status:?}"))
            || *status == cw_status::CW_INVALID_ARGUMENT
            || of_a_store && OF_A_STORE.contains(status)
    };
    cw_status::ALL.iter().filter(|status| named(status)).map(|status| *status as i32).collect()
}
