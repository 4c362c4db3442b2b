# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Names are shared with the files that source this one.
# An abuser is kept away from a published port, which Docker hands to nginx before ufw sees it; also after a restart of the engine and a release.

from() { curl --silent --output /dev/null --max-time 3 --cacert "$AUTHORITY" --interface "198.51.100.$1" "https://$HOST/health"; }
check "firewall: everybody is let in" from 150
check "block" on_server $BIN/block 198.51.100.150 198.51.100.160/28
refuse "block: the address is kept away" from 150
refuse "block: and the range" from 165
check "block: nobody else is" from 151
on_server /opt/e2e/engine stop
start_engine
check "block: the engine is back" within 60 from 151
refuse "block: through a restart of the engine" from 150
on_server iptables --table raw --delete PREROUTING --jump BLOCKED
on_server iptables --table raw --flush BLOCKED
on_server iptables --table raw --delete-chain BLOCKED
check "block: a restart of the server forgets the rules" from 150
check "block: and its unit puts them back" on_server sh -c "$(sed -n 's/^ExecStart=//p' "$RUN/rendered/systemd/document-search-blocked.service")"
refuse "block: through a restart of the server" from 150
check "block --remove" on_server $BIN/block --remove 198.51.100.150 198.51.100.160/28
check "block: it is let in again" from 150
