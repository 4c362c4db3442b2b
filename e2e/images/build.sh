#!/usr/bin/env bash
# Makes every image that the rendered Compose file names, under those very names. Runs in a machine with a Docker engine and the network of the host.
# Where a registry is within reach the real images are pulled; what cannot be had there is built from Debian's packages.
set -euo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

roots=/mnt/roots      # forky and trixie: base systems to import
source=/mnt/source    # the repository
dotnet=/mnt/dotnet    # the installed SDK, as usr/share/dotnet
registry=$1
tag=$2
shift 2
images=("$@") # As the rendered file names them.
here=$source/e2e/images
export DOCKER_CLI_HINTS=false

say() { printf '%s\n' "$*"; }
has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# quietly COMMAND ...: shows what it said only when it fails.
quietly() {
    local log
    log=$(mktemp)
    "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; rm -f -- "$log"; return 1; }
    rm -f -- "$log"
}

# thin IMAGE TARGET: one of the thin images on top of the layer with all packages.
thin() {
    has_image "$1" || quietly env DOCKER_BUILDKIT=0 docker build --network host --tag "$1" --target "$2" "$here"
}

import_base() {
    has_image "e2e/$1-base" ||
        tar --create --directory "$roots/$1" --exclude=./var/cache/apt/archives --exclude=./usr/share/doc --exclude=./usr/share/locale . | quietly docker import - "e2e/$1-base"
}

build_from_packages() {
    local image
    has_image e2e/packages || say "installing the packages of all images (half a minute)"
    thin e2e/packages packages
    for image in "${images[@]}"; do
        case $image in
        nginx:*) thin "$image" nginx ;;
        valkey/valkey:* | redis:*) thin "$image" valkey ;;
        pgvector/pgvector:*) thin "$image" postgres ;;
        prom/prometheus:*) thin "$image" prometheus ;;
        prom/alertmanager:*) thin "$image" alertmanager ;;
        prom/node-exporter:*) thin "$image" node-exporter ;;
        prom/blackbox-exporter:*) thin "$image" blackbox-exporter ;;
        prometheuscommunity/postgres-exporter:*) thin "$image" postgres-exporter ;;
        oliver006/redis_exporter:*) thin "$image" redis-exporter ;;
        nginx/nginx-prometheus-exporter:*) thin "$image" nginx-exporter ;;
        "$registry"/*) ;; # Ours, from source.
        *) say "not to be had from Debian's packages: $image" ;;
        esac
    done
}

# import_dotnet IMAGE PART ...: Debian with these parts of the installed SDK.
import_dotnet() {
    local image=$1 changes
    changes=(--change "ENV PATH=/usr/share/dotnet:/usr/local/bin:/usr/bin:/bin DOTNET_ROOT=/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true")
    # What this machine needs to reach its package feed.
    [ -z "${NUGET_CERT_REVOCATION_MODE:-}" ] || changes+=(--change "ENV NUGET_CERT_REVOCATION_MODE=$NUGET_CERT_REVOCATION_MODE")
    shift
    has_image "$image" ||
        tar --create --directory "$roots/forky" --exclude=./var --exclude=./usr/share/doc --exclude=./usr/share/locale . --directory "$dotnet" "${@/#/usr/share/dotnet/}" |
        quietly docker import "${changes[@]}" - "$image"
}

# What the Dockerfile of the service stands on, under the names it uses.
build_dotnet() {
    say "importing .NET"
    import_dotnet "$(sed -n 's/^ARG RUNTIME_IMAGE=//p' "$source/app/Dockerfile")" host shared dotnet
    import_dotnet "$(sed -n 's/^ARG SDK_IMAGE=//p' "$source/app/Dockerfile")" ""
}

build_service() {
    local context version
    say "building the service from app/Dockerfile"
    # BuildKit would fetch the frontend that the first line of the Dockerfile names; without a registry the builder of the engine does it.
    quietly env "DOCKER_BUILDKIT=$buildkit" docker build --network host --file app/Dockerfile --tag e2e/service - </mnt/run/service.tar
    context=$(mktemp -d)
    cp -- "$here/versions/"* "$context/"
    # The service has to trust the authority of the object store; in production that is one that everybody trusts.
    cp -- /etc/ssl/certs/ca-certificates.crt "$context/ca-certificates.crt"
    say "versions of the service: $tag, two newer ones and three bad ones"
    for version in "$tag" 1.1.0 1.2.0; do
        quietly env DOCKER_BUILDKIT=0 docker build --target service --label "org.opencontainers.image.version=$version" --tag "e2e/versions:$version" "$context"
    done
    for version in never-healthy crashes-later migration-fails; do
        quietly env DOCKER_BUILDKIT=0 docker build --target "$version" --tag "e2e/versions:2.0.0-$version" "$context"
    done
    rm -rf -- "$context"
}

import_base forky
import_base trixie
if timeout 30 docker pull --quiet "${images[0]}" >/dev/null 2>&1; then
    buildkit=1
    for image in "${images[@]}"; do
        case $image in
        "$registry"/*) ;;
        *) say "pulling $image"; quietly docker pull --quiet "$image" ;;
        esac
    done
    echo "pulled from their registries" >/mnt/roots/images-from
else
    buildkit=0
    build_from_packages
    build_dotnet
    echo "built from Debian's packages" >/mnt/roots/images-from
fi
build_service
