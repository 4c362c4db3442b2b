# shellcheck shell=bash
# Figures of a run, for people. Sourced by world.sh.

# figure NAME RESULT BOUND: one row of the report; where there is no bound it is empty.
figure() {
    printf '| %s | %s | %s |\n' "$1" "$2" "${3:--}" >>"$RUN/figures"
    printf '    %s: %s%s\n' "$1" "$2" "${3:+ (at most $3)}"
}

# clock: tenths of a second.
clock() { local now=${EPOCHREALTIME/[.,]/}; echo $((now / 100000)); }
since() { local tenths=$(($(clock) - $1)); printf '%s.%s' $((tenths / 10)) $((tenths % 10)); }

# recovers NAME SECONDS COMMAND ...: until the command succeeds; counts, and writes the time down.
recovers() {
    local name=$1 seconds=$2 start
    start=$(clock)
    shift 2
    if within "$seconds" "$@"; then
        pass "$name"
        figure "$name" "$(since "$start") s" "$seconds s"
    else
        fail "$name" "not within $seconds s"
        figure "$name" "not within $seconds s" "$seconds s"
    fi
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
