"""A company is invited, applies, is verified, shares its employees, and leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.participants.bootstrap import DEFINITION
from shared.bus.port import Received
from shared.contracts import matching, meetings, reporting
from shared.domain.ids import PairingId, PersonId, ProgrammeId, StreamId, TenantId
from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration

INN = "7707083893"
FORM = {"name": "АО «Завод»", "inn": INN, "contact": "Олег Ершов, oleg@example.org"}


def _link(town: Town) -> tuple[Caller, str]:
    """As the gateway opens it for somebody without an account."""
    school = town.coordinator(town.north)
    token = school.post("/companies/invitations", {"name": "Завод"})["token"]
    return town.cell.caller(town.north, "service"), token


def _applied(town: Town, **changes: Any) -> str:
    visitor, token = _link(town)
    company = visitor.post(f"/companies/links/{token}", {**FORM, **changes})["id"]
    town.cell.settle()
    return str(company)


def _admin(town: Town) -> Caller:
    return town.cell.caller(town.council, "municipal_admin")


def _verified(town: Town) -> tuple[str, Caller]:
    company = _applied(town)
    _admin(town).post(f"/companies/{company}/accept")
    town.cell.settle()
    return company, town.cell.caller(company, "company_coordinator")


def _employee(staff: Caller) -> str:
    person = people.adult(staff, "Зоя Котова")
    staff.post(f"/people/{person}/candidacies", {"role": "mentor", "year": YEAR})
    for purpose in ("participation", "sharing"):
        people.consent(staff, person, purpose)
    people.answered(staff, person, "mentor", people.MENTOR_ANSWERS)
    staff.post("/mentors", {"person": person, "kind": "employee", "capacity": 2})
    seen = {"valid_until": UNTIL, "reference": "справка 7"}
    staff.post(f"/mentors/{person}/background-check", seen)
    staff.post(f"/mentors/{person}/list", {"year": YEAR, "until": UNTIL})
    return person


def test_looking_uses_nothing_up_and_applying_does(town: Town) -> None:
    visitor, token = _link(town)
    for _ in range(3):
        seen = visitor.get(f"/companies/links/{token}")
        assert (seen["name"], seen["invited_by"], seen["open"]) == ("Завод", "Школа № 1", True)
    visitor.refused(f"/companies/links/{token}", {**FORM, "inn": "7707083894"}, status=422)
    assert visitor.get(f"/companies/links/{token}")["open"] is True
    first = visitor.post(f"/companies/links/{token}", FORM, key="one-click")
    assert visitor.post(f"/companies/links/{token}", FORM, key="one-click")["id"] == first["id"]
    other = {**FORM, "inn": "7830002293"}
    assert visitor.refused(f"/companies/links/{token}", other)["code"] == "link-closed"
    assert visitor.get(f"/companies/links/{token}")["open"] is False
    south = town.cell.caller(town.south, "service")
    assert south.ask("GET", f"/companies/links/{token}").status_code == 404


def test_only_the_municipality_sees_who_applied_and_decides(town: Town) -> None:
    company = _applied(town)
    rows = _admin(town).get("/companies?standing=applied")["items"]
    assert [(r["id"], r["inn"], r["contact"]) for r in rows] == [(company, INN, FORM["contact"])]
    listed = _admin(town).get("/organisations")["items"]
    assert not any({"contact", "reason"} & row.keys() for row in listed)
    town.coordinator(town.north).refused(f"/companies/{company}/accept", status=403)
    elsewhere = town.cell.caller(town.south, "municipal_admin")
    elsewhere.refused(f"/companies/{company}/accept", status=404)


def test_an_unverified_company_registers_nobody(town: Town) -> None:
    company = _applied(town)
    staff = town.cell.caller(company, "company_coordinator")
    assert staff.get("/organisations/self")["standing"] == "applied"
    nobody = {"name": "Зоя Котова", "birth_date": people.born(30)}
    assert staff.refused("/people", nobody)["code"] == "not-verified"
    for path in ("/imports?dry_run=false&", "/imports/jobs?"):
        answer = _imported(staff, f"{path}kind=mentor_list&year={YEAR}")
        assert (answer.status_code, answer.get_json()["code"]) == (409, "not-verified")
    assert staff.get("/people")["items"] == []
    assert "OrganisationRegistered" not in town.cell.names_of_messages(company)
    before = town.cell.names_of_messages(town.council).count("OrganisationRegistered")
    _admin(town).post(f"/companies/{company}/accept")
    town.cell.settle()
    staff.post("/people", nobody)
    taken = _imported(staff, f"/imports?dry_run=false&kind=mentor_list&year={YEAR}")
    assert taken.get_json()["counts"]["new"] == 1
    after = town.cell.names_of_messages(town.council).count("OrganisationRegistered")
    assert after == before + 1


def _imported(staff: Caller, path: str) -> Any:
    text = "ФИО;Дата рождения;Телефон;Вид наставника;Мест\nКотова Зоя;15.01.1990;+79000000000;сотрудник;1"
    return staff.http.post(
        f"/v1{path}", data=text.encode(), headers=staff._headers(None),
        content_type="application/octet-stream",
    )  # fmt: skip


def test_a_refused_company_reads_why_and_may_apply_again(town: Town) -> None:
    company = _applied(town)
    _admin(town).post(f"/companies/{company}/refuse", {"reason": "Нет договора"})
    town.cell.settle()
    staff = town.cell.caller(company, "company_coordinator")
    own = staff.get("/organisations/self")
    assert (own["standing"], own["reason"]) == ("refused", "Нет договора")
    assert staff.refused("/people", {"name": "Зоя Котова"})["code"] == "not-verified"
    assert _applied(town) == company
    assert staff.get("/organisations/self")["standing"] == "applied"


def test_company_leaves_the_programme(town: Town) -> None:
    """Edge case: its mentors' permissions end at once, schools lose the cards and are told."""
    _, staff = _verified(town)
    person = _employee(staff)
    herself = town.cell.caller(staff.tenant, "mentor", person=person)
    terms = {"forms": ["student_pupil"], "places": 1, "until": UNTIL}
    standing = {"mentor": person, "school": town.south, **terms}
    herself.post("/sharing/permissions", standing)
    town.cell.settle()
    south = town.coordinator(town.south)
    card = south.get("/mentors")["items"][0]["id"]
    assert south.post("/people/names", {"people": [card]})["names"] == {card: "Зоя Котова"}

    staff.post("/companies/self/leave", {"reason": "Завод переезжает"})
    town.cell.settle()
    assert south.get("/mentors")["items"] == []
    assert south.post("/people/names", {"people": [card]})["names"] == {}
    told = [m for m in town.cell.messages(town.south) if type(m).__name__ == "MentorUnlisted"]
    assert [(m.person, m.reason) for m in told] == [(card, "permission_revoked")]
    assert herself.get("/sharing/permissions")["items"][0]["status"] == "revoked"
    for path, body in (
        ("/people", {"name": "Новый"}),
        ("/mentors", {"person": person, "kind": "employee", "capacity": 1}),
        (f"/mentors/{person}/list", {"year": YEAR, "until": UNTIL}),
    ):
        assert staff.refused(path, body)["code"] == "not-verified"
    assert herself.refused("/sharing/permissions", standing)["code"] == "not-verified"


