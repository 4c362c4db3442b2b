#!/usr/bin/env bash
# The commands of a server, with a stand-in for Docker that writes down what it is asked.
. "$TESTS/check.sh"
. "$TESTS/deployment.sh"

rendered=$RENDERED/document-search-dev
export FAKE=/tmp/fake LOCK_SECONDS=0 WATCH_PAUSE=0 WATCH_COUNT=3
mkdir -p /tmp/stand-ins
cp "$TESTS/docker" "$TESTS/curl" /tmp/stand-ins/
chmod 0755 /tmp/stand-ins/*
export PATH=/tmp/stand-ins:$PATH

# server: a new one, with nothing in service.
server() {
    rm -rf "$FAKE" "${root:-/tmp/none}"
    mkdir -p "$FAKE"
    root=$(mktemp -d)
    export SYSTEM_ROOT=$root HOST_ETC=$root/host-etc TEXTFILE_DIRECTORY=$root/textfile
    bring_files
}
# bring_files: a deployment as far as its release; what STORE_PASSWORD and the like say is in it.
bring_files() {
    MANIFEST=$(bring "${1:-$rendered}" "$root")
    release=$(assembled "$root")
}
# in_service TAG ...: releases them one after the other.
in_service() {
    local tag
    for tag; do "$root/bin/release" "$tag" --no-backup >/dev/null 2>&1 || fail "release $tag"; done
    : >"$FAKE/calls"
}
tree() { (cd "$root" && find . -type f ! -name '*.log' -exec sha256sum {} + | sort; find . -type l -printf '%p %l\n' | sort); }
serving() { basename "$(readlink "$root/etc/nginx/upstreams/api.conf")" .conf; }
calls() { cat "$FAKE/calls"; }
# order NAME FIRST SECOND ...: the calls that match came in this order.
order() {
    local name=$1 last=0 pattern line
    shift
    for pattern; do
        line=$(grep -nE -- "$pattern" "$FAKE/calls" | cut -d : -f 1 | awk -v last="$last" '$1 > last { print; exit }')
        [ -n "$line" ] || { fail "$name: $pattern" "$(calls)"; return; }
        last=$line
    done
    pass "$name"
}

server
equal "install: the secret of a service can be read by its user alone" "400 1654:1654" "$(stat -c '%a %u:%g' "$release/run/api/secrets/jwt-secret-key")"
equal "install: a service gets no secret that it does not read" "" "$(find "$release/run/worker-cleanup/secrets" -name "*jwt*")"
has "install: values are taken as they are" "$(cat "$release/run/api/environment")" "^LOG_LEVEL=value of LOG_LEVEL with \\\$ and '$"
has "install: a migration goes to the database directly" "$(cat "$release/run/migrate/environment")" '^POSTGRES_HOST=direct.example.com$'
hasnot "install: services go through the pool" "$(cat "$release/run/api/environment")" 'direct.example.com'
check "install: timers" test -f "$root/host-etc/systemd/system/document-search-backup.timer"
has "install: the backup's time (PL-13)" "$(cat "$root/host-etc/systemd/system/document-search-backup.timer")" '^OnCalendar=\*-\*-\* 02:00:00 UTC$'
for metric in backup restore_drill; do
    has "install: the clock of ${metric/_/ }s begins, so that an alert tells when none ever succeeds" \
        "$(cat "$root/textfile/${metric}_last_success_timestamp_seconds.prom")" "^${metric}_last_success_timestamp_seconds\\{system=\"document-search\"\\} [0-9]{10}\$"
done
equal "install: the exporter, a user of its own, reads the metrics" "755 644" "$(stat -c %a "$root/textfile" "$root/textfile/backup_last_success_timestamp_seconds.prom" | xargs)"
before=$(tree)
check "install: again" bash "$release/bin/install"
equal "install: twice is the same as once" "$before" "$(tree)"
rm "$release/secrets/jwt-secret-key"
answer=$(bash "$release/bin/install" 2>&1)
has "install: a missing secret is named, with what to do" "$answer" 'jwt-secret-key.*was not copied'
has "install: and what to type next" "$answer" 'next: .*pulumi up'

server
for command in "$root"/bin/*; do
    name=$(basename "$command")
    has "$name --help" "$("$command" --help 2>&1)" "^usage: .*$name"
    has "$name --help says what --dry-run does" "$("$command" --help 2>&1)" '--dry-run'
    refuse "$name: an unknown option is a mistake" "$command" --no-such-option
    has "$name: and says what to type next" "$("$command" --no-such-option 2>&1)" "next: $name --help"
done
has "install --help" "$(bash "$release/bin/install" --help)" '^usage: '
answer=$("$root/bin/scale" api=2 2>&1)
has "commands before the first release say what to do" "$answer" 'next: '

server
check "release: the first" "$root/bin/release" 1.0.0
equal "release: blue serves first" api-blue "$(serving)"
equal "release: the store's password can be read by its user alone" "400 999:999" "$(stat -c '%a %u:%g' "$root/etc/redis-password/password.conf")"
order "release: order of the first" 'pull .*api-blue' 'up .*redis' 'run .*migrate' 'up .*api-blue' 'up .*nginx' 'up .*worker-documents'
has "release: the version is known" "$(cat "$root/state/versions")" '^TAG=1.0.0$'
check "release: the next" "$root/bin/release" 1.1.0
equal "release: green serves then" api-green "$(serving)"
: >"$FAKE/calls"
check "release: and the one after" "$root/bin/release" 1.2.0
equal "release: blue again" api-blue "$(serving)"
order "release: order" '^info' 'postgres-tools .*backup.sql' 'BGSAVE' 'pull .*api-blue.* migrate worker-documents worker-cleanup' 'postgres-tools .*database-rights.sql' 'run .*migrate' 'up .*api-blue' 'nginx .*-t' 'nginx .*-s reload' \
    'https://document-search-dev.example.com/health' 'up .*worker-documents worker-cleanup' 'rm --force --stop api-green' 'image rm .*0.9.0'
hasnot "release: the version before stays for a rollback" "$(calls)" 'image rm .*1.1.0'
hasnot "release: no secret on a command line" "$(calls)" 'password-of|hidden-'
for tag in latest '' 'a b' '../x'; do refuse "release: '$tag' is no version" "$root/bin/release" "$tag"; done

server
in_service 1.0.0 1.1.0
before=$(tree)
output=$("$root/bin/release" 1.2.0 --dry-run 2>&1)
equal "release --dry-run: changes nothing" "$before" "$(tree)"
has "release --dry-run: says what it would do" "$output" '^\+ .*(up|pull)'
hasnot "release --dry-run: starts nothing" "$(calls)" ' (up|pull|run|rm|stop) '
for command in "rollback" "scale api=3" "backup" "restore latest --to-scratch" "restore 20260102T020000Z" "certificate renew" "logs" "db-shell" "migrate" "restore-drill" "status" "health-check"; do
    read -ra words <<<"$command"
    "$root/bin/${words[0]}" "${words[@]:1}" --dry-run >/dev/null 2>&1 || true
    equal "${command%% *} --dry-run: changes nothing" "$before" "$(tree)"
done

# fails NAME FILE PATTERN: a release that fails by what FILE makes the stand-ins do leaves the old version in service.
fails() {
    server
    in_service 1.0.0 1.1.0
    touch "$FAKE/$2"
    local versions output
    versions=$(grep -v '^TAG_NEXT=\|^TAG_BLUE=' "$root/state/versions")
    if output=$("$root/bin/release" 1.2.0 --no-backup 2>&1); then
        fail "release: $1 is a failure" "$output"
    else
        pass "release: $1 is a failure"
    fi
    equal "release: $1: the old colour serves" api-green "$(serving)"
    equal "release: $1: the old version counts" "$versions" "$(grep -v '^TAG_NEXT=\|^TAG_BLUE=' "$root/state/versions")"
    hasnot "release: $1: the old colour is not touched" "$(calls)" '(rm|stop) .*api-green'
    has "release: $1: says why and what to type next" "$output" 'next: '
    [ -z "${3:-}" ] || has "release: $1: tidies up" "$(calls)" "$3"
}
fails "an engine that does not answer" no-engine
fails "a Compose file that is not accepted" bad-compose
fails "an image that is not there" no-image 'rm --force --stop api-blue'
fails "a migration that fails" migration-fails 'rm --force --stop api-blue'
hasnot "release: a migration that fails: nothing was started" "$(calls)" 'up .*api-blue'
fails "a version that does not become healthy" unhealthy 'rm --force --stop api-blue'
fails "a configuration that nginx does not accept" bad-nginx 'rm --force --stop api-blue'
fails "a version that is sick under traffic" sick 'nginx .*-s reload'
fails "a version that crashes while the old one answers for it" crashing 'nginx .*-s reload'
fails "workers that do not start" bad-worker 'nginx .*-s reload'
server
in_service 1.0.0
touch "$FAKE/no-grafana"
if output=$("$root/bin/release" 1.1.0 --no-backup 2>&1); then
    pass "release: an image of the monitoring that is not there takes nothing back"
else
    fail "release: an image of the monitoring that is not there takes nothing back" "$output"
fi
equal "release: without all of the monitoring the new version serves" api-green "$(serving)"
has "release: without all of the monitoring the new version counts" "$(cat "$root/state/versions")" '^TAG=1.1.0$'
order "release: the monitoring comes when the system is through, and the rest of it starts" 'rm --force --stop api-blue' 'up .* prometheus$' 'up .* grafana$' 'up .* alertmanager$'
has "release: what does not watch is told" "$output" 'these are not as they should be: grafana$'
has "release: what does not watch: what to type next" "$output" 'next: .*release 1.1.0'
has "release: what does not watch is recorded" "$(cat "$root/logs/commands.log")" '"level":"error".*not as they should be: grafana"'
echo PROFILES= >"$root/state/profiles"
: >"$FAKE/calls"
check "release: what watches is switched off on the server" "$root/bin/release" 1.2.0 --no-backup
hasnot "release: switched off: not started" "$(calls)" 'up .* (prometheus|grafana)'
has "release: switched off: stopped" "$(calls)" 'rm --force --stop prometheus grafana alertmanager$'
server
sed -i "s/^PROFILES=.*/PROFILES=''/" "$release/system.conf"
check "release: monitoring switched off by the setting" "$root/bin/release" 1.0.0
hasnot "release: monitoring switched off by the setting: not started" "$(calls)" 'up .* prometheus'
server
in_service 1.0.0
touch "$FAKE/no-dump"
refuse "release: without a backup there is no migration" "$root/bin/release" 1.1.0
hasnot "release: without a backup there is no migration: not run" "$(calls)" 'run .*migrate'

