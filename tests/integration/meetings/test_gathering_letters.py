"""Letters about a gathering that changes, guests from outside, and what everybody wants to get."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infra.testing.mailing import MailServer
from tests.integration.meetings.conftest import OTHER, SCHOOL
from tests.integration.meetings.test_invitations import SERVICE, invited, shown, subjects
from tests.integration.meetings.test_letters import ZONE, Post, _book, _mail, _post

__all__ = ["_book", "_mail", "_post"]
pytestmark = pytest.mark.integration


def change(post: Post, event: str, days: int, **more: Any) -> Any:
    day = post.now.astimezone(ZONE).date() + timedelta(days=days)
    body = {"title": "Собрание 7 Б", "date": day.isoformat(), "place": "каб. 5", **more}
    status = body.pop("status", 200)
    told = post.machine.call("POST", f"/outreach/{event}/change", body, status=status)
    post.machine.settle()
    return told


def answer(post: Post, event: str, person: str, coming: bool) -> None:
    path = f"/outreach/{event}/guests/{person}/answer"
    post.machine.call("POST", path, {"coming": coming})
    post.machine.settle()


def link_behind(mail: MailServer, mark: str) -> list[str]:
    """Person and secret of the first link of a kind in the last letter."""
    text = mail.letters[-1].get_content()
    found = text.split(f"https://pages.example.org/{mark}/", 1)[1].split()[0]
    return list(str(found).split(".")[-2:])


def test_guests_hear_of_another_time_and_not_of_another_room(post: Post, mail: MailServer) -> None:
    event = invited(post.machine)
    post.work()
    change(post, event, 3)
    post.work()
    assert subjects(mail) == ["Приглашение"] * 2
    change(post, event, 4, at="18:30")
    post.work()
    assert subjects(mail) == ["Другое время"] * 2 + ["Приглашение"] * 2
    day = post.now.astimezone(ZONE).date() + timedelta(days=4)
    assert f"{day:%d.%m.%Y} в 18:30 (UTC+3)" in mail.letters[-1].get_content()
    row = shown(post.machine, event)
    assert (row["title"], row["place"], row["sequence"]) == ("Собрание 7 Б", "каб. 5", 1)
    assert change(post, event, -1, status=409)["code"] == "event-past"
    (calendar,) = [
        one for one in post.machine.call("GET", "/calendar")["items"] if one["id"] == event
    ]
    assert (calendar["day"], calendar["sequence"]) == (day.isoformat(), 1)


def test_an_invitation_that_still_waits_is_not_sent_with_the_old_day(
    post: Post, mail: MailServer
) -> None:
    mail.answer = b"451 later"
    event = invited(post.machine)
    post.work()
    change(post, event, 5)
    mail.answer = b"250 taken"
    post.go(post.now + timedelta(hours=2))
    post.work()
    assert subjects(mail) == ["Другое время"] * 2
    assert {row["why"] for row in post.listed("dropped")} == {"moved"}


def test_of_a_cancellation_those_hear_who_were_written_to(
    post: Post, mail: MailServer, book: Any
) -> None:
    book.without["father"] = "no-address"
    event = invited(post.machine)
    post.work()
    book.without.clear()
    post.machine.call("POST", f"/outreach/{event}/cancel", {"reason": "карантин"})
    post.machine.settle()
    post.work()
    assert subjects(mail) == ["Приглашение"]
    post.go(post.now + timedelta(minutes=2))
    post.work()
    assert subjects(mail) == ["Отменено", "Приглашение"]
    assert "Не состоится" in mail.letters[-1].get_content()


def test_where_the_hour_is_known_reminders_come_a_day_and_an_hour_before(
    post: Post, mail: MailServer
) -> None:
    event = invited(post.machine)
    post.work()
    change(post, event, 3, at="18:00")
    answer(post, event, "mother", True)
    post.work()
    post.go(post.now + timedelta(days=2))
    post.work()
    before = subjects(mail)
    assert before.count("Напоминание") == 0
    post.go(post.now + timedelta(hours=6))
    post.work()
    assert subjects(mail).count("Напоминание") == 2
    post.go(post.now + timedelta(hours=23))
    post.work()
    post.work()
    soon = [letter for letter in mail.letters if letter["Subject"].startswith("Скоро начало")]
    assert [letter["To"] for letter in soon] == ["mother@example.org"]


def test_a_guest_from_outside_is_named_with_consent_only_and_forgotten_on_request(
    post: Post, mail: MailServer
) -> None:
    machine, event = post.machine, invited(post.machine)
    post.work()
    body = {"audience": "partners", "name": "Орлова Ия", "address": "orlova@plant.example.org"}
    path = f"/outreach/{event}/guests/named"
    refused = machine.call("POST", path, {**body, "consented": False}, status=409)
    assert refused["code"] == "guest-consent"
    machine.call("POST", path, {**body, "consented": True}, key="one")
    machine.call("POST", path, {**body, "consented": True}, key="one")
    for wrong in ("нет", "a:;@c.d", "a@b", "Анна <a@b.ru>"):
        machine.call("POST", path, {**body, "address": wrong, "consented": True}, status=422)
    machine.settle()
    post.work()
    assert mail.letters[-1]["To"] == "orlova@plant.example.org"
    row = shown(machine, event)
    (guest,) = [p for p, one in row["guests"].items() if one.get("named")]
    assert (row["guests"][guest]["name"], row["invited"]) == ("Орлова Ия", 3)
    assert "orlova" not in str(row)
    person, secret = link_behind(mail, "e")
    assert person == guest
    machine.call("POST", f"/outreach/{event}/guests/{guest}/forget", {})
    machine.settle()
    assert shown(machine, event)["guests"][guest]["name"] is None
    machine.call("GET", f"/outreach/{event}/rsvp/{guest}/{secret}", status=404, **SERVICE)
    machine.call("POST", f"/outreach/{event}/guests/mother/forget", {}, status=404)
    assert "orlova" not in str(list(machine.service.db.commits.find()))


def test_who_switched_reminders_off_is_still_invited(post: Post, mail: MailServer) -> None:
    machine, event = post.machine, invited(post.machine)
    post.work()
    person, secret = link_behind(mail, "l")
    path = f"/letters/wishes/{person}/{secret}"
    assert machine.call("GET", path, **SERVICE)["wish"] == "all"
    stop = f"List-Unsubscribe: <https://pages.example.org/l/{SCHOOL}.{person}.{secret}>\r\n"
    assert stop.encode() in mail.raw
    machine.call("POST", path, {"wish": "invitations"}, **SERVICE)
    machine.call("POST", path, {"wish": "some"}, status=422, **SERVICE)
    machine.call("GET", path[:-1] + "0x", status=404, **SERVICE)
    machine.call("GET", path, status=404, tenant=OTHER, **SERVICE)
    machine.call("GET", path, status=403)
    post.go(post.now + timedelta(days=2))
    post.work()
    assert subjects(mail).count("Напоминание") == 1
    (left,) = [row for row in post.listed("dropped") if row["why"] == "switched-off"]
    assert left["person"] == person
    change(post, event, 3)
    post.work()
    assert subjects(mail).count("Другое время") == 2


def test_a_pair_meets_without_reminders_where_the_mentor_wants_none(
    post: Post, mail: MailServer
) -> None:
    mine: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
    post.machine.call("POST", "/letters/wish", {"wish": "none"}, **mine)
    assert post.machine.call("GET", "/letters/wish", **mine)["wish"] == "none"
    post.go(post.starts - timedelta(hours=24))
    post.work()
    assert [letter["To"] for letter in mail.letters] == ["mentee@example.org"]


def test_what_was_left_out_can_be_tried_again(post: Post, mail: MailServer, book: Any) -> None:
    book.without["father"] = "no-address"
    event = invited(post.machine)
    post.work()
    (left,) = post.listed("dropped")
    book.without.clear()
    path = f"/letters/{left['id']}/retry"
    post.machine.call("POST", path, {}, status=404, tenant=OTHER)
    post.machine.call("POST", path, {})
    post.work()
    assert sorted(letter["To"] for letter in mail.letters) == [
        "father@example.org", "mother@example.org",
    ]  # fmt: skip
    refused = post.machine.call("POST", path, {}, status=409)
    assert refused["code"] == "letter-over"
    assert shown(post.machine, event)["guests"]["father"]["letter"]["state"] == "sent"


def test_a_guest_arrives_by_link_and_the_code_at_the_door(post: Post, mail: MailServer) -> None:
    machine = post.machine
    event = invited(machine, days=1)
    post.work()
    person, secret = link_behind(mail, "e")
    printed = machine.call("GET", f"/outreach/{event}/door")["code"]
    path, body = f"/outreach/{event}/rsvp/{person}/{secret}/arrive", {"code": printed}
    machine.call("POST", path, body, status=404, **SERVICE)
    post.go(post.now + timedelta(days=1))
    assert machine.call("GET", f"/outreach/{event}/door")["code"] == printed
    machine.call("GET", f"/outreach/{event}/door/{printed}", **SERVICE)
    machine.call("GET", f"/outreach/{event}/door/{printed[:-1]}x", status=404, **SERVICE)
    machine.consents.withdrawn.add(person)  # guardians are no participants: no consent is needed
    machine.call("POST", path, body, **SERVICE)
    machine.call("POST", path.replace(secret, "0" * 32), body, status=404, **SERVICE)
    row = shown(machine, event)
    assert (row["people"], row["present"]) == ([person], {person: "guardians"})
    machine.call("POST", f"/outreach/{event}/check-out", {"person": person})
    assert shown(machine, event)["people"] == []


def test_attendance_is_counted_by_audience(post: Post) -> None:
    machine = post.machine
    event = invited(machine, days=0)
    base = f"/outreach/{event}"
    machine.call("POST", f"{base}/guests/counts", {"audience": "teachers", "invited": 12})
    machine.call("POST", f"{base}/check-in", {"person": "mentee", "audience": "mentees"})
    machine.call("POST", f"{base}/check-in", {"person": "father"})
    machine.call("POST", f"{base}/arrivals", {"audience": "teachers", "by": 3})
    machine.call("POST", f"{base}/arrivals", {"audience": "teachers", "by": -1})
    machine.call("POST", f"{base}/arrivals", {"audience": "teachers", "by": -9}, status=409)
    row = shown(machine, event)
    assert (row["invited"], row["arrived"]) == (14, {"teachers": 2})
    assert row["present"] == {"mentee": "mentees", "father": "guardians"}
    held = {"held_on": machine.today.isoformat(), "attended": 4,
            "by_audience": {"teachers": 2, "mentees": 1, "guardians": 2}}  # fmt: skip
    assert machine.call("POST", f"{base}/hold", held, status=409)["code"] == "audience-sum"
    held["attended"] = 5
    machine.call("POST", f"{base}/hold", held)
    row = shown(machine, event)
    assert (row["attended"], row["by_audience"]) == (5, held["by_audience"])
    assert machine.call("GET", "/outreach")["items"][0].get("guests") is None
    machine.call("GET", base, status=404, tenant=OTHER)
    machine.call("GET", base, roles=("teacher",), status=403)
