#!/usr/bin/env bash
# browser.sh — runs the tests of the script that the browser gets, with Node.js and its own test runner.
#
# usage: scripts/browser.sh [--possible]
#
# --possible  say why it cannot run here, and exit with 1; say nothing if it can
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

possible() {
    command -v node >/dev/null || {
        echo "there is no node"
        return 1
    }
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' || {
        echo "node $(node --version) has no test runner; 18 or later has"
        return 1
    }
}

case ${1:-} in
    --possible) possible ;;
    '') node --test bindings/php/tests/browser/*.test.mjs ;;
    -h | --help) help_of ;;
    *) die "unknown argument '$1'; see --help" ;;
esac
