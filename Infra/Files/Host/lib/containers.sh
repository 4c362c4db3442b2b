# shellcheck shell=bash
# Docker and Compose, as the commands use them. Sourced after host.sh.

need_docker() {
    docker info >/dev/null 2>&1 || fail "the Docker engine does not answer" "systemctl status docker; journalctl -u docker -n 50"
}

# Compose on the files of the release, with the versions and numbers of instances of this server.
compose() {
    local environment=()
    local file
    for file in "$STATE/versions" "$STATE/scale"; do
        [ ! -f "$file" ] || environment+=(--env-file "$file")
    done
    [ ${#environment[@]} -gt 0 ] || environment=(--env-file /dev/null)
    docker compose --project-name "$SYSTEM_NAME" --project-directory "$DIRECTORY" --file "$DIRECTORY/compose.yaml" "${environment[@]}" "$@"
}

# Credentials of the registry, as install has laid them out.
use_registry() {
    local login
    login=$(deployed_directory)/run/registry
    [ ! -f "$login/config.json" ] || export DOCKER_CONFIG=$login
}

# default_replicas SERVICE: instances the system asks for.
default_replicas() {
    local entry
    for entry in ${DEFAULT_REPLICAS:?}; do
        [ "${entry%%=*}" != "$1" ] || { printf '%s\n' "${entry#*=}"; return 0; }
    done
}

scale_variable() {
    local name=${1^^}
    printf 'REPLICAS_%s\n' "${name//-/_}"
}

# replicas SERVICE: instances there should be.
replicas() {
    local set
    set=$(value "$STATE/scale" "$(scale_variable "$1")")
    printf '%s\n' "${set:-$(default_replicas "$1")}"
}

is_one_of() {
    local word
    for word in $2; do
        [ "$word" != "$1" ] || return 0
    done
    return 1
}

# colour: which colour serves; empty before the first release.
colour() {
    local link service=${TRAFFIC_SERVICES%% *}
    link=$(readlink -- "$ROOT/etc/nginx/upstreams/$service.conf" 2>/dev/null) || return 0
    link=${link##*-}
    printf '%s\n' "${link%.conf}"
}

other_colour() { [ "$1" = blue ] && echo green || echo blue; }

# of_colour COLOUR: the Compose services of a colour.
of_colour() {
    local service
    for service in ${TRAFFIC_SERVICES:?}; do
        printf '%s-%s\n' "$service" "$1"
    done
}

# switch_to COLOUR: lets nginx send new requests to a colour. Requests under way end where they began.
switch_to() {
    local service
    for service in ${TRAFFIC_SERVICES:?}; do
        run ln -sfn "../colours/$service-$1.conf" "$ROOT/etc/nginx/upstreams/.$service.new"
        run mv -fT -- "$ROOT/etc/nginx/upstreams/.$service.new" "$ROOT/etc/nginx/upstreams/$service.conf"
    done
    reload_nginx
}

# let_nginx_look: nginx looks names up every few seconds; a reload does not make it look earlier.
let_nginx_look() { run sleep "${NAME_SECONDS:-7}"; }

reload_nginx() {
    run compose exec -T nginx nginx -c /etc/nginx/nginx.conf -t -q
    run compose exec -T nginx nginx -c /etc/nginx/nginx.conf -s reload
}

# ask PATH: what the system answers to the world, asked on this server.
ask() {
    curl --silent --show-error --insecure --max-time 10 --resolve "${PUBLIC_HOST:?}:443:127.0.0.1" --write-out '\n%{http_code}' "https://$PUBLIC_HOST$1"
}

# answers PATH: whether the answer is a success.
answers() {
    local status
    status=$(ask "$1" 2>/dev/null | tail -n 1) || true
    case $status in
    2??) return 0 ;;
    *) return 1 ;;
    esac
}
