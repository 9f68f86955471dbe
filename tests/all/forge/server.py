"""A forge over HTTPS that gives the answers in a file, and notes what it is asked in another.

Arguments: certificate, key, file with answers, file for requests. It prints its port.

The file has an object: `routes` gives for each path the status, the headers, the body and a delay in seconds, or a list
of pages, and `nodes` what GraphQL knows by id.
"""

import http.server
import json
import ssl
import sys
import time
import urllib.parse

CERTIFICATE, KEY, ANSWERS, REQUESTS = sys.argv[1:]


class Forge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def note(self, text):
        with open(REQUESTS, "a", encoding="utf-8") as requests:
            requests.write(f"{self.command} {self.path} {self.headers.get('Authorization', '-')} {text}\n")

    def reply(self, status, body, headers=None, delay=0):
        time.sleep(delay)
        data = body if isinstance(body, str) else json.dumps(body)
        data = data.encode()
        self.send_response(status)
        kind = "application/json; charset=utf-8" if not isinstance(body, str) else "text/html"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            # Whoever asked did not wait.
            self.close_connection = True

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"]))
        data = b""
        while size := int(self.rfile.readline(), 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def route(self, path, page):
        # GitHub Enterprise answers nobody who is not logged in.
        if not path.startswith("/api/v1/") and "Authorization" not in self.headers:
            return self.reply(401, {"message": "Requires authentication"})
        with open(ANSWERS, encoding="utf-8") as answers:
            routes = json.load(answers)["routes"]
        route = routes.get(path)
        if route is None:
            return self.reply(404, {"message": "Not Found"})
        if isinstance(route, list):
            headers = {}
            if page < len(route):
                base = f"https://{self.headers['Host']}{path}"
                headers["Link"] = f'<{base}?page={page + 1}>; rel="next", <{base}?page={len(route)}>; rel="last"'
            return self.reply(200, route[page - 1], headers)
        return self.reply(route.get("status", 200), route.get("body", ""), route.get("headers"), route.get("delay", 0))

    def do_GET(self):
        self.note("")
        url = urllib.parse.urlsplit(self.path)
        page = int(urllib.parse.parse_qs(url.query).get("page", ["1"])[0])
        self.route(url.path, page)

    def do_POST(self):
        body = json.loads(self.body())
        variables = body.get("variables") or {}
        self.note(json.dumps(variables))
        with open(ANSWERS, encoding="utf-8") as answers:
            nodes = json.load(answers).get("nodes", {})
        if "ids" in variables and self.path.split("/")[-1] == "graphql" and nodes:
            found = [nodes.get(name) for name in variables["ids"]]
            answer = {"data": {"nodes": found}}
            if None in found:
                answer["errors"] = [{"type": "NOT_FOUND", "message": "Could not resolve to a node"}]
            return self.reply(200, answer)
        page = 2 if variables.get("after") else 1
        self.route(self.path, page)


server = http.server.ThreadingHTTPServer(("localhost", 0), Forge)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
