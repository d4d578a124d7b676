"""A school asks; the answer comes from the mentor's home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.participants.domain.sharing_request import commands, events
from services.participants.domain.sharing_request.commands import SharingRequestCommand
from services.participants.domain.sharing_request.events import (
    SharingAnswered,
    SharingAsked,
    SharingRequestEvent,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, Refused

Status = Literal["none", "asked", "permitted", "refused", "ended"]


@dataclass(frozen=True, slots=True)
class SharingRequest:
    status: Status = "none"
    terms: SharingAsked | None = None


def decide(
    command: SharingRequestCommand, request: SharingRequest
) -> Sequence[SharingRequestEvent]:
    match command:
        case commands.Ask(entry, forms, places, until, today, purpose):
            if request.terms is not None:
                raise AlreadyExists("the request was made already")
            if until < today:
                raise Refused("a request cannot end in the past")
            if not forms or places < 1:
                raise Invalid("a request names at least one form and one place")
            return [SharingAsked(entry, forms, places, until, purpose)]
        case commands.Answer(answer, card):
            if request.terms is None or request.status == answer:
                return []
            return [SharingAnswered(answer, card)]
        case _:
            assert_never(command)


def evolve(request: SharingRequest, event: SharingRequestEvent) -> SharingRequest:
    match event:
        case events.SharingAsked():
            return SharingRequest("asked", event)
        case events.SharingAnswered(answer):
            return replace(request, status=answer)
        case _:
            assert_never(event)


SHARING_REQUEST: Decider[SharingRequestCommand, SharingRequestEvent, SharingRequest] = Decider(
    "sharing_request", (SharingAsked, SharingAnswered), SharingRequest(), decide, evolve
)
