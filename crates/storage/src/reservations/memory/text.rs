//! Short texts without an allocation.

/// A text; up to 22 bytes of it lie in the value itself, as most keys of locks do.
#[derive(Debug)]
pub(super) enum Text {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

const SHORT: usize = 22;

impl Text {
    pub(super) fn new(text: &str) -> Self {
        match text.len() {
            0..=SHORT => {
                let mut bytes = [0; SHORT];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                Self::Short { length: text.len() as u8, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => &bytes[..usize::from(*length)],
            Self::Long(text) => text.as_bytes(),
        }
    }

    pub(super) fn to_str(&self) -> &str {
        // What was put in was a text.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_it_was_whether_it_is_short_or_long() {
        for length in 0..60 {
            let text = "é".repeat(length / 2) + &"x".repeat(length % 2);
            assert_eq!((Text::new(&text).to_str(), Text::new(&text).as_bytes()), (&*text, text.as_bytes()));
        }
        assert_eq!(size_of::<Text>(), 24);
    }
}
