//! Values of a row as we need them, whatever another program has put there.

use super::trouble::Trouble;
use cartwright_core::{CartKey, Incarnation};
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// A text, or a number as text: a column declared `jsonb` turns texts that look like numbers into numbers.
pub(crate) fn text(row: &Row<'_>, column: usize, key: &CartKey) -> Result<Option<String>, Trouble> {
    let name = || row.as_ref().column_name(column).unwrap_or("?").to_owned();
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(number.to_string())),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(Trouble::unreadable(key, format!("its {} are no UTF-8", name()))),
        },
        other => {
            Err(Trouble::unreadable(key, format!("its {} are {} where a text should be", name(), other.data_type())))
        }
    }
}

/// A whole number.
pub(crate) fn whole(row: &Row<'_>, column: usize, key: &CartKey) -> Result<i64, Trouble> {
    match row.get_ref(column)? {
        ValueRef::Integer(number) => Ok(number),
        other => {
            let name = row.as_ref().column_name(column).unwrap_or("?");
            Err(Trouble::unreadable(key, format!("its {name} is {} where a number should be", other.data_type())))
        }
    }
}

/// A UUID, as an incarnation.
pub(crate) fn uuid(text: &str) -> Option<Incarnation> {
    let at_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let well_formed = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if at_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() });
    if !well_formed {
        return None;
    }
    let digits: String = text.chars().filter(|digit| *digit != '-').collect();
    u128::from_str_radix(&digits, 16).ok().map(Incarnation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_read_as_it_is_written() {
        let incarnation = Incarnation(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        assert_eq!(uuid(&incarnation.to_string()), Some(incarnation));
        assert_eq!(uuid(&incarnation.to_string().to_uppercase()), Some(incarnation));
    }

    #[test]
    fn what_is_no_uuid_is_not_read_as_one() {
        for text in [
            "",
            "7",
            "01234567-89ab-cdef-0123-456789abcde",
            "0123456789abcdef0123456789abcdef0000",
            "+1234567-89ab-cdef-0123-456789abcdef",
        ] {
            assert_eq!(uuid(text), None, "{text}");
        }
    }
}
