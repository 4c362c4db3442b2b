# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# The bucket of the backups refuses for twelve nights: old copies go, the newest stays, and a release is possible.

backups=/opt/document-search/backups
for day in 01 02 03 04 05 06 07 08 09 10 11 12; do
    on_server sh -c 'mkdir -p "$0/202001$1""T020000Z" && touch -d "$((13 - ${1#0})) days ago" "$0/202001$1""T020000Z"' $backups $day
done
key=/opt/document-search/next/secrets/backup-access-key-id
on_server sh -c 'cp "$0" /opt/e2e/key && printf refused >"$0"' $key
success=$(on_server cat /var/lib/node-exporter/textfile/backup_last_success_timestamp_seconds.prom)
output=$(on_server $BIN/backup 2>&1)
equal "bucket: a backup that is refused is told by an exit code of its own" 75 $?
has "bucket: and says what to type next" "$output" 'next: .*backup'
equal "bucket: what is older than the retention goes" "" "$(on_server find $backups -maxdepth 1 -name '2020010[1-5]T*')"
check "bucket: the newest is complete" on_server sh -c 'cd "$(ls -d "$0"/20*Z | tail -n 1)" && sha256sum --check --quiet --strict SHA256SUMS' $backups
equal "bucket: the age of the last good backup goes on growing, so that BackupTooOld fires" "$success" "$(on_server cat /var/lib/node-exporter/textfile/backup_last_success_timestamp_seconds.prom)"
check "there is a version to release" offer 1.1.0 "$TAG"
check "bucket: a release is possible" on_server $BIN/release 1.1.0
has "bucket: and the refusal is recorded" "$(on_server tail -n 20 /opt/document-search/logs/commands.log)" 'on this server only: the bucket refuses it'
on_server sh -c 'cat /opt/e2e/key >"$0"' $key
check "bucket: it takes backups again" on_server $BIN/backup
on_server find $backups -maxdepth 1 -name '2020*' -exec rm -rf {} +
check "bucket: back to the version before" on_server $BIN/rollback "$TAG"
