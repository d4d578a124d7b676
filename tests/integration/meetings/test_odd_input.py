"""Days of other ages and odd ids: a sentence at the edge, and nothing that is stored stops anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.testing.mailing import AddressServer, address_server
from services.meetings.domain.outreach_event import events
from shared.contracts import participants as erased
from shared.domain.ids import ActorId, PersonId, stream_id
from shared.domain.personal import Personal
from shared.eventstore.port import Appending
from shared.tenancy.scope import Scope
from tests.integration.meetings.conftest import SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
FAR = ("0001-01-01", "9999-12-31", "9999-10-20")
MOMENTS = ("0001-01-01T00:00:00+03:00", "9999-12-31T23:59:00+00:00", "9999-12-31T23:59:00-10:00")


@pytest.fixture(name="participants")
def _participants(machine: Machine) -> Iterator[AddressServer]:
    with address_server() as server:
        machine.service.settings = replace(
            machine.service.settings, urls={"participants": server.url}
        )
        yield server


def gathering(machine: Machine, **more: Any) -> str:
    day = (machine.today + timedelta(days=3)).isoformat()
    body = {"item": "5.1", "year": YEAR, "title": "Встреча", "date": day, "at": "15:00", **more}
    id = machine.call("POST", "/outreach", body)["id"]
    machine.settle()
    return str(id)


def stored_before(machine: Machine, id: str, *happened: Any) -> None:
    """As an older release stored it: what is refused now was taken then."""
    scope = Scope(SCHOOL, ActorId("account"), frozenset({"coordinator"}))
    machine.service.store.append_read(
        Appending(
            commit=id, tenant=SCHOOL, stream=stream_id("outreach", id), expected=0,
            events=happened, body="", actor=scope.actor, correlation="", causation="",
            recorded_at=datetime.now(UTC),
        )  # type: ignore[arg-type]
    )  # fmt: skip
    machine.settle()


def test_moments_of_other_ages_are_refused_everywhere(machine: Machine) -> None:
    pairing, today = machine.working(), machine.today.isoformat()
    base = f"/pairings/{pairing}"
    for moment in MOMENTS:
        entry = {"kind": "regular", "held_on": today, "attended": ["mentor", "mentee"]}
        planned = {"kind": "regular", "starts_at": moment}
        machine.call("POST", f"{base}/meetings/plan", planned, status=422, **MENTOR)
        machine.call("POST", f"{base}/meetings", {**entry, "starts_at": moment}, status=422)
        answer = {"starts_at": moment, "agree": True, "person": "mentor"}
        machine.call("POST", f"{base}/meetings/m/move/answer", answer, status=422, **MENTOR)
        machine.call("POST", f"{base}/meetings/m/move", {"starts_at": moment}, status=422)


def test_days_of_other_ages_are_refused_everywhere(machine: Machine) -> None:
    pairing, today = machine.working(), machine.today.isoformat()
    base, event = f"/pairings/{pairing}", gathering(machine)
    for day in FAR:
        planned = {"item": "5.1", "year": YEAR, "title": "Встреча", "date": day}
        weekly = {"weekday": 4, "at": "10:00", "first": today, "until": day}
        goal = {"text": "x", "measure": "y", "due": day, "planned_meetings": 2}
        free = {"year": YEAR, "holidays": [{"first": today, "last": day}]}
        entry = {"kind": "regular", "held_on": day, "attended": ["mentor", "mentee"]}
        told = {"held_on": day, "attended": 3}
        for path, body in (
            ("/outreach", planned), (f"{base}/rhythms", weekly), (f"{base}/goal", goal),
            ("/rules/holidays", free), (f"{base}/meetings", entry),
            (f"/outreach/{event}/hold", told), (f"/outreach/{event}/change", {**planned}),
        ):  # fmt: skip
            machine.call("POST", path, body, status=422)
        machine.call("GET", "/calendar", status=422, since=day)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9999, 11, 20), date(1, 1, 1)])
def test_a_gathering_of_another_age_that_is_stored_stops_nobody(
    machine: Machine, participants: AddressServer, day: date
) -> None:
    machine.pair()
    token = machine.call("POST", "/subscriptions", {"language": "ru"}, **MENTOR)["token"]
    near = gathering(machine)
    text = Personal.of("Встреча")
    for id, at in (("hour", datetime(day.year, day.month, day.day, 12, tzinfo=UTC)), ("day", None)):
        planned = events.OutreachPlanned("5.1", YEAR, text, day, text, at)
        invited = events.PeopleInvited("mentors", ("mentor",))  # type: ignore[arg-type]
        stored_before(machine, id, planned, invited)
    assert machine.service.db.parked.count_documents({}) == 0
    assert machine.service.db.letters.count_documents({}) == 0
    feed = machine.call("GET", f"/subscriptions/open/{token}", roles=("service",)).decode()
    assert near in feed
    assert feed.count("BEGIN:VEVENT") == 1
    assert machine.call("GET", "/outreach")["items"]


ODD = ["a.", "a.b", "$x", "a\0b", "a b", "", "x" * 65]


@pytest.mark.parametrize("person", ODD)
def test_what_is_no_id_is_nobody_to_invite(
    machine: Machine, participants: AddressServer, person: str
) -> None:
    event = gathering(machine)
    base = f"/outreach/{event}"
    held = {"held_on": machine.today.isoformat(), "attended": 3, "people": [person]}
    for audience in ("mentors", "mentees", "guardians"):
        body = {"audience": audience, "people": ["mentor", person]}
        machine.call("POST", f"{base}/guests", body, status=422)
    for path, said in (("check-in", {"person": person}), ("check-out", {"person": person}),
                       ("hold", held)):  # fmt: skip
        machine.call("POST", f"{base}/{path}", said, status=422)
    machine.settle()
    assert machine.call("GET", base)["guests"] == {}


def test_an_odd_id_that_is_stored_already_parks_no_gathering(
    machine: Machine, participants: AddressServer
) -> None:
    text, day = Personal.of("Встреча"), machine.today + timedelta(days=3)
    people: Any = ("a.", "a", "a.b", "$x", "a\0b")
    happened = [
        events.OutreachPlanned("5.1", YEAR, text, day, text),
        events.PeopleInvited("mentors", people),
        *(events.InvitationAnswered(person, True) for person in people),
        *(events.CheckedIn(person, "mentors") for person in people),
        events.CheckInStruck(people[2]),
    ]
    stored_before(machine, "before", *happened)
    row = machine.call("GET", "/outreach/before")
    assert list(row["guests"]) == ["a"]
    assert row["guests"]["a"]["coming"] is True
    assert (row["people"], row["present"]) == (["a"], {"a": "mentors"})
    assert machine.service.db.parked.count_documents({}) == 0


@pytest.mark.parametrize("audience", ["mentors", "mentees"])
def test_only_people_of_this_school_are_invited(
    machine: Machine, participants: AddressServer, audience: str
) -> None:
    event = gathering(machine)
    participants.strangers.add("nobody")
    body = {"audience": audience, "people": ["mentor", "nobody"]}
    refused = machine.call("POST", f"/outreach/{event}/guests", body, status=409)
    assert (refused["code"], "nobody" in refused["detail"]) == ("not-known-here", False)
    machine.settle()
    assert machine.call("GET", f"/outreach/{event}")["guests"] == {}
    machine.call("POST", f"/outreach/{event}/guests", {**body, "people": ["mentor"]})
    participants.away = True
    machine.call("POST", f"/outreach/{event}/guests", {**body, "people": ["mentee"]}, status=503)


def test_the_calendar_address_of_the_erased_shows_nothing(machine: Machine) -> None:
    machine.pair()
    gathering(machine)
    token = machine.call("POST", "/subscriptions", {"language": "ru"}, **MENTOR)["token"]
    path = f"/subscriptions/open/{token}"
    machine.call("GET", path, roles=("service",))
    machine.hear(erased.PersonErased(PersonId("mentor")))
    machine.settle()
    machine.call("GET", path, roles=("service",), status=404)
