"""
A bare server: answers one path with one file, byte for byte. It imports nothing of driftgate.

    python bare.py BODY MEDIA_TYPE PATH        prints its port, and answers until standard input ends

Judge and drift must share no code, or the one could excuse the other.
"""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BODY, MEDIA_TYPE, PATH = Path(sys.argv[1]).read_bytes(), sys.argv[2], sys.argv[3]


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two of them wait 40 ms for each other

    def do_GET(self) -> None:
        found = self.path.partition("?")[0] == PATH
        body = BODY if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()
