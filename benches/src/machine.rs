//! What the figures were measured on.

use std::fs;

/// Processor, kernel, SQLite and compiler, in one line.
pub fn line() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, Linux {}, SQLite {}, {}{}",
        processor(),
        read("/proc/sys/kernel/osrelease"),
        rusqlite::version(),
        env!("CARTWRIGHT_COMPILER"),
        if cfg!(debug_assertions) { ", NOT OPTIMISED: these figures mean nothing" } else { "" }
    )
}

fn read(path: &str) -> String {
    fs::read_to_string(path).map_or_else(|_| "?".to_owned(), |text| text.trim().to_owned())
}

fn processor() -> String {
    let known = read("/proc/cpuinfo");
    let name = known.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}
