//! The checksum by which a Cluster spreads keys over its slots (XMODEM), and we spread carts and locks over buckets.

/// How many slots a Cluster has.
pub(super) const SLOTS: u16 = 16_384;

pub(super) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(
            crc ^ (u16::from(*byte) << 8),
            |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
            },
        )
    })
}

/// The slot of a key: that of its tag, if it has one.
pub(crate) fn slot_of(key: &[u8]) -> u16 {
    let tag = key.iter().position(|byte| *byte == b'{').and_then(|open| {
        let rest = &key[open + 1..];
        rest.iter().position(|byte| *byte == b'}').filter(|length| *length > 0).map(|length| &rest[..length])
    });
    crc16(tag.unwrap_or(key)) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_specification() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
    }

    #[test]
    fn a_slot_is_that_of_the_first_tag_unless_it_is_empty() {
        // By CLUSTER KEYSLOT of a server.
        let slots: [(&[u8], u16); 5] =
            [(b"foo", 12_182), (b"{foo}bar", 12_182), (b"a{foo}{bar}", 12_182), (b"foo{}bar", 14_292), (b"", 0)];
        for (key, slot) in slots {
            assert_eq!(slot_of(key), slot, "{}", String::from_utf8_lossy(key));
        }
    }
}
