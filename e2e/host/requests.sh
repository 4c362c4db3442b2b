# shellcheck shell=bash
# What any edge has to do with a request, on a server and in a cluster. Sourced; asks by the functions of services.sh.
# shellcheck disable=SC2154,SC1003 # The host is set by who sources this. Backslashes before a closing quotation mark are meant.

# Requests of the routes with limits come no faster than those allow: 10 r/s most of them, 20 r/s the API of web-platform.
pace=0.11
paced() {
    sleep "$pace"
    "$@"
}
said() { paced get "$@" | jq -r .answer; }

# not_answered PATTERN RATE PATH ...: the paths whose status is another, or that got none.
not_answered() {
    local pattern=$1 rate=$2 statuses number
    shift 2
    mapfile -t statuses < <(codes "$rate" "$@")
    for ((number = 0; number < $#; number++)); do
        [[ ${statuses[number]-none} =~ ^($pattern)$ ]] || printf ' %s' "${@:number+1:1}"
    done
}

# private_paths SYSTEM [PREFIX ...]: private in every spelling, also below the prefixes that the edge takes away; what only resembles them stays public.
private_paths() {
    local system=$1 prefix spelling wrong='' number=0 spellings
    shift
    for prefix in '' "$@"; do
        # shellcheck disable=SC2016
        spellings=(
            /metrics /METRICS /Metrics /mEtRiCs /metrics/ /metrics// //metrics ///metrics /metrics/. /./metrics /x/../metrics /metrics/x /metrics/../metrics
            /%6detrics /%6Detrics /%4DETRICS /metric%73 /%6d%65%74%72%69%63%73 /metrics%2f /metrics%2F /%2fmetrics /%2Fmetrics /metrics%2f.. /%2e/metrics /x/%2e%2e/metrics
            '/metrics?x=1' '/metrics/?x=1' '/metrics;v=1' '/metrics;' '/metrics;a=b/c' '/;a=b/metrics' '/metrics%3bv=1' /metrics%20 /metrics%09 /metrics%0a /metrics. /metrics.json
            /metrics%2e '/\metrics' '/metrics\' '/x\..\metrics' '/x/..\metrics' /%5cmetrics /metrics%5c /%256detrics /%25256detrics /metric%2573 /metrics%252f /%252fmetrics
            /x/%252e%252e/metrics '/x/..;/metrics' '/x/..;a=b/metrics' '/x/%2e%2e;/metrics' '/..;/metrics' /.%2e/x/../metrics '/metrics%3f' '/metrics%23' '/metrics#x' '/metrics~' '/metrics+'
            '/metrics*' '/metrics,' "/metrics'" '/metrics$' '/metrics@x' '/metrics:80'
            /health_check/detailed /HEALTH_CHECK/DETAILED /Health_Check/Detailed /health_check/detailed/ /health_check//detailed //health_check/detailed /health_check/./detailed
            /health_check/x/../detailed /health%5fcheck/detailed /health_check%2fdetailed /health_check%2Fdetailed '/health_check;a/detailed' '/health_check/;a/detailed' /health_check/detaile%64
            '/health_check\detailed' /health_check%5cdetailed /health_check%252fdetailed /health_check%20/detailed '/health_check/detailed?full=1' /health%255fcheck/detailed
        )
        number=$((number + ${#spellings[@]}))
        wrong+=$(not_answered '404|400' 1000/s "${spellings[@]/#/$prefix}") # 400: it leads above the root, nginx says.
    done
    equal "$system: private paths are private in $number spellings" '' "$wrong"
    wrong=
    spellings=(/metrics-of-sales /metricsx /metrics_1 /metric /my/metrics /my-metrics /health_checks/detailed /health_check/detailed-report /detailed /x/health_check/detailed \
        '/file;v=1/x' /a%2fb /a%20b /a%25b /v1.2/file..txt /.../x /..x /.hidden '/x?path=/../metrics' '/x?metrics' /a%252fb)
    equal "$system: other paths stay public" '' "$(not_answered 200 9/s "${spellings[@]}")"
    # A pattern that needs time for each of many ways to read a path would give up, and let it through.
    for spelling in '\' '/;%2f' '%5c;' '/%2f;a' ';%252f' '/;%2f;'; do
        printf -v wrong '%*s' 300 ''
        equal "$system: a long path of '$spelling' is judged at once" yes "$(awk '{ print $1 < 0.5 && $2 == 404 ? "yes" : $0 }' <<<"$(
            get "/${wrong// /$spelling}/metrics" --path-as-is --output /dev/null --write-out '%{time_total} %{http_code}')")"
    done
}

# callers SYSTEM: what one person was answered is never another one's.
callers() {
    local system=$1 pace=0.05 carrier leaks='' number=0 says who path answer asked answers
    : >/tmp/asked
    asked=()
    for carrier in 'Cookie: access_token=' 'Cookie: session=' 'Cookie: sid=' 'Cookie: connect.sid=s%3A' 'Cookie: __Host-id=' 'Cookie: theme=dark; jwt=' 'Cookie: ' \
        'Authorization: Bearer ' 'Authorization: Basic ' 'X-Api-Key: ' 'X-User-Id: ' 'X-Session: ' 'X-Example-Caller: '; do
        for says in '' '&cache=public' '&cache=public,max-age=60' '&cache=max-age=60' '&cache=s-maxage=60' '&expires=Thu,%2001%20Jan%202099%2000:00:00%20GMT'; do
            case $carrier$says in 'X-Example-Caller: &cache='*public* | 'X-Example-Caller: &cache=s-'*) continue ;; esac # The service itself says that it is for all.
            number=$((number + 1))
            path="/api/says?case=$number$says"
            for who in alice bob 0 ''; do
                asked+=("$carrier$says")
                printf 'next\nsilent\ninsecure\nmax-time = 20\nurl = "https://%s:8443%s"\nwrite-out = "\\n"\n' "$host" "$path"
                [ -z "$who" ] || printf 'header = "%s%s"\n' "$carrier" "$who"
            done >>/tmp/asked
        done
    done
    mapfile -t answers < <(curl --rate 19/s --resolve "$host:8443:127.0.0.1" --config /tmp/asked | jq -r .answer)
    equal "$system: each of those who ask is answered" "$((4 * number))" "${#answers[@]}"
    for ((number = 0; number < ${#asked[@]}; number += 4)); do
        case ${answers[number]} in *alice*) ;; *) leaks+=" [${asked[number]} not alice's]" ;; esac
        case ${answers[number + 1]} in *alice*) leaks+=" [${asked[number]} alice's to bob]" ;; *bob*) ;; *) leaks+=" [${asked[number]} not bob's]" ;; esac
        case ${answers[number + 2]} in *alice* | *bob*) leaks+=" [${asked[number]} another one's to 0]" ;; *0*) ;; *) leaks+=" [${asked[number]} not 0's]" ;; esac
        case ${answers[number + 3]} in *alice* | *bob*) leaks+=" [${asked[number]} to nobody]" ;; esac
    done
    number=$((number / 4))
    equal "$system: $number ways to say who asks, and nobody gets another one's answer" '' "$leaks"

    # What says nothing, or says that it is not for all, is not given twice; what is for all is.
    kept() {
        local first second
        first=$(said "$1" --header 'Accept-Language: en')
        second=$(said "$1" --header "Accept-Language: ${2:-en}")
        if [ "$first" = "$second" ]; then echo kept; else echo asked; fi
    }
    for answer in '' cache=private cache=no-store cache=no-cache cache=public,max-age=0 cache=private,max-age=60 cache=public,no-store cache=max-age=60 \
        'cache=public&cookie=id=1' 'cache=public&vary=*'; do
        equal "$system: not kept: ${answer:-a service that says nothing}" asked "$(kept "/api/says?kept=$RANDOM&$answer")"
    done
    for answer in cache=public cache=public,max-age=60 cache=s-maxage=60 'cache=public&vary=Accept-Language'; do
        equal "$system: kept: $answer" kept "$(kept "/api/says?kept=$RANDOM&$answer")"
    done
    equal "$system: not kept across what an answer varies by" asked "$(kept "/api/says?kept=$RANDOM&cache=public&vary=Accept-Language" pt)"
    # Nobody waits for another one's answer that then cannot be kept.
    paced true
    get "/api/says?together[1-1]&same" --output /dev/null
    equal "$system: answers that are not kept are not asked for one by one" yes "$(
        for _ in $(seq 5); do get "/api/says?together" --output /dev/null --write-out '%{time_total}\n' & done | sort -n | awk 'END { print $1 < 0.45 ? "yes" : $1 }')"
}

