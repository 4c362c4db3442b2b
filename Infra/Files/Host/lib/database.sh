# shellcheck shell=bash
# PostgreSQL's programs against the system's database. Sourced after containers.sh.

# with_database ARGUMENT ...: runs the tools' container with the database's address. The password goes by the environment, not by the
# command line, which every process of the server can read.
with_database() { as_login database-password DATABASE_USER "$@"; }

# with_administrator ARGUMENT ...: the same with the server's administrator.
with_administrator() { as_login database-administrator-password DATABASE_ADMINISTRATOR "$@"; }

# as_login SECRET KEY ARGUMENT ...: the login is what KEY of the deployment says.
as_login() {
    local options=(--rm --no-deps)
    [ -t 0 ] && [ -t 1 ] || options+=(-T)
    PGPASSWORD=$(host_secret "$1")
    PGUSER=$(deployment "$2")
    shift 2
    PGHOST=$(deployment DATABASE_HOST)
    PGPORT=$(deployment DATABASE_PORT)
    PGDATABASE=$(deployment DATABASE_NAME)
    PGSSLMODE=$(deployment DATABASE_SSLMODE)
    PGSSLMODE=${PGSSLMODE:-require}
    export PGPASSWORD PGHOST PGPORT PGDATABASE PGUSER PGSSLMODE
    run compose --profile tools run "${options[@]}" -e PGPASSWORD -e PGHOST -e PGPORT -e PGDATABASE -e PGUSER -e PGSSLMODE -e PGOPTIONS "$@"
}

# Lets the system's login create its tables. A database of a laptop has one login, which owns it.
grant_rights() {
    [ "${HAS_DATABASE:?}" = yes ] && [ -n "$(deployment DATABASE_ADMINISTRATOR)" ] || return 0
    with_administrator --volume "$ROOT/lib:/commands:ro" postgres-tools --set ON_ERROR_STOP=1 --quiet --no-psqlrc --file /commands/database-rights.sql
}

# Runs the migrations of the version that TAG_NEXT names, one after the other.
run_migrations() {
    local migration
    [ -z "${MIGRATIONS:-}" ] || grant_rights
    for migration in ${MIGRATIONS:-}; do
        run timeout "${MIGRATION_SECONDS:?}" docker compose --project-name "$SYSTEM_NAME" --project-directory "$DIRECTORY" --file "$DIRECTORY/compose.yaml" \
            --env-file "$STATE/versions" --profile tools run --rm --no-deps -T "$migration"
    done
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
