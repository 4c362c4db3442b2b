#!/bin/sh
# Puts a dump in the place of what the database holds, all of it or nothing. The argument is a dump in the custom format; libpq's variables
# say which database. Runs in a container with PostgreSQL's programs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Extensions are the administrator's: the system's login may use those that are there, but not comment on them.
pg_restore --list "$1" >"$work/everything"
grep -v ' COMMENT - EXTENSION ' "$work/everything" >"$work/contents"
# Where anything ends early the last words are missing, and PostgreSQL forgets what the transaction did.
{
    printf '%s\n' 'begin;' 'set local client_min_messages = warning;' "set local lock_timeout = '60s';"
    cat "$(dirname "$0")/clear-database.sql"
    pg_restore --no-owner --no-privileges --use-list="$work/contents" --file=- "$1" &&
        printf '%s\n' 'commit;' 'set client_min_messages = error;' 'analyze;' "\\! touch $work/done"
} | psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --output=/dev/null
[ -e "$work/done" ] || { echo "the dump could not be read to its end; the database is as it was" >&2; exit 1; }
