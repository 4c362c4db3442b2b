# shellcheck shell=bash
# PostgreSQL's programs against the system's database. Sourced after containers.sh.

# with_database ARGUMENT ...: runs the tools' container with the database's address. The password goes by the environment, not by the
# command line, which every process of the server can read.
with_database() {
    local options=(--rm --no-deps)
    [ -t 0 ] && [ -t 1 ] || options+=(-T)
    PGPASSWORD=$(host_secret database-password)
    PGHOST=$(deployment DATABASE_HOST)
    PGPORT=$(deployment DATABASE_PORT)
    PGDATABASE=$(deployment DATABASE_NAME)
    PGUSER=$(deployment DATABASE_USER)
    PGSSLMODE=$(deployment DATABASE_SSLMODE)
    PGSSLMODE=${PGSSLMODE:-require}
    export PGPASSWORD PGHOST PGPORT PGDATABASE PGUSER PGSSLMODE
    run compose --profile tools run "${options[@]}" -e PGPASSWORD -e PGHOST -e PGPORT -e PGDATABASE -e PGUSER -e PGSSLMODE -e PGOPTIONS "$@"
}

need_database() {
    [ "${HAS_DATABASE:?}" = yes ] || fail "$SYSTEM_NAME has no database" "status"
}

# redis ARGUMENT ...: asks the Redis-compatible store.
redis() {
    REDISCLI_AUTH=$(cat -- "$DIRECTORY/secrets/cache-password")
    export REDISCLI_AUTH
    compose exec -T -e REDISCLI_AUTH redis valkey-cli --no-auth-warning "$@"
}
