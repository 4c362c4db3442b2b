# shellcheck shell=bash
# What `pulumi up` would write on the server and run there, as the plan says it. Sourced with the directory of plan.json.
plan=$1/plan.json

plan_commands() { jq -c '.resources[] | select(.type == "command:remote:Command") | {name, create: .inputs.create, stdin: .inputs.stdin}' "$plan"; }
# plan_text NAME: what a command gets to write.
plan_text() { plan_commands | jq -r --arg name "$1" 'select(.name == $name) | .stdin // ""'; }
# plan_value NAME KEY: one value out of it.
plan_value() { plan_text "$1" | sed -n "s/^$2=//p"; }
plan_release() { plan_commands | jq -r 'select(.name | endswith("-release")) | .create'; }
plan_manifest() { plan_commands | jq -r 'select(.name | endswith("-release")) | .stdin'; }
# plan_store: the directory below which files and values are left.
plan_store() { plan_release | sed -n 's,^bash \(.*\)/files/[^/]*/bin/assemble .*,\1,p'; }
plan_tag() { plan_release | sed -n 's,.*/bin/release \([^ ]*\).*,\1,p'; }
plan_secrets() { plan_commands | jq -r 'select(.name | startswith("secret-")) | .name | ltrimstr("secret-")'; }
