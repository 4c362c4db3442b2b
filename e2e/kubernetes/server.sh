# shellcheck shell=bash
# A Kubernetes API server with etcd and the controllers, built from source once and run on the loopback. To be sourced after tools.sh.
#
# Debian's newer Kubernetes source packages hold the client alone; the one of its release 12 is the last with the server.
# It knows none of what came after 1.20, so the manifests' newest fields are the checker's to judge, and the rest,
# validation, defaults, admission, quota and controllers, is the real thing's.

server_version=1.20
go_version=1.19

# shellcheck disable=SC2154 # of tools.sh
binaries=$cache/server/bin

# shellcheck disable=SC2154 # of tools.sh
get_server() {
    [[ ! -x $binaries/kube-controller-manager || ! -x $binaries/kube-apiserver || ! -x $binaries/etcd ]] || return 0
    local began=$SECONDS source=$cache/server/gopath/src/k8s.io/kubernetes go=$cache/server-go/usr/lib/go-$go_version program directories
    update_lists || die 'no package lists'
    unpack server-go "$server_suite" "golang-$go_version-go" "golang-$go_version-src" || die "Go $go_version cannot be fetched"
    unpack reflect "$server_suite" golang-github-modern-go-reflect2-dev || die 'a Go package cannot be fetched'
    unpack etcd "$server_suite" etcd-server || die 'etcd cannot be fetched'
    say 'fetching the source of Kubernetes'
    rm -rf "$cache/server" "$cache/downloads"
    mkdir -p "$source" "$binaries" "$cache/downloads"
    (cd "$cache/downloads" && private_apt apt-get -qq --download-only source "kubernetes/$server_suite") || die 'the source of Kubernetes cannot be fetched'
    tar --extract --gzip --file "$cache"/downloads/kubernetes_*.orig.tar.gz --strip-components 1 --directory "$source"
    rm -rf "$cache/downloads"

    # The copy in the source walks maps in a way that crashes with Go 1.18 and newer; Debian's package does not.
    rm "$source"/vendor/github.com/modern-go/reflect2/*.{go,s}
    cp "$cache"/reflect/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$source/vendor/github.com/modern-go/reflect2/"
    (
        cd "$source" || exit
        export GOROOT=$go GOPATH=$cache/server/gopath GOCACHE=$cache/server/gocache GO111MODULE=off CGO_ENABLED=0 GOFLAGS="-p=${PLATFORM_E2E_JOBS:-1} -trimpath"
        PATH=$go/bin:$PATH
        say 'building kube-apiserver and kube-controller-manager: minutes, once'

        # The server describes its API with code that is generated from marked packages and in no release of the source.
        nice -n 15 go build -o "$binaries/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
        directories=$(grep -rl --include '*.go' '^// +k8s:openapi-gen=true' pkg staging/src/k8s.io | grep -vE '_test\.go|/testdata/|sample|/code-generator/' |
            xargs -n 1 dirname | sort -u | sed -e 's#^staging/src/#k8s.io/kubernetes/vendor/#' -e 's#^pkg/#k8s.io/kubernetes/pkg/#' | paste -sd ,)
        "$binaries/openapi-gen" --input-dirs "$directories" --output-package k8s.io/kubernetes/pkg/generated/openapi \
            --output-file-base zz_generated.openapi --go-header-file hack/boilerplate/boilerplate.generatego.txt --report-filename /dev/null

        flags="-s -w"
        for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
            for setting in gitVersion=v$server_version.2 gitMajor=${server_version%.*} gitMinor=${server_version#*.}; do
                flags+=" -X k8s.io/kubernetes/vendor/$package.$setting"
            done
        done
        for program in kube-apiserver kube-controller-manager; do
            nice -n 15 go build -ldflags "$flags" -o "$binaries/$program" "./cmd/$program"
        done
    )
    cp "$cache/etcd/usr/bin/etcd" "$binaries/etcd"
    # The sources and intermediate results weigh a gigabyte and are of no more use.
    chmod -R u+w "$cache/server/gopath" && rm -rf "$cache/server/gopath" "$cache/server/gocache" "$cache/server-go" "$cache/server-go.complete"
    say "built in $((SECONDS - began)) s"
}

free_port() {
    local port
    # Above the ephemeral range nothing is handed out by itself.
    while port=$((61000 + RANDOM % 4000)); do
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s' "$port"
            return
        fi
    done
}

# An authority for one run, and what it signs: certificate NAME SUBJECT [SUBJECT-ALTERNATIVE-NAME]
certificates() {
    local pki=$1
    mkdir -p "$pki"
    openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=e2e -keyout "$pki/ca.key" -out "$pki/ca.crt" 2>/dev/null
    openssl genrsa -out "$pki/accounts.key" 2048 2>/dev/null
    certificate "$pki" server /CN=kube-apiserver IP:127.0.0.1
    certificate "$pki" admin /O=system:masters/CN=e2e IP:127.0.0.1
}

certificate() {
    local pki=$1 name=$2
    openssl req -newkey rsa:2048 -nodes -subj "$3" -keyout "$pki/$name.key" -out "$pki/$name.csr" 2>/dev/null
    openssl x509 -req -in "$pki/$name.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 1 -out "$pki/$name.crt" \
        -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$4") 2>/dev/null
}

started=()

# shellcheck disable=SC2154 # of tools.sh
# start_server FOLDER: state, logs, certificates and the kubeconfig go there.
start_server() {
    local state=$1 etcd_port peer_port port
    local pki=$state/pki
    etcd_port=$(free_port) peer_port=$(free_port) port=$(free_port)
    certificates "$pki"
    "$binaries/etcd" --data-dir "$state/etcd" --unsafe-no-fsync --log-level error \
        --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
        --listen-peer-urls "http://127.0.0.1:$peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
        --initial-cluster "default=http://127.0.0.1:$peer_port" >"$state/etcd.log" 2>&1 &
    started+=($!)
    "$binaries/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --secure-port "$port" --insecure-port 0 \
        --tls-cert-file "$pki/server.crt" --tls-private-key-file "$pki/server.key" --client-ca-file "$pki/ca.crt" \
        --service-account-issuer https://kubernetes.default.svc --service-account-signing-key-file "$pki/accounts.key" --service-account-key-file "$pki/accounts.key" \
        --authorization-mode RBAC --allow-privileged=false --service-cluster-ip-range 10.245.0.0/16 --endpoint-reconciler-type none >"$state/kube-apiserver.log" 2>&1 &
    started+=($!)
    cat >"$state/kubeconfig" <<END
apiVersion: v1
kind: Config
clusters: [{name: here, cluster: {server: "https://127.0.0.1:$port", certificate-authority: "$pki/ca.crt"}}]
contexts: [{name: here, context: {cluster: here, user: admin}}]
users: [{name: admin, user: {client-certificate: "$pki/admin.crt", client-key: "$pki/admin.key"}}]
current-context: here
END
    export KUBECONFIG=$state/kubeconfig
    until_true 120 "$kubectl" get --raw /readyz || die "the API server did not start: $(tail -n 5 "$state/kube-apiserver.log")"
    "$binaries/kube-controller-manager" --kubeconfig "$state/kubeconfig" --bind-address 127.0.0.1 --secure-port 0 --port 0 --leader-elect=false --controllers '*' \
        --service-account-private-key-file "$pki/accounts.key" --root-ca-file "$pki/ca.crt" --horizontal-pod-autoscaler-sync-period 1h >"$state/kube-controller-manager.log" 2>&1 &
    started+=($!)
    until_true 60 "$kubectl" get serviceaccount default -o name || die "the controllers did not start: $(tail -n 5 "$state/kube-controller-manager.log")"
}

# Last started, first stopped; by process, and no other.
stop_server() {
    local index
    for ((index = ${#started[@]} - 1; index >= 0; index--)); do
        kill "${started[index]}" 2>/dev/null || true
        wait "${started[index]}" 2>/dev/null || true
    done
    started=()
}

# until_true SECONDS COMMAND...
until_true() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.5
    done
}
