"""A small stand-in for nginx: requests in turn to each server, the next one when a server is gone.

python proxy.py <its port> <port of a server>...
"""

import http.client
import itertools
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OF_A_CONNECTION = {"connection", "transfer-encoding", "keep-alive"}


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    turn = itertools.count()
    servers: tuple[int, ...] = ()

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        first = next(self.turn)
        for number in range(len(self.servers)):
            server = http.client.HTTPConnection(
                "127.0.0.1", self.servers[(first + number) % len(self.servers)], timeout=120
            )
            try:
                server.connect()  # nothing was sent yet: the next one may be asked
            except OSError:
                continue
            headers = {**dict(self.headers), "X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
            server.request(self.command, self.path, body, headers)
            answer = server.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OF_A_CONNECTION | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            server.close()
            return
        self.send_error(502)

    do_GET = do_POST = handle_request  # noqa: N815 - the names http.server calls

    def log_message(self, *_args: object) -> None:
        pass


if __name__ == "__main__":
    Proxy.servers = tuple(map(int, sys.argv[2:]))
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Proxy).serve_forever()
