"""Which of matching's events the other services hear of, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.matching.domain.ballot import events as ballot
from services.matching.domain.match_run import events as match_run
from services.matching.domain.order import events as order
from services.matching.domain.pairing import events as pairing
from services.matching.domain.places import events as places
from services.matching.domain.programme import events as programme
from shared.contracts import erasure
from shared.contracts import matching as messages
from shared.domain import erasing
from shared.domain.envelope import Recorded
from shared.domain.ids import PairingId, PersonId


def publish(recorded: Recorded[Any]) -> Sequence[object]:
    """Pure; whatever is not named here stays private."""
    if isinstance(recorded.event, programme.ProgrammeEvent):
        return _of_programme(recorded.event)
    if isinstance(recorded.event, pairing.PairingEvent):
        return _of_pairing(PairingId(recorded.key), recorded.event)
    if isinstance(recorded.event, places.PlacesEvent):
        return _of_places(PersonId(recorded.key), recorded.event)
    return _of_selection(recorded.key, recorded.event)


def _of_places(mentor: PersonId, event: places.PlacesEvent) -> Sequence[object]:
    """Reservations run out by themselves and are nobody else's concern."""
    match event:
        case places.PlaceConfirmed(claim=claim, places=count):
            return (messages.PlaceTaken(mentor, claim, count),)
        case places.PlaceReleased(claim):
            return (messages.PlaceFreed(mentor, claim),)
        case _:
            return ()


def _of_programme(event: programme.ProgrammeEvent) -> Sequence[object]:
    match event:
        case programme.ProgrammeOpened(id, year, starts, ends):
            return (messages.ProgrammeOpened(id, year, starts, ends),)
        case programme.FormsChosen(programme=id, year=year, forms=forms):
            return (messages.FormsChosen(id, year, forms),)
        case programme.SupplyAnalysed(id, year, requests, covered, gaps):
            return (messages.SupplyAnalysed(id, year, requests, covered, gaps),)
        case _:
            return ()


def _of_selection(key: str, event: object) -> Sequence[object]:
    match event:
        case ballot.BallotsClosed(id, year, invited, cast):
            return (messages.BallotsClosed(id, year, invited, cast),)
        case match_run.RunProposed(programme=id, year=year, pairs=pairs, unmatched=unmatched):
            return (messages.PairsProposed(id, year, key, pairs, unmatched),)
        case match_run.RunDiscarded(id, year):
            return (messages.ProposalDiscarded(id, year, key),)
        case order.OrderIssued(programme=id, year=year, kind=kind):
            lines = (*event.pairings, *(line.pairing for line in event.ending))
            return (messages.OrderIssued(event.order, id, year, kind, lines),)
        case erasing.SubjectErased(subject, kept):
            return (erasure.SubjectErased(subject, kept),)
        case _:
            return ()


def _of_pairing(id: PairingId, event: pairing.PairingEvent) -> Sequence[object]:
    match event:
        case pairing.PairingActivated():
            return (
                messages.PairingActivated(
                    event.pairing, event.programme, event.year, event.form, event.mentor,
                    event.mentor_home, event.home_person, event.mentees, event.order,
                ),
            )  # fmt: skip
        case pairing.PairingSuspended(reason):
            return (messages.PairingSuspended(id, reason),)
        case pairing.MemberLeft(person, reason, stay):
            return (messages.MemberLeft(id, person, reason, stay),)
        case pairing.PairingResumed():
            return (messages.PairingResumed(id),)
        case pairing.PairingEnded(reason=reason):
            return (messages.PairingEnded(id, reason),)
        case pairing.ParticipantsInformed(order=number):
            return (messages.ParticipantsInformed(id, number),)
        case _:
            return ()
