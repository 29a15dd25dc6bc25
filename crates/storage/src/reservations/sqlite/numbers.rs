//! Numbers in as many bytes as they need: seven bits in each, the lowest first, the highest bit says that more follow.

pub(super) fn write(number: u64, bytes: &mut Vec<u8>) {
    let mut rest = number;
    while rest > 0x7f {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

/// The number, and what follows it.
pub(super) fn read(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (mut number, mut rest) = (0, bytes);
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        rest = after;
        if byte & 0x80 == 0 {
            return Some((number, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written_and_small_ones_take_a_byte() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| write(*number, &mut bytes));
        assert_eq!(bytes.len(), 3 + 2 + 2 + 5 + 10);
        let mut rest = bytes.as_slice();
        for number in numbers {
            let (read, after) = read(rest).unwrap();
            assert_eq!(read, number);
            rest = after;
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn what_ends_in_the_middle_of_a_number_is_none() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[0x80; 3]), None);
        assert_eq!(read(&[0xff; 11]), None);
    }
}
