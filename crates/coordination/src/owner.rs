//! Who holds, without saying who.

use crate::error::{Error, ErrorKind, Result};
use crate::random::{Random, bytes_of};
use std::fmt;
use std::hint::black_box;

/// The owner of a lock: 128 random bits of this attempt, not the name of a user, so that nobody can release what another
/// attempt holds, not even another attempt of the same user.
///
/// It is a secret. `Debug` does not show it, there is no `Display`, no order and no hash, and two are compared in the
/// same time wherever they differ.
///
/// ```
/// use cartwright_coordination::{OwnerToken, SystemRandom};
///
/// let token = OwnerToken::new(&SystemRandom)?;
/// assert_ne!(token, OwnerToken::new(&SystemRandom)?);
/// assert_eq!(format!("{token:?}"), "OwnerToken(secret)");
///
/// // What a caller is handed, and hands back.
/// let text = token.secret_text();
/// assert_eq!(OwnerToken::from_secret_text(&text)?, token);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone)]
pub struct OwnerToken([u8; 16]);

impl OwnerToken {
    /// A token that nobody can guess, if the random numbers are such.
    ///
    /// # Errors
    /// If there are no random numbers to be had.
    pub fn new(random: &(impl Random + ?Sized)) -> Result<Self> {
        bytes_of(random).map(Self)
    }

    /// As a store has kept it.
    pub const fn from_secret_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// For a store to keep.
    pub const fn secret_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// For a caller to hand back: 32 hexadecimal digits.
    pub fn secret_text(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    /// Reads what [`OwnerToken::secret_text`] wrote.
    ///
    /// # Errors
    /// If it is not that. The text is not repeated in the error.
    pub fn from_secret_text(text: &str) -> Result<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 32 && text.bytes().all(is_digit) {
            if let Ok(number) = u128::from_str_radix(text, 16) {
                return Ok(Self(number.to_be_bytes()));
            }
        }
        let message =
            "this is no owner's token; hand back the 32 lower-case hexadecimal digits that came with the grant";
        Err(Error::new(ErrorKind::InvalidToken, message))
    }
}

impl PartialEq for OwnerToken {
    fn eq(&self, other: &Self) -> bool {
        // Every byte is looked at, and the compiler is not told that one difference decides.
        let differences = self.0.iter().zip(&other.0).fold(0, |seen, (one, other)| black_box(seen | (one ^ other)));
        differences == 0
    }
}

impl Eq for OwnerToken {}

impl fmt::Debug for OwnerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerToken(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn tokens_that_differ_in_one_bit_are_different() {
        let token = OwnerToken::new(&SeededRandom::new(1)).unwrap();
        for bit in 0..128 {
            let other = OwnerToken((u128::from_be_bytes(token.0) ^ (1 << bit)).to_be_bytes());
            assert!(token != other, "bit {bit}");
        }
        assert!(token == token.clone());
    }

    #[test]
    fn a_token_is_written_with_its_leading_zeros() {
        let token = OwnerToken::from_secret_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(token.secret_text(), "000102030405060708090a0b0c0d0eff");
        assert_eq!(OwnerToken::from_secret_text(&token.secret_text()).unwrap(), token);
    }

    #[test]
    fn a_text_that_is_no_token_is_refused_and_not_repeated() {
        let texts = [
            "",
            "000102030405060708090a0b0c0d0ef",
            "000102030405060708090a0b0c0d0eff0",
            "000102030405060708090A0B0C0D0EFF",
            "+00102030405060708090a0b0c0d0eff",
            "g00102030405060708090a0b0c0d0eff",
            "é0102030405060708090a0b0c0d0eff",
        ];
        for text in texts {
            let error = OwnerToken::from_secret_text(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidToken, "{text}");
            assert!(text.is_empty() || !error.to_string().contains(text));
        }
    }

    #[test]
    fn nothing_that_is_printed_for_developers_shows_the_secret() {
        let token = OwnerToken::new(&SeededRandom::new(1)).unwrap();
        let shown = format!("{token:?} {token:#?} {:?}", Some(&token));
        assert!(!shown.contains(&token.secret_text()) && !shown.contains(&format!("{:?}", token.secret_bytes())));
    }
}
