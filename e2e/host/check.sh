# shellcheck shell=bash
# Checks that count themselves. Sourced.
set -uo pipefail

pass() { echo "ok - $1"; echo x >>"$COUNTS/passed"; }

fail() {
    echo "not ok - $1"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$*" | head -n 20 | sed 's/^/    /'
    echo x >>"$COUNTS/failed"
}

# check NAME COMMAND ...: the command has to succeed.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then pass "$name"; else fail "$name" "$output"; fi
}

# refuse NAME COMMAND ...: the command has to fail.
refuse() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then fail "$name" "it succeeded: $output"; else pass "$name"; fi
}

# equal NAME EXPECTED FOUND
equal() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "expected: $2" "found:    $3"; fi; }

# has NAME TEXT PATTERN
has() { if grep -qiE -- "$3" <<<"$2"; then pass "$1"; else fail "$1" "no match for: $3 in:" "$2"; fi; }

# hasnot NAME TEXT PATTERN
hasnot() { if grep -qiE -- "$3" <<<"$2"; then fail "$1" "unexpected: $3 in:" "$2"; else pass "$1"; fi; }

# within SECONDS COMMAND ...: until the command succeeds.
within() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.1
    done
}
