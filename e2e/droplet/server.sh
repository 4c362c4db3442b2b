# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# The server: a machine with an engine of its own, and what `pulumi up` does to it. Sourced by world.sh.

readonly BIN=/opt/document-search/bin COMPOSE_PROJECT=document-search

# on_server COMMAND ...: runs it in the server, as an administrator who has logged in.
on_server() {
    # In the new hierarchy only who is in its groups may move processes among them, as the engine does.
    "$DROPLET/join" machine nsenter --target "$MACHINE" --mount --uts --ipc --net --pid --cgroup --root --wd env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"
}

# The engine's settings, as the first start writes them.
engine_settings() { sed -n '/path: \/etc\/docker\/daemon.json/,/^  - path:/ s/^      //p' "$RUN/rendered/cloud-init.yaml"; }

start_server() {
    local parent
    mkdir -p "$RUN/machine" "$RUN/machine-upper/etc/docker" "$RUN/machine-upper/opt/e2e"
    engine_settings >"$RUN/machine-upper/etc/docker/daemon.json"
    jq -e '."live-restore"' "$RUN/machine-upper/etc/docker/daemon.json" >/dev/null || { echo "cloud-init.yaml does not say how the engine is set" >&2; return 1; }
    cp "$DROPLET/engine" "$RUN/machine-upper/opt/e2e/engine"
    printf 'nameserver %s\n' "$CLOUD" >"$RUN/machine-upper/etc/resolv.conf"
    # A disk of its own for what belongs to the system, so that it can be full.
    truncate --size 8G "$RUN/system.img"
    mkfs.ext4 -q -F "$RUN/system.img" || return 1
    printf '%s /var/lib/docker --bind\n%s /opt/document-search -o loop\n' "$CACHE/docker" "$RUN/system.img" >"$RUN/machine.mounts"
    unshare --net --mount --pid --fork --kill-child --ipc --uts "$DROPLET/join" machine unshare --cgroup "$DROPLET/overlay" "$CACHE/server" "$RUN/machine" \
        "$DROPLET/boot" "$RUN/machine" tini -- sleep infinity &
    parent=$!
    within 20 pgrep -P "$parent" -x tini || return 1
    MACHINE=$(pgrep -P "$parent" -x tini)
    ip link set server0 netns "$MACHINE"
    on_server ip address add "$SERVER/24" dev server0
    on_server ip link set server0 up
    on_server ip route add default via "$CLOUD"
    start_engine
}

start_engine() { on_server /opt/e2e/engine start; }

# compose ARGUMENT ...: Compose on what runs, as the host commands call it.
compose() {
    on_server env SYSTEM_ROOT=/opt/document-search docker compose --project-name "$COMPOSE_PROJECT" --project-directory /opt/document-search/current --file /opt/document-search/current/compose.yaml \
        --env-file /opt/document-search/state/versions "$@"
}

# container SERVICE: the id of its first container.
container() { on_server docker ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT" --filter "label=com.docker.compose.service=$1" | head -n 1; }
serving() { on_server readlink /opt/document-search/etc/nginx/upstreams/api.conf | sed 's/.*-\(.*\)\.conf/\1/'; }

# offer TAG ...: the server can have these versions, as if it had pulled them. A release removes those it does not need.
offer() {
    local tag
    for tag; do on_server docker tag "e2e/versions:$tag" "$REGISTRY/document-search:$tag" || return 1; done
}

# What the plan leaves to be made at deployment.
secret_value() {
    case $1 in
    postgres-password | database-password) printf %s "$DATABASE_PASSWORD" ;;
    database-administrator-password) printf %s "$ADMINISTRATOR_PASSWORD" ;;
    aws-access-key-id | aws-secret-access-key | backup-access-key-id | backup-secret-access-key) printf %s "$STORE_KEY" ;;
    cache-password) printf %s "$CACHE_PASSWORD" ;;
    redis-dsn | exporter-cache-url) plan_text "secret-$1" | sed "s/\[secret\]/$CACHE_PASSWORD/" ;;
    exporter-database-url) plan_text "secret-$1" | sed "s/\[secret\]/$DATABASE_PASSWORD/" ;;
    api-clients) kept "$1" client_hashes ;;
    slack-webhook-url) printf 'https://hooks.example.com/slack/webhook' ;;
    pagerduty-routing-key) printf 'routing-key-of-the-drills' ;;
    registry.json) plan_text "secret-$1" ;;
    *)
        # A text around a secret cannot be guessed.
        [ "$(plan_text "secret-$1")" = "[secret]" ] || { echo "server.sh does not know the value of the secret $1; next: add it to secret_value" >&2; return 1; }
        kept "$1" random_secret
        ;;
    esac
}

# kept NAME COMMAND ...: what the command prints, and the same the next time, as a stack's state has it; forget_secrets makes all of them anew.
kept() {
    local file=$RUN/generated/$1
    shift
    mkdir -p "$RUN/generated"
    [ -s "$file" ] || "$@" >"$file"
    cat "$file"
}
forget_secrets() { rm -rf "$RUN/generated"; }

# The service hashes secrets of its clients itself.
client_hashes() {
    local client hash list=
    offer "$TAG"
    for client in uploader:writer searcher:reader; do
        hash=$(on_server docker run --rm --interactive --network none "$REGISTRY/document-search:$TAG" hash-secret --iterations 1000 <<<"$CLIENT_SECRET")
        list+=${list:+,}$client:$hash
    done
    printf %s "$list"
}

# bring_files: the files and values that a deployment leaves on the server, and nothing more. Files of RENDERED, whose manifest is in MANIFEST.
bring_files() {
    local store name file hash path
    store=$(plan_store)
    on_server install -d -m 0755 /opt/document-search
    on_server install -d -m 0750 "$store" "$store/files" "$store/values" "$store/values/secrets"
    rm -rf "$RUN/files"
    while read -r hash path; do
        [ "$hash" != value ] || continue
        mkdir -p "$RUN/files/${hash:0:16}/$(dirname "$path")"
        cp "$RENDERED/$path" "$RUN/files/${hash:0:16}/$path"
    done <<<"$MANIFEST"
    tar --create --directory "$RUN/files" . | on_server tar --extract --no-same-owner --directory "$store/files"
    for file in environment environment-direct deployment; do
        plan_text "$file" | on_server sh -c 'cat > "$0"' "$store/values/$file"
    done
    while IFS= read -r name; do
        secret_value "$name" >"$RUN/secret" || return 1
        on_server sh -c 'cat > "$0"' "$store/values/secrets/$name" <"$RUN/secret"
    done < <(plan_secrets)
}

# A certificate as Let's Encrypt would have given it; the edge's first one is self-signed.
put_certificate() {
    certificate edge document-search.example.com
    cat "$RUN/edge.pem" | on_server sh -c 'install -m 0444 -o 101 -g 101 /dev/stdin /opt/document-search/data/certificates/fullchain.pem'
    cat "$RUN/edge.key" | on_server sh -c 'install -m 0400 -o 101 -g 101 /dev/stdin /opt/document-search/data/certificates/privkey.pem'
    compose exec -T nginx nginx -c /etc/nginx/nginx.conf -s reload
}

# deploy [VERSION]: what the stack's last resource runs on the server, with the version of the plan unless told.
deploy() {
    local command
    RENDERED=${RENDERED:-$RUN/rendered}
    MANIFEST=${MANIFEST:-$(plan_manifest)}
    bring_files || return 1
    command=$(plan_release)
    [ $# -eq 0 ] || command=${command/"/release $(plan_tag) "/"/release $1 "}
    on_server bash -c "$command" <<<"$MANIFEST"
}
