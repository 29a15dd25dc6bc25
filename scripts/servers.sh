#!/usr/bin/env bash
# servers.sh — a MariaDB, a PostgreSQL, a Redis and a Redis Cluster of our own, for the suites.
#
# usage: scripts/servers.sh start mariadb|postgresql|redis|redis-cluster|all [DIR]
#        scripts/servers.sh env [DIR]      print the settings as shell exports: eval "$(scripts/servers.sh env)"
#        scripts/servers.sh stop [DIR]     stop them and remove their data; the logs stay in DIR
#        scripts/servers.sh kill|again|pause|resume NAME [DIR]
#                                          end one with -9 and all that belongs to it; start it again, at the same port
#                                          with what it has kept; stop its work, and let it go on
#        scripts/servers.sh fill|empty redis [DIR]
#                                          leave it no memory for more, and give it what it wants
#
# DIR defaults to target/servers. Each start makes a fresh, empty database `cartwright` on a free port of 127.0.0.1,
# with a user of all rights and a password made for this start. The servers are small, but a commit is as durable as
# by default: fsync is on. They run as an unprivileged user when the caller is root; where that user cannot reach DIR,
# the data lie in /var/tmp (a disk, which /tmp need not be).
# The Redis servers keep each change before they answer; with CARTWRIGHT_FORGETFUL_REDIS=1 they keep nothing. The Cluster
# has six nodes, redis-node-1 to redis-node-6: three masters and a replica of each.
# innodb_snapshot_isolation is a session variable, so one MariaDB serves the suites with it and those without.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# --- where, and as whom ------------------------------------------------------

# The prefix of every command of a server: its user, and nothing of the caller's environment.
as_server=(env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin LANG=C.UTF-8)
server_user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
    for server_user in postgres mysql nobody; do
        if id -u "$server_user" >/dev/null 2>&1; then break; fi
    done
    as_server=(setpriv --reuid="$server_user" --regid="$(id -g "$server_user")" --init-groups "${as_server[@]}")
fi

# A place for a server's data that the server's user can reach. DIR/NAME.data remembers it.
make_data() { # make_data NAME
    data=$dir/$1-data
    mkdir -p "$data"
    chown "$server_user" "$data"
    if ! "${as_server[@]}" test -w "$data"; then
        rmdir "$data"
        data=$(mktemp -d "/var/tmp/cartwright-$1.XXXXXX")
        chown "$server_user" "$data"
    fi
    chmod 700 "$data"
    echo "$data" >"$dir/$1.data"
}

# A process counts as the server only while its command line names the data: a pid may have been given to another.
runs() { # runs PID DATA
    [ -n "$1" ] && tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF -- "$2"
}

# --- start -------------------------------------------------------------------

# The six nodes are servers like any other.
kind_of() { echo "${1%-node-?}"; }

start() { # start NAME [PASSWORD]
    local name=$1 pid='' data port password tries
    if [ -e "$dir/$name.pid" ] && runs "$(cat "$dir/$name.pid")" "$(cat "$dir/$name.data")"; then
        say "servers: $name runs already"
        return
    fi
    stop "$name"
    password=${2:-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')}
    : >"$dir/$name.log"
    make_data "$name"
    "create_$(kind_of "$name")"
    # Somebody else may take the port between our look and the server's.
    for tries in 1 2 3; do
        port=$(free_port)
        if "run_$(kind_of "$name")"; then break; fi
        pid=
    done
    if [ -z "$pid" ]; then
        tail -n 5 "$dir/$name.log" >&2
        stop "$name"
        die "$name could not be started ($tries tries); see $dir/$name.log"
    fi
    echo "$pid" >"$dir/$name.pid"
    echo "$port" >"$dir/$name.port"
    (umask 077 && for setting in HOST=127.0.0.1 PORT="$port" USER=cartwright PASSWORD="$password" DATABASE=cartwright; do
        case $name in
            mariadb) echo "export CARTWRIGHT_MARIADB_$setting" ;;
            postgresql) echo "export CARTWRIGHT_PGSQL_$setting" ;;
            redis) echo "export CARTWRIGHT_REDIS_$setting" | grep -Ev '_(USER|DATABASE)=' || true ;;
        esac
    done >"$dir/$name.env")
    say "servers: $name listens on 127.0.0.1:$port as $server_user (log: $dir/$name.log)"
}

create_mariadb() {
    has mariadbd || die "MariaDB is not installed; scripts/install.sh installs it"
    # A server that starts removes what it takes for its own remains: in a folder of all it would be another's work.
    "${as_server[@]}" mkdir "$data/tmp"
    "${as_server[@]}" mariadb-install-db --no-defaults --datadir="$data/db" --tmpdir="$data/tmp" \
        --auth-root-authentication-method=socket \
        --skip-test-db >>"$dir/mariadb.log" 2>&1 </dev/null || die "MariaDB's data could not be made; see $dir/mariadb.log"
    (umask 077 && cat >"$data/init.sql") <<SQL
CREATE DATABASE IF NOT EXISTS cartwright;
CREATE USER IF NOT EXISTS cartwright@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO cartwright@'127.0.0.1' WITH GRANT OPTION;
SQL
    chown "$server_user" "$data/init.sql"
}

