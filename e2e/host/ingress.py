#!/usr/bin/env python3
"""Writes what the F5 NGINX Ingress Controller makes of a plan's Ingresses: ingress.py PLAN.json ADDRESS ... >nginx.conf

Says in nginx's words what the controller's template for mergeable Ingresses does with the annotations and snippets that are used; an annotation
that it does not know is an error. Source: nginx/kubernetes-ingress, internal/configs/version1/nginx.ingress.tmpl and annotations.go (5.6).
"""
import json
import sys

KNOWN = {
    "mergeable-ingress-type", "ssl-redirect", "hsts", "hsts-max-age", "hsts-include-subdomains", "server-tokens", "add-header", "proxy-hide-headers",
    "client-max-body-size", "proxy-connect-timeout", "proxy-send-timeout", "proxy-read-timeout", "lb-method", "keepalive", "max-fails", "fail-timeout",
    "server-snippets", "location-snippets", "rewrites", "limit-req-rate", "limit-req-key", "limit-req-zone-size", "limit-req-burst", "limit-req-no-delay",
    "limit-req-reject-code",
}


def annotations(ingress):
    found = {name.removeprefix("nginx.org/"): value for name, value in ingress["metadata"]["annotations"].items() if name.startswith("nginx.org/")}
    unknown = set(found) - KNOWN
    if unknown:
        sys.exit(f"ingress.py: annotations that it does not know: {', '.join(sorted(unknown))}")
    return found


def upstream(name, addresses, port, master):
    servers = "".join(f"server {address}:{port} max_fails={master['max-fails']} fail_timeout={master['fail-timeout']} max_conns=0;\n" for address in addresses)
    return f"upstream {name} {{\nzone {name} 512k;\n{master['lb-method']};\n{servers}keepalive {master['keepalive']};\n}}\n"


def port_of_pods(plan, service, number):
    """The port of a service's containers behind a port of the service."""
    def inputs(kind):
        return next(resource["inputs"] for resource in plan["resources"] if resource["type"].endswith(kind) and resource["name"] == service)["spec"]
    target = next(port["targetPort"] for port in inputs(":core/v1:Service")["ports"] if port["port"] == number)
    if not isinstance(target, str):
        return int(target)
    return next(int(port["containerPort"]) for container in inputs(":apps/v1:Deployment")["template"]["spec"]["containers"]
                for port in container.get("ports", []) if port.get("name") == target)


def location(path, ingress, master, service, name):
    own = annotations(ingress)
    rewrites = dict(entry.removeprefix("serviceName=").split(" rewrite=") for entry in own.get("rewrites", "").split(";") if entry)
    limit = ""
    if "limit-req-rate" in own:
        limit = f"limit_req zone={ingress['metadata']['name']} burst={own['limit-req-burst']}{' nodelay' if own['limit-req-no-delay'] == 'true' else ''};\n"
        limit += f"limit_req_status {own['limit-req-reject-code']};\n"
    return f"""location {'= ' if path['pathType'] == 'Exact' else ''}{path['path']} {{
proxy_http_version 1.1;
proxy_set_header Connection "";
{own.get('location-snippets', '')}
proxy_connect_timeout {master['proxy-connect-timeout']};
proxy_read_timeout {master['proxy-read-timeout']};
proxy_send_timeout {master['proxy-send-timeout']};
client_max_body_size {master['client-max-body-size']};
proxy_set_header Host $host;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header X-Forwarded-Host $host;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header X-Request-Id $request_id; # So that the stand-ins tell requests apart.
proxy_buffering on;
proxy_pass http://{name}{rewrites.get(service, '')};
{limit}}}
"""


def main():
    plan = json.load(open(sys.argv[1], encoding="utf-8"))
    addresses = sys.argv[2:]
    ingresses = [resource["inputs"] for resource in plan["resources"] if resource["type"] == "kubernetes:networking.k8s.io/v1:Ingress"]
    entries = next(resource["inputs"]["values"]["controller"]["config"]["entries"] for resource in plan["resources"]
                   if resource["type"] == "kubernetes:helm.sh/v3:Release" and resource["name"] == "nginx-ingress")
    top = next(ingress for ingress in ingresses if annotations(ingress)["mergeable-ingress-type"] == "master")
    master = annotations(top)
    minions = [ingress for ingress in ingresses if annotations(ingress)["mergeable-ingress-type"] == "minion"]

    upstreams, locations, zones = {}, "", ""
    for minion in minions:
        own = annotations(minion)
        if "limit-req-rate" in own:
            key = own["limit-req-key"].replace("${", "$").replace("}", "")
            zones += f"limit_req_zone {key} zone={minion['metadata']['name']}:{own['limit-req-zone-size']} rate={own['limit-req-rate']};\n"
        for path in minion["spec"]["rules"][0]["http"]["paths"]:
            service = path["backend"]["service"]
            name = f"{minion['metadata']['name']}-{service['name']}-{service['port']['number']}"
            upstreams[name] = upstream(name, addresses, port_of_pods(plan, service["name"], service["port"]["number"]), master)
            locations += location(path, minion, master, service["name"], name)

    headers = "".join(f"add_header {name.strip()} \"{value.strip()}\" always;\n"
                      for name, value in (entry.removesuffix(":always").split(":", 1) for entry in master["add-header"].split(",")))
    hidden = "".join(f"proxy_hide_header {name};\n" for name in master["proxy-hide-headers"].split(","))
    print(f"""daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;
events {{ worker_connections {entries['worker-connections']}; }}
http {{
default_type application/octet-stream;
map_hash_max_size 2048;
map_hash_bucket_size 256;
access_log off;
server_tokens off;
ssl_protocols {entries['ssl-protocols']};
{''.join(f'{kind}_temp_path /var/cache/nginx/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))}
{entries['http-snippets']}
{''.join(upstreams.values())}{zones}
server {{
listen 8443 ssl;
http2 on;
ssl_certificate /certificates/fullchain.pem;
ssl_certificate_key /certificates/privkey.pem;
server_name {top['spec']['rules'][0]['host']};
{hidden}proxy_hide_header Strict-Transport-Security;
add_header Strict-Transport-Security "max-age={master['hsts-max-age']}; includeSubDomains; preload" always;
add_header X-Request-Id $request_id always; # The checks of headers look for it; in a cluster it is in the log only.
{headers}{master['server-snippets']}
{locations}}}
}}""")


main()
