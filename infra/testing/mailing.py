"""A mail server and participants' address book as real sockets, for the tests of letters."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import ThreadingHTTPServer
from typing import Final, cast

from infra.testing.peers import JsonPeer, serving

_NOON: Final = 12


def noon_zone(now: datetime) -> str:
    """A zone on the day of UTC in which it is about noon: the night would hold letters back."""
    ahead = (_NOON - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters over SMTP, unless told what to answer instead."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.letters: list[EmailMessage] = []
        self.raw = b""
        """The last letter as it came."""
        self.ids: list[str] = []
        self.keep = True
        self.answer = b"250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, content: bytes) -> bytes:
        if self.answer.startswith(b"250"):
            self.raw = content
            head = content[:2000].decode("ascii", "replace").splitlines()
            self.ids.append(next(one for one in head if one.startswith("Message-ID")))
            if self.keep:
                self.letters.append(message_from_bytes(content, policy=policy.default))
        return self.answer


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self._say(b"220 test")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                content = b""
                while (one := self.rfile.readline()) not in (b".\r\n", b""):
                    content += one
                self._say(server.take(content))
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 ok")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    with serving(MailServer(port)) as server:
        yield server


class AddressServer(ThreadingHTTPServer):
    """Answers for participants: everybody has an address, a made-up one or that in ``addresses``,
    but those in ``without``; everybody is a guardian but ``others``, and known to the school but
    ``strangers``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.without: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.others: set[str] = set()
        self.strangers: set[str] = set()
        self.away = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(JsonPeer):
    protocol_version = "HTTP/1.1"

    def post(self) -> None:
        server = cast(AddressServer, self.server)
        people = self.asked()["people"]
        found = {p: f"{p}@example.org" for p in people if p not in server.without}
        told = {
            "addresses": {p: server.addresses.get(p, address) for p, address in found.items()},
            "without": {p: server.without[p] for p in people if p in server.without},
            "guardians": [p for p in people if p not in server.others],
            "known": [p for p in people if p not in server.strangers],
        }
        self.answer(told, 503 if server.away else 200)


@contextmanager
def address_server() -> Iterator[AddressServer]:
    with serving(AddressServer()) as server:
        yield server
