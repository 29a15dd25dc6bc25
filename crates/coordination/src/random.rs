//! Random numbers, as a port.

use crate::error::{Error, ErrorKind, Result};
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes.
///
/// ```
/// use cartwright_coordination::{Random, SeededRandom, SystemRandom};
///
/// let mut bytes = [0; 16];
/// SystemRandom.fill(&mut bytes)?;
/// assert_ne!(bytes, [0; 16]);
/// assert_eq!(SeededRandom::new(7).number()?, SeededRandom::new(7).number()?);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
pub trait Random: Send + Sync {
    /// Fills the bytes.
    ///
    /// # Errors
    /// [`ErrorKind::NoRandomness`] if there are none to be had; what is in `bytes` then must not be used.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;

    /// A number, each as likely as the other.
    ///
    /// # Errors
    /// As for [`Random::fill`].
    fn number(&self) -> Result<u64> {
        bytes_of(self).map(u64::from_le_bytes)
    }
}

/// So many random bytes.
pub(crate) fn bytes_of<const LENGTH: usize>(random: &(impl Random + ?Sized)) -> Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    random.fill(&mut bytes)?;
    Ok(bytes)
}

/// The operating system's random numbers, which nobody can guess.
///
/// Each call asks the system anew. Numbers kept ready in the process would be handed out twice after a fork, once by the
/// parent and once by the child: two owners with one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|cause| {
            let message = "the operating system has no random numbers; check that this process may call getrandom";
            Error::new(ErrorKind::NoRandomness, message).because(cause)
        })
    }
}

/// The same numbers for the same seed, for tests. Anybody can guess them.
///
/// ```
/// use cartwright_coordination::{Random, SeededRandom};
///
/// let random = SeededRandom::new(1);
/// assert_ne!(random.number()?, random.number()?);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

impl SeededRandom {
    /// The numbers of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): each number is a function of how many came before, so threads may share it.
    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_le_bytes()[..part.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_numbers_of_the_published_generator() {
        // Reference values of SplitMix64 for the seed 1234567.
        let random = SeededRandom::new(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| random.number().unwrap()).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_byte_is_filled_whatever_the_length() {
        let random = SeededRandom::new(3);
        for length in 0..40 {
            let mut bytes = vec![0; length];
            let mut seen = vec![false; length];
            for _ in 0..64 {
                random.fill(&mut bytes).unwrap();
                seen.iter_mut().zip(&bytes).for_each(|(seen, byte)| *seen |= *byte != 0);
            }
            assert!(seen.iter().all(|seen| *seen), "length {length}");
        }
    }

    #[test]
    fn the_system_gives_different_bytes_each_time() {
        let mut numbers: Vec<u64> = (0..1000).map(|_| SystemRandom.number().unwrap()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 1000);
    }
}
