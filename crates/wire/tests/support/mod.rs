//! Cases by the thousand, the same in every run.

pub mod hand_picked;

/// A small generator of pseudo-random numbers (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// Text of any characters: mostly ASCII, with what has to be escaped, and every plane of Unicode.
pub fn text(random: &mut Random) -> String {
    let length = random.below(24);
    (0..length).map(|_| character(random)).collect()
}

fn character(random: &mut Random) -> char {
    let code = match random.below(10) {
        0..=4 => 0x20 + random.below(0x60),
        5 => random.below(0x20),
        6 => return *random.one_of(&[&'/', &'"', &'\\', &'\u{7f}', &'\u{2028}', &'\u{feff}', &'\u{ffff}']),
        7 => 0x80 + random.below(0x780),
        8 => 0x800 + random.below(0xf800),
        _ => 0x1_0000 + random.below(0x10_0000),
    };
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or('ß')
}

/// A number in any of the forms JSON has.
pub fn number(random: &mut Random) -> String {
    match random.below(9) {
        0 => random.below(100).to_string(),
        1 => (random.next() as i64).to_string(),
        2 => random.next().to_string(),
        3 => format!("-{}", random.next()),
        4 => format!("{}.{:02}", random.below(100_000), random.below(100)),
        5 => format!("{}.{}", random.next(), random.next()),
        6 => format!("0.{:0width$}", random.next(), width = 1 + random.below(24)),
        7 => {
            format!("{}{}{}", random.below(1000), random.one_of(&["e", "E", ".5e+", "e-", ".250E-"]), random.below(330))
        }
        _ => random
            .one_of(&["0", "-0", "-0.0", "0e5", "1.0", "1.50", "1e400", "-1E400", "9223372036854775808"])
            .to_owned(),
    }
}

/// A valid document with whitespace anywhere it may be, keys of all kinds and often the same key twice.
pub fn document(random: &mut Random, depth: usize, out: &mut String) {
    let form = if depth == 0 { random.below(5) } else { random.below(9) };
    space(random, out);
    match form {
        0 => out.push_str(random.one_of(&["null", "true", "false"])),
        1 | 2 => out.push_str(&number(random)),
        3 | 4 => {
            let text = text(random);
            quoted(random, &text, out);
        }
        5 | 6 => parts(random, ['[', ']'], out, |random, out| document(random, depth - 1, out)),
        _ => {
            // Every third object might be a list.
            let counted = random.below(3) == 0;
            let mut next = 0;
            parts(random, ['{', '}'], out, |random, out| {
                let key = if counted && random.below(12) > 0 { next.to_string() } else { key(random) };
                next += 1;
                space(random, out);
                quoted(random, &key, out);
                space(random, out);
                out.push(':');
                document(random, depth - 1, out);
            });
        }
    }
    space(random, out);
}

fn parts(random: &mut Random, brackets: [char; 2], out: &mut String, mut part: impl FnMut(&mut Random, &mut String)) {
    let count = if random.below(20) == 0 { random.below(120) } else { random.below(5) };
    out.push(brackets[0]);
    space(random, out);
    for index in 0..count {
        if index > 0 {
            out.push(',');
        }
        part(random, out);
    }
    out.push(brackets[1]);
}

fn key(random: &mut Random) -> String {
    match random.below(5) {
        0 => text(random),
        1 => random.below(12).to_string(),
        2 => (random.next() as i64).to_string(),
        3 => random.one_of(&["", "-", "-0", "-1", "00", "01", "1.0", "9223372036854775808"]).to_owned(),
        _ => random.one_of(&["id", "name", "price", "quantity", "attributes", "conditions"]).to_owned(),
    }
}

fn space(random: &mut Random, out: &mut String) {
    if random.below(6) == 0 {
        out.push_str(random.one_of(&[" ", "\n", "\r\n", "\t", "  "]));
    }
}

/// A JSON string that denotes `text`, with escapes where they must be and sometimes where they may be.
fn quoted(random: &mut Random, text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let must = character < ' ' || matches!(character, '"' | '\\');
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\u{8}' => Some('b'),
            '\u{c}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        match short {
            Some(letter) if must || random.below(2) == 0 => out.extend(['\\', letter]),
            _ if must || random.below(4) == 0 => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    if random.below(2) == 0 {
                        out.push_str(&format!("\\u{unit:04x}"));
                    } else {
                        out.push_str(&format!("\\u{unit:04X}"));
                    }
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// A document with one thing changed, which mostly makes it invalid.
pub fn damaged(random: &mut Random, document: &str) -> String {
    let mut characters: Vec<char> = document.chars().collect();
    let place = random.below(characters.len());
    let other = random.below(characters.len());
    match random.below(5) {
        0 => {
            characters.remove(place);
        }
        1 => characters.truncate(place),
        2 => characters.swap(place, other),
        3 => characters.insert(place, character(random)),
        _ => {
            characters[place] = random
                .one_of(&["{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", ".", "e", "u", "\0"])
                .chars()
                .next()
                .unwrap_or(' ')
        }
    }
    characters.into_iter().collect()
}
