#!/usr/bin/env bash
# run.sh — builds the C and C++ programs beside it against the release library and runs them: shared, static, with the
# sanitizers and under valgrind; and compares what the library exports with include/symbols.txt.
#
# usage: tests/c/run.sh [--all]
#
# `make build` builds the library; scripts/install.sh installs the compilers and valgrind. What cannot run because a tool
# is missing is "not run"; with --all, as `make test` calls it, it has failed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"
cd "$root"

all=
case ${1:-} in
    '') ;;
    --all) all=1 ;;
    *) die "unknown argument '$1'" ;;
esac

shared=$library
static=$target/release/libcartwright.a
out=$target/tmp/c
for file in "$shared" "$static"; do
    [ -e "$file" ] || die "$file is missing; 'make build' builds it"
done
rm -rf "$out"
mkdir -p "$out"

passed=0 failed=0 not_run=0

step() { # step NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$out/log" 2>&1; then
        passed=$((passed + 1))
        say "ok       $name"
    else
        failed=$((failed + 1))
        say "FAILED   $name"
        sed 's/^/         /' "$out/log"
    fi
}

missing() { say "$1; scripts/install.sh installs it"; return 1; }

skip() { # skip NAME WHY
    if [ -n "$all" ]; then step "$1" missing "$2"; else
        not_run=$((not_run + 1))
        say "not run  $1 ($2)"
    fi
}

c=(gcc -std=c11 -g -Wall -Wextra -Werror -pedantic -Iinclude)
cpp=(g++ -std=c++17 -Wall -Wextra -Werror -pedantic -Iinclude)

# A program is one file, or one and its parts; it is run with its arguments.
sources_of() {
    case $1 in
        vectors) printf '%s\n' tests/c/vectors*.c tests/c/json.c ;;
        *) printf '%s\n' "tests/c/$1.c" ;;
    esac
}
arguments_of() {
    case $1 in
        vectors) printf '%s\n' tests/conformance ;;
        forks | forks_versions) empty_folder ;;
    esac
}
empty_folder() { rm -rf "$out/files" && mkdir "$out/files" && printf '%s\n' "$out/files"; }

build_and_run() { # build_and_run PROGRAM HOW LINK_ARGUMENTS...
    local program=$1 how=$2 sources arguments
    shift 2
    mapfile -t sources < <(sources_of "$program")
    mapfile -t arguments < <(arguments_of "$program")
    "${c[@]}" "${sources[@]}" -o "$out/$program-$how" "$@" && "$out/$program-$how" "${arguments[@]}"
}

under_valgrind() {
    local arguments
    mapfile -t arguments < <(arguments_of "$1")
    valgrind --quiet --trace-children=yes --leak-check=full --error-exitcode=9 "$out/$1-shared" "${arguments[@]}"
}

# A runner that passes whatever stands in the files would pass these too: another value, another word, a file more.
vectors_are_compared() {
    local folder=$out/planted
    rm -rf "$folder" && cp -R tests/conformance "$folder" || return 1
    "$out/vectors-shared" "$folder" >"$out/vectors.txt" || return 1
    sed -i '0,/{"int": 10}}/s//{"int": 11}}/' "$folder/prices.json"
    sed -i '0,/"quantity":/s//"amount":/' "$folder/item_amounts.json"
    sed -i '0,/"created": true/s//"created": false/' "$folder/operations.json"
    sed -i '0,/\["CartCreated", "ItemAdded"\]/s//["ItemAdded"]/' "$folder/cart_operations.json"
    sed -i '0,/"events": \["CartConditionAdded"\]/s//"events": []/' "$folder/dynamic_conditions.json"
    sed -i '0,/"moved": true/s//"moved": false/' "$folder/merges.json"
    sed -i '0,/{"holds": true}/s//{"holds": false}/' "$folder/rules.json"
    sed -i '0,/"impact": -21/s//"impact": -20/' "$folder/events.json"
    sed -i '0,/{"int": 10}}/s//{"int": 11}}/' "$folder/strict_parsing.json"
    sed -i '0,/"total": {"float": "55"}/s//"total": {"float": "60"}/' "$folder/switches.json"
    echo '{"cases": []}' >"$folder/another.json"
    if "$out/vectors-shared" "$folder" >"$out/planted.log"; then return 1; fi
    cat "$out/planted.log"
    grep -q '^another.json .* has no player$' "$out/planted.log" &&
        grep -q 'nobody plays "amount"' "$out/planted.log" &&
        grep -qx '11 wrong' "$out/planted.log"
}

runs_alone() { # the program has the library in it
    build_and_run "$1" static "$static" -lsqlite3 -lpthread -ldl -lm && ! ldd "$out/$1-static" | grep cartwright
}

exports_the_listed_symbols() {
    nm -D --defined-only "$shared" | awk '{ print $3 }' | LC_ALL=C sort | diff -u include/symbols.txt -
}

stays_in_the_process() { readelf -d "$shared" | grep -w NODELETE; }

is_called_after_its_epoch() {
    readelf -d "$shared" | grep "SONAME.*\[libcartwright.so.$(awk '$2 == "CW_ABI_EPOCH" { print $3 }' include/cartwright.h)\]"
}

link_shared=(-L"$target/release" -lcartwright -lm "-Wl,-rpath,$target/release")

step "other_epoch.c, for the PHP suite" "${c[@]}" -shared -fPIC tests/c/other_epoch.c -o "$out/libother_epoch.so"
step "header_c11.c compiles" "${c[@]}" -c tests/c/header_c11.c -o "$out/header_c11.o"
if has g++; then
    step "header_cpp17.cpp compiles" "${cpp[@]}" -c tests/c/header_cpp17.cpp -o "$out/header_cpp17.o"
else
    skip "header_cpp17.cpp compiles" "g++ is missing"
fi
step "the exported symbols are those of include/symbols.txt" exports_the_listed_symbols
step "the library is marked NODELETE" stays_in_the_process
step "the library is called after the epoch of its ABI" is_called_after_its_epoch
for program in purchase abi abi_engine reservations versions forks forks_versions vectors; do
    step "$program, shared library" build_and_run $program shared "${link_shared[@]}"
    step "$program, static library" runs_alone $program
    step "$program, address and undefined sanitizers" build_and_run $program sanitized \
        -fsanitize=address,undefined -fno-sanitize-recover=all "${link_shared[@]}"
    if has valgrind; then
        step "$program, valgrind" under_valgrind $program
    else
        skip "$program, valgrind" "valgrind is missing"
    fi
done
step "vectors, wrong expectations are found" vectors_are_compared
if [ -e "$out/vectors.txt" ]; then sed 's/^/         /' "$out/vectors.txt"; fi

say
[ $not_run -eq 0 ] || say "$not_run not run"
say "$passed passed, $failed failed"
[ $failed -eq 0 ]
