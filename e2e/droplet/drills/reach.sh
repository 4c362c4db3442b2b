# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# Who reaches whom, held against packets: what the program says may be opened is opened, and nothing else is, from inside of every container and from
# outside. What must not be reached listens, as is seen first: it is the network that refuses.

matrix=$RUN/reach.json
probes=$RUN/probes
: >"$probes"
equal "reach: what may be opened is what the system declares" "[] []" "$(jq -r '"\(.excess) \(.missing)"' "$matrix")"

sockets=$(cat "$DROPLET/sockets")
# connects FROM SOURCE COMMAND ...: opens all that is in $targets, in the namespaces to which the command leads; a line of $probes for each.
connects() {
    local from=$1 source=$2
    shift 2
    "$@" perl -e "$sockets" connect 4 "$source" "${!targets[@]}" | while read -r address state; do
        to=${targets[$address]} port=${address#*:}
        # What listens behind a published port is a container; people outside see the server.
        [[ $to != server || ! $from =~ ^[a-z] || -z ${published[$port]:-} ]] || read -r to port <<<"${published[$port]}"
        echo "$from $to $port $address $state"
    done >>"$probes.$from-$source"
}
declare -A targets=() services=() listeners=() published=()

# What listens in the containers, as the kernel has it: not only on the loopback interface.
inspected=$(on_server sh -c 'docker inspect $(docker ps --quiet --filter "label=com.docker.compose.project=$0")' "$COMPOSE_PROJECT")
running=$(jq -r '.[] | [.Config.Labels["com.docker.compose.service"], .State.Pid, (.NetworkSettings.Networks[] | .IPAddress)] | join(" ")' <<<"$inspected")
while read -r service pid ips; do
    services[$pid]=$service
    for port in $(on_server awk '$4 == "0A" && $2 !~ /7F:|^0+1000000:/ { sub(".*:", "0x", $2); print $2 }' "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" </dev/null); do
        for ip in $ips; do
            targets[$ip:$((port))]=$service
            listeners[$pid]+=" $ip:$((port))"
        done
    done
done <<<"$running"
while read -r port service; do published[$port]=$service; done < <(jq -r '.[] | .Config.Labels["com.docker.compose.service"] as $service
    | .NetworkSettings.Ports | to_entries[] | .key as $key | .value // [] | .[] | select(.HostIp == "0.0.0.0")
    | "\(.HostPort) \($service) \($key | rtrimstr("/tcp"))"' <<<"$inspected")

# The cloud's own: database and pool, object store, the address under which a droplet is told about itself. On the server, what is not published.
readonly METADATA=169.254.169.254 ADMINISTRATOR=203.0.113.7 PRIVATE_PORTS="22 2375 9100"
neighbour=$(jq -r '.resources[] | select(.type == "digitalocean:index/vpc:Vpc") | .inputs.ipRange' "$RUN/plan.json" | sed 's,\.[0-9]*/.*,.99,')
outside=("$METADATA" "$ADMINISTRATOR" "$neighbour")
for ip in "${outside[@]}"; do ip address add "$ip/32" dev cloud0; done
exec {metadata}> >(perl -e "$sockets" listen "$METADATA" 80)
# shellcheck disable=SC2086
exec {private}> >(on_server perl -e "$sockets" listen 0.0.0.0 $PRIVATE_PORTS)
gateway=$(on_server docker network inspect --format '{{(index .IPAM.Config 0).Gateway}}' "${COMPOSE_PROJECT}_data")
for port in $PRIVATE_PORTS; do
    targets[$SERVER:$port]=server
    # An internal network leads nowhere, but its gateway is the server itself.
    targets[$gateway:$port]=server
done
for port in "${!published[@]}"; do targets[$SERVER:$port]=server; done
targets[$CLOUD:25060]=database
targets[$CLOUD:25061]=database
targets[$CLOUD:443]=$CLOUD
targets[$METADATA:80]=$METADATA

# The provider's firewalls, from the rules of the plan; the server's own, from its cloud-init.
in_cloud() { nsenter --target "$MACHINE" --mount --root --wd env -i PATH=/usr/sbin:/usr/bin iptables "$@"; }
on_machine() { on_server iptables "$@"; }
# guards COMMAND CHAIN WHERE: new connections through a chain of the drill's own, with the rules of its input; what none of them lets in is dropped.
guards() {
    local command=$1 chain=$2 where=$3 rule
    "$command" --new-chain REACH
    "$command" --append REACH --match conntrack --ctstate ESTABLISHED,RELATED --jump ACCEPT
    # shellcheck disable=SC2086
    while read -r rule; do "$command" --append REACH --protocol tcp $rule; done
    "$command" --append REACH --jump DROP
    # shellcheck disable=SC2086
    "$command" --insert "$chain" $where --jump REACH
}
unguards() {
    # shellcheck disable=SC2086
    "$1" --delete "$2" $3 --jump REACH
    "$1" --flush REACH
    "$1" --delete-chain REACH
}
servers="--out-interface cloud0 --destination $SERVER"
own="! --in-interface lo --protocol tcp"
guards in_cloud OUTPUT "$servers" < <(jq -r '.resources[] | select(.type == "digitalocean:index/firewall:Firewall") | .inputs.inboundRules[]
    | select(.protocol == "tcp") | .portRange as $ports | .sourceAddresses[] | select(contains(":") | not) | "--source \(.) --dport \($ports) --jump ACCEPT"' "$RUN/plan.json")
guards on_machine INPUT "$own" < <(tr -d "\"'" <"$RUN/rendered/cloud-init.yaml" | sed -n --expression='s,.*\[ufw\, allow\, \([0-9]*\)/tcp\].*,--dport \1 --jump ACCEPT,p' \
    --expression='s/.*\[ufw, deny, in, on, \(.*\)\].*/--in-interface \1 --jump DROP/p')
# The database's list has one of its rules for each machine.
for port in 25060 25061; do
    in_cloud --insert INPUT --destination "$CLOUD" ! --source "$SERVER" --protocol tcp --dport "$port" --jump DROP
done

# Each listener is seen from where it stands.
# shellcheck disable=SC2086
seen=$(for pid in "${!listeners[@]}"; do on_server nsenter --target "$pid" --net perl -e "$sockets" connect 4 0.0.0.0 ${listeners[$pid]}; done
    for port in $PRIVATE_PORTS; do on_server perl -e "$sockets" connect 4 0.0.0.0 "127.0.0.1:$port"; done
    perl -e "$sockets" connect 4 "$METADATA" "$METADATA:80")
equal "reach: each of $(wc -l <<<"$seen") listeners listens" "" "$(grep -v ' open$' <<<"$seen")"

connecting=()
begin() { connects "$@" & connecting+=("$!"); }
for pid in "${!services[@]}"; do begin "${services[$pid]}" 0.0.0.0 on_server nsenter --target "$pid" --net; done
begin server 0.0.0.0 on_server
# From outside a route leads to the containers: whoever stands beside the server can make one.
for ip in $(cut -d ' ' -f 3- <<<"$running"); do ip route replace "$ip/32" via "$SERVER" dev cloud0; done
for ip in 198.51.100.150 "$ADMINISTRATOR" "$neighbour"; do begin "$ip" "$ip" env; done
wait "${connecting[@]}"
cat "$probes".* >"$probes"

unguards in_cloud OUTPUT "$servers"
unguards on_machine INPUT "$own"
for port in 25060 25061; do
    in_cloud --delete INPUT --destination "$CLOUD" ! --source "$SERVER" --protocol tcp --dport "$port" --jump DROP
done
exec {metadata}>&- {private}>&-
for ip in $(cut -d ' ' -f 3- <<<"$running"); do ip route delete "$ip/32"; done
for ip in "${outside[@]}"; do ip address delete "$ip/32" dev cloud0; done

# A container reaches another one where it reaches one of its addresses. The database lets in the server only, so that a container has to be let out as
# well. Who asks from outside reaches a container by the server's ports, never by its own address.
verdict=$(jq -R -s --slurpfile read "$matrix" --arg cloud "$CLOUD" '
    $read[0] as $matrix
    | def is_address: test("^[0-9.]+$");
      def number: split(".") | reduce .[] as $part (0; . * 256 + ($part | tonumber));
      def covers($ip): split("/") as [$first, $length] | ($first | is_address) and
        (pow(2; 32 - ($length | tonumber)) as $size | (($first | number) / $size | floor) == (($ip | number) / $size | floor));
      def names($party): [if $party | is_address then $matrix.addresses | to_entries[] | select(any(.value[]; covers($party))) | .key else $party end];
      def may($from; $to; $port): names($from) as $callers | names($to) as $listeners | any($matrix.connections[];
        (.from | IN($callers[])) and (.to | IN($listeners[])) and any(.ports[]; .protocol == "tcp" and .first <= $port and $port <= .last));
      def is_part: . == "server" or . == "database" or is_address;
      [split("\n")[] | select(. != "") | split(" ") | {from: .[0], to: .[1], port: (.[2] | tonumber), open: (.[4] == "open")}
        | select(.from != .to and (.from != "server" or .to == "database") and ((.from | is_address | not) or (.to | is_address | not)))]
      | group_by([.from, .to, .port]) | map(.[0] + {open: any(.[]; .open)}
        | .may = if .from | is_address then (.to | is_part) and may(.from; .to; .port)
            elif .to == "database" and .from != "server" then may(.from; $cloud; .port) and may("server"; .to; .port)
            else may(.from; .to; .port) end)' "$probes")
# count FILTER: how many of the verdict; rows FILTER: which.
count() { jq "map(select($1)) | length" <<<"$verdict"; }
rows() { jq -r ".[] | select($1) | \"\(.from) -> \(.to):\(.port)\"" <<<"$verdict"; }
equal "reach: $(count .may) connections that must work do" "" "$(rows '.may and (.open | not)')"
equal "reach: $(count '.may | not') that must not work do not" "" "$(rows '(.may | not) and .open')"
check "reach: twenty at least must not, and twenty must" [ "$(count .may)" -ge 20 -a "$(count '.may | not')" -ge 20 ]
figure "reach: connections held against the matrix" "$(count .may) that must work, $(count '.may | not') that must not" ""
