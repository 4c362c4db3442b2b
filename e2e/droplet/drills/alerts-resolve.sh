# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Those who were told that something broke are told that it works. Alertmanager waits five minutes before it writes about a group again.

[ -n "${healed:-}" ] || . "$DROPLET/drills/alerts.sh"
for alert in HighErrorRate ServiceDown DatabaseDown RedisDown; do
    told_of() { told pagerduty "$alert" resolve && told slack "$alert" resolved; }
    if within 420 told_of; then pass "$alert: the end reaches PagerDuty and Slack"; else fail "$alert: the end reaches PagerDuty and Slack" "$(tail -n 3 "$RUN/received" | cut -c 1-400)"; fi
done
check "MachineMemoryHigh: the end reaches Slack" within 420 told slack MachineMemoryHigh resolved
figure "the end of five alerts: from the last repair to PagerDuty and Slack" "$(since "$healed") s" "600 s"
