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

leg=${1:-}
case $leg in '' | -h | --help) help_of && exit ;; esac
shift

mkdir -p "$target/tmp"
dir=$(mktemp -d "$target/tmp/harm.XXXXXX")
servant=
finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    [ -z "$servant" ] || kill "$servant" 2>/dev/null || true
    for name in "$dir"/*.pid; do
        [ -e "$name" ] || continue
        # One that stands still could not stop.
        "$root/scripts/servers.sh" resume "$(basename "$name" .pid)" "$dir" || true
    done
    "$root/scripts/servers.sh" stop "$dir" || true
    rm -rf "$dir"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# Callers are killed on whatever there is; a server of its own has each harm that is done to servers.
case " $* " in *" --forgetful "*) export CARTWRIGHT_FORGETFUL_REDIS=1 ;; esac
for server in mariadb postgresql redis redis-cluster; do "$root/scripts/servers.sh" start "$server" "$dir"; done
settings=$("$root/scripts/servers.sh" env "$dir")
eval "$settings"

# The leg has no servers in it. What is to be done to one is asked for through a pipe.
mkfifo "$dir/ask" "$dir/answer"
exec 8<>"$dir/ask" 9<>"$dir/answer"
serve() {
    local verb name said
    while read -r verb name <&8; do
        if said=$("$root/scripts/servers.sh" "$verb" "$name" "$dir" 2>&1 8<&- 9>&-); then
            echo 'done' >&9
        else
            printf '%s\n' "${said##*$'\n'}" >&9
        fi
    done
}
serve &
servant=$!

export CARTWRIGHT_SERVANT=$dir CARTWRIGHT_LIBRARY=${CARTWRIGHT_LIBRARY:-$library}
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
        "$root/scripts/servers.sh" stop "$dir" >/dev/null
        CARTWRIGHT_FORGETFUL_REDIS=1 "$root/scripts/servers.sh" start redis "$dir"
        eval "$("$root/scripts/servers.sh" env "$dir")"
        try --harm=kill-server --forgetful --driver=redis
        ;;
esac
exit $status
