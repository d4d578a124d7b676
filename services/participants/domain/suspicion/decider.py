"""A suspicion ends by a dismissal or a merge; across organisations one gives over, one merges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.participants.domain.suspicion import commands, events
from services.participants.domain.suspicion.commands import SuspicionCommand
from services.participants.domain.suspicion.events import DuplicateSuspected, SuspicionEvent
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId

Status = Literal["open", "dismissed", "merged", "given_over", "offered", "taken"]


@dataclass(frozen=True, slots=True)
class Suspicion:
    about: DuplicateSuspected | None = None
    status: Status = "open"


def decide(command: SuspicionCommand, suspicion: Suspicion) -> Sequence[SuspicionEvent]:
    about = suspicion.about
    if isinstance(command, commands.Suspect):
        if about is not None:
            return []
        return [DuplicateSuspected(command.suspicion, command.people, command.match)]
    if about is None:
        raise NotFound("there is no such suspicion")
    match command:
        case commands.Dismiss():
            if suspicion.status == "dismissed":
                return []
            _require(suspicion, "open", "offered")
            return [events.SuspicionDismissed(about.suspicion)]
        case commands.Merge(keep):
            return _merge(keep, suspicion, about)
        case commands.GiveOver() | commands.TakeHome():
            return _decide_home(command, suspicion, about)
        case commands.Offer() | commands.Taken():
            return _told(command, suspicion, about)
        case _:
            assert_never(command)


def _decide_home(
    command: commands.GiveOver | commands.TakeHome,
    suspicion: Suspicion,
    about: DuplicateSuspected,
) -> Sequence[SuspicionEvent]:
    if not about.match:
        raise Refused("both cards are here; merge them")
    if isinstance(command, commands.GiveOver):
        if suspicion.status == "given_over":
            return []
        _require(suspicion, "open")
        return [events.CardGivenOver(about.suspicion, about.match, about.people[0])]
    if suspicion.status == "merged":
        return []
    _require(suspicion, "offered")
    return [events.HomeTaken(about.suspicion, about.match, about.people[0])]


def _told(
    command: commands.Offer | commands.Taken, suspicion: Suspicion, about: DuplicateSuspected
) -> Sequence[SuspicionEvent]:
    """By the other side; what does not fit any more changes nothing."""
    if isinstance(command, commands.Offer):
        return [events.CardOffered(about.suspicion)] if suspicion.status == "open" else []
    if suspicion.status != "given_over":
        return []
    return [events.CardTaken(about.suspicion, about.people[0])]


def _require(suspicion: Suspicion, *statuses: Status) -> None:
    if suspicion.status not in statuses:
        raise Refused("the two cards cannot be treated so now", code="not-now")


def _merge(
    keep: PersonId, suspicion: Suspicion, about: DuplicateSuspected
) -> Sequence[SuspicionEvent]:
    if about.match:
        raise Refused("only the home merges, once the other organisation has given over")
    if keep not in about.people:
        raise NotFound("there is no such card here")
    if suspicion.status == "merged":
        return []
    _require(suspicion, "open")
    (dropped,) = (person for person in about.people if person != keep)
    return [events.CardsMerged(about.suspicion, keep, dropped)]


def evolve(suspicion: Suspicion, event: SuspicionEvent) -> Suspicion:
    match event:
        case events.DuplicateSuspected():
            return Suspicion(event)
        case events.SuspicionDismissed():
            return replace(suspicion, status="dismissed")
        case events.CardsMerged() | events.HomeTaken():
            return replace(suspicion, status="merged")
        case events.CardGivenOver():
            return replace(suspicion, status="given_over")
        case events.CardOffered():
            return replace(suspicion, status="offered")
        case events.CardTaken():
            return replace(suspicion, status="taken")
        case _:
            assert_never(event)


SUSPICION: Decider[SuspicionCommand, SuspicionEvent, Suspicion] = Decider(
    "suspicion",
    (
        events.DuplicateSuspected,
        events.SuspicionDismissed,
        events.CardsMerged,
        events.CardGivenOver,
        events.CardOffered,
        events.HomeTaken,
        events.CardTaken,
    ),
    Suspicion(),
    decide,
    evolve,
)