server
in_service 1.0.0
touch "$FAKE/slow"
"$root/bin/release" 1.1.0 --no-backup >/dev/null 2>&1 &
first=$!
sleep 1.5
answer=$("$root/bin/release" 1.2.0 --no-backup 2>&1)
has "release: one at a time" "$answer" 'another command is at work: release'
wait "$first"
equal "release: the first of two goes through" 0 "$?"

server
in_service 1.0.0 1.1.0 1.2.0
check "rollback: to the version before" "$root/bin/rollback"
has "rollback: the version before serves" "$(cat "$root/state/versions")" '^TAG=1.1.0$'
check "rollback: to a named version" "$root/bin/rollback" 1.0.0
has "rollback: the named version serves" "$(cat "$root/state/versions")" '^TAG=1.0.0$'
has "rollback: an unknown version is refused, with those there are" "$("$root/bin/rollback" 9.9.9 2>&1)" 'there were: 1.0.0 1.1.0 1.2.0'
has "rollback: what serves already is told" "$("$root/bin/rollback" 1.0.0 2>&1)" 'in service already'

server
in_service 1.0.0
check "migrate: by hand" "$root/bin/migrate"
order "migrate: a backup and the rights come first" 'postgres-tools .*backup.sql' 'postgres-tools .*database-rights.sql' 'run .*migrate'
equal "migrate: with the version in service" TAG_NEXT=1.0.0 "$(grep TAG_NEXT "$root/state/versions")"
hasnot "migrate: no service is touched" "$(calls)" 'up .*api-'

