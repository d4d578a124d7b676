"""Asking a class anew: who lacks a consent by a day, links for all, progress and reminders."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration
DUE = (date.today() + timedelta(days=30)).isoformat()
GROUP = {"purpose": "participation", "role": "mentee", "year": YEAR, "group": "7а"}


def listed(staff: Caller, kid: str, group: str = "7 А") -> None:
    body = {"role": "mentee", "year": YEAR, "group": group}
    staff.post(f"/people/{kid}/candidacies", body)


def consent(staff: Caller, kid: str, guardian: str, until: str) -> None:
    body = {"person": kid, "purpose": "participation", "giver": "guardian", "by": guardian,
            "until": until, "assent": True}  # fmt: skip
    staff.post("/consents", body)


def start(town: Town, staff: Caller) -> str:
    town.cell.settle()
    id = staff.post("/consents/campaigns", {**GROUP, "due": DUE, "until": UNTIL})["id"]
    town.cell.settle()
    return str(id)


def answer(town: Town, made: dict[str, Any], agree: bool) -> None:
    page = town.cell.caller(town.north, "service")
    answers = [
        {"person": one["id"], "purpose": "participation", "agree": agree, "assent": True}
        for one in made["people"]
    ]
    page.post(f"/consents/links/{made['token']}", {"answers": answers})


def test_those_are_found_who_lack_it_or_will(town: Town) -> None:
    staff = town.coordinator(town.north)
    never, _ = people.child(staff, "Аня Белова")
    ends, mother = people.child(staff, "Боря Волков")
    holds, father = people.child(staff, "Вова Громов")
    elsewhere, _ = people.child(staff, "Галя Дёмина")
    for kid in (never, ends, holds):
        listed(staff, kid)
    listed(staff, elsewhere, "8 Б")
    soon = (date.today() + timedelta(days=10)).isoformat()
    consent(staff, ends, mother, soon)
    consent(staff, holds, father, UNTIL)
    town.cell.settle()
    query = "&".join(f"{k}={v}" for k, v in GROUP.items())
    found = staff.get(f"/consents/lacking?{query}&by={DUE}")
    assert {row["name"] for row in found["items"]} == {"Аня Белова", "Боря Волков"}
    today = staff.get(f"/consents/lacking?{query}&by={date.today().isoformat()}")
    assert today["total"] == 1
    assert town.coordinator(town.south).get(f"/consents/lacking?{query}&by={DUE}")["total"] == 0


def test_a_campaign_asks_all_and_shows_how_far_it_has_come(town: Town) -> None:
    staff = town.coordinator(town.north)
    kids = [people.child(staff, name) for name in ("Аня Белова", "Боря Волков", "Вова Громов")]
    for kid, _ in kids:
        listed(staff, kid)
    sibling = str(staff.post("/people", {"name": "Даша Белова",
                                         "birth_date": people.born(13)})["id"])  # fmt: skip
    pair = {"guardian": kids[0][1], "child": sibling}
    staff.post("/guardianships", pair)
    staff.post("/guardianships/confirm", pair)
    listed(staff, sibling)
    alone = str(staff.post("/people", {"name": "Ева", "birth_date": people.born(12)})["id"])
    listed(staff, alone)
    campaign = start(town, staff)

    made = staff.post(f"/consents/campaigns/{campaign}/links", {}, key="bulk")["links"]
    assert sorted(len(one["people"]) for one in made) == [1, 1, 2]
    assert staff.post(f"/consents/campaigns/{campaign}/links", {}, key="bulk")["links"] == made
    by_kid = {person["id"]: one for one in made for person in one["people"]}
    answer(town, by_kid[sibling], agree=True)
    answer(town, by_kid[kids[1][0]], agree=False)
    town.cell.settle()

    seen = staff.get(f"/consents/campaigns/{campaign}")
    assert seen["counts"] == {"done": 2, "declined": 1, "asked": 1, "left": 1}
    rows = {row["person"]: row for row in seen["items"]}
    assert rows[alone]["obstacle"] == "no_guardian"
    assert rows[kids[2][0]]["asked_on"] == date.today().isoformat()
    assert rows[kids[2][0]]["signer_name"] == "Мать: Вова Громов"
    left = staff.get(f"/consents/campaigns/{campaign}?progress=asked")["items"]
    assert [row["person"] for row in left] == [kids[2][0]]
    head = town.cell.caller(town.north, "head")
    assert head.get("/consents/campaigns")["items"][0]["size"] == 5
    assert (
        town.coordinator(town.south).ask("GET", f"/consents/campaigns/{campaign}").status_code
        == 404
    )


def test_asking_again_closes_the_earlier_link_and_reminders_are_kept(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, _ = people.child(staff)
    listed(staff, kid)
    campaign = start(town, staff)
    problem = staff.refused(f"/consents/campaigns/{campaign}/remind", {"people": [kid]})
    assert "no link yet" in problem["detail"]
    path = f"/consents/campaigns/{campaign}/links"
    first = staff.post(path, {})["links"][0]["token"]
    assert staff.post(path, {})["links"] == []
    second = staff.post(path, {"people": [kid]})["links"][0]["token"]
    page = town.cell.caller(town.north, "service")
    assert page.get(f"/consents/links/{first}")["open"] is False
    assert page.get(f"/consents/links/{second}")["open"] is True
    staff.post(f"/consents/campaigns/{campaign}/remind", {"people": [kid]})
    town.cell.settle()
    row = staff.get(f"/consents/campaigns/{campaign}")["items"][0]
    assert row["reminded_on"] == date.today().isoformat()
    staff.post(f"/consents/campaigns/{campaign}/close")
    assert staff.refused(path, {"people": [kid]})["code"] == "campaign-closed"


def test_a_campaign_needs_somebody_who_lacks_the_consent(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = people.child(staff)
    listed(staff, kid)
    consent(staff, kid, guardian, UNTIL)
    town.cell.settle()
    problem = staff.refused("/consents/campaigns", {**GROUP, "due": DUE, "until": UNTIL})
    assert problem["code"] == "nobody-lacks"
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("GET", "/consents/campaigns").status_code == 403
