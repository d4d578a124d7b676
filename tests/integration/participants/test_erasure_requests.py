"""Who may ask for an erasure, what happens to the request, and when it is late."""

from __future__ import annotations

from typing import Any

from services.participants.domain.erasure.commands import ConfirmPlace
from services.participants.domain.erasure.decider import ERASURE
from shared.config import SERVICES
from shared.domain.ids import new_id
from shared.tenancy.scope import policy_scope
from tests.integration.participants.conftest import Caller, Town
from tests.integration.participants.people import adult, child


def row_of(staff: Caller, person: str) -> dict[str, Any]:
    rows = staff.get("/erasures")["items"]
    return next(row for row in rows if row["id"] == person)


def test_only_who_speaks_for_the_subject_may_ask(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = child(staff)
    grown, parent = child(staff, "Пётр Соколов", age=19)
    path = f"/people/{kid}/erasure"
    for role, person in (("guardian", parent), ("mentor", parent), ("mentee", grown)):
        town.cell.caller(town.north, role, person=person).refused(path, status=404)
    town.cell.caller(town.north, "psychologist").refused(path, status=403)
    town.coordinator(town.south).refused(path, status=404)
    mother = town.cell.caller(town.north, "guardian", person=parent)
    mother.refused(f"/people/{grown}/erasure", status=404)
    town.cell.caller(town.north, "guardian", person=guardian).post(path)
    town.cell.settle()
    row = row_of(staff, kid)
    assert (row["status"], row["by"], row["name"]) == ("requested", "guardian", "Ваня Соколов")
    assert town.coordinator(town.south).get("/erasures")["items"] == []


def test_a_request_that_waits_for_more_than_thirty_days_is_late(town: Town) -> None:
    staff = town.coordinator(town.north)
    person = adult(staff)
    town.cell.caller(town.north, "mentor", person=person).post(f"/people/{person}/erasure")
    town.cell.pass_days(30)
    town.cell.settle()
    assert not row_of(staff, person)["overdue"]
    town.cell.pass_days(1)
    assert row_of(staff, person)["overdue"]
    staff.post(f"/erasures/{person}/decline", {"reason": "taken_back"})
    town.cell.settle()
    row = row_of(staff, person)
    assert (row["status"], row["overdue"]) == ("declined", False)
    staff.refused(f"/erasures/{new_id()}/decline", {"reason": "taken_back"}, status=404)


def test_carrying_it_out_waits_for_the_other_services(town: Town) -> None:
    staff = town.coordinator(town.north)
    person = adult(staff)
    staff.post(f"/people/{person}/erase")
    town.cell.settle()
    row = row_of(staff, person)
    assert (row["status"], row["by"], row["name"]) == ("running", "coordinator", None)
    waiting = {place["service"] for place in row["places"] if not place["confirmed"]}
    assert waiting == set(SERVICES) - {"participants"}
    staff.refused(f"/erasures/{person}/decline", {"reason": "taken_back"})
    service = town.cell.service
    scope = policy_scope(town.north, "test", "", "test")  # type: ignore[arg-type]
    state = service.handler.state(scope, ERASURE, person).state
    for place in state.missing:
        assert staff.ask("GET", f"/erasures/{person}/certificate").status_code == 404
        command = ConfirmPlace(person, place, (), service.clock.today())  # type: ignore[arg-type]
        service.handler.handle(scope, ERASURE, person, command, key=place.service)
    town.cell.settle()
    assert row_of(staff, person)["code"] == staff.get(f"/erasures/{person}/certificate")["code"]
    me = town.cell.caller(town.north, "mentor", person=person)
    assert me.get(f"/people/{person}/erasure")["status"] == "completed"
    me.refused(f"/people/{person}/erasure", status=404)
