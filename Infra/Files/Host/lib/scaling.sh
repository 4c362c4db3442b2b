# shellcheck shell=bash
# Numbers of instances: those that the system asks for (infra:replicas), and those that scale has set since. Sourced after containers.sh.

# asked_variable SERVICE: where scale keeps what the system asked for when the number was set.
asked_variable() { printf 'ASKED_%s\n' "$(scale_variable "$1")"; }

# follow_replicas: a number that scale has set lasts until the system asks for another one than then. Either is told.
follow_replicas() {
    local service set asked now
    [ "$DRY_RUN" = yes ] || rm -f -- "$STATE/scale.before"
    [ -f "$STATE/scale" ] || return 0
    [ "$DRY_RUN" = yes ] || cp -f -- "$STATE/scale" "$STATE/scale.before"
    for service in ${TRAFFIC_SERVICES:-} ${WORKER_SERVICES:-}; do
        set=$(value "$STATE/scale" "$(scale_variable "$service")")
        [ -n "$set" ] || continue
        now=$(default_replicas "$service")
        asked=$(value "$STATE/scale" "$(asked_variable "$service")")
        if [ "${asked:-$now}" = "$now" ]; then
            [ "$set" = "$now" ] || say "$service runs in $set instances, as scale has set, not in the $now of infra:replicas"
            continue
        fi
        say "$service runs in $now instances: infra:replicas has changed since scale set $set"
        if [ "$DRY_RUN" = no ]; then
            { grep -v -e "^$(scale_variable "$service")=" -e "^$(asked_variable "$service")=" -- "$STATE/scale" || true; } >"$STATE/scale.new"
            mv -f -- "$STATE/scale.new" "$STATE/scale"
        fi
    done
}
