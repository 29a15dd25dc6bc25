#!/usr/bin/env bash
# oldest-rust.sh — checks that every crate builds with the oldest Rust that Cargo.toml promises.
#
# usage: scripts/oldest-rust.sh
#
# Debian trixie has that Rust. Its compiler runs in a small Debian in target/roots/rust, made by debootstrap when it is
# not there; crates are downloaded by this machine's cargo, into its own place, which the compiler there may only read.
# What is built goes to target/rust-oldest. CARTWRIGHT_DEBIAN_MIRROR names another mirror than debootstrap's own.
# Making and entering a root needs the right to mount: root, or sudo without a password.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/roots.sh
. "$root/scripts/roots.sh"
cd "$root"

base=$roots/rust
promised=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# The part inside the private mount namespace, as root.
enter() { # enter UID GID CARGO_HOME
    mount_into "$base"
    mkdir -p "$base/srv/cargo"
    mount --bind "$3" "$base/srv/cargo"
    mount -o remount,bind,ro "$base/srv/cargo"
    exec chroot --userspec="$1:$2" --groups= "$base" /usr/bin/env -i -C "$root" PATH=/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 \
        CARGO_HOME=/srv/cargo CARGO_TARGET_DIR="$target/rust-oldest" cargo check --workspace --locked --offline
}

case ${1:-} in
    '') ;;
    enter) enter "${@:2}" ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

mkdir -p "$roots" "$target/rust-oldest"
exec 9>"$roots/.lock"
flock 9 # two runs at once build one after the other
build_root rust trixie cargo,gcc,libc6-dev
flock -u 9

found=$(as_root chroot "$base" rustc --version)
case $found in
    "rustc $promised".*) say "oldest-rust: $found" ;;
    *) die "Cargo.toml promises Rust $promised, but Debian trixie has $found; promise that, or build with another release" ;;
esac
cargo fetch --quiet --locked --target "$(rustc -vV | sed -n 's/^host: //p')"
as_root unshare --mount "$root/scripts/oldest-rust.sh" enter "$(id -u)" "$(id -g)" "${CARGO_HOME:-$HOME/.cargo}" ||
    die "the crates do not build with Rust $promised: write what it knows, or promise a newer one; a dependency that needs \
a newer one is held back by 'cargo update --precise'"
say "oldest-rust: every crate builds with Rust $promised"
