#!/usr/bin/env bash
# races.sh — real processes race over data versions on Laravel, on every database, store and cache, while the Redis stands still and is killed.
#
# usage: scripts/races.sh LEG [OPTION…]
#
# Starts servers of its own, which nobody else uses, and runs bindings/php/tests/versions/run.php on the leg: races, races with a server that is
# harmed in the middle, a mistake that has to be seen, and `cache:validate-atomic` as from a shell. OPTIONs go to run.php, which then runs once.
# CARTWRIGHT_DEEP=1 races in every place, and for minutes. The servers are stopped when it ends. Exit code 1 if a run failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/servant.sh
. "$(dirname "$0")/servant.sh"

leg=${1:-}
case $leg in '' | -h | --help) help_of && exit ;; esac
shift

employ mariadb postgresql redis
status=0
try() { "$root/scripts/leg.sh" run "$leg" -- php bindings/php/tests/versions/run.php "$@" || status=1; }
if [ $# -gt 0 ]; then
    try "$@"
else
    try
    try --place=mariadb/redis/file --harm=pause-server
    try --place=postgresql/redis/database --harm=kill-server
    try --validate
    for plant in invalidate-before-commit no-mark; do
        try --place=sqlite/sqlite/file --plant=$plant
        try --place=mariadb/redis/redis --plant=$plant --validate
    done
    # One that keeps nothing comes back without the marks that it had.
    "$root/scripts/servers.sh" stop "$servant_dir" >/dev/null
    CARTWRIGHT_FORGETFUL_REDIS=1 "$root/scripts/servers.sh" start redis "$servant_dir"
    eval "$("$root/scripts/servers.sh" env "$servant_dir")"
    try --place=sqlite/redis/file --harm=kill-server
fi
exit $status
