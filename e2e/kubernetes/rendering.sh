# shellcheck shell=bash
# The manifests that are checked, and the counting of checks. To be sourced after tools.sh.

# shellcheck disable=SC2034,SC2154 # for and from those around it
crds=$root/e2e/crds
passed=0
failed=0

# check TITLE COMMAND...: one check, whose output is shown where it fails.
check() {
    local title=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf 'ok    %s%s\n' "$title" "${output:+: ${output##*$'\n'}}"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$title"
        # One cause can fill pages.
        printf '%s\n' "$output" | sed 's/^/      /; 40q'
    fi
}

# refused TITLE COMMAND...: a check that passes where the command fails. A check that cannot fail would prove nothing.
refused() {
    local title=$1
    shift
    check "$title" not "$@"
}

not() {
    ! "$@"
}

summary() {
    printf '%s passed, %s failed\n' "$passed" "$failed"
    ((failed == 0))
}

build_program() {
    say 'building the program'
    nice -n 10 dotnet build "$root/Infra" -maxcpucount:1 -nologo -verbosity:quiet >&2 || die 'the program does not build'
}

program() {
    # Rendering reads the stacks of the folder it runs in.
    (cd "$root" && dotnet run --no-build --project Infra -- "$@")
}

stacks() {
    local file
    for file in "$root"/Pulumi.*.yaml; do
        basename "$file" .yaml | cut -d . -f 2
    done
}

# The refusal of a system that there is not names those that there are.
systems() {
    program preview --stack "$(stacks | head -n 1)" --system 'none of them' 2>&1 | sed -n 's/.*(there are \(.*\)).*/\1/p' | tr -d ' ' | tr , '\n'
}

render() {
    program render --system "$1" --stack "$2" --topology kubernetes --out "$3"
}
