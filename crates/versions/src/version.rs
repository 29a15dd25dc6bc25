//! A version: a counter, and of which life of its source.

use crate::error::{Error, ErrorKind, Result};
use cartwright_coordination::Random;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Which life of a source or a store something belongs to: 63 random bits. What was emptied or lost comes back with another
/// one, so that nothing of the former life is found again. It says nothing about which life came first.
///
/// ```
/// use cartwright_coordination::SystemRandom;
/// use cartwright_versions::Incarnation;
///
/// let one = Incarnation::new(&SystemRandom)?;
/// assert_ne!(one, Incarnation::new(&SystemRandom)?);
/// assert_eq!(Incarnation::from_number(one.number())?, one);
/// assert_eq!(Incarnation::from_number(0x5eed)?.to_string(), "0000000000005eed");
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Incarnation(i64);

impl Incarnation {
    /// One that nobody has.
    ///
    /// # Errors
    /// If there are no random numbers to be had.
    pub fn new(random: &(impl Random + ?Sized)) -> Result<Self> {
        // The sign goes: databases and hosts keep it in a signed number. Nothing is never one.
        let number = random.number()? >> 1;
        Ok(Self(i64::try_from(number.max(1)).unwrap_or(1)))
    }

    /// As a store has kept it.
    ///
    /// # Errors
    /// If it is below 1.
    pub fn from_number(number: i64) -> Result<Self> {
        if number < 1 { Err(invalid(&number)) } else { Ok(Self(number)) }
    }

    /// As a number for a store to keep: 1 or more.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The version of a type: how many changes were committed in this life of its source.
///
/// Versions of one life are ordered; of two lives nobody can say which is newer, so they are not.
///
/// ```
/// use cartwright_versions::{Incarnation, Version};
///
/// let life = Incarnation::from_number(0x5eed)?;
/// let version = Version::new(life, 7)?;
/// assert_eq!(version.to_string(), "0000000000005eed.7");
/// assert_eq!("0000000000005eed.7".parse::<Version>()?, version);
/// assert!(version.next()? > version);
///
/// let of_another_life = Version::new(Incarnation::from_number(1)?, 7)?;
/// assert_eq!(version.partial_cmp(&of_another_life), None);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    incarnation: Incarnation,
    counter: i64,
}

impl Version {
    /// A version; 0 is that of a type of which nothing was ever changed.
    ///
    /// # Errors
    /// If the counter is negative.
    pub fn new(incarnation: Incarnation, counter: i64) -> Result<Self> {
        if counter < 0 { Err(invalid(&counter)) } else { Ok(Self { incarnation, counter }) }
    }

    /// Of which life.
    pub const fn incarnation(self) -> Incarnation {
        self.incarnation
    }

    /// How many changes.
    pub const fn counter(self) -> i64 {
        self.counter
    }

    /// The version after one more change.
    ///
    /// # Errors
    /// After the greatest number there is.
    pub fn next(self) -> Result<Self> {
        let counter = self.counter.checked_add(1).ok_or_else(|| invalid(&"the number after the greatest"))?;
        Ok(Self { counter, ..self })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.incarnation == other.incarnation).then(|| self.counter.cmp(&other.counter))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.incarnation, self.counter)
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let read = text.split_once('.').and_then(|(incarnation, counter)| {
            let digits = |text: &str, is: fn(&u8) -> bool| text.bytes().all(|byte| is(&byte));
            let well_formed = incarnation.len() == 16
                && digits(incarnation, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
                && digits(counter, u8::is_ascii_digit);
            let incarnation = i64::from_str_radix(incarnation, 16).ok().filter(|_| well_formed)?;
            Self::new(Incarnation::from_number(incarnation).ok()?, counter.parse().ok()?).ok()
        });
        read.ok_or_else(|| invalid(&text))
    }
}

fn invalid(what: &dyn fmt::Display) -> Error {
    let message =
        format!("'{what}' is no version; it is 16 hexadecimal digits, a dot and a number, as it was given out");
    Error::new(ErrorKind::InvalidVersion, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_coordination::SeededRandom;

    #[test]
    fn every_incarnation_is_a_positive_number_and_can_be_read_again() {
        let random = SeededRandom::new(1);
        for _ in 0..1000 {
            let version = Version::new(Incarnation::new(&random).unwrap(), 3).unwrap();
            assert!(version.incarnation().number() > 0);
            assert_eq!(version.to_string().parse::<Version>().unwrap(), version);
        }
    }

    #[test]
    fn a_text_that_is_no_version_is_refused() {
        let texts =
            ["", ".", "5eed.7", "0000000000005eed.", "0000000000005eed.-1", "0000000000005EED.7", "0000000000000000.7"];
        for text in texts.into_iter().chain([
            "0000000000005eed.+7",
            "+000000000005eed.7",
            "0000000000005eed.9223372036854775808",
        ]) {
            assert_eq!(text.parse::<Version>().unwrap_err().kind(), ErrorKind::InvalidVersion, "{text}");
        }
    }

    #[test]
    fn after_the_greatest_number_there_is_none() {
        let version = Version::new(Incarnation::from_number(1).unwrap(), i64::MAX).unwrap();
        assert!(version.next().is_err());
    }
}
