# shellcheck shell=bash
# The API does not reach Redis, though both run.

api=$(container "api-$(serving)")
on_server docker network disconnect "${COMPOSE_PROJECT}_data" "$api"
searches_uncached() { answers "/api/v1/search?q=harbour$RANDOM" --header "Authorization: Bearer $(token searcher)"; }
check "searches work without their cache" within 30 searches_uncached
check "the queue's health says what is wrong" [ "$(status_of "$(ask /api/v1/queue/health)")" = 503 ]
id=$(upload cut.txt "A note about the glacier, accepted while the queue was out of reach.")
has "an upload is accepted all the same" "$id" '^[0-9a-f-]{36}$'
on_server docker network connect --alias "api-$(serving)" "${COMPOSE_PROJECT}_data" "$api"
queue_is_healthy() { answers /api/v1/queue/health; }
recovers "network between api and Redis back: the queue answers after" 60 queue_is_healthy
recovers "network between api and Redis back: the document accepted meanwhile is found after" 180 is_found "$id" cut.txt glacier
