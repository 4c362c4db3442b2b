# shellcheck shell=bash
# Does what a deployment does before install: leaves the rendered files and the values where the plan says, and has a configuration put together. Sourced.

# bring RENDERED ROOT: leaves files and values below releases/, and prints the manifest.
bring() {
    local rendered releases=$2/releases values=$2/releases/values hash path name key word
    mkdir -p "$values/secrets" "$releases/files"
    # There is no nginx that would look anything up. What was rendered stays as it is: other parts read it too.
    rendered=$(mktemp -d)
    cp -R "$1/." "$rendered"
    sed -i 's/^NAME_SECONDS=.*/NAME_SECONDS=0/' "$rendered/system.conf"
    while read -r hash path; do
        case $path in */*) mkdir -p "$releases/files/${hash:0:16}/${path%/*}" ;; *) mkdir -p "$releases/files/${hash:0:16}" ;; esac
        cp "$rendered/$path" "$releases/files/${hash:0:16}/$path"
        echo "$hash  $path"
    done < <(cd "$rendered" && find . -type f ! -name .rendered -printf '%P\n' | sort | xargs sha256sum)
    cat "$rendered"/services/* | while read -r word name key; do
        case $word in
        variable) echo "$name=value of $name with \$ and '" ;;
        file | secret) printf 'hidden-%s%s' "${ROTATION:-}" "$key" >"$values/secrets/$key" ;;
        esac
    done | sort -u >"$values/environment"
    sed 's/^POSTGRES_HOST=.*/POSTGRES_HOST=direct.example.com/' "$values/environment" >"$values/environment-direct"
    printf '%s' "${STORE_PASSWORD:-password-of-the-store}" >"$values/secrets/cache-password"
    printf 'redis://:%s@redis:6379/0' "${STORE_PASSWORD:-password-of-the-store}" >"$values/secrets/exporter-cache-url"
    printf '%s' "${GRAFANA_PASSWORD:-password-of-grafana}" >"$values/secrets/grafana-admin-password"
    printf '%s' "${DATABASE_PASSWORD:-password-of-the-database}" >"$values/secrets/database-password"
    printf 'password-of-the-administrator' >"$values/secrets/database-administrator-password"
    printf '%s' "${BUCKET_KEY:-EXAMPLEKEY}" >"$values/secrets/backup-access-key-id"
    printf '%s' "${BUCKET_SECRET:-examplesecret}" >"$values/secrets/backup-secret-access-key"
    printf '{"auths": {"registry.example.com": {"auth": "dXNlcjpwYXNz"}}}' >"$values/secrets/registry.json"
    printf '%s\n' REGISTRY=registry.example.com/web DATABASE_HOST=127.0.0.1 DATABASE_PORT=5432 "DATABASE_NAME=${DATABASE_NAME:-example}" "DATABASE_USER=${DATABASE_USER:-example}" \
        DATABASE_ADMINISTRATOR=admin BACKUP_BUCKET=backups BACKUP_REGION=us-east-1 BACKUP_ENDPOINT=http://127.0.0.1:9000/backups >"$values/deployment"
    (cd "$values" && find . -type f -printf 'value  %P\n' | sort)
    rm -rf "$rendered"
}

# assembled ROOT: has what was brought put together and installed, as the release's command does; prints the configuration's directory.
assembled() {
    local hash
    hash=$(sed -n 's,^\([0-9a-f]\{16\}\)[0-9a-f]*  bin/assemble$,\1,p' <<<"$MANIFEST")
    SYSTEM_ROOT=$1 bash "$1/releases/files/$hash/bin/assemble" <<<"$MANIFEST" >/dev/null || return 1
    readlink -f "$1/next"
}

# deploy RENDERED ROOT: both.
deploy() {
    MANIFEST=$(bring "$1" "$2")
    assembled "$2"
}
