#!/usr/bin/env bash
# test.sh — installs what is missing and runs every suite. `make test` and `make test-deep` call it.
#
# usage: scripts/test.sh [--deep]
#
# --deep runs the full sizes (CARTWRIGHT_DEEP=1 tells the suites), and on every leg what is run on one only otherwise.
# A suite that fails does not stop the others. The table at the end lists each suite; what could not run is "not run",
# and counts as skipped, never as passed. What a failed suite said of it is said again below. Exit code 1 when a suite failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

deep=
limit=20m # one suite's time, so that one that hangs does not hide the others
case ${1:-} in
    '') ;;
    --deep)
        deep=1
        limit=3h
        export CARTWRIGHT_DEEP=1
        ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

# --- the bookkeeping ---------------------------------------------------------

mkdir -p "$target/tmp"
notes=$(mktemp -d "$target/tmp/test.XXXXXX")
results=$notes/results # a line for each suite: result, seconds, name, note
reasons=$notes/reasons # what failed suites said of it
touch "$results" "$reasons"
exec 3>&1
# Processes that run now; and whether this is the lane.
child='' lane='' builder='' beside=''

# What runs is said at once, though it may run beside something else and be heard later.
heading() {
    local line
    line=$(printf '\n=== %s (after %d min %02d s)' "$1" $((SECONDS / 60)) $((SECONDS % 60)))
    echo "$line" >&3
    [ -z "$beside" ] || echo "$line"
}

record() { printf '%s\t%d\t%s\t%s\n' "$2" "$4" "$1" "$3" >>"$results"; } # record NAME RESULT NOTE SECONDS

# Runs a command under the limit, and keeps what it says. In the background, so that an interruption reaches this script at once.
bounded() { # bounded LOG COMMAND...
    local log=$1 status=0 said listener
    shift
    exec {said}> >(exec tee "$log")
    listener=$!
    timeout --kill-after=30s "$limit" "$@" </dev/null >&"$said" 2>&1 {said}>&- &
    child=$!
    exec {said}>&-
    wait "$child" || status=$?
    child=
    # All of it is to be heard before the next suite speaks; but what it has left running may hold its output open.
    timeout 5s tail --sleep-interval=0.1 --pid="$listener" -f /dev/null || true
    return $status
}

# The lines that name a failure; without one, the last that were said. In all so few that they stand at the end of any report.
reason_in() { # reason_in LOG
    local lines
    lines=$(grep -aE 'FAILED|panicked at|^[0-9]+\) |^error' "$1" | head -n 4 || true)
    printf '%s\n' "${lines:-$(tail -n 4 "$1")}" | cut -c 1-250
}

# What makes the suites to come fail even when their commands succeed.
spoilt=

suite() { # suite NAME COMMAND...
    local name=$1 start=$SECONDS status=0 log=$notes/said${beside:+-beside}
    shift
    heading "$name"
    bounded "$log" "$@" || status=$?
    [ "$status" -eq 0 ] || { printf '\n%s said:\n' "$name" && reason_in "$log"; } >>"$reasons"
    case $status in
        0) if [ -z "$spoilt" ]; then record "$name" passed '' $((SECONDS - start)); else
            record "$name" FAILED "$spoilt" $((SECONDS - start))
        fi ;;
        124 | 137) record "$name" FAILED "stopped after $limit" $((SECONDS - start)) ;;
        *) record "$name" FAILED "exit code $status${spoilt:+; $spoilt}" $((SECONDS - start)) ;;
    esac
}

has_passed() { grep -q "^passed	[0-9]*	$1	" "$results"; } # has_passed NAME

# A suite whose script says itself whether it can run here.
suite_if_possible() { # suite_if_possible NAME SCRIPT ARGUMENTS...
    local why
    if why=$("$2" --possible); then suite "$@"; else record "$1" "not run" "$why" 0; fi
}

end_of() { # end_of PID
    [ -n "$1" ] || return 0
    kill -TERM -- "$1" 2>/dev/null || true
    wait "${1#-}" 2>/dev/null || true
}

finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    end_of "$child"
    end_of "$lane"
    end_of "${builder:+-$builder}" # and all that it has started
    scripts/servers.sh stop || true
    scripts/servers.sh stop "$target/servers-beside" || true
    rm -rf "$notes"
    exit $status
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# Runs a function that calls `suite` beside what follows; what it says is shown by `end_lane`.
begin_lane() { # begin_lane FUNCTION
    (
        trap 'end_of "$child"' EXIT
        trap 'exit 130' INT TERM HUP
        beside=yes
        "$1"
    ) >"$notes/lane" 2>&1 &
    lane=$!
}

end_lane() {
    wait "$lane" || record "the suites beside" FAILED "they ended with exit code $?" 0
    lane=
    cat "$notes/lane"
}

# --- what the suites need ----------------------------------------------------

heading "What is missing is installed"
scripts/install.sh || record "installation" FAILED "see above" 0

# --- Rust and C --------------------------------------------------------------

# The library, and once more for the tarball, is linked as a whole, on one core: beside what follows. The suites that are about
# it do the same again and find it done, or say what is wrong.
setsid bash -c 'scripts/package.sh build; scripts/package.sh dist' >/dev/null 2>&1 </dev/null 3>&- &
builder=$!

