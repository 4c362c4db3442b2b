# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# What stands around the server: managed PostgreSQL with its pool, an object store, names, receivers of alerts. Sourced by world.sh.
# Addresses are those of documentation (RFC 5737): the server has $SERVER, the cloud $CLOUD, clients the hundred from .101 on.

readonly SERVER=198.51.100.10 CLOUD=198.51.100.1 RECEIVERS=198.51.100.2 FIRST_CLIENT=101 CLIENTS=100
readonly STORE_KEY=S3RVER # The one pair of keys that the object store knows.
readonly TRIXIE=$CACHE/trixie

random_secret() { openssl rand -hex 48; }

# certificate NAME ADDRESS-OR-HOST ...: a pair that the authority of the drills signs.
certificate() {
    local name=$1 names
    shift
    names=$(printf 'DNS:%s,' "$@")
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$RUN/$name.key" -out "$RUN/$name.csr" 2>/dev/null
    openssl x509 -req -in "$RUN/$name.csr" -CA "$CACHE/authority/ca.pem" -CAkey "$CACHE/authority/ca.key" -days 90 -out "$RUN/$name.pem" \
        -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "${names%,}") 2>/dev/null
}

start_network() {
    local client
    mount -t proc proc /proc
    ip link set lo up
    ip link add cloud0 type veth peer name server0
    ip address add "$CLOUD/24" dev cloud0
    ip address add "$RECEIVERS/24" dev cloud0
    for ((client = FIRST_CLIENT; client < FIRST_CLIENT + CLIENTS; client++)); do
        ip address add "198.51.100.$client/24" dev cloud0
    done
    ip link set cloud0 up
    mount --bind "$TRIXIE" "$TRIXIE"
    mount -t proc proc "$TRIXIE/proc"
    mount --rbind /dev "$TRIXIE/dev"
    mkdir -p "$TRIXIE/mnt/run"
    mount --bind "$RUN" "$TRIXIE/mnt/run"
    chmod 0755 "$RUN"
}

start_names() {
    printf 'nameserver %s\n' "$CLOUD" >"$RUN/resolv.conf"
    printf '127.0.0.1 localhost\n' >"$RUN/hosts"
    mount --bind "$RUN/resolv.conf" "$(readlink -f /etc/resolv.conf)"
    mount --bind "$RUN/hosts" /etc/hosts
    cp "$RUN/resolv.conf" "$TRIXIE/etc/resolv.conf"
    chroot "$TRIXIE" dnsmasq --keep-in-foreground --no-resolv --no-hosts --user=root --bind-interfaces --listen-address="$CLOUD" --log-facility=/mnt/run/logs/names.log \
        --address="/example.com/$SERVER" --address="/db.example.com/$CLOUD" --address="/amazonaws.com/$CLOUD" --address="/hooks.example.com/$RECEIVERS" --address="/pagerduty.com/$RECEIVERS" \
        --address='/#/' & # What nobody knows does not exist, says the world's name server too.
}

# as_postgres COMMAND ...: in the system with PostgreSQL.
as_postgres() { chroot --userspec=postgres:postgres "$TRIXIE" env PATH=/usr/lib/postgresql/17/bin:/usr/bin:/bin HOME=/tmp "$@"; }

# run_postgres: starts the server on the data there is.
run_postgres() {
    as_postgres pg_ctl --pgdata=/mnt/run/postgres --log=/mnt/run/postgres/log --silent --wait start \
        --options="-c listen_addresses=$CLOUD,127.0.0.1 -c port=25060 -c unix_socket_directories=/mnt/run/postgres -c ssl=on -c max_connections=100 -c shared_buffers=256MB -c max_wal_size=2GB"
}
stop_postgres() { as_postgres pg_ctl --pgdata=/mnt/run/postgres --mode="${1:-fast}" --silent --wait stop; }

