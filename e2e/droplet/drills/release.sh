# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# A new version while people work (PL-11): no request fails.

check "there is a version to release" offer 1.1.0
old=$(serving)
new=$([ "$old" = blue ] && echo green || echo blue)
traffic
begin=$(clock)
check "release 1.1.0" on_server $BIN/release 1.1.0
figure "release: from the command to healthy and in service, under load" "$(since "$begin") s" "600 s"
# However fast the machine: for as long as ten thousand requests take at this rate.
while [ "$(($(clock) - begin))" -lt 800 ]; do sleep 0.5; done
sleep 1
no_request_failed "release under load"
check "release under load: more than 10,000 requests" [ "$REQUESTS" -ge 10000 ]
equal "the other colour serves" "$new" "$(serving)"
equal "the new version runs" "$REGISTRY/document-search:1.1.0" "$(on_server docker inspect --format '{{.Config.Image}}' "$(container "api-$new")")"
equal "the workers too" "$REGISTRY/document-search:1.1.0" "$(on_server docker inspect --format '{{.Config.Image}}' "$(container worker-documents)")"
equal "the old colour has ended" "" "$(container "api-$old")"
check "what was stored is still found" grep -qx harbour.txt <(found harbour)
