"""The base of mentors by every filter, without a word about anybody in the index."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.participants.consumers.matching import PlacesAreCounted
from shared.bus.port import Received
from shared.contracts import matching
from shared.domain.ids import PersonId, StreamId, TenantId, new_id
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Cell, Town

pytestmark = pytest.mark.integration
SOON = (date.today() + timedelta(days=20)).isoformat()


def _found(staff: Caller, query: str) -> set[str]:
    return {row["id"] for row in staff.get(f"/mentors?{query}")["items"]}


def _base(town: Town) -> tuple[Caller, str, str]:
    """Two listed mentors: Anna teaches algebra in Russian, Pyotr prints robots online."""
    staff = town.coordinator(town.north)
    anna = people.mentor(staff, "Анна Лебедева")
    pyotr = people.adult(staff, "Пётр Гусев")
    people.consent(staff, pyotr)
    answers = {
        "forms": ["teacher_teacher"], "themes": ["digital_skills"], "times": ["sat-10"],
        "way": "online", "languages": ["en"], "capacity": 1,
    }  # fmt: skip
    people.answered(staff, pyotr, "mentor", answers)
    staff.post("/mentors", {"person": pyotr, "kind": "student", "capacity": 1})
    check = {"valid_until": UNTIL, "reference": "справка 7"}
    staff.post(f"/mentors/{pyotr}/background-check", check)
    staff.post(f"/mentors/{pyotr}/list", {"year": YEAR, "until": UNTIL})
    town.cell.settle()
    return staff, anna, pyotr


FILTERS = [
    (f"year={YEAR}&status=listed", "both"),
    ("year=2031/32", "none"),
    ("kind=student", "pyotr"),
    ("own=true", "both"),
    ("own=false", "none"),
    ("form=pupil_pupil", "anna"),
    ("theme=digital_skills", "pyotr"),
    ("time=mon-15", "anna"),
    ("way=online", "pyotr"),
    ("language=en", "pyotr"),
    ("age_band=25%2B", "both"),
    ("adult=true", "both"),
    ("adult=false", "none"),
    ("free=2", "anna"),
    ("capacity=4", "none"),
    (f"checked_on={SOON}", "both"),
    (f"unchecked_on={UNTIL}", "none"),
    (f"unchecked_on={date.today().year + 3}-01-01", "pyotr"),
    (f"listed_until={UNTIL}", "both"),
    (f"listed_until={SOON}", "none"),
    ("stays=false", "both"),
    ("interview=none", "both"),
    ("interview=admit", "none"),
    ("trained=true", "none"),
    ("trained=false", "both"),
    ("consent=true", "both"),
    (f"consent_before={SOON}", "none"),
    (f"consent_before={UNTIL}", "both"),
    ("offered=true", "none"),
    ("q=гус", "pyotr"),
    ("q=Анна+Лебедева", "anna"),
    ("q=никого", "none"),
    ("form=pupil_pupil&theme=exams&time=mon-15&kind=teacher&q=леб", "anna"),
    ("form=pupil_pupil&theme=digital_skills", "none"),
]


def test_every_filter_finds_whom_it_should(town: Town) -> None:
    staff, anna, pyotr = _base(town)
    whom = {"both": {anna, pyotr}, "anna": {anna}, "pyotr": {pyotr}, "none": set()}
    got = {query: _found(staff, query) for query, _ in FILTERS}
    assert got == {query: whom[name] for query, name in FILTERS}
    assert _found(town.coordinator(town.south), "q=гус") == set()


def test_what_happens_to_a_mentor_changes_what_finds_them(town: Town) -> None:
    staff, anna, pyotr = _base(town)
    staff.post(f"/mentors/{anna}/pause", {"until": UNTIL})
    stay = {"year": YEAR, "stays": True, "until": UNTIL}
    people.consent(staff, pyotr, "after_programme")
    staff.post(f"/mentors/{pyotr}/stay", stay)
    staff.post(f"/mentors/{pyotr}/capacity", {"capacity": 3})
    slot = {"person": anna, "year": YEAR, "slot": f"{UNTIL}T10:00:00+00:00", "psychologist": False}
    interview = staff.post("/interviews", slot)["id"]
    staff.post(f"/interviews/{interview}/protocol", {"protocol": "беседа"})
    staff.post(f"/interviews/{interview}/decide", {"decision": "reserve", "reason": "experience"})
    town.cell.settle()
    assert _found(staff, "status=paused") == {anna}
    assert _found(staff, f"year={YEAR}&status=paused") == {anna}
    assert _found(staff, f"year={YEAR}") == {pyotr}
    assert _found(staff, f"stays_until={UNTIL}") == {pyotr}
    assert _found(staff, "free=3") == {anna, pyotr}
    assert _found(staff, f"year={YEAR}&interview=none") == {pyotr}
    assert _found(staff, "interview=reserve") == {anna}
    staff.post(f"/people/{pyotr}/erase")
    town.cell.settle()
    assert _found(staff, "sort=id") == {anna}


def test_withdrawing_consent_leaves_nothing_to_search_by(town: Town) -> None:
    staff, anna, _ = _base(town)
    staff.post("/consents/withdraw", {"person": anna, "purpose": "participation"})
    town.cell.settle()
    assert _found(staff, "form=pupil_pupil") == set()
    assert _found(staff, "consent=false") == {anna}
    document = town.cell.service.db.mentor_index.find_one({"id": anna})
    assert document is not None
    assert not {"tokens", "features"} & set(document)


def test_the_index_holds_no_text_about_anybody(town: Town) -> None:
    _base(town)
    text = str(list(town.cell.service.db.mentor_index.find({})))
    for said in ("Анна", "Лебедева", "гус", "mon-15", "pupil_pupil", "digital_skills", "online"):
        assert said not in text


def _say(cell: Cell, tenant: str, message: Any) -> None:
    received = Received(
        new_id(), TenantId(tenant), "matching.v1", StreamId("s"), 0, 1, message,
        datetime.now(UTC), "c",
    )  # fmt: skip
    PlacesAreCounted().react(cell.service, received)


def test_places_taken_by_any_school_are_no_longer_free(town: Town) -> None:
    staff, anna, _ = _base(town)
    for _ in range(2):  # delivered twice, counted once
        _say(town.cell, town.north, matching.PlaceTaken(PersonId(anna), "claim", 2))
    assert _found(staff, "free=1&form=pupil_pupil") == {anna}
    assert _found(staff, "free=2") == set()
    staff.post(f"/mentors/{anna}/capacity", {"capacity": 5})
    town.cell.settle()
    assert _found(staff, "free=3") == {anna}
    _say(town.cell, town.north, matching.PlaceFreed(PersonId(anna), "claim"))
    assert _found(staff, "free=5") == {anna}
    _say(town.cell, town.south, matching.PlaceTaken(PersonId(anna), "claim", 5))
    assert _found(staff, "free=5") == {anna}


def test_the_order_of_names_goes_on_over_pages(town: Town) -> None:
    staff, anna, pyotr = _base(town)
    yelena = people.mentor(staff, "Ёлкина Елена")
    town.cell.settle()
    first = staff.get("/mentors?sort=name&limit=2")
    second = staff.get(f"/mentors?sort=name&limit=2&after={first['next']}")
    assert [row["id"] for row in first["items"] + second["items"]] == [anna, yelena, pyotr]
    assert second["next"] is None
    assert staff.ask("GET", "/mentors?sort=name&after=zzz").status_code == 422
    assert staff.ask("GET", "/mentors?sort=tokens").status_code == 422


def test_many_at_once_are_done_or_refused_one_by_one(town: Town) -> None:
    staff, anna, pyotr = _base(town)
    ready = people.adult(staff, "Ольга Новая")
    staff.post("/mentors", {"person": ready, "kind": "teacher", "capacity": 1})
    body = {"action": "list", "people": [anna, ready, "nobody"], "year": "2027/28", "until": UNTIL}
    refused = staff.refused("/mentors/bulk", {"action": "list", "people": [anna]}, status=422)
    assert "year" in str(refused)
    results = {row["mentor"]: row for row in staff.post("/mentors/bulk", body)["results"]}
    assert [results[id]["done"] for id in (anna, ready, "nobody")] == [False, False, False]
    assert results[ready]["code"] == "consent-missing"
    body |= {"action": "pause", "people": [anna, pyotr, "nobody"]}
    for _ in range(2):
        again = staff.post("/mentors/bulk", body, key="the-same")
        assert [row["done"] for row in again["results"]] == [True, True, False]
    town.cell.settle()
    assert _found(staff, "status=paused") == {anna, pyotr}
