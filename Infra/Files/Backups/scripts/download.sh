#!/bin/sh
# Downloads a backup, the newest complete one unless BACKUP names another, and checks it.
set -eu
if [ "$BACKUP" = newest ]; then
    BACKUP=$(aws s3 ls --recursive "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/" | awk '$4 ~ /\/complete$/ { print $4 }' | sort | tail -n 1 | awk -F/ '{ print $(NF - 1) }')
fi
[ -n "$BACKUP" ] || { echo "there is no complete backup under $BACKUP_PREFIX" >&2; exit 1; }
aws s3 cp --recursive --only-show-errors "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/$BACKUP/" /backup/
cd /backup
sha256sum --check --quiet checksums
echo "downloaded $BACKUP"
