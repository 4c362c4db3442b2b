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
        curl --config - --silent --show-error --fail --retry 3 --connect-timeout 10 --aws-sigv4 "aws:amz:$region:s3" "$@" "$endpoint/$key"
}

has_store() { [ -n "$(deployment BACKUP_BUCKET)" ]; }

store_prefix() { printf '%s/%s\n' "$SYSTEM_NAME" "${STACK:?}"; }
