# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# What FA-03 and CA-06 want somebody to be told of: first what has to last for five minutes, then three things that break at once. Each takes the
# way that the rules say: PagerDuty and Slack for what is critical, Slack for a warning. What has to last for ten minutes and more (latency, the memory
# of a service, hits of the cache) is too long for a run: promtool tries its times, in e2e/observability.

# told SERVICE ALERT STATUS: when the first message arrived there; fails where none did. PagerDuty's names the alert in the link to its runbook alone, and has details of every status.
told() {
    jq -ers --arg service "$1" --arg alert "${2,,}" --arg status "$3" 'map(select(.service == $service)
        | select(if $service == "pagerduty" then .body.event_action == $status else (tostring | ascii_downcase | test("\\(" + $status)) end)
        | select(tostring | ascii_downcase | test($alert))) | .[0].at // empty' "$RUN/received"
}

targets() { compose exec -T prometheus wget -q -O - http://127.0.0.1:9090/api/v1/targets | jq -r '.data.activeTargets[] | "\(.health) \(.labels.job) \(.lastError)"'; }
targets_are_up() { [ "$(targets | grep -c '^up ')" -ge 10 ] && ! targets | grep -v '^up '; }
recovers "every scrape target answers Prometheus after" 150 targets_are_up
targets | grep -v '^up ' || true
equal "no rule fails" "" "$(compose exec -T prometheus wget -q -O - http://127.0.0.1:9090/api/v1/rules | jq -r '.data.groups[].rules[] | select(.health == "err") | .lastError')"
equal "no page goes out while all is well" 0 "$(jq -s 'map(select(.service == "pagerduty")) | length' "$RUN/received")"

# reaches ALERT SECONDS SERVICE:STATUS ...: whether and when somebody is told, from $injected on.
reaches() {
    local alert=$1 seconds=$2 way ways
    shift 2
    ways=$(printf '%s\n' "$@" | sed 's/:.*//; s/pagerduty/PagerDuty/; s/slack/Slack/' | paste -sd, | sed 's/,/ and /')
    told_of() { for way; do told "${way%%:*}" "$alert" "${way#*:}" || return 1; done; } >/dev/null
    if within "$((seconds - ($(clock) - injected) / 10))" told_of "$@"; then pass "$alert reaches $ways"; else fail "$alert reaches $ways" "$(tail -n 3 "$RUN/received" | cut -c 1-400)"; fi
    figure "$alert: from the cause to $ways" "$(since "$injected") s" "$seconds s"
}

# More than a twentieth of users' answers are errors, and nearly all memory is taken, for five minutes. The question is one that no cache knows.
injected=$(clock)
database_sql "$(plan_value deployment DATABASE_NAME)" --command="alter table chunks rename to chunks_away"
load failing --path "/api/v1/search?q=lighthouse" --http 1.1 --rate 10 --connections 10 --token "$(token searcher)"
on_server sh -c 'awk "/^MemTotal:/ { total = \$2 } /^MemAvailable:/ { \$2 = int(total / 20) } { print }" /proc/meminfo >/opt/e2e/meminfo && mount --bind /opt/e2e/meminfo /proc/meminfo'
on_server docker restart "$(container node-exporter)" >/dev/null
reaches HighErrorRate 480 pagerduty:trigger slack:firing
reaches MachineMemoryHigh 480 slack:firing
end_loads
check "errors were answered, and nothing else" [ "$(jq '.statuses | keys - ["429"] | length > 0 and all(startswith("5"))' "$RUN/failing.json")" = true ]
on_server umount /proc/meminfo
on_server docker restart "$(container node-exporter)" >/dev/null
database_sql "$(plan_value deployment DATABASE_NAME)" --command="alter table chunks_away rename to chunks"
check "and works again" within 60 answers /api/v1/queue/health

injected=$(clock)
on_server docker stop --time 5 "$(container "api-$(serving)")" >/dev/null
on_server docker stop --time 5 "$(container redis)" >/dev/null
stop_postgres
for alert in ServiceDown DatabaseDown RedisDown; do reaches "$alert" 240 pagerduty:trigger slack:firing; done
has "the message says what to do" "$(cat "$RUN/received")" 'runbooks(\.md)?#servicedown'
run_postgres
on_server docker start "$(on_server docker ps --all --quiet --filter label=com.docker.compose.service=redis)" "$(on_server docker ps --all --quiet --filter "label=com.docker.compose.service=api-$(serving)")" >/dev/null
healed=$(clock)
heals() { answers /health && answers /api/v1/queue/health && grep -qx harbour.txt <(found harbour); }
check "and works again" within 90 heals
