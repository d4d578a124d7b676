"""A command over HTTP against a bare Flask route that makes the same insert."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from infra.bench.report import Row, alternate
from infra.layout import Layout
from infra.process import Child
from infra.supervisor import Stack
from infra.waiting import free_port, listens, wait_until
from shared.domain.ids import new_id
from shared.domain.school_years import year_of
from shared.http.tokens import Issuer

SECONDS = 3.0
THREADS = 8
_YEAR = year_of(date.today())
_PEOPLE = 60


def _requests_per_second(
    port: int, request: Callable[[], tuple[str, bytes, dict[str, str]]]
) -> float:
    """Eight connections that are kept open; every answer must be a 200."""
    done = [0] * THREADS
    stop = time.monotonic() + SECONDS

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < stop:
            path, body, headers = request()
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path} answered {answer.status}")
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - begin)


class _Ours:
    """Two hundred gatherings, and people who have consented; each can be checked in once at each."""

    def __init__(self, layout: Layout) -> None:
        self._issuer = Issuer("gateway", layout.secrets)
        self._ports = layout.ports
        self._tenant = new_id()
        plan = {
            "item": "5.1",
            "year": _YEAR,
            "title": "встреча",
            "date": date.today().isoformat(),
            "place": "",
        }
        self._events = [self._ask("meetings", "/outreach", plan) for _ in range(200)]
        people = [self._consented(number) for number in range(_PEOPLE)]
        self._pairs = iter([(event, person) for person in people for event in self._events])
        self._numbers = count(1)
        self._lock = threading.Lock()

    def _headers(self, service: str) -> dict[str, str]:
        token = self._issuer.issue(
            service, tenant=self._tenant, actor="bench", roles=["coordinator"], seconds=600
        )
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def _ask(self, service: str, path: str, body: object) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self._ports[service])
        headers = {**self._headers(service), "Idempotency-Key": new_id()}
        connection.request("POST", f"/v1{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        found = json.loads(answer.read())
        if answer.status != 200:
            raise AssertionError(f"{path}: {found}")
        return str(found["id"])

    def _consented(self, number: int) -> str:
        born = date(date.today().year - 30, 1 + number % 12, 1 + number // 12).isoformat()
        person = self._ask("participants", "/people", {"name": "Иванова Анна", "birth_date": born})
        until = (date.today() + timedelta(days=200)).isoformat()
        body = {
            "person": person,
            "purpose": "participation",
            "giver": "self",
            "by": person,
            "until": until,
        }
        self._ask("participants", "/consents", body)
        return person

    def invite(self) -> Callable[[], tuple[str, bytes, dict[str, str]]]:
        """Nobody is named: no consent is needed."""
        headers = self._headers("meetings")

        def request() -> tuple[str, bytes, dict[str, str]]:
            number = next(self._numbers)
            path = f"/v1/outreach/{self._events[number % len(self._events)]}/invite"
            body = json.dumps({"invited": number % 90_000, "answered": 0}).encode()
            return path, body, {**headers, "Idempotency-Key": new_id()}

        return request

    def check_in(self) -> Callable[[], tuple[str, bytes, dict[str, str]]]:
        """Somebody is named: participants is asked for the consent each time."""
        headers = self._headers("meetings")

        def request() -> tuple[str, bytes, dict[str, str]]:
            with self._lock:
                event, person = next(self._pairs)
            path, body = f"/v1/outreach/{event}/check-in", json.dumps({"person": person}).encode()
            return path, body, {**headers, "Idempotency-Key": new_id()}

        return request


def measure(layout: Layout, stack: Stack, rounds: int = 3) -> list[Row]:
    """Commands per second with eight connections, without and with the consent gate."""
    port = free_port()
    environ = layout.environment(stack.mongo_url)
    command = _command_like_a_service(port)
    bare = Child("bare", command, layout.logs / "bare.log", environ)
    bare.start()
    wait_until(lambda: listens(port), 20, "the bare route", bare.check)
    numbers = count()
    ours = _Ours(layout)
    theirs = lambda: _requests_per_second(  # noqa: E731
        port, lambda: ("/insert", json.dumps({"n": next(numbers)}).encode(), {})
    )
    rows = []
    try:
        for name, target, request in (
            ("one event, without the consent gate", 0.5, ours.invite),
            ("one event, with the consent gate", 0.3, ours.check_in),
        ):
            mine, other, ratio = alternate(
                lambda request=request: _requests_per_second(layout.ports["meetings"], request()),  # type: ignore[misc]
                theirs,
                rounds,
            )
            rows.append(
                Row("command over HTTP", name, mine, other, "requests/s", ratio, target, True)
            )
    finally:
        bare.stop()
    return rows


def _command_like_a_service(port: int) -> list[str]:
    import sys

    return [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "1", "--threads", "8", "--log-level", "warning", "--no-control-socket",
        "--chdir", str(Path(__file__).resolve().parents[2]), "infra.bench.bare:create()",
    ]  # fmt: skip
