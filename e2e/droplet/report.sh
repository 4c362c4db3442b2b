# shellcheck shell=bash
# Figures of a run, for people. Sourced by world.sh.

# figure NAME RESULT BOUND: one row of the report. Where there is a bound, the number that the result begins with must not be above it.
figure() {
    printf '| %s | %s | %s |\n' "$1" "$2" "${3:--}" >>"$RUN/figures"
    printf '    %s: %s%s\n' "$1" "$2" "${3:+ (at most $3)}"
    [ -z "${3:-}" ] || awk -v result="${2%%[!0-9.]*}" -v bound="${3%%[!0-9.]*}" 'BEGIN { exit !(result != "" && result + 0 <= bound + 0) }' ||
        { fail "$1: at most $3" "$2"; return 1; }
}

# clock: tenths of a second.
clock() { local now=${EPOCHREALTIME/[.,]/}; echo $((now / 100000)); }
since() { local tenths=$(($(clock) - $1)); printf '%s.%s' $((tenths / 10)) $((tenths % 10)); }

# recovers NAME SECONDS COMMAND ...: until the command succeeds; counts, and writes the time down. No request may wait for long: it is the service
# whose time is taken, not the patience of who asks.
recovers() {
    local name=$1 seconds=$2 start result
    # shellcheck disable=SC2034 # Read by ask, below this call.
    local ASK_SECONDS=3
    start=$(clock)
    shift 2
    if within "$seconds" "$@"; then result="$(since "$start") s"; else result="not within $seconds s"; fi
    figure "$name" "$result" "$seconds s" && pass "$name"
}

write_report() {
    local passed failed
    passed=$(wc -l <"$COUNTS/passed")
    failed=$(wc -l <"$COUNTS/failed")
    mkdir -p "$REPOSITORY/artifacts/e2e"
    {
        printf '# The server of document-search, run for real\n\n'
        printf '%s, %s processors, %s GiB of memory, engine %s, Compose %s. Images %s.\n\n' "$(date -u +%F)" "$(nproc)" "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" \
            "$(on_server docker version --format '{{.Server.Version}}' 2>/dev/null || echo ended)" "$COMPOSE_VERSION" "$(cat "$CACHE/images-from")"
        printf '| what | result | at most |\n|---|---|---|\n'
        cat "$RUN/figures"
        printf '\n%s checks passed, %s failed.\n' "$passed" "$failed"
    } >"$REPOSITORY/artifacts/e2e/report.md"
    echo
    cat "$REPOSITORY/artifacts/e2e/report.md"
    echo
    echo "$passed passed, $failed failed"
}
