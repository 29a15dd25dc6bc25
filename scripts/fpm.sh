#!/usr/bin/env bash
# fpm.sh — the native library in a real php-fpm behind nginx, with PHP's default settings.
#
# usage: scripts/fpm.sh LEG [--deep] [--planted-defect=leaked-carts]
#
# LEG is one of leg.sh's, prepared. nginx is this machine's, on a free port of 127.0.0.1; php-fpm is the leg's. Each
# request plays a purchase through Cartwright\Native (bindings/php/tests/fpm) and every answer is checked, while the
# workers' memory is watched: 2 000 requests, 20 000 with --deep or CARTWRIGHT_DEEP=1. A tenth as many store their cart in
# a SQLite file of the engine's and in one of the application's, in the same worker. Other servers lack the line in
# php.ini, the library, the right library or root's rights, and must start or refuse with a sentence that helps.
# The planted defect leaves carts behind in each request, to see the suite fail.
#
# All servers are stopped by their process ids, also on interruption; what a killed run left is stopped by the next one.
# They run as www-data when the caller is root. Their files are in a folder of /tmp, which a leg shares with this
# machine and www-data can read; the logs of a run that failed are kept in target/fpm/LEG.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root"

leg=${1:-}
requests=2000
defect=
case $leg in
    trixie | bookworm | sid) shift ;;
    -h | --help) help_of && exit ;;
    *) die "'$leg' is no leg; see --help" ;;
esac
if [ "${CARTWRIGHT_DEEP:-}" = 1 ]; then requests=20000; fi
for argument in "$@"; do
    case $argument in
        --deep) requests=20000 ;;
        --planted-defect=leaked-carts) defect=$argument ;;
        *) die "unknown argument '$argument'; see --help" ;;
    esac
done

has nginx || die "nginx is missing; scripts/install.sh installs it"
[ -e "$library" ] || die "$library is missing; 'make build' builds it"

kept=$target/fpm/$leg # what outlives this run: where its servers are, and its logs
place=
client=
jobs=() # the servers, as children of this script
is_root=
if [ "$(id -u)" -eq 0 ]; then is_root=1; fi

# --- start and stop ----------------------------------------------------------

# A process counts as a server only while its command line names the place: a pid may have been given to another.
runs() { # runs PID PLACE
    [ -n "$1" ] && tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF -- "$2"
}

