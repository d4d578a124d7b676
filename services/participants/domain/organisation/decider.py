"""An organisation is registered once, by its municipality, and counts its own denominators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.organisation import commands, events
from services.participants.domain.organisation.commands import OrganisationCommand
from services.participants.domain.organisation.events import Kind, OrganisationEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class Organisation:
    id: TenantId | None = None
    kind: Kind = "school"
    municipality: TenantId | None = None
    name: str = ""
    counts: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def decide(command: OrganisationCommand, organisation: Organisation) -> Sequence[OrganisationEvent]:
    match command:
        case commands.Register(id, kind, municipality, name):
            if organisation.id:
                raise AlreadyExists("the organisation is registered already")
            return [events.OrganisationRegistered(id, kind, municipality, name)]
        case commands.Enter(id, kind, municipality, name):
            if organisation.id:
                return []
            return [events.OrganisationEntered(id, kind, municipality, name)]
        case commands.CountDenominators():
            return _count(command, organisation)
        case _:
            assert_never(command)


def _count(
    command: commands.CountDenominators, organisation: Organisation
) -> Sequence[OrganisationEvent]:
    if organisation.id is None:
        raise NotFound("the organisation is not registered")
    if any(count < 0 for _, count in command.counts):
        raise Invalid("a count cannot be below zero")
    counts = tuple(sorted(command.counts))
    if organisation.counts.get(command.year) == counts:
        return []
    return [events.DenominatorsCounted(organisation.id, command.year, counts, command.counted_on)]


def evolve(organisation: Organisation, event: OrganisationEvent) -> Organisation:
    match event:
        case events.OrganisationRegistered(id, kind, municipality, name) | (
            events.OrganisationEntered(id, kind, municipality, name)
        ):
            return replace(organisation, id=id, kind=kind, municipality=municipality, name=name)
        case events.DenominatorsCounted(_, year, counts):
            return replace(organisation, counts={**organisation.counts, year: counts})
        case _:
            assert_never(event)


ORGANISATION: Decider[OrganisationCommand, OrganisationEvent, Organisation] = Decider(
    "organisation",
    (events.OrganisationRegistered, events.OrganisationEntered, events.DenominatorsCounted),
    Organisation(),
    decide,
    evolve,
)
