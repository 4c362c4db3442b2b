# shellcheck shell=bash
# The bucket of the backups, by curl alone. Sourced after host.sh.

# store METHOD-ARGUMENTS ... KEY: a signed request. The key goes through standard input, not by the command line.
store() {
    local key=${*: -1} bucket region endpoint
    bucket=$(deployment BACKUP_BUCKET)
    region=$(deployment BACKUP_REGION)
    endpoint=$(deployment BACKUP_ENDPOINT)
    endpoint=${endpoint:-https://$bucket.s3.$region.amazonaws.com}
    set -- "${@:1:$#-1}"
    printf 'user = "%s:%s"\n' "$(host_secret backup-access-key-id)" "$(host_secret backup-secret-access-key)" |
        curl --config - --silent --show-error --fail --retry 3 --connect-timeout 10 --speed-limit 1 --speed-time 60 --aws-sigv4 "aws:amz:$region:s3" "$@" "$endpoint/$key"
}

has_store() { [ -n "$(deployment BACKUP_BUCKET)" ]; }

store_prefix() { printf '%s/%s\n' "$SYSTEM_NAME" "${STACK:?}"; }

# store_keys: what the bucket holds of this system, a key a line.
store_keys() {
    local prefix answer token=
    prefix=$(store_prefix)
    while :; do
        answer=$(store "?${token:+continuation-token=$(jq -rn --arg text "$token" '$text | @uri')&}list-type=2&prefix=$(jq -rn --arg text "$prefix/" '$text | @uri')") || return 1
        grep -o '<Key>[^<]*</Key>' <<<"$answer" | sed 's/<[^>]*>//g'
        token=$(sed -n 's/.*<NextContinuationToken>\([^<]*\)<.*/\1/p' <<<"$answer")
        [ -n "$token" ] || return 0
    done
}

# supersede_others NAME: marks all backups but this one. The bucket removes what is marked when it is old enough, and nothing else: so the newest one
# stays, however long no other follows. The login of this server may mark, but not delete.
supersede_others() {
    local prefix keys key
    prefix=$(store_prefix)
    keys=$(store_keys) || return 1
    while IFS= read -r key; do
        case $key in '' | "$prefix/LATEST" | "$prefix/$1/"*) continue ;; esac
        store --request PUT --data '<Tagging><TagSet><Tag><Key>superseded</Key><Value>true</Value></Tag></TagSet></Tagging>' "$key?tagging=" >/dev/null || return 1
    done <<<"$keys"
}
