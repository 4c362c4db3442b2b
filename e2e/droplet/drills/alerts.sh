# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Three things break at once: somebody is told, by the way that the rules say (FA-03, CA-06).

# told SERVICE ALERT STATUS: whether a message arrived there. PagerDuty's names the alert in the link to its runbook alone.
told() { jq -es --arg service "$1" --arg alert "${2,,}" --arg status "$3" 'map(select(.service == $service) | tostring | ascii_downcase | select(test($alert) and test($status))) | length > 0' "$RUN/received" >/dev/null; }

targets() { compose exec -T prometheus wget -q -O - http://127.0.0.1:9090/api/v1/targets | jq -r '.data.activeTargets[] | "\(.health) \(.labels.job) \(.lastError)"'; }
targets_are_up() { [ "$(targets | grep -c '^up ')" -ge 10 ] && ! targets | grep -v '^up '; }
recovers "every scrape target answers Prometheus after" 150 targets_are_up
targets | grep -v '^up ' || true
equal "no rule fails" "" "$(compose exec -T prometheus wget -q -O - http://127.0.0.1:9090/api/v1/rules | jq -r '.data.groups[].rules[] | select(.health == "err") | .lastError')"
equal "no page goes out while all is well" 0 "$(jq -s 'map(select(.service == "pagerduty")) | length' "$RUN/received")"

injected=$(clock)
on_server docker stop --time 5 "$(container "api-$(serving)")" >/dev/null
on_server docker stop --time 5 "$(container redis)" >/dev/null
stop_postgres
for alert in ServiceDown DatabaseDown RedisDown; do
    told_of() { told pagerduty "$alert" trigger && told slack "$alert" firing; }
    if within 240 told_of; then pass "$alert reaches PagerDuty and Slack"; else fail "$alert reaches PagerDuty and Slack" "$(tail -n 3 "$RUN/received" | cut -c 1-400)"; fi
    figure "$alert: from the cause to PagerDuty and Slack" "$(since "$injected") s" "240 s"
done
has "the message says what to do" "$(cat "$RUN/received")" 'runbooks(\.md)?#servicedown'
run_postgres
on_server docker start "$(on_server docker ps --all --quiet --filter label=com.docker.compose.service=redis)" "$(on_server docker ps --all --quiet --filter "label=com.docker.compose.service=api-$(serving)")" >/dev/null
healed=$(clock)
heals() { answers /health && answers /api/v1/queue/health && grep -qx harbour.txt <(found harbour); }
check "and works again" within 90 heals
