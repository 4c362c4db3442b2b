#!/bin/sh
# Writes the database into the working directory of the backup.
set -eu
pg_dump --format=custom --compress=6 --no-owner --file=/backup/database.dump
pg_restore --list /backup/database.dump >/dev/null
echo "database: $(wc -c </backup/database.dump) bytes"
