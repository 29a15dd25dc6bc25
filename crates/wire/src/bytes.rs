//! Finding the next byte that needs attention, eight at a time.
//!
//! Almost all of a cart's text is plain ASCII inside strings; a loop over single bytes would be most of the cost of
//! reading a column. A mask has the top bit set in each byte that was found; bytes above the first find may be set by
//! mistake (a borrow runs upwards), so only the lowest set bit means anything.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Bytes of `word` that equal `byte`.
const fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & TOPS
}

/// Bytes of `word` below `limit`, which is at most 0x80.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & TOPS
}

/// The first index at or after `from` that `mask` finds in a whole word or `single` finds in the last bytes; the length if none.
#[inline(always)]
fn find(bytes: &[u8], from: usize, mask: impl Fn(u64) -> u64, single: impl Fn(u8) -> bool) -> usize {
    let mut index = from;
    while let Some(chunk) = bytes.get(index..).and_then(<[u8]>::first_chunk::<8>) {
        let found = mask(u64::from_le_bytes(*chunk));
        if found != 0 {
            return index + (found.trailing_zeros() / 8) as usize;
        }
        index += 8;
    }
    while bytes.get(index).is_some_and(|byte| !single(*byte)) {
        index += 1;
    }
    index
}

/// Where a plain run inside a JSON string ends: a quote, a backslash or a control character.
#[inline]
pub(crate) fn end_of_string_run(bytes: &[u8], from: usize) -> usize {
    find(
        bytes,
        from,
        |word| equal(word, b'"') | equal(word, b'\\') | below(word, 0x20),
        |byte| matches!(byte, b'"' | b'\\' | 0..0x20),
    )
}

/// Where a run that `json_encode` copies as it is ends: whatever it escapes, which includes `/` and all non-ASCII.
#[inline]
pub(crate) fn end_of_copied_run(bytes: &[u8], from: usize) -> usize {
    find(
        bytes,
        from,
        |word| equal(word, b'"') | equal(word, b'\\') | equal(word, b'/') | below(word, 0x20) | (word & TOPS),
        |byte| matches!(byte, b'"' | b'\\' | b'/' | 0..0x20 | 0x80..),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_value_is_classified_the_same_at_every_place_of_a_word() {
        for byte in 0..=255_u8 {
            for place in 0..20 {
                let mut text = [b'a'; 20];
                text[place] = byte;
                let ends_string = matches!(byte, b'"' | b'\\') || byte < 0x20;
                let ends_copy = ends_string || byte == b'/' || byte >= 0x80;
                assert_eq!(end_of_string_run(&text, 0), if ends_string { place } else { 20 });
                assert_eq!(end_of_copied_run(&text, 0), if ends_copy { place } else { 20 });
            }
        }
    }

    #[test]
    fn the_search_starts_where_it_is_told_and_ends_with_the_text() {
        assert_eq!(end_of_string_run(b"\"abc\"", 1), 4);
        assert_eq!(end_of_string_run(b"\"abcdefghijkl", 1), 13);
        assert_eq!(end_of_string_run(b"", 0), 0);
        assert_eq!(end_of_copied_run(b"abc", 7), 7);
    }
}
