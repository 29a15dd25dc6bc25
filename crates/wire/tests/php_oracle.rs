//! Everything here is compared byte by byte with what PHP does: thousands of cases go to one PHP process.
//!
//! `tests/php_oracle.php` answers; the cases are the same in every run.

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use cartwright_wire::canonical::canonical_json;
use cartwright_wire::json_scan::{Kind, RawValue, scan};
use cartwright_wire::json_text::json_string;
use cartwright_wire::php_number::{json_float, serialized_float};
use cartwright_wire::php_text::{self, serialize_json};
use support::Random;
use support::hand_picked::HAND_PICKED;

/// What PHP answers to the cases, each a letter and the bytes of the case.
fn ask_php(name: &str, cases: &[(char, Vec<u8>)]) -> Vec<String> {
    let mut lines = String::new();
    for (letter, case) in cases {
        let _ = writeln!(lines, "{letter} {}", hex(case));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("php_oracle_{name}.txt"));
    std::fs::write(&file, lines).expect("the cases can be written below target/");
    let output = Command::new("php")
        .args(["-n", "-d", "serialize_precision=-1", "-d", "memory_limit=-1"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/php_oracle.php"))
        .arg(&file)
        .output()
        .unwrap_or_else(|error| {
            panic!("PHP is needed to compare with and cannot be started ({error}); run scripts/install.sh")
        });
    let answers = String::from_utf8(output.stdout).expect("answers are hexadecimal");
    assert!(output.status.success(), "PHP failed: {answers}{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<String> = answers.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), cases.len(), "one answer per case");
    answers
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compares answers with ours and shows the first few that differ.
fn compare<T>(cases: &[T], php: &[String], ours: impl Fn(&T) -> String, show: impl Fn(&T) -> String) {
    let mut different = Vec::new();
    for (case, php) in cases.iter().zip(php) {
        let ours = ours(case);
        if ours != *php {
            different.push(format!("{}\n  PHP  {php}\n  here {ours}", show(case)));
        }
    }
    let shown: Vec<_> = different.iter().take(5).map(String::as_str).collect();
    assert!(different.is_empty(), "{} of {} differ:\n{}", different.len(), cases.len(), shown.join("\n"));
}

#[test]
fn floats_are_written_as_php_writes_them() {
    let mut random = Random(1);
    let mut floats = vec![0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MAX, f64::MIN_POSITIVE];
    for exponent in -326..=309 {
        for digits in ["1", "-9.5", "9.999999999999999", "1.2345678901234567"] {
            floats.push(format!("{digits}e{exponent}").parse().expect("a float"));
        }
    }
    // Powers of two and their neighbours, where shortest digits are hardest.
    for exponent in 0..2047_u64 {
        for mantissa in [0, 1, (1 << 52) - 1] {
            floats.push(f64::from_bits(exponent << 52 | mantissa));
        }
    }
    floats.extend((0..64).map(f64::from_bits));
    // Where spacings are quarters and eighths, exact ties between two shortest candidates are frequent.
    floats.extend((0..4000).map(|_| {
        let exponent = 1023 + 46 + random.below(8) as u64;
        f64::from_bits(exponent << 52 | random.next() >> 12)
    }));
    // The few bits of a small power of two over a power of ten have long exact decimals, too.
    floats.extend((0..4000).map(|_| {
        let exponent = 1023 - 40 + random.below(60) as u64;
        let kept = random.below(30);
        f64::from_bits(exponent << 52 | random.next() >> 12 >> kept << kept)
    }));
    floats.extend((0..8000).map(|_| f64::from_bits(random.next())));
    floats.extend((0..4000).map(|_| {
        let places = random.below(6);
        let digits = random.below(1_000_000_000).to_string();
        format!("{digits}e-{places}").parse::<f64>().expect("a price")
    }));
    floats.extend((0..2000).map(|_| {
        let digits = random.next();
        let point = random.below(24);
        format!("{digits}e-{point}").parse::<f64>().expect("a float around the limits of the plain form")
    }));

    let cases: Vec<_> = floats.iter().map(|value| ('f', value.to_be_bytes().to_vec())).collect();
    let php = ask_php("floats", &cases);
    let ours = |value: &f64| {
        let mut json = String::new();
        if json_float(*value, &mut json).is_err() {
            json.push_str("none");
        }
        let mut serialized = Vec::new();
        serialized_float(*value, &mut serialized);
        format!("{} {}", hex(json.as_bytes()), hex(&serialized))
    };
    compare(&floats, &php, ours, |value| format!("{value:e} ({:016x})", value.to_bits()));
}

#[test]
fn strings_are_escaped_as_php_escapes_them() {
    let mut random = Random(2);
    // Every character of the first plane in runs of 64, and some of each plane beyond.
    let mut strings: Vec<String> = (0..0x1_0000 / 64)
        .map(|block| (0..64).filter_map(|offset| char::from_u32(block * 64 + offset)).collect())
        .collect();
    strings.extend((1..=16).map(|plane| {
        [0, 0x3ff, 0x400, 0xffff].into_iter().filter_map(|offset| char::from_u32(plane << 16 | offset)).collect()
    }));
    strings.extend((0..4000).map(|_| support::text(&mut random)));

    let cases: Vec<_> = strings.iter().map(|text| ('s', text.as_bytes().to_vec())).collect();
    let php = ask_php("strings", &cases);
    let ours = |text: &String| {
        let mut json = String::new();
        json_string(text, &mut json);
        hex(json.as_bytes())
    };
    compare(&strings, &php, ours, |text| format!("{text:?}"));
}

#[test]
fn array_keys_become_integers_where_php_makes_them_integers() {
    let mut random = Random(3);
    let mut keys: Vec<String> =
        ["", "-", "0", "-0", "00", "-00", "01", "-01", "+1", " 1", "1 ", "1\n", "1.0", "1e3", "0x1", "١", "--1"]
            .map(str::to_owned)
            .to_vec();
    for around in [i128::from(i64::MAX), i128::from(i64::MIN), 1 << 64, -(1 << 64), 10_i128.pow(18), 10_i128.pow(19)] {
        keys.extend((-3..=3).map(|step| (around + step).to_string()));
    }
    keys.extend((0..500).map(|_| random.next().to_string()));
    keys.extend((0..500).map(|_| (random.next() as i64 >> random.below(64)).to_string()));
    keys.extend((0..200).map(|_| support::text(&mut random)));

    let cases: Vec<_> = keys.iter().map(|key| ('k', key.as_bytes().to_vec())).collect();
    let php = ask_php("keys", &cases);
    let ours = |key: &String| {
        let mut text = Vec::new();
        php_text::array_open(1, &mut text);
        php_text::key(key, &mut text);
        php_text::null(&mut text);
        php_text::array_close(&mut text);
        hex(&text)
    };
    compare(&keys, &php, ours, |key| format!("{key:?}"));
}

#[test]
fn documents_are_serialized_and_rewritten_as_php_does_it() {
    let mut random = Random(4);
    let documents: Vec<String> = (0..6000)
        .map(|_| {
            let mut document = String::new();
            let depth = random.below(6);
            support::document(&mut random, depth, &mut document);
            document
        })
        .collect();
    compare_documents("documents", documents);
}

#[test]
fn damaged_documents_are_refused_where_and_why_php_refuses_them() {
    let mut random = Random(5);
    let documents: Vec<String> = (0..12_000)
        .map(|_| {
            let mut document = String::new();
            support::document(&mut random, 2, &mut document);
            support::damaged(&mut random, &document)
        })
        .collect();
    compare_documents("damaged", documents);
}

#[test]
fn short_texts_of_all_kinds_of_tokens_are_judged_as_php_judges_them() {
    const TOKENS: [&str; 20] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"0\"",
        "\"a\"",
        "\"",
        "0",
        "-",
        "1.5",
        "1e400",
        "null",
        "tru",
        " ",
        "\u{1}",
        "\\",
        "\"\\ud800\"",
        "ä",
    ];
    let mut texts = vec![String::new()];
    for length in 1..=3_u32 {
        for number in 0..TOKENS.len().pow(length) {
            texts.push((0..length).map(|place| TOKENS[number / TOKENS.len().pow(place) % TOKENS.len()]).collect());
        }
    }
    compare_documents("tokens", texts);
}

#[test]
fn hand_picked_documents_are_judged_as_php_judges_them() {
    let mut documents: Vec<String> = HAND_PICKED.iter().map(|text| (*text).to_owned()).collect();
    for depth in [1, 2, 10, 63, 64, 65, 128, 510, 511, 512, 513, 5000] {
        for (open, middle, close) in [("[", "", "]"), ("[", "1", "]"), ("{\"a\":", "1", "}"), ("[{\"0\":", "[]", "}]")]
        {
            documents.push(format!("{}{middle}{}", open.repeat(depth), close.repeat(depth)));
            documents.push(format!("{}{middle} x", open.repeat(depth)));
        }
    }
    for count in [9, 10, 11, 99, 100, 101, 1000] {
        let list: Vec<String> = (0..count).map(|number| format!("[{number}]")).collect();
        let list = format!("[{}]", list.join(","));
        documents.push(format!("[[{list},{list}],{{\"a\":{list}}},{list}]"));
        let map: Vec<String> = (0..count).map(|number| format!("\"k{number}\":{{\"{number}\":{list}}}")).collect();
        documents.push(format!("{{{}}}", map.join(",")));
        documents.push(format!("{{{},\"k3\":[]}}", map.join(",")));
    }
    compare_documents("hand_picked", documents);
}

/// What PHP and we make of whole documents: the verdict, the serialized text, the JSON written again.
fn compare_documents(name: &str, documents: Vec<String>) {
    let cases: Vec<_> = documents.iter().map(|document| ('j', document.as_bytes().to_vec())).collect();
    let php = ask_php(name, &cases);
    let ours = |document: &String| {
        let mut serialized = b"before".to_vec();
        let mut json = String::from("before");
        let outcome = serialize_json(document, &mut serialized);
        let rewritten = canonical_json(document, &mut json);
        let scanned = scan(document);
        assert_eq!(scanned.err(), outcome.err(), "reading in place judges differently: {document}");
        if let Err(error) = outcome {
            assert_eq!(rewritten, Err(error), "rewriting judges differently: {document}");
            assert_eq!((&serialized[..], &json[..]), (&b"before"[..], "before"), "something was left behind");
            return format!("no {} {}", error.kind().php_code(), hex(error.kind().php_message().as_bytes()));
        }
        let serialized = hex(&serialized["before".len()..]);
        match rewritten {
            Ok(()) => format!("ok {serialized} {}", hex(&json.as_bytes()["before".len()..])),
            Err(error) => {
                let message = hex(error.kind().php_message().as_bytes());
                format!("ok {serialized} error {} {message}", error.kind().php_code())
            }
        }
    };
    compare(&documents, &php, ours, |document| format!("{document:?}"));
}

#[test]
fn going_through_a_document_in_place_meets_what_php_decodes() {
    let mut random = Random(6);
    let documents: Vec<String> = (0..3000)
        .map(|_| {
            let mut document = String::new();
            support::document(&mut random, 4, &mut document);
            document
        })
        .filter(|document| !repeats_a_key(scan(document).expect("valid")))
        .collect();
    assert!(documents.len() > 2000, "most documents have each key once");

    let cases: Vec<_> = documents.iter().map(|document| ('j', document.as_bytes().to_vec())).collect();
    let php: Vec<String> = ask_php("in_place", &cases)
        .into_iter()
        .map(|answer| answer.split(' ').nth(1).unwrap_or_default().to_owned())
        .collect();
    let ours = |document: &String| {
        let mut text = Vec::new();
        rebuild(scan(document).expect("valid"), document, &mut text);
        hex(&text)
    };
    compare(&documents, &php, ours, |document| format!("{document:?}"));
}

fn repeats_a_key(value: RawValue<'_>) -> bool {
    let mut keys: Vec<_> = value.members().map(|member| member.key).collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    keys.len() < count || value.entries().any(|entry| repeats_a_key(entry.value))
}

/// Serializes by way of the values' readers, checking each value's place in the source.
fn rebuild(value: RawValue<'_>, source: &str, out: &mut Vec<u8>) {
    assert_eq!(&source[value.offset()..value.end()], value.text());
    match value.kind() {
        Kind::Null => php_text::null(out),
        Kind::Bool => php_text::bool(value.as_bool().expect("a truth value"), out),
        Kind::String => php_text::str(&value.as_text().expect("a string"), out),
        Kind::Number => match value.as_i64() {
            Some(integer) => php_text::int(integer, out),
            None => php_text::float(value.as_f64().expect("a number"), out),
        },
        Kind::Array | Kind::Object => {
            php_text::array_open(value.entries().count(), out);
            for entry in value.entries() {
                php_text::key(&entry.key, out);
                rebuild(entry.value, source, out);
            }
            php_text::array_close(out);
        }
    }
}
