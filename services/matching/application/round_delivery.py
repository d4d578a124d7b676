"""Gives every school its proposal and the municipality its counts: in one transaction, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.matching.application import candidates, proofs
from services.matching.application.computing import Computed, packages
from services.matching.application.proposing import Prepared, proposal
from services.matching.application.round_parts import School
from services.matching.application.rounds import run_id
from services.matching.domain.engine.town import Portion
from services.matching.domain.match_run import commands as match_run
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import MatchRun
from services.matching.domain.round import commands
from services.matching.domain.round.decider import ROUND
from services.matching.domain.round.events import SchoolNumbers
from services.matching.domain.share.commands import Receive
from services.matching.domain.share.decider import SHARE
from shared.crypto.batch import NeededKeys, vault_for
from shared.domain.ids import PersonId, TenantId, stream_id
from shared.eventstore.handler import CommandHandler, Step
from shared.eventstore.mongo import MongoEventStore
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def lost_consent(
    service: Service, schools: Sequence[School], portions: Sequence[Portion]
) -> TenantId | None:
    """A school of which somebody in a pair has no live consent any more, asked again last of all."""
    for school, portion in zip(schools, portions, strict=True):
        people = {PersonId(p) for fit in portion.result.fits for p in (fit.mentor, fit.mentee)}
        if candidates.without_consent(service, school.scope, people):
            return school.scope.tenant
    return None


def keep(service: Service, round: str, attempt: int, school: School, portion: Portion) -> str:
    """Stores the proof of a school's proposal before the proposal; answers its hash."""
    tenant = school.scope.tenant
    run, certificate = run_id(round, attempt, tenant), portion.result.certificate
    return proofs.keep(service, tenant, run, portion.problem, school.bases.told, certificate)


def deliver(
    service: Service,
    council: Scope,
    round: str,
    attempt: int,
    schools: Sequence[School],
    portions: Sequence[Portion],
    kept: Sequence[str],
) -> None:
    """``kept`` are the hashes of the proofs, see :func:`keep`. Doing it again under the same attempt
    changes nothing. Raises Refused (``round-stopped``), and ErasedInBatch where somebody was erased
    since it was computed."""
    steps: list[Step] = []
    for school, portion, proof in zip(schools, portions, kept, strict=True):
        run = run_id(round, attempt, school.scope.tenant)
        steps.append((school.scope, MATCH_RUN, run, _proposal(school, portion, proof)))
        share = Receive(
            round, attempt, school.programme.year, school.entry.programme, run,
            portion.requests, portion.guaranteed, portion.served, portion.unheld,
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


def _proposal(school: School, portion: Portion, proof: str) -> match_run.Propose:
    """As of a run of the school's own, but for the places: who reserves first has the spare ones."""
    problem = portion.problem
    locks = {PersonId(mentee): PersonId(mentor) for mentee, mentor in problem.locks.items()}
    bans = frozenset((PersonId(mentor), PersonId(mentee)) for mentor, mentee in problem.bans)
    run = MatchRun(
        programme=school.entry.programme,
        year=school.programme.year,
        forms=school.entry.forms,
        groups=problem.groups,
        based_on=school.draft,
    )
    results = {"optimal": portion.result, "stable": portion.stable}
    computed = Computed(results, portion.rather, {}, packages())
    prepared = Prepared(problem, school.bases, locks, bans, {})
    return replace(proposal(run, prepared, computed, proof), places=portion.places)
