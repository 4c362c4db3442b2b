#!/bin/sh
# Puts the downloaded dump in the place of the database's content, all of it or nothing.
set -eu
pg_restore --dbname="$PGDATABASE" --clean --if-exists --no-owner --single-transaction --exit-on-error /backup/database.dump
echo "restored into $PGDATABASE"
