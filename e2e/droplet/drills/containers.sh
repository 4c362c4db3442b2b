# shellcheck shell=bash
# What the engine itself says of the containers, whatever the files say.

mapfile -t containers < <(on_server docker ps --all --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT")
check "there are containers to look at" [ "${#containers[@]}" -ge 5 ]
inspected=$(on_server docker inspect "${containers[@]}")
# every NAME FILTER: names of the containers for which the filter is not true.
every() { equal "$1, every one of ${#containers[@]}" "" "$(jq -r ".[] | select(($2) | not) | .Name" <<<"$inspected")"; }
every "non-root" '.Config.User | test("^[1-9][0-9]*:[1-9][0-9]*$")'
every "read-only root" '.HostConfig.ReadonlyRootfs'
every "no capability" '.HostConfig.CapDrop == ["ALL"] and ((.HostConfig.CapAdd // []) == [])'
every "no new privileges" '.HostConfig.SecurityOpt | any(test("no-new-privileges(:true)?$"))'
every "the default seccomp profile" '.HostConfig.SecurityOpt | any(test("seccomp=unconfined")) | not'
every "not privileged" '.HostConfig.Privileged | not'
every "a limit of memory" '.HostConfig.Memory > 0'
every "a limit of processor time" '.HostConfig.NanoCpus > 0'
every "a limit of processes" '.HostConfig.PidsLimit > 0'
every "rotated logs" '.HostConfig.LogConfig | .Type == "json-file" and .Config["max-size"] != null and .Config["max-file"] != null'
every "restarted" '.HostConfig.RestartPolicy.Name == "unless-stopped"'
every "no secret in the environment" '[.Config.Env[] | select(test("(PASSWORD|SECRET|TOKEN|KEY|DSN)[A-Z_]*=") and (test("_FILE=|_ID=") | not) and (test("^(REDIS_PASSWORD|DATA_SOURCE_NAME)=") | not))] == []'
equal "ports for the world: the edge's alone" "80 443" "$(jq -r '[.[] | .HostConfig.PortBindings // {} | .[][] | select(.HostIp != "127.0.0.1") | .HostPort] | unique | sort_by(tonumber) | join(" ")' <<<"$inspected")"
equal "and they are nginx's" "/document-search-nginx-1" "$(jq -r '[.[] | select(.HostConfig.PortBindings // {} | any(.[][]; .HostIp != "127.0.0.1")) | .Name] | unique | join(" ")' <<<"$inspected")"
for service in "api-$(serving)" worker-documents redis nginx; do
    id=$(container "$service")
    equal "$service: the kernel says so too: not root" 0 "$(on_server docker top "$id" -eo pid,uid | awk 'NR > 1 && $2 == 0' | wc -l)"
    pid=$(on_server docker inspect --format '{{.State.Pid}}' "$id")
    equal "$service: and without capabilities" "0000000000000000" "$(on_server sed -n 's/^CapEff:\t//p' "/proc/$pid/status")"
    equal "$service: and cannot gain any" "1" "$(on_server sed -n 's/^NoNewPrivs:\t//p' "/proc/$pid/status")"
    equal "$service: seccomp filters" "2" "$(on_server sed -n 's/^Seccomp:\t//p' "/proc/$pid/status")"
done
figure "containers, all non-root, read-only and without capabilities" "${#containers[@]}" ""
