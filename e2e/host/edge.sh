#!/usr/bin/env bash
# nginx with the rendered files: every ED row, asked from outside.
. "$TESTS/check.sh"

# Names of containers, as the engine's DNS server knows them: a name comes and goes with its containers.
: >/tmp/names
dnsmasq --keep-in-foreground --no-resolv --no-hosts --addn-hosts=/tmp/names --local=// --listen-address=127.0.0.11 --bind-interfaces --local-ttl=1 --user=root --pid-file= &
dns=$!
# names [COLOUR=ADDRESS ...]: what there is from now on.
names() {
    local entry service
    for entry; do
        for service in api dashboard frontend backend; do echo "${entry#*=} $service-${entry%%=*}"; done
    done >/tmp/names
    kill -HUP "$dns"
}
blue=(blue=192.0.2.11 blue=192.0.2.12)
green=(green=192.0.2.21)

. "$TESTS/services.sh"
. "$TESTS/requests.sh"

mkdir -p /certificates /challenges/.well-known/acme-challenge
echo proof >/challenges/.well-known/acme-challenge/token
edge=

# start_edge RENDERED: nginx as in its container: no privileges, configuration and certificate as mounted.
start_edge() {
    local service
    host=$(sed -n "s/^PUBLIC_HOST='\(.*\)'/\1/p" "$1/system.conf")
    echo "127.0.0.1 $host" >/etc/hosts # For wrk, which cannot be told otherwise.
    health=$(sed -n "s/^HEALTH_PATHS='\([^ ']*\).*/\1/p" "$1/system.conf")
    stop_edge
    rm -rf /etc/nginx /var/cache/nginx /var/log/nginx
    mkdir -p /etc/nginx/upstreams /var/cache/nginx /var/log/nginx
    cp -R "$1/nginx/." /etc/nginx/
    for service in /etc/nginx/colours/*-blue.conf; do
        ln -s "../colours/$(basename "$service")" "/etc/nginx/upstreams/$(basename "$service" -blue.conf).conf"
    done
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout /certificates/privkey.pem -out /certificates/fullchain.pem 2>/dev/null
    chown -R 101:101 /certificates /var/cache/nginx /var/log/nginx
    chmod 0400 /certificates/privkey.pem
    rm -f /tmp/nginx.pid
    : >/tmp/edge.log
    chmod 0666 /tmp/edge.log
}
run_nginx() {
    setpriv --reuid 101 --regid 101 --clear-groups --no-new-privs --bounding-set=-all nginx -c /etc/nginx/nginx.conf 2>/tmp/edge.log &
    edge=$!
}
run_edge() {
    run_nginx
    within 10 curl --silent --fail http://127.0.0.1:8081/healthy
    within 10 ask_ok "$health"
}
stop_edge() {
    [ -z "$edge" ] || { kill "$edge"; wait "$edge" 2>/dev/null; }
    edge=
}
reload_edge() { setpriv --reuid 101 --regid 101 --clear-groups nginx -c /etc/nginx/nginx.conf -s reload 2>/dev/null; }
# switch_to COLOUR: the way release does it, while names are looked up slowly.
switch_to() {
    local service name
    for service in /etc/nginx/upstreams/*.conf; do
        name=$(basename "$service" .conf)
        ln -sfn "../colours/$name-$1.conf" "/etc/nginx/upstreams/.new"
        mv -fT "/etc/nginx/upstreams/.new" "$service"
    done
    kill -STOP "$dns"
    reload_edge
    sleep 0.3
    kill -CONT "$dns"
}
instances() { many 20 "$health" --dump-header - | tr -d '\r' | sed -n 's/^x-instance: //Ip' | sort -u | xargs; }
# statuses NUMBER PATH: how many of so many requests got which.
statuses() { many "$1" "$2" --write-out '%{http_code}\n' | sort | uniq -c | xargs; }
# answered_by ADDRESS: whether some of the next requests go to it.
answered_by() { [[ " $(instances) " == *" $1 "* ]]; }
# ask_instance ADDRESS: whether an instance answers by itself.
ask_instance() { curl --silent --fail --output /dev/null "http://$1:8000/"; }
# only_by ADDRESS: whether all of them go to it.
only_by() { [ "$(instances)" = "$1" ]; }
# burst PATH NUMBER: the statuses of so many requests at once, over one HTTP/2 connection.
burst() {
    get "$1?[1-$2]" --http2 --parallel --parallel-max "$2" --output /dev/null --write-out '%{http_code}\n'
}
# exactly NAME PATH REQUESTS LET-THROUGH: of so many simultaneous requests.
exactly() {
    local codes
    sleep "${5:-0}"
    codes=$(burst "$2" "$3")
    equal "$1" "$4 of $3 let through, $(($3 - $4)) answered 429" \
        "$(grep -c '^200$' <<<"$codes") of $3 let through, $(grep -c '^429$' <<<"$codes") answered 429"
}

for directory in "$RENDERED"/*; do
    start_edge "$directory"
    check "$(basename "$directory"): nginx -t" setpriv --reuid 101 --regid 101 --clear-groups nginx -c /etc/nginx/nginx.conf -t
done

for system in document-search vision faciliauto car-api web-platform; do
    NAME_SECONDS=$(sed -n "s/^NAME_SECONDS='\(.*\)'/\1/p" "$RENDERED/$system-prod/system.conf")
    start_edge "$RENDERED/$system-prod"
    names "${blue[@]}" # The other colour never ran.
    if ! run_edge; then
        fail "$system: nginx runs" "$(cat /tmp/edge.log)"
        continue
    fi
    api=/api/example
    [ "$system" != faciliauto ] || api=/example
    names "${blue[@]}" "${green[@]}"

    answer=$(curl --silent --output /dev/null --dump-header - --header "Host: $host" "http://127.0.0.1:8080/path?query=1" | tr -d '\r')
    has "$system: ED-01 redirect" "$answer" '^HTTP/1.1 301'
    has "$system: ED-01 redirect leads to HTTPS" "$answer" "^location: https://$host/path\\?query=1\$"
    answer=$(curl --silent --output /dev/null --dump-header - --header "Host: evil.example.org" "http://127.0.0.1:8080/" | tr -d '\r')
    has "$system: a forged host leads nowhere else" "$answer" "^location: https://$host/"
    equal "$system: challenge of Let's Encrypt" proof "$(curl --silent "http://127.0.0.1:8080/.well-known/acme-challenge/token")"
    refuse "$system: ED-01 TLS 1.1 refused" openssl s_client -connect 127.0.0.1:8443 -servername "$host" -tls1_1 -cipher 'ALL:@SECLEVEL=0' </dev/null
    check "$system: ED-01 TLS 1.2" openssl s_client -connect 127.0.0.1:8443 -servername "$host" -tls1_2 </dev/null
    check "$system: ED-01 TLS 1.3" openssl s_client -connect 127.0.0.1:8443 -servername "$host" -tls1_3 </dev/null
    refuse "$system: no certificate for other names" openssl s_client -connect 127.0.0.1:8443 -servername other.example.org </dev/null
    equal "$system: ED-01 HTTP/2" 2 "$(get "$health" --http2 --output /dev/null --write-out '%{http_version}')"

    carries "$system: ED-02 headers on 200" "$(headers "$health")"
    carries "$system: ED-02 headers on 404 of a service" "$(headers "$api/missing")"
    answer=$(headers /metrics)
    has "$system: metrics are not public" "$answer" '^HTTP/2 404'
    carries "$system: ED-02 headers on 404 of the edge" "$answer"
    hasnot "$system: nothing about the programs behind" "$(headers "$health")" '^(x-powered-by|server: nginx/)'

    answer=$(get "$api" --header 'X-Forwarded-For: 198.51.100.7')
    equal "$system: ED-08 Host" "$host" "$(jq -r .host <<<"$answer")"
    equal "$system: ED-08 X-Real-IP" 127.0.0.1 "$(jq -r .ip <<<"$answer")"
    equal "$system: ED-08 X-Forwarded-For, not as the client claims" 127.0.0.1 "$(jq -r .for <<<"$answer")"
    equal "$system: ED-08 X-Forwarded-Proto" https "$(jq -r .proto <<<"$answer")"
    has "$system: request id reaches the service" "$(jq -r .id <<<"$answer")" '^[0-9a-f]{32}$'

    has "$system: ED-06 gzip" "$(headers "$api/large" --header 'Accept-Encoding: gzip')" '^content-encoding: gzip'
    has "$system: ED-06 gzip varies" "$(headers "$api/large" --header 'Accept-Encoding: gzip')" '^vary: .*accept-encoding'

    case $system in
    vision) private_paths "$system" /api && stripped "$system" %2F ;;
    *) private_paths "$system" ;;
    esac
    if [ "$system" = web-platform ]; then
        callers "$system"
        page_policies "$system"
    fi
    if [ "$system" != vision ] && [ "$system" != faciliauto ]; then
        equal "$system: the path of a prefix without its slash belongs to it" '200 "/api?x=1"' "$(code '/api?x=1') $(get '/api?x=1' | jq .path)"
    fi

    sleep 3
    case $system in
    document-search | vision | car-api) exactly "$system: ED-03 exact limit (10 r/s, burst 20)" "$api" 60 21 ;;
    faciliauto)
        exactly "$system: ED-03 /stats (10 r/s, burst 20)" /stats 60 21
        exactly "$system: ED-03 /recommend (2 r/s, burst 5)" /recommend 30 6 1
        exactly "$system: ED-03 rest (10 r/s, burst 10)" /rest 40 11
        ;;
    web-platform)
        exactly "$system: ED-03 API (20 r/s, burst 40)" /api/limit 100 41
        exactly "$system: ED-03 general (10 r/s, burst 20)" /limit 60 21
        ;;
    esac
    limited=$api
    [ "$system" != faciliauto ] || limited=/recommend
    # The last of many at once: by itself a request would be let through again after a tenth of a second.
    refused() { get "$limited?[1-60]" --http2 --parallel --parallel-max 60 "$@" 2>/dev/null | tr -d '\r'; }
    answer=$(refused --output /dev/null --dump-header - | awk 'BEGIN { RS = "" } /^HTTP\/2 429/ { last = $0 } END { print last }')
    has "$system: ED-03 429" "$answer" '^HTTP/2 429'
    has "$system: 429 says when to try again" "$answer" '^retry-after: [0-9]+$'
    has "$system: 429 is a problem in JSON" "$answer" '^content-type: application/problem\+json'
    carries "$system: ED-02 headers on 429" "$answer"
    check "$system: 429 has a body with the request's id" jq --exit-status --slurp 'map(select(.status == 429 and (.requestId | length == 32))) | length > 0' <<<"$(refused)"

    before=$(wc -l </var/log/nginx/access.log)
    equal "$system: ED-07 no limit on health" 200 "$(burst "$health" 200 | sort -u)"
    equal "$system: ED-07 no access log of health" "$before" "$(wc -l </var/log/nginx/access.log)"
    check "$system: ED-08 the access log is JSON" jq --exit-status --slurp 'all(.requestId != null and (.status | type == "number"))' /var/log/nginx/access.log
    check "$system: nginx tells the exporter" curl --silent --fail http://127.0.0.1:8081/stub_status

    sleep 3
    equal "$system: ED-04 both instances get requests" 2 "$(instances | wc -w)"
    stop_service 192.0.2.11
    equal "$system: ED-04 failover to the healthy instance" "40 200" "$(statuses 40 "$health")"
    stop_service 192.0.2.12
    equal "$system: ED-04 the other colour helps out" 200 "$(code "$health")"
    stop_service 192.0.2.21
    answer=$(headers "$health")
    has "$system: ED-04 502 where nobody answers" "$answer" '^HTTP/2 502'
    has "$system: 502 is a problem in JSON" "$answer" '^content-type: application/problem\+json'
    carries "$system: ED-02 headers on 502" "$answer"
    for address in 192.0.2.11 192.0.2.12 192.0.2.21; do start_service "$address"; done
    within 5 ask_instance 192.0.2.11
    equal "$system: back in service, although all of them failed a moment ago" "20 200" "$(statuses 20 "$health")"
    sleep 11 # Until nginx is done with those who failed (fail_timeout 10 s).
    equal "$system: a service that lacks something says so each time" "8 503" "$(statuses 8 "$api/broken")"
    equal "$system: and stays in service for everything else" "192.0.2.11 192.0.2.12" "$(instances)"

    head -c 60000000 /dev/zero >/tmp/files/body
    equal "$system: ED-05 too large a body is refused" 413 "$(code "$api/upload" --request POST --data-binary @/tmp/files/body)"

    # A release, a rollback and a release under load. nginx hears of the new colour at the last moment: it has not looked its name up yet.
    names "${blue[@]}"
    sleep "$NAME_SECONDS"
    wrk --threads 1 --connections 16 --duration 6s --header "Host: $host" --latency "https://$host:8443$health" >/tmp/wrk.log 2>&1 &
    load=$!
    sleep 1
    names "${blue[@]}" "${green[@]}"
    for colour in green blue green; do
        switch_to "$colour"
        sleep 1.2
    done
    wait "$load"
    hasnot "$system: no failed request while colours are switched three times" "$(cat /tmp/wrk.log)" 'Non-2xx|Socket errors|unable'
    sed -n "s/^ *\([0-9]* requests in .*\)/    (\1)/p" /tmp/wrk.log
    check "$system: green serves" within "$NAME_SECONDS" only_by 192.0.2.21

    if [ "$system" = document-search ]; then
        # What happens to containers while nginx runs; nobody reloads it.
        names "${green[@]}"
        sleep "$NAME_SECONDS"
        stop_service 192.0.2.21
        start_service 192.0.2.22
        names green=192.0.2.22
        check "a container that comes back with another address is found" within "$NAME_SECONDS" answered_by 192.0.2.22
        start_service 192.0.2.21
        names green=192.0.2.21 green=192.0.2.22
        check "one more instance gets requests" within "$NAME_SECONDS" answered_by 192.0.2.21
        names green=192.0.2.21
        stop_service 192.0.2.22
        check "one less is not missed" within "$NAME_SECONDS" only_by 192.0.2.21

        # The only instance starts again. Errors last as long as that, whatever the method.
        for method in GET POST; do
            rm -f /tmp/restarted /tmp/enough /tmp/answers
            (
                until [ -e /tmp/restarted ]; do sleep 0.05; done
                sleep 2
                touch /tmp/enough
            ) &
            (
                until [ -e /tmp/enough ]; do echo "$(date +%s%N) $(code "$health" --request "$method")"; done >/tmp/answers
            ) &
            asking=$!
            sleep 0.5
            stopped=$(date +%s%N)
            stop_service 192.0.2.21
            sleep 0.6
            start_service 192.0.2.21
            within 5 ask_instance 192.0.2.21
            away=$((($(date +%s%N) - stopped) / 1000000))
            touch /tmp/restarted
            wait "$asking"
            errors=$(awk -v from="$stopped" '$2 != 200 { last = $1 } END { print last ? int((last - from) / 1000000) : 0 }' /tmp/answers)
            echo "    ($method: the only instance was away for $away ms, the last error came after $errors ms)"
            has "$method: there are errors while the only instance is away" "$(cat /tmp/answers)" ' 502$'
            equal "$method: and none any longer" yes "$([ "$errors" -le $((away + 300)) ] && echo yes || echo "$errors ms")"
        done

        # The engine starts again: nginx is there before the services are, and their addresses are others.
        names
        stop_edge
        run_nginx
        within 10 curl --silent --fail http://127.0.0.1:8081/healthy
        answer=$(headers "$health")
        has "nginx starts before the services: 502" "$answer" '^HTTP/2 502'
        has "nginx starts before the services: it is a problem in JSON" "$answer" '^content-type: application/problem\+json'
        start_service 192.0.2.22
        names green=192.0.2.22
        check "and finds them when they have started" within "$NAME_SECONDS" ask_ok "$health"
        names "${green[@]}"
        stop_service 192.0.2.22
        check "and again elsewhere" within "$NAME_SECONDS" only_by 192.0.2.21

        # As many as the command scale allows, of both colours at once. Nobody answers there.
        : >/tmp/edge.log
        mapfile -t many < <(seq 100 | sed 's/.*/blue=198.51.100.&\ngreen=203.0.113.&/')
        names "${many[@]}"
        sleep "$NAME_SECONDS"
        switch_to blue
        sleep "$NAME_SECONDS"
        hasnot "there is room for 100 instances of both colours" "$(grep --text -v 'could not be resolved' /tmp/edge.log)" 'exhausted|no memory'
        switch_to green
        names "${blue[@]}" "${green[@]}"
        check "and they are forgotten" within "$NAME_SECONDS" only_by 192.0.2.21
    fi
    if [ "$system" = web-platform ]; then
        has "$system: ED-06 built files are kept for 365 days" "$(headers /_next/static/app.js)" '^cache-control: public, max-age=31536000, immutable'
        has "$system: ED-06 pictures are kept for 30 days" "$(headers /images/image.png)" '^cache-control: public, max-age=2592000'
        has "$system: ED-06 other assets are kept for 7 days" "$(headers /static.css)" '^cache-control: public, max-age=604800'
        has "$system: ED-06 HTML is not kept" "$(headers /page)" '^cache-control: no-cache'
        hasnot "$system: a missing file is not kept" "$(headers /_next/static/missing.js)" '^cache-control: public'
        has "$system: ED-06 first request of the API" "$(headers '/api/says?cache=public')" '^x-cache-status: MISS'
        has "$system: ED-06 second request comes from the cache" "$(headers '/api/says?cache=public')" '^x-cache-status: HIT'
        has "$system: ED-06 second request of a static file too" "$(headers /_next/static/app.js)" '^x-cache-status: HIT'
        headers /page >/dev/null
        hasnot "$system: HTML is never served from the cache" "$(headers /page)" '^x-cache-status: HIT'
        hasnot "$system: answers for one person are not cached" "$(headers '/api/says?cache=public' --header 'Authorization: Bearer example')" '^x-cache-status: HIT'
        for address in 192.0.2.11 192.0.2.12 192.0.2.21; do stop_service "$address"; done
        equal "$system: ED-06 kept answers while the services are away" 200 "$(code '/api/says?cache=public')"
        for address in 192.0.2.11 192.0.2.12 192.0.2.21; do start_service "$address"; done
    fi
done

start_edge "$RENDERED/faciliauto-origins"
names "${blue[@]}"
if run_edge; then cross_origin faciliauto; else fail "faciliauto with foreign origins: nginx runs" "$(cat /tmp/edge.log)"; fi
stop_edge
for address in 192.0.2.11 192.0.2.12 192.0.2.21; do stop_service "$address"; done
kill "$dns"