# stripped SYSTEM ENCODED-SLASH: the prefix is taken away and everything else stays. ENCODED-SLASH is what becomes of %2F.
stripped() {
    local system=$1 slash=$2 request expected
    while read -r request expected; do
        equal "$system: $request reaches the service as $expected" "8000 $expected" "$(paced get "$request" --path-as-is | jq -r '"\(.port) \(.path)"')"
    done <<TEXT
/api/x /x
/api/ /
/api /
/api?a=1&b=%2F%20+ /?a=1&b=%2F%20+
/api/x?a=1&b=%2F%20+&c=/api/ /x?a=1&b=%2F%20+&c=/api/
/api/a%20b/%C3%A7%25%3F%23?q=%25 /a%20b/%C3%A7%25%3F%23?q=%25
/api/a%2Fb /a${slash}b
/api/api/x /api/x
//api/x?a=1 /x?a=1
/%61pi/x /x
TEXT
    equal "$system: a longer word is another path" "8080 /apix" "$(paced get /apix | jq -r '"\(.port) \(.path)"')"
    equal "$system: everything else goes on as it came" "8080 /x/api/a%2Fb?c" "$(paced get '/x/api/a%2Fb?c' | jq -r '"\(.port) \(.path)"')"
    equal "$system: a body is not lost" 200 "$(paced code /api --request POST --data body)"
}

