//! Data versions in memory, on a clock that the calls move, and pages that are cached under them.

use super::carts::format;
use super::shop::{Shop, text_of};
use super::values::seen;
use crate::support::cart::JSON;
use crate::support::chance::Chance;
use crate::support::{Answer, call, raw, receive, receive_text, spoiling, take_text};
use cartwright::versions::*;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::os::raw::c_char;

/// Stores of versions, and the tokens that were given last.
pub struct Pages {
    handle: *mut cw_versions,
    token: RefCell<String>,
    seen: RefCell<String>,
    permit: RefCell<Vec<u8>>,
}

const TOKEN: &str = "TOKEN";
const SEEN: &str = "SEEN";

/// What is said of them, with TOKEN and SEEN in the place of the last ones.
const CALLS: [&str; 39] = [
    r#"{"op":"look","types":["products"]}"#,
    r#"{"op":"look","types":["products","shop"],"need":"token"}"#,
    r#"{"op":"answer","seen":SEEN,"told":[{"settled":"0000000000005eed.2"},{"committed":"0000000000005eed.1"}]}"#,
    r#"{"op":"answer","seen":SEEN,"told":[null]}"#,
    r#"{"op":"token","versions":{"products":"0000000000005eed.2"}}"#,
    r#"{"op":"key","name":"page","versions":[]}"#,
    r#"{"op":"begin","types":["products"]}"#,
    r#"{"op":"begin","types":["shop","products","shop"]}"#,
    r#"{"op":"confirm","change":"TOKEN"}"#,
    r#"{"op":"publish","change":"TOKEN","versions":{"products":"0000000000005eed.3"}}"#,
    r#"{"op":"publish","change":"00000000000000000000000000000000","versions":{"shop":"7fffffffffffffff.9223372036854775807"}}"#,
    r#"{"op":"withdraw","change":"TOKEN"}"#,
    r#"{"op":"lock","types":["products"]}"#,
    r#"{"op":"unlock","lock":"TOKEN"}"#,
    r#"{"op":"locks","limit":9223372036854775807}"#,
    r#"{"op":"force_unlock","name":"versions.bump:products","reason":"it hangs","who":"ann"}"#,
    r#"{"op":"bumped","id":"event-1","versions":{"products":"0000000000005eed.3"},"degraded":["lock_held"],"who":"ann"}"#,
    r#"{"op":"compare","rows":[{"type":"products","version":"0000000000005eed.3","stale":true}]}"#,
    r#"{"op":"reconcile","comparison":"TOKEN","committed":{"products":"0000000000005eed.1","shop":"0000000000005eed.1"},"repair":true}"#,
    r#"{"op":"renewed","comparison":"TOKEN","versions":{"products":"00000000000beef0.0"}}"#,
    r#"{"op":"fly","key":"page#00000000000000000000000000000000"}"#,
    r#"{"op":"land","flight":"TOKEN"}"#,
    r#"{"op":"forget","key":"page#00000000000000000000000000000000"}"#,
    r#"{"op":"sweep","limit":1}"#,
    r#"{"op":"clear","who":"ann"}"#,
    r#"{"op":"standings","types":["shop","products"]}"#,
    r#"{"op":"health"}"#,
    r#"{"op":"unpublish"}"#,
    r#"{"op":"breaker"}"#,
    r#"{"op":"reset_breaker","who":"ann"}"#,
    r#"{"op":"incident","kind":"slow","detail":{"ms":1e3}}"#,
    r#"{"op":"incidents","hours":9223372036854775807,"limit":2,"after_us":0,"after_place":1}"#,
    r#"{"op":"trail","from_ms":-9223372036854775808,"until_ms":9223372036854775807,"limit":2}"#,
    r#"{"op":"audit","kind":"forced","who":"ann"}"#,
    r#"{"op":"trim","keep_days":9223372036854775807,"log":"trail","limit":1,"who":"ann"}"#,
    r#"{"op":"record","name":"page","micros":9223372036854775807,"ok":false}"#,
    r#"{"op":"flush"}"#,
    r#"{"op":"metrics","minutes":9223372036854775807}"#,
    r#"{"op":"reset_metrics"}"#,
];

