#!/usr/bin/env bash
# demo.sh — a purchase in a real Laravel, with every number computed by the native library. `make demo` calls it.
#
# usage: scripts/demo.sh                  the walk through a purchase
#        scripts/demo.sh --serve [PORT]   the shop it was in, to be opened in a browser at 127.0.0.1:PORT, else 8000;
#                                         until it is interrupted
#
# Installs what is missing, builds the library, and runs bindings/php/demo/purchase.php on the trixie leg: buyers come
# over HTTP to examples/laravel-shop. What that writes, a shop page among it, is left in target/demo.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

serve=
port=8000
case ${1:-} in
    '') ;;
    --serve)
        serve=1
        port=${2:-$port}
        [[ $port =~ ^[0-9]+$ ]] || die "'$port' is no port"
        ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

"$root/scripts/install.sh"
build_library
"$root/scripts/leg.sh" prepare trixie

export CARTWRIGHT_LIBRARY=$library CARTWRIGHT_DEMO_DIR=$target/demo
mkdir -p "$CARTWRIGHT_DEMO_DIR"

if [ -n "$serve" ]; then
    exec "$root/scripts/leg.sh" run trixie -- php bindings/php/demo/serve.php "$port"
fi

find "$CARTWRIGHT_DEMO_DIR" -mindepth 1 -delete
"$root/scripts/leg.sh" run trixie -- php bindings/php/demo/purchase.php

pages=$(compgen -G "$CARTWRIGHT_DEMO_DIR/*.html") || die "the demo left no page in $CARTWRIGHT_DEMO_DIR"
while read -r page; do say "Open in a browser: file://$page"; done <<<"$pages"
say "Open the shop itself: scripts/demo.sh --serve, then http://127.0.0.1:8000"