suite "rust format" cargo fmt --all --check
# The fuzzer is built in the full sizes only; that its lock file knows what the crates need is seen here already.
suite "the fuzzer's lock file" bash -c 'cargo metadata --locked --format-version 1 --manifest-path fuzz/Cargo.toml >/dev/null'
suite "rust lints" cargo clippy --workspace --all-targets -- -D warnings
suite "rust tests" cargo test --workspace --no-fail-fast
# The command has a SQLite of its own, and so has everything that is built with it. What the library has is the system's.
suite "the system's SQLite" cargo test -p cartwright-storage --lib --test 'sqlite*' --no-fail-fast
if [ -n "$deep" ]; then
    # Every order in which threads can meet; the flag changes all crates, so they are built apart.
    suite "loom" env RUSTFLAGS='--cfg loom' CARGO_TARGET_DIR="$root/target/loom" \
        cargo test -p cartwright-storage --test loom
    suite "Rust 1.85" scripts/oldest-rust.sh
    suite_if_possible "Miri" scripts/miri.sh
    suite_if_possible "coverage-guided fuzzing" scripts/fuzz.sh 120 # seconds for each target
    # It builds the command twice more.
    suite "planted sale" scripts/planted-sale.sh
fi
suite "expected values" bash -c 'python3 tests/reference/generate.py --check && python3 tests/reference/currencies.py && php tests/reference/php_check.php'
suite "planted defects" scripts/planted-defects.sh
suite "native library" scripts/package.sh build
# What lies in target/ may be an older build's library, when this one's has failed.
has_passed "native library" || spoilt="the native library was not built"
wait "$builder" || true
builder=
suite "C and C++" tests/c/run.sh --all
suite "install and dist" tests/c/install.sh
suite_if_possible "script in the browser" scripts/browser.sh
# In its small size it is one of the rust tests: no suite depends on how fast a machine is.
[ -z "$deep" ] || suite "growth" scripts/growth.sh

# --- PHP, on each leg --------------------------------------------------------

heading "The legs are prepared"
legs=()
for leg in trixie bookworm; do
    if scripts/leg.sh prepare "$leg"; then legs+=("$leg"); else
        record "laravel on $leg" FAILED "the leg could not be prepared" 0
    fi
done
if scripts/leg.sh prepare sid; then legs+=(sid); else
    record "laravel on sid" "not run" "sid's packages cannot be installed today" 0
fi

heading "The servers are started"
start_servers() { # start_servers [DIR]
    local server
    for server in mariadb postgresql redis redis-cluster; do
        scripts/servers.sh start "$server" "$@" 3>&- || spoilt="${spoilt:+$spoilt, }$server could not be started"
    done
    settings=$(scripts/servers.sh env "$@" || true)
    eval "$settings"
}
start_servers

# Each in a size of its own: thousands of buyers are a matter of minutes.
suite "sale in every store" scripts/sale.sh "$([ -n "$deep" ] && echo 10000 || echo 1000)"
# With so many that few are refused, most of what buyers do is done more often.
[ -z "$deep" ] || suite "sale of much in every store" scripts/sale.sh 10000 --units 10000

export CARTWRIGHT_LIBRARY=$library

package_on() { # package_on LEG
    suite "laravel on $1" scripts/leg.sh run "$1" -- \
        phpunit --configuration bindings/php/phpunit.xml --fail-on-empty-test-suite --fail-on-skipped --display-skipped
}

shop_on() { # shop_on LEG
    suite "example shop on $1" scripts/leg.sh run "$1" -- \
        phpunit --configuration examples/laravel-shop/phpunit.xml --fail-on-empty-test-suite
}

# Two at a time, each with servers of its own: PHP computes on one core.
package_on_others() {
    start_servers "$target/servers-beside"
    for leg in "${legs[@]}"; do [ "$leg" = trixie ] || package_on "$leg"; done
    scripts/servers.sh stop "$target/servers-beside"
}
begin_lane package_on_others
[[ " ${legs[*]} " != *" trixie "* ]] || package_on trixie
for leg in "${legs[@]}"; do shop_on "$leg"; done
end_lane

for leg in "${legs[@]}"; do
    if [ "$leg" = trixie ] || [ -n "$deep" ]; then
        suite "many processes on $leg" scripts/leg.sh run "$leg" -- php bindings/php/tests/processes/run.php
        suite "servers and callers that die on $leg" scripts/harm.sh "$leg"
        suite "races of data versions on $leg" scripts/races.sh "$leg"
        [ -z "$deep" ] || suite "planted defects of data versions on $leg" scripts/planted-versions.sh "$leg"
        suite "one visitor, many windows on $leg" scripts/leg.sh run "$leg" -- php bindings/php/tests/visitors/run.php
    fi
done
for leg in "${legs[@]}"; do
    suite "php-fpm on $leg" scripts/fpm.sh "$leg"
    if [ "$leg" = trixie ] || [ -n "$deep" ]; then
        suite "long-lived PHP on $leg" scripts/leg.sh run "$leg" -- php bindings/php/tests/memory/run.php
    fi
done
if [[ " ${legs[*]} " = *" trixie "* ]]; then
    CARTWRIGHT_DEMO_DIR=$target/tmp/demo suite "demo" scripts/leg.sh run trixie -- \
        php bindings/php/demo/purchase.php --quick
fi

# --- the summary -------------------------------------------------------------

heading "Summary"
scripts/servers.sh stop
printf '\n%-34s %-8s %7s\n' suite result seconds
while IFS=$'\t' read -r result seconds name note; do
    printf '%-34s %-8s %7d  %s\n' "$name" "$result" "$seconds" "$note"
done <"$results"
count() { grep -c "^$1	" "$results" || true; }
failed=$(count FAILED)
printf '\n%d passed, %d failed, %d skipped\n' "$(count passed)" "$failed" "$(count 'not run')"
cat "$reasons"
[ "$failed" -eq 0 ]