server
in_service 1.0.0
first=$release
changed=$(mktemp -d)
cp -R "$rendered/." "$changed/"
sed -i 's/worker_connections 1024/worker_connections 2048/' "$changed/nginx/nginx.conf"
bring_files "$changed"
next=$release
check "assemble: another file is another configuration" [ "$next" != "$first" ]
check "assemble: the configuration that runs is left as it was" grep -q 'worker_connections 1024' "$first/nginx/nginx.conf"
check "release: a new configuration" "$root/bin/release" 1.0.0 --no-backup
check "release: the new configuration counts" grep -q 2048 "$root/etc/nginx/nginx.conf"
equal "release: its directory is the current one" "$next" "$(readlink -f "$root/current")"
in_service 1.1.0
sed -i 's/worker_connections 2048/worker_connections 3072/' "$changed/nginx/nginx.conf"
bring_files "$changed"
touch "$FAKE/bad-nginx"
refuse "release: a configuration that nginx does not accept" "$root/bin/release" 1.2.0 --no-backup
check "release: the former configuration is put back" grep -q 2048 "$root/etc/nginx/nginx.conf"

# A version brings back the configuration that it had, with the secrets of today.
server
in_service 1.0.0
first=$release
export STORE_PASSWORD=another-password
bring_files "$changed"
in_service 1.1.0
: >"$FAKE/calls"
check "rollback: after the configuration and a secret have changed" "$root/bin/rollback" 1.0.0
back=$(readlink -f "$root/current")
check "rollback: the files are those of the version" cmp "$first/nginx/nginx.conf" "$back/nginx/nginx.conf"
check "rollback: and so are the variables" cmp "$first/environment" "$back/environment"
equal "rollback: the secret is that of today" another-password "$(cat "$back/secrets/cache-password")"
has "rollback: services get the secret of today" "$(cat "$back/run/redis-exporter/environment")" another-password
equal "rollback: to the same version again is the same configuration" "$back" "$("$root/bin/assemble" --from "$back")"
unset STORE_PASSWORD
equal "assemble: --dry-run changes nothing" "$(tree)" "$(SYSTEM_ROOT=$root bash "$root/bin/assemble" --dry-run <<<"$MANIFEST" >/dev/null; tree)"
truncate --size 3 "$(find "$root/releases/files" -path '*/nginx/nginx.conf' | head -n 1)"
truncate --size 3 "$(find "$root/releases/files" -path '*/nginx/nginx.conf' | tail -n 1)"
has "assemble: a file that was damaged on its way is refused" "$(assembled "$root" 2>&1)" 'is not what the manifest says'
rm -rf "$(find "$root/releases/files" -name compose.yaml -printf '%h\n')"
has "assemble: a file that is missing is named, with what to do" "$(assembled "$root" 2>&1)" 'compose.yaml was not copied|next: .*pulumi up'

