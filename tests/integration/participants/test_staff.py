"""The staff register: terms judged on the day, and a coordinator who is replaced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.integration.participants.conftest import Caller, Town

pytestmark = pytest.mark.integration


def _head(town: Town) -> Caller:
    return town.cell.caller(town.north, "head")


def _appointed(town: Town, name: str, role: str = "coordinator", **term: str) -> str:
    return str(_head(town).post("/staff", {"name": name, "role": role, **term})["id"])


def _roles(town: Town, person: str, school: str = "") -> list[str]:
    service = town.cell.caller(school or town.north, "service")
    return list(service.get(f"/staff/{person}/roles")["roles"])


def test_the_register_shows_whether_a_term_gives_access(town: Town) -> None:
    today = date.today()
    last, next = today + timedelta(days=30), today + timedelta(days=60)
    now = _appointed(town, "Ольга Белова", until=last.isoformat())
    soon = _appointed(town, "Пётр Гусев", "teacher", starts=next.isoformat())
    town.cell.settle()
    rows = {row["person"]: row for row in _head(town).get("/staff")["items"]}
    assert (rows[now]["name"], rows[now]["state"]) == ("Ольга Белова", "active")
    assert rows[soon]["state"] == "future"
    assert (_roles(town, now), _roles(town, soon)) == (["coordinator"], [])
    town.cell.pass_days(31)
    rows = {row["person"]: row for row in _head(town).get("/staff")["items"]}
    assert rows[now]["state"] == "expired"
    assert _roles(town, now) == []
    town.cell.pass_days(30)
    assert _roles(town, soon) == ["teacher"]


def test_one_person_holds_several_roles_over_time(town: Town) -> None:
    person = _appointed(town, "Ольга Белова", "teacher")
    _head(town).post(f"/staff/{person}/roles", {"role": "coordinator"})
    assert _roles(town, person) == ["coordinator", "teacher"]
    _head(town).post(f"/staff/{person}/roles/end", {"role": "teacher"})
    assert _roles(town, person) == ["coordinator"]
    assert _roles(town, person, town.south) == []
    south = town.cell.caller(town.south, "head")
    south.refused(f"/staff/{person}/roles", {"role": "teacher"}, status=404)
    south.refused(f"/staff/{person}/roles/end", {"role": "coordinator"}, status=404)


def test_the_coordinator_is_replaced(town: Town) -> None:
    """Edge case: on the day agreed the role passes on, and the other services are told once."""
    old, new = _appointed(town, "Ольга Белова"), _appointed(town, "Пётр Гусев", "teacher")
    day = date.today() + timedelta(days=10)
    plan = {"role": "coordinator", "to": new, "on": day.isoformat()}
    _head(town).post(f"/staff/{old}/hand-over", plan)
    town.cell.tick()
    assert (_roles(town, old), _roles(town, new)) == (["coordinator"], ["teacher"])
    row = next(r for r in _head(town).get("/staff")["items"] if r["person"] == old)
    assert (row["hand_over"]["name"], row["hand_over"]["done"]) == ("Пётр Гусев", False)
    town.cell.pass_days(10)
    town.cell.tick()
    town.cell.tick()
    assert (_roles(town, old), _roles(town, new)) == ([], ["coordinator", "teacher"])
    told = [m for m in town.cell.messages(town.north) if type(m).__name__ == "WorkHandedOver"]
    assert [(m.giver, m.receiver, m.role) for m in told] == [(old, new, "coordinator")]


def test_work_goes_to_staff_of_the_same_school_only(town: Town) -> None:
    old = _appointed(town, "Ольга Белова")
    south = town.cell.caller(town.south, "head")
    foreign = south.post("/staff", {"name": "Анна Чужая", "role": "coordinator"})["id"]
    plan = {"role": "coordinator", "to": foreign}
    _head(town).refused(f"/staff/{old}/hand-over", plan, status=404)
    town.coordinator(town.north).refused(f"/staff/{old}/hand-over", plan, status=403)
    assert _roles(town, old) == ["coordinator"]
