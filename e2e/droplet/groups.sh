# shellcheck shell=bash
# Control groups of a run, so that none is left behind. Sourced.

hierarchies() {
    local directory
    if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        echo /sys/fs/cgroup
        return
    fi
    for directory in /sys/fs/cgroup/*/; do
        [ ! -e "$directory/cgroup.procs" ] || [ -e "$directory/cgroup.controllers" ] || echo "${directory%/}"
    done
}

# make_group HIERARCHY NAME
make_group() {
    mkdir -p -- "$1/$2"
    # The old cpuset hierarchy gives a new group no processor; the new one hands controllers on only where told to.
    if [ -e "$1/cpuset.cpus" ] && [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
        cat "$1/cpuset.cpus" >"$1/$2/cpuset.cpus"
        cat "$1/cpuset.mems" >"$1/$2/cpuset.mems"
    fi
}

make_groups() {
    local hierarchy group
    groups_name=$1
    while IFS= read -r hierarchy; do
        make_group "$hierarchy" "$groups_name"
        [ ! -e "$hierarchy/$groups_name/cgroup.subtree_control" ] ||
            sed 's/^/+/; s/ / +/g' "$hierarchy/$groups_name/cgroup.controllers" >"$hierarchy/$groups_name/cgroup.subtree_control"
        for group in builder cloud machine; do make_group "$hierarchy/$groups_name" "$group"; done
    done < <(hierarchies)
}

# join_group NAME: this process, and what it starts.
join_group() {
    local hierarchy
    while IFS= read -r hierarchy; do
        echo "$BASHPID" >"$hierarchy/$groups_name/$1/cgroup.procs"
    done < <(hierarchies)
}

find_groups() {
    local hierarchy
    while IFS= read -r hierarchy; do
        find "$hierarchy/$groups_name" -depth -type d 2>/dev/null || true
    done < <(hierarchies)
}

remove_groups() {
    local directory _
    # Processes that were killed leave their group a moment later.
    for _ in {1..50}; do
        find_groups | while IFS= read -r directory; do rmdir -- "$directory" 2>/dev/null || true; done
        [ -n "$(find_groups)" ] || return 0
        sleep 0.1
    done
}