# DigitalOcean gives an administrator who is no superuser but may make databases and logins, and a login for the system.
start_database() {
    local database login
    local control=$TRIXIE/usr/share/postgresql/17/extension/vector.control
    # The provider's administrator may create the extensions it offers.
    grep -q '^trusted' "$control" || echo 'trusted = true' >>"$control"
    database=$(plan_value deployment DATABASE_NAME)
    login=$(plan_value deployment DATABASE_USER)
    install -d -m 0700 -o "$(stat -c %u "$TRIXIE/var/lib/postgresql")" -g "$(stat -c %g "$TRIXIE/var/lib/postgresql")" "$RUN/postgres"
    as_postgres initdb --pgdata=/mnt/run/postgres --username=postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$RUN/logs/initdb.log" || return 1
    certificate database "$(plan_value deployment DATABASE_HOST)" "$(plan_value environment POSTGRES_HOST)"
    install -m 0600 -o "$(stat -c %u "$RUN/postgres")" -g "$(stat -c %g "$RUN/postgres")" "$RUN/database.key" "$RUN/postgres/server.key"
    install -m 0644 "$RUN/database.pem" "$RUN/postgres/server.crt"
    printf 'local all postgres trust\nhostssl all all 0.0.0.0/0 scram-sha-256\n' >"$RUN/postgres/pg_hba.conf"
    run_postgres || { tail "$RUN/postgres/log" >&2; return 1; }
    database_sql postgres <<SQL
create role doadmin login createdb createrole password '$ADMINISTRATOR_PASSWORD';
create role "$login" login password '$DATABASE_PASSWORD';
create database "$database" owner doadmin;
SQL
    printf '"%s" "%s"\n' "$login" "$DATABASE_PASSWORD" >"$RUN/pool-users"
    cat >"$RUN/pool.ini" <<INI
[databases]
$(plan_value environment POSTGRES_DB) = host=127.0.0.1 port=25060 dbname=$database pool_size=20
[pgbouncer]
listen_addr = $CLOUD
listen_port = 25061
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /mnt/run/pool-users
pool_mode = transaction
max_client_conn = 500
max_prepared_statements = 200
ignore_startup_parameters = extra_float_digits
client_tls_sslmode = require
client_tls_key_file = /mnt/run/postgres/server.key
client_tls_cert_file = /mnt/run/postgres/server.crt
server_tls_sslmode = require
logfile = /mnt/run/logs/pool.log
INI
    chmod 0777 "$RUN/logs"
    chroot --userspec=postgres:postgres "$TRIXIE" pgbouncer --quiet /mnt/run/pool.ini &
}

# database_sql DATABASE [ARGUMENT ...]: as the provider's own superuser, for looking and for making trouble.
database_sql() {
    local database=$1
    shift
    as_postgres psql --host=/mnt/run/postgres --port=25060 --username=postgres --dbname="$database" --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"
}

start_object_store() {
    certificate store '*.s3.us-east-1.amazonaws.com' s3.us-east-1.amazonaws.com
    node "$CACHE/s3rver/node_modules/s3rver/bin/s3rver.js" --directory "$RUN/store" --address "$CLOUD" --port 443 --key "$RUN/store.key" --cert "$RUN/store.pem" --silent \
        --configure-bucket "$(plan_value deployment BACKUP_BUCKET)" --configure-bucket "$(plan_value environment S3_BUCKET)" >"$RUN/logs/store.log" 2>&1 &
}

start_receivers() {
    certificate receivers hooks.example.com events.pagerduty.com
    python3 "$REPOSITORY/e2e/alert-receivers.py" --http-address "$RECEIVERS" --http-port 443 --certificate "$RUN/receivers.pem" --key "$RUN/receivers.key" \
        --smtp-port 2525 --log "$RUN/received" >"$RUN/logs/receivers.log" 2>&1 &
    touch "$RUN/received"
}

start_cloud() {
    start_network
    ADMINISTRATOR_PASSWORD=$(random_secret)
    DATABASE_PASSWORD=$(random_secret)
    CACHE_PASSWORD=$(random_secret)
    CLIENT_SECRET=$(random_secret)
    start_names
    start_database || return 1
    start_object_store
    start_receivers
    within 20 curl --silent --insecure --output /dev/null "https://$CLOUD/" || { cat "$RUN/logs/store.log" >&2; return 1; }
    within 20 curl --silent --insecure --output /dev/null "https://$RECEIVERS/" || { cat "$RUN/logs/receivers.log" >&2; return 1; }
}
