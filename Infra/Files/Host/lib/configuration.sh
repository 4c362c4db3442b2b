# shellcheck shell=bash
# Configuration that containers have mounted for longer than one release. Sourced after host.sh.

# Directories of a release that are put below etc/.
CONFIGURATION='nginx redis prometheus alertmanager grafana blackbox filebeat logstash elasticsearch kibana'

# put_configuration DIRECTORY [PART ...]: makes etc/ what a release says. Files are replaced in one step; what the release lacks goes away,
# but for the links that say which colour serves.
put_configuration() {
    local directory=$1 part file
    shift
    # shellcheck disable=SC2086
    [ $# -gt 0 ] || set -- $CONFIGURATION
    for part; do
        [ -d "$directory/$part" ] || continue
        if [ "$DRY_RUN" = yes ]; then
            printf '+ put %s into %s\n' "$directory/$part" "$ROOT/etc/$part"
            continue
        fi
        mkdir -p -- "$ROOT/etc/$part"
        chmod 0755 "$ROOT/etc" "$ROOT/etc/$part"
        while IFS= read -r file; do
            install -D -m 0644 -- "$directory/$part/$file" "$ROOT/etc/$part/$file.new"
            mv -f -- "$ROOT/etc/$part/$file.new" "$ROOT/etc/$part/$file"
        done < <(cd -- "$directory/$part" && find . -type f ! -name '*.new' | sort)
        find "$ROOT/etc/$part" -type d -exec chmod 0755 {} +
        while IFS= read -r file; do
            [ -e "$directory/$part/$file" ] || rm -f -- "$ROOT/etc/$part/$file"
        done < <(cd -- "$ROOT/etc/$part" && find . -type f ! -path './upstreams/*')
    done
}

# owned_directory PATH USER MODE
owned_directory() {
    run mkdir -p -- "$1"
    run chown "$2:$2" -- "$1"
    run chmod "$3" -- "$1"
}
