# shellcheck shell=bash
# What every command needs: where things are, how it talks, how it runs others. Sourced, not run.

set -euo pipefail
umask 027

ROOT=${SYSTEM_ROOT:-$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)}
export SYSTEM_ROOT=$ROOT
STATE=$ROOT/state
export DRY_RUN=${DRY_RUN:-no}
COMMAND=$(basename -- "$0")
export NOT_UPLOADED=75 # How backup exits where its copy is complete on this server, and the bucket refuses it (EX_TEMPFAIL).

say() { printf '%s\n' "$*"; }

warn() { printf '%s: %s\n' "$COMMAND" "$*" >&2; }

# fail MESSAGE NEXT: what is wrong, and what to type next.
fail() {
    warn "$1"
    [ $# -lt 2 ] || printf '  next: %s\n' "$2" >&2
    exit 1
}

misuse() {
    warn "$1"
    printf '  next: %s --help\n' "$COMMAND" >&2
    exit 64
}

# Runs what changes something; a dry run says it instead.
run() {
    if [ "$DRY_RUN" = yes ]; then
        printf '+ %s\n' "$*"
    else
        "$@"
    fi
}

# Containers, secrets and system files belong to root.
become_root() {
    [ "$(id -u)" -eq 0 ] || exec sudo -n -- "$0" "$@"
}

# The directory of the release that runs, or is about to.
release_directory() {
    readlink -f -- "$ROOT/current" 2>/dev/null || true
}

load_system() {
    DIRECTORY=${DIRECTORY:-$(release_directory)}
    [ -f "$DIRECTORY/system.conf" ] || fail "nothing is installed below $ROOT" "deploy the system: pulumi up"
    # shellcheck source=/dev/null
    . "$DIRECTORY/system.conf"
    SYSTEM_NAME=${SYSTEM:?}
}

# value FILE NAME: the value of NAME=value, empty where there is none. Values are data: they are never evaluated.
value() {
    [ -f "$1" ] || return 0
    sed -n "s/^$2=//p" "$1" | tail -n 1
}

# put FILE NAME VALUE: sets NAME=value, in one step as seen by others.
put() {
    if [ "$DRY_RUN" = yes ]; then
        printf '+ set %s=%s in %s\n' "$2" "$3" "$1"
        return 0
    fi
    mkdir -p -- "$(dirname -- "$1")"
    touch -- "$1"
    { grep -v "^$2=" -- "$1" || true; printf '%s=%s\n' "$2" "$3"; } >"$1.new"
    mv -f -- "$1.new" "$1"
}

# deployed_directory: what a deployment brought last, in service or not. Where the database, the bucket and the registry are, and how one logs in to
# them, is as it says also for a version that came before: they know nothing of versions.
deployed_directory() {
    readlink -e -- "$ROOT/next" 2>/dev/null || printf '%s\n' "$DIRECTORY"
}

# deployment NAME: where something outside of this server is.
deployment() { value "$(deployed_directory)/deployment" "$1"; }

# host_secret NAME: what the commands themselves log in with outside of this server.
host_secret() { cat -- "$(deployed_directory)/secrets/$1" 2>/dev/null || true; }

# One command that changes something at a time.
take_lock() {
    [ "$DRY_RUN" = no ] || return 0
    mkdir -p -- "$STATE"
    exec 9>>"$STATE/lock"
    if ! flock -w "${LOCK_SECONDS:-0}" 9; then
        fail "another command is at work: $(cat -- "$STATE/lock.owner" 2>/dev/null || echo unknown)" "wait for it, then repeat: $COMMAND ${ARGUMENTS:-}"
    fi
    printf '%s (process %s, since %s)\n' "$COMMAND" "$$" "$(date -u +%FT%TZ)" >"$STATE/lock.owner"
}

# Lines that stay, for people and for the log pipeline.
record() {
    [ "$DRY_RUN" = no ] || return 0
    mkdir -p -- "$ROOT/logs"
    jq -cn --arg time "$(date -u +%FT%TZ)" --arg service "host-$COMMAND" --arg level "$1" --arg message "$2" \
        '{time: $time, service: $service, level: $level, message: $message}' >>"$ROOT/logs/commands.log"
}

# save_first [OPTION ...]: a backup before something that changes data. A bucket that refuses it is told to whom it concerns, but must not keep out
# what may mend it: the copy on this server is complete.
save_first() {
    local status=0
    "$ROOT/bin/backup" --inside-release "$@" || status=$?
    [ "$status" -eq "$NOT_UPLOADED" ] || return "$status"
    warn "the backup before this is on this server only"
    record error "the backup before $COMMAND ${ARGUMENTS:-} is on this server only: the bucket refuses it"
}

# metric NAME VALUE: a number for the node exporter's textfile directory.
metric() {
    local directory=${TEXTFILE_DIRECTORY:-/var/lib/node-exporter/textfile}
    if [ "$DRY_RUN" = yes ] || [ ! -d "$directory" ]; then return 0; fi
    printf '%s{system="%s"} %s\n' "$1" "$SYSTEM_NAME" "$2" >"$directory/.$1.new"
    chmod 0644 "$directory/.$1.new"
    mv -f -- "$directory/.$1.new" "$directory/$1.prom"
}