# A version that comes with the same configuration leaves what is mounted where it is.
server
in_service 1.0.0
inode=$(stat -c %i "$release/run/alertmanager/secrets")
bring_files
in_service 1.1.0
equal "release: of a version alone: what runs keeps the secrets it has mounted" "$inode" "$(stat -c %i "$release/run/alertmanager/secrets")"

# Every secret that a container has mounted or in its environment lies elsewhere once it has changed: so Compose makes another container.
server
in_service 1.0.0
before=$release
GRAFANA_PASSWORD=another-password bring_files
check "rotation: another secret is another configuration" [ "$before" != "$release" ]
: >"$FAKE/calls"
check "rotation: a release of the same version" "$root/bin/release" 1.0.0 --no-backup
order "rotation: Grafana is told, for it reads its password only once" 'up .* grafana$' 'grafana cli .*reset-admin-password --password-from-stdin'
hasnot "rotation: no password on a command line" "$(calls)" 'another-password'
: >"$FAKE/calls"
check "rotation: the next release" "$root/bin/release" 1.1.0 --no-backup
hasnot "rotation: Grafana is told once" "$(calls)" 'reset-admin-password'
STORE_PASSWORD=another-password bring_files
: >"$FAKE/calls"
check "rotation: the store's password" "$root/bin/release" 1.1.0 --no-backup
order "rotation: the store takes both before anything asks with the new one, and only the new one at the end" 'ACL SETUSER default resetpass #[0-9a-f]+ #[0-9a-f]+$' 'up .*api-' 'rm --force --stop api-' 'ACL SETUSER default resetpass #[0-9a-f]+$'
equal "rotation: the store's file has one password in the end" 1 "$(grep -o '#[0-9a-f]*' "$root/etc/redis-password/password.conf" | wc -l)"
STORE_PASSWORD=a-third-password bring_files
touch "$FAKE/unhealthy"
before=$(cat "$root/etc/redis-password/password.conf")
refuse "rotation: a release that fails" "$root/bin/release" 1.1.0 --no-backup
equal "rotation: a release that fails: the store takes what the old version knows" "$before" "$(cat "$root/etc/redis-password/password.conf")"

