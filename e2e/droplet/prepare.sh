# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# What has to be there before anything can start: base systems from Debian and an S3 server from npm, all in $cache. Sourced by e2e/stack.

mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
# One version for the tests of the service and for the drills.
s3rver=$(sed -n 's/^readonly S3RVER_VERSION=//p' "$repository/app/scripts/servers")

# As the first start of a droplet installs them (cloud-init.yaml), by Debian's names.
server_packages=(docker.io docker-cli docker-compose docker-buildx containerd iptables ca-certificates curl jq openssl logrotate bsdextrautils iproute2 procps tini)
# The cloud around the server, and the clients.
cloud_packages=(postgresql-17-pgvector pgbouncer dnsmasq-base nghttp2-client ca-certificates)

# debian NAME SUITE FROM PACKAGE ...: a base system, or a copy of another one, with packages.
debian() {
    local directory=$cache/$1 suite=$2 from=$3
    shift 3
    [ ! -e "$directory.complete" ] || return 0
    rm -rf --one-file-system -- "$directory"
    if [ -n "$from" ]; then
        cp -a -- "$cache/$from" "$directory"
    else
        debootstrap --variant=minbase "$suite" "$directory" "$mirror" "/usr/share/debootstrap/scripts/$([ "$suite" = forky ] && echo sid || echo "$suite")" >"$cache/$suite.log" 2>&1 ||
            { tail -n 20 "$cache/$suite.log" >&2; return 1; }
        printf '#!/bin/sh\nexit 101\n' >"$directory/usr/sbin/policy-rc.d" # Nothing is started by being installed.
        chmod 0755 "$directory/usr/sbin/policy-rc.d"
    fi
    DEBIAN_FRONTEND=noninteractive chroot "$directory" apt-get install -qy --no-install-recommends "$@" >"$directory.log" 2>&1 ||
        { tail -n 20 "$directory.log" >&2; return 1; }
    rm -f -- "$directory"/var/cache/apt/archives/*.deb
    # Package feeds of this machine may be behind an authority of its own.
    cp -- /etc/ssl/certs/ca-certificates.crt "$directory/etc/ssl/certs/ca-certificates.crt"
    touch -- "$directory.complete"
}

# The authority of everything that speaks TLS here: trusted by the server and by the images that are built.
make_authority() {
    [ ! -e "$cache/authority/ca.pem" ] || return 0
    mkdir -p -- "$cache/authority"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Authority of the drills" \
        -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$cache/authority/ca.key" -out "$cache/authority/ca.pem" 2>/dev/null
}

trust_authority() {
    local root
    for root in forky server trixie; do
        grep -qxF -f <(sed -n 2p "$cache/authority/ca.pem") "$cache/$root/etc/ssl/certs/ca-certificates.crt" ||
            cat -- "$cache/authority/ca.pem" >>"$cache/$root/etc/ssl/certs/ca-certificates.crt"
    done
}

install_object_store() {
    [ ! -e "$cache/s3rver/.complete" ] || return 0
    mkdir -p -- "$cache/s3rver"
    npm install --no-audit --no-fund --silent --prefix "$cache/s3rver" "s3rver@${s3rver:?}" >"$cache/npm.log" 2>&1 || { tail -n 20 "$cache/npm.log" >&2; return 1; }
    touch -- "$cache/s3rver/.complete"
}

prepare() {
    mkdir -p -- "$cache"
    if [ ! -e "$cache/server.complete" ] || [ ! -e "$cache/trixie.complete" ] || [ ! -e "$cache/forky.complete" ]; then
        say "installing Debian for the server, the cloud beside it and the images (two minutes)"
    fi
    debian forky forky "" busybox-static ca-certificates openssl
    debian server forky forky "${server_packages[@]}"
    debian trixie trixie "" "${cloud_packages[@]}"
    make_authority
    trust_authority
    install_object_store
}
