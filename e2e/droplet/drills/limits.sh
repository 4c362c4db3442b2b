# shellcheck shell=bash
# Limits and headers through the whole chain: edge, service, and back.

# from CLIENT PATH [CURL-ARGUMENT ...]: headers and status of one answer; these addresses no other drill uses.
from() { curl --silent --show-error --max-time 10 --cacert "$AUTHORITY" --interface "198.51.100.$1" --output /dev/null --dump-header - "https://$HOST$2" "${@:3}" 2>&1 | tr -d '\r'; }
ip address add 198.51.100.240/24 dev cloud0
ip address add 198.51.100.241/24 dev cloud0

# Sixty at once over one connection: one and the burst of twenty pass (ED-03), and ten more for each second that they take.
begin=$(clock)
answer=$(curl --silent --max-time 20 --cacert "$AUTHORITY" --interface 198.51.100.240 --http2 --no-progress-meter --parallel --parallel-max 60 --output /dev/null --dump-header - \
    "https://$HOST/api/v1/search?q=[1-60]" | tr -d '\r')
most=$((22 + $(clock) - begin)) # Ten a second are one in a tenth; one for the tenth that has begun.
passed=$(grep -c '^HTTP/2 401' <<<"$answer")
refused=$(grep -c '^HTTP/2 429' <<<"$answer")
equal "60 at once from one address: each is answered" 60 "$((passed + refused))"
check "one and the burst of 20 pass: $passed" [ "$passed" -ge 21 ]
check "and no more than the time brings: $most" [ "$passed" -le "$most" ]
figure "of 60 requests at once from one address" "$passed passed, $refused refused" ""
answer=$(awk 'BEGIN { RS = "" } /^HTTP\/2 429/ { last = $0 } END { print last }' <<<"$answer")
has "429 says when to come back" "$answer" '^retry-after: [0-9]+$'
for header in strict-transport-security x-frame-options content-security-policy; do has "429: $header (ED-02)" "$answer" "^$header: "; done
has "and is a problem in JSON" "$answer" '^content-type: application/problem\+json'
equal "another address is served" 401 "$(status_of "$(ask "/api/v1/search?q=1")")"
equal "health has no limit: 60 at once" "200=60 " "$(curl --silent --max-time 20 --cacert "$AUTHORITY" --interface 198.51.100.241 --no-progress-meter --parallel --parallel-immediate --parallel-max 60 --output /dev/null --write-out '%{http_code}\n' "https://$HOST/health?[1-60]" | sort | uniq -c | awk '{ printf "%s=%s ", $2, $1 }')"

for case in "200 /health" "404 /no-such-page" "401 /api/v1/search?q=1"; do
    read -r status path <<<"$case"
    answer=$(from 241 "$path")
    has "$status: the status" "$answer" "^HTTP/2 $status"
    for header in "strict-transport-security: max-age=63072000; includeSubDomains; preload" "x-frame-options: DENY" "x-content-type-options: nosniff" "content-security-policy: " "referrer-policy: " "permissions-policy: " "x-request-id: [0-9a-f]{32}"; do
        has "$status: ${header%%:*} (ED-01, ED-02)" "$answer" "^$header"
        equal "$status: ${header%%:*} once" 1 "$(grep -ciE "^${header%%:*}:" <<<"$answer")"
    done
    hasnot "$status: does not say what serves" "$answer" '^(server: .*[0-9]|x-powered-by)'
done
equal "HTTP leads to HTTPS (ED-01)" "301 https://$HOST/a?b=c" "$(curl --silent --max-time 10 --output /dev/null --write-out '%{http_code} %{redirect_url}' "http://$HOST/a?b=c")"
refuse "TLS 1.1 is refused (ED-01)" curl --silent --max-time 10 --cacert "$AUTHORITY" --tlsv1.1 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "https://$HOST/health"
check "TLS 1.2" curl --silent --fail --max-time 10 --cacert "$AUTHORITY" --tls-max 1.2 --output /dev/null "https://$HOST/health"
refuse "a name that is not ours" curl --silent --max-time 10 --insecure --resolve "other.example.com:443:$SERVER" https://other.example.com/
from 241 /api/v1/token --json '{"client_id":"uploader","client_secret":"wrong"}' >"$RUN/refused"
has "the service sees who asks, not the edge" "$(compose logs --no-color --tail 200 "api-$(serving)" 2>/dev/null | grep 'Token refused')" '"Address":"198\.51\.100\.241"'
head -c 21000000 /dev/zero >"$RUN/large.txt"
equal "too large a document is refused (ED-05)" 413 "$(status_of "$(as uploader /api/v1/documents --form "file=@$RUN/large.txt;filename=large.txt;type=text/plain")")"
{ printf '<!doctype html><p>A page with a long script</p><script>'; head -c 15000000 /dev/zero | tr '\0' a; printf '</script>'; } >"$RUN/large.html"
equal "one of 15 MB passes through the edge, whose root is read-only" 202 "$(status_of "$(as uploader /api/v1/documents --form "file=@$RUN/large.html;filename=large.html;type=text/html")")"
check "the edge's log is JSON with the request's id (ED-08)" on_server sh -c 'tail -n 1 /opt/document-search/logs/nginx/access.log | jq -e .requestId'
equal "health is not in the log (ED-07)" 0 "$(on_server grep -c '"uri":"/health"' /opt/document-search/logs/nginx/access.log)"
for client in 240 241; do ip address delete "198.51.100.$client/24" dev cloud0; done
