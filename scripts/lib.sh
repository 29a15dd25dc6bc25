# shellcheck shell=bash
# What the scripts share. Sourced, never run.

# The repository, and the one place that everything built or downloaded goes to.
# shellcheck disable=SC2034  # used by the scripts that source this file
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
target=$root/target
# The legs look for the library there, whatever the developer's own setting is.
export CARGO_TARGET_DIR=$target

# rustup's default place, which a non-login shell may not have on its PATH; and the administrator's commands,
# which an ordinary user may not have there.
PATH=$PATH:${HOME:-/root}/.cargo/bin:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
    warn "$(basename "$0"): $*"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The comment at the head of a script is its manual.
help_of() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$root/scripts/$(basename "$0")"; }

# Runs a command as root. Never asks for a password: the scripts must run unattended.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        die "this step ($1) needs root: run it as root, or run 'sudo -v' first"
    fi
}

# Whether this machine's own PHP is the one of the bookworm leg.
host_is_bookworm() {
    # shellcheck source=/dev/null
    (. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && [ "${VERSION_CODENAME:-}" = bookworm ])
}
host_has_bookworm_php() {
    local modules module
    host_is_bookworm && has php8.2 || return 1
    modules=$(php8.2 -m)
    for module in FFI intl mbstring pcntl pdo_mysql pdo_pgsql pdo_sqlite redis xml; do
        grep -qx "$module" <<<"$modules" || return 1
    done
}

# A free port of 127.0.0.1, below the range that the system hands out to outgoing connections.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

build_library() {
    (cd "$root" && cargo build --release -p cartwright-ffi) && link_library
}
# A program that was linked with the library asks for it by the name that is in it, which Cargo does not make.
link_library() {
    local name
    name=$(readelf -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    if [ -n "$name" ]; then ln -sfn "${library##*/}" "$target/release/$name"; fi
}
# shellcheck disable=SC2034  # used by the scripts that source this file
library=$target/release/libcartwright.so
