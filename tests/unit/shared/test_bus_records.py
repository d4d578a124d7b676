"""Messages as CloudEvents, and which failures are the message's own."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    InvalidOperation,
    OperationFailure,
    ServerSelectionTimeoutError,
)

from shared.bus.cloudevents import Unreadable, body, headers, message_of
from shared.bus.codec import UnknownMessage, decode, encode
from shared.bus.failures import may_pass
from shared.bus.port import BusUnavailable, Message
from shared.contracts.participants import TOPIC as PARTICIPANTS
from shared.contracts.participants import MenteeAdmitted
from shared.contracts.reporting import TOPIC, AwardGiven
from shared.domain.errors import Refused, Unavailable
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.eventstore.upcasting import Upcasters
from tests.integration.shared.bus_messages import Owner


def test_a_record_is_a_cloud_event_in_binary_mode() -> None:
    found = dict(headers(Owner().award("award-1")))
    assert found["ce_specversion"] == b"1.0"
    assert found["ce_source"] == b"/mentorbase/reporting"
    assert found["ce_subject"] == b"award-1"
    assert found["content-type"] == b"application/json; charset=utf-8"
    assert {name for name in found if name != "content-type"} == {
        f"ce_{name}" for name in (
            "specversion", "id", "source", "type", "subject", "time", "tenant", "position",
            "previous", "schemaversion", "sourceposition", "correlation", "causation",
        )
    }  # fmt: skip


def test_text_travels_as_it_is() -> None:
    assert "наставник ё" in body(Owner().award("award-1", "наставник ё")).decode()


@given(award=st.text(), tenant=st.text(min_size=1), stream=st.text(min_size=1))
def test_any_message_comes_back(award: str, tenant: str, stream: str) -> None:
    try:
        (award + tenant + stream).encode()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text
    sent = Owner().award(stream, award, tenant)
    assert message_of(TOPIC, sent.partition, headers(sent), body(sent)) == sent
    assert Message.from_dict(json.loads(json.dumps(sent.to_dict()))) == sent


@pytest.mark.parametrize("value", [None, b"", b"{", b"\xff"])
def test_a_record_that_is_no_message_is_unreadable(value: bytes | None) -> None:
    sent = Owner().award("award-1")
    with pytest.raises(Unreadable):
        message_of(TOPIC, 0, headers(sent), value)
    with pytest.raises(Unreadable):
        message_of(TOPIC, 0, headers(sent)[:4], body(sent))


def test_a_topic_holds_its_own_messages_only() -> None:
    with pytest.raises(UnknownMessage, match="no message of"):
        encode(PARTICIPANTS, AwardGiven("a", PersonId("p"), "2026/27"))


def test_plain_personal_text_is_refused_and_sealed_text_passes() -> None:
    with pytest.raises(ValueError, match="plain text"):
        encode(PARTICIPANTS, MenteeAdmitted(PersonId("p"), "2026/27", Personal.of("Анна")))
    sealed = MenteeAdmitted(PersonId("p"), "2026/27", Personal.from_sealed("envelope"))
    assert encode(PARTICIPANTS, sealed)[2]["features"] == "envelope"


def test_an_older_message_is_lifted_and_a_newer_one_is_unknown() -> None:
    steps = Upcasters({(f"{TOPIC}.AwardGiven", 0): lambda data: {**data, "year": "2026/27"}})
    sent = Owner().award("award-1")
    old = Message.from_dict(
        {**sent.to_dict(), "schema_version": 0, "data": {"award": "a", "mentor": "m"}}
    )
    assert decode(old, steps).message == AwardGiven("a", PersonId("m"), "2026/27")
    newer = Message.from_dict({**sent.to_dict(), "schema_version": 2})
    with pytest.raises(UnknownMessage):
        decode(newer, steps)


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect(), ServerSelectionTimeoutError(), InvalidOperation("closed"),
        OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]}),
        OperationFailure("no snapshot yet", 246),
        OperationFailure("not allowed", 13), BusUnavailable(), Unavailable("a peer"),
        ConnectionResetError(),
    ],
)  # fmt: skip
def test_failures_of_the_surroundings_may_pass(error: Exception) -> None:
    assert may_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("field"), ZeroDivisionError(), Refused("a rule"), UnknownMessage("type"),
        DuplicateKeyError("twice", 11000), BulkWriteError({"writeErrors": []}),
        OperationFailure("bad update", 9),
    ],
)  # fmt: skip
def test_failures_of_the_message_never_pass(error: Exception) -> None:
    assert not may_pass(error)
