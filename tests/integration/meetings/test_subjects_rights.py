"""What meetings answers to a subject, whose reading it records, and how it ends an erasure."""

from __future__ import annotations

import json

from shared.contracts.participants import PersonErased
from shared.domain.ids import PersonId, TenantId
from tests.integration.meetings.conftest import SCHOOL, Machine

OTHER_SCHOOL = TenantId("another-school")


def test_a_subject_is_answered_with_their_own_texts_only(machine: Machine) -> None:
    pairing = machine.working()
    machine.call("GET", f"/pairings/{pairing}/journal")
    held = machine.call("GET", "/subjects/mentee", roles=("service",))
    meetings = [one for one in held["items"] if one["kind"] == "meeting_series.MeetingHeld"]
    assert {one["texts"]["topic"] for one in meetings} == {"дроби"}
    assert {(*one["purposes"], one["others"]) for one in meetings} == {("participation", 1)}
    assert "mentor" not in json.dumps([one["facts"] for one in meetings])
    for other in (("nobody", SCHOOL), ("mentee", OTHER_SCHOOL)):
        answer = machine.call("GET", f"/subjects/{other[0]}", roles=("service",), tenant=other[1])
        assert answer["items"] == []
    machine.call("GET", "/subjects/mentee", roles=("coordinator",), status=403)

    first = machine.call("GET", "/subjects/mentee", roles=("service",), limit=2)
    rest = machine.call("GET", "/subjects/mentee", roles=("service",), after=first["next"])
    assert first["items"] + rest["items"] == held["items"]


def test_who_read_the_journal_is_told(machine: Machine) -> None:
    pairing = machine.working()
    machine.call("GET", f"/pairings/{pairing}/journal", roles=("mentor",), person="mentor")
    reads = machine.call("GET", "/subjects/mentee/reads", roles=("service",))["items"]
    assert [(one["why"], one["roles"], one["what"]) for one in reads] == [
        ("journal", ["mentor"], ["journal", "goal"])
    ]
    nobody = machine.call("GET", "/subjects/mentee/reads", roles=("service",), tenant=OTHER_SCHOOL)
    assert nobody["items"] == []


def test_an_erasure_is_confirmed_once_when_the_keys_are_gone(machine: Machine) -> None:
    machine.working()
    machine.hear(PersonErased(PersonId("mentee")))
    machine.hear(PersonErased(PersonId("mentee")))
    machine.settle()
    said = [data for kind, data in machine.published() if kind == "SubjectErased"]
    assert said == [{"subject": "mentee", "kept": ()}]
    held = machine.call("GET", "/subjects/mentee", roles=("service",))["items"]
    texts = [text for one in held for text in one["texts"].values()]
    assert texts
    assert set(texts) == {None}
