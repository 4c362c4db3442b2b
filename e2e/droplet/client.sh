# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# The world that uses the service: people who ask through the edge. Sourced by world.sh.

readonly HOST=document-search.example.com
readonly AUTHORITY=$CACHE/authority/ca.pem

# ask PATH [CURL-ARGUMENT ...]: the answer's body, then its status on a line of its own. Each call comes from one of a hundred addresses, so that only the drills of limits meet them.
ask() {
    local path=$1
    shift
    curl --silent --show-error --max-time "${ASK_SECONDS:-15}" --cacert "$AUTHORITY" --interface "198.51.100.$((FIRST_CLIENT + RANDOM % CLIENTS))" --write-out '\n%{http_code}' "https://$HOST$path" "$@" 2>&1
}
status_of() { tail -n 1 <<<"$1"; }
body_of() { sed '$d' <<<"$1"; }

# answers PATH [CURL-ARGUMENT ...]
answers() { [[ $(status_of "$(ask "$@")") == 2?? ]]; }

# token CLIENT: a token for a client; kept for half of its life.
token() {
    [ -n "$(find "$RUN/token-$1" -mmin -15 -size +0 2>/dev/null)" ] || body_of "$(ask /api/v1/token --json "{\"client_id\":\"$1\",\"client_secret\":\"$CLIENT_SECRET\"}")" | jq -r '.access_token // empty' >"$RUN/token-$1"
    cat "$RUN/token-$1"
}
as() {
    local client=$1
    shift
    ask "$@" --header "Authorization: Bearer $(token "$client")"
}

# upload NAME TEXT: the document's id.
upload() {
    printf '%s' "$2" >"$RUN/upload.txt"
    as uploader /api/v1/documents --form "file=@$RUN/upload.txt;filename=$1;type=text/plain" | sed '$d' | jq -r .id
}
status_of_document() { as searcher "/api/v1/documents/$1" | sed '$d' | jq -r .status; }

# found WORD: names of the documents that a search finds, best first.
found() { as searcher "/api/v1/search?q=$1&limit=50" | sed '$d' | jq -r '.results[]?.name'; }

is_ready() { [ "$(status_of_document "$1")" = ready ]; }
# is_found ID NAME WORD: whether a document was read, and a search for the word has it.
is_found() { is_ready "$1" && grep -qx "$2" <(found "$3"); }

# load NAME ARGUMENT ...: starts requests that go on until end_loads; several may run at once.
load() {
    local name=$1
    shift
    rm -f "$RUN/$name.stop"
    dotnet "$RUN/load/Load.dll" --url "https://$HOST" --authority "$AUTHORITY" --stop-file "$RUN/$name.stop" --first-address "198.51.100.$FIRST_CLIENT" --addresses "$CLIENTS" "$@" \
        >"$RUN/$name.json" 2>"$RUN/logs/$name.log" &
    LOADS+=("$name:$!")
}
end_loads() {
    local entry
    for entry in "${LOADS[@]}"; do touch "$RUN/${entry%%:*}.stop"; done
    for entry in "${LOADS[@]}"; do wait "${entry#*:}"; done
    LOADS=()
}
LOADS=()

# traffic: everything that people do all the time, over HTTP/2 and HTTP/1.1. Well below what two slow processors can do beside the start of a
# release, which takes both for seconds: more would measure how many requests wait (nginx has 1,024 connections a worker).
traffic() {
    load health-2 --path /health --http 2 --rate 60 --connections 4
    load health-1 --path /health --http 1.1 --rate 60 --connections 4
    load search-2 --path "/api/v1/search?q=harbour" --http 2 --rate 20 --connections 20 --token "$(token searcher)"
    sleep 2
}

# no_request_failed NAME: ends the traffic and says what came of it.
no_request_failed() {
    local name=$1 requests failed repeated p99 file
    end_loads
    for file in health-2 health-1 search-2; do [ -s "$RUN/$file.json" ] || { fail "$name: the load $file ran" "$(tail -n 5 "$RUN/logs/$file.log")"; return; }; done
    requests=$(jq -s 'map(.requests) | add' "$RUN"/{health-2,health-1,search-2}.json)
    failed=$(jq -s 'map(.failed) | add' "$RUN"/{health-2,health-1,search-2}.json)
    repeated=$(jq -s 'map(.repeated) | add' "$RUN"/{health-2,health-1,search-2}.json)
    p99=$(jq -s 'map(.p99Milliseconds) | max' "$RUN"/{health-2,health-1,search-2}.json)
    equal "$name: 0 of $requests requests failed" 0 "$failed"
    check "$name: at most one in a hundred was sent on a second connection" [ "$((repeated * 100))" -le "$requests" ]
    [ "$failed" = 0 ] || for file in health-2 health-1 search-2; do jq -c '{statuses, errors}' "$RUN/$file.json"; done
    figure "$name: failed requests" "$failed of $requests$([ "$repeated" = 0 ] || echo "; $repeated were sent on a second connection, for the first ended before they were written")" "0"
    figure "$name: slowest p99 of the three loads" "$p99 ms" ""
    REQUESTS=$requests
}
