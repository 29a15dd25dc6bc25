#!/usr/bin/env bash
# planted-versions.sh — plants mistakes in the PHP of data versions and demands that cache:validate-atomic sees them.
#
# usage: scripts/planted-versions.sh LEG
#
# Each patch of tests/defects/versions is planted in a copy of bindings/php under target/defects, never in the repository itself. With the untouched
# copy `cache:validate-atomic --test-concurrency --stress-test=50` has to end with 0; with a patch it has to end with 1.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

leg=${1:-}
case $leg in '' | -h | --help) help_of && exit ;; esac

tree=$target/defects/versions
log=$target/defects/versions.log
export CARTWRIGHT_LIBRARY=${CARTWRIGHT_LIBRARY:-$library}

# What it says last is what it has seen.
validate() { scripts/leg.sh run "$leg" -- php "$tree/bindings/php/tests/versions/run.php" --validate --place=sqlite/sqlite/file >"$log" 2>&1; }

rm -rf "$tree" && mkdir -p "$tree"
cp -r --parents bindings/php/{src,config,database,resources,tests,autoload.php} "$tree"
validate || die "the untouched copy does not hold (log: ${log#"$root"/}): $(head -n 1 "$log")"
say "untouched: everything holds"
for defect in tests/defects/versions/*.patch; do
    patch --quiet --strip=1 --fuzz=0 --directory="$tree" <"$defect" >"$log" 2>&1 ||
        die "$defect no longer applies; write it anew for the present code (log: ${log#"$root"/})"
    status=0
    validate || status=$?
    if [ $status -ne 1 ] || ! grep -q 'FAILED' "$log"; then
        die "$defect: the validation ended with $status and has not seen it (log: ${log#"$root"/})"
    fi
    printf '%-28s seen: %s\n' "$(basename "$defect" .patch)" "$(sed -n 's/.*FAILED: //p' "$log" | head -n 1 | cut -c 1-160)"
    patch --quiet --strip=1 --reverse --directory="$tree" <"$defect"
done
