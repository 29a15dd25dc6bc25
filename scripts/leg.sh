#!/usr/bin/env bash
# leg.sh — PHP and Laravel of one Debian release, to run the suites on.
#
# usage: scripts/leg.sh prepare LEG            make the leg ready; does nothing when it is
#        scripts/leg.sh run LEG -- COMMAND…    run a command with the leg's php and phpunit
#        scripts/leg.sh describe LEG           print the versions of PHP, Laravel and PHPUnit
#        scripts/leg.sh remove                 remove all roots
#
# LEG     trixie     PHP 8.4 and Laravel 10
#         bookworm   PHP 8.2 with trixie's Laravel; on Debian bookworm this machine's own PHP
#         sid        the newest of both; it moves
#
# A leg is a small Debian in target/roots/LEG, made by debootstrap. A command runs with the repository as its working
# directory, at the same path as outside, with this machine's /tmp and loopback network, as the calling user, with a
# clean environment but for CARTWRIGHT_*, DB_*, CI and NO_COLOR. All mounts are private to the command: nothing stays
# mounted.
# CARTWRIGHT_DEBIAN_MIRROR names another mirror than debootstrap's own.
# Making and entering a root needs the right to mount: root, or sudo without a password.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/roots.sh
. "$root/scripts/roots.sh"

laravel_packages=php-cli,php-fpm,php-sqlite3,php-mysql,php-pgsql,php-redis,php-mbstring,php-xml,phpunit,php-mockery,php-laravel-framework
bookworm_packages=php8.2-cli,php8.2-fpm,php8.2-sqlite3,php8.2-mysql,php8.2-pgsql,php8.2-redis,php8.2-mbstring,php8.2-xml,php8.2-intl
# phpunit finds its library at ../share/php, and its files must be loaded from one path only: hence a bin beside a share.
bookworm_tools=$roots/bookworm-tools

prepare() {
    mkdir -p "$roots"
    exec 9>"$roots/.lock"
    flock 9 # two runs at once build one after the other
    case $1 in
        trixie | sid) build_root "$1" "$1" "$laravel_packages" ;;
        bookworm)
            build_root trixie trixie "$laravel_packages"
            host_has_bookworm_php || build_root bookworm bookworm "$bookworm_packages"
            mkdir -p "$bookworm_tools/bin"
            ln -sfn /usr/bin/php8.2 "$bookworm_tools/bin/php"
            ln -sfn /usr/share "$bookworm_tools/share"
            cp -f "$roots/trixie/usr/bin/phpunit" "$bookworm_tools/bin/phpunit"
            ;;
    esac
    flock -u 9
    describe "$1"
}

is_ready() {
    case $1 in
        trixie | sid) [ -d "$roots/$1" ] ;;
        bookworm)
            [ -d "$roots/trixie" ] && [ -e "$bookworm_tools/bin/phpunit" ] &&
                { [ -d "$roots/bookworm" ] || host_has_bookworm_php; }
            ;;
    esac
}

run() { # run LEG COMMAND...
    local leg=$1 environment=() name
    shift
    is_ready "$leg" || die "the leg $leg is not ready; 'scripts/leg.sh prepare $leg' makes it so"
    while read -r name; do
        environment+=("$name=${!name}")
    done < <(compgen -e | grep -E '^(CARTWRIGHT_.*|DB_.*|CI|NO_COLOR)$')
    as_root env -i "${environment[@]}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/tmp LANG=C.UTF-8 TERM="${TERM:-dumb}" \
        unshare --mount "$root/scripts/leg.sh" enter "$leg" "$(id -u)" "$(id -g)" -- "$@"
}

# The part of `run` that is inside the private mount namespace, as root.
enter() { # enter LEG UID GID COMMAND...
    local leg=$1 user=$2 group=$3 base=
    shift 3
    if [ "$leg" != bookworm ] || [ -d "$roots/bookworm" ]; then
        base=$roots/$leg
        mount_into "$base"
    fi
    if [ "$leg" = bookworm ]; then
        mkdir -p "$base/usr/share/php" # PHP without its libraries does not bring the folder
        mount --bind "$roots/trixie/usr/share/php" "$base/usr/share/php"
        export PATH=$bookworm_tools/bin:$PATH
    fi
    if [ -n "$base" ]; then
        exec chroot --userspec="$user:$group" --groups= "$base" /usr/bin/env -C "$root" "$@"
    fi
    cd "$root"
    exec setpriv --reuid="$user" --regid="$group" --clear-groups "$@"
}

# Also the proof that the leg works: it loads Laravel and PHPUnit and calls through FFI.
describe() {
    # shellcheck disable=SC2016  # PHP's variables, not the shell's
    run "$1" php -d error_reporting='E_ALL & ~E_DEPRECATED' -r '
        require "/usr/share/php/Illuminate/autoload.php";
        require "/usr/share/php/PHPUnit/Autoload.php";
        FFI::cdef("int getpid(void);")->getpid() === getmypid() || exit(1);
        printf("leg %s: PHP %s, Laravel %s, PHPUnit %s\n", $argv[1], PHP_VERSION,
            Illuminate\Foundation\Application::VERSION, PHPUnit\Runner\Version::id());
    ' -- "$1"
}

needs_leg() {
    case ${1:-} in
        trixie | bookworm | sid) ;;
        *) die "'${1:-}' is no leg; the legs are trixie, bookworm and sid" ;;
    esac
}

command=${1:-}
case $command in
    prepare | describe)
        needs_leg "${2:-}"
        "$command" "$2"
        ;;
    run)
        needs_leg "${2:-}"
        if [ "${3:-}" != -- ] || [ $# -lt 4 ]; then die "usage: leg.sh run LEG -- COMMAND…"; fi
        run "$2" "${@:4}"
        ;;
    enter) enter "$2" "$3" "$4" "${@:6}" ;;
    remove)
        say "leg: removing $roots"
        [ ! -e "$roots" ] || as_root rm -rf --one-file-system "$roots"
        ;;
    -h | --help) help_of ;;
    *) die "unknown command '$command'; see --help" ;;
esac
