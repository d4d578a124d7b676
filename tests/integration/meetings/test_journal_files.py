"""Files of the journal belong to one series, are never written over, and go with their meeting."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.meetings.domain.meeting_series import events
from tests.integration.meetings.conftest import SCHOOL, Machine

pytestmark = pytest.mark.integration
MENTOR: dict[str, Any] = {"roles": ("mentor",), "person": "mentor"}
OTHERS: dict[str, Any] = {"roles": ("mentor",), "person": "mentor2"}
FIRST, SECOND = b"%PDF-1.7 first\n%%EOF", b"%PDF-1.7 other\n%%EOF"


def send(machine: Machine, pairing: str, meeting: str, content: bytes, **more: Any) -> Any:
    """The file under its key; ``name``, ``key`` and the expected ``status`` may be told."""
    token = machine._issuer.issue("meetings", tenant=SCHOOL, actor="mentor", **MENTOR)
    headers = {
        "Authorization": f"Bearer {token}", "Idempotency-Key": more.get("key", "one"),
    }  # fmt: skip
    path = f"/v1/pairings/{pairing}/meetings/{meeting}/attachments?name={more.get('name', 'a.pdf')}"
    answer = machine.client.post(path, data=content, headers=headers)
    assert answer.status_code == more.get("status", 200), answer.get_data(as_text=True)
    machine.settle()
    return json.loads(answer.get_data())


@pytest.fixture(name="kept")
def _kept(machine: Machine) -> tuple[str, str, str]:
    """Pairing, meeting and file."""
    pairing = machine.pair()
    meeting = machine.meet(pairing, "organisational")["meeting"]
    return pairing, meeting, send(machine, pairing, meeting, FIRST)["attachment"]


def file_of(machine: Machine, pairing: str, file: str, status: int = 200) -> Any:
    return machine.call("GET", f"/pairings/{pairing}/attachments/{file}", status=status, **MENTOR)


def stored(machine: Machine) -> int:
    return int(machine.service.db.attachments.count_documents({}))


def test_a_stranger_destroys_no_file_of_another_pairing(
    machine: Machine, kept: tuple[str, str, str]
) -> None:
    pairing, _, file = kept
    other = machine.pair("mentor2", "pupil2")
    path = f"/pairings/{other}/attachments/{file}/remove"
    assert machine.call("POST", path, {}, status=404, **OTHERS)["detail"] == "there is no such file"
    machine.call("POST", f"/pairings/{other}/attachments/nothing/remove", {}, status=404, **OTHERS)
    machine.settle()
    assert file_of(machine, pairing, file) == FIRST


def test_taking_a_file_away_again_is_no_fault(machine: Machine, kept: tuple[str, str, str]) -> None:
    pairing, meeting, file = kept
    for _ in range(2):
        machine.call("POST", f"/pairings/{pairing}/attachments/{file}/remove", {}, **MENTOR)
    machine.settle()
    assert stored(machine) == 0
    send(machine, pairing, meeting, FIRST)
    assert stored(machine) == 0, "the repeated request brought back what was destroyed"


@pytest.mark.parametrize("name", ["a.pdf", "b.pdf"])
def test_the_same_key_with_another_file_leaves_the_first_as_it_was(
    machine: Machine, kept: tuple[str, str, str], name: str
) -> None:
    pairing, meeting, file = kept
    refused = send(machine, pairing, meeting, SECOND, name=name, status=409)
    assert refused["code"] == "idempotency-conflict"
    assert (file_of(machine, pairing, file), stored(machine)) == (FIRST, 1)
    assert send(machine, pairing, meeting, FIRST)["attachment"] == file


def test_what_is_kept_is_never_written_over(machine: Machine, kept: tuple[str, str, str]) -> None:
    before = list(machine.service.db.attachments.find())
    pairing, meeting, file = kept
    assert send(machine, pairing, meeting, FIRST)["attachment"] == file
    assert list(machine.service.db.attachments.find()) == before


def test_the_files_of_a_struck_meeting_go_with_it(
    machine: Machine, kept: tuple[str, str, str]
) -> None:
    pairing, meeting, file = kept
    machine.call("POST", f"/pairings/{pairing}/meetings/{meeting}/strike", {})
    machine.settle()
    file_of(machine, pairing, file, status=404)
    assert stored(machine) == 0
    said = [one.event for one in machine.service.store.read_all(0, 1000)]
    assert [one.attachment for one in said if isinstance(one, events.AttachmentRemoved)] == [file]


def test_a_file_of_an_older_release_is_read_and_destroyed(
    machine: Machine, kept: tuple[str, str, str]
) -> None:
    pairing, _, file = kept
    machine.service.db.attachments.update_many({}, {"$unset": {"pairing": ""}})
    assert file_of(machine, pairing, file) == FIRST
    machine.call("POST", f"/pairings/{pairing}/attachments/{file}/remove", {}, **MENTOR)
    assert stored(machine) == 0
