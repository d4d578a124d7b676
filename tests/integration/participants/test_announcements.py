"""Announcements over HTTP: who sees them, what is counted, and that nobody's name is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration


def announced(staff: Caller, *audiences: str, **more: Any) -> str:
    body = {
        "year": YEAR, "audiences": list(audiences), "title": "Программа начинается",
        "text": "Собрание 14.09.2026 в актовом зале", "until": date.today().isoformat(), **more,
    }  # fmt: skip
    return str(staff.post("/announcements", body)["id"])


def titles(reader: Caller) -> list[str]:
    return [row["title"] for row in reader.get("/announcements/mine")["items"]]


def counts(staff: Caller) -> dict[str, Any]:
    (row,) = staff.get(f"/announcements?year={YEAR}")["items"]
    return dict(row["counts"])


def test_each_reader_counts_once_and_nobody_is_named(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    other, second = people.child(staff, "Петя Синицын")
    staff.post(f"/people/{other}/candidacies", {"role": "mentee", "year": YEAR})
    head = town.cell.caller(town.north, "head")
    id = announced(head, "guardians", "mentees")
    town.cell.settle()
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    child = town.cell.caller(town.north, "mentee", person=kid)
    teacher = town.cell.caller(town.north, "teacher")
    stranger = town.cell.caller(town.south, "guardian", person=guardian)
    assert titles(mother) == titles(child) == ["Программа начинается"]
    assert titles(teacher) == titles(stranger) == []
    path = f"/announcements/{id}/acknowledge"
    for _tap in range(2):
        mother.post(path)
    child.post(path)
    teacher.refused(path, status=403)
    stranger.refused(path, status=404)
    town.cell.settle()
    assert counts(staff) == {
        "guardians": {"read": 1, "of": 2}, "mentees": {"read": 1, "of": 2},
    }  # fmt: skip
    assert mother.get("/announcements/mine")["items"][0]["read"]
    for reader in (teacher, mother, child):
        assert reader.ask("GET", f"/announcements?year={YEAR}").status_code == 403
    commits = list(town.cell.service.db.commits.find({"stream": {"$regex": "^acknowledgement-"}}))
    assert sum(len(commit.get("events", ())) for commit in commits) == 2
    for who in (kid, guardian, mother.actor, child.actor):
        assert who not in str(commits)
    assert "Собрание" not in str(list(town.cell.service.db.commits.find({})))
    assert second not in str(commits)


def test_a_guardian_without_an_account_reads_behind_a_link(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.mentee(staff)
    id = announced(staff, "guardians")
    town.cell.settle()
    (link,) = staff.get(f"/announcements/{id}/links")["items"]
    assert link["person"] == guardian
    gateway = town.cell.caller(town.north, "service")
    path = f"/announcements/open/{link['token']}"
    for _look in range(3):
        shown = gateway.get(path)
    assert (shown["open"], shown["read"], shown["title"]) == (True, False, "Программа начинается")
    town.cell.settle()
    assert counts(staff)["guardians"]["read"] == 0
    gateway.post(path)
    gateway.post(path)
    town.cell.caller(town.north, "guardian", person=guardian).post(
        f"/announcements/{id}/acknowledge"
    )
    town.cell.settle()
    assert counts(staff)["guardians"] == {"read": 1, "of": 1}
    assert gateway.get(path)["read"]
    token = link["token"]
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert gateway.ask("GET", f"/announcements/open/{forged}").status_code == 404
    assert town.cell.caller(town.south, "service").ask("GET", path).status_code == 404
    for role in ("head", "teacher"):
        caller = town.cell.caller(town.north, role)
        assert caller.ask("GET", f"/announcements/{id}/links").status_code == 403
    assert kid not in token
    staff.post(f"/announcements/{id}/end")
    assert gateway.get(path) == {"open": False, "language": "ru"}
    gateway.refused(path)
    staff.refused(f"/announcements/{id}/acknowledge", status=403)


def test_what_is_over_is_shown_to_nobody(town: Town) -> None:
    staff = town.coordinator(town.north)
    teacher = town.cell.caller(town.north, "teacher")
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    id = announced(staff, "teachers", until=tomorrow)
    town.cell.settle()
    assert titles(teacher) == ["Программа начинается"]
    town.cell.pass_days(2)
    assert titles(teacher) == []
    assert teacher.refused(f"/announcements/{id}/acknowledge")["code"] == "announcement-over"
    bad = {"year": YEAR, "audiences": ["everybody"], "title": "а", "text": "б", "until": tomorrow}
    staff.refused("/announcements", bad, status=422)
    teacher.refused("/announcements", {**bad, "audiences": ["teachers"]}, status=403)


def test_preliminary_requests_point_to_where_mentors_may_be_sought(town: Town) -> None:
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    ask = {"year": YEAR, "form": "pupil_pupil", "theme": "studies", "grade": 7, "count": 5}

    def counted(caller: Caller, body: dict[str, Any], status: int = 200) -> None:
        assert caller.ask("PUT", "/preliminary-requests", body).status_code == status

    counted(south, ask)
    counted(south, {**ask, "grade": 8, "count": 2})
    counted(south, {**ask, "theme": "confidence"})
    counted(south, {**ask, "grade": 8, "count": 0})
    counted(south, {**ask, "grade": 12}, 422)
    counted(town.cell.caller(town.south, "mentee"), ask, 403)
    for number in range(6):
        person = people.mentor(north, f"Наставник {number}")
        north.post(f"/mentors/{person}/catalogue", {"offered": True, "paper": "заявление"})
    people.mentor(south)
    town.cell.settle()
    rows = south.get(f"/preliminary-requests?year={YEAR}")["items"]
    assert [(row["theme"], row["grade"], row["count"]) for row in rows] == [
        ("confidence", 7, 5), ("studies", 7, 5),
    ]  # fmt: skip
    found = south.get(f"/preliminary-requests/supply?year={YEAR}")
    assert (found["requests"], found["missing"]) == (10, 7)
    cells = {row["theme"]: row for row in found["cells"]}
    assert (cells["studies"]["places"], cells["studies"]["missing"]) == (3, 2)
    assert (cells["studies"]["elsewhere"], cells["confidence"]["elsewhere"]) == (6, 0)
    assert north.get(f"/preliminary-requests/supply?year={YEAR}")["requests"] == 0
    told = [
        m
        for m in town.cell.messages(town.south)
        if type(m).__name__ == "PreliminaryRequestsCounted"
    ]
    assert [message.total for message in told] == [5, 7, 12, 10]