# The bucket refuses: a release is possible, and told.
server
in_service 1.0.0
touch "$FAKE/no-bucket"
output=$("$root/bin/release" 1.1.0 2>&1)
equal "release: a bucket that refuses the backup does not keep it out" 0 $?
has "release: a bucket that refuses is told" "$output" 'on this server only'
has "release: a bucket that refuses is recorded" "$(cat "$root/logs/commands.log")" '"level":"error".*release 1.1.0 is on this server only'
order "release: a bucket that refuses: the backup comes first all the same" 'postgres-tools .*backup.sql' 'run .*migrate'

server
in_service 1.0.0
check "scale" "$root/bin/scale" api=4 worker-documents=3
order "scale: starts more of the colour that serves" 'up .*--no-recreate.* api-blue' 'up .* worker-documents'
# nginx finds them by name (edge.sh shows it); a reload would end connections for nothing.
hasnot "scale: leaves nginx alone" "$(calls)" 'nginx .*-s reload'
has "scale: the number stays" "$(cat "$root/state/scale")" '^REPLICAS_API=4$'
has "scale: releases say so" "$("$root/bin/release" 1.1.0 --no-backup)" 'api runs in 4 instances, as scale has set, not in the 1 of infra:replicas'
more=$(mktemp -d)
cp -R "$rendered/." "$more/"
sed -i "s/^DEFAULT_REPLICAS='api=1/DEFAULT_REPLICAS='api=2/" "$more/system.conf"
bring_files "$more"
has "scale: infra:replicas that was changed since counts, and is told" "$("$root/bin/release" 1.1.0 --no-backup)" 'api runs in 2 instances: infra:replicas has changed since scale set 4'
hasnot "scale: infra:replicas that was changed since counts" "$(cat "$root/state/scale")" 'REPLICAS_API='
has "scale: of another service it stays" "$(cat "$root/state/scale")" '^REPLICAS_WORKER_DOCUMENTS=3$'
"$root/bin/scale" api=4 >/dev/null
bring_files
touch "$FAKE/unhealthy"
refuse "scale: a release that fails" "$root/bin/release" 1.2.0 --no-backup
has "scale: a release that fails: the number is as it was" "$(cat "$root/state/scale")" '^REPLICAS_API=4$'
rm "$FAKE/unhealthy"
for wrong in api=0 api=101 api=x nothing=2 api; do refuse "scale: '$wrong' is refused" "$root/bin/scale" "$wrong"; done
has "scale: says which services there are" "$("$root/bin/scale" nothing=2 2>&1)" 'there are api worker-documents worker-cleanup'

