#!/usr/bin/env bash
# bench.sh — measures the path on this machine. `make bench` calls it.
#
# usage: scripts/bench.sh [ARGUMENT…]
#
# Installs what is missing, builds the library, and runs bindings/php/bench/run.php with the arguments on the trixie
# leg, with its files in target/bench, on the disk that holds the repository.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case ${1:-} in
    -h | --help) help_of && exit ;;
esac

"$root/scripts/install.sh"
build_library
"$root/scripts/leg.sh" prepare trixie

export CARTWRIGHT_LIBRARY=$library CARTWRIGHT_BENCH_DIR=$target/bench
mkdir -p "$CARTWRIGHT_BENCH_DIR"
"$root/scripts/leg.sh" run trixie -- php bindings/php/bench/run.php "$@"
