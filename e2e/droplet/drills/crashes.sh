# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# kill -9, as a crash or the kernel's memory killer would: everything comes back by itself.

# starts SERVICE: when each of its containers was started, and whether it runs.
starts() {
    local ids
    mapfile -t ids < <(on_server docker ps --all --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT" --filter "label=com.docker.compose.service=$1")
    on_server docker inspect --format '{{.Id}} {{.State.StartedAt}} {{.State.Status}}' "${ids[@]}" | sort
}
# kill_all SERVICE: the first process of each of its containers, from outside.
kill_all() {
    local id pid
    killed=$1
    before_kill=$(starts "$1")
    while read -r id _; do
        pid=$(on_server docker inspect --format '{{.State.Pid}}' "$id")
        check "kill -9 of a container of $1" on_server kill -9 "$pid"
    done <<<"$before_kill"
}
# started_again: whether each of them was started since, and runs.
started_again() {
    local now
    now=$(starts "$killed")
    [ "$(wc -l <<<"$now")" = "$(wc -l <<<"$before_kill")" ] && [ -z "$(comm -12 <(cut -d ' ' -f 1,2 <<<"$before_kill") <(cut -d ' ' -f 1,2 <<<"$now"))" ] && ! grep -qv ' running$' <<<"$now"
}
same_again() { started_again && answers /health && answers /api/v1/queue/health && is_found "$first" harbour.txt harbour; }
found_again() { started_again && is_found "$@"; }

kill_all "api-$(serving)"
recovers "kill -9 of the api: answers again after" 60 same_again
kill_all worker-documents
id=$(upload after-worker.txt "A note about the quarry, written while the workers were away.")
recovers "kill -9 of the workers: a document uploaded meanwhile is found after" 60 found_again "$id" after-worker.txt quarry
before=$(upload before-redis.txt "A note about the orchard, queued when the store of queues was killed.")
kill_all redis
recovers "kill -9 of Redis: answers again after" 60 same_again
recovers "kill -9 of Redis: what was queued is found after" 90 is_found "$before" before-redis.txt orchard
kill_all nginx
recovers "kill -9 of nginx: answers again after" 60 same_again
