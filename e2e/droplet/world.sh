#!/usr/bin/env bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that are sourced.
# The cloud and the server in it, then the drills. First process of a network of its own: whatever is started here ends with it.
set -uo pipefail
export COUNTS=$RUN/counts
mkdir -p "$COUNTS"
: >"$COUNTS/passed"
: >"$COUNTS/failed"
: >"$RUN/figures"
. "$REPOSITORY/e2e/host/check.sh"
. "$DROPLET/plan.sh" "$RUN"
. "$DROPLET/cloud.sh"
. "$DROPLET/server.sh"
. "$DROPLET/report.sh"
. "$DROPLET/client.sh"

start_cloud || { echo "world: the cloud did not start; see the messages above" >&2; exit 1; }
start_server || { echo "world: the server did not start; see the messages above" >&2; exit 1; }
COMPOSE_VERSION=$(on_server docker compose version --short)

for drill in cold-start "$@" end; do
    # What the containers said is gone with them.
    [ "$drill" != end ] || [ ! -s "$COUNTS/failed" ] || on_server sh -c 'docker ps --all; for id in $(docker ps --all --quiet); do docker inspect --format "== {{.Name}}" "$id"; docker logs --tail 200 "$id"; done' >"$RUN/logs/containers.log" 2>&1
    if [ "$drill" = end ] && [ "$SHELL_WANTED" = yes ]; then
        export -f on_server compose
        export MACHINE
        echo "the server is up; the end of this shell is its end"
        bash --norc
    fi
    echo
    echo "== $drill ($((SECONDS + STARTED)) s)"
    drill_started=$SECONDS
    # shellcheck source=/dev/null
    . "$DROPLET/drills/$drill.sh"
    echo "   ($((SECONDS - drill_started)) s)"
    [ "$drill" != cold-start ] || [ ! -s "$COUNTS/failed" ] || { echo "nothing was deployed; the drills need it"; break; }
done
figure "the whole run" "$(((SECONDS + STARTED + 59) / 60)) min" "30 min"
write_report
[ ! -s "$COUNTS/failed" ]
