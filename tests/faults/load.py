"""Commands over HTTP from several threads, each repeated with its key until it is acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.domain.ids import new_id
from tests.faults.platform import Platform

YEAR = "2026/27"
GIVE_UP_SECONDS = 60.0
_AGAIN = frozenset({503})
"""What a caller who repeats may meet while something is down; every other refusal is a fault."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    key: str
    path: str
    id: str
    commit: str
    version: int


class Caller:
    """Somebody with roles at one tenant, who asks one service."""

    def __init__(
        self, platform: Platform, service: str, tenant: str, *roles: str, person: str | None = None
    ) -> None:
        self.tenant = tenant
        self.actor = new_id()
        self._audience = service
        self._roles = roles
        self._person = person
        self._issuer = platform.issuer("participants" if "service" in roles else "gateway")
        self._http = httpx.Client(base_url=platform.url(service), timeout=15.0)

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **query: Any
    ) -> httpx.Response:
        token = self._issuer.issue(
            self._audience, tenant=self.tenant, actor=self.actor, roles=self._roles,
            person=self._person,
        )  # fmt: skip
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or new_id()}
        return self._http.request(
            method, f"/v1{path}", json=body, headers=headers, params=query or None
        )

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> dict[str, Any]:
        answer = self.ask("POST", path, {} if body is None else body, key=key)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return dict(answer.json())

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self.ask("GET", path, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return dict(answer.json())

    def close(self) -> None:
        self._http.close()


def registered_school(platform: Platform) -> str:
    """A school of a new municipality; its tenant."""
    council = Caller(platform, "participants", f"council-{new_id()}", "municipal_admin")
    council.post("/organisations", {"kind": "municipality", "name": "Заречье"})
    school = council.post("/organisations", {"kind": "school", "name": "Школа № 1"})["id"]
    council.close()
    return str(school)


@dataclass
class Load:
    """``people`` register, consent, are entered as mentors, removed, entered again, and enrolled in
    one training: 6 commands each. Seeded: the same seed sends the same commands with the same keys."""

    platform: Platform
    tenant: str
    people: int
    threads: int = 4
    seed: int = 1
    acknowledged: list[Acknowledged] = field(default_factory=list)
    repeated: int = 0
    met: Counter[str] = field(default_factory=Counter)
    persons: list[str] = field(default_factory=list)
    training: str = ""
    actor: str = ""
    failures: list[BaseException] = field(default_factory=list)

    def start(self) -> None:
        self._caller = Caller(self.platform, "participants", self.tenant, "coordinator")
        self.actor = self._caller.actor
        body = {"year": YEAR, "title": "Навыки", "held_on": "2026-10-01"}
        self.training = self._step("/trainings", {**body, "experts": ["Э"], "materials": ["М"]},
                                   f"training-{self.tenant}")  # fmt: skip
        self._queue = iter(range(self.people))
        self._lock = threading.Lock()
        self._running = [threading.Thread(target=self._work) for _ in range(self.threads)]
        for thread in self._running:
            thread.start()

    def reach(self, count: int, seconds: float = GIVE_UP_SECONDS) -> None:
        """Returns when that many commands were acknowledged, or when the load is over."""
        end = time.monotonic() + seconds
        while len(self.acknowledged) < count and any(t.is_alive() for t in self._running):
            assert time.monotonic() < end, f"{len(self.acknowledged)} of {count} in {seconds} s"
            time.sleep(0.01)

    def join(self, seconds: float = GIVE_UP_SECONDS) -> None:
        for thread in self._running:
            thread.join(seconds)
        if self.failures:
            raise self.failures[0]
        assert not any(thread.is_alive() for thread in self._running), "the load never ended"
        self._caller.close()

    @property
    def total(self) -> int:
        return self.people * 6

    def _work(self) -> None:
        try:
            for number in self._numbers():
                self._person(number)
        except BaseException as error:
            self.failures.append(error)

    def _numbers(self) -> Iterator[int]:
        while True:
            with self._lock:
                number = next(self._queue, None)
            if number is None:
                return
            yield number

    def _person(self, number: int) -> None:
        key = f"{self.seed}-{number}"
        dice = random.Random(key)
        body = {"name": f"Наставник {number}", "birth_date": "1990-05-01"}
        person = self._step("/people", body, f"{key}-register")
        self.persons.append(person)
        entering = {"role": "mentor", "year": YEAR}
        leaving = {"role": "mentor", "year": YEAR}
        consent = {"person": person, "purpose": "participation", "giver": "self", "by": person}
        steps: list[tuple[str, dict[str, Any]]] = [
            ("/consents", consent | {"until": "2027-06-30"}),
            (f"/people/{person}/candidacies", entering),
            (f"/people/{person}/candidacies/remove", leaving),
            (f"/people/{person}/candidacies", entering),
            (f"/trainings/{self.training}/enrol", {"people": [person]}),
        ]
        for place, (path, sent) in enumerate(steps):
            self._step(path, sent, f"{key}-{place}")
            if dice.random() < 0.2:  # a caller who did not hear the answer
                self._step(path, sent, f"{key}-{place}", again=True)

    def _step(self, path: str, body: dict[str, Any], key: str, *, again: bool = False) -> str:
        end = time.monotonic() + GIVE_UP_SECONDS
        while True:
            answer = self._try(path, body, key)
            if answer is not None:
                break
            assert time.monotonic() < end, f"{path} was never acknowledged"
            time.sleep(0.02)
        done = Acknowledged(key, path, answer["id"], answer["commit"], answer["version"])
        if again:
            assert done in self.acknowledged, f"{path}: another answer to the same command"
            self.repeated += 1
        else:
            self.acknowledged.append(done)
        return done.id

    def _try(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any] | None:
        try:
            answer = self._caller.ask("POST", path, body, key=key)
        except httpx.HTTPError as error:
            self.met[type(error).__name__] += 1
            return None
        if answer.status_code in _AGAIN:
            self.met[str(answer.status_code)] += 1
            return None
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return dict(answer.json())


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Polls closely: for moments that pass quickly."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.002)
