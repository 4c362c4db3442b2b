# shellcheck shell=bash
# Back to a version by its name, while people work.

check "there is a version to release" offer "$TAG"
traffic
begin=$(clock)
check "rollback 1.0.0" on_server $BIN/rollback "$TAG"
figure "rollback: from the command to the old version in service" "$(since "$begin") s" "600 s"
sleep 1
no_request_failed "rollback"
equal "the old version runs" "$REGISTRY/document-search:$TAG" "$(on_server docker inspect --format '{{.Config.Image}}' "$(container "api-$(serving)")")"
check "what was stored is still found" grep -qx harbour.txt <(found harbour)
