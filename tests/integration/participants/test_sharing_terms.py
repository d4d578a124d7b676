"""Standing permissions, limits of a company, and who sees what: over the service's own routes."""

from __future__ import annotations

from typing import Any

import pytest

from services.participants.domain.features import CHOSEN, NEEDED
from shared.domain.ids import new_id
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration
TERMS = {"forms": ["student_pupil"], "places": 2, "until": UNTIL}
FACTS = {"name", "capacity", "until", "year", "hours"}


def _mentor(town: Town, home: str | None = None) -> tuple[str, Caller]:
    staff = town.coordinator(home or town.north)
    person = people.mentor(staff)
    herself = town.cell.caller(home or town.north, "mentor", person=person)
    herself.post(f"/mentors/{person}/catalogue", {"offered": True})
    town.cell.settle()
    return person, herself


def _ask(town: Town, school: str, **more: Any) -> None:
    south = town.coordinator(school)
    entry = south.get("/catalogue?theme=exams")["items"][0]["id"]
    south.post("/sharing/requests", {"entry": entry, **TERMS, **more})
    town.cell.settle()


def _company(town: Town) -> tuple[str, Caller]:
    admin = town.cell.caller(town.council, "municipal_admin")
    plant = admin.post("/organisations", {"kind": "company", "name": "Завод"})["id"]
    town.cell.settle()
    return plant, town.cell.caller(plant, "company_coordinator")


def test_a_purpose_and_a_term_reach_the_mentor(town: Town) -> None:
    _, herself = _mentor(town)
    _ask(town, town.south, purpose="career")
    row = herself.get("/sharing/permissions")["items"][0]
    assert row["asked"] == {**TERMS, "purpose": "career"}
    south = town.coordinator(town.south)
    entry = south.get("/catalogue")["items"][0]["id"]
    wrong = {"entry": entry, **TERMS, "purpose": "для Вани Соколова"}
    south.refused("/sharing/requests", wrong, status=422)


def test_a_standing_permission_answers_a_request_at_once(town: Town) -> None:
    person, herself = _mentor(town)
    standing = {**TERMS, "schools": [town.south], "fields": ["times"], "places": 1}
    herself.post(f"/mentors/{person}/standing", standing)
    _ask(town, town.south)
    south = town.coordinator(town.south)
    assert south.get("/sharing/requests")["items"][0]["status"] == "permitted"
    (card,) = south.get("/mentors")["items"]
    assert (card["capacity"], card["features"]["forms"]) == (1, ["student_pupil"])
    herself.post(f"/mentors/{person}/standing/end")
    permission = herself.get("/sharing/permissions")["items"][0]["id"]
    herself.post(f"/sharing/permissions/{permission}/revoke")
    _ask(town, town.south)
    assert herself.get("/sharing/permissions")["items"][0]["status"] == "requested"


def test_a_request_within_a_live_permission_is_answered_by_it(town: Town) -> None:
    person, herself = _mentor(town)
    own = {**TERMS, "mentor": person, "school": town.south}
    herself.post("/sharing/permissions", own)
    town.cell.settle()
    _ask(town, town.south, places=1)
    _ask(town, town.south, places=5)
    south = town.coordinator(town.south)
    status = {row["places"]: row["status"] for row in south.get("/sharing/requests")["items"]}
    assert status == {1: "permitted", 5: "asked"}


def test_without_consent_for_sharing_a_standing_permission_is_silent(town: Town) -> None:
    person, herself = _mentor(town)
    herself.post(f"/mentors/{person}/standing", {**TERMS, "schools": []})
    herself.post("/consents/withdraw", {"person": person, "purpose": "sharing"})
    _ask(town, town.south)
    assert herself.get("/sharing/permissions")["items"][0]["status"] == "requested"
    assert town.coordinator(town.south).get("/mentors")["items"] == []


