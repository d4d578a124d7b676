"""What a municipal round computes from, read school by school in each school's own tenant.

Only the worker calls this: features of several schools' people are in one memory while it computes,
and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.matching.application import candidates
from services.matching.application.candidates import Bases, Home
from services.matching.domain.engine.problem import Problem
from services.matching.domain.engine.town import Part
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme.decider import PROGRAMME, Programme
from services.matching.domain.round.decider import Entry
from shared.domain.ids import PersonId, TenantId, derived_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True, slots=True)
class School:
    """``scope`` is the school's tenant as the round's crossing opens it."""

    scope: Scope
    entry: Entry
    programme: Programme
    bases: Bases
    problem: Problem

    def part(self) -> Part:
        counted = {
            guide.id: counted_as(self.bases.homes[guide.id]) for guide in self.problem.guides
        }
        return Part(self.scope.tenant, self.problem, counted)


def counted_as(home: Home) -> str:
    """Whose places are counted together: the person at home, whatever a school's card is called."""
    return f"{home.tenant}|{home.person}"


def read(service: Service, council: Scope, school: TenantId, entry: Entry) -> School:
    """Mentees with a pairing in the programme need no other; a mentor who is twice in a school's
    base counts once. Raises Refused where the programme no longer runs a form."""
    scope = council.crossing("round_proposal", to=school)
    programme = service.handler.existing(scope, PROGRAMME, entry.programme).state
    programme.require_forms(entry.forms)
    bases = candidates.load(service, scope, entry.programme, programme.year, entry.forms)
    paired = _paired(service, scope, entry)
    guides = {counted_as(bases.homes[g.id]): g for g in sorted(bases.guides, key=lambda g: g.id)}
    bases = replace(
        bases,
        seekers=tuple(seeker for seeker in bases.seekers if seeker.id not in paired),
        guides=tuple(guides.values()),
    )
    problem = Problem(
        seekers=bases.seekers,
        guides=bases.guides,
        forms=entry.forms,
        weights=programme.weights,
        seed=derived_id("seed", entry.programme),
        day=service.clock.now().date().isoformat(),
    )
    return School(scope, entry, programme, bases, problem)


def _paired(service: Service, scope: Scope, entry: Entry) -> frozenset[str]:
    standing = service.views.reader(scope, "pairs").all(
        {"programme": entry.programme, "status": {"$nin": ["dropped", "ended"]}}
    )
    return frozenset(mentee for pairing in standing for mentee in pairing["mentees"])


def left_over_all(service: Service, schools: list[School]) -> dict[str, int]:
    """How many places each mentor has left over all schools, as their home's stream says now."""
    now = service.clock.now()
    homes: dict[TenantId, set[str]] = {}
    for school in schools:
        for guide in school.problem.guides:
            home = school.bases.homes[guide.id]
            homes.setdefault(home.tenant, set()).add(home.person)
    left = {}
    for tenant, people in sorted(homes.items()):
        there = schools[0].scope.crossing("place", tenant)
        states = service.batches.states(there, MENTOR_PLACES, sorted(people))
        for person, places in states.items():
            left[counted_as(Home(tenant, PersonId(person)))] = places.free(tenant, now)
    return left
