"""Reminders of meetings: written once, sent over SMTP, kept while they cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.testing.mailing import (
    AddressServer,
    MailServer,
    address_server,
    mail_server,
)
from services.meetings.application import letters, reminders, sending
from services.meetings.application.mail import Letter, Mailer
from services.meetings.application.reminders import Planner, due_of
from services.meetings.application.sending import Sender
from services.meetings.consumers.participants import Forget
from shared.clock import advance
from shared.contracts import participants
from shared.domain.errors import Unavailable
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope, policy_scope
from tests.integration.meetings.conftest import OTHER, SCHOOL, Machine

pytestmark = pytest.mark.integration
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture(name="mail")
def _mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(name="book")
def _book() -> Iterator[AddressServer]:
    with address_server() as server:
        yield server


@pytest.fixture(name="post")
def _post(machine: Machine, mail: MailServer, book: AddressServer) -> Post:
    return Post(machine, mail, book)


class Post:
    """The school's clock shows noon; a meeting is planned for 15:00 in two days."""

    def __init__(self, machine: Machine, mail: MailServer, book: AddressServer) -> None:
        self.machine = machine
        service = machine.service
        service.settings = replace(
            service.settings, smtp_url=mail.url, mail_from="school@example.org",
            public_url="https://pages.example.org", urls={"participants": book.url},
        )  # fmt: skip
        self.machine.service.db.client[service.settings.database("control")].cell.update_one(
            {"_id": "clock"}, {"$set": {"demo": True, "offset": 0}}, upsert=True
        )
        here = service.clock.now().astimezone(ZONE)
        self.go(here.replace(hour=12, minute=0) + timedelta(days=1))
        self.starts = self.now.astimezone(ZONE).replace(hour=15) + timedelta(days=2)
        self.pairing = machine.pair()
        plan = {"kind": "organisational", "starts_at": self.starts.isoformat(), "minutes": 45}
        self.meeting = machine.call("POST", f"/pairings/{self.pairing}/meetings/plan", plan)[
            "meeting"
        ]
        machine.settle()

    @property
    def now(self) -> datetime:
        return self.machine.service.clock.now()

    def go(self, to: datetime) -> None:
        service = self.machine.service
        missing = to - service.clock.now() + timedelta(seconds=2)
        advance(service.settings, missing / timedelta(days=1))
        self.machine.moved()

    def work(self) -> None:
        Planner().step(self.machine.service)
        sender = Sender()
        while sender.step(self.machine.service):
            pass

    def listed(self, state: str, **more: Any) -> list[dict[str, Any]]:
        return list(self.machine.call("GET", "/letters", state=state, **more)["items"])


def test_both_are_reminded_a_day_and_an_hour_before(post: Post, mail: MailServer) -> None:
    post.work()
    assert mail.letters == []
    post.go(post.starts - timedelta(hours=24))
    post.work()
    post.work()
    assert sorted(letter["To"] for letter in mail.letters) == [
        "mentee@example.org", "mentor@example.org",
    ]  # fmt: skip
    text = mail.letters[0].get_content()
    assert f"{post.starts:%d.%m.%Y} в 15:00 (UTC+3)" in text
    assert "https://pages.example.org/meetings" in text
    assert mail.letters[0]["Message-ID"].endswith("@example.org>")
    post.go(post.starts - timedelta(hours=1))
    post.work()
    assert len({letter["Message-ID"] for letter in mail.letters}) == 4 == len(mail.letters)
    assert len(post.listed("sent")) == 4
    assert post.listed("sent", tenant=OTHER) == []
    post.machine.call("GET", "/letters", roles=("mentor",), person="mentor", status=403)


def test_a_moved_meeting_is_told_of_at_its_new_time_only(post: Post, mail: MailServer) -> None:
    post.go(post.starts - timedelta(hours=24))
    Planner().step(post.machine.service)
    new = post.starts + timedelta(days=1)
    path = f"/pairings/{post.pairing}/meetings/{post.meeting}"
    move = {"starts_at": new.isoformat(), "minutes": 45, "agreed_by": ["mentor", "mentee"]}
    post.machine.call("POST", f"{path}/move", move)
    post.machine.settle()
    post.work()
    assert mail.letters == []
    assert {row["why"] for row in post.listed("dropped")} == {"moved"}
    post.go(new - timedelta(hours=23))
    post.work()
    assert len(mail.letters) == 2
    post.machine.call("POST", f"{path}/cancel", {"reason": "other"})
    post.machine.settle()
    post.go(new - timedelta(hours=1))
    post.work()
    assert len(mail.letters) == 2


def test_whoever_withdrew_or_has_no_address_gets_none(
    post: Post, mail: MailServer, book: AddressServer
) -> None:
    book.without["mentee"] = "consent-missing"
    post.go(post.starts - timedelta(hours=24))
    post.work()
    assert [letter["To"] for letter in mail.letters] == ["mentor@example.org"]
    (left,) = post.listed("dropped")
    assert (left["person"], left["why"]) == ("mentee", "consent-missing")