# Not one that has ended and that nobody has asked how.
lives() { grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status"; }

until_not() { # until_not CONDITION...
    local deadline=$((SECONDS + 30))
    while "$@"; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.05
    done
}

stop_all() { # stop_all PLACE: its servers, then the place
    local file pid children child left=0
    for file in "$1"/*/pid; do
        pid=$(cat "$file" 2>/dev/null || true)
        runs "$pid" "$1" || continue
        children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
        kill -TERM "$pid"
        until_not runs "$pid" "$1" || kill -KILL "$pid"
        for child in $children; do
            until_not lives "$child" || {
                warn "fpm: process $child outlived its server and is killed"
                kill -KILL "$child"
                left=1
            }
        done
    done
    rm -rf "$1"
    return "$left"
}

finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    if [ -n "$client" ]; then
        kill -TERM "$client" 2>/dev/null || true
        wait "$client" 2>/dev/null || true
    fi
    if [ -n "$place" ]; then
        if [ $status -ne 0 ]; then
            for log in "$place"/*/log "$place"/*/start; do
                [ ! -e "$log" ] || cp "$log" "$kept/$(basename "$(dirname "$log")").$(basename "$log")"
            done
            warn "fpm: the logs are in $kept"
        fi
        stop_all "$place" || status=1
        # One that was about to start has written no process id.
        for job in "${jobs[@]}"; do kill -TERM "$job" 2>/dev/null || true; done
        wait
    fi
    rm -f "$kept/place"
    exit $status
}

# Two runs of one leg would stop each other's servers.
mkdir -p "$kept"
exec 9>"$kept/lock"
flock --nonblock 9 || die "this suite runs already on $leg"
if [ -e "$kept/place" ]; then stop_all "$(cat "$kept/place")" || true; fi
trap finish EXIT
trap 'exit 130' INT TERM HUP
place=$(mktemp -d /tmp/cartwright-fpm.XXXXXX)
echo "$place" >"$kept/place"
rm -f "$kept"/*.log "$kept"/*.start
chmod 755 "$place"

# --- the servers -------------------------------------------------------------

# A folder for a server's configuration, log and process id, of the user who runs it.
folder() { # folder NAME [USER]
    mkdir "$place/$1"
    if [ -n "${2:-}" ]; then chown "$2" "$place/$1"; fi
}

# Starts a server and waits until what it writes says that it listens, or until it has ended. It does not hold the
# lock of this script.
serve() { # serve NAME FILE TEXT COMMAND...
    local name=$1 file=$place/$1/$2 text=$3 job
    shift 3
    "$@" >"$place/$name/start" 2>&1 9>&- </dev/null &
    job=$!
    jobs+=("$job")
    not_ready() { lives "$job" && ! grep -qs "$text" "$file"; }
    until_not not_ready && grep -qs "$text" "$file"
}

# A php-fpm whose php.ini is the package's with LINES below it. `pool` has written its pools before.
fpm() { # fpm NAME [LINES]
    local as=()
    printf '%s\n' "${2:-}" >"$place/$1/cartwright.ini"
    if [ "$(stat -c %U "$place/$1")" != "$(id -un)" ]; then
        as=(setpriv --reuid=www-data --regid=www-data --clear-groups)
    fi
    # shellcheck disable=SC2016  # the inner shell's arguments, and PHP's constants
    serve "$1" log 'ready to handle connections' \
        "$root/scripts/leg.sh" run "$leg" -- "${as[@]}" env PHP_INI_SCAN_DIR=":$place/$1" sh -c \
        'exec "php-fpm$(php -r "echo PHP_MAJOR_VERSION, chr(46), PHP_MINOR_VERSION;")" --nodaemonize --fpm-config "$1"' \
        sh "$place/$1/fpm.conf"
}

pool() { # pool SERVER NAME LINES
    local config=$place/$1/fpm.conf
    if [ ! -e "$config" ]; then
        printf '[global]\npid = %s/pid\nerror_log = %s/log\n' "$place/$1" "$place/$1" >"$config"
    fi
    {
        printf '[%s]\nlisten = %s/%s.sock\nlisten.mode = 0666\n' "$2" "$place/$1" "$2"
        if [ -n "$is_root" ] && [ "$(stat -c %U "$place/$1")" = root ]; then
            printf 'user = www-data\ngroup = www-data\n'
        fi
        printf '%s\n' "$3"
    } >>"$config"
    # /NAME/ is the pool's, with the package that the server has.
    cat >>"$place/nginx/pools" <<CONF
location /$2/ {
    fastcgi_pass unix:$place/$1/$2.sock;
    fastcgi_param SCRIPT_FILENAME $place/www/front.php;
    fastcgi_param REQUEST_METHOD \$request_method;
    fastcgi_param QUERY_STRING \$query_string;
    fastcgi_param PACKAGE ${4:-package};
}
CONF
}

start_nginx() {
    local tries early=()
    # Where it writes before it has read its configuration; an older nginx cannot be told.
    if nginx -h 2>&1 | grep -q -- ' -e filename'; then early=(-e "$place/nginx/log"); fi
    # Somebody else may take the port between our look and nginx's.
    for ((tries = 0; tries < 3; tries++)); do
        port=$(free_port)
        cat >"$place/nginx/nginx.conf" <<CONF
${is_root:+user www-data;}
daemon off;
worker_processes 1;
pid $place/nginx/pid;
error_log $place/nginx/log;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $place/nginx/body;
    fastcgi_temp_path $place/nginx/fastcgi;
    proxy_temp_path $place/nginx/proxy;
    scgi_temp_path $place/nginx/scgi;
    uwsgi_temp_path $place/nginx/uwsgi;
    server {
        listen 127.0.0.1:$port;
        include $place/nginx/pools;
    }
}
CONF
        # It writes its process id when it listens.
        if serve nginx pid . nginx -c "$place/nginx/nginx.conf" "${early[@]}"; then return; fi
    done
    cat "$place/nginx/start" >&2
    die "nginx could not be started"
}

# The server of `php -S` and `php artisan serve`, which answers one request at a time.
development() { # development NAME OPTIONS...
    local name=$1
    shift
    development_port=$(free_port)
    # shellcheck disable=SC2016  # the inner shell's arguments
    serve "$name" start ' started' "$root/scripts/leg.sh" run "$leg" -- \
        sh -c 'echo $$ >"$1/pid" && shift && exec "$@"' sh "$place/$name" \
        php "$@" -S "127.0.0.1:$development_port" "$place/www/front.php"
}

# --- the steps ---------------------------------------------------------------

failed=0

step() { # step WHAT COMMAND...
    local what=$1
    shift
    say "$what"
    if ! "$@"; then
        failed=$((failed + 1))
        say "  FAILED"
    fi
}

developers() { # developers COMMAND ARGUMENTS...: the customers of the last development server
    local port=$development_port
    customers "$@"
}

# In the background, so that an interruption reaches this script at once.
customers() { # customers COMMAND ARGUMENTS...
    "$root/scripts/leg.sh" run "$leg" -- php -d error_reporting='E_ALL & ~E_DEPRECATED' \
        bindings/php/tests/fpm/run.php "$1" "$port" "${@:2}" 9>&- </dev/null &
    client=$!
    local status=0
    wait "$client" || status=$?
    client=
    return $status
}

says() { # says FILE PART
    grep -F -- "$2" "$1" | sed 's/^/  /' || {
        say "  there is no '$2' in it:"
        sed 's/^/  /' "$1"
        return 1
    }
}

# php-fpm itself does the rest: it begins anew in the same process.
reload() { # reload NAME
    local log=$place/$1/log before
    before=$(grep -c 'ready to handle connections' "$log")
    # shellcheck disable=SC2317  # until_not calls it
    not_again() { [ "$(grep -c 'ready to handle connections' "$log")" -le "$before" ]; }
    kill -USR2 "$(cat "$place/$1/pid")"
    until_not not_again
}

refuses_to_start() { # refuses_to_start NAME LINES PART
    if fpm "$1" "$2"; then
        say "  it started"
        return 1
    fi
    says "$place/$1/start" "$3"
}

# --- what there is -----------------------------------------------------------

mkdir -p "$place/www" "$place/package/lib" "$place/empty" "$place/other"
for package in package empty; do
    cp -R bindings/php/autoload.php bindings/php/preload.php bindings/php/src bindings/php/config bindings/php/database \
        "$place/$package/"
done
cp "$library" "$place/package/lib/"
# Two releases, and the link to the one that is served.
cp -R "$place/package" "$place/release-1"
cp -R "$place/package" "$place/release-2"
sed -i 's/ABI_EPOCH = [0-9]*/ABI_EPOCH = 4712/' "$place/release-2/src/Cartwright/Native/Abi.php"
ln -s release-1 "$place/current"
cp bindings/php/tests/fpm/front.php bindings/php/tests/fpm/stored.php bindings/php/tests/Support/laravel.php "$place/www/"
mkdir "$place/data"
if [ -n "$is_root" ]; then chown www-data "$place/data"; fi
gcc -shared -fPIC tests/c/other_epoch.c -o "$place/other/libcartwright.so"
printf '<?php // An application that preloads what it needs itself.\n' >"$place/www/preload.php"
chmod -R a+rX "$place"
# The settings of a developer's shell are not a server's.
unset CARTWRIGHT_LIBRARY CARTWRIGHT_DEEP

line=opcache.preload=$place/package/preload.php
user=
if [ -n "$is_root" ]; then user=$'\nopcache.preload_user=www-data'; fi
few=$'pm = ondemand\npm.max_children = 1'

folder nginx
folder preloaded
folder plain
folder application
folder missing
folder deployed
at_most=40
pool preloaded memory $'pm = static\npm.max_children = 2'
pool preloaded recycled $'pm = static\npm.max_children = 2\n'"pm.max_requests = $at_most"
pool preloaded stored $'pm = static\npm.max_children = 2'
pool preloaded epoch "$few"$'\n'"env[CARTWRIGHT_LIBRARY] = $place/other/libcartwright.so"
pool preloaded unloadable "$few"$'\n'"env[CARTWRIGHT_LIBRARY] = $place/www/front.php"
pool plain plain "$few"
pool plain late "$few"$'\n'"php_admin_value[opcache.preload] = $place/package/preload.php"
pool plain off "$few"$'\n'"php_admin_value[opcache.enable] = 0"
pool application application "$few"
pool missing missing "$few" empty
pool deployed deployed "$few" current
if [ -n "$is_root" ]; then
    folder unprivileged www-data
    pool unprivileged unprivileged "$few"
    folder refused
    pool refused refused "$few"
fi

step "php-fpm starts with the line in php.ini" fpm preloaded "$line$user"
step "php-fpm starts without it" fpm plain
step "php-fpm starts with an application's own script" fpm application "opcache.preload=$place/www/preload.php$user"
step "php-fpm starts with a release that will be replaced" fpm deployed \
    "opcache.preload=$place/current/preload.php$user"
step "php-fpm starts without a library" fpm missing "opcache.preload=$place/empty/preload.php$user"
step "… and says so in its log" says "$place/missing/start" \
    "Cartwright: The native library libcartwright.so was not found"
if [ -n "$is_root" ]; then
    step "php-fpm starts as an ordinary user, without opcache.preload_user" fpm unprivileged "$line"
    step "php-fpm does not start as root without opcache.preload_user, and says why" \
        refuses_to_start refused "$line" '"opcache.preload_user"'
fi
start_nginx

step "requests without the line are told to add it" \
    customers sentence plain "add the line $line to php.ini" "then restart php-fpm"
step "requests of a pool that has the line are told where it belongs" customers sentence late "must stand in php.ini"
step "requests without OPcache are told to enable it" customers sentence off "OPcache, which preloads, is switched off"
step "requests beside another preloaded script are told to add to it" customers sentence application \
    "add the line require '$place/package/preload.php'; to it"
step "requests without a library are told where it was looked for" customers sentence missing \
    "there is no $place/empty/lib/libcartwright.so" "env[CARTWRIGHT_LIBRARY]"
step "requests with a library of another release are told so" customers sentence epoch "has ABI epoch 4711"
step "requests with a file that is no library are told whose it is" customers sentence unloadable \
    "which the environment variable CARTWRIGHT_LIBRARY names, cannot be used"
ln -sfn release-2 "$place/current"
step "a release that is replaced stays as it was preloaded" customers recycled deployed 20 20
step "… until php-fpm is reloaded" reload deployed
step "… which takes the new one" customers sentence deployed "this package needs 4712"
folder served
folder served-preloaded
step "php -S starts without the line" development served
step "… and its requests are told to add it" developers sentence - "add the line $line to php.ini"
step "php -S starts with the line" development served-preloaded -d "$line" ${is_root:+-d opcache.preload_user=www-data}
step "… and its requests are served" developers recycled - 20 20
if [ -n "$is_root" ]; then
    step "requests of an ordinary user's php-fpm are served" customers recycled unprivileged 20 20
fi
step "workers are recycled" customers recycled recycled $((requests / 5)) $at_most
step "carts in an engine's SQLite file beside the application's own" customers stored stored $((requests / 10))
step "workers do not grow" customers memory memory "$requests" ${defect:+"$defect"}

[ $failed -eq 0 ] || die "$failed steps failed on $leg"
say "php-fpm on $leg: all steps passed"
