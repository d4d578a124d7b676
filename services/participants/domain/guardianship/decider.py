"""A guardian is linked to a child and counts only once the school has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.guardianship import commands, events
from services.participants.domain.guardianship.commands import GuardianshipCommand
from services.participants.domain.guardianship.events import GuardianshipEvent
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Guardianship:
    guardian: PersonId | None = None
    child: PersonId | None = None
    linked: bool = False
    confirmed: bool = False


def decide(command: GuardianshipCommand, link: Guardianship) -> Sequence[GuardianshipEvent]:
    if isinstance(command, commands.Link):
        if command.guardian == command.child:
            raise Invalid("nobody is their own guardian")
        return [] if link.linked else [events.GuardianLinked(command.guardian, command.child)]
    if link.guardian is None or link.child is None:
        raise NotFound("the guardian is not linked to the child")
    match command:
        case commands.Confirm():
            if not link.linked:
                raise NotFound("the guardian is not linked to the child")
            return [] if link.confirmed else [events.GuardianConfirmed(link.guardian, link.child)]
        case commands.Unlink():
            return [events.GuardianUnlinked(link.guardian, link.child)] if link.linked else []
        case _:
            assert_never(command)


def evolve(link: Guardianship, event: GuardianshipEvent) -> Guardianship:
    match event:
        case events.GuardianLinked(guardian, child):
            return Guardianship(guardian, child, linked=True)
        case events.GuardianConfirmed():
            return replace(link, confirmed=True)
        case events.GuardianUnlinked():
            return replace(link, linked=False, confirmed=False)
        case _:
            assert_never(event)


GUARDIANSHIP: Decider[GuardianshipCommand, GuardianshipEvent, Guardianship] = Decider(
    "guardianship",
    (events.GuardianLinked, events.GuardianConfirmed, events.GuardianUnlinked),
    Guardianship(),
    decide,
    evolve,
)
