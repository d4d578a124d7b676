"""The next best: mentors with a free place for one mentee, and a pair proposed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import adopting, candidates
from services.matching.application.candidates import Bases
from services.matching.domain.engine.match import judge_pair
from services.matching.domain.engine.problem import Fit, Guide, Problem, Seeker
from services.matching.domain.enrolment import commands as enrolment
from services.matching.domain.enrolment.decider import ENROLMENT
from services.matching.domain.pairing import commands as pairing
from services.matching.domain.pairing.decider import PAIRING, Pairing
from services.matching.domain.programme.decider import PROGRAMME, Programme
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PairingId, PersonId, ProgrammeId, derived_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

LOST: Final = "no_place"
"""Why a pair is dropped whose place went to another school."""


@dataclass(frozen=True, slots=True)
class Alternative:
    mentor: PersonId
    form: str
    score: int
    free: int
    facts: Mapping[str, Any]


def ranked(
    service: Service, scope: Scope, programme_id: ProgrammeId, mentee: PersonId, *, most: int
) -> tuple[Alternative, ...]:
    """Mentors who have a place now and with whom no rule is broken, the best first; by id where two
    are alike, so that everybody sees the same order."""
    programme = service.handler.existing(scope, PROGRAMME, programme_id).state
    bases = _bases(service, scope, programme_id, programme)
    seeker = _seeker(bases, mentee)
    found = []
    for guide in bases.guides:
        fit = _judge(service, programme, seeker, guide) if guide.free > 0 else ()
        if isinstance(fit, Fit):
            found.append(
                Alternative(PersonId(guide.id), fit.form, fit.score, guide.free, dict(fit.facts))
            )
    return tuple(sorted(found, key=lambda one: (-one.score, one.mentor))[:most])


def judged(
    service: Service, scope: Scope, programme_id: ProgrammeId, mentee: PersonId, mentor: PersonId
) -> tuple[Fit, adopting.Terms]:
    """How the two fit. Raises Refused with the first rule that says no."""
    programme = service.handler.existing(scope, PROGRAMME, programme_id).state
    bases = _bases(service, scope, programme_id, programme)
    guide = next((guide for guide in bases.guides if guide.id == mentor), None)
    if guide is None:
        raise NotFound("the mentor is no candidate")
    fit = _judge(service, programme, _seeker(bases, mentee), guide)
    if not isinstance(fit, Fit):
        raise Refused(f"the pair breaks a rule: {', '.join(fit)}", code=fit[0])
    home = bases.homes[mentor]
    terms = adopting.Terms(
        programme_id, fit.form, mentor, home.tenant, home.person, (mentee,)
    )  # fmt: skip
    return fit, terms


def offer(
    service: Service,
    scope: Scope,
    programme_id: ProgrammeId,
    mentee: PersonId,
    mentor: PersonId,
    *,
    instead_of: PairingId | None,
    key: str,
) -> PairingId:
    """Proposes the two to each other. ``instead_of`` is the mentee's pair that cannot begin: it is
    dropped once the new place is reserved, so that a lost race changes nothing. May be repeated
    under its key."""
    run_id = derived_id("offer", scope.tenant, scope.actor, programme_id, key)
    id = PairingId(derived_id("pairing", run_id, mentor, mentee))
    if service.handler.state(scope, PAIRING, id).version:
        return id
    old = _replaceable(service, scope, instead_of, mentee) if instead_of else None
    _, terms = judged(service, scope, programme_id, mentee, mentor)

    def free() -> None:
        if instead_of and old:
            _drop(service, scope, instead_of, old, key)

    return adopting.create(service, scope, run_id, terms, key=key, once_reserved=free)


def _bases(service: Service, scope: Scope, id: ProgrammeId, programme: Programme) -> Bases:
    return candidates.load(service, scope, id, programme.year, programme.forms)


def _seeker(bases: Bases, mentee: PersonId) -> Seeker:
    found = next((seeker for seeker in bases.seekers if seeker.id == mentee), None)
    if found is None:
        raise NotFound("the mentee is no candidate")
    return found


def _judge(
    service: Service, programme: Programme, seeker: Seeker, guide: Guide
) -> Fit | tuple[str, ...]:
    day = service.clock.now().date().isoformat()
    problem = Problem((seeker,), (guide,), programme.forms, programme.weights, seed="", day=day)
    return judge_pair(problem)


def _replaceable(service: Service, scope: Scope, id: PairingId, mentee: PersonId) -> Pairing:
    state = service.handler.existing(scope, PAIRING, id).state
    if state.mentees != (mentee,):
        raise Refused("only a pair of this mentee can be replaced", code="not-this-pair")
    if state.status not in ("proposed", "agreed", "dropped"):
        raise Refused(f"the pairing is {state.status}", code=f"pairing-{state.status}")
    return state


def _drop(service: Service, scope: Scope, id: PairingId, old: Pairing, key: str) -> None:
    """The policy frees the people of a dropped pairing too, a moment later than is needed here."""
    service.handler.handle(scope, PAIRING, id, pairing.Drop(LOST), key=f"{key}:drop")
    for person in old.people:
        leave = enrolment.Leave(id)
        service.handler.handle(scope, ENROLMENT, person, leave, key=f"{key}:leave:{id}")
