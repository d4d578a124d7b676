"""Guests of a gathering: letters, links without an account, the code at the door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infra.testing.mailing import AddressServer, MailServer
from services.meetings.application.invitations import door_code
from services.meetings.application.letters import Claim
from services.meetings.application.wishes import secret_of
from shared.contracts import participants
from shared.domain.ids import PersonId, TenantId
from tests.integration.meetings.conftest import OTHER, SCHOOL, YEAR, Machine
from tests.integration.meetings.test_letters import Post, _book, _mail, _post

__all__ = ["_book", "_mail", "_post"]
pytestmark = pytest.mark.integration
SERVICE: dict[str, Any] = {"roles": ("service",)}


def invited(machine: Machine, days: int = 3) -> str:
    body = {"item": "1.2", "year": YEAR, "title": "Собрание 7 А", "place": "актовый зал"}
    body["date"] = (machine.today + timedelta(days=days)).isoformat()
    event = str(machine.call("POST", "/outreach", body)["id"])
    guests = {"audience": "guardians", "people": ["mother", "father"]}
    machine.call("POST", f"/outreach/{event}/guests", guests)
    machine.call("POST", f"/outreach/{event}/guests", guests)
    machine.settle()
    return event


def shown(machine: Machine, event: str) -> dict[str, Any]:
    machine.settle()
    return dict(machine.call("GET", f"/outreach/{event}"))


def subjects(mail: MailServer) -> list[str]:
    return sorted(letter["Subject"].split(":")[0] for letter in mail.letters)


def test_guests_get_one_letter_each_with_their_own_link(post: Post, mail: MailServer) -> None:
    machine = post.machine
    event = invited(machine)
    post.work()
    assert sorted(letter["To"] for letter in mail.letters) == [
        "father@example.org", "mother@example.org",
    ]  # fmt: skip
    text = next(m for m in mail.letters if m["To"].startswith("mother")).get_content()
    assert "Собрание 7 А" not in text
    start = f"https://pages.example.org/e/{SCHOOL}.{event}.mother."
    secret = text.split(start, 1)[1].split()[0]
    path = f"/outreach/{event}/rsvp/mother/{secret}"
    seen = machine.call("GET", path, **SERVICE)
    assert (seen["title"], seen["open"], seen["coming"]) == ("Собрание 7 А", True, None)
    machine.call("POST", path, {"coming": True}, **SERVICE)
    machine.call("POST", path, {"coming": False}, **SERVICE)
    row = shown(machine, event)
    assert (row["invited"], row["answered"]) == (2, 1)
    mother = row["guests"]["mother"]
    assert (mother["audience"], mother["coming"]) == ("guardians", False)
    assert mother["letter"] == {"kind": "invitation", "state": "sent", "why": None}
    for wrong in (f"/outreach/{event}/rsvp/father/{secret}", path[:-1] + "0x"):
        machine.call("GET", wrong, status=404, **SERVICE)
        machine.call("POST", wrong, {"coming": True}, status=404, **SERVICE)
    machine.call("GET", path, status=404, tenant=OTHER, **SERVICE)
    machine.call("GET", path, status=403)
    post.go(post.now + timedelta(days=4))
    assert machine.call("GET", path, **SERVICE)["open"] is False
    refused = machine.call("POST", path, {"coming": True}, status=409, **SERVICE)
    assert refused["code"] == "event-over"


def test_only_guardians_are_invited_as_guardians(post: Post, book: AddressServer) -> None:
    """Guardians need no consent, so that a child invited as one would be asked for none."""
    machine = post.machine
    event = invited(machine)
    book.others.add("mentee")
    guests = {"audience": "guardians", "people": ["mother", "mentee"]}
    told = machine.call("POST", f"/outreach/{event}/guests", guests, status=409)
    assert told["code"] == "no-guardians"
    assert set(shown(machine, event)["guests"]) == {"mother", "father"}
    machine.call("POST", f"/outreach/{event}/guests", {**guests, "audience": "mentees"})
    assert shown(machine, event)["guests"]["mentee"]["audience"] == "mentees"


def test_links_of_the_erased_and_secrets_of_any_text_open_nothing(post: Post) -> None:
    machine = post.machine
    event = invited(machine)
    body = {"audience": "mentees", "people": ["mentee"]}
    machine.call("POST", f"/outreach/{event}/guests", body)
    machine.settle()
    paths = []
    for person in ("mother", "mentee"):
        secret = machine.call("GET", f"/outreach/{event}/guests/{person}/link")["secret"]
        paths.append(f"/outreach/{event}/rsvp/{person}/{secret}")
        paths.append(f"/letters/wishes/{person}/{secret_of(machine.service, SCHOOL, person)}")
    for path in paths:
        machine.call("GET", path, **SERVICE)
        machine.call("GET", path.rpartition("/")[0] + "/секрет", status=404, **SERVICE)
    machine.call("GET", f"/outreach/{event}/door/код", status=404, **SERVICE)
    machine.consents.withdrawn.add("mentee")
    answer = {"coming": True}
    assert machine.call("POST", paths[2], answer, status=409, **SERVICE)["code"]
    machine.call("POST", paths[0], answer, **SERVICE)
    for person in ("mother", "mentee"):
        machine.hear(participants.PersonErased(PersonId(person)))
    machine.settle()
    for path in paths:
        machine.call("GET", path, status=404, **SERVICE)
        body = answer if "rsvp" in path else {"wish": "all"}
        machine.call("POST", path, body, status=404, **SERVICE)


def test_a_day_before_all_but_those_who_said_no_are_reminded(post: Post, mail: MailServer) -> None:
    machine = post.machine
    event = invited(machine, days=2)
    secret = machine.call("GET", f"/outreach/{event}/guests/father/link")["secret"]
    machine.call("POST", f"/outreach/{event}/rsvp/father/{secret}", {"coming": False}, **SERVICE)
    machine.settle()
    post.work()
    assert subjects(mail) == ["Приглашение"] * 2
    post.go(post.now + timedelta(days=1))
    post.work()
    assert subjects(mail) == ["Напоминание", "Приглашение", "Приглашение"]


def test_a_cancelled_gathering_invites_nobody(post: Post, mail: MailServer) -> None:
    event = invited(post.machine)
    post.machine.call("POST", f"/outreach/{event}/cancel", {"reason": "карантин"})
    post.machine.settle()
    post.work()
    assert mail.letters == []
    assert Claim(post.machine.service.db, post.now).rows == []


def test_one_arrives_with_todays_code_only(post: Post) -> None:
    machine = post.machine
    event = invited(machine, days=0)
    code = machine.call("GET", f"/outreach/{event}/door")["code"]
    mine: dict[str, Any] = {"roles": ("mentee",), "person": "mentee"}
    path = f"/outreach/{event}/arrive"
    old = door_code(machine.service, TenantId(SCHOOL), event, machine.today - timedelta(days=1))
    machine.call("POST", path, {"code": old}, status=404, **mine)
    machine.call("POST", path, {"code": code}, status=403)
    machine.consents.withdrawn.add("mentee")
    machine.call("POST", path, {"code": code}, status=409, **mine)
    machine.consents.withdrawn.clear()
    machine.call("POST", path, {"code": code}, **mine)
    machine.call("POST", path, {"code": code}, **mine)
    assert shown(machine, event)["people"] == ["mentee"]
