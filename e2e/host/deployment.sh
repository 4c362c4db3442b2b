# shellcheck shell=bash
# Does what a deployment does before install: puts the rendered files into a release, with values for variables and secrets. Sourced.

# deploy RENDERED ROOT [NAME]: prints the release's directory.
deploy() {
    local release=$2/releases/${3:-0123456789ab} name key word
    mkdir -p "$release/secrets"
    cp -R "$1/." "$release/"
    sed -i 's/^NAME_SECONDS=.*/NAME_SECONDS=0/' "$release/system.conf" # There is no nginx that would look anything up.
    cat "$release"/services/* | while read -r word name key; do
        case $word in
        variable) echo "$name=value of $name with \$ and '" ;;
        file | secret) printf 'hidden-%s' "$key" >"$release/secrets/$key" ;;
        esac
    done | sort -u >"$release/environment"
    sed 's/^POSTGRES_HOST=.*/POSTGRES_HOST=direct.example.com/' "$release/environment" >"$release/environment-direct"
    printf 'password-of-the-store' >"$release/secrets/cache-password"
    printf 'redis://:password-of-the-store@redis:6379/0' >"$release/secrets/exporter-cache-url"
    printf 'password-of-the-database' >"$release/secrets/database-password"
    printf 'password-of-the-administrator' >"$release/secrets/database-administrator-password"
    printf 'EXAMPLEKEY' >"$release/secrets/backup-access-key-id"
    printf 'examplesecret' >"$release/secrets/backup-secret-access-key"
    printf '{"auths": {"registry.example.com": {"auth": "dXNlcjpwYXNz"}}}' >"$release/secrets/registry.json"
    printf '%s\n' REGISTRY=registry.example.com/web DATABASE_HOST=127.0.0.1 DATABASE_PORT=5432 DATABASE_NAME=example DATABASE_USER=example DATABASE_ADMINISTRATOR=admin \
        BACKUP_BUCKET=backups BACKUP_REGION=us-east-1 BACKUP_ENDPOINT=http://127.0.0.1:9000/backups >"$release/deployment"
    echo "$release"
}
