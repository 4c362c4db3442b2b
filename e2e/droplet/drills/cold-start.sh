# shellcheck shell=bash
# The first deployment, on a server where nothing has run yet.

begin=$(clock)
output=$(deploy 2>&1)
code=$?
equal "the first deployment ends well" 0 "$code"
[ "$code" -eq 0 ] || { tail -n 40 <<<"$output"; on_server docker ps --all; }
figure "cold start: from files copied to a version in service" "$(since "$begin") s" "300 s"
for service in prometheus alertmanager node-exporter network-exporter postgres-exporter redis-exporter nginx-exporter blackbox-exporter; do
    check "$service runs" [ -n "$(container "$service")" ]
done
equal "blue serves first" blue "$(serving)"
refuse "the first certificate is one that nobody trusts" curl --silent --max-time 10 --cacert "$AUTHORITY" "https://$HOST/health"
put_certificate
# Workers that end still show the old one for a moment.
steadily() { for _ in {1..10}; do answers /health || return 1; done; }
check "with a certificate of an authority the edge is trusted" within 20 steadily
