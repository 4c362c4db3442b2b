# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# The engine goes away and comes back, first as an update does, then as a crash of the machine would leave it.

names() { on_server docker ps --format '{{.Names}}' | sort; }
before=$(names)
traffic
on_server /opt/e2e/engine stop
sleep 2
start_engine
sleep 5
no_request_failed "an update of the engine"
equal "the containers lived on" "$before" "$(names)"

on_server /opt/e2e/engine kill
on_server sh -c 'for shim in $(pgrep -x containerd-shim); do pkill -KILL -P "$shim"; kill -9 "$shim"; done 2>/dev/null; pkill -KILL -x containerd; true'
within 20 on_server sh -c '! pgrep -x containerd >/dev/null'
on_server rm -rf /run/containerd /run/docker # A machine that starts has an empty /run.
refuse "nothing answers while nothing runs" curl --silent --max-time 3 --cacert "$AUTHORITY" "https://$HOST/health"
start_engine
everything() { answers /health && answers /api/v1/queue/health && is_ready "$first" && [ "$(names)" = "$before" ]; }
recovers "everything killed, engine started: everything returns after" 120 everything
id=$(upload after-restart.txt "A note about the railway, written after everything came back.")
recovers "everything killed, engine started: a new document is found after" 60 is_found "$id" after-restart.txt railway
