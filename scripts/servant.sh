# shellcheck shell=bash disable=SC2154
# Servers of a script's own, which nobody else uses, and a servant who harms them for those who run in a leg, where there are none.
# Sourced behind lib.sh, never run.
#
# `employ SERVER…` starts them in a directory of their own, takes over their settings and begins to serve; the servers are stopped when the
# script ends.

servant_dir=
servant=

dismiss() {
    local status=$?
    trap - EXIT INT TERM HUP
    [ -z "$servant" ] || kill "$servant" 2>/dev/null || true
    for name in "$servant_dir"/*.pid; do
        [ -e "$name" ] || continue
        # One that stands still could not stop.
        "$root/scripts/servers.sh" resume "$(basename "$name" .pid)" "$servant_dir" || true
    done
    "$root/scripts/servers.sh" stop "$servant_dir" || true
    rm -rf "$servant_dir"
    exit $status
}

# What is to be done to a server is asked for through a pipe.
serve() {
    local verb name said
    while read -r verb name <&8; do
        if said=$("$root/scripts/servers.sh" "$verb" "$name" "$servant_dir" 2>&1 8<&- 9>&-); then
            echo 'done' >&9
        else
            printf '%s\n' "${said##*$'\n'}" >&9
        fi
    done
}

employ() { # employ SERVER…
    local server settings
    mkdir -p "$target/tmp"
    servant_dir=$(mktemp -d "$target/tmp/servant.XXXXXX")
    trap dismiss EXIT
    trap 'exit 130' INT TERM HUP
    for server; do "$root/scripts/servers.sh" start "$server" "$servant_dir"; done
    settings=$("$root/scripts/servers.sh" env "$servant_dir")
    eval "$settings"
    mkfifo "$servant_dir/ask" "$servant_dir/answer"
    exec 8<>"$servant_dir/ask" 9<>"$servant_dir/answer"
    serve &
    servant=$!
    export CARTWRIGHT_SERVANT=$servant_dir CARTWRIGHT_LIBRARY=${CARTWRIGHT_LIBRARY:-$library}
}
