#!/bin/sh
# Puts the downloaded dump in the place of the database's content, all of it or nothing.
set -eu
sh "$(dirname "$0")/replace-database.sh" /backup/database.dump
echo "restored into $PGDATABASE"
