//! Where on earth a rule looks at a clock.

use crate::moment::Moment;
use std::fmt;
use std::sync::Arc;

/// A time zone: a fixed distance from UTC, or a name whose meaning the caller knows.
///
/// ```
/// use cartwright_core::Zone;
///
/// assert_eq!(Zone::find("UTC").map(|zone| zone.to_string()), Some("UTC".to_owned()));
/// assert_eq!(Zone::find("+05:45"), Some(Zone::Offset(20_700)));
/// assert_eq!(Zone::find("Europe/Berlin"), Some(Zone::Named("Europe/Berlin".into())));
/// assert_eq!(Zone::find("+25:00"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// So many seconds east of UTC.
    Offset(i32),
    /// A name such as `Europe/Berlin`; what it means at a time, [`TimeZones`] say.
    Named(Arc<str>),
}

impl Zone {
    /// The zone that a text names: `UTC`, `+01:00`, or a name. `None` if it can be none.
    pub fn find(text: &str) -> Option<Self> {
        if matches!(text, "UTC" | "Z") {
            return Some(Self::Offset(0));
        }
        if let Some((sign, rest)) = [(1, '+'), (-1, '-')].iter().find_map(|(n, c)| Some((*n, text.strip_prefix(*c)?))) {
            let (hours, minutes) = rest.split_once(':')?;
            let number = |text: &str, most: i32| {
                let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<i32>().ok().filter(|number| two && *number <= most)
            };
            return Some(Self::Offset(sign * (number(hours, 15)? * 3600 + number(minutes, 59)? * 60)));
        }
        let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
        let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
        (first && text.len() <= 64 && text.bytes().all(named)).then(|| Self::Named(text.into()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(0) => f.write_str("UTC"),
            Self::Offset(seconds) => {
                let (sign, seconds) = if *seconds < 0 { ('-', -seconds) } else { ('+', *seconds) };
                write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
            }
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// Knows what the names of time zones mean. The host has the data for it; there is none in here.
pub trait TimeZones: fmt::Debug {
    /// Seconds east of UTC that clocks show in a zone at a time; `None` if there is no such zone.
    fn offset(&self, name: &str, at: Moment) -> Option<i32>;
}

/// Knows no names: rules then have to give their distance from UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FixedOffsets;

impl TimeZones for FixedOffsets {
    fn offset(&self, _: &str, _: Moment) -> Option<i32> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_reads_back_what_it_writes() {
        for text in ["UTC", "+01:00", "-09:30", "+14:00", "Europe/Berlin", "America/Port-au-Prince", "Etc/GMT+5"] {
            assert_eq!(Zone::find(text).unwrap_or_else(|| panic!("{text}")).to_string(), text);
        }
    }

    #[test]
    fn what_can_be_no_zone_is_none() {
        for text in
            ["", "+1:00", "+01", "+01:60", "+16:00", "+0a:00", "Europe Berlin", "1/2", "ü", "+-1:00", &"a".repeat(65)]
        {
            assert_eq!(Zone::find(text), None, "{text}");
        }
    }
}