run_mariadb() {
    local answer deadline=$((SECONDS + 60))
    # The socket is relative to the data: a path of any length works, and nobody else sees it.
    setsid "${as_server[@]}" mariadbd --no-defaults --datadir="$data/db" --tmpdir="$data/tmp" --init-file="$data/init.sql" \
        --bind-address=127.0.0.1 --port="$port" --socket=mariadb.sock --pid-file="$data/mariadb.pid" \
        --skip-name-resolve --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci \
        --innodb-buffer-pool-size=64M --innodb-log-file-size=32M --max-connections=100 \
        --innodb-flush-log-at-trx-commit=1 >>"$dir/mariadb.log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do
        # The server speaks first. It does so once the initial statements are done.
        if { read -r -N 1 -t 5 answer <"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null && [ -n "$answer" ]; then
            runs "$pid" "$data"
            return
        fi
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null
    return 1
}

postgres_bin() {
    local postgres
    postgres=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -V | tail -n 1)
    postgres=${postgres:-$(command -v postgres)} || die "PostgreSQL is not installed; scripts/install.sh installs it"
    dirname "$postgres"
}

create_postgresql() {
    local bin
    bin=$(postgres_bin)
    (umask 077 && echo "$password" >"$data/password")
    chown "$server_user" "$data/password"
    {
        "${as_server[@]}" "$bin/initdb" --pgdata="$data/db" --username=cartwright --pwfile="$data/password" \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions &&
            "${as_server[@]}" tee -a "$data/db/postgresql.conf" <<CONF &&
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 100
CONF
            "${as_server[@]}" "$bin/postgres" --single -D "$data/db" postgres <<<'CREATE DATABASE cartwright'
    } >>"$dir/postgresql.log" 2>&1 || die "PostgreSQL's data could not be made; see $dir/postgresql.log"
    rm "$data/password"
}

run_postgresql() {
    local bin
    bin=$(postgres_bin)
    # pg_ctl waits until the server takes connections.
    "${as_server[@]}" "$bin/pg_ctl" start --wait --timeout=60 --pgdata="$data/db" --options="-p $port" \
        >>"$dir/postgresql.log" 2>&1 </dev/null || {
        "${as_server[@]}" "$bin/pg_ctl" stop --mode=immediate --pgdata="$data/db" >/dev/null 2>&1
        return 1
    }
    pid=$(head -n 1 "$data/db/postmaster.pid")
}

create_redis() {
    has redis-server || die "Redis is not installed; scripts/install.sh installs it"
    local keeps=(appendonly yes appendfsync always)
    [ -z "${CARTWRIGHT_FORGETFUL_REDIS:-}" ] || keeps=(appendonly no)
    # The file is in the title of the process, by which it is known.
    (umask 077 && {
        printf '%s %s\n' "${keeps[@]}" bind 127.0.0.1 dir "$data" save '""' requirepass "$password" masterauth "$password"
        echo 'proc-title-template "{title} {config-file}"'
        if [ "$name" != redis ]; then printf '%s\n' 'cluster-enabled yes' 'cluster-node-timeout 3000'; fi
    } >"$data/redis.conf")
    chown "$server_user" "$data/redis.conf"
}

run_redis() {
    local deadline=$((SECONDS + 60)) more=()
    if [ "$name" != redis ]; then more=(--cluster-port "$(free_port)"); fi
    setsid "${as_server[@]}" redis-server "$data/redis.conf" --port "$port" "${more[@]}" \
        >>"$dir/$name.log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ $SECONDS -lt $deadline ]; do
        if [ "$(say_to_redis "$name" ping 2>/dev/null)" = PONG ]; then return; fi
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null
    return 1
}

say_to_redis() { # say_to_redis NAME COMMAND…
    local name=$1 password port=${port:-$(cat "$dir/$1.port" 2>/dev/null)}
    shift
    password=$(sed -n 's/^requirepass //p' "$(cat "$dir/$name.data")/redis.conf")
    REDISCLI_AUTH=$password redis-cli -h 127.0.0.1 -p "$port" "$@" </dev/null
}

