#!/bin/sh
# Restores the downloaded dump into a server of its own that lives as long as this pod, and counts what came back.
set -eu
unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSSLMODE
export PGDATA=/scratch/data PGHOST=/scratch
initdb --auth=trust --username=drill >/dev/null
pg_ctl --wait --silent --options="-c listen_addresses='' -c unix_socket_directories=/scratch" start
trap 'pg_ctl --mode=immediate --silent stop' EXIT
createdb --username=drill drill
pg_restore --username=drill --dbname=drill --no-owner --no-privileges --exit-on-error /backup/database.dump
tables=$(psql --username=drill --dbname=drill --tuples-only --no-align --command="SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")
[ "$tables" -gt 0 ] || { echo "the backup holds no table" >&2; exit 1; }
echo "restored $tables tables"
