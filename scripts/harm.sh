#!/usr/bin/env bash
# harm.sh — servers that die, stand still or are full while many processes change carts, and processes that are killed.
#
# usage: scripts/harm.sh LEG [OPTION…]
#
# Starts servers of its own, which nobody else uses, and runs bindings/php/tests/processes/run.php on the leg with each
# harm that a server can come to; then with callers that are killed. OPTIONs go to run.php; with --harm it runs that
# alone, and with --forgetful the Redis keeps nothing. One cart, and fifty too with CARTWRIGHT_DEEP=1.
# The servers are stopped when it ends. Exit code 1 if a run failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/servant.sh
. "$(dirname "$0")/servant.sh"

leg=${1:-}
case $leg in '' | -h | --help) help_of && exit ;; esac
shift

# Callers are killed on whatever there is; a server of its own has each harm that is done to servers.
case " $* " in *" --forgetful "*) export CARTWRIGHT_FORGETFUL_REDIS=1 ;; esac
employ mariadb postgresql redis redis-cluster

status=0
case " $* " in
    *" --carts="*) ;;
    *) [ "${CARTWRIGHT_DEEP:-}" = 1 ] || set -- --carts=1 "$@" ;;
esac
try() { "$root/scripts/leg.sh" run "$leg" -- php bindings/php/tests/processes/run.php "$@" || status=1; }
case " $* " in
    *" --harm="*) try "$@" ;;
    *)
        for harm in kill-server pause-server fill-server kill-callers; do try --harm=$harm "$@"; done
        "$root/scripts/servers.sh" stop "$servant_dir" >/dev/null
        CARTWRIGHT_FORGETFUL_REDIS=1 "$root/scripts/servers.sh" start redis "$servant_dir"
        eval "$("$root/scripts/servers.sh" env "$servant_dir")"
        try --harm=kill-server --forgetful --driver=redis
        ;;
esac
exit $status
