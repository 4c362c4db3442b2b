#!/bin/sh
# Writes a snapshot of the Redis-compatible store into the working directory of the backup.
set -eu
valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" --no-auth-warning --rdb /backup/store.rdb >/dev/null
[ "$(head -c 5 /backup/store.rdb)" = REDIS ] || [ "$(head -c 6 /backup/store.rdb)" = VALKEY ]
echo "store: $(wc -c </backup/store.rdb) bytes"
