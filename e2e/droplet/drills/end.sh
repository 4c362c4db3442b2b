# shellcheck shell=bash
# Nothing is left of the system when it is taken down, nor of the machine when it ends.

on_server sh -c 'cd /opt/document-search/current && SYSTEM_ROOT=/opt/document-search docker compose --project-name document-search --env-file /opt/document-search/state/versions --profile "*" down --volumes --remove-orphans --timeout 10' >"$RUN/logs/down.log" 2>&1 || tail "$RUN/logs/down.log"
equal "down -v: no container" "" "$(on_server docker ps --all --format '{{.Names}}')"
equal "down -v: no volume" "" "$(on_server docker volume ls --quiet)"
equal "down -v: no network but the engine's own" "bridge host none" "$(on_server docker network ls --format '{{.Name}}' | sort | tr '\n' ' ' | sed 's/ $//')"
check "down -v: no process of a container" within 10 on_server sh -c '! pgrep -x containerd-shim'
stop_postgres
