#!/usr/bin/env bash
# demo.sh — a purchase in a real Laravel, with every number computed by the native library. `make demo` calls it.
#
# usage: scripts/demo.sh
#
# Installs what is missing, builds the library, and runs bindings/php/demo/purchase.php on the trixie leg. What that
# writes, a shop page among it, is left in target/demo.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case ${1:-} in
    '') ;;
    -h | --help) help_of && exit ;;
    *) die "unknown argument '$1'; see --help" ;;
esac

"$root/scripts/install.sh"
build_library
"$root/scripts/leg.sh" prepare trixie

export CARTWRIGHT_LIBRARY=$library CARTWRIGHT_DEMO_DIR=$target/demo
rm -rf "$CARTWRIGHT_DEMO_DIR"
mkdir -p "$CARTWRIGHT_DEMO_DIR"
"$root/scripts/leg.sh" run trixie -- php bindings/php/demo/purchase.php

pages=$(compgen -G "$CARTWRIGHT_DEMO_DIR/*.html") || die "the demo left no page in $CARTWRIGHT_DEMO_DIR"
while read -r page; do say "Open in a browser: file://$page"; done <<<"$pages"
