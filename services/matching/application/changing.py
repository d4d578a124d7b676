"""What the coordinator changes by hand: judged by the same hard rules, with its price beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.matching.application import candidates
from services.matching.application.proposing import pair_of
from services.matching.domain.engine.match import judge_pair
from services.matching.domain.engine.problem import Problem
from services.matching.domain.match_run import commands
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.events import PairProposed
from services.matching.domain.match_run.state import MatchRun
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


class Broken(Refused):
    """The pair breaks hard rules."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__(f"the pair breaks a rule: {', '.join(rules)}", code=rules[0])
        self.rules = rules


def move(
    service: Service,
    scope: Scope,
    run_id: str,
    mentee: PersonId,
    mentor: PersonId | None,
    *,
    instead_of: PersonId | None = None,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """Raises ``Broken`` with the codes of the hard rules that the new pair would break."""
    pair = None
    if mentor is not None:
        run = service.handler.existing(scope, MATCH_RUN, run_id).state
        pair = judged(service, scope, run, mentee, mentor)
    command = commands.Move(mentee, mentor, pair, instead_of)
    return service.handler.handle(scope, MATCH_RUN, run_id, command, key=key, expected=expected)


def swap(
    service: Service,
    scope: Scope,
    run_id: str,
    first: PersonId,
    second: PersonId,
    *,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """Raises as :func:`move`."""
    run = service.handler.existing(scope, MATCH_RUN, run_id).state
    pairs = swapped(service, scope, run, first, second)
    command = commands.Swap(first, second, pairs)
    return service.handler.handle(scope, MATCH_RUN, run_id, command, key=key, expected=expected)


def swapped(
    service: Service, scope: Scope, run: MatchRun, first: PersonId, second: PersonId
) -> tuple[PairProposed, PairProposed]:
    if first not in run.pairs or second not in run.pairs:
        raise Refused("only mentees who have a pair can be swapped", code="no-pair")
    mine, theirs = run.pairs[first].mentor, run.pairs[second].mentor
    return (
        judged(service, scope, run, first, theirs),
        judged(service, scope, run, second, mine),
    )


def judged(
    service: Service, scope: Scope, run: MatchRun, mentee: PersonId, mentor: PersonId
) -> PairProposed:
    """A mentor's places are counted with those that standing pairs hold."""
    assert run.programme is not None
    bases = candidates.load(
        service, scope, run.programme, run.year, run.forms, only=frozenset({mentee, mentor})
    )
    seekers = tuple(seeker for seeker in bases.seekers if seeker.id == mentee)
    guides = tuple(guide for guide in bases.guides if guide.id == mentor)
    if not seekers or not guides:
        raise NotFound("one of the two is no candidate")
    held = sum(other == mentor for other in run.standing.values())
    guides = (replace(guides[0], free=guides[0].free + held),)
    problem = Problem(seekers, guides, run.forms, run.weights, seed="", groups=run.groups,
                      day=service.clock.now().date().isoformat())  # fmt: skip
    fit = judge_pair(problem)
    if isinstance(fit, tuple):
        raise Broken(fit)
    return pair_of(fit, bases)
