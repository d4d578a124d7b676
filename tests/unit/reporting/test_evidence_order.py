"""Ticks do not depend on how streams and topics interleave; inside a stream order holds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.domain.case import events as case
from services.reporting.domain.publication import events as publication
from shared.contracts import matching, meetings, participants
from tests.unit.reporting.year import (
    ADULT,
    CARD,
    CHILD,
    MENTOR,
    ONE,
    TWO,
    YEAR,
    P,
    notes,
    proofs,
    stream_of,
    streams,
    whole,
)  # fmt: skip

LATER: list[Any] = [
    *(participants.ConsentEnded(person, purpose, "withdrawn")
      for person in (CHILD, ADULT, MENTOR) for purpose in ("participation", "publication")),
    participants.CandidateRemoved(CHILD, "mentee", YEAR),
    participants.CandidateRemoved(MENTOR, "mentor", YEAR),
    participants.MenteeReturned(ADULT, YEAR),
    participants.MentorUnlisted(CARD, YEAR, "permission_revoked"),
    participants.MeasurementReopened(P, YEAR, "mentee", 1),
    participants.TrainingCompleted("training", MENTOR, YEAR, False),
    participants.PersonErased(ADULT),
    participants.MentorStays(MENTOR, YEAR, False, None),
    matching.ProposalDiscarded(P, YEAR, "run"),
    *(event for pairing in (ONE, TWO) for event in (
        matching.PairingSuspended(pairing, "consent"), matching.PairingResumed(pairing),
        matching.PairingEnded(pairing, "moved"),
        meetings.MeetingStruck(f"trial of {pairing}", pairing, YEAR, "trial"))),
    meetings.OutreachWithdrawn("event 5.1", "5.1", YEAR),
    case.CaseWithdrawn("case", YEAR, "erased"),
    publication.PublicationWithdrawn("publication", YEAR, "by_hand"),
]  # fmt: skip
ANYTHING = st.lists(st.sampled_from([*whole(), *LATER]), min_size=5, max_size=120)


@st.composite
def interleaved(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """The same streams in the order given, and in another order between streams."""
    things = draw(st.one_of(ANYTHING, ANYTHING.map(lambda more: [*whole(), *more])))
    waiting = {index: list(stream) for index, stream in enumerate(streams(things))}
    turns = draw(st.permutations([i for i, stream in waiting.items() for _ in stream]))
    return things, [waiting[index].pop(0) for index in turns]


@settings(max_examples=150, deadline=None)
@given(interleaved())
def test_any_interleaving_of_streams_gives_the_same_proofs(
    orders: tuple[list[Any], list[Any]],
) -> None:
    given_order, other_order = orders
    assert proofs(given_order) == proofs(other_order)


def test_no_two_streams_write_the_same_note() -> None:
    """The rule that the interleaving rests on."""
    writers: dict[str, set[tuple[str, ...]]] = {}
    for thing in [*whole(), *LATER]:
        for note in notes([thing]):
            writers.setdefault(note["id"], set()).add(stream_of(thing))
    assert {id: by for id, by in writers.items() if len(by) > 1} == {}


def test_inside_a_stream_the_later_word_holds() -> None:
    taken_back = participants.MentorStays(MENTOR, YEAR, False, None)
    again = participants.MentorStays(MENTOR, YEAR, True, None)
    assert not proofs([*whole(), taken_back])["7.8"].ticked
    assert proofs([*whole(), taken_back, again])["7.8"].ticked
