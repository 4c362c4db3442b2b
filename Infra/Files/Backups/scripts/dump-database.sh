#!/bin/sh
# Writes the database into the working directory of the backup.
set -eu
# A server that fails over or is upgraded is away for a while.
tries=60
until pg_isready --quiet --timeout=5; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { pg_isready --timeout=5 >&2; exit 1; }
    sleep 2
done
pg_dump --format=custom --compress=6 --no-owner --file=/backup/database.dump
pg_restore --list /backup/database.dump >/dev/null
echo "database: $(wc -c </backup/database.dump) bytes"
