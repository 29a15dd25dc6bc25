#!/usr/bin/env bash
# bench.sh — measures the path on this machine. `make bench` calls it.
#
# usage: scripts/bench.sh [--quick] [--seconds=N] [--driver=NAME,…] [--items=N,…] [--json]
#        scripts/bench.sh profile OPERATION ITEMS [--cold] [--driver=NAME] [--seconds=N]
#        scripts/bench.sh application [--seconds=N]
#        scripts/bench.sh calls [--quick] [--seconds=N] [--items=N,…] [--json]
#
# Installs what is missing, builds the library, and runs bindings/php/bench/run.php with the arguments on the trixie
# leg, with opcache, with its files in target/bench, on the disk that holds the repository. With 'profile' as the first
# argument it runs bindings/php/bench/profile.php with the others: where the time of one operation goes. With 'application'
# it runs bindings/php/bench/application.php: what the facade costs beside the Cart; without any argument that comes after
# the tables of all drivers. With 'calls' it runs bindings/php/bench/calls.php, as `make bench-calls` does: what each call
# into the library costs, and whole operations on carts of every kind.
#
# For the drivers redis and cache-redis it starts a Redis that keeps nothing on its disk, and stops it at its end.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case ${1:-} in
    -h | --help) help_of && exit ;;
esac

# What is said on the way is no part of the figures, which may be JSON.
{
    "$root/scripts/install.sh"
    build_library
    "$root/scripts/leg.sh" prepare trixie
} >&2

export CARTWRIGHT_LIBRARY=$library CARTWRIGHT_BENCH_DIR=$target/bench
mkdir -p "$CARTWRIGHT_BENCH_DIR"
measure() { # measure SCRIPT ARGUMENTS...
    local script=$1
    shift
    "$root/scripts/leg.sh" run trixie -- php -d opcache.enable_cli=1 -d error_reporting='E_ALL & ~E_DEPRECATED' \
        "bindings/php/bench/$script.php" "$@"
}

# Whether a driver on Redis is among those that the arguments name; without a name all are measured.
needs_redis() { # needs_redis ARGUMENTS...
    local all=1 argument
    case ${1:-} in application | calls | profile) all=0 ;; esac
    for argument; do
        case $argument in
            -h | --help) return 1 ;;
            --driver=*redis*) return 0 ;;
            --driver=*) all=0 ;;
        esac
    done
    [ $all = 1 ]
}

if needs_redis "$@"; then
    servers=$CARTWRIGHT_BENCH_DIR/servers-$$
    stop_redis() {
        "$root/scripts/servers.sh" stop "$servers" >&2
        rm -rf "$servers"
    }
    trap stop_redis EXIT
    # What waits for a disk says what the disk takes.
    CARTWRIGHT_FORGETFUL_REDIS=1 "$root/scripts/servers.sh" start redis "$servers" >&2
    eval "$("$root/scripts/servers.sh" env "$servers")"
fi

case ${1:-} in
    profile | application | calls) measure "$@" ;;
    '' | --quick)
        measure run "$@"
        say
        say "through the facade, in a whole application, microseconds"
        say
        measure application
        ;;
    *) measure run "$@" ;;
esac
