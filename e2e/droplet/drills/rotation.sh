# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Every secret that a running container reads is changed by a deployment, the store's first, while people work.

takes_store_password() { [ "$(compose exec -T -e "REDISCLI_AUTH=$1" redis valkey-cli --no-auth-warning PING 2>&1 | tr -d '\r')" = PONG ]; }
takes_database_password() { PGPASSWORD=$1 as_postgres psql --host="$CLOUD" --port=25060 --username="$(plan_value deployment DATABASE_USER)" --dbname="$(plan_value deployment DATABASE_NAME)" --command="select 1"; }
takes_token() { answers "/api/v1/search?q=harbour" --header "Authorization: Bearer $1"; }
# held_secrets: what running containers have of secrets, as files and in their environment.
held_secrets() {
    local id
    for id in $(on_server docker ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT"); do
        on_server docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$id"
        on_server sh -c 'for file in $(docker inspect --format "{{range .Mounts}}{{println .Source}}{{end}}" "$0" | grep -E "/run/[^/]+/secrets|/etc/redis-password"); do find "$file" -type f -exec cat {} +; done' "$id"
    done
}

targets_answer() { compose exec -T prometheus wget -q -O - http://127.0.0.1:9090/api/v1/targets | jq -e ".data.activeTargets | length >= 10 and all(.health == \"up\")"; }

check "there is a version to release" offer "$TAG"
former_store=$CACHE_PASSWORD
started_at=$(on_server docker inspect --format '{{.State.StartedAt}}' "$(container redis)")
CACHE_PASSWORD=$(random_secret)
traffic
check "a deployment with another password of the store" deploy
sleep 1
no_request_failed "rotation of the store's password"
check "rotation: the new password is taken" takes_store_password "$CACHE_PASSWORD"
refuse "rotation: the old one is refused" takes_store_password "$former_store"
equal "rotation: the store was not restarted" "$started_at" "$(on_server docker inspect --format '{{.State.StartedAt}}' "$(container redis)")"
hasnot "rotation: no running container has the old one" "$(held_secrets)" "$former_store"
id=$(upload rotation.txt "A note about the observatory, written after the store's password was another one.")
check "rotation: a new document is found" within 60 is_found "$id" rotation.txt observatory

# Everything else that was generated: the key of tokens, the logins of clients, of Grafana, of the exporters.
former_token=$(token searcher)
mapfile -t former < <(cat "$RUN"/generated/*)
forget_secrets
check "a deployment with every other generated secret" deploy
refuse "rotation: tokens of the old key are refused" takes_token "$former_token"
rm -f "$RUN"/token-*
traffic
check "rotation: queue health" within 30 answers /api/v1/queue/health
for secret in "${former[@]}"; do hasnot "rotation: no running container has a former secret" "$(held_secrets)" "$secret"; done
id=$(upload rotation-2.txt "A note about the planetarium, written after every password was another one.")
check "rotation: a new document is found" within 60 is_found "$id" rotation-2.txt planetarium
recovers "rotation: every scrape target answers with the new secrets after" 90 targets_answer
no_request_failed "after the rotation of every generated secret"

former_database=$DATABASE_PASSWORD
DATABASE_PASSWORD=$(random_secret)
database_sql postgres --command="alter role \"$(plan_value deployment DATABASE_USER)\" password '$DATABASE_PASSWORD'"
printf '"%s" "%s"\n' "$(plan_value deployment DATABASE_USER)" "$DATABASE_PASSWORD" >"$RUN/pool-users"
pkill -HUP -x pgbouncer
check "a deployment with another password of the database" deploy
traffic
sleep 5
no_request_failed "after the rotation of the database's password"
check "rotation: the database takes the new password" takes_database_password "$DATABASE_PASSWORD"
refuse "rotation: and refuses the old one" takes_database_password "$former_database"
hasnot "rotation: no running container has it" "$(held_secrets)" "$former_database"
check "rotation: a backup with the new secrets" on_server $BIN/backup
