# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Versions that are no good: each release takes itself back, and nobody notices.

# takes_itself_back NAME TAG STAGE: and says at which stage it failed, so that a version does not fail for another reason than its own.
takes_itself_back() {
    local name=$1 tag=$2 stage=$3 before output code=0 begin
    before=$(serving)
    old=$(on_server docker inspect --format '{{.Config.Image}}' "$(container "api-$before")")
    traffic
    begin=$(clock)
    output=$(on_server $BIN/release "$tag" 2>&1) || code=$?
    figure "$name: the release has taken itself back after" "$(since "$begin") s" "600 s"
    sleep 1
    no_request_failed "$name"
    equal "$name: the release fails" 1 "$code"
    has "$name: says where it failed" "$output" "failed while ($stage)"
    has "$name: says what is in service" "$output" 'is in service'
    equal "$name: the old colour serves" "$before" "$(serving)"
    equal "$name: the old version serves" "$old" "$(on_server docker inspect --format '{{.Config.Image}}' "$(container "api-$before")")"
    equal "$name: the workers are the old ones" "$old" "$(on_server docker inspect --format '{{.Config.Image}}' "$(container worker-documents)")"
    equal "$name: nothing of the new colour is left" "" "$(container "api-$([ "$before" = blue ] && echo green || echo blue)")"
    check "$name: search works" grep -qx harbour.txt <(found harbour)
}

check "there are bad versions" offer 2.0.0-never-healthy 2.0.0-crashes-later 2.0.0-migration-fails
takes_itself_back "a version that never gets healthy" 2.0.0-never-healthy "starting (blue|green)"
takes_itself_back "a version that crashes after the switch" 2.0.0-crashes-later "watching (blue|green)|replacing the workers"
takes_itself_back "a migration that fails" 2.0.0-migration-fails migrating
takes_itself_back "a version that does not exist" 9.9.9 "pulling images"
