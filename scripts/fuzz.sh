#!/usr/bin/env bash
# fuzz.sh — coverage-guided fuzzing of the C ABI, with AddressSanitizer, on the stable toolchain. `make test-deep` calls it.
#
# usage: scripts/fuzz.sh [SECONDS] [TARGET…]      SECONDS for each target, 60 if not given
#        scripts/fuzz.sh --repeat TARGET FILE      runs one input again
#        scripts/fuzz.sh --possible                says why it cannot run here, if it cannot
#
# Targets: calls (sequences of calls, the table of crates/ffi/tests/calls), operations (as JSON), stored (columns as they
# may stand in a row), values (prices and values of conditions). They start from the texts of the conformance vectors and from what earlier
# runs found, in target/fuzz/corpus. What breaks something is kept in target/fuzz/found.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

triple=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_TARGET_DIR=$target/fuzz
built=$CARGO_TARGET_DIR/$triple/release
all=(calls operations stored values)

possible() {
    has g++ || { say "g++ is missing"; return 1; } # libFuzzer comes as C++
    [ "$(uname -s)" = Linux ] || { say "only tried on Linux"; return 1; }
    compgen -G "$(rustc --print target-libdir)/librustc-*_rt.asan.a" >/dev/null \
        || { say "this toolchain has no AddressSanitizer for $triple"; return 1; }
}

# The counters that libFuzzer reads. Sanitizers are not stable yet: the compiler is told not to mind.
build() {
    local flags=(-Cpasses=sancov-module -Zsanitizer=address) word
    for word in level=4 inline-8bit-counters pc-table trace-compares; do
        flags+=("-Cllvm-args=-sanitizer-coverage-$word")
    done
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="${flags[*]}" \
        cargo build --quiet --release --locked --target "$triple" --manifest-path fuzz/Cargo.toml
}

fuzz() { # fuzz TARGET SECONDS
    local name=$1 status=0 corpus=$CARGO_TARGET_DIR/corpus/$1 found=$CARGO_TARGET_DIR/found
    mkdir -p "$corpus" "$found"
    "$built/$name" -max_total_time="$2" -timeout=20 -rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="$found/$name-" "$corpus" >"$found/$name.log" 2>&1 || status=$?
    if [ $status -eq 0 ]; then
        say "ok       $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$name.log") runs," \
            "$(find "$corpus" -type f | wc -l) inputs kept"
        return
    fi
    say "FAILED   $name; $found/$name.log has all of it"
    grep -a -A 3 -E 'panicked at|ERROR: |SUMMARY: ' "$found/$name.log" | head -n 20 | sed 's/^/         /' || true
    sed -n "s|.*Test unit written to \(.*\)|         again: scripts/fuzz.sh --repeat $name \1|p" "$found/$name.log"
    return 1
}

case ${1:-} in
    -h | --help) help_of && exit ;;
    --possible) possible && exit ;;
    --repeat)
        [ $# -eq 3 ] || die "usage: scripts/fuzz.sh --repeat TARGET FILE"
        build
        exec "$built/$2" "$3"
        ;;
esac
seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
fi
targets=("$@")
[ $# -gt 0 ] || targets=("${all[@]}")
for name in "${targets[@]}"; do
    [[ " ${all[*]} " = *" $name "* ]] || die "there is no target '$name'; there are: ${all[*]}"
done

why=$(possible) || die "$why"
build
python3 fuzz/seeds.py tests/conformance docs/operations.md "$CARGO_TARGET_DIR/corpus"
failed=0
for name in "${targets[@]}"; do
    fuzz "$name" "$seconds" || failed=1
done
exit $failed
