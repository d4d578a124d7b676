"""The subject's rights over all services as real processes: the report on one's own data, and an
erasure that ends with a certificate although a service is away, at a receiving school too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.waiting import wait_until
from shared.config import SERVICES
from shared.crypto.signing import problem_with
from shared.domain.ids import new_id
from tests.faults.load import YEAR, Caller
from tests.faults.platform import Platform, running

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.timeout(600)]
UNTIL = f"{date.today().year + 1}-06-30"
ANSWERS = {"forms": ["pupil_pupil"], "themes": ["studies"], "times": ["mon-15"], "way": "mixed"}
PLANTED = {
    "participants": ("Цветаева-Ъ Анна", "12.04.1985", "tsvetaeva@школа.example", "опыт с ежами"),
    "reporting": ("спасла кружок от скуки",),
}
OTHERS = ("Пришвин-Ъ Лев", "опыт с барсуками", "вёл себя как барсук")


@dataclass
class Town:
    platform: Platform
    north: str
    south: str

    def staff(self, service: str, school: str, *roles: str, person: str | None = None) -> Caller:
        return Caller(self.platform, service, school, *(roles or ("coordinator",)), person=person)


@pytest.fixture(scope="module", name="town")
def _town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    home: Path = tmp_path_factory.mktemp("rights")
    with running(home, SERVICES) as platform:
        council = Caller(platform, "participants", f"council-{new_id()}", "municipal_admin")
        council.post("/organisations", {"kind": "municipality", "name": "Заречье"})
        north, south = (
            str(council.post("/organisations", {"kind": "school", "name": name})["id"])
            for name in ("Школа № 1", "Школа № 2")
        )
        yield Town(platform, north, south)


def shared_mentor(town: Town, name: str, words: str, reason: str) -> str:
    """At home in the north, with a card in the south; every service knows something."""
    staff = town.staff("participants", town.north)
    body = {"name": name, "birth_date": "1985-04-12", "contact": "tsvetaeva@школа.example"}
    person = str(staff.post("/people", body)["id"])
    staff.post(f"/people/{person}/candidacies", {"role": "mentor", "year": YEAR})
    for purpose in ("participation", "sharing"):
        given = {"person": person, "purpose": purpose, "giver": "self", "by": person}
        staff.post("/consents", given | {"until": UNTIL})
    form = staff.post("/questionnaires", {"person": person, "year": YEAR, "kind": "mentor"})["id"]
    answers = {**ANSWERS, "capacity": 2, "experience": words}
    staff.post(f"/questionnaires/{form}/answers", {"answers": answers})
    staff.post("/mentors", {"person": person, "kind": "teacher", "capacity": 2})
    staff.post(f"/mentors/{person}/list", {"year": YEAR, "until": UNTIL})
    staff.post(f"/mentors/{person}/catalogue", {"offered": True, "paper": "заявление"})
    terms = {"mentor": person, "school": town.south, "forms": ["pupil_pupil"], "places": 1}
    mentor = town.staff("participants", town.north, "mentor", person=person)
    mentor.post("/sharing/permissions", terms | {"until": UNTIL})
    award = {"year": YEAR, "mentor": person, "title": "Лучший наставник", "reason": reason}
    town.staff("reporting", town.north).post("/awards", award)
    event = {"item": "1.4", "year": YEAR, "title": "Встреча", "date": date.today().isoformat()}
    meetings = town.staff("meetings", town.north)
    held = meetings.post("/outreach", event)["id"]
    meetings.post(f"/outreach/{held}/check-in", {"person": person})
    return person


def card_of(town: Town) -> str:
    staff = town.staff("participants", town.south)
    rows: list[dict[str, Any]] = []

    def arrived() -> bool:
        rows[:] = [row for row in staff.get("/mentors")["items"] if not row["own"]]
        return bool(rows)

    town.platform.eventually(arrived, "the card at the other school", 60)
    return str(rows[0]["id"])


def erasure_of(town: Town, person: str) -> dict[str, Any]:
    rows = town.staff("participants", town.north).get("/erasures")["items"]
    return next((row for row in rows if row["id"] == person), {"status": "none", "places": []})


def missing(row: dict[str, Any]) -> set[tuple[str, str]]:
    waiting = [place for place in row["places"] if not place["confirmed"]]
    return {(place["organisation"], place["service"]) for place in waiting}


def test_the_report_holds_what_was_planted_and_nothing_of_others(town: Town) -> None:
    mine = shared_mentor(town, PLANTED["participants"][0], "опыт с ежами", PLANTED["reporting"][0])
    other = shared_mentor(town, OTHERS[0], OTHERS[1], OTHERS[2])
    staff = town.staff("participants", town.north)
    card_of(town)
    staff.get(f"/people/{mine}", why="talk before the interview")
    town.platform.eventually(
        lambda: bool(town.staff("reporting", town.north).get("/awards")["items"]), "the awards"
    )
    me = town.staff("participants", town.north, "mentor", person=mine)
    report = me.get(f"/people/{mine}/report")
    text = json.dumps(report, ensure_ascii=False)
    services = {held["service"]: held for held in report["services"]}
    assert set(services) == set(SERVICES)
    for service, words in PLANTED.items():
        said = json.dumps(services[service], ensure_ascii=False)
        assert [word for word in words if word not in said] == [], service
    assert {i["kind"] for i in services["meetings"]["items"]} == {"outreach.CheckedIn"}
    assert "mentor_places.CapacitySet" in {i["kind"] for i in services["matching"]["items"]}
    assert [word for word in (*OTHERS, other) if word in text] == []
    assert [(one["organisation"], one["withdrawn"]) for one in report["receivers"]] == [
        ("Школа № 2", False)
    ]
    reads = {(one["service"], one["why"], *one["roles"]) for one in report["reads"]}
    assert ("participants", "talk before the interview", "coordinator") in reads
    assert ("reporting", "award", "coordinator") in reads

    printed = me.ask("GET", f"/people/{mine}/report.pdf", language="en")
    assert printed.content.startswith(b"%PDF-")
    assert other_doors(town, mine, other) == [404, 404, 404, 422]
    with_paper = staff.get(f"/people/{mine}/report", request="Заявление № 5 Цветаевой")
    assert with_paper["reads"][0]["why"] == "access report", "the subject's own was recorded"
    stored = list(town.platform.db("participants").reads.find({"why": "access report"}))
    assert "Цветаев" not in json.dumps(stored, ensure_ascii=False, default=str)
    paged = me.get(f"/people/{mine}/reads", limit=2)
    assert len(paged["items"]) == 2
    rest = me.get(f"/people/{mine}/reads", limit=200, after=paged["next"])["items"]
    whole = me.get(f"/people/{mine}/reads", limit=200)["items"]
    assert whole == paged["items"] + rest

    town.platform.kill("meetings")
    refused = me.ask("GET", f"/people/{mine}/report")
    town.platform.start("meetings")
    assert refused.status_code == 503, "half a report would lie"


def other_doors(town: Town, mine: str, other: str) -> list[int]:
    """Another mentor, another school's coordinator, the school's head, a coordinator who does not
    say on whose request."""
    callers = (
        town.staff("participants", town.north, "mentor", person=other),
        town.staff("participants", town.south),
        town.staff("participants", town.north, "mentor", "head", "psychologist"),
        town.staff("participants", town.north),
    )
    return [caller.ask("GET", f"/people/{mine}/report").status_code for caller in callers]


def test_an_erasure_waits_for_a_service_that_is_away_and_for_the_other_school(town: Town) -> None:
    person = shared_mentor(town, "Стрижова-Ъ Ольга", "опыт со стрижами", "летала быстрее всех")
    staff = town.staff("participants", town.north)
    me = town.staff("participants", town.north, "mentor", person=person)
    cards = town.platform.db("participants").commits
    wanted = {"events.data.home_person": person}
    town.platform.eventually(lambda: cards.find_one(wanted) is not None, "the card", 60)
    card = cards.find_one(wanted)["events"][0]["data"]["card"]  # type: ignore[index]
    me.post(f"/people/{person}/erasure")
    assert me.get(f"/people/{person}/erasure")["status"] == "requested"
    others = town.staff("participants", town.south)
    assert others.ask("POST", f"/people/{person}/erasure", {}).status_code == 404

    town.platform.kill("meetings-worker")
    key = new_id()
    first = staff.post(f"/people/{person}/erase", key=key)
    town.platform.kill("participants-worker")
    town.platform.start("participants-worker")
    assert staff.post(f"/people/{person}/erase", key=key) == first
    away = {("Школа № 1", "meetings"), ("Школа № 2", "meetings")}
    wait_until(
        lambda: missing(erasure_of(town, person)) == away, 90, "all but the one that is away"
    )
    row = erasure_of(town, person)
    assert (row["status"], row["name"], row["code"]) == ("running", None, None)
    assert staff.ask("GET", f"/erasures/{person}/certificate").status_code == 404

    town.platform.start("meetings-worker")
    town.platform.eventually(
        lambda: bool(erasure_of(town, person).get("code")), "the certificate", 90
    )
    document = staff.get(f"/erasures/{person}/certificate")
    assert problem_with(document, town.platform.layout.secrets) is None
    places = document["certificate"]["places"]
    expected = {(school, s) for school in ("Школа № 1", "Школа № 2") for s in SERVICES}
    expected.add(("Заречье", "participants"))
    assert {(place["organisation"], place["service"]) for place in places} == expected
    assert me.get(f"/people/{person}/erasure")["status"] == "completed"
    events = cards.find({"stream": f"erasure-{person}"}, sort=[("from", 1)])
    types = [event["type"] for commit in events for event in commit["events"]]
    assert types.count("erasure.ErasureCompleted") == types.count("erasure.CertificateSigned") == 1
    assert keys_of(town.platform, person, card) == 0
    looked = staff.get(f"/erasures/certificates/{document['code']}")
    assert looked["valid"]
    assert others.ask("GET", f"/erasures/certificates/{document['code']}").status_code == 404
    printed = staff.ask("GET", f"/erasures/{person}/certificate.pdf")
    assert printed.content.startswith(b"%PDF-")
    document["certificate"]["completed"] = "2026-01-01"
    assert not staff.post("/certificates/verify", document)["valid"]


def keys_of(platform: Platform, *subjects: str) -> int:
    """In every key database; their collections are called after their rings."""
    wanted = {"subject": {"$in": list(subjects)}}
    return sum(
        platform.db(f"{name}_keys")[f"keys_{name}"].count_documents(wanted)
        for name in (*SERVICES, "bus")
    )
