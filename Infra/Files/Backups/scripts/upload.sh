#!/bin/sh
# Uploads the working directory of the backup, with checksums, under the time at which it was made.
set -eu
cp -r /configuration /backup/configuration
cd /backup
find . -type f -exec sha256sum {} + >/tmp/checksums
mv /tmp/checksums checksums
name=$(date -u +%Y-%m-%dT%H%M%SZ)
aws s3 cp --recursive --only-show-errors . "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/$name/"
# The mark comes last: a backup without it is not complete.
printf '%s\n' "$name" | aws s3 cp --only-show-errors - "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/$name/complete"
echo "uploaded $BACKUP_PREFIX/$name"
