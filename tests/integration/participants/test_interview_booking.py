"""Times for interviews over HTTP: one person each, also when many want the same at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar

from shared.domain.ids import derived_id
from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration
RIVALS = 8


def _starts(hours: int) -> str:
    day = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    return (day + timedelta(hours=hours)).isoformat()


def offered(staff: Caller, count: int = 1, **more: Any) -> list[str]:
    body = {"year": YEAR, "starts": [_starts(n) for n in range(count)], "place": "каб. 12", **more}
    return list(staff.post("/interviews/slots", body)["items"])


def _mentors(town: Town, staff: Caller, count: int) -> list[Caller]:
    persons = [people.mentor(staff, f"Наставник Номер{n}") for n in range(count)]
    town.cell.settle()
    return [town.cell.caller(town.north, "mentor", person=person) for person in persons]


def _slots(staff: Caller) -> dict[str, str | None]:
    return {r["id"]: r["person"] for r in staff.get(f"/interviews/slots?year={YEAR}")["items"]}


def test_many_want_one_time_and_one_gets_it(town: Town) -> None:
    staff = town.coordinator(town.north)
    slot = offered(staff)[0]
    rivals = _mentors(town, staff, RIVALS)
    with ThreadPoolExecutor(RIVALS) as pool:
        answers = list(
            pool.map(lambda r: r.ask("POST", f"/interviews/slots/{slot}/book", {}), rivals)
        )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [409] * (RIVALS - 1)
    assert {a.get_json()["code"] for a in answers if a.status_code == 409} == {"slot-taken"}
    town.cell.settle()
    winner = next(r for r, a in zip(rivals, answers, strict=True) if a.status_code == 200)
    assert _slots(staff) == {slot: winner.person}
    booked = staff.get(f"/interviews?year={YEAR}")["items"]
    assert [row["person"] for row in booked] == [winner.person]


def test_one_person_who_grabs_many_times_holds_one(town: Town) -> None:
    staff = town.coordinator(town.north)
    slots = offered(staff, RIVALS)
    me = _mentors(town, staff, 1)[0]
    callers = [town.cell.caller(town.north, "mentor", person=me.person) for _ in slots]
    with ThreadPoolExecutor(RIVALS) as pool:
        tasks = zip(callers, slots, strict=True)
        answers = list(
            pool.map(lambda t: t[0].ask("POST", f"/interviews/slots/{t[1]}/book", {}), tasks)
        )
    assert sorted(a.status_code for a in answers) == [200] + [409] * (RIVALS - 1)
    town.cell.settle()
    held = [slot for slot, person in _slots(staff).items() if person == me.person]
    assert len(held) == 1


def test_a_mentor_moves_and_cancels_and_the_time_is_free_again(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, second = offered(staff, 2)
    me, other = _mentors(town, staff, 2)
    me.post(f"/interviews/slots/{first}/book")
    refusal = me.refused(f"/interviews/slots/{second}/book")
    assert refusal["code"] == "interview-booked"
    moved = me.post(f"/interviews/slots/{second}/book", {"move": True}, key="once")
    assert me.post(f"/interviews/slots/{second}/book", {"move": True}, key="once") == moved
    town.cell.settle()
    assert _slots(staff) == {first: None, second: me.person}
    other.post(f"/interviews/slots/{first}/book")
    interview = derived_id("interview", str(me.person), YEAR)
    assert other.ask("POST", f"/interviews/{interview}/cancel", {}).status_code == 404
    me.post(f"/interviews/{interview}/cancel")
    town.cell.settle()
    assert _slots(staff) == {first: other.person, second: None}
    assert me.get(f"/interviews/own?year={YEAR}")["items"][0]["status"] == "cancelled"
    assert me.ask("GET", f"/interviews/{interview}/calendar").status_code == 404
    staff.refused(f"/interviews/slots/{first}/withdraw")
    staff.post(f"/interviews/slots/{second}/withdraw")


def test_a_mentor_sees_free_times_but_nobody_else(town: Town) -> None:
    staff = town.coordinator(town.north)
    first, second = offered(staff, 2)
    me, other = _mentors(town, staff, 2)
    other.post(f"/interviews/slots/{first}/book")
    town.cell.settle()
    seen = me.get(f"/interviews/slots?year={YEAR}")["items"]
    assert [row["id"] for row in seen] == [second]
    assert (seen[0]["place"], "name" in seen[0]) == ("каб. 12", False)
    assert str(other.person) not in str(seen)
    assert (
        other.ask("POST", f"/interviews/slots/{second}/book", {"person": me.person}).status_code
        == 404
    )
    away = town.coordinator(town.south)
    body = {"person": people.mentor(away, "Чужой Наставник")}
    assert away.ask("POST", f"/interviews/slots/{second}/book", body).status_code == 404


def test_a_booked_time_goes_into_a_calendar_without_a_name(town: Town) -> None:
    staff = town.coordinator(town.north)
    slot = offered(staff, minutes=45)[0]
    me = _mentors(town, staff, 1)[0]
    id = me.post(f"/interviews/slots/{slot}/book")["id"]
    answer = me.ask("GET", f"/interviews/{id}/calendar")
    assert answer.status_code == 200
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Собеседование наставника"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=45)
    assert event["LOCATION"] == "каб. 12"
    assert "Наставник Номер" not in answer.get_data(as_text=True)
    town.cell.settle()
    own = me.get(f"/interviews/own?year={YEAR}")["items"][0]
    assert (own["status"], own["place"]) == ("scheduled", "каб. 12")


def test_a_psychologists_time_needs_that_consent(town: Town) -> None:
    staff = town.cell.caller(town.north, "psychologist")
    slot = offered(staff, psychologist=True)[0]
    me = _mentors(town, town.coordinator(town.north), 1)[0]
    assert me.refused(f"/interviews/slots/{slot}/book")["code"] == "consent-missing"
    people.consent(town.coordinator(town.north), str(me.person), "psychology")
    id = me.post(f"/interviews/slots/{slot}/book")["id"]
    scores = {"motivation": 3, "boundaries": 2}
    staff.post(f"/interviews/{id}/protocol", {"protocol": "спокоен", "scores": scores})
    staff.refused(
        f"/interviews/{id}/protocol", {"protocol": "x", "scores": {"motivation": 4}}, status=422
    )
    town.cell.settle()
    row = staff.get(f"/interviews?year={YEAR}")["items"][0]
    assert (row["protocol"], row["scores"]) == ("спокоен", scores)
    assert "protocol" not in me.get(f"/interviews/own?year={YEAR}")["items"][0]
    stored = list(town.cell.service.db.commits.find({}))
    assert "спокоен" not in str(stored)


def test_withdrawing_the_consent_frees_the_time(town: Town) -> None:
    staff = town.coordinator(town.north)
    slot = offered(staff)[0]
    me, other = _mentors(town, staff, 2)
    id = me.post(f"/interviews/slots/{slot}/book")["id"]
    town.cell.settle()
    me.post("/consents/withdraw", {"person": me.person, "purpose": "participation"})
    town.cell.settle()
    assert _slots(staff) == {slot: None}
    assert me.get(f"/interviews/own?year={YEAR}")["items"][0]["status"] == "cancelled"
    assert me.ask("POST", f"/interviews/slots/{slot}/book", {}).status_code == 409
    other.post(f"/interviews/slots/{slot}/book")
    staff.post(f"/people/{other.person}/erase")
    town.cell.settle()
    assert _slots(staff) == {slot: None}
    staff.ask("POST", f"/interviews/{id}/cancel", {})
    assert [r["person"] for r in staff.get(f"/interviews?year={YEAR}")["items"]] == [me.person]


def test_a_past_time_is_neither_offered_nor_booked(town: Town) -> None:
    staff = town.coordinator(town.north)
    body = {"year": YEAR, "starts": ["2020-01-01T10:00:00+03:00"]}
    assert staff.refused("/interviews/slots", body)["code"] == "slot-past"
    slot = offered(staff)[0]
    me = _mentors(town, staff, 1)[0]
    town.cell.pass_days(10)
    assert me.refused(f"/interviews/slots/{slot}/book")["code"] == "slot-past"
    assert me.get(f"/interviews/slots?year={YEAR}")["items"] == []
