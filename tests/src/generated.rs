//! The files that are made from the exported functions: the C header, the header that PHP's FFI parses, PHP's
//! constants, and the list of symbols.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What a generated file opens with.
const NOTICE: &str = "Generated from crates/ffi by `make generate`. Do not edit.";

/// The enumerations of the interface.
const NUMBERS: [&str; 12] = [
    "cw_status",
    "cw_number_kind",
    "cw_change_kind",
    "cw_quantity_update",
    "cw_column",
    "cw_counted",
    "cw_line_identity",
    "cw_merge_strategy",
    "cw_format",
    "cw_sum",
    "cw_arithmetic",
    "cw_found",
];

/// Every generated file with its content.
///
/// # Errors
/// If the sources cannot be read.
pub fn files(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let header = header(root)?;
    let native = root.join("bindings/php/src/Cartwright/Native");
    Ok(vec![
        (native.join("cartwright.ffi.h"), php_header(&header)),
        (native.join("Abi.php"), php_constants(&header)),
        (root.join("include/symbols.txt"), symbols(&header)),
        (root.join("include/cartwright.h"), header),
    ])
}

fn header(root: &Path) -> Result<String, String> {
    let config = cbindgen::Config {
        language: cbindgen::Language::C,
        cpp_compat: true,
        include_guard: Some("CARTWRIGHT_H".into()),
        usize_is_size_t: true,
        documentation_style: cbindgen::DocumentationStyle::C99,
        style: cbindgen::Style::Both,
        line_length: 110,
        no_includes: true,
        sys_includes: vec!["stddef.h".into(), "stdint.h".into()],
        export: cbindgen::ExportConfig {
            // Functions take these as numbers, so that a wrong one is an error and not undefined behaviour.
            include: NUMBERS.map(String::from).to_vec(),
            ..Default::default()
        },
        header: Some(format!("/* {NOTICE}\n *\n{} */", conventions())),
        ..Default::default()
    };
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_crate(root.join("crates/ffi"))
        .generate()
        .map_err(|error| format!("cbindgen: {error}"))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = String::from_utf8(text).map_err(|error| error.to_string())?;
    Ok(for_c_readers(&text))
}

fn conventions() -> String {
    [
        "Cartwright: carts, computed exactly.",
        "",
        "The object comes first, inputs are const with a length in bytes, outputs come last and are written only on",
        "success. Texts are UTF-8 and are not closed by a NUL. A call that can be refused returns a cw_status and,",
        "where it is given a place for it, writes a cw_error that the caller frees with cw_error_free; on success that",
        "place is left as it was. Beside the statuses that a function names, each may answer CW_INVALID_ARGUMENT and",
        "CW_INTERNAL. What a store answers, of an engine, of one of its carts and of locks, is one of CW_CONFLICT,",
        "CW_OUTCOME_UNKNOWN, CW_NO_RANDOMNESS, CW_CORRUPT_CART, CW_CART_TOO_LARGE and the CW_STORE_... statuses. A text that",
        "a call hands out as char * is freed with cw_text_free and the length that came with it. Engines and locks may be used",
        "by many threads at once, every other handle by one at a time; all of them by parent and child after a fork. No",
        "function calls back. docs/c-api.md says more.",
    ]
    .iter()
    .fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "{}", format!(" * {line}").trim_end());
        text
    })
}

/// Rust's own chapter on safety says nothing to a C programmer that the parameters do not say.
fn for_c_readers(header: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut in_safety = false;
    for line in header.lines() {
        let comment = line.trim_start().strip_prefix("//");
        in_safety = match comment {
            Some(text) => in_safety || text.trim_start_matches('/').trim() == "# Safety",
            None => false,
        };
        if !in_safety {
            lines.push(line);
            continue;
        }
        // The empty comment line in front of the chapter goes with it.
        if lines.last().is_some_and(|last| last.trim_start().trim_matches('/').is_empty() && last.contains("//")) {
            lines.pop();
        }
    }
    lines.join("\n") + "\n"
}

/// PHP's FFI knows no preprocessor and no C++; comments only cost it time.
fn php_header(header: &str) -> String {
    let mut out = format!("/* {NOTICE} */\n");
    let mut in_block = false;
    let mut in_cpp = false;
    for line in header.lines() {
        let plain = line.trim();
        if plain.starts_with("#ifdef __cplusplus") {
            in_cpp = true;
        } else if plain.starts_with("#endif") {
            in_cpp = false;
        } else if plain.starts_with("/*") && !plain.contains("*/") {
            in_block = true;
        } else if in_block {
            in_block = !plain.contains("*/");
        } else if !in_cpp
            && !plain.is_empty()
            && !plain.starts_with(['#'])
            && !plain.starts_with("//")
            && !plain.starts_with("/*")
        {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Each `NAME = number` of the header's enumerations and each `#define NAME number`.
fn constants(header: &str) -> Vec<(&str, &str)> {
    header
        .lines()
        .filter_map(|line| {
            let line = line.trim();
            let (name, value) = match line.strip_prefix("#define ") {
                Some(define) => define.split_once(' ')?,
                None => line.trim_end_matches(',').split_once(" = ")?,
            };
            (name.starts_with("CW_") && value.parse::<i32>().is_ok()).then_some((name, value))
        })
        .collect()
}

fn php_constants(header: &str) -> String {
    let mut out = format!(
        "<?php\n\n// {NOTICE}\n\ndeclare(strict_types=1);\n\nnamespace Cartwright\\Native;\n\n/**\n * The numbers of the \
         native library's interface.\n *\n * @internal\n */\nfinal class Abi\n{{\n"
    );
    for (name, value) in constants(header) {
        let _ = writeln!(out, "    public const {} = {value};", name.trim_start_matches("CW_"));
    }
    out.push_str("}\n");
    out
}

fn symbols(header: &str) -> String {
    let mut names: Vec<&str> = header
        .lines()
        .filter(|line| !line.trim_start().starts_with(['/', '*', '#']))
        .filter_map(|line| {
            let (before, _) = line.split_once('(')?;
            before.rsplit([' ', '*']).next().filter(|name| name.starts_with("cw_"))
        })
        .collect();
    names.sort_unstable();
    names.join("\n") + "\n"
}