# page_policies SYSTEM: the policy of a page's service holds; pages without one may load the system's files and run their own scripts.
page_policies() {
    local system=$1 files=https://static.$host answer
    equal "$system: WP-13 a service's own policy holds" "script-src 'nonce-example'" "$(headers /scripts | sed -n 's/^content-security-policy: //Ip')"
    answer=$(headers /page | sed -n 's/^content-security-policy: //Ip')
    has "$system: WP-13 pages may load the system's files" "$answer" "script-src [^;]*${files}[^;]*;.*style-src [^;]*${files}.*font-src [^;]*${files}"
    has "$system: WP-13 pages may run their inline scripts" "$answer" "script-src [^;]*'unsafe-inline'"
    hasnot "$system: what is no page may not" "$(headers /api/x | grep -i '^content-security-policy')" 'unsafe-inline'
}

# cross_origin SYSTEM: origins of the settings may call, also where the answer is an error; no others.
cross_origin() {
    local system=$1 known=https://app.example.org answer path
    for path in /cors /missing /broken /metrics; do
        answer=$(headers "$path" --header "Origin: $known")
        equal "$system: FA-07 $path: a known origin, once" "$known" "$(sed -n 's/^access-control-allow-origin: //Ip' <<<"$answer" | xargs)"
        has "$system: FA-07 $path: kept answers differ by origin" "$answer" '^vary: .*origin'
        hasnot "$system: FA-07 $path: credentials of browsers are not let through" "$answer" '^access-control-allow-credentials'
        answer=$(paced headers "$path" --header "Origin: https://evil.example.org")
        hasnot "$system: FA-07 $path: no other origin" "$answer" '^access-control-allow-origin'
    done
    answer=$(headers /recommend --request OPTIONS --header "Origin: $known" --header 'Access-Control-Request-Method: POST' --header 'Access-Control-Request-Headers: content-type')
    has "$system: FA-07 preflight is answered" "$answer" '^HTTP/2 204'
    has "$system: FA-07 preflight: origin" "$answer" "^access-control-allow-origin: $known\$"
    has "$system: FA-07 preflight: methods" "$answer" '^access-control-allow-methods: .*POST'
    has "$system: FA-07 preflight: headers" "$answer" '^access-control-allow-headers: .*content-type'
    has "$system: FA-07 preflight: for how long" "$answer" '^access-control-max-age: [0-9]+$'
    carries "$system: ED-02 headers on a preflight" "$answer"
    answer=$(paced headers /recommend --request OPTIONS --header 'Origin: https://evil.example.org' --header 'Access-Control-Request-Method: POST')
    hasnot "$system: FA-07 preflight of another origin gets nothing" "$answer" '^access-control-|^HTTP/2 204'
    answer=$(get '/recommend?[1-40]' --http2 --parallel --parallel-max 40 --header "Origin: $known" --output /dev/null --dump-header - | tr -d '\r' |
        awk 'BEGIN { RS = "" } /^HTTP\/2 429/ { last = $0 } END { print last }')
    has "$system: FA-07 also on 429" "$answer" "^access-control-allow-origin: $known\$"
}
