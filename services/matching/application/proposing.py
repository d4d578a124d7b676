"""A proposal from the request to the draft: what is computed with, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import candidates
from services.matching.application.candidates import Bases
from services.matching.application.computing import MODES, Computed
from services.matching.domain.engine.problem import (
    ENGINE,
    Alternative,
    Fit,
    Left,
    Problem,
    Result,
    Summary,
)
from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import MatchRun
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.ids import PersonId, ProgrammeId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_HUNDREDTHS: Final = 100
"""Means are kept as whole hundredths, so that the same result gives the same bytes."""
ASKED: Final = "rematch"
"""Why a pair did not stay: it asked for a change itself."""


def request(
    service: Service,
    scope: Scope,
    programme_id: ProgrammeId,
    *,
    forms: tuple[str, ...] = (),
    groups: bool = False,
    based_on: str | None = None,
    keep: bool = False,
    changes: int | None = None,
    threshold: int = 0,
    composition: str = "any",
    key: str,
) -> Outcome:
    """A new run that waits to be computed; its id follows from the key. What can be refused at once
    is."""
    run_id = derived_id("match_run", scope.tenant, scope.actor, programme_id, key)
    programme = service.handler.existing(scope, PROGRAMME, programme_id).state
    wanted = forms or programme.forms
    programme.require_forms(wanted)
    if based_on is not None:
        service.handler.existing(scope, MATCH_RUN, based_on)
    command = commands.Request(
        programme_id,
        programme.year,
        wanted,
        groups,
        based_on,
        keep,
        changes,
        threshold,
        composition,
    )
    return service.handler.handle(scope, MATCH_RUN, run_id, command, key=key)


@dataclass(frozen=True, slots=True)
class Prepared:
    """``bans`` are those of the run it is based on, and pairs that asked for a change; ``asked``
    has the mentor of each mentee whose pair did."""

    problem: Problem
    bases: Bases
    locks: Mapping[PersonId, PersonId]
    bans: frozenset[tuple[PersonId, PersonId]]
    asked: Mapping[str, str]


def prepare(service: Service, scope: Scope, run: MatchRun) -> Prepared:
    """The problem of a run as things stand now. Raises ``Unavailable``."""
    assert run.programme is not None
    programme = service.handler.existing(scope, PROGRAMME, run.programme).state
    locks, bans = run.locks, run.bans
    if run.status == "queued" and run.based_on is not None:
        earlier = service.handler.existing(scope, MATCH_RUN, run.based_on).state
        locks, bans = earlier.locks, earlier.bans
    bases = candidates.load(service, scope, run.programme, run.year, run.forms)
    pairings = _running(service, scope, run.programme)
    asked = {m: pair["mentor"] for pair in pairings if pair["rematch"] for m in pair["mentees"]}
    bans |= {(PersonId(mentor), PersonId(mentee)) for mentee, mentor in asked.items()}
    standing: dict[str, str] = {}
    if run.keep:
        bases, standing = _with_standing(bases, pairings)
    else:
        bases = _without(bases, {m for pair in pairings for m in pair["mentees"]})
    locks = _open_locks(locks, bases, pairings)
    problem = Problem(
        seekers=bases.seekers,
        guides=bases.guides,
        forms=run.forms,
        weights=programme.weights if run.status == "queued" else run.weights,
        seed=derived_id("seed", run.programme),
        groups=run.groups,
        locks={str(mentee): str(mentor) for mentee, mentor in locks.items()},
        bans=frozenset((str(mentor), str(mentee)) for mentor, mentee in bans),
        standing=standing,
        changes=run.changes,
        threshold=run.threshold or programme.threshold,
        composition=run.composition,
        day=service.clock.now().date().isoformat(),
    )
    return Prepared(problem, bases, locks, bans, asked if run.keep else {})


def _open_locks(
    locks: Mapping[PersonId, PersonId], bases: Bases, pairings: list[dict[str, Any]]
) -> Mapping[PersonId, PersonId]:
    """Without those whose pair exists by now and is not computed anew."""
    here = {seeker.id for seeker in bases.seekers}
    settled = {mentee for pair in pairings for mentee in pair["mentees"]} - here
    return {mentee: mentor for mentee, mentor in locks.items() if mentee not in settled}


def _running(service: Service, scope: Scope, programme: ProgrammeId) -> list[dict[str, Any]]:
    return service.views.reader(scope, "pairs").all(
        {"programme": programme, "status": {"$nin": ["dropped", "ended"]}}
    )


def _without(bases: Bases, mentees: set[str]) -> Bases:
    """Mentees with a pairing in this programme need no other."""
    seekers = tuple(seeker for seeker in bases.seekers if seeker.id not in mentees)
    return replace(bases, seekers=seekers)


def _with_standing(bases: Bases, pairings: list[dict[str, Any]]) -> tuple[Bases, dict[str, str]]:
    """Running pairs are computed anew, in the places that they hold; who asked for another mentor
    has none to keep. What is suspended waits for its own decision."""
    open_ = [pair for pair in pairings if pair["status"] != "suspended" or pair["rematch"]]
    waits = {m for pair in pairings if pair not in open_ for m in pair["mentees"]}
    bases = _without(bases, waits)
    held: dict[str, int] = {}
    standing: dict[str, str] = {}
    for pair in open_:
        held[pair["mentor"]] = held.get(pair["mentor"], 0) + len(pair["mentees"])
        if not pair["rematch"]:
            standing |= dict.fromkeys(pair["mentees"], pair["mentor"])
    guides = tuple(
        replace(guide, free=max(guide.free, 0) + held.get(guide.id, 0)) for guide in bases.guides
    )
    here = {seeker.id for seeker in bases.seekers}
    standing = {mentee: mentor for mentee, mentor in standing.items() if mentee in here}
    return replace(bases, guides=guides), standing


def proposal(run: MatchRun, prepared: Prepared, computed: Computed) -> commands.Propose:
    """What was computed as the draft that it begins with."""
    problem = prepared.problem
    assert run.programme is not None
    pairs: list[events.PairProposed] = []
    left: list[events.MenteeLeft] = []
    for mode, result in computed.results.items():
        told = _Reasons(mode, result, computed, problem.standing, prepared.asked)
        pairs += [pair_of(fit, prepared.bases, told.of_pair(fit), mode) for fit in result.fits]
        left += [events.MenteeLeft(PersonId(o.mentee), told.of_left(o), mode) for o in result.left]
    return commands.Propose(
        programme=run.programme,
        year=run.year,
        forms=run.forms,
        groups=run.groups,
        weights=dict(problem.weights),
        seed=problem.seed,
        engine=ENGINE,
        input_hash=problem.digest(),
        places={guide.id: guide.free for guide in problem.guides},
        pairs=tuple(pairs),
        left=tuple(left),
        locks=prepared.locks,
        bans=tuple(sorted(prepared.bans)),
        based_on=run.based_on,
        mode=MODES[0],
        summaries={
            mode: figures(r.summary) | {"proven": int(r.certificate is not None)}
            for mode, r in computed.results.items()
        },
        packages=computed.packages,
        standing={PersonId(a): PersonId(b) for a, b in problem.standing.items()},
        changes=run.changes,
    )


def figures(summary: Summary) -> dict[str, int]:
    """Whole numbers; ``mean_rank`` in hundredths, ``gap`` in hundredths of a per cent."""
    told = asdict(summary) | {"gap": summary.gap * _HUNDREDTHS}
    return {
        name: round(value * _HUNDREDTHS) if name in ("mean_rank", "gap") else int(value)
        for name, value in told.items()
    }


class _Reasons:
    """What is told about the pairs of one mode, besides their points."""

    def __init__(
        self,
        mode: str,
        result: Result,
        computed: Computed,
        standing: Mapping[str, str],
        asked: Mapping[str, str],
    ) -> None:
        self._result = result
        self._changed = {**computed.changed.get(mode, {}), **dict.fromkeys(asked, ASKED)}
        self._standing = {**standing, **asked}
        self._rather: dict[str, list[str]] = {}
        for mentor, mentee in computed.blocking.get(mode, ()):
            self._rather.setdefault(mentee, []).append(mentor)

    def of_pair(self, fit: Fit) -> dict[str, Any]:
        others = self._result.alternatives.get(fit.mentee, ())
        return self._of(fit.mentee) | {"alternatives": [_alternative(one) for one in others]}

    def of_left(self, left: Left) -> Personal:
        told = asdict(left)
        del told["mentee"]
        others = self._result.alternatives.get(left.mentee, ())
        return Personal.of_json(
            told | self._of(left.mentee) | {"alternatives": [_alternative(one) for one in others]}
        )

    def _of(self, mentee: str) -> dict[str, Any]:
        told: dict[str, Any] = {"rather": self._rather.get(mentee, [])}
        if mentee in self._changed:
            told |= {"was": self._standing[mentee], "changed": self._changed[mentee]}
        return told


def _alternative(one: Alternative) -> dict[str, Any]:
    return {"mentor": one.mentor, "score": one.score, "loss": dict(one.loss)}


def pair_of(
    fit: Fit, bases: Bases, told: Mapping[str, Any] | None = None, mode: str = ""
) -> events.PairProposed:
    """``mode`` is empty for a pair made by hand."""
    home = bases.homes[fit.mentor]
    mentor, mentee = PersonId(fit.mentor), PersonId(fit.mentee)
    why = {"contributions": dict(fit.contributions), "facts": dict(fit.facts), **(told or {})}
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
        mode=mode,
    )
