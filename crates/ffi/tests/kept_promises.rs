//! What the header promises where it is easily broken: at the edges of numbers, after refusals, of statuses.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::status::cw_status::*;
use serde_json::json;
use support::cart::*;
use support::engine::Engine;
use support::refused;

#[test]
fn no_zone_is_as_much_as_a_day_from_utc() {
    let engine = Engine::memory();
    for seconds in [i64::from(i32::MIN), i64::MIN, -86_400, 86_400, i64::MAX] {
        let refusal = refused(engine.set_zones(&json!({"Mars/Base": seconds}).to_string()));
        assert_eq!(refusal.status, CW_INVALID_ARGUMENT as i32, "{seconds}: {refusal:?}");
    }
    engine.set_zones(r#"{"West":-86399,"East":86399}"#).unwrap();
}
