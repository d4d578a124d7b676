"""From the anonymous catalogue to a card at another school, and back to nothing."""

from __future__ import annotations

import pytest

from services.participants.application.registering import register_candidate
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration


def _offered(town: Town) -> tuple[Caller, Caller, str, Caller]:
    """Both coordinators, a mentor in the catalogue, and the mentor signed in."""
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    person = people.mentor(north)
    herself = town.cell.caller(town.north, "mentor", person=person)
    herself.post(f"/mentors/{person}/catalogue", {"offered": True})
    town.cell.settle()
    return north, south, person, herself


def _shared(town: Town) -> tuple[Caller, Caller, str, Caller, str]:
    north, south, person, herself = _offered(town)
    entry = south.get("/catalogue?theme=exams")["items"][0]["id"]
    terms = {"forms": ["student_pupil"], "places": 2, "until": UNTIL}
    south.post("/sharing/requests", {"entry": entry, **terms})
    town.cell.settle()
    asked = herself.get("/sharing/permissions")["items"]
    assert [row["status"] for row in asked] == ["requested"]
    herself.post(f"/sharing/permissions/{asked[0]['id']}/permit", terms)
    town.cell.settle()
    card = south.get("/sharing/requests")["items"][0]["card"]
    return north, south, person, herself, card


def test_the_catalogue_names_nobody_and_is_coarse_where_few_match(town: Town) -> None:
    _, south, person, _ = _offered(town)
    rows = south.get("/catalogue?theme=exams")["items"]
    assert [(r["themes"], r["times"], r["way"]) for r in rows] == [(["exams"], [], None)]
    assert person not in str(rows)
    assert town.north not in str(rows)


def test_the_card_holds_what_the_mentor_allowed_and_no_more(town: Town) -> None:
    _, south, person, _, card = _shared(town)
    row = south.get(f"/mentors?year={YEAR}")["items"][0]
    assert (row["id"], row["own"], row["name"]) == (card, False, "Анна Лебедева")
    assert (row["capacity"], row["features"]["forms"]) == (2, ["student_pupil"])
    assert person not in str(row)
    assert south.post("/people/names", {"people": [card]})["names"] == {card: "Анна Лебедева"}
    check = {"purpose": "participation", "people": [card]}
    assert south.post("/consents/check", check) == {"missing": []}
    listed = [m for m in town.cell.messages(town.south) if type(m).__name__ == "MentorListed"]
    assert [(m.person, m.home, m.home_person) for m in listed] == [(card, town.north, person)]


def test_revoking_takes_the_card_back(town: Town) -> None:
    _, south, _, herself, card = _shared(town)
    permission = herself.get("/sharing/permissions")["items"][0]["id"]
    herself.post(f"/sharing/permissions/{permission}/revoke")
    check = {"purpose": "participation", "people": [card]}
    assert south.post("/consents/check", check) == {"missing": [card]}
    town.cell.settle()
    assert south.get("/mentors")["items"] == []
    assert south.post("/people/names", {"people": [card]}) == {"names": {}}
    assert south.get("/sharing/requests")["items"][0]["status"] == "ended"
    assert "MentorUnlisted" in town.cell.names_of_messages(town.south)
    assert "SharingEnded" in town.cell.names_of_messages(town.north)


def test_a_pause_hides_the_card_and_resuming_brings_it_back(town: Town) -> None:
    _, south, person, herself, card = _shared(town)
    herself.post(f"/mentors/{person}/pause", {"until": UNTIL})
    town.cell.settle()
    assert south.get("/mentors")["items"] == []
    herself.post(f"/mentors/{person}/resume")
    town.cell.settle()
    assert [row["id"] for row in south.get("/mentors")["items"]] == [card]


def test_withdrawing_consent_at_home_withdraws_the_card_at_once(town: Town) -> None:
    _, south, person, herself, card = _shared(town)
    herself.post("/consents/withdraw", {"person": person, "purpose": "participation"})
    check = {"purpose": "participation", "people": [card]}
    assert south.post("/consents/check", check) == {"missing": [card]}
    town.cell.settle()
    assert south.get("/mentors")["items"] == []
    assert south.get("/catalogue")["items"] == []


def test_erasure_reaches_the_other_school(town: Town) -> None:
    north, south, person, _, card = _shared(town)
    north.post(f"/people/{person}/erase")
    town.cell.settle()
    assert south.get("/mentors")["items"] == []
    assert south.get("/catalogue")["items"] == []
    events = town.cell.service.store.load(TenantId(town.south), f"mentor_card-{card}").events
    names = [event.name.sealed for event in events if hasattr(event, "name")]
    assert names
    assert town.cell.service.vault.open_many(town.south, names) == dict.fromkeys(names)
    assert "PersonErased" in town.cell.names_of_messages(town.south)


def test_nobody_but_the_mentor_answers(town: Town) -> None:
    north, _, _, herself, _ = _shared(town)
    permission = herself.get("/sharing/permissions")["items"][0]["id"]
    north.refused(f"/sharing/permissions/{permission}/revoke", status=403)
    other = people.mentor(north, "Пётр Гусев")
    stranger = town.cell.caller(town.north, "mentor", person=other)
    stranger.refused(f"/sharing/permissions/{permission}/revoke", status=404)


def test_an_adult_from_outside_needs_a_check_before_being_listed(town: Town) -> None:
    staff = town.coordinator(town.north)
    person = people.adult(staff)
    people.consent(staff, person)
    people.answered(staff, person, "mentor", people.MENTOR_ANSWERS)
    staff.post("/mentors", {"person": person, "kind": "employee", "capacity": 1})
    listing = {"year": YEAR, "until": UNTIL}
    assert "check" in staff.refused(f"/mentors/{person}/list", listing)["detail"]
    seen = {"valid_until": UNTIL, "reference": "справка 12"}
    staff.post(f"/mentors/{person}/background-check", seen)
    staff.post(f"/mentors/{person}/list", listing)


def test_the_same_row_imported_by_two_people_is_one_person(town: Town) -> None:
    service = town.cell.service
    ids = {
        register_candidate(
            service,
            Scope(TenantId(town.north), ActorId(actor), frozenset({"coordinator"})),
            key="row-hash",
            name="Лиза Орлова",
            birth_date=None,
            contact="",
            role="mentee",
            year=YEAR,
            group="5 В",
        )
        for actor in ("first", "second", "first")
    }
    assert len(ids) == 1
    town.cell.settle()
    staff = town.coordinator(town.north)
    rows = staff.get(f"/candidates?year={YEAR}&role=mentee")["items"]
    assert [(row["name"], row["group"], row["minor"]) for row in rows] == [
        ("Лиза Орлова", "5 В", True)
    ]
