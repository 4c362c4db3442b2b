# shellcheck shell=bash
# Every endpoint, through the edge.

equal "GET /health" 200 "$(status_of "$(ask /health)")"
has "GET /health says so (DS-04)" "$(ask /health)" '"status": *"healthy"'
has "GET /api/v1/queue/health (DS-04)" "$(ask /api/v1/queue/health)" '"status": *"healthy"'
equal "GET /health_check (DS-04)" 200 "$(status_of "$(ask /health_check)")"
equal "what only people on the server may know is not there: GET /health_check/detailed" 404 "$(status_of "$(ask /health_check/detailed)")"
equal "GET /ready" 200 "$(status_of "$(ask /ready)")"
equal "the page" 200 "$(status_of "$(ask /)")"
equal "the description of the interface" 200 "$(status_of "$(ask /openapi/v1.json)")"
equal "GET /metrics is not for the world" 404 "$(status_of "$(ask /metrics)")"
equal "the wrong secret" 401 "$(status_of "$(ask /api/v1/token --json '{"client_id":"uploader","client_secret":"wrong"}')")"
equal "no token" 401 "$(status_of "$(ask "/api/v1/search?q=harbour")")"
equal "a reader does not write" 403 "$(status_of "$(as searcher /api/v1/documents --form "file=@$RUN/hosts;filename=a.txt;type=text/plain")")"

begin=$(clock)
first=$(upload harbour.txt "The harbour master writes down every ship that enters the harbour, and when it left.")
has "an upload gets an id" "$first" '^[0-9a-f-]{36}$'
if within 30 is_ready "$first"; then pass "a worker has read it"; else fail "a worker has read it" "$(status_of_document "$first")"; fi
check "and a search finds it" grep -qx harbour.txt <(found harbour)
figure "from upload to found" "$(since "$begin") s" "30 s"
second=$(upload mill.txt "The miller grinds grain while the wind turns the sails of the mill.")
within 30 is_ready "$second"
equal "the best answer is the one about it" mill.txt "$(found 'grain+and+wind' | head -n 1)"
listed=$(as searcher /api/v1/documents | sed '$d' | jq -r '.. | .name? // empty')
check "the list has the first" grep -qx harbour.txt <<<"$listed"
check "and the second" grep -qx mill.txt <<<"$listed"
gone=$(upload gone.txt "A page about the lighthouse that nobody needs any more.")
within 30 is_ready "$gone"
equal "DELETE" 204 "$(status_of "$(as uploader "/api/v1/documents/$gone" --request DELETE)")"
equal "what was deleted is not there" 404 "$(status_of "$(as searcher "/api/v1/documents/$gone")")"
hasnot "nor found" "$(found lighthouse)" gone.txt

check "health-check" on_server $BIN/health-check
check "status" on_server $BIN/status
