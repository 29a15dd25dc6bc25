#!/usr/bin/env bash
# planted-sale.sh — plants a mistake in the steps of reservations and demands that a simulated sale sees it.
#
# usage: scripts/planted-sale.sh
#
# Each patch of tests/defects/sale is planted in a copy of the crates under target/defects, never in the repository itself, and
# so are those of tests/defects/sale-redis, which are seen on Redis and on a Cluster. The untouched copy has to sell without a
# fault; with a patch the sale has to end with 1. Nothing of it is installed.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

case ${1:-} in
    '') ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

tree=$target/defects/sale
log=$target/defects/sale.log
export CARGO_TARGET_DIR=$target/defects/sale-build CARGO_TERM_COLOR=never
export CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=1
crates=(coordination core engine events reservations versions storage wire cli)

rm -rf "$tree" && mkdir -p "$tree"
cp -r --parents Cargo.lock "${crates[@]/#/crates/}" "$tree"
members=$(printf '"crates/%s", ' "${crates[@]}")
sed "s|^members = .*|members = [${members%, }]|" Cargo.toml >"$tree/Cargo.toml"

# A sale of 400 buyers in a new file: its exit code. 9 when it does not compile.
sale() {
    local shop
    (cd "$tree" && cargo build -p cartwright) >"$log" 2>&1 || return 9
    shop=$(mktemp -d)
    local status=0
    "$CARGO_TARGET_DIR/debug/cartwright" --store "sqlite-own:$shop/shop.sqlite" \
        reservations sale --buyers 400 --processes 4 --units 2000 --skus 20 --seed 1 >>"$log" 2>&1 || status=$?
    rm -rf "$shop"
    return $status
}

# The same on a Redis server and on a Cluster. Leases are short, so that others want what late buyers did not pay for.
redis_sale() {
    (cd "$tree" && cargo build -p cartwright) >"$log" 2>&1 || return 9
    scripts/sale.sh 400 redis cluster --lease 100 --program "$CARGO_TARGET_DIR/debug/cartwright" >>"$log" 2>&1
}

sale || die "the untouched crates do not sell without a fault (log: ${log#"$root"/})"
redis_sale || die "the untouched crates do not sell without a fault on Redis (log: ${log#"$root"/})"
say "untouched: nothing is wrong"
for defect in tests/defects/sale/*.patch tests/defects/sale-redis/*.patch; do
    sell=sale
    [[ $defect != */sale-redis/* ]] || sell=redis_sale
    patch --quiet --strip=1 --fuzz=0 --directory="$tree" <"$defect" >"$log" 2>&1 ||
        die "$defect no longer applies; write it anew for the present code (log: ${log#"$root"/})"
    status=0
    $sell || status=$?
    [ $status -eq 1 ] || die "$defect: the sale ended with $status and has not seen it (log: ${log#"$root"/})"
    printf '%-40s seen: %s\n' "$(basename "$defect" .patch)" "$(grep -m 1 '^wrong' "$log")"
    patch --quiet --strip=1 --reverse --directory="$tree" <"$defect"
done