def _hear(town: Town, tenant: str, number: int, message: Any) -> None:
    """As the consumer does it: each reaction that listens to this kind of message."""
    topic = f"{type(message).__module__.rsplit('.', 1)[1]}.v1"
    received = Received(
        id=f"{topic}:{number}", tenant=TenantId(tenant), topic=topic, stream=StreamId("test-1"),
        partition=0, position=number, message=message, time=datetime.now(UTC), correlation="test",
    )  # fmt: skip
    reactions = [r for r in DEFINITION.reactions if isinstance(message, r.on)]
    assert reactions
    for reaction in reactions:
        reaction.react(town.cell.service, received)
    town.cell.settle()


def test_the_company_sees_hours_and_awards_and_never_with_whom(town: Town) -> None:
    _, staff = _verified(town)
    person = _employee(staff)
    herself = town.cell.caller(staff.tenant, "mentor", person=person)
    terms = {"forms": ["student_pupil"], "places": 1, "until": UNTIL}
    herself.post("/sharing/permissions", {"mentor": person, "school": town.south, **terms})
    town.cell.settle()
    card = PersonId(town.coordinator(town.south).get("/mentors")["items"][0]["id"])
    pairing, child = PairingId("pairing-1"), PersonId("the-child")
    held = [
        meetings.MeetingHeld(f"m{n}", pairing, YEAR, "regular", date(2026, 10, n), minutes)
        for n, minutes in ((1, 45), (2, 60))
    ]
    pair = matching.PairingActivated(
        pairing, ProgrammeId("p"), YEAR, "student_pupil", card,
        TenantId(staff.tenant), PersonId(person), (child,), "order",
    )  # fmt: skip
    struck = meetings.MeetingStruck("m2", pairing, YEAR, "regular")
    award = reporting.AwardGiven("award-1", card, YEAR)
    for number, message in enumerate((held[0], pair, held[1], held[1], award, award), 1):
        _hear(town, town.south, number, message)
    row = staff.get("/companies/self/service")["items"][0]
    assert row == {
        "id": person, "person": person, "meetings": 2, "minutes": 105, "awards": 1,
    }  # fmt: skip
    back = reporting.AwardRevoked("award-1", card, YEAR)
    early = reporting.AwardRevoked("award-2", card, YEAR)
    late = reporting.AwardGiven("award-2", card, YEAR)
    for number, message in enumerate((back, back, award, early, late), 20):
        _hear(town, town.south, number, message)
    assert staff.get("/companies/self/service")["items"][0]["awards"] == 0
    _hear(town, town.south, 30, reporting.AwardGiven("award-3", card, YEAR))
    assert staff.get("/companies/self/service")["items"][0]["awards"] == 1
    _hear(town, town.south, 7, struck)
    assert staff.get("/companies/self/service")["items"][0]["minutes"] == 45
    corrected = meetings.MeetingCorrected("m1", pairing, YEAR, "regular", date(2026, 10, 1), 90)
    _hear(town, town.south, 9, corrected)
    assert staff.get("/companies/self/service")["items"][0]["minutes"] == 90
    streams = town.cell.service.db.commits.find({"tenant": staff.tenant})
    assert child not in str(list(streams))
    permission = herself.get("/sharing/permissions")["items"][0]["id"]
    herself.post(f"/sharing/permissions/{permission}/revoke")
    _hear(
        town,
        town.south,
        8,
        meetings.MeetingHeld("m3", pairing, YEAR, "regular", date(2026, 11, 1), 60),
    )
    assert staff.get("/companies/self/service")["items"][0]["minutes"] == 90
    _hear(town, town.south, 31, reporting.AwardRevoked("award-3", card, YEAR))
    row = staff.get("/companies/self/service")["items"][0]
    assert row["awards"] == 0, "what was told is corrected although nothing is told any more"
