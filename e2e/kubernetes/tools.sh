# shellcheck shell=bash
# Programs that check manifests, fetched from Debian's archive into a cache folder: nothing is installed. To be sourced.
#
# PLATFORM_E2E_CACHE   cache folder    [${XDG_CACHE_HOME:-$HOME/.cache}/platform-e2e]
# PLATFORM_E2E_MIRROR  Debian mirror   [the one that apt uses]

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # for those that source this
root=$(cd "$here/../.." && pwd)
cache=${PLATFORM_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/platform-e2e}

# kubectl and the Go packages of the newest Kubernetes in Debian; the last suite whose source package has the server too.
newest_suite=sid
server_suite=bookworm

kubectl=$cache/kubectl/usr/bin/kubectl
verify=$cache/verify/verify

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

require() {
    local program
    for program; do
        command -v "$program" >/dev/null || die "missing program: $program"
    done
}

# One run at a time fills the cache; the others wait for it.
lock_cache() {
    mkdir -p "$cache"
    exec {cache_lock}>"$cache/lock"
    flock -w 3600 "$cache_lock" || die "another run keeps $cache"
}

unlock_cache() {
    exec {cache_lock}>&-
}

mirror() {
    # shellcheck disable=SC2016 # apt fills these in
    local format='$(SITE)'
    printf '%s' "${PLATFORM_E2E_MIRROR:-$(apt-get indextargets --format "$format" 'Created-By: Packages' 'Component: main' | awk '/\/debian\/?$/ {print; exit}')}"
}

# apt with sources, lists and status of its own: it sees both suites and takes nothing for installed.
private_apt() {
    local program=$1 state=$cache/apt
    shift
    "$program" -o Dir::Etc="$state/etc" -o Dir::Etc::sourcelist="$state/etc/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state" \
        -o APT::Sandbox::User= -o APT::Install-Recommends=false -o Acquire::Retries=3 "$@"
}

update_lists() {
    local state=$cache/apt key=/usr/share/keyrings/debian-archive-keyring.gpg from suite
    [[ -z $(find "$state/fresh" -mmin -720 2>/dev/null) ]] || return 0
    from=$(mirror)
    [[ -n $from ]] || die 'apt has no Debian mirror: set PLATFORM_E2E_MIRROR'
    mkdir -p "$state/etc/preferences.d" "$state/lists/partial" "$state/archives/partial"
    : >"$state/status"
    for suite in "$newest_suite" "$server_suite"; do
        printf 'deb [signed-by=%s] %s %s main\n' "$key" "$from" "$suite"
    done >"$state/etc/sources.list"
    printf 'deb-src [signed-by=%s] %s %s main\n' "$key" "$from" "$server_suite" >>"$state/etc/sources.list"
    say 'reading package lists'
    private_apt apt-get -qq update || return 1
    touch "$state/fresh"
}

# Unpacks packages of a suite into a folder of the cache, once: unpack FOLDER SUITE PACKAGE...
unpack() {
    local folder=$cache/$1 suite=$2 downloads=$cache/downloads package
    shift 2
    [[ ! -e $folder.complete ]] || return 0
    say "fetching $# packages for $folder"
    rm -rf "$folder" "$downloads"
    mkdir -p "$folder" "$downloads"
    (cd "$downloads" && private_apt apt-get -qq download "${@/%//$suite}") || return 1
    for package in "$downloads"/*.deb; do
        dpkg -x "$package" "$folder" || return 1
    done
    rm -rf "$downloads"
    touch "$folder.complete"
}

get_kubectl() {
    if ! { update_lists && unpack kubectl "$newest_suite" kubectl; }; then
        kubectl=$(type -P kubectl) || die 'missing program: kubectl'
    fi
    kubectl_version=$("$kubectl" version --client --output json | sed -n 's/.*"gitVersion": "\(.*\)".*/\1/p') || die 'kubectl does not run'
    [[ $(printf '%s\nv1.30\n' "$kubectl_version" | sort -V | head -n 1) == v1.30 ]] || die "kubectl $kubectl_version is too old: 1.30 or newer is needed"
}

# What a package needs, itself included, as far as its name matches: a simulated installation tells.
closure() {
    local suite=$1 pattern=$2
    shift 2
    private_apt apt-get -t "$suite" --simulate install "$@" | awk -v pattern="$pattern" '$1 == "Inst" && $2 ~ pattern {print $2}'
}

# Builds the checker against Kubernetes' own Go packages, again whenever its source has changed.
get_verify() {
    local sources packages go path=$cache/gocode/usr/share/gocode
    sources=$(cat "$here"/verify/*.go | sha256sum)
    [[ $(cat "$cache/verify/sources" 2>/dev/null) != "$sources" || ! -x $verify ]] || return 0
    if [[ ! -e $cache/gocode.complete ]]; then
        update_lists || die 'no package lists'
        mapfile -t packages < <(closure "$newest_suite" '^golang-' golang-any golang-k8s-api-dev golang-k8s-apiextensions-apiserver-dev golang-k8s-client-go-dev)
        ((${#packages[@]})) || die 'the Go packages of Kubernetes cannot be resolved'
        unpack gocode "$newest_suite" "${packages[@]}" || die 'the Go packages of Kubernetes cannot be fetched'
    fi
    say 'building the checker'
    go=$(printf '%s\n' "$cache"/gocode/usr/lib/go-* | sort -V | tail -n 1)
    rm -rf "$path/src/verify"
    mkdir -p "$path/src/verify" "$cache/verify"
    cp "$here"/verify/*.go "$path/src/verify/"
    (
        cd "$path/src/verify" || exit
        # Debian's Go packages are a GOPATH, not modules.
        export GOROOT=$go GOPATH=$path GO111MODULE=off GOTOOLCHAIN=local GOFLAGS=-p=1 CGO_ENABLED=0 GOCACHE=$cache/gocache
        unformatted=$("$go/bin/gofmt" -l .)
        [[ -z $unformatted ]] || die "not as gofmt writes it: $unformatted"
        nice -n 15 "$go/bin/go" build -trimpath -o "$verify" .
    )
    printf '%s\n' "$sources" >"$cache/verify/sources"
}
