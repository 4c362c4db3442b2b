#!/usr/bin/env bash
# What programs say about the files when they only look at them.
. "$TESTS/check.sh"
. "$TESTS/deployment.sh"

for name in document-search vision faciliauto car-api web-platform; do
    check "$name: rendered twice, byte by byte the same" diff -r "$RENDERED/$name-dev" "/checks/again/$name-dev"
done
rm -rf /checks/again

first=$RENDERED/document-search-dev
check "shellcheck: commands" shellcheck --external-sources --source-path="$first" --source-path=SCRIPTDIR "$first"/bin/*
check "shellcheck: what they share" shellcheck "$first"/lib/*.sh
check "shellcheck: these tests" shellcheck --severity=warning --external-sources --exclude=SC1091 "$TESTS"/*.sh "$TESTS/run" "$TESTS/docker" "$TESTS/engine" "$TESTS/curl"

for directory in /checks/local/*; do
    name=$(basename "$directory")
    check "$name on a laptop: yamllint" yamllint --strict -d '{extends: default, rules: {line-length: disable, document-start: disable, comments: disable}}' "$directory/compose.yaml"
    local_compose() { REGISTRY=registry.example.com/web /usr/libexec/docker/cli-plugins/docker-compose --file "$directory/compose.yaml" --profile '*' "$@"; }
    check "$name on a laptop: docker compose config" local_compose config --quiet
    json=$(local_compose config --format json)
    check "$name on a laptop: everything in it" jq --exit-status '.services | length > 0' <<<"$json"
    check "$name on a laptop: nothing is published to others" jq --exit-status '[.services[].ports[]? | .host_ip] | all(. == "127.0.0.1")' <<<"$json"
    check "$name on a laptop: every mounted file was rendered" bash -c 'status=0; while read -r file; do [ -e "$file" ] || { echo "there is no $file"; status=1; }; done; exit $status' \
        <<<"$(jq -r '.services[].volumes[]? | select(.type == "bind") | .source' <<<"$json")"
done

# The unit tests hold our reader of Compose against these answers; here Compose itself is asked whether they still are its own.
for project in "$TESTS"/projects/*/; do
    project=${project%/}
    answer=$(cd "$project" && env --ignore-environment PATH="$PATH" HOME=/root GIVEN=given \
        /usr/libexec/docker/cli-plugins/docker-compose --profile '*' config --format json 2>&1 |
        sed "s#\"$project/#\"./#; s#\"${project%/*}/#\"../#" | jq --sort-keys . 2>&1)
    check "projects: Compose makes of $(basename "$project") what is written beside it" diff "$project/normalised.json" - <<<"$answer"
done

for directory in "$RENDERED"/*; do
    name=$(basename "$directory")
    check "$name: yamllint" yamllint --strict -d '{extends: default, rules: {line-length: disable, document-start: disable, comments: disable, truthy: {allowed-values: ["true", "false"]}}}' \
        "$directory/compose.yaml" "$directory/cloud-init.yaml"
    check "$name: cloud-init schema" cloud-init schema --config-file "$directory/cloud-init.yaml"
    if [ "$(wc -c <"$directory/cloud-init.yaml")" -lt 65536 ]; then pass "$name: user data below 64 KiB"; else fail "$name: user data below 64 KiB"; fi

    root=$(mktemp -d)
    release=$(HOST_ETC="$root/host-etc" TEXTFILE_DIRECTORY="$root/textfile" deploy "$directory" "$root")
    check "$name: a configuration is put together and installed" test -d "$release/run"
    export SYSTEM_ROOT=$root REGISTRY=registry.example.com/web
    compose() { /usr/libexec/docker/cli-plugins/docker-compose --file "$release/compose.yaml" --profile '*' "$@"; }
    check "$name: docker compose config" compose config --quiet
    json=$(compose config --format json)
    # Elastic's images write beside their programs, and Filebeat reads files of root: the profile "logging" is looked at apart.
    every() { check "$name: every container: $1" jq --exit-status "[.services[] | select((.profiles // []) | index(\"logging\") == null) | $2] | all" <<<"$json"; }
    every "read-only root" '.read_only == true'
    every "all capabilities dropped" '.cap_drop == ["ALL"]'
    every "no new privileges" '(.security_opt // []) | index("no-new-privileges:true") != null'
    every "not root" '.user | test("^[1-9][0-9]*:[1-9][0-9]*$")'
    every "limits and reservations" '.deploy.resources | (.limits.memory != null and .limits.cpus != null and .limits.pids != null and .reservations.memory != null)'
    every "log rotation" '.logging.driver == "json-file" and .logging.options["max-size"] != null and .logging.options["max-file"] != null'
    every "image with a version" '.image | test(":[^:/]*[0-9][^:/]*$") and (test(":latest$") | not)'
    check "$name: only nginx publishes ports to the world" jq --exit-status '[.services | to_entries[] | select([.value.ports[]? | select((.host_ip // "") != "127.0.0.1")] | length > 0) | .key] == ["nginx"]' <<<"$json"
    check "$name: data network is internal" jq --exit-status '.networks.data.internal == true' <<<"$json"
    check "$name: two colours of what serves traffic" jq --exit-status '[.services | keys[] | select(endswith("-blue"))] | length > 0' <<<"$json"
    hasnot "$name: no secret in the Compose file" "$(cat "$release/compose.yaml")" 'hidden-|password-of'
    # Compose makes another container where its description is another one: that has to hold for each that reads a secret, whichever it is.
    case $name in
    *-prod)
        hashes() { /usr/libexec/docker/cli-plugins/docker-compose --project-directory "$1" --file "$1/compose.yaml" --profile '*' config --hash '*' | sort; }
        former=$(hashes "$release")
        rotated=$(STORE_PASSWORD=another GRAFANA_PASSWORD=another ROTATION=another- HOST_ETC="$root/host-etc" TEXTFILE_DIRECTORY="$root/textfile" deploy "$directory" "$root")
        kept=$(comm -12 <(echo "$former") <(hashes "$rotated") | cut -d ' ' -f 1 | sed 's/-blue$//; s/-green$//' | sort -u)
        readers=$(cd "$release/services" && grep -lE '^(optional-)?(file|secret) ' -- * | sort)
        check "$name: something reads secrets" [ -n "$readers" ]
        equal "$name: what reads a secret is another container once it has changed" "" "$(comm -12 <(echo "$kept") <(echo "$readers"))"
        ;;
    esac
    for unit in "$release"/systemd/*; do
        sed -i "s#/opt/[a-z-]*/bin/[a-z-]*#/bin/true#" "$unit"
    done
    check "$name: systemd-analyze verify" systemd-analyze verify --man=no --root=/ "$release"/systemd/*.timer
    sed -i "s#/opt/[a-z-]*/#$root/#" "$release"/logrotate/*
    chmod 0644 "$release"/logrotate/*
    check "$name: logrotate" logrotate --debug --state "$root/rotate" "$release"/logrotate/*
    rm -rf "$root"
    unset SYSTEM_ROOT REGISTRY
done
check "web-platform: 100 MB x 10 (WP-04)" grep -q 'max-size: 100m' "$RENDERED/web-platform-prod/compose.yaml"
check "document-search: 10 MB x 3 (DS-08)" grep -q 'max-size: 10m' "$RENDERED/document-search-prod/compose.yaml"
