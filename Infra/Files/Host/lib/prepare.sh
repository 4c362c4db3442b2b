# shellcheck shell=bash
# Variables and secrets of the services, laid out for each of them below run/ of a configuration. Sourced after host.sh.

# secret_file SOURCE TARGET USER: a copy that only one user can read.
secret_file() {
    run install -D -m 0400 -o "$3" -g "$3" -- "$1" "$2"
}

# A service's variables and secrets, as its contract in services/ lists them.
prepare_service() {
    local service=$1 contract=$DIRECTORY/services/$1 target=$DIRECTORY/run/$1
    local user=0 plain=$DIRECTORY/environment word name key source
    if [ "$DRY_RUN" = yes ]; then
        printf '+ prepare variables and secrets of %s\n' "$service"
        return 0
    fi
    rm -rf -- "$target.new"
    mkdir -p -- "$target.new/secrets"
    : >"$target.new/environment"
    chmod 0400 "$target.new/environment"
    while read -r word name key; do
        case $word in
        user) user=$name ;;
        connection) [ "$name" = pooled ] || plain=$DIRECTORY/environment-direct ;;
        variable)
            grep -m 1 "^$name=" -- "$plain" >>"$target.new/environment" ||
                fail "$plain has no variable $name, which $service reads" "deploy again: pulumi up"
            ;;
        file | secret)
            source=$DIRECTORY/secrets/$key
            [ "$plain" = "$DIRECTORY/environment" ] || [ ! -f "$DIRECTORY/secrets/direct-$key" ] || source=$DIRECTORY/secrets/direct-$key
            [ -f "$source" ] || fail "the secret $key, which $service reads, was not copied" "deploy again: pulumi up"
            if [ "$word" = file ]; then
                secret_file "$source" "$target.new/secrets/$key" "$user"
            else
                printf '%s=%s\n' "$name" "$(cat -- "$source")" >>"$target.new/environment"
            fi
            ;;
        optional-file | optional-secret)
            # What watches the system is started later or not at all; without its secret it is prepared as far as possible.
            source=$DIRECTORY/secrets/$key
            [ -f "$source" ] || continue
            if [ "$word" = optional-file ]; then
                secret_file "$source" "$target.new/secrets/$key" "$user"
            else
                printf '%s=%s\n' "$name" "$(cat -- "$source")" >>"$target.new/environment"
            fi
            ;;
        esac
    done <"$contract"
    chown "$user:$user" "$target.new/secrets"
    chmod 0500 "$target.new/secrets"
    # What running containers have mounted stays: a directory that is replaced is an empty one for them.
    if [ -d "$target" ] && diff --recursive --brief "$target" "$target.new" >/dev/null; then
        rm -rf -- "$target.new"
        return 0
    fi
    rm -rf -- "$target.old"
    [ ! -d "$target" ] || mv -- "$target" "$target.old"
    mv -- "$target.new" "$target"
    rm -rf -- "$target.old"
}

prepare_services() {
    local contract
    run chmod 0700 "$DIRECTORY/secrets"
    for contract in "$DIRECTORY"/services/*; do
        prepare_service "$(basename -- "$contract")"
    done
    if [ -f "$DIRECTORY/secrets/registry.json" ]; then
        run install -D -m 0400 -- "$DIRECTORY/secrets/registry.json" "$DIRECTORY/run/registry/config.json"
    fi
}
