#!/usr/bin/env bash
# Backups, restores and drills with a real PostgreSQL (pgvector), a real Valkey and a real S3 server: what was destroyed has to come back as it was.
. "$TESTS/check.sh"
. "$TESTS/deployment.sh"

rendered=$RENDERED/document-search-dev
export ENGINE=/tmp/engine LOCK_SECONDS=0
postgres=(/usr/lib/postgresql/*/bin)
export PATH=/tmp/engine-bin:${postgres[0]}:$PATH
rm -rf /backup /commands "$ENGINE"
mkdir -p /tmp/engine-bin "$ENGINE"
install -m 0755 "$TESTS/engine" /tmp/engine-bin/docker
# The images' programs run as a user of that number.
getent passwd 999 >/dev/null || echo 'container:x:999:999::/tmp:/usr/sbin/nologin' >>/etc/passwd

root=$(mktemp -d)
chmod 0755 "$root"
export SYSTEM_ROOT=$root TEXTFILE_DIRECTORY=$root/textfile
read -r database login < <(sed -n 's/^GRANT CREATE.* ON DATABASE "\([^"]*\)" TO "\([^"]*\)";$/\1 \2/p' "$rendered/lib/database-rights.sql")
export DATABASE_NAME=$database DATABASE_USER=$login BUCKET_KEY=S3RVER BUCKET_SECRET=S3RVER HOST_ETC=$root/host-etc
release=$(deploy "$rendered" "$root")

# The managed database: TLS only, an administrator who owns the extensions, and a login for the system.
server=/tmp/server
install -d -o postgres -g postgres -m 0700 $server
as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups env HOME=/tmp "$@"; }
as_postgres initdb --pgdata=$server --username=postgres --auth-local=trust --auth-host=scram-sha-256 --no-sync >/tmp/initdb.log
(cd $server && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -keyout server.key -out server.crt 2>/dev/null && chown postgres server.* && chmod 0600 server.key)
printf 'local all postgres trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n' >$server/pg_hba.conf
as_postgres pg_ctl --pgdata=$server --wait --silent --log=/tmp/server.log --options="-c ssl=on -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp" start
admin_sql() { psql --host=/tmp --username=postgres --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --tuples-only --no-align "$@"; }
admin_sql --command="create role admin superuser login password 'password-of-the-administrator'" --command="create role \"$login\" login password 'password-of-the-database'"
new_database() {
    admin_sql --command="drop database if exists \"$database\" with (force)" --command="create database \"$database\" owner admin"
}
sql() {
    PGPASSWORD=password-of-the-database PGSSLMODE=require psql --host=127.0.0.1 --username="$login" --dbname="$database" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --tuples-only --no-align "$@"
}
redis() { REDISCLI_AUTH=password-of-the-store valkey-cli --no-auth-warning "$@"; }

# fingerprint: everything there is, in a form that does not depend on how it is stored.
fingerprint() {
    sql <<'SQL'
select 'extension', extname, extversion from pg_extension order by extname;
select 'relation', c.oid::regclass, c.relkind, coalesce(pg_get_indexdef(i.indexrelid), '') from pg_class c left join pg_index i on i.indexrelid = c.oid
where c.relnamespace = 'public'::regnamespace order by c.relname;
select 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated from pg_constraint where connamespace = 'public'::regnamespace order by conrelid::regclass::text, conname;
select 'column', table_name, column_name, data_type, is_nullable, generation_expression, is_identity from information_schema.columns where table_schema = 'public' order by 2, ordinal_position;
select 'invalid index', indexrelid::regclass from pg_index where not indisvalid;
select 'configuration', cfgname, mapcfg::regconfig, maptokentype, mapseqno, mapdict::regdictionary from pg_ts_config join pg_ts_config_map on mapcfg = pg_ts_config.oid
where cfgnamespace = 'public'::regnamespace order by 2, 4, 5;
select 'model', md5(string_agg(m::text, '|' order by id)) from embedding_models m;
select 'documents', count(*), md5(string_agg(d::text, '|' order by id)) from documents d;
select 'chunks', count(*), md5(string_agg(c::text, '|' order by document_id, ordinal)) from chunks c;
select 'vectors', count(*), md5(string_agg(e::text, '|' order by document_id, ordinal, model_id)) from chunk_embeddings e;
select 'sequence', sequencename, last_value from pg_sequences where schemaname = 'public' order by 2;
SQL
}
# searches: ten of the nearest for each of twenty vectors by the index, and a full-text search.
searches() {
    sql <<'SQL'
set enable_seqscan = off;
set hnsw.ef_search = 400;
select n, (select string_agg(document_id || '/' || ordinal, ' ' order by distance, document_id, ordinal) from (
    select document_id, ordinal, embedding::vector(64) <=> (select array_agg(sin(n * 31 + i))::vector(64) from generate_series(1, 64) i) as distance
    from chunk_embeddings where model_id = 1 order by distance limit 10) nearest)
from generate_series(1, 20) n order by n;
select document_id, ordinal from chunks where terms @@ websearch_to_tsquery('search_pt', 'história número 7') order by 1, 2 limit 20;
SQL
}
keys() {
    local key
    redis DBSIZE
    redis --raw KEYS '*' | sort | while IFS= read -r key; do
        echo "$key $(redis TYPE "$key") $(redis PEXPIRETIME "$key")"
        case $key in
        string:*) redis --no-raw GET "$key" ;;
        list:*) redis LRANGE "$key" 0 -1 ;;
        hash:*) redis HGETALL "$key" | paste - - | sort ;;
        set:*) redis SMEMBERS "$key" | sort ;;
        sorted:*) redis ZRANGE "$key" 0 -1 WITHSCORES ;;
        stream:*) redis XRANGE "$key" - +; redis XPENDING "$key" workers ;;
        esac
    done
}

check "data: install" bash "$release/bin/install"
ln -s "$release" "$root/current"
mkdir -p "$root/etc/redis"
cp "$release"/redis/* "$root/etc/redis/"
# store_passwords DIRECTORY ...: what a release does with them.
store_passwords() {
    bash -c '. "$SYSTEM_ROOT/lib/host.sh"; . "$ROOT/lib/containers.sh"; . "$ROOT/lib/database.sh"; . "$ROOT/lib/store.sh"; old_directory=$1; load_system; shift; "$@"' - "$@"
}
store_passwords "$release" take_store_passwords "$release"
ln -s ../colours/api-blue.conf "$root/etc/nginx/upstreams/api.conf"
echo '{"status":"ready"}' >"$root/logs/example.log"
check "data: the store starts with the rendered configuration" docker compose up redis

# A password of the store is changed by a deployment: both are taken until the old version has gone, the running store keeps its data and is never away.
says_pong() { [ "$(REDISCLI_AUTH=$1 valkey-cli --no-auth-warning PING 2>/dev/null)" = PONG ]; }
redis SET rotation kept >/dev/null
rotated=$(STORE_PASSWORD=another-password deploy "$rendered" "$root")
check "rotation: another password is another configuration" [ "$rotated" != "$release" ]
check "rotation: the store takes both" store_passwords "$release" take_store_passwords "$rotated" "$release"
check "rotation: the old one" says_pong password-of-the-store
check "rotation: the new one" says_pong another-password
docker compose stop redis
docker compose up redis
check "rotation: both after a restart in the middle of it" says_pong another-password
check "rotation: both after a restart in the middle of it, the old one" says_pong password-of-the-store
connections() { REDISCLI_AUTH=another-password valkey-cli --no-auth-warning CLIENT LIST TYPE normal | grep -c 'cmd=\(ping\|auth\)' || true; }
{ printf 'AUTH password-of-the-store\nPING\n'; sleep 20; } | valkey-cli --no-auth-warning >/tmp/former 2>&1 &
within 5 grep -q PONG /tmp/former
sleep 2
check "rotation: a failed release goes back to the old one" store_passwords "$rotated" take_store_passwords "$release"
check "rotation: gone back: the old one" says_pong password-of-the-store
refuse "rotation: gone back: the new one" says_pong another-password
check "rotation: and again" store_passwords "$release" take_store_passwords "$rotated" "$release"
forget() { DIRECTORY=$rotated store_passwords "$release" forget_store_password 1; }
check "rotation: the old version has ended, and its password goes" forget
refuse "rotation: the old one is refused" says_pong password-of-the-store
check "rotation: the new one is taken" says_pong another-password
equal "rotation: who logged in with the old one has to do it again" 0 "$(connections)"
equal "rotation: the data is there" kept "$(REDISCLI_AUTH=another-password valkey-cli --no-auth-warning GET rotation)"
docker compose stop redis
ln -sfn "$rotated" "$root/current"
docker compose up redis
refuse "rotation: after a restart the old one is refused" says_pong password-of-the-store
check "rotation: after a restart the new one is taken" says_pong another-password
ln -sfn "$release" "$root/current"
store_passwords "$rotated" take_store_passwords "$release" || fail "rotation: back"
equal "rotation: the same values are the same configuration" "$release" "$(deploy "$rendered" "$root")"
redis DEL rotation >/dev/null
echo 'backup_last_success_timestamp_seconds{system="document-search"} 1' >"$root/textfile/backup_last_success_timestamp_seconds.prom"
bash "$release/bin/install" >/dev/null
equal "install: a clock that runs is left alone" 'backup_last_success_timestamp_seconds{system="document-search"} 1' "$(cat "$root/textfile/backup_last_success_timestamp_seconds.prom")"

new_database
grant() { PGPASSWORD=password-of-the-administrator PGSSLMODE=require psql --host=127.0.0.1 --username=admin --dbname="$database" --no-psqlrc --quiet --file="$root/lib/database-rights.sql"; }
check "data: the rendered rights" grant
check "data: the service's own migrations" bash -c 'cat /checks/migrations/*.sql >/tmp/migrations.sql'
check "data: they run as the system's login" sql --single-transaction --file=/tmp/migrations.sql
sql <<'SQL'
insert into embedding_models (name, dimensions) values ('example', 64), ('next', 32);
insert into documents (id, name, format, size_bytes, sha256, uploaded_by, status, chunk_count, embedding_model_id)
select md5(n::text)::uuid, 'história número ' || n, 'txt', n * 100, sha256(n::text::bytea), 'user-' || n % 7, (array['ready', 'queued', 'failed'])[n % 3 + 1], 5, 1
from generate_series(1, 1000) n;
insert into chunks (document_id, ordinal, content)
select id, o, 'A história número ' || size_bytes / 100 % 50 || ' of part ' || o || E' with a tab\t, a line\nand \\ it''s ' || md5(id::text || o)
from documents, generate_series(1, 5) o;
insert into chunk_embeddings (document_id, ordinal, model_id, embedding)
select document_id, ordinal, 1, array(select sin(hashtext(document_id::text || ordinal || '/' || n)) from generate_series(1, 64) n)::vector(64) from chunks;
create index chunk_embeddings_hnsw_1 on chunk_embeddings using hnsw ((embedding::vector(64)) vector_cosine_ops) with (m = 16, ef_construction = 100) where model_id = 1;
set client_min_messages = error;
analyze;
SQL
{
    for n in $(seq 1 40); do echo "SET string:$n value-$n"; done
    echo "SET string:expires soon PXAT $((($(date +%s) + 86400) * 1000))"
    echo 'SET string:binary "\x00\xff\r\n"'
    echo "RPUSH list:jobs a b c d"
    for n in $(seq 1 600); do echo "HSET hash:large field-$n $n"; done
    echo "SADD set:members x y z"
    echo "ZADD sorted:scores 1.5 a -2 b inf c"
    for n in $(seq 1 20); do echo "XADD stream:queue $n-1 job $n"; done
    echo "XGROUP CREATE stream:queue workers 0"
    echo "XREADGROUP GROUP workers one COUNT 5 STREAMS stream:queue >"
} | redis >/tmp/filled
rows=$(fingerprint)
found=$(searches)
stored=$(keys)
equal "data: there is enough of it" "5000 5000 20" "$(sql --command='select count(*) from chunks') $(sql --command='select count(*) from chunk_embeddings') $(grep -c '^[0-9]*|[0-9a-f-]*/' <<<"$found")"
has "data: searches use the index" "$(sql --command='explain select ordinal from chunk_embeddings where model_id = 1 order by embedding::vector(64) <=> (select embedding::vector(64) from chunk_embeddings limit 1) limit 10')" 'Index Scan using chunk_embeddings_hnsw_1'
as_it_was() {
    equal "$1: rows, vectors, indexes, constraints, extensions" "$rows" "$(fingerprint)"
    equal "$1: searches find the same" "$found" "$(searches)"
}

# pg_dump dies in the middle, as of a disk or a memory that is full.
before=$(ls "$root/backups")
: >"$ENGINE/calls" # Which is a file as well.
answer=$(ulimit -f 4; "$root/bin/backup" 2>&1)
equal "backup: a dump that is cut off is a failure" 1 "$(($? != 0))"
has "backup: and says so" "$answer" 'pg_dump did not end well'
equal "backup: and leaves nothing that looks like one" "$before" "$(ls "$root/backups")"

check "backup" "$root/bin/backup"
name=$(find "$root/backups" -maxdepth 1 -name '20*Z' -printf '%f\n')
directory=$root/backups/$name
equal "backup: everything is in it" "SHA256SUMS configuration.tar.gz database.dump logs.tar.gz manifest.json redis.rdb row-counts.tsv" "$(cd "$directory" && printf '%s\n' * | LC_ALL=C sort | xargs)"
equal "backup: custom format" PGDMP "$(head -c 5 "$directory/database.dump")"
check "backup: a snapshot of the store" valkey-check-rdb "$directory/redis.rdb"
equal "backup: the number of rows of every table" "$(printf 'public.chunk_embeddings\t5000\npublic.chunks\t5000\npublic.documents\t1000\npublic.embedding_models\t2')" "$(cat "$directory/row-counts.tsv")"
check "backup: configuration" tar --test-label --file "$directory/configuration.tar.gz"
has "backup: configuration of the store" "$(tar tzf "$directory/configuration.tar.gz")" '^etc/redis/valkey.conf$'
hasnot "backup: no secrets" "$(tar tzf "$directory/configuration.tar.gz"; cat "$directory/manifest.json")" 'password|secret'
has "backup: logs" "$(tar tzf "$directory/logs.tar.gz")" '^logs/example.log$'
check "backup: checksums" bash -c 'cd "$1" && sha256sum --check --quiet --strict SHA256SUMS' - "$directory"
equal "backup: nobody but root reads it" "700 0:0" "$(stat -c '%a %u:%g' "$directory")"
object() { curl --silent --fail --aws-sigv4 aws:amz:us-east-1:s3 --user S3RVER:S3RVER "http://127.0.0.1:9000/backups/document-search/dev/$1"; }
for file in "$directory"/*; do
    equal "backup: $(basename "$file") in the bucket" "$(sha256sum <"$file")" "$(object "$name/$(basename "$file")" | sha256sum)"
done
equal "backup: the bucket knows the latest one" "$name" "$(object LATEST)"
has "backup: metric" "$(cat "$root/textfile/backup_last_success_timestamp_seconds.prom")" " $(date +%s | cut -c 1-7)"
hasnot "backup: no password on a command line" "$(cat "$ENGINE/calls")" 'password-of'
tags() { curl --silent --fail --aws-sigv4 aws:amz:us-east-1:s3 --user S3RVER:S3RVER "http://127.0.0.1:9000/backups/document-search/dev/$1?tagging=" | grep -c superseded; }
equal "backup: the newest in the bucket is not marked, so it never expires" 0 "$(tags "$name/database.dump")"
metric=$(cat "$root/textfile/backup_last_success_timestamp_seconds.prom")
for day in 01 02 03 04 05 06 07 08 09 10 11 12; do
    mkdir "$root/backups/202001${day}T020000Z"
    touch -d "$((13 - 10#$day)) days ago" "$root/backups/202001${day}T020000Z"
done
printf wrong >"$release/secrets/backup-access-key-id"
output=$("$root/bin/backup" 2>&1)
equal "backup: a bucket that refuses is a failure of a kind of its own" 75 $?
has "backup: a bucket that refuses: what to type next" "$output" 'next: .*backup'
has "backup: a bucket that refuses is recorded" "$(tail -n 1 "$root/logs/commands.log")" '"level":"error".*on this server only'
equal "backup: a bucket that refuses: the metric goes on growing old, so that the alert fires" "$metric" "$(cat "$root/textfile/backup_last_success_timestamp_seconds.prom")"
equal "backup: a bucket that refused for twelve nights: what is older goes" "" "$(find "$root/backups" -maxdepth 1 -name '2020010[1-5]T*')"
check "backup: a bucket that refused: the newest is complete" bash -c 'cd "$(find "$1" -mindepth 1 -maxdepth 1 -name "20*Z" | sort | tail -n 1)" && sha256sum --check --quiet --strict SHA256SUMS' - "$root/backups"
printf S3RVER >"$release/secrets/backup-access-key-id"
printf wrong >"$release/secrets/database-password"
answer=$("$root/bin/backup" 2>&1)
has "backup: a wrong password of the database is told" "$answer" 'password authentication failed'
has "backup: and what to type next" "$answer" 'next: .*backup'
printf password-of-the-database >"$release/secrets/database-password"
equal "backup: nothing half done is left" "" "$(find "$root/backups" -name '*.partial')"
find "$root/backups" -mindepth 1 -maxdepth 1 -type d ! -name "$name" -exec rm -rf {} +
sleep 1
check "backup: the bucket takes them again" "$root/bin/backup"

# The database's password and the bucket's key are others, a deployment has brought the new ones, and the version in service has the old ones still.
change_password() { admin_sql --command="alter role \"$login\" password '$1'"; }
change_password another-password-of-the-database
printf old >"$release/secrets/backup-access-key-id"
deployed=$(DATABASE_PASSWORD=another-password-of-the-database deploy "$rendered" "$root")
check "rotation: another password of the database is another configuration" [ "$deployed" != "$release" ]
equal "rotation: the version in service knows the old one" "$release" "$(readlink -f "$root/current")"
sleep 1
check "rotation: a backup before the release, with what the database and the bucket take now" "$root/bin/backup" --inside-release
check "rotation: a shell of the database" "$root/bin/db-shell" --command 'select 1'
change_password password-of-the-database
equal "rotation: and back" "$release" "$(deploy "$rendered" "$root")"
printf S3RVER >"$release/secrets/backup-access-key-id"
newest=$(find "$root/backups" -maxdepth 1 -name '20*Z' -printf '%f\n' | sort | tail -n 1)
equal "backup: what a newer one has superseded is marked, and may expire" 1 "$(tags "$name/database.dump")"
equal "backup: the newest is not" 0 "$(tags "$newest/database.dump")"
equal "backup: nor what says which is the latest" 0 "$(tags LATEST)"
name=$newest
directory=$root/backups/$name
find "$root/backups" -mindepth 1 -maxdepth 1 -type d ! -name "$name" -exec rm -rf {} +
for day in 1 2 3; do
    mkdir -p "$root/backups/2020010${day}T020000Z"
    touch -d '30 days ago' "$root/backups/2020010${day}T020000Z"
done
check "backup --prune" "$root/bin/backup" --prune
equal "backup: what is older than the retention goes, the newest stays" "$name" "$(ls "$root/backups")"

check "restore --to-scratch" "$root/bin/restore" "$name" --to-scratch
has "restore --to-scratch: counts the rows" "$("$root/bin/restore" latest --to-scratch)" '^4 tables, 11002 rows: as in the backup'
equal "restore --to-scratch: leaves nothing behind" "" "$(pgrep -f 'listen_addresses=127.0.0.1 -c unix_socket_directories=/var/run/postgresql' || true; find "$ENGINE" -mindepth 1 -maxdepth 1 -type d)"
as_it_was "restore --to-scratch: the running database is as it was"
before=$(cat "$root/textfile/restore_drill_last_success_timestamp_seconds.prom")
sleep 1
check "restore-drill" "$root/bin/restore-drill"
hasnot "restore-drill: metric" "$(cat "$root/textfile/restore_drill_last_success_timestamp_seconds.prom")" "^$before\$"
has "restore-drill: how long it took" "$(cat "$root/textfile/restore_drill_last_duration_seconds.prom")" '^restore_drill_last_duration_seconds\{system="document-search"\} [0-9]+$'

# damaged NAME PATTERN COMMAND ...: the drill refuses what the command makes of a copy of the backup.
damaged() {
    local what=$1 pattern=$2 copy=$root/backups/20991231T235959Z metric
    shift 2
    cp -a "$directory" "$copy"
    (cd "$copy" && "$@")
    metric=$(cat "$root/textfile"/restore_drill*)
    if answer=$("$root/bin/restore-drill" 2>&1); then fail "restore-drill: refuses $what" "$answer"; else pass "restore-drill: refuses $what"; fi
    has "restore-drill: $what: says so" "$answer" "$pattern"
    has "restore-drill: $what: says what to type next" "$answer" 'next: '
    equal "restore-drill: $what: the metrics keep the last success" "$metric" "$(cat "$root/textfile"/restore_drill*)"
    rm -rf "$copy"
}
flip() { # The highest bit of 64 bytes in the middle of a file.
    local at
    at=$(($(stat -c %s "$1") / 2))
    LC_ALL=C tail -c "+$((at + 1))" "$1" | head -c 64 | LC_ALL=C tr '\000-\177\200-\377' '\200-\377\000-\177' >/tmp/flipped
    dd if=/tmp/flipped of="$1" bs=1 seek="$at" conv=notrunc status=none
}
cut_off() { truncate --size "$(($(stat -c %s "$1") / 2))" "$1"; }
sign() { find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >/tmp/sums && cp /tmp/sums SHA256SUMS; }
forget() { sed -i "/  $1\$/d" SHA256SUMS; }
damaged "flipped bytes" 'is damaged' flip database.dump
damaged "a dump that is cut off" 'is damaged' cut_off database.dump
damaged "missing checksums" 'checksums are missing' rm SHA256SUMS
damaged "a dump without a checksum" 'no checksum of database.dump' forget database.dump
damaged "a missing dump" 'database.dump is missing' rm database.dump
damaged "flipped bytes under a right checksum" 'cannot be restored' bash -c "$(declare -f flip sign); flip database.dump; sign"
damaged "a dump cut off under a right checksum" 'cannot be restored' bash -c "$(declare -f cut_off sign); cut_off database.dump; sign"
damaged "a row that is missing" 'differ from the backup' bash -c "$(declare -f sign); sed -i 's/5000/5001/' row-counts.tsv; sign"
damaged "a snapshot of the store that is cut off" 'snapshot of the store cannot be read' bash -c "$(declare -f cut_off sign); cut_off redis.rdb; sign"
has "restore: an unknown backup is told, with what to do" "$("$root/bin/restore" 20200101T000000Z --to-scratch 2>&1)" 'there is no backup 20200101T000000Z in the bucket'
has "restore: a wrong name is told" "$("$root/bin/restore" yesterday --to-scratch 2>&1)" "'yesterday' is no name of a backup"

# Everything is lost: the database, the store's files, the backups on the server.
destroy() {
    new_database
    redis FLUSHALL >/dev/null
}
destroy
rm -rf "$directory"
: >"$ENGINE/calls"
answer=$("$root/bin/restore" "$name" --yes 2>&1) && pass "restore: after the database was lost, from the bucket" || fail "restore: after the database was lost, from the bucket" "$answer"
has "restore: counts the rows" "$answer" '^4 tables, 11002 rows: as in the backup'
as_it_was "restore: after the database was lost"
equal "restore: the store has the same keys" "$stored" "$(keys)"
equal "restore: the store keeps its append-only file" "1 ok" "$(redis INFO persistence | tr -d '\r' | awk -F : '$1 == "aof_enabled" { e = $2 } $1 == "aof_last_write_status" { s = $2 } END { print e, s }')"
has "restore: the services stop and start" "$(grep -oE '(stop|up) .*(worker-documents|api-blue)' "$ENGINE/calls" | cut -d ' ' -f 1 | xargs)" '^stop up$'
redis SET string:after restore >/dev/null
docker compose stop redis
docker compose up redis
equal "restore: what is written afterwards survives a restart" restore "$(redis GET string:after)"
redis DEL string:after >/dev/null

# A later version has made a table that points at the old ones, and one of its own.
sql --command="create schema later create table kept (id int)" --command="create table notes (id int generated always as identity primary key, document_id uuid references documents (id), kind text)" \
    --command="insert into notes (document_id) select id from documents limit 5" --command="create view ready as select * from documents where status = 'ready'" \
    --command="create function later() returns int language sql as 'select 1'" --command="create type mood as enum ('good')" --command="delete from documents where size_bytes > 50000" --command="drop index documents_by_model"
redis DEL list:jobs stream:queue >/dev/null
check "restore: over what a later version has made" "$root/bin/restore" "$name" --yes
as_it_was "restore: over what a later version has made"
equal "restore: nothing of the later version is left" "" "$(sql --command="select nspname from pg_namespace where nspname = 'later' union all select proname from pg_proc where proname = 'later' union all select typname from pg_type where typname = 'mood'")"
equal "restore: over a later version: the store" "$stored" "$(keys)"
check "restore: the system's login can go on migrating" sql --command="create table more (id int)" --command="drop table more"

# fails_midway NAME COMMAND ...: the running database is as it was, and the services run.
fails_midway() {
    local what=$1 copy=$root/backups/20991231T235959Z
    shift
    cp -a "$directory" "$copy"
    (cd "$copy" && "$@")
    : >"$ENGINE/calls"
    sql --command="update documents set name = 'present' where size_bytes = 100"
    rows=$(fingerprint)
    if answer=$("$root/bin/restore" 20991231T235959Z --yes --no-backup 2>&1); then fail "restore: $what: fails" "$answer"; else pass "restore: $what: fails"; fi
    as_it_was "restore: $what"
    has "restore: $what: the services come back" "$(grep -oE '(stop|up) .*(worker-documents|api-blue)' "$ENGINE/calls" | cut -d ' ' -f 1 | xargs)" '^stop up$'
    has "restore: $what: says what to type next" "$answer" 'next: .*restore'
    equal "restore: $what: the store is not touched" "$stored" "$(keys)"
    rm -rf "$copy"
}
fails_midway "a dump that ends early" bash -c "$(declare -f cut_off sign); cut_off database.dump; sign"
fails_midway "a dump with flipped bytes" bash -c "$(declare -f flip sign); flip database.dump; sign"
admin_sql --dbname="$database" --command="create table theirs (document_id uuid references documents (id))" --command="alter table documents owner to admin" \
    --command="grant all on documents to \"$login\""
fails_midway "a table of somebody else" true
admin_sql --dbname="$database" --command="drop table theirs" --command="alter table documents owner to \"$login\"" --command="revoke all on documents from admin"

# The retention must not take away what is being restored.
touch -d '30 days ago' "$directory"
check "restore: an old backup" "$root/bin/restore" "$name" --yes --only database
check "restore: an old backup: it is still there" test -f "$directory/database.dump"
docker compose stop redis
answer=$("$root/bin/restore" "$name" --yes 2>&1)
has "restore: data beyond saving" "$answer" 'present data could not be saved; nothing was changed'
has "restore: data beyond saving: what to type next" "$answer" "next: .*restore $name --yes --no-backup"
check "restore: data beyond saving, without a backup" "$root/bin/restore" "$name" --yes --no-backup
equal "restore: data beyond saving: the store is back" "$stored" "$(keys)"

docker compose stop redis
as_postgres pg_ctl --pgdata=$server --silent --mode=immediate stop
rm -rf "$root"
