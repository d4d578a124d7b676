"""An organisation is registered once, by its municipality, and counts its own denominators.

A company applies instead and stands as the municipality decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.inn import is_inn
from services.participants.domain.organisation import commands, events
from services.participants.domain.organisation.commands import OrganisationCommand
from services.participants.domain.organisation.events import (
    Kind,
    OrganisationEvent,
    Standing,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import TenantId
from shared.domain.personal import Personal

_NEXT: Mapping[Standing, frozenset[Standing]] = {
    "applied": frozenset({"verified", "refused"}),
    "refused": frozenset({"verified"}),
    "verified": frozenset({"left"}),
    "left": frozenset({"verified"}),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    id: TenantId | None = None
    kind: Kind = "school"
    municipality: TenantId | None = None
    name: str = ""
    standing: Standing = "verified"
    reason: Personal | None = None
    counts: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def decide(command: OrganisationCommand, organisation: Organisation) -> Sequence[OrganisationEvent]:
    match command:
        case commands.Register(id, kind, municipality, name):
            if organisation.id:
                raise AlreadyExists("the organisation is registered already")
            return [events.OrganisationRegistered(id, kind, municipality, name)]
        case commands.Enter(id, kind, municipality, name, standing):
            if organisation.id:
                return []
            return [events.OrganisationEntered(id, kind, municipality, name, standing)]
        case commands.Apply():
            return _apply(command, organisation)
        case commands.ChangeStanding():
            return _change_standing(command, organisation)
        case commands.CountDenominators():
            return _count(command, organisation)
        case _:
            assert_never(command)


def _apply(command: commands.Apply, organisation: Organisation) -> Sequence[OrganisationEvent]:
    """Who was refused may apply again; who stands already may not."""
    if not command.name.strip():
        raise Invalid("a company has a name", {"name": ["missing"]})
    if not is_inn(command.inn):
        raise Invalid("the INN is mistyped", {"inn": ["the control digits do not fit"]})
    if organisation.id and organisation.standing != "refused":
        raise AlreadyExists("a company with this INN is known already", code="company-known")
    return [
        events.CompanyApplied(
            command.organisation,
            command.municipality,
            command.name,
            command.inn,
            command.invited_by,
            command.contact,
        )
    ]


def _change_standing(
    command: commands.ChangeStanding, organisation: Organisation
) -> Sequence[OrganisationEvent]:
    if organisation.id is None or organisation.kind != "company":
        raise NotFound("there is no such company")
    if command.standing == organisation.standing:
        return []
    if command.standing == "applied" and organisation.standing == "refused":
        pass  # its new application has reached the company's own tenant
    elif command.standing not in _NEXT[organisation.standing]:
        raise Refused(f"a company that is {organisation.standing} cannot become {command.standing}")
    return [
        events.StandingChanged(organisation.id, command.standing, command.reason, command.today)
    ]


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
        case events.OrganisationRegistered(id, kind, municipality, name):
            return replace(organisation, id=id, kind=kind, municipality=municipality, name=name)
        case events.OrganisationEntered(id, kind, municipality, name, standing):
            return replace(
                organisation,
                id=id,
                kind=kind,
                municipality=municipality,
                name=name,
                standing=standing,
            )
        case events.CompanyApplied(id, municipality, name):
            return replace(
                organisation,
                id=id,
                kind="company",
                municipality=municipality,
                name=name,
                standing="applied",
            )
        case events.StandingChanged(_, standing, reason):
            return replace(organisation, standing=standing, reason=reason)
        case events.DenominatorsCounted(_, year, counts):
            return replace(organisation, counts={**organisation.counts, year: counts})
        case _:
            assert_never(event)


ORGANISATION: Decider[OrganisationCommand, OrganisationEvent, Organisation] = Decider(
    "organisation",
    (
        events.OrganisationRegistered,
        events.OrganisationEntered,
        events.CompanyApplied,
        events.StandingChanged,
        events.DenominatorsCounted,
    ),
    Organisation(),
    decide,
    evolve,
)