# The firewall: the ports that a deployment names, whatever was opened before; rules that deny stay.
cat >/tmp/stand-ins/ufw <<'TEXT'
#!/usr/bin/env bash
# Stands in for ufw: keeps the rules in a file, as "ufw show added" prints them.
touch "$FAKE/ufw"
words=$*
case $words in
"show added") sed 's/^/ufw /' "$FAKE/ufw" ;;
"delete "*) rule="${words#delete }( comment '.*')?" && grep -qxE "$rule" "$FAKE/ufw" && sed -i -E "\\#^$rule\$#d" "$FAKE/ufw" ;;
"prepend "*) grep -qxF -- "${words#prepend }" "$FAKE/ufw" || sed -i "1i ${words#prepend }" "$FAKE/ufw" ;;
*) grep -qxF "$*" "$FAKE/ufw" || echo "$*" >>"$FAKE/ufw" ;;
esac
TEXT
chmod 0755 /tmp/stand-ins/ufw
printf '%s\n' "allow proto tcp from 203.0.113.0/24 to any port 22" "allow 80/tcp" "allow 443/tcp" "allow 8080 comment 'somebody tried something'" "deny from 198.51.100.9" >"$FAKE/ufw"
check "firewall: a deployment brings its rules" bash "$release/bin/install"
equal "firewall: no range of a former deployment is left, and nobody is locked out" "allow 22/tcp allow 443/tcp allow 80/tcp deny from 198.51.100.9 deny in on br-+ deny in on docker0" "$(sort "$FAKE/ufw" | paste -sd ' ')"
equal "firewall: containers are refused before anybody is let in" "deny in on docker0 deny in on br-+" "$(head -n 2 "$FAKE/ufw" | paste -sd ' ')"
equal "firewall: the first start opens the same" "allow 22/tcp allow 443/tcp allow 80/tcp" "$(sed -n 's/^  - \[ *ufw, allow, \(.*\) *\]$/allow \1/p' "$rendered/cloud-init.yaml" | tr -d "'\"" | sort | paste -sd ' ')"
rm /tmp/stand-ins/ufw

for program in iptables ip6tables; do
    printf '#!/usr/bin/env bash\ncase "$*" in *--check*) exit 1 ;; esac\necho "%s $*" >>"$FAKE/calls"\n' $program >/tmp/stand-ins/$program
    printf '#!/usr/bin/env bash\ncat >"$FAKE/%s"\n' $program >/tmp/stand-ins/$program-restore
    chmod 0755 /tmp/stand-ins/$program /tmp/stand-ins/$program-restore
done
check "block: an address and a range" "$root/bin/block" 203.0.113.7 198.51.100.0/24 2001:db8::/48
equal "block: SSH is left out, so that it can be taken back" "*raw|:BLOCKED - [0:0]|-A BLOCKED -p tcp --dport 22 -j RETURN|-A BLOCKED -s 198.51.100.0/24 -j DROP|-A BLOCKED -s 203.0.113.7 -j DROP|COMMIT" "$(paste -sd '|' "$FAKE/iptables")"
has "block: IPv6 too" "$(cat "$FAKE/ip6tables")" '^-A BLOCKED -s 2001:db8::/48 -j DROP$'
has "block: before Docker hands packets on" "$(calls)" '^iptables --wait --table raw --insert PREROUTING --jump BLOCKED$'
rm "$FAKE/iptables"
check "block: at the server's start" "$root/bin/block" --apply
has "block: lasts" "$(cat "$FAKE/iptables")" 'A BLOCKED -s 203.0.113.7 -j DROP'
has "block: a unit does it" "$(cat "$root/host-etc/systemd/system/document-search-blocked.service")" '^ExecStart=/opt/document-search/bin/block --apply$'
check "block: --remove" "$root/bin/block" --remove 203.0.113.7
equal "block: --list" "198.51.100.0/24 2001:db8::/48" "$("$root/bin/block" --list | paste -sd ' ')"
for wrong in 0.0.0.0/0 10.0.0.0/4 127.0.0.1 300.1.1.1 example.com ::/0 1.2.3; do refuse "block: '$wrong' is refused" "$root/bin/block" "$wrong"; done
refuse "block: --remove of what is not blocked" "$root/bin/block" --remove 192.0.2.1
rm /tmp/stand-ins/ip*tables*

