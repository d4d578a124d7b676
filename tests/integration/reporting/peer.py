"""Participants as reporting hears it: another process that answers over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Peer:
    """Who is called what, and who holds a post; others have no name that the asker may see."""

    url: str = ""
    names: dict[str, str] = field(default_factory=dict)
    staff: list[str] = field(default_factory=list)


@contextmanager
def participants_peer() -> Iterator[Peer]:
    peer = Peer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = {one: peer.names[one] for one in asked["people"] if one in peer.names}
            self._answer({"names": known})

        def do_GET(self) -> None:
            if self.path.startswith("/v1/staff"):
                rows = [{"person": one, "state": "active"} for one in peer.staff]
                self._answer({"items": rows, "next": None})
                return
            self._answer({"kind": "school", "name": "Школа № 7"})

        def _answer(self, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    peer.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