def test_the_mentor_sees_what_each_school_sees(town: Town) -> None:
    person, herself = _mentor(town)
    own = {**TERMS, "mentor": person, "school": town.south, "fields": ["times"], "hours": 6}
    herself.post("/sharing/permissions", own)
    town.cell.settle()
    seen = herself.get(f"/mentors/{person}/sharing")
    (at,) = seen["schools"]
    assert (at["school"], at["status"], at["fields"]) == (town.south, "permitted", ["times"])
    assert set(at["shown"]) <= FACTS | set(NEEDED) | {"times", "way"}
    assert at["shown"]["times"] == ["mon-15"]
    (card,) = town.coordinator(town.south).get("/mentors")["items"]
    for field in set(CHOSEN) - {"times", "way"}:
        assert not card["features"][field], f"{field} was not allowed"
    for field, value in at["shown"].items():
        assert value == card.get(field, card["features"].get(field)) or field == "year"
    herself.post(f"/sharing/permissions/{at['permission']}/revoke")
    town.cell.settle()
    assert herself.get(f"/mentors/{person}/sharing")["schools"][0]["shown"] == {}
    stranger = town.cell.caller(town.north, "mentor", person=new_id())
    assert stranger.ask("GET", f"/mentors/{person}/sharing").status_code == 404


def test_a_company_bounds_what_its_employee_permits(town: Town) -> None:
    plant, office = _company(town)
    person, herself = _mentor(town, plant)
    bounds = {"schools": [town.south], "forms": ["student_pupil"], "places": 1, "hours": 8}
    assert herself.ask("PUT", "/sharing/limits", bounds).status_code == 403
    assert office.ask("PUT", "/sharing/limits", bounds).status_code == 200
    assert herself.get("/sharing/limits")["limits"] == bounds
    own = {**TERMS, "mentor": person, "school": town.south}
    assert herself.refused("/sharing/permissions", own)["code"] == "company-limits"
    elsewhere = {**own, "places": 1, "school": town.north}
    assert herself.refused("/sharing/permissions", elsewhere)["code"] == "company-limits"
    herself.post("/sharing/permissions", {**own, "places": 1})
    town.cell.settle()
    (card,) = town.coordinator(town.south).get("/mentors")["items"]
    assert (card["capacity"], card["hours"]) == (1, 8)


def test_narrower_limits_narrow_and_end_what_was_permitted(town: Town) -> None:
    plant, office = _company(town)
    person, herself = _mentor(town, plant)
    both = {**TERMS, "forms": ["student_pupil", "pupil_pupil"], "mentor": person}
    for school in (town.south, town.north):
        herself.post("/sharing/permissions", {**both, "school": school})
    town.cell.settle()
    bounds = {"schools": [town.south], "forms": ["student_pupil"], "places": None, "hours": None}
    assert office.ask("PUT", "/sharing/limits", bounds).status_code == 200
    town.cell.settle()
    (card,) = town.coordinator(town.south).get("/mentors")["items"]
    assert card["features"]["forms"] == ["student_pupil"]
    assert town.coordinator(town.north).get("/mentors")["items"] == []
    status = {row["school"]: row["status"] for row in herself.get("/sharing/permissions")["items"]}
    assert status == {town.south: "permitted", town.north: "revoked"}
    office.post("/sharing/limits/lift")
    assert office.get("/sharing/limits") == {"limits": None}


def test_a_mentors_years_are_told(town: Town) -> None:
    person, herself = _mentor(town)
    people.consent(town.coordinator(herself.tenant), person, "after_programme")
    herself.post(f"/mentors/{person}/stay", {"year": YEAR, "stays": True, "until": UNTIL})
    herself.post(f"/mentors/{person}/pause", {"until": UNTIL})
    (year,) = herself.get(f"/mentors/{person}/history")["items"]
    assert (year["year"], year["stays"]["stays"]) == (YEAR, True)
    assert [entry["status"] for entry in year["base"]] == ["listed", "unlisted"]
    assert year["base"][1]["reason"] == "paused"


def test_fewer_than_five_offers_are_not_told_apart_by_time_or_way(town: Town) -> None:
    _mentor(town)
    south = town.coordinator(town.south)
    hit, miss = (south.get(f"/catalogue?theme=exams&time={t}") for t in ("mon-15", "sun-09"))
    assert hit == miss
    assert (hit["coarse"], hit["items"][0]["times"], hit["items"][0]["way"]) == (True, [], None)
    north = town.coordinator(town.north)
    for number in range(5):
        other = people.mentor(north, f"Наставник {number}")
        north.post(f"/mentors/{other}/catalogue", {"offered": True, "paper": "заявление"})
    town.cell.settle()
    enough = south.get("/catalogue?theme=exams&time=mon-15")
    assert (enough["coarse"], enough["items"][0]["times"]) == (False, ["mon-15"])
