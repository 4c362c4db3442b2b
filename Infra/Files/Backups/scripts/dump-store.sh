#!/bin/sh
# Writes a snapshot of the Redis-compatible store into the working directory of the backup.
set -eu
# A store that has just been started reads its data first.
tries=60
until answer=$(timeout 5 valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" --no-auth-warning ping 2>&1) && [ "$answer" = PONG ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "the store does not answer: ${answer:-nothing}" >&2; exit 1; }
    sleep 2
done
valkey-cli -h "$STORE_HOST" -p "$STORE_PORT" --no-auth-warning --rdb /backup/store.rdb >/dev/null
[ "$(head -c 5 /backup/store.rdb)" = REDIS ] || [ "$(head -c 6 /backup/store.rdb)" = VALKEY ]
echo "store: $(wc -c </backup/store.rdb) bytes"
