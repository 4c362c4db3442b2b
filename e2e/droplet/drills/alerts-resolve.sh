# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Those who were told that something broke are told that it works. Alertmanager waits five minutes before it writes about a group again.

[ -n "${healed:-}" ] || . "$DROPLET/drills/alerts.sh"
for alert in HighErrorRate ServiceDown DatabaseDown RedisDown; do
    told_of() { told pagerduty "$alert" resolve && told slack "$alert" resolved; } >/dev/null
    if within 420 told_of; then pass "$alert: the end reaches PagerDuty and Slack"; else fail "$alert: the end reaches PagerDuty and Slack" "$(tail -n 3 "$RUN/received" | cut -c 1-400)"; fi
done
check "MachineMemoryHigh: the end reaches Slack" within 420 told slack MachineMemoryHigh resolved
for alert in ServiceDown DatabaseDown RedisDown; do
    figure "$alert: from the repair until PagerDuty and Slack hear of its end" "$({ told pagerduty "$alert" resolve; told slack "$alert" resolved; } | jq -s --argjson healed "$healed" '(max * 10 - $healed | round) / 10') s" "600 s"
done
