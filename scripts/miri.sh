#!/usr/bin/env bash
# miri.sh — the tests that call no C, in the interpreter that finds undefined behaviour. `make test-deep` calls it.
#
# usage: scripts/miri.sh              the unit tests of core, wire and ffi
#        scripts/miri.sh --possible   says why it cannot run here, if it cannot
#
# Miri comes with nightly toolchains only: rustup toolchain install nightly --component miri,rust-src
# What is built goes to target/miri.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

possible() {
    has rustup || { say "rustup is missing, which would choose a nightly toolchain"; return 1; }
    local installed
    installed=$(rustup component list --toolchain nightly --installed 2>/dev/null) \
        || { say "there is no nightly toolchain"; return 1; }
    grep -q '^miri' <<<"$installed" || { say "the nightly toolchain has no miri"; return 1; }
    grep -q '^rust-src' <<<"$installed" || { say "the nightly toolchain has no rust-src"; return 1; }
}

case ${1:-} in
    '') ;;
    --possible) possible && exit ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

why=$(possible) || die "$why"
# Tests that measure sizes or draw thousands of cases would take hours in it; the small ones reach the same code.
# Vectors are read from files, and clocks are asked: what is isolated from the machine could do neither.
export CARGO_TARGET_DIR=$target/miri MIRIFLAGS='-Zmiri-disable-isolation'
cargo +nightly miri test --quiet -p cartwright-core -p cartwright-wire -p cartwright-ffi --lib