check "status" "$root/bin/status"
check "status --json" jq --exit-status '.version == "1.1.0" and .colour == "blue" and (.containers | length == 1)' <<<"$("$root/bin/status" --json)"
check "logs: of a service, by its name" "$root/bin/logs" api
has "logs: of the colour that serves" "$(calls)" 'logs .*api-blue'

answer=$("$root/bin/health-check" --json)
equal "health-check: exits with 1 when anything is wrong" 1 "$?"
check "health-check: a self-signed certificate is wrong" jq --exit-status '.status == "unhealthy" and ([.checks[] | select(.status == "failed") | .name] == ["certificate"])' <<<"$answer"
check "health-check: what it looks at (DS-04)" jq --exit-status '[.checks[].name] == ["api", "queue", "redis", "containers", "disk", "certificate"]' <<<"$answer"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=authority -keyout /tmp/ca.key -out /tmp/ca.pem 2>/dev/null
# sign DAYS [NAME [DIRECTORY]]: a certificate of the authority, in service unless said otherwise.
sign() {
    local name=${2:-document-search-dev.example.com} to=${3:-$root/data/certificates}
    mkdir -p "$to"
    rm -f "$to/fullchain.pem" "$to/privkey.pem"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" -keyout "$to/privkey.pem" -out /tmp/request 2>/dev/null
    openssl x509 -req -in /tmp/request -CA /tmp/ca.pem -CAkey /tmp/ca.key -days "$1" -extfile <(printf 'subjectAltName=DNS:%s' "$name") \
        -out "$to/fullchain.pem" 2>/dev/null
}
rm -f "$root/data/certificates/fullchain.pem"
sign 60
check "health-check: all well" "$root/bin/health-check"
rm -f "$root/data/certificates/fullchain.pem"
sign 5
has "health-check: a certificate that ends soon" "$("$root/bin/health-check")" 'failed +certificate .*ends in [45] days.*next: .*certificate renew'
touch "$FAKE/sick"
answer=$("$root/bin/health-check" --json)
check "health-check: a system that is not well" jq --exit-status '[.checks[] | select(.status == "failed") | .name] | index("api") != null and index("queue") != null' <<<"$answer"
refuse "health-check --record: fails as well" "$root/bin/health-check" --record
check "health-check --record: metric" grep -q '^host_health_check_failures{system="document-search"} [1-9]' "$root/textfile/host_health_check_failures.prom"
rm "$FAKE/sick"

# The host name of the settings changed; the certificate is good for long, and for the old name.
sign 80 search-old.example.com
has "health-check: a certificate for another name" "$("$root/bin/health-check")" \
    'failed +certificate .*for search-old.example.com, not for document-search-dev.example.com.*next: .*certificate renew'
live=$root/data/letsencrypt/live/document-search-dev.example.com
sign 90 document-search-dev.example.com "$live"
touch "$FAKE/certbot"
: >"$FAKE/calls"
has "certificate renew: asks for a new one where the names do not match" "$("$root/bin/certificate" renew 2>&1)" 'renewed the certificate for document-search-dev.example.com'
has "certificate renew: of Let's Encrypt" "$(calls)" 'certbot certonly .*--domain document-search-dev.example.com'
check "certificate renew: the new one is in service" cmp "$live/fullchain.pem" "$root/data/certificates/fullchain.pem"
check "health-check: and well" "$root/bin/health-check"
: >"$FAKE/calls"
has "certificate renew: then there is nothing to do" "$("$root/bin/certificate" renew 2>&1)" 'good for more than 30 days'
hasnot "certificate renew: and nobody is asked" "$(calls)" 'certbot'

