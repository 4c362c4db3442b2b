# shellcheck shell=bash
# Who may open a connection to this server. Sourced after host.sh.
# Where from one may come to SSH is decided by the provider's firewall in front of the server (infra:adminCidrs), and there alone: a rule that can be
# changed only by who has logged in must not decide who can log in. The server's own firewall says which ports there are at all.

FIREWALL_PORTS=(22/tcp 80/tcp 443/tcp)
# Bridges of containers, which have nothing to ask of the server itself.
FIREWALL_BRIDGES=(br-+ docker0)

# put_firewall: opens these ports, not to containers, and takes back what opened them, or others, before.
put_firewall() {
    local port bridge rule
    command -v ufw >/dev/null || return 0
    for bridge in "${FIREWALL_BRIDGES[@]}"; do
        run ufw prepend deny in on "$bridge" >/dev/null || fail "ufw does not close itself to $bridge" "ufw status verbose"
    done
    for port in "${FIREWALL_PORTS[@]}"; do
        run ufw allow "$port" >/dev/null || fail "ufw does not open $port" "ufw status verbose"
    done
    # As ufw itself would write the rules: "ufw allow 80/tcp". Rules that deny stay.
    ufw show added | sed -n 's/^ufw \(\(allow\|limit\) .*\)$/\1/p' | while IFS= read -r rule; do
        is_port_rule "$rule" || take_back "$rule"
    done
}

is_port_rule() {
    local port
    for port in "${FIREWALL_PORTS[@]}"; do [ "$1" != "allow $port" ] || return 0; done
    return 1
}

# take_back RULE: a rule may have a comment in quotation marks at its end, which does not belong to it.
take_back() {
    local words
    read -ra words <<<"${1%% comment \'*}"
    run ufw delete "${words[@]}" >/dev/null || warn "ufw does not take back: $1"
}

# Addresses that are blocked. Docker hands packets for published ports to containers before ufw sees them, so the rules come before both: in the
# table raw, which neither of them touches. SSH is left out: who blocks too much can still take it back.
BLOCK_CHAIN=BLOCKED

blocked_file() { printf '%s\n' "$STATE/blocked"; }

# tables ADDRESS: the program for addresses of its kind.
tables() { case $1 in *:*) echo ip6tables ;; *) echo iptables ;; esac; }

# put_blocks: makes the rules what the file says. All of them change at once.
put_blocks() {
    local program address
    for program in iptables ip6tables; do
        if [ "$DRY_RUN" = yes ]; then
            printf '+ put the blocked addresses into %s\n' "$program"
            continue
        fi
        # IPv6 may be switched off.
        "$program" --wait --table raw --list-rules >/dev/null 2>&1 || { [ "$program" = ip6tables ] && continue; fail "$program does not work" "$program -t raw -S"; }
        {
            printf '*raw\n:%s - [0:0]\n' "$BLOCK_CHAIN"
            printf -- '-A %s -p tcp --dport 22 -j RETURN\n' "$BLOCK_CHAIN"
            while IFS= read -r address; do
                [ "$(tables "$address")" != "$program" ] || printf -- '-A %s -s %s -j DROP\n' "$BLOCK_CHAIN" "$address"
            done < <(cat -- "$(blocked_file)" 2>/dev/null)
            printf 'COMMIT\n'
        } | "$program-restore" --wait --noflush || fail "$program does not take the rules" "cat $(blocked_file)"
        "$program" --wait --table raw --check PREROUTING --jump "$BLOCK_CHAIN" 2>/dev/null || "$program" --wait --table raw --insert PREROUTING --jump "$BLOCK_CHAIN"
    done
}
