# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# kill -9, as a crash or the kernel's memory killer would: everything comes back by itself.

# kill_one SERVICE: its first process, from outside.
kill_one() {
    local pid
    pid=$(on_server docker inspect --format '{{.State.Pid}}' "$(container "$1")")
    on_server kill -9 "$pid"
}
same_again() { answers /health && answers /api/v1/queue/health && is_ready "$first"; }

kill_one "api-$(serving)"
recovers "kill -9 of the api: answers again after" 60 same_again
kill_one worker-documents
id=$(upload after-worker.txt "A note about the quarry, written while a worker was away.")
recovers "kill -9 of a worker: a document uploaded meanwhile is read after" 60 is_ready "$id"
before=$(upload before-redis.txt "A note about the orchard, queued when the store of queues was killed.")
kill_one redis
recovers "kill -9 of Redis: answers again after" 60 same_again
recovers "kill -9 of Redis: what was queued is read after" 90 is_ready "$before"
kill_one nginx
recovers "kill -9 of nginx: answers again after" 60 same_again
