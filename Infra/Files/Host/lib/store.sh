# shellcheck shell=bash
# The password of the Redis-compatible store. While a version takes over from another the store takes the passwords of both, so that a changed one
# costs no request; then the old one is refused. Its file says the same as the running store, so that a restart changes nothing. Sourced after database.sh.

store_file() { printf '%s\n' "$ROOT/etc/redis-password/password.conf"; }

# password_hash DIRECTORY: that of a configuration's password, as the store takes it; nothing where there is none. Hashes may be seen on command lines.
password_hash() {
    [ -f "$1/secrets/cache-password" ] || return 0
    printf '#%s\n' "$(printf %s "$(cat -- "$1/secrets/cache-password")" | sha256sum | cut -d ' ' -f 1)"
}

# write_store_passwords HASH ...: what the store takes from its next start on.
write_store_passwords() {
    local file
    file=$(store_file)
    printf 'user default on sanitize-payload ~* &* +@all %s\n' "$*" >"$file.new"
    chown "${REDIS_USER:?}:$REDIS_USER" "$file.new"
    chmod 0400 "$file.new"
    mv -f -- "$file.new" "$file"
}

# tell_store DIRECTORY WORD ...: a command for the running store, with the password of a configuration.
tell_store() {
    local directory=$1
    shift
    [ -f "$directory/secrets/cache-password" ] || return 1
    REDISCLI_AUTH=$(cat -- "$directory/secrets/cache-password")
    export REDISCLI_AUTH
    # The program ends with 0 also where the answer is an error.
    grep -qE '^(OK|PONG|[0-9]+)' <<<"$(compose exec -T -e REDISCLI_AUTH redis valkey-cli --no-auth-warning "$@" 2>&1 | tr -d '\r')"
}

# take_store_passwords DIRECTORY ...: those of these configurations and no other, the first one being that of the version that stays.
take_store_passwords() {
    local directory hash hashes=()
    [ "${HAS_REDIS:?}" = yes ] || return 0
    for directory; do
        hash=$(password_hash "$directory")
        [ -z "$hash" ] || [[ " ${hashes[*]} " == *" $hash "* ]] || hashes+=("$hash")
    done
    [ ${#hashes[@]} -gt 0 ] || fail "$1 has no password for the store" "deploy again: pulumi up"
    if [ "$DRY_RUN" = yes ]; then
        printf '+ let the store take %s password(s)\n' "${#hashes[@]}"
        return 0
    fi
    ! grep -qsxF "user default on sanitize-payload ~* &* +@all ${hashes[*]}" -- "$(store_file)" || return 0
    write_store_passwords "${hashes[@]}"
    [ -n "$(compose ps --quiet redis 2>/dev/null)" ] || return 0 # It reads the file when it starts.
    for directory in "$@" "${old_directory:-}"; do
        if [ -n "$directory" ] && tell_store "$directory" ACL SETUSER default resetpass "${hashes[@]}"; then
            return 0
        fi
    done
    warn "the store takes none of the known passwords; it is started anew"
    compose up --detach --no-deps --force-recreate --wait --wait-timeout 120 redis
}

# forget_store_password SECONDS: the password of the version that stays is the only one, and who logged in with another before that has to log in again.
forget_store_password() {
    [ "${HAS_REDIS:?}" = yes ] || return 0
    local before
    before=$(cat -- "$(store_file)" 2>/dev/null) || true
    take_store_passwords "${DIRECTORY:?}"
    [ "$DRY_RUN" = no ] && [ "$before" != "$(cat -- "$(store_file)")" ] || return 0
    tell_store "$DIRECTORY" PING || fail "the store refuses the password of this version" "$ROOT/bin/logs redis"
    tell_store "$DIRECTORY" CLIENT KILL MAXAGE "$1" SKIPME yes || warn "connections that logged in with the former password stay until they end"
}
