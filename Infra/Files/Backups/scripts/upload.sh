#!/bin/sh
# Uploads the working directory of the backup, with checksums, under the time at which it was made.
set -eu
# Kubernetes mounts configuration by links to a directory of the moment; what counts is what they lead to, once.
mkdir -p /backup/configuration
for file in /configuration/*; do
    [ ! -f "$file" ] || cp -L "$file" /backup/configuration/
done
cd /backup
find . -type f -exec sha256sum {} + >/tmp/checksums
mv /tmp/checksums checksums
name=$(date -u +%Y-%m-%dT%H%M%SZ)
aws s3 cp --recursive --only-show-errors . "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/$name/"
# The mark comes last: a backup without it is not complete.
printf '%s\n' "$name" | aws s3 cp --only-show-errors - "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/$name/complete"
echo "uploaded $BACKUP_PREFIX/$name"
# The bucket removes what is marked as superseded when it is old enough, and nothing else: so the newest backup stays, however long no other follows.
aws s3 ls --recursive "s3://$BACKUP_BUCKET/$BACKUP_PREFIX/" | sed 's/^[^ ]* [^ ]* *[0-9]* //' | while IFS= read -r key; do
    case $key in "$BACKUP_PREFIX/$name/"*) continue ;; esac
    aws s3api put-object-tagging --bucket "$BACKUP_BUCKET" --key "$key" --tagging 'TagSet=[{Key=superseded,Value=true}]' ||
        { echo "$key was not marked: it stays until the next backup" >&2; break; }
done
