//! Ids that nobody has to agree on.

use crate::error::Result;
use crate::random::{Random, bytes_of};
use uuid::{Builder, Uuid};

/// A random UUID (version 4): of a cart's incarnation, of a commit, of an event.
///
/// ```
/// use cartwright_coordination::{SystemRandom, uuid_v4};
///
/// let id = uuid_v4(&SystemRandom)?;
/// assert_eq!(id.get_version_num(), 4);
/// assert_eq!(id.to_string().len(), "0f2b6f3c-8d5e-4c1a-9f7e-3b1d5a7c9e01".len());
/// assert_ne!(id, uuid_v4(&SystemRandom)?);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
///
/// # Errors
/// If there are no random numbers to be had.
pub fn uuid_v4(random: &(impl Random + ?Sized)) -> Result<Uuid> {
    Ok(Builder::from_random_bytes(bytes_of(random)?).into_uuid())
}

/// Several of them, for the price of one: the operating system is asked once.
///
/// ```
/// use cartwright_coordination::{SystemRandom, uuids_v4};
///
/// let [cart, commit] = uuids_v4(&SystemRandom)?;
/// assert_ne!(cart, commit);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
///
/// # Errors
/// If there are no random numbers to be had.
pub fn uuids_v4<const COUNT: usize>(random: &(impl Random + ?Sized)) -> Result<[Uuid; COUNT]> {
    let mut bytes = [[0; 16]; COUNT];
    random.fill(bytes.as_flattened_mut())?;
    Ok(bytes.map(|bytes| Builder::from_random_bytes(bytes).into_uuid()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use crate::{Error, ErrorKind};
    use uuid::{Variant, Version};

    #[test]
    fn the_text_is_that_of_version_4_and_can_be_read_again() {
        let random = SeededRandom::new(5);
        for _ in 0..1000 {
            let id = uuid_v4(&random).unwrap();
            assert_eq!((id.get_version(), id.get_variant()), (Some(Version::Random), Variant::RFC4122));
            let text = id.to_string();
            assert_eq!(text, text.to_lowercase());
            assert_eq!(Uuid::try_parse(&text), Ok(id));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let ids = |seed| {
            let random = SeededRandom::new(seed);
            [uuid_v4(&random).unwrap(), uuid_v4(&random).unwrap()]
        };
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1), ids(2));
    }

    #[test]
    fn several_at_once_are_random_and_of_version_4_each() {
        let ids: [Uuid; 3] = uuids_v4(&SeededRandom::new(5)).unwrap();
        assert!(ids.iter().all(|id| id.get_version() == Some(Version::Random)));
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    }

    #[test]
    fn without_random_numbers_there_is_no_id() {
        struct Dry;
        impl Random for Dry {
            fn fill(&self, _: &mut [u8]) -> Result<()> {
                Err(Error::new(ErrorKind::NoRandomness, "dry"))
            }
        }
        assert_eq!(uuid_v4(&Dry).unwrap_err().kind(), ErrorKind::NoRandomness);
    }
}