# Let's Encrypt's client has its own mind of when it is time.
sign 20 document-search-dev.example.com "$live"
cp -f "$live/fullchain.pem" "$live/privkey.pem" "$root/data/certificates/"
: >"$FAKE/calls"
answer=$("$root/bin/certificate" renew 2>&1)
has "certificate renew: not yet due is said" "$answer" 'not yet due'
hasnot "certificate renew: and not called renewed" "$answer" 'renewed'
hasnot "certificate renew: nor is nginx told" "$(calls)" 'nginx .*-s reload'
has "certificate renew: the client was asked" "$(calls)" 'certbot certonly'

# What the client left is never put into service unless it is for this name and has its key.
sign 90 search-old.example.com "$live"
refuse "certificate renew: one for another name is refused" "$root/bin/certificate" renew
has "certificate renew: and what to do is said" "$("$root/bin/certificate" renew 2>&1)" 'it is for search-old.example.com.*the present one stays'
sign 90 document-search-dev.example.com "$live"
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$live/privkey.pem" 2>/dev/null
refuse "certificate renew: one without its key is refused" "$root/bin/certificate" renew
check "certificate renew: the present pair stays" openssl x509 -in "$root/data/certificates/fullchain.pem" -noout -checkend 86400
rm -rf "$FAKE/certbot" "$root/data/letsencrypt"
sign 5

check "certificate ensure: twice is the same as once" "$root/bin/certificate" ensure
has "certificate renew: Let's Encrypt says no" "$("$root/bin/certificate" renew 2>&1)" 'next: check that the name leads here'
check "certificate show" "$root/bin/certificate" show

check "backup" "$root/bin/backup" --no-upload
check "backup: uploaded" "$root/bin/backup"
name=$(ls "$root/backups" | sort | tail -n 1)
equal "backup: everything is in it" "SHA256SUMS configuration.tar.gz database.dump logs.tar.gz manifest.json redis.rdb row-counts.tsv" "$(cd "$root/backups/$name" && printf '%s\n' * | LC_ALL=C sort | xargs)"
check "backup: checksums" bash -c 'cd "$1" && sha256sum --check --quiet SHA256SUMS' - "$root/backups/$name"
check "backup: the same in the bucket" diff -r "$root/backups/$name" "$FAKE/bucket/backups/document-search/dev/$name"
hasnot "backup: no secrets in it" "$(tar tzf "$root/backups/$name/configuration.tar.gz")" 'password|secret'
check "backup: metric" grep -q '^backup_last_success_timestamp_seconds' "$root/textfile/backup_last_success_timestamp_seconds.prom"
for day in 1 2 3; do
    mkdir -p "$root/backups/2020010${day}T020000Z"
    touch -d '30 days ago' "$root/backups/2020010${day}T020000Z"
done
check "backup --prune" "$root/bin/backup" --prune
equal "backup: what is older than the retention goes" "" "$(find "$root/backups" -name "2020*")"
check "backup: the newest stays" test -d "$root/backups/$name"
check "restore: to scratch" "$root/bin/restore" "$name" --to-scratch
rm -rf "${root:?}/backups/$name"
check "restore: from the bucket" "$root/bin/restore" "$name" --to-scratch
echo damaged >>"$root/backups/$name/database.dump"
has "restore: a damaged backup is refused" "$("$root/bin/restore" "$name" --to-scratch 2>&1)" 'is damaged'
refuse "restore: replaces nothing without --yes" "$root/bin/restore" "$name"
refuse "restore: '../../etc' is no backup" "$root/bin/restore" ../../etc --to-scratch
rm -rf "${root:?}/backups/$name"
check "restore-drill" "$root/bin/restore-drill"
check "restore-drill: metric" test -f "$root/textfile/restore_drill_last_success_timestamp_seconds.prom"
