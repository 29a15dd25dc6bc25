//! Chance that can be repeated, and texts as nobody should send them.

use super::cart::Given;

/// Where choices come from.
pub enum Chance {
    /// SplitMix64: small, and the same on every machine.
    Seeded(u64),
    /// What somebody has chosen, a byte for a choice where one is enough; nothing but zeros when it is used up.
    Given(std::collections::VecDeque<u8>),
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self::Seeded(seed)
    }

    pub fn given(bytes: &[u8]) -> Self {
        Self::Given(bytes.iter().copied().collect())
    }

    /// Whether there is anything left to choose from.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Given(bytes) if bytes.is_empty())
    }

    pub fn bits(&mut self) -> u64 {
        match self {
            Self::Seeded(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                mixed ^ (mixed >> 31)
            }
            Self::Given(bytes) => u64::from_le_bytes([(); 8].map(|()| bytes.pop_front().unwrap_or_default())),
        }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        match self {
            Self::Given(bytes) if limit <= 256 => usize::from(bytes.pop_front().unwrap_or_default()) % limit,
            _ => (self.bits() % limit as u64) as usize,
        }
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// Mostly one of a small set, so that calls meet; sometimes any bytes at all, sometimes nothing.
    pub fn word(&mut self, usual: &[&str]) -> Option<Vec<u8>> {
        match self.below(24) {
            0 => None,
            1 => Some(self.bytes(40)),
            2 => Some(vec![b'x'; self.below(400)]),
            3 => Some(self.of(&["", "0", " \t\0", "1001", "-7", "a\0b", "Größe „L“ 😀", "\u{2028}/\"\\"]).into()),
            _ => Some(self.of(usual).into()),
        }
    }

    /// Any bytes; half of the time characters.
    pub fn bytes(&mut self, limit: usize) -> Vec<u8> {
        let length = self.below(limit);
        if self.one_in(2) {
            return (0..length).map(|_| self.bits() as u8).collect();
        }
        let characters: String = (0..length).filter_map(|_| char::from_u32(self.bits() as u32 & 0x1ffff)).collect();
        characters.into_bytes()
    }

    /// Mostly JSON; sometimes damaged, sometimes very deep.
    pub fn json(&mut self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        match self.below(10) {
            0..5 => return None,
            5 => {
                let depth = self.of(&[3, 500, 505, 507, 508, 511, 600]);
                text = [vec![b'['; depth], vec![b']'; depth]].concat();
            }
            _ => self.json_value(0, &mut text),
        }
        if self.one_in(12) {
            self.damage(&mut text);
        }
        Some(text)
    }

    fn json_value(&mut self, depth: usize, out: &mut Vec<u8>) {
        let simple =
            ["null", "true", "0", "-0", "-0.0", "1e400", "1.50", "12345678901234567890", "1e-7", "\"\\u00e4\""];
        match self.below(if depth > 3 { 3 } else { 6 }) {
            0 | 1 => out.extend_from_slice(self.of(&simple).as_bytes()),
            2 => out.extend_from_slice(format!("\"{}\"", self.of(&["", "a", "ä/😀", "\\n", "\u{7f}"])).as_bytes()),
            3 => {
                out.push(b'[');
                for at in 0..self.below(4) {
                    if at > 0 {
                        out.extend_from_slice(self.of(&[",", " , "]).as_bytes());
                    }
                    self.json_value(depth + 1, out);
                }
                out.push(b']');
            }
            _ => {
                out.push(b'{');
                for at in 0..self.below(4) {
                    if at > 0 {
                        out.push(b',');
                    }
                    out.extend_from_slice(
                        self.of(&["\"size\":", "\"0\" : ", "\"\":", "\"class\":", "\"ö\":"]).as_bytes(),
                    );
                    self.json_value(depth + 1, out);
                }
                out.push(b'}');
            }
        }
    }

    /// A byte changed, taken out or doubled.
    pub fn damage(&mut self, text: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            if text.is_empty() {
                return;
            }
            let at = self.below(text.len());
            match self.below(4) {
                0 => text[at] = self.bits() as u8,
                1 => text[at] = self.of(b"{}[]\",:\\0e-. \0"),
                2 => drop(text.remove(at)),
                _ => text.insert(at, text[at]),
            }
        }
    }

    pub fn whole(&mut self) -> i64 {
        match self.below(12) {
            0 => self.bits() as i64,
            1 => self.of(&[i64::MIN, i64::MAX, -1, 1 << 53, (1 << 53) + 1]),
            _ => self.below(12) as i64,
        }
    }

    #[allow(clippy::float_arithmetic)] // Any float will do.
    pub fn real(&mut self) -> f64 {
        match self.below(12) {
            0 => f64::from_bits(self.bits()),
            1 => self.of(&[f64::NAN, f64::INFINITY, -0.0, 1e-30, 1e27, 1e28, 7.9e28, 1e300, f64::MIN_POSITIVE]),
            2 => 1.0 / self.below(1000) as f64,
            _ => self.below(200_000) as f64 / 100.0,
        }
    }

    /// Digits as people write them, and as nobody does.
    pub fn digits(&mut self) -> Vec<u8> {
        match self.below(8) {
            0 => self.bytes(20),
            1 => self
                .of(&["", "free", "RM1,299.50", "$ 5", "-1", "1e28", "9e28", "1.e999999999999", ".5.5", "+.e1"])
                .into(),
            2 => format!("{}.{}", self.bits(), self.bits()).into_bytes(),
            3 => format!("0.{:0>30}", self.bits()).into_bytes(),
            _ => format!("{}.{:02}", self.below(2000), self.below(100)).into_bytes(),
        }
    }

    pub fn price<'a>(&mut self, digits: &'a [u8]) -> Given<'a> {
        match self.below(20) {
            0 => Given { kind: self.bits() as i32, ..Given::NONE },
            1 => Given::NONE,
            2 => Given { text: None, ..Given::text(digits) },
            3..8 => Given::whole(self.whole()),
            8..14 => Given::real(self.real()),
            _ => Given::text(digits),
        }
    }
}