def test_nothing_is_lost_while_the_server_or_participants_are_away(
    post: Post, mail: MailServer, book: AddressServer
) -> None:
    mail.answer = b"451 later"
    post.go(post.starts - timedelta(hours=24))
    post.work()
    first = post.listed("waiting")
    assert [(row["why"], row["attempts"]) for row in first] == [("server-away", 1)] * 2
    post.work()
    assert post.listed("waiting") == first  # the pause is not over
    post.go(post.now + timedelta(minutes=2))
    post.work()
    assert {row["attempts"] for row in post.listed("waiting")} == {2}
    mail.answer, book.away = b"250 taken", True
    post.go(post.now + timedelta(hours=1))
    with pytest.raises(Unavailable):
        post.work()
    assert mail.letters == []
    book.away = False
    post.go(post.now + timedelta(minutes=1))
    post.work()
    assert len(mail.letters) == 2


def test_what_is_refused_for_good_is_not_tried_again(post: Post, mail: MailServer) -> None:
    mail.answer = b"550 no such user"
    post.go(post.starts - timedelta(hours=24))
    post.work()
    assert {row["why"] for row in post.listed("dropped")} == {"refused 550"}


def test_without_a_server_letters_wait_and_are_shown(post: Post, mail: MailServer) -> None:
    service = post.machine.service
    service.settings = replace(service.settings, smtp_url="")
    post.go(post.starts - timedelta(hours=24))
    post.work()
    shown = post.machine.call("GET", "/letters")
    assert (len(shown["items"]), shown["server"]) == (2, False)
    service.settings = replace(service.settings, smtp_url=mail.url)
    post.work()
    assert len(mail.letters) == 2


def test_two_schedulers_write_each_once_and_claims_do_not_meet(post: Post) -> None:
    post.go(post.starts - timedelta(hours=24))
    service = post.machine.service
    scope = policy_scope(SCHOOL, "reminders", "", "test")
    wanted = list(due_of(service, scope, post.now))
    assert letters.write(service.db, wanted) == 2
    assert letters.write(service.db, wanted) == 0
    assert letters._insert(service.db, [letters._document(one) for one in wanted]) == 0
    one, other = (letters.Claim(service.db, post.now) for _ in range(2))
    assert (len(one.rows), other.rows) == (2, [])
    other.sent(one.rows[0])
    assert len(post.listed("waiting")) == 2
    one.give_back()
    assert len(letters.Claim(service.db, post.now).rows) == 2


def test_a_letter_that_cannot_be_sent_holds_nobody_up(
    post: Post, mail: MailServer, book: AddressServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad address that an older release took; a fault of our own while a letter is written."""
    book.addresses["mentor"] = "a:;@c.d"
    post.go(post.starts - timedelta(hours=24))
    post.work()
    assert [letter["To"] for letter in mail.letters] == ["mentee@example.org"]
    (left,) = post.listed("dropped")
    assert (left["person"], left["why"]) == ("mentor", "no-address")

    book.addresses.clear()
    written = Mailer.written

    def broken(mailer: Mailer, letter: Letter, now: datetime) -> Any:
        if letter.to.startswith("mentor"):
            raise AttributeError("a parser's own")
        return written(mailer, letter, now)

    post.go(post.starts - timedelta(hours=1))
    with monkeypatch.context() as patch:
        patch.setattr(Mailer, "written", broken)
        post.work()
    assert [letter["To"] for letter in mail.letters] == ["mentee@example.org"] * 2
    (waiting,) = post.listed("waiting")
    assert (waiting["person"], waiting["why"], waiting["attempts"]) == ("mentor", "fault", 1)
    post.go(post.now + timedelta(minutes=2))
    post.work()
    assert mail.letters[-1]["To"] == "mentor@example.org"


def test_one_school_in_trouble_does_not_hold_the_others_up(
    post: Post, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = post.machine.service
    moment = post.starts - timedelta(hours=24)
    letters.write(service.db, [
        letters.Wanted(OTHER, "day", "thing", 0, PersonId("far"), "participation",
                       moment - timedelta(hours=1), post.starts),
    ])  # fmt: skip
    service.db.tenants.insert_one({"_id": "a", "tenant": "a"})
    rules = sending.rules_of

    def broken(service: Any, scope: Scope) -> Any:
        if scope.tenant != SCHOOL:
            raise ValueError("no such zone")
        return rules(service, scope)

    monkeypatch.setattr(sending, "rules_of", broken)
    monkeypatch.setattr(reminders, "rules_of", broken)
    post.go(moment)
    for work in (Planner().step, Sender().step):
        with pytest.raises(ValueError, match="zone"):
            work(service)
    Sender().step(service)
    assert len(mail.letters) == 2
    assert [row["attempts"] for row in post.listed("waiting", tenant=OTHER)] == [0]


def test_what_an_earlier_release_took_for_an_id_holds_nobody_up(
    post: Post, mail: MailServer
) -> None:
    post.go(post.starts - timedelta(hours=24))
    service = post.machine.service
    odd = letters.Wanted(SCHOOL, "day", post.meeting, 0, PersonId("a.b"), "participation",
                         post.now, post.starts)  # fmt: skip
    assert letters.write(service.db, [odd]) == 0
    service.db.letters.insert_one(letters._document(odd))
    post.work()
    assert len(mail.letters) == 2
    (left,) = post.listed("dropped")
    assert (left["person"], left["why"]) == ("a.b", "no-address")


def test_letters_to_an_erased_person_are_gone(post: Post) -> None:
    post.go(post.starts - timedelta(hours=24))
    Planner().step(post.machine.service)
    assert Forget.name == "forget"
    post.machine.hear(participants.PersonErased(PersonId("mentee")))
    post.machine.settle()
    assert [row["person"] for row in post.listed("waiting")] == ["mentor"]
