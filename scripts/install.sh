#!/usr/bin/env bash
# install.sh — installs what the other scripts need and this machine lacks, with apt-get.
#
# usage: scripts/install.sh
#
# For Debian and Ubuntu. Says what it installs and why; does nothing, at once, when nothing is missing. It starts no
# server and leaves none running. Rust is not installed: https://rustup.rs tells how.
# PHP is installed on Debian bookworm only, where the machine's own PHP 8.2 is one of the legs that the suites run on;
# elsewhere each leg has its own (see leg.sh).
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case ${1:-} in
    '') ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

has cargo || die "cargo is missing: install a stable Rust toolchain first, 1.85 or newer, as https://rustup.rs tells"

packages=()
want() { # want REASON PACKAGE...
    local reason=$1
    shift
    say "missing: $* ($reason)"
    packages+=("$@")
}

if ! has gcc || [ ! -e /usr/include/stdlib.h ]; then
    want "to link the library and build the C programs" gcc libc6-dev
fi
has g++ || want "to build the C++ programs" g++
has valgrind || want "to watch the C programs' memory" valgrind
has pkg-config || want "to find system libraries" pkg-config
[ -e /usr/include/sqlite3.h ] || want "the SQLite store uses the system's library" libsqlite3-dev
has patch || want "to plant the defects that the vectors must see" patch
has python3 || want "for the reference computations of the tests" python3
has debootstrap || want "for the Debian roots with Laravel in them" debootstrap
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || want "to check those roots' packages" debian-archive-keyring
has mariadbd || want "the suites run on it" mariadb-server-core mariadb-client-core
has postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || want "the suites run on it" postgresql
if ! has redis-server || ! has redis-cli; then want "the suites run on it" redis-server; fi
has openssl || want "the tests of TLS sign certificates of their own" openssl
has nginx || want "the suites serve PHP behind it" nginx
has node || want "it runs the tests of the script for browsers" nodejs
if host_is_bookworm && ! has php-fpm8.2; then
    want "one of the legs, behind a web server" php8.2-fpm
fi
if host_is_bookworm && ! host_has_bookworm_php; then
    want "one of the legs" php8.2-cli php8.2-sqlite3 php8.2-mysql php8.2-pgsql php8.2-redis php8.2-mbstring php8.2-xml php8.2-intl
fi

if [ ${#packages[@]} -eq 0 ]; then
    say "install: nothing is missing"
    exit
fi
has apt-get || die "this machine has no apt-get; install these by hand: ${packages[*]}"
as_root true # before anything is touched

# A package's installation may start its server. A policy of our own forbids that while we install; a policy that is
# already there (containers have one) stays as it is.
policy=/usr/sbin/policy-rc.d
mark='cartwright: no server is started while install.sh runs'
if grep -qs "$mark" $policy; then
    as_root rm -f $policy # of a run that was killed
fi
if [ ! -e $policy ]; then
    trap 'as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM HUP
    printf '#!/bin/sh\n# %s\nexit 101\n' "$mark" | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
fi

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
apt update || warn "install: some package lists could not be fetched; going on with the others"
# Releases before Debian 12 name the server's core after its version only.
if ! apt-cache show mariadb-server-core >/dev/null 2>&1; then
    packages=("${packages[@]/#mariadb-server-core/mariadb-server}")
    packages=("${packages[@]/#mariadb-client-core/mariadb-client}")
fi
say "install: apt-get install ${packages[*]}"
apt install -y --no-install-recommends "${packages[@]}" || die "apt-get could not install: ${packages[*]}"
say "install: done"
