#!/usr/bin/env bash
# planted-defects.sh — plants one known mistake after the other and demands that the conformance vectors see it.
#
# usage: scripts/planted-defects.sh              every defect
#        scripts/planted-defects.sh NAME…        these defects
#        scripts/planted-defects.sh --list       what is planted and which files must turn red, as rows of a table; runs nothing
#
# A defect is a patch in tests/defects. It is planted in a copy of the crates under target/defects, never in the
# repository itself. First the untouched copy has to be green; then, with each defect, every file of vectors that its patch
# names has to be red. A defect that no longer applies, that does not compile or that stays green fails the run.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

defects=tests/defects
tree=$target/defects/tree
log=$target/defects/log
# Built apart, so that a library with a mistake in it is nowhere that another command looks.
export CARGO_TARGET_DIR=$target/defects/build CARGO_TERM_COLOR=never
# Nobody debugs these, and what is built once for all need not be fast.
export CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=1

field() { sed -n "s/^$2: //p" "$defects/$1.patch"; } # field DEFECT NAME

list() { # as the rows of the table in tests/defects/README.md
    local patch name
    for patch in "$defects"/*.patch; do
        name=$(basename "$patch" .patch)
        # shellcheck disable=SC2016  # Markdown's backticks
        printf '| `%s` | %s | %s |\n' "$name" "$(field "$name" Broken)" "$(field "$name" Red)"
    done
}

# The crates that the runners of the vectors need, and the runners. Every file is new, so that what was built with a
# mistake in it is never taken for what these files make.
copy_tree() {
    rm -rf "$tree" && mkdir -p "$tree"
    cp -r --parents Cargo.lock crates/core crates/events crates/wire tests/src tests/tests tests/conformance "$tree"
    # The members that are left out are taken out of the manifests.
    sed 's|^members = .*|members = ["crates/core", "crates/events", "crates/wire", "tests"]|' Cargo.toml >"$tree/Cargo.toml"
    sed '/^cartwright-ffi\.workspace/d' tests/Cargo.toml >"$tree/tests/Cargo.toml"
}

# Builds and runs the vectors in the copy; what they say goes to the log. 2 when it does not compile.
vectors() {
    local run=(cargo test -p cartwright-tests --test conformance --test conformance_carts)
    (cd "$tree" && "${run[@]}" --no-run) >"$log" 2>&1 || return 2
    (cd "$tree" && "${run[@]}" --no-fail-fast) >"$log" 2>&1 || return 1
}

# The files of vectors that are red, as the runners report them: "3 of 80 cases of merges.json:", then a case a line.
is_red() { grep -Eq "^[1-9][0-9]* of [0-9]+ cases of $1:\$" "$log"; }       # is_red FILE
first_red() { grep -EA1 "^[0-9]+ of [0-9]+ cases of $1:\$" "$log" | tail -n 1; } # first_red FILE

plant() { # plant DEFECT: says what came of it, fails when the vectors have not seen it
    local name=$1 file status=0 seen=0 start=$SECONDS
    patch --quiet --strip=1 --fuzz=0 --directory="$tree" <"$defects/$name.patch" >"$log" 2>&1 || {
        warn "$name: the patch no longer applies; write it anew for the present code (log: ${log#"$root"/})"
        copy_tree # it may have been applied in part
        return 1
    }
    vectors || status=$?
    patch --quiet --strip=1 --reverse --directory="$tree" <"$defects/$name.patch"
    case $status in
        0) warn "$name: STAYS GREEN; no vector sees that $(field "$name" Broken)" && return 1 ;;
        2) warn "$name: does not compile: $(grep -m 1 '^error' "$log")" && return 1 ;;
    esac
    for file in $(field "$name" Red | tr -d ,); do
        if is_red "$file"; then
            printf '%-34s red: %s: %.90s (%d s)\n' "$name" "$file" "$(first_red "$file")" $((SECONDS - start))
        else
            warn "$name: $file is NOT RED, which its patch says it must be (log: ${log#"$root"/})"
            seen=1
        fi
    done
    return $seen
}

names=("$@")
case ${1:-} in
    '') mapfile -t names < <(basename -s .patch "$defects"/*.patch) ;;
    --list) list && exit ;;
    -h | --help) help_of && exit ;;
    -*) die "unknown argument '$1'; see --help" ;;
esac
for name in "${names[@]}"; do
    [ -e "$defects/$name.patch" ] || die "there is no defect '$name'; see --list"
done
has patch || die "patch is missing; scripts/install.sh installs it"

mkdir -p "$(dirname "$log")"
exec 9>"$target/defects/.lock"
flock 9 # two runs at once plant one after the other
copy_tree
status=0
vectors || status=$?
[ $status -eq 0 ] || {
    tail -n 20 "$log" >&2
    die "the untouched crates are not green"
}
say "untouched: green"

missed=()
for name in "${names[@]}"; do
    plant "$name" || missed+=("$name")
done
say "${#names[@]} defects planted, $((${#names[@]} - ${#missed[@]})) seen by the vectors"
[ ${#missed[@]} -eq 0 ] || die "not seen: ${missed[*]}"
