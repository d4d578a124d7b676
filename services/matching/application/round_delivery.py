"""Gives every school its proposal and the municipality its counts: in one transaction, or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from services.matching.application import candidates
from services.matching.application.candidates import Bases
from services.matching.application.proposing import figures
from services.matching.application.round_parts import School
from services.matching.application.rounds import run_id
from services.matching.domain.engine.problem import ENGINE, Fit, Left
from services.matching.domain.engine.town import Portion
from services.matching.domain.match_run import commands as match_run
from services.matching.domain.match_run import events as proposals
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.round import commands
from services.matching.domain.round.decider import ROUND
from services.matching.domain.round.events import SchoolNumbers
from services.matching.domain.share.commands import Receive
from services.matching.domain.share.decider import SHARE
from shared.crypto.batch import NeededKeys, vault_for
from shared.domain.ids import PersonId, TenantId, stream_id
from shared.domain.personal import Personal
from shared.eventstore.handler import CommandHandler, Step
from shared.eventstore.mongo import MongoEventStore
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_MODE = "optimal"


def lost_consent(
    service: Service, schools: Sequence[School], portions: Sequence[Portion]
) -> TenantId | None:
    """A school of which somebody in a pair has no live consent any more, asked again last of all."""
    for school, portion in zip(schools, portions, strict=True):
        people = {PersonId(p) for fit in portion.result.fits for p in (fit.mentor, fit.mentee)}
        if candidates.without_consent(service, school.scope, people):
            return school.scope.tenant
    return None


def deliver(
    service: Service,
    council: Scope,
    round: str,
    attempt: int,
    schools: Sequence[School],
    portions: Sequence[Portion],
) -> None:
    """Doing it again under the same attempt changes nothing. Raises Refused (``round-stopped``), and
    ErasedInBatch where somebody was erased since it was computed."""
    steps: list[Step] = []
    for school, portion in zip(schools, portions, strict=True):
        run = run_id(round, attempt, school.scope.tenant)
        steps.append((school.scope, MATCH_RUN, run, _proposal(school, portion)))
        share = Receive(
            round, attempt, school.programme.year, school.entry.programme, run,
            portion.requests, portion.guaranteed, portion.served,
        )  # fmt: skip
        steps.append((school.scope, SHARE, round, share))
    numbers = tuple(_numbers(portion) for portion in portions)
    counted = council.crossing("round_numbers", to=council.tenant)
    steps.append((counted, ROUND, round, commands.Deliver(attempt, numbers)))
    _handler(service, steps).handle_many(steps, key=f"round:{round}:{attempt}")


def _handler(service: Service, steps: Sequence[Step]) -> CommandHandler:
    """Like the service's own, with the keys of everybody in the proposals made in one go."""
    needed = NeededKeys()
    counting = service.codec.sealing_with(needed)
    for scope, decider, id, command in steps:
        if isinstance(command, match_run.Propose):
            lines = [*command.pairs, *command.left]
            counting.seal_only(scope.tenant, stream_id(decider.category, id), lines)
    sealing = service.codec.sealing_with(vault_for(service.vault, needed))

    def ring() -> None:
        if service.bells is not None:
            service.bells.ring(service.commits_bell)

    store = MongoEventStore(service.db, sealing, ring)
    return CommandHandler(store, service.codec, service.clock)


def _numbers(portion: Portion) -> SchoolNumbers:
    places = sum(guide.free for guide in portion.problem.guides if not guide.blocked)
    return SchoolNumbers(
        TenantId(portion.school), portion.requests, portion.served, portion.guaranteed, places
    )


def _proposal(school: School, portion: Portion) -> match_run.Propose:
    problem, result = portion.problem, portion.result
    return match_run.Propose(
        programme=school.entry.programme,
        year=school.programme.year,
        forms=school.entry.forms,
        groups=problem.groups,
        weights=dict(problem.weights),
        seed=problem.seed,
        engine=ENGINE,
        input_hash=problem.digest(),
        places=portion.places,
        pairs=tuple(_pair(fit, school.bases) for fit in result.fits),
        left=tuple(_left(left) for left in result.left),
        locks={},
        bans=(),
        mode=_MODE,
        summaries={_MODE: figures(result.summary)},
    )


def _pair(fit: Fit, bases: Bases) -> proposals.PairProposed:
    home = bases.homes[fit.mentor]
    mentor, mentee = PersonId(fit.mentor), PersonId(fit.mentee)
    why = {"contributions": dict(fit.contributions), "facts": dict(fit.facts)}
    return proposals.PairProposed(
        mentor=mentor,
        mentor_home=home.tenant,
        home_person=home.person,
        mentee=mentee,
        people=(mentor, mentee),
        form=fit.form,
        group=fit.group,
        score=fit.score,
        why=Personal.of_json(why),
        mode=_MODE,
    )


def _left(left: Left) -> proposals.MenteeLeft:
    why = {"reason": left.reason, "funnel": dict(left.funnel), "possible": left.possible}
    return proposals.MenteeLeft(PersonId(left.mentee), Personal.of_json(why), _MODE)