# One password for all, because who knows one node of a Cluster is sent to the others.
start_cluster() {
    local node nodes=() password turn port name=redis-node-1
    # The file outlives them where the machine was restarted.
    if [ -e "$dir/redis-cluster.env" ] && runs "$(cat "$dir/$name.pid")" "$(cat "$dir/$name.data")"; then
        say "servers: redis-cluster runs already"
        return
    fi
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    for node in 1 2 3 4 5 6; do
        start "redis-node-$node" "$password"
        nodes+=("127.0.0.1:$(cat "$dir/redis-node-$node.port")")
    done
    port=$(cat "$dir/redis-node-1.port")
    say_to_redis redis-node-1 --cluster create "${nodes[@]}" --cluster-replicas 1 --cluster-yes \
        >>"$dir/redis-node-1.log" 2>&1 || die "the Cluster could not be made; see $dir/redis-node-1.log"
    for ((turn = 0; turn < 300; turn++)); do
        if say_to_redis redis-node-1 cluster info | grep -q '^cluster_state:ok'; then break; fi
        sleep 0.1
    done
    (umask 077 && {
        echo "export CARTWRIGHT_REDIS_CLUSTER_NODES=$(IFS=, && echo "${nodes[*]}")"
        echo "export CARTWRIGHT_REDIS_CLUSTER_PASSWORD=$password"
    } >"$dir/redis-cluster.env")
    say "servers: redis-cluster has six nodes: ${nodes[*]}"
}

# --- stop --------------------------------------------------------------------

stop() { # stop NAME
    local name=$1 pid data signal=TERM turn
    [ -e "$dir/$name.data" ] || return 0
    data=$(cat "$dir/$name.data")
    pid=$(cat "$dir/$name.pid" 2>/dev/null || true)
    if runs "$pid" "$data"; then
        [ "$name" = mariadb ] || signal=INT # PostgreSQL: do not wait for the clients
        kill -s "$signal" "$pid"
        for ((turn = 0; turn < 300; turn++)); do
            runs "$pid" "$data" || break
            sleep 0.1
        done
        if runs "$pid" "$data"; then
            warn "servers: $name did not stop within 30 s and is killed"
            kill -KILL "$pid"
        fi
        say "servers: $name is stopped"
    fi
    rm -rf "$data"
    rm -f "$dir/$name.data" "$dir/$name.pid" "$dir/$name.port" "$dir/$name.env"
}

# --- harm, for those who show what becomes of it ------------------------------

# A server and the processes that it has started: those of PostgreSQL would go on for a moment without it.
processes_of() { # processes_of NAME
    local pid
    pid=$(cat "$dir/$1.pid" 2>/dev/null) || die "$1 was not started in $dir"
    runs "$pid" "$(cat "$dir/$1.data")" || return 0
    echo "$pid"
    ps -o pid= --ppid "$pid" || true
}

send() { # send SIGNAL NAME
    local pids
    pids=$(processes_of "$2")
    # shellcheck disable=SC2086  # several
    [ -z "$pids" ] || kill -s "$1" $pids
}

again() { # again NAME
    local name=$1 turn data port pid=
    data=$(cat "$dir/$name.data")
    port=$(cat "$dir/$name.port")
    for ((turn = 0; turn < 100; turn++)); do
        [ -n "$(processes_of "$name")" ] || break
        sleep 0.1
    done
    # The system may not have given the dead one's number back yet, and PostgreSQL would take it for alive.
    rm -f "$data/db/postmaster.pid"
    "run_$(kind_of "$name")" || die "$name could not be started again; see $dir/$name.log"
    echo "$pid" >"$dir/$name.pid"
}

# --- the command line --------------------------------------------------------

command=${1:-}
case $command in
    start)
        which=${2:-}
        dir=${3:-$target/servers}
        ;;
    kill | again | pause | resume | fill | empty)
        which=${2:-}
        dir=${3:-$target/servers}
        ;;
    stop | env) dir=${2:-$target/servers} ;;
    -h | --help) help_of && exit ;;
    *) die "unknown command '$command'; see --help" ;;
esac
case $command in
    start)
        case $which in
            mariadb | postgresql) names=("$which") ;;
            redis | redis-cluster) names=("$which") ;;
            all) names=(mariadb postgresql redis redis-cluster) ;;
            *) die "'$which' is no server; the servers are mariadb, postgresql, redis and redis-cluster, and all stands for them" ;;
        esac
        mkdir -p "$dir"
        dir=$(cd "$dir" && pwd -P)
        for name in "${names[@]}"; do
            if [ "$name" = redis-cluster ]; then start_cluster; else start "$name"; fi
        done
        ;;
    stop)
        [ -d "$dir" ] || exit 0
        dir=$(cd "$dir" && pwd -P)
        rm -f "$dir/redis-cluster.env"
        for name in "$dir"/*.data; do
            [ ! -e "$name" ] || stop "$(basename "$name" .data)"
        done
        ;;
    kill) send KILL "$which" ;;
    pause) send STOP "$which" ;;
    resume) send CONT "$which" ;;
    again) again "$which" ;;
    fill) say_to_redis "$which" config set maxmemory 1 ;;
    empty) say_to_redis "$which" config set maxmemory 0 ;;
    env) cat "$dir"/*.env 2>/dev/null || die "no server runs in $dir" ;;
esac
