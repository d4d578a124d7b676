"""Computes a proposal and judges what the coordinator moves by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matching.application import candidates
from services.matching.application.candidates import Bases
from services.matching.domain.engine.match import judge_pair, match
from services.matching.domain.engine.problem import ENGINE, Fit, Left, Problem
from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.decider import MATCH_RUN, MatchRun
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def propose(
    service: Service,
    scope: Scope,
    programme_id: ProgrammeId,
    *,
    forms: tuple[str, ...],
    groups: bool,
    based_on: str | None,
    key: str,
) -> tuple[Outcome, MatchRun]:
    """A new run; locks and bans of ``based_on`` hold in it. The run's id follows from the key."""
    run_id = derived_id("match_run", scope.tenant, scope.actor, programme_id, key)
    programme = service.handler.existing(scope, PROGRAMME, programme_id).state
    wanted = forms or programme.forms
    programme.require_forms(wanted)
    earlier = MatchRun()
    if based_on is not None:
        earlier = service.handler.existing(scope, MATCH_RUN, based_on).state
    everyone = candidates.load(service, scope, programme_id, programme.year, wanted)
    bases = _without_paired(service, scope, programme_id, everyone)
    problem = Problem(
        seekers=bases.seekers,
        guides=bases.guides,
        forms=wanted,
        weights=programme.weights,
        seed=derived_id("seed", programme_id),
        groups=groups,
        locks={str(mentee): str(mentor) for mentee, mentor in earlier.locks.items()},
        bans=frozenset((str(mentor), str(mentee)) for mentor, mentee in earlier.bans),
    )
    result = match(problem)
    command = commands.Propose(
        programme=programme_id,
        year=programme.year,
        forms=wanted,
        groups=groups,
        weights=dict(problem.weights),
        seed=problem.seed,
        engine=ENGINE,
        input_hash=problem.digest(),
        places={guide.id: guide.free for guide in bases.guides},
        pairs=tuple(_pair(fit, bases) for fit in result.fits),
        left=tuple(_left(left) for left in result.left),
        locks=earlier.locks,
        bans=tuple(sorted(earlier.bans)),
        based_on=based_on,
    )
    outcome = service.handler.handle(scope, MATCH_RUN, run_id, command, key=key)
    return outcome, service.handler.state(scope, MATCH_RUN, run_id).state


def move(
    service: Service,
    scope: Scope,
    run_id: str,
    mentee: PersonId,
    mentor: PersonId | None,
    *,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """Raises Refused with the codes of the hard rules that the new pair would break."""
    pair = None
    if mentor is not None:
        pair = _judged(service, scope, run_id, mentee, mentor)
    command = commands.Move(mentee, mentor, pair)
    return service.handler.handle(scope, MATCH_RUN, run_id, command, key=key, expected=expected)


def _judged(
    service: Service, scope: Scope, run_id: str, mentee: PersonId, mentor: PersonId
) -> events.PairProposed:
    run = service.handler.existing(scope, MATCH_RUN, run_id).state
    assert run.programme is not None
    bases = candidates.load(service, scope, run.programme, run.year, run.forms)
    seekers = tuple(seeker for seeker in bases.seekers if seeker.id == mentee)
    guides = tuple(guide for guide in bases.guides if guide.id == mentor)
    if not seekers or not guides:
        raise NotFound("one of the two is no candidate")
    problem = Problem(seekers, guides, run.forms, run.weights, seed="", groups=run.groups)
    fit = judge_pair(problem)
    if isinstance(fit, tuple):
        raise Refused(f"the pair breaks a rule: {', '.join(fit)}", code=fit[0])
    return _pair(fit, bases)


def _without_paired(service: Service, scope: Scope, programme: ProgrammeId, bases: Bases) -> Bases:
    """Mentees with a pairing in this programme need no other."""
    standing = service.views.reader(scope, "pairs").all(
        {"programme": programme, "status": {"$nin": ["dropped", "ended"]}}
    )
    paired = {mentee for pairing in standing for mentee in pairing["mentees"]}
    seekers = tuple(seeker for seeker in bases.seekers if seeker.id not in paired)
    return Bases(seekers, bases.guides, bases.homes)


def _pair(fit: Fit, bases: Bases) -> events.PairProposed:
    home = bases.homes[fit.mentor]
    mentor, mentee = PersonId(fit.mentor), PersonId(fit.mentee)
    why = {"contributions": dict(fit.contributions), "facts": dict(fit.facts)}
    return events.PairProposed(
        mentor=mentor,
        mentor_home=home.tenant,
        home_person=home.person,
        mentee=mentee,
        people=(mentor, mentee),
        form=fit.form,
        group=fit.group,
        score=fit.score,
        why=Personal.of_json(why),
    )


def _left(left: Left) -> events.MenteeLeft:
    why = {"reason": left.reason, "funnel": dict(left.funnel), "possible": left.possible}
    return events.MenteeLeft(PersonId(left.mentee), Personal.of_json(why))
