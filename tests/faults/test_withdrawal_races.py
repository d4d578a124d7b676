"""A withdrawal races with commands and pages that need the consent, in two services at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest

from infra.waiting import wait_until
from shared.domain.ids import derived_id
from tests.faults.load import YEAR, Caller, registered_school
from tests.faults.platform import Platform
from tests.faults.truth import check_logs, settle

pytestmark = [pytest.mark.integration, pytest.mark.faults]

UNTIL = f"{date.today().year + 1}-06-30"
AFTER = 1.0
"""Seconds for which the callers go on after the withdrawal was answered."""
ANSWERS: dict[str, dict[str, Any]] = {
    "mentor": {"forms": ["student_pupil"], "themes": ["studies"], "times": ["mon-15"],
               "capacity": 1},
    "mentee": {"forms": ["student_pupil"], "themes": ["studies"], "times": ["mon-15"],
               "request": "Подтянуть алгебру"},
}  # fmt: skip


@dataclass
class Asked:
    """One request that needs the consent: when it was sent, and whether it had its way."""

    name: str
    sent: float
    succeeded: bool


@dataclass
class Race:
    """Threads that ask again and again while somebody withdraws."""

    asking: dict[str, Callable[[], httpx.Response]]
    shows: dict[str, Callable[[httpx.Response], bool]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def run(self, withdraw: Callable[[], Any], pause: float) -> float:
        """Answers when the withdrawal had been answered."""
        stopped = threading.Event()
        threads = [threading.Thread(target=self._ask, args=(name, stopped)) for name in self.asking]
        for thread in threads:
            thread.start()
        stopped.wait(pause)
        withdraw()
        answered = time.monotonic()
        stopped.wait(AFTER)
        stopped.set()
        for thread in threads:
            thread.join(20)
        if self.failures:
            raise self.failures[0]
        return answered

    def _ask(self, name: str, stopped: threading.Event) -> None:
        succeeds = self.shows.get(name, lambda answer: answer.status_code == 200)
        try:
            while not stopped.is_set():
                sent = time.monotonic()
                answer = self.asking[name]()
                assert answer.status_code in (200, 404, 409, 503), (name, answer.text)
                self.asked.append(Asked(name, sent, succeeds(answer)))
        except BaseException as error:
            self.failures.append(error)

    def check(self, answered: float) -> None:
        """Each had its way before, none that was sent after the answer."""
        for name in self.asking:
            mine = [asked for asked in self.asked if asked.name == name]
            assert any(asked.succeeded for asked in mine), f"{name} never worked"
            late = [asked for asked in mine if asked.sent > answered]
            assert late, f"{name} was not asked after the withdrawal"
            assert not [asked for asked in late if asked.succeeded], f"{name} still works"


class School:
    """A school with one pair that both sides may still agree to."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        tenant = registered_school(platform)
        self.staff = Caller(platform, "participants", tenant, "coordinator")
        self.matching = Caller(platform, "matching", tenant, "coordinator")
        self.head = Caller(platform, "matching", tenant, "head")

    def open(self) -> None:
        self.mentor, self.mentee = self._person("mentor"), self._person("mentee")
        post = self.staff.post
        post("/mentors", {"person": self.mentor, "kind": "teacher", "capacity": 1})
        post(f"/mentors/{self.mentor}/list", {"year": YEAR, "until": UNTIL})
        post(f"/mentees/{self.mentee}/admit", {"year": YEAR})
        slot = {"slot": f"{YEAR[:4]}-09-20T10:00:00Z", "psychologist": False}
        interview = post("/interviews", {"person": self.mentor, "year": YEAR, **slot})["id"]
        post(f"/interviews/{interview}/protocol", {"protocol": "спокоен"})
        post(f"/interviews/{interview}/decide", {"decision": "admit", "reason": "fits"})
        self.programme = self._programme()
        settle(self.platform)
        asked = self.matching.ask("POST", f"/programmes/{self.programme}/proposals", {})
        run = asked.json()["id"]
        wait_until(lambda: self._status(run) == "draft", 60, "the proposal")
        adopted = self.matching.post(f"/proposals/{run}/adopt")
        assert adopted["refused"] == []
        (self.pairing,) = adopted["pairings"]
        settle(self.platform)

    def _status(self, run: str) -> str:
        answer = self.matching.ask("GET", f"/proposals/{run}")
        return str(answer.json().get("status"))

    def _person(self, kind: str) -> str:
        body = {"name": f"Участник {kind}", "birth_date": "1990-01-01"}
        person = str(self.staff.post("/people", body)["id"])
        self.staff.post(f"/people/{person}/candidacies", {"role": kind, "year": YEAR})
        terms = {"person": person, "purpose": "participation", "giver": "self", "by": person}
        self.staff.post("/consents", {**terms, "until": UNTIL})
        form = self.staff.post("/questionnaires", {"person": person, "year": YEAR, "kind": kind})
        self.staff.post(f"/questionnaires/{form['id']}/answers", {"answers": ANSWERS[kind]})
        return person

    def _programme(self) -> str:
        body = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
        people = {"coordinator": "coordinator-person", "head": "head-person"}
        id = str(self.matching.post("/programmes", {**body, **people})["id"])
        form = {"form": "student_pupil", "variants": ["peer_peer"], "reason": "1 запрос"}
        chosen = self.matching.ask("PUT", f"/programmes/{id}/forms", {"forms": [form]})
        assert chosen.status_code == 200, chosen.text
        self.head.post(f"/programmes/{id}/launch", {"number": "3", "date": "2026-09-10"})
        return id

    def withdraw(self, person: str) -> None:
        self.staff.post("/consents/withdraw", {"person": person, "purpose": "participation"})

    def status(self) -> str:
        return str(self.matching.get(f"/pairs/{self.pairing}")["status"])

    def form_of(self, person: str, kind: str) -> str:
        return derived_id("response", person, YEAR, kind, "self")


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_begins_after_the_answer_and_what_was_in_flight_is_undone(
    platform: Platform, seed: int
) -> None:
    school = School(platform)
    school.open()
    staff, matching = school.staff, school.matching
    mentor, form = school.mentor, school.form_of(school.mentor, "mentor")
    race = Race(
        {
            "agree": lambda: matching.ask(
                "POST", f"/pairs/{school.pairing}/agree", {"person": mentor}
            ),
            "list": lambda: staff.ask(
                "POST", f"/mentors/{mentor}/list", {"year": YEAR, "until": UNTIL}
            ),
            "answer": lambda: staff.ask(
                "POST", f"/questionnaires/{form}/answers", {"answers": ANSWERS["mentor"]}
            ),
            "page": lambda: staff.ask("GET", f"/questionnaires/{form}"),
        },
        shows={"page": lambda answer: answer.json().get("answers") is not None},
    )
    pause = random.Random(seed).uniform(0.5, 1.5)
    answered = race.run(lambda: school.withdraw(mentor), pause)
    race.check(answered)
    settle(platform)
    assert school.status() == "dropped"
    assert staff.get(f"/mentors/{mentor}")["status"] != "listed"
    assert staff.get(f"/questionnaires/{form}")["answers"] is None
    keys = {"subject": mentor, "purpose": "participation"}
    for ring in ("participants_keys", "matching_keys", "bus_keys"):
        assert platform.db(ring).keys.count_documents(keys) == 0, ring
    check_logs(platform)


def test_an_order_in_flight_leaves_no_active_pair(platform: Platform) -> None:
    school = School(platform)
    school.open()
    for person in (school.mentor, school.mentee):
        school.matching.post(f"/pairs/{school.pairing}/agree", {"person": person})
    settle(platform)
    draft = {"programme": school.programme, "kind": "formation", "pairings": [school.pairing]}
    order = school.matching.post("/orders", {**draft, "basis": "протокол № 2"})["id"]
    issue = {"number": "15-н", "date": "2026-10-12", "head": school.mentor}
    answers: list[httpx.Response] = []
    issuing = threading.Thread(
        target=lambda: answers.append(school.head.ask("POST", f"/orders/{order}/issue", issue))
    )
    issuing.start()
    school.withdraw(school.mentee)
    issuing.join(20)
    assert answers[0].status_code in (200, 409, 503), answers[0].text
    settle(platform)
    assert school.status() in ("dropped", "suspended")
    late = school.head.ask("POST", f"/orders/{order}/issue", {**issue, "number": "16-н"})
    assert late.status_code != 200 or school.status() == "suspended"
    check_logs(platform)
