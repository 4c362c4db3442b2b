# shellcheck shell=bash
# Stand-ins for the services behind an edge, and how it is asked. Sourced.
# shellcheck disable=SC2154 # The host is set by who sources this.

# The services are in a network of their own, behind the edge.
ip netns add services
ip link add edge type veth peer name services netns services
ip address add 192.0.2.1/24 dev edge
ip link set edge up
for address in 192.0.2.11 192.0.2.12 192.0.2.21 192.0.2.22; do ip -n services address add "$address/24" dev services; done
ip -n services link set services up
ip -n services link set lo up

# start_service ADDRESS: a stand-in for the services of one instance, on every port that systems use.
start_service() {
    local directory=/tmp/service-$1 port
    mkdir -p "$directory"
    {
        echo "daemon off; pid $directory/pid; error_log $directory/error.log; worker_processes 1; events {} http { access_log $directory/access.log;"
        echo "client_body_temp_path $directory/b; proxy_temp_path $directory/p; fastcgi_temp_path $directory/f; uwsgi_temp_path $directory/u; scgi_temp_path $directory/s;"
        echo "server {"
        for port in 8000 8080 3000 3001; do echo "listen $1:$port;"; done
        cat <<'TEXT'
default_type application/json;
add_header X-Instance $server_addr always;
add_header X-Frame-Options SAMEORIGIN always;
add_header X-Powered-By Example always;
location / { return 200 '{"status":"healthy","path":"$request_uri","port":"$server_port","caller":"$http_cookie|$http_authorization|$http_x_api_key|$http_x_user_id|$http_x_session|$http_x_example_caller","language":"$http_accept_language","host":"$http_host","ip":"$http_x_real_ip","for":"$http_x_forwarded_for","proto":"$http_x_forwarded_proto","id":"$http_x_request_id"}'; }
location ~ missing { return 404 '{"missing":true}'; }
location ~ broken { return 503 '{"broken":true}'; }
location ~ page { default_type text/html; return 200 '<p>page</p>'; }
location ~ static|image { default_type text/css; return 200 'body{}'; }
location ~ large { root /tmp/files; try_files /large.json =404; }
location ~ metrics { return 200 'metrics'; }
location ~ scripts { default_type text/html; add_header Content-Security-Policy "script-src 'nonce-example'"; return 200 '<p>page</p>'; }
location ~ says {
    # What the service says of its answer is what the query asks it to say.
    add_header Cache-Control $arg_cache;
    add_header Vary $arg_vary;
    add_header Set-Cookie $arg_cookie;
    add_header Expires $arg_expires;
    return 200 '{"answer":"$http_cookie|$http_authorization|$http_x_api_key|$http_x_user_id|$http_x_session|$http_x_example_caller|$http_accept_language $http_x_request_id"}';
}
location ~ cors { add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Credentials true; return 200 '{}'; }
TEXT
        echo "} }"
    } >"$directory/nginx.conf"
    ip netns exec services nginx -c "$directory/nginx.conf" &
    eval "service_${1//./_}=$!"
}
stop_service() {
    local pid=service_${1//./_}
    kill "${!pid}"
    wait "${!pid}" 2>/dev/null
}
mkdir -p /tmp/files
jq -n '[range(2000) | {number: ., text: "the same text again and again"}]' >/tmp/files/large.json
for address in 192.0.2.11 192.0.2.12 192.0.2.21; do start_service "$address"; done

get() { curl --silent --insecure --max-time 20 --resolve "$host:8443:127.0.0.1" "${@:2}" "https://$host:8443$1"; }
code() { get "$1" --output /dev/null --write-out '%{http_code}' "${@:2}"; }
headers() { get "$1" --output /dev/null --dump-header - "${@:2}" | tr -d '\r'; }
# codes RATE PATH ...: the statuses of many paths as they are written, over one connection; RATE as of curl, such as 9/s.
codes() {
    local path arguments=()
    for path in "${@:2}"; do arguments+=(--output /dev/null "https://$host:8443$path"); done
    curl --silent --insecure --globoff --path-as-is --max-time 20 --rate "$1" --resolve "$host:8443:127.0.0.1" --write-out '%{http_code}\n' "${arguments[@]}"
}
# many NUMBER PATH OPTION ...: so many requests, each over a connection of its own.
many() { get "$2?[1-$1]" --http1.1 --header 'Connection: close' --output /dev/null "${@:3}"; }
ask_ok() { [ "$(code "$1")" = 200 ]; }

# carries NAME HEADERS: the headers of every answer. One whose name is in $listed may come in several lines, which mean the same as one (RFC 9110, 5.3).
listed=
carries() {
    local all=yes header number
    for header in 'strict-transport-security: max-age=63072000; includeSubDomains; preload' 'x-frame-options: DENY' 'x-content-type-options: nosniff' \
        'x-xss-protection: ' 'content-security-policy: ' 'referrer-policy: ' 'permissions-policy: ' 'x-request-id: [0-9a-f]{32}'; do
        number=$(grep -ciE "^$header" <<<"$2")
        [ "$number" = 1 ] || { [ "$header" = "$listed: " ] && [ "$number" -gt 1 ]; } || { all=no; fail "$1: $header once" "$2"; }
    done
    [ "$all" = no ] || pass "$1"
}

