#!/usr/bin/env bash
# nginx with what the ingress controller of a cluster makes of the planned Ingresses: what the edge of a server does with a request, that of a cluster does.
. "$TESTS/check.sh"
. "$TESTS/services.sh"
. "$TESTS/requests.sh"

mkdir -p /certificates
# shellcheck disable=SC2034 # An annotation cannot hold a value with commas.
listed=permissions-policy
edge=
# start_ingress PLAN ADDRESS ...: the edge of a cluster with pods at these addresses.
start_ingress() {
    stop_ingress
    rm -rf /var/cache/nginx /etc/nginx
    mkdir -p /var/cache/nginx /etc/nginx
    python3 "$TESTS/ingress.py" "$@" >/etc/nginx/nginx.conf || return 1
    host=$(sed -n 's/^server_name \(.*\);/\1/p' /etc/nginx/nginx.conf)
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout /certificates/privkey.pem -out /certificates/fullchain.pem 2>/dev/null
    chown -R 101:101 /certificates /var/cache/nginx
    nginx -c /etc/nginx/nginx.conf -t 2>/tmp/edge.log || return 1
    nginx -c /etc/nginx/nginx.conf 2>/tmp/edge.log &
    edge=$!
    within 10 ask_ok /
}
stop_ingress() {
    [ -z "$edge" ] || { kill "$edge"; wait "$edge" 2>/dev/null; }
    edge=
}

for plan in "$RENDERED"/../plans/*.json; do
    system=$(basename "$plan" .json)
    if ! start_ingress "$plan" 192.0.2.11; then
        fail "$system on a cluster: nginx reads it" "$(cat /tmp/edge.log)"
        continue
    fi
    pass "$system on a cluster: nginx reads it"
    case $system in
    faciliauto-origins) cross_origin "$system on a cluster" ;;
    vision) private_paths "$system on a cluster" /api && stripped "$system on a cluster" / ;;
    *) private_paths "$system on a cluster" ;;
    esac
    carries "$system on a cluster: ED-02 headers" "$(paced headers /)"
    carries "$system on a cluster: ED-02 headers on what is not public" "$(headers /metrics)"
    if [ "$system" = web-platform ]; then
        callers "$system on a cluster"
        page_policies "$system on a cluster"
        has "$system on a cluster: ED-06 built files are kept for 365 days" "$(headers /_next/static/app.js)" '^cache-control: public, max-age=31536000, immutable'
        has "$system on a cluster: ED-06 HTML is not kept" "$(headers /page)" '^cache-control: no-cache'
    fi

    # The only pod starts again.
    stop_service 192.0.2.11
    for _ in $(seq 8); do paced code / >/dev/null; done
    equal "$system on a cluster: errors while the only pod is away" 502 "$(paced code /)"
    start_service 192.0.2.11
    within 5 curl --silent --fail --output /dev/null http://192.0.2.11:8000/
    equal "$system on a cluster: and none any longer" "5 200" "$(for _ in $(seq 5); do paced code /; echo; done | sort | uniq -c | xargs)"
done
stop_ingress
for address in 192.0.2.11 192.0.2.12 192.0.2.21; do stop_service "$address"; done
