"""Participants as reporting hears it: another process that answers over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer

from infra.testing.peers import JsonPeer, serving


@dataclass
class Peer:
    """Who is called what, and who holds a post; others have no name that the asker may see."""

    url: str = ""
    names: dict[str, str] = field(default_factory=dict)
    staff: list[str] = field(default_factory=list)


@contextmanager
def participants_peer() -> Iterator[Peer]:
    peer = Peer()

    class Handler(JsonPeer):
        def post(self) -> None:
            asked = self.asked()
            known = {one: peer.names[one] for one in asked["people"] if one in peer.names}
            self.answer({"names": known})

        def get(self) -> None:
            if self.path.startswith("/v1/staff"):
                rows = [{"person": one, "state": "active"} for one in peer.staff]
                self.answer({"items": rows, "next": None})
                return
            self.answer({"kind": "school", "name": "Школа № 7"})

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        peer.url = f"http://127.0.0.1:{server.server_port}"
        yield peer
