"""What the other services hear."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.matching.application.publications import publish
from services.matching.domain.ballot import events as ballot
from services.matching.domain.order import events as order
from services.matching.domain.pairing import events as pairing
from services.matching.domain.programme import events as programme
from shared.contracts import matching as messages
from shared.domain.envelope import Recorded
from shared.domain.ids import (
    ActorId,
    CommitId,
    PairingId,
    PersonId,
    ProgrammeId,
    TenantId,
    stream_id,
)
from shared.domain.personal import Personal

ID, YEAR, DAY = ProgrammeId("programme"), "2026/27", date(2026, 9, 1)
HOME, MENTOR = TenantId("home"), PersonId("mentor")


def published(event: Any, category: str = "pairing") -> list[object]:
    recorded = Recorded(
        id="commit.0", tenant=TenantId("school"), stream=stream_id(category, "thing"), version=1,
        event=event, commit=CommitId("commit"), actor=ActorId("actor"), correlation="c",
        causation="", recorded_at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    return list(publish(recorded))


def test_a_programme_is_told_of() -> None:
    opened = programme.ProgrammeOpened(ID, YEAR, DAY, date(2027, 5, 31))
    assert published(opened) == [messages.ProgrammeOpened(ID, YEAR, DAY, date(2027, 5, 31))]
    chosen = programme.FormsChosen(ID, YEAR, ("pupil_pupil",), {}, Personal.of("{}"))
    assert published(chosen) == [messages.FormsChosen(ID, YEAR, ("pupil_pupil",))]


def test_a_ballot_is_told_of_when_it_closes_and_a_choice_never() -> None:
    closed = ballot.BallotsClosed(ID, YEAR, 10, 8)
    assert published(closed, "ballot") == [messages.BallotsClosed(ID, YEAR, 10, 8)]
    cast = ballot.BallotCast(MENTOR, "mentor", Personal.of("{}"))
    assert published(cast, "ballot") == []


def test_an_issued_order_names_every_pair_but_no_text() -> None:
    issued = order.OrderIssued(
        "thing", ID, YEAR, "change", "15", DAY, MENTOR, (PairingId("new"),),
        (order.Ending(PairingId("old"), "time"),), "local-act", Personal.of("file"),
    )  # fmt: skip
    assert published(issued, "order") == [
        messages.OrderIssued("thing", ID, YEAR, "change", (PairingId("new"), PairingId("old")))
    ]


def test_a_pairing_is_told_of_once_it_is_active() -> None:
    terms = (ID, YEAR, "student_pupil", MENTOR, HOME, PersonId("at-home"), (PersonId("anna"),))
    proposed = pairing.PairingProposed(*terms, "run", DAY, DAY)
    assert published(proposed) == []
    activated = pairing.PairingActivated(PairingId("thing"), *terms, "order")
    assert published(activated) == [messages.PairingActivated(PairingId("thing"), *terms, "order")]
    ended = pairing.PairingEnded("completed", None, HOME, MENTOR)
    assert published(ended) == [messages.PairingEnded(PairingId("thing"), "completed")]
