#!/usr/bin/env bash
# sale.sh — a simulated sale in every store that processes share: every unit is sold once and accounted for.
#
# usage: scripts/sale.sh [BUYERS] [STORE...]     STORE is sqlite, redis, cluster; all of them unless some are named
#
# 1000 buyers unless it is said, in 8 processes, on a new SQLite file, a Redis server and a Redis Cluster of six nodes; on the
# Cluster of eight vendors, so that most carts are of several stock groups. Some buyers are killed, and the servers keep each
# change. What scripts/servers.sh has started is used (`eval "$(scripts/servers.sh env)"`); where that is nothing, servers of
# our own are. Who does not pay within a second pays late; with `--lease MILLISECONDS` within these. `--program PROGRAM` sells
# by another build of cartwright than that in target/debug, which is made first.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

buyers=1000 stores=() program= lease=1000
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) help_of && exit ;;
        --program) program=${2:-} && shift ;;
        --lease) lease=${2:-} && shift ;;
        sqlite | redis | cluster) stores+=("$1") ;;
        *[!0-9]* | '') die "unknown argument '$1'; see --help" ;;
        *) buyers=$1 ;;
    esac
    shift
done
[ ${#stores[@]} -gt 0 ] || stores=(sqlite redis cluster)
if [ -z "$program" ]; then
    cargo build --quiet -p cartwright
    program=$target/debug/cartwright
fi

mkdir -p "$target/tmp"
own=$(mktemp -d "$target/tmp/sale.XXXXXX")
finish() {
    [ ! -e "$own/servers" ] || scripts/servers.sh stop "$own/servers" >/dev/null
    rm -rf "$own"
}
trap finish EXIT
needs() { # needs SERVER VARIABLE
    [ -z "${!2:-}" ] || return 0
    mkdir -p "$own/servers"
    scripts/servers.sh start "$1" "$own/servers" >"$own/$1.log" || die "$1 could not be started"
    eval "$(scripts/servers.sh env "$own/servers")"
}

# What a sale leaves on a server that others use has a name of its own, and ends by itself.
name=cartwright-test:sale-$$-$RANDOM:
sell() { # sell STORE VENDORS URL
    say "$1:"
    CARTWRIGHT_STORE=$3 "$program" --patience 30 reservations sale --buyers "$buyers" --processes 8 \
        --units "$buyers" --skus 40 --vendors "$2" --lease-ms "$lease"
}
for store in "${stores[@]}"; do
    case $store in
        sqlite) sell "$store" 1 "sqlite-own:$own/shop.sqlite" ;;
        redis)
            needs redis CARTWRIGHT_REDIS_PORT
            sell "$store" 1 "redis://:$CARTWRIGHT_REDIS_PASSWORD@$CARTWRIGHT_REDIS_HOST:$CARTWRIGHT_REDIS_PORT?prefix=$name"
            ;;
        cluster)
            needs redis-cluster CARTWRIGHT_REDIS_CLUSTER_NODES
            sell "$store" 8 \
                "redis+cluster://:$CARTWRIGHT_REDIS_CLUSTER_PASSWORD@$CARTWRIGHT_REDIS_CLUSTER_NODES?prefix=$name"
            ;;
    esac
done
