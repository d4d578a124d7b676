"""An erasure waits for every place that knew the person, in whatever order they confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, assert_never

from services.participants.domain.erasure import commands, events
from services.participants.domain.erasure.commands import ErasureCommand
from services.participants.domain.erasure.events import ErasureEvent, Place, PlaceErased
from shared.domain.decider import Decider
from shared.domain.errors import Refused

TERM: Final = timedelta(days=30)
"""From the request to the end, by the law on personal data."""

Status = Literal["none", "requested", "declined", "running", "completed"]


@dataclass(frozen=True, slots=True)
class Erasure:
    """``confirmed`` may grow before ``waiting`` is known: messages do not wait for each other."""

    status: Status = "none"
    requested: events.ErasureRequested | None = None
    begun_on: date | None = None
    waiting: frozenset[Place] = frozenset()
    confirmed: Mapping[Place, PlaceErased] = field(default_factory=dict)
    completed_on: date | None = None
    certificate: events.CertificateSigned | None = None

    @property
    def missing(self) -> frozenset[Place]:
        return self.waiting - self.confirmed.keys()


def decide(command: ErasureCommand, erasure: Erasure) -> Sequence[ErasureEvent]:
    match command:
        case commands.Request(person, by, today):
            if erasure.status not in ("none", "declined"):
                return []
            return [events.ErasureRequested(person, by, today, today + TERM)]
        case commands.Decline(reason):
            return _decline(reason, erasure)
        case commands.Begin():
            return _begin(command, erasure)
        case commands.ConfirmPlace():
            return _confirm(command, erasure)
        case commands.Sign():
            return _sign(command, erasure)
        case _:
            assert_never(command)


def _decline(reason: events.DeclineReason, erasure: Erasure) -> Sequence[ErasureEvent]:
    if erasure.status == "declined":
        return []
    if erasure.status != "requested" or erasure.requested is None:
        raise Refused("no request waits for an answer")
    return [events.ErasureDeclined(erasure.requested.person, reason)]


def _begin(command: commands.Begin, erasure: Erasure) -> Sequence[ErasureEvent]:
    if erasure.status in ("running", "completed"):
        return []
    person, today = command.person, command.today
    begun = events.ErasureBegun(person, today, command.places)
    happened: list[ErasureEvent] = [begun]
    if erasure.status != "requested":
        asked = events.ErasureRequested(person, "coordinator", today, today + TERM)
        happened = [asked, begun]
    if set(command.places) <= erasure.confirmed.keys():
        happened.append(events.ErasureCompleted(person, today))
    return happened


def _confirm(command: commands.ConfirmPlace, erasure: Erasure) -> Sequence[ErasureEvent]:
    if command.place in erasure.confirmed:
        return []
    place = PlaceErased(command.person, command.place, command.today, command.kept)
    if erasure.status == "running" and erasure.missing == {command.place}:
        return [place, events.ErasureCompleted(command.person, command.today)]
    return [place]


def _sign(command: commands.Sign, erasure: Erasure) -> Sequence[ErasureEvent]:
    if erasure.requested is None or erasure.status != "completed":
        raise Refused("the erasure is not complete")
    if erasure.certificate is not None:
        return []
    return [
        events.CertificateSigned(
            erasure.requested.person,
            command.code,
            command.content,
            command.signature,
            command.key,
        )
    ]


def evolve(erasure: Erasure, event: ErasureEvent) -> Erasure:
    match event:
        case events.ErasureRequested():
            return replace(erasure, status="requested", requested=event)
        case events.ErasureDeclined():
            return replace(erasure, status="declined")
        case events.ErasureBegun(_, on, places):
            return replace(erasure, status="running", begun_on=on, waiting=frozenset(places))
        case events.PlaceErased(place=place):
            return replace(erasure, confirmed={**erasure.confirmed, place: event})
        case events.ErasureCompleted(_, on):
            return replace(erasure, status="completed", completed_on=on)
        case events.CertificateSigned():
            return replace(erasure, certificate=event)
        case _:
            assert_never(event)


ERASURE: Decider[ErasureCommand, ErasureEvent, Erasure] = Decider(
    "erasure",
    (
        events.ErasureRequested,
        events.ErasureDeclined,
        events.ErasureBegun,
        events.PlaceErased,
        events.ErasureCompleted,
        events.CertificateSigned,
    ),
    Erasure(),
    decide,
    evolve,
)
