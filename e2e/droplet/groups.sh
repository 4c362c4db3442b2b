# shellcheck shell=bash
# shellcheck disable=SC2154 # Set by who sources this file.
# Control groups of a run, so that none is left behind: those below $groups_name. Sourced.

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
    while IFS= read -r hierarchy; do
        make_group "$hierarchy" "$groups_name"
        [ ! -e "$hierarchy/$groups_name/cgroup.subtree_control" ] ||
            sed 's/^/+/; s/ / +/g' "$hierarchy/$groups_name/cgroup.controllers" >"$hierarchy/$groups_name/cgroup.subtree_control"
        for group in waiters builder cloud machine; do make_group "$hierarchy/$groups_name" "$group"; done
    done < <(hierarchies)
}

# join_group NAME: this process, and what it starts. In the new hierarchy a group whose processes are in groups below it takes none itself.
join_group() {
    local hierarchy group=$1
    while IFS= read -r hierarchy; do
        [ ! -e "$hierarchy/$groups_name/$1/init" ] || group=$1/init
        echo 0 >"$hierarchy/$groups_name/$group/cgroup.procs"
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