/// What a reader says that he has captured.
const CAPTURED: [&str; 3] = [
    r#"{"versions":{"products":"0000000000005eed.2"},"bypass":null}"#,
    r#"{"versions":{},"bypass":"pending"}"#,
    r#"{"versions":{"products":"5eed"}}"#,
];

impl Default for Pages {
    fn default() -> Self {
        let (settings, length) = raw(Some(br#"{"store":"memory","clock":"manual","lock_attempts":2}"#));
        // SAFETY: the text is readable.
        let handle =
            receive("cw_versions_open", |out, error| unsafe { cw_versions_open(settings, length, out, error) });
        Self {
            handle: handle.unwrap(),
            token: RefCell::default(),
            seen: RefCell::new("\"\"".to_owned()),
            permit: RefCell::default(),
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: made by cw_versions_open, freed here only.
        unsafe { cw_versions_free(self.handle) }
    }
}

impl Pages {
    fn call(&self, text: Option<&[u8]>, format: i32) -> Answer<Option<Vec<u8>>> {
        let (text, length) = raw(text);
        // SAFETY: the stores are live, the text is NULL or readable.
        receive_text("cw_versions_call", |out, size, error| unsafe {
            cw_versions_call(self.handle, text, length, format, out, size, error)
        })
    }

    fn answer(&self, call: &Value) -> Value {
        // The one who looks at the end is understood.
        let (answer, _) = spoiling(None, || self.call(Some(call.to_string().as_bytes()), JSON));
        serde_json::from_slice(&answer.unwrap().unwrap()).unwrap()
    }

    /// Whatever was said, a reader learns a version or that the cache is passed by, and the world gets a token.
    fn can_be_read(&self) {
        let seen = self.answer(&json!({"op": "look", "types": ["products"], "need": "token"}));
        let told: Vec<Value> =
            seen["questions"].as_array().unwrap().iter().map(|_| json!({"committed": "0000000000005eed.3"})).collect();
        let captured = self.answer(&json!({"op": "answer", "seen": seen["seen"], "told": told}));
        assert!(captured["versions"]["products"].is_string(), "{seen} {captured}");
        let token = self.answer(&json!({"op": "token", "versions": captured["versions"]}));
        assert_eq!(token.as_str().unwrap().len(), 32);
    }
}

/// Anything, or something damaged. Whatever it is, there is a version afterwards.
pub fn any(chance: &mut Chance, shop: &Shop) {
    let (pages, format) = (&shop.pages, format(chance));
    let text = text_of(chance, &CALLS).map(|text| match std::str::from_utf8(&text) {
        Ok(said) => said.replace(TOKEN, &pages.token.borrow()).replace(SEEN, &pages.seen.borrow()).into_bytes(),
        Err(_) => text,
    });
    if let Ok(Some(answer)) = pages.call(text.as_deref(), format) {
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        for name in ["change", "lock", "comparison", "flight"] {
            if let Some(token) = answer.get(name).and_then(Value::as_str) {
                pages.token.replace(token.to_owned());
            }
        }
        if let Some(seen) = answer.get("seen") {
            pages.seen.replace(seen.to_string());
        }
    }
    pages.can_be_read();
}

/// What the places of a look receive.
#[repr(C)]
#[derive(Clone, Copy)]
struct Looked {
    value: *mut c_char,
    value_length: usize,
    permit: *mut c_char,
    permit_length: usize,
    found: usize,
}

/// A page is looked for; what is found is what was kept.
pub fn look_up(chance: &mut Chance, shop: &Shop) {
    let pages = &shop.pages;
    let (name, captured) = (chance.word(&["page", "home"]), text_of(chance, &CAPTURED));
    let waited = if chance.one_in(4) { chance.whole() } else { 0 };
    let ((name, name_length), (captured, length)) = (raw(name.as_deref()), raw(captured.as_deref()));
    let looked = receive("cw_versions_lookup", |out: *mut Looked, error| {
        let mut found = 0;
        // SAFETY: the stores are live, the texts are NULL or readable, the places lie in one.
        unsafe {
            let status = cw_versions_lookup(
                pages.handle,
                name,
                name_length,
                captured,
                length,
                waited,
                &raw mut found,
                &raw mut (*out).value,
                &raw mut (*out).value_length,
                &raw mut (*out).permit,
                &raw mut (*out).permit_length,
                error,
            );
            if status == 0 {
                (*out).found = usize::try_from(found).unwrap();
            }
            status
        }
    });
    let Ok(looked) = looked else { return };
    // SAFETY: each has come with its length, and is freed once.
    let (value, permit) =
        unsafe { (take_text(looked.value, looked.value_length), take_text(looked.permit, looked.permit_length)) };
    assert_eq!(value.is_some(), looked.found <= 2, "a value exactly where one was found");
    assert!(value.is_none_or(|value| value == PAGE));
    if let Some(permit) = permit {
        pages.permit.replace(permit);
    }
}

const PAGE: &[u8] = b"\xff\0page";

/// A page is kept by the last permit, or by something else.
pub fn keep(chance: &mut Chance, shop: &Shop) {
    let pages = &shop.pages;
    let permit = if chance.one_in(4) { chance.bytes(40) } else { pages.permit.borrow().clone() };
    let (fresh, good) = if chance.one_in(4) { (chance.whole(), chance.whole()) } else { (1000, 60_000) };
    let ((permit, length), (value, value_length)) = (raw(Some(&permit)), raw(Some(PAGE)));
    seen(receive("cw_versions_keep", |kept: *mut i32, error| {
        // SAFETY: the stores are live, the bytes are readable or have a length that nothing has.
        unsafe { cw_versions_keep(pages.handle, permit, length, value, value_length, fresh, good, kept, error) }
    }));
}

/// Settings from anywhere; a store that they make is freed at once.
pub fn open(chance: &mut Chance, _: &Shop) {
    let settings = text_of(
        chance,
        &[
            r#"{"store":"memory"}"#,
            r#"{"store":"database","journal":"memory","when_unmarked":"commit_stale"}"#,
            r#"{"store":"memory","breaker":{"failed":0}}"#,
            r#"{"store":"memory","mark_lease_ms":0}"#,
            r#"{"store":"memory","longest_mark_ms":1}"#,
            r#"{"store":"database","clock":"manual","wait_ms":9223372036854775807,"lock_pause_ms":9223372036854775807}"#,
        ],
    );
    let (settings, length) = raw(settings.as_deref());
    // SAFETY: the text is NULL or readable; what was opened is freed once.
    let opened = receive("cw_versions_open", |out, error| unsafe { cw_versions_open(settings, length, out, error) });
    if let Ok(handle) = opened {
        // SAFETY: it is live.
        unsafe { cw_versions_free(handle) }
    }
}

/// Time passes, and no mark is live that was set before.
pub fn advance(chance: &mut Chance, shop: &Shop) {
    let by = if chance.one_in(3) { 60_000 } else { chance.whole() };
    let moved = call("cw_versions_advance", |error| {
        // SAFETY: the stores are live.
        unsafe { cw_versions_advance(shop.pages.handle, by, error) }
    });
    if moved.is_ok() && by >= 60_000 {
        let standings = shop.pages.answer(&json!({"op": "standings", "types": ["products", "shop"]}));
        assert!(standings.as_array().unwrap().iter().all(|standing| standing["mark"] != "live"), "{standings}");
    }
    seen(moved);
}
