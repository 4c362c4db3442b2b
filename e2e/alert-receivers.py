"""Stands in for Slack, PagerDuty and a mail server, on 127.0.0.1 unless told otherwise: writes what it receives, one JSON object a line, to a file."""
import argparse
import json
import socketserver
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCK = threading.Lock()


def record(path, **entry):
    with LOCK, open(path, "a", encoding="utf-8") as log:
        log.write(json.dumps({"at": time.time(), **entry}) + "\n")


def http_handler(path):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service = "slack" if self.path.startswith("/slack") else "pagerduty"
            record(path, service=service, address=self.path, body=body)
            answer = b"ok" if service == "slack" else b'{"status":"success"}'
            self.send_response(200 if service == "slack" else 202)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    return Handler


def smtp_handler(path):
    class Handler(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self):
            self.say("220 receiver")
            recipients = []
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.say("354 go on")
                    lines = []
                    while (text := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(text.decode("utf-8", "replace"))
                    record(path, service="mail", to=recipients, body="".join(lines))
                    recipients = []
                elif word == b"RCPT":
                    recipients.append(line.decode().split("<")[1].split(">")[0])
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                self.say("250 ok")

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--http-address", default="127.0.0.1")
    parser.add_argument("--certificate", help="speak HTTPS with this certificate, PEM")
    parser.add_argument("--key", help="its key, PEM")
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--log", required=True)
    options = parser.parse_args()
    smtp = socketserver.ThreadingTCPServer(("127.0.0.1", options.smtp_port), smtp_handler(options.log))
    smtp.daemon_threads = True
    threading.Thread(target=smtp.serve_forever, daemon=True).start()
    web = ThreadingHTTPServer((options.http_address, options.http_port), http_handler(options.log))
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        web.socket = context.wrap_socket(web.socket, server_side=True)
    web.serve_forever()


if __name__ == "__main__":
    main()
