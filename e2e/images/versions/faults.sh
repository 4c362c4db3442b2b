# shellcheck shell=dash
# Starts the service with one fault. Arguments are those of the service.
case $FAULT-$1 in
never-healthy-api) exec /faults/busybox sleep 86400 ;;
migration-fails-migrate)
    echo 'migration 0002_expand_example.sql failed: 42P07: relation "documents" already exists' >&2
    exit 1
    ;;
crashes-later-api)
    # Well until people have asked it something, then gone; so it is after every restart.
    dotnet /program/document-search.dll "$@" &
    program=$!
    until /faults/busybox wget -q -O - http://127.0.0.1:8000/metrics | /faults/busybox grep -q 'route="/api/v1/search"'; do /faults/busybox sleep 0.5; done
    /faults/busybox sleep 2
    echo "crashing as version 2.0.0-crashes-later does" >&2
    kill -9 "$program"
    exit 139
    ;;
*) exec dotnet /program/document-search.dll "$@" ;;
esac
