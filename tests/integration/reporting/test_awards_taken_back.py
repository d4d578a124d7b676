"""7.2: what becomes of an award's title with its mentor, and of the protocol with the award."""

from __future__ import annotations

from typing import Any

import pytest

from shared.contracts import participants
from shared.domain.ids import PersonId
from tests.integration.reporting.conftest import YEAR, Machine

pytestmark = pytest.mark.integration
MAX, ADA = PersonId("max"), PersonId("ada")
TITLE = "Премия Максимова Макса 👍"
SITTING = {"year": YEAR, "site": "https://a.example", "number": "1", "date": "2027-05-20"}


def award(machine: Machine, mentor: PersonId, title: str = TITLE) -> str:
    body = {"year": YEAR, "mentor": mentor, "title": title, "reason": "Спасибо 👍\x0bза всё\x07"}
    id = str(machine.call("POST", "/awards", body)["id"])
    decision = {"chosen": True, "protocol": "единогласно 你好"}
    machine.call("POST", f"/awards/{id}/decide", decision, role="head")
    machine.settle()
    return id


def issue(machine: Machine, **more: Any) -> Any:
    done = machine.call("POST", "/awards/protocol", {**SITTING, **more}, role="head")
    machine.settle()
    return done


def statuses(machine: Machine) -> list[str]:
    rows = machine.call("GET", "/documents", kind="protocol")["items"]
    return [row["status"] for row in sorted(rows, key=lambda row: row["version"])]


@pytest.fixture(name="named")
def _named(machine: Machine) -> Machine:
    machine.peer.names.update({MAX: "Максимов Макс", ADA: "Аделаидова Ада"})
    return machine


def test_the_title_is_stored_sealed_and_goes_with_the_mentor(machine: Machine) -> None:
    award(machine, MAX)
    [row] = machine.call("GET", "/awards")["items"]
    assert row["title"] == TITLE
    for name in machine.service.db.list_collection_names():
        assert "Максимова" not in str(list(machine.service.db[name].find())), name
    machine.hear(participants.PersonErased(MAX))
    machine.settle()
    rows = machine.call("GET", "/awards")["items"]
    assert all((row["title"], row["reason"]) == ("", None) for row in rows)


def test_a_title_of_before_is_shown_until_the_mentor_is_erased(named: Machine) -> None:
    body = {"year": YEAR, "mentor": MAX, "title": "x", "reason": "за всё"}
    id = named.call("POST", "/awards", body)["id"]
    commits = named.service.db.commits
    [stored] = commits.find({"events.type": "award.MentorNominated"})
    [event] = stored["events"]
    del event["data"]["title_before"]
    event |= {"v": 1, "data": {**event["data"], "title": "Наставник года"}}
    commits.update_one({"_id": stored["_id"]}, {"$set": {"events": [event]}})
    named.settle()
    assert named.call("GET", f"/awards/{id}")["title"] == "Наставник года"
    named.call("POST", f"/awards/{id}/decide", {"chosen": True, "protocol": "да"}, role="head")
    named.settle()
    issue(named)
    assert statuses(named) == ["valid"]
    named.hear(participants.PersonErased(MAX))
    named.settle()
    assert "Наставник года" not in str(named.call("GET", "/awards")["items"])


def test_the_protocol_with_anything_in_it_ends_with_an_award_that_it_names(named: Machine) -> None:
    first, second = award(named, MAX), award(named, ADA, "Наставник года")
    issue(named)
    assert statuses(named) == ["valid"]
    named.call("POST", f"/awards/{first}/revoke", {}, role="head")
    named.settle()
    assert statuses(named) == ["revoked"]
    issue(named, number="2")
    assert statuses(named) == ["revoked", "valid"]
    named.settle()
    third = award(named, MAX, "Третья")
    named.call("POST", f"/awards/{third}/revoke", {}, role="head")
    named.settle()
    assert statuses(named) == ["revoked", "valid"], "it does not name the third"
    named.call("POST", f"/awards/{second}/revoke", {}, role="head")
    named.settle()
    assert statuses(named) == ["revoked", "revoked"]


def test_no_protocol_is_issued_from_what_was_known_before_an_award_was_taken_back(
    named: Machine,
) -> None:
    first = award(named, MAX)
    award(named, ADA, "Наставник года")
    named.call("POST", f"/awards/{first}/revoke", {}, role="head")
    refusal = named.call("POST", "/awards/protocol", SITTING, role="head", status=412)
    assert "taken back" in refusal["detail"]
    named.settle()
    assert statuses(named) == ["revoked"]
    issue(named, number="2")
    assert statuses(named) == ["revoked", "valid"]


def test_a_protocol_issued_after_the_award_was_taken_back_stays(named: Machine) -> None:
    """Also where what is done by itself comes late to the award."""
    first = award(named, MAX)
    award(named, ADA, "Наставник года")
    issue(named)
    named.call("POST", f"/awards/{first}/revoke", {}, role="head")
    while named._sequencer.stamp() + named._runner.advance():
        pass
    issue(named, number="2")
    assert statuses(named) == ["replaced", "valid"]
