#!/usr/bin/env bash
# growth.sh — what carts cost in Rust, and how that grows. `make growth` calls it.
#
# usage: scripts/growth.sh [--others=N,…] [--items=N,…] [--adapter=NAME,…] [--seconds=N] [--tiny]
#        scripts/growth.sh --others=10,10000,1000000      with a million other carts, as CARTWRIGHT_DEEP=1 does
#        scripts/growth.sh --adapter=sqlite-own --items=1,1000
#
# Builds the command `growth` and runs it with its files in target/growth, on the disk of the repository, until the end.
# `scripts/growth.sh --help` ends with the command's own help.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

case ${1:-} in
    -h | --help) help_of && say ;;
esac

cargo build -q --release -p cartwright-benches --bin growth
mkdir -p "$target/growth"
exec "$target/release/growth" --directory "$target/growth" "$@"
