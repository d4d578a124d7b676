"""Whether a proposal is the best there is, checked again from what was kept with it: additions and
comparisons, no solver."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from services.matching.application import background, proofs
from services.matching.application.background import name_of
from services.matching.application.proofs import Altered, Kept, Withdrawn
from services.matching.domain.engine import verify
from services.matching.domain.engine.problem import Certificate, Fit, Problem, Result
from services.matching.domain.engine.verify import Refuted
from services.matching.domain.match_run import events
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import MatchRun
from shared.domain.errors import Refused
from shared.domain.ids import derived_id, stream_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

MODE: Final = "optimal"
AT_ONCE: Final = 1_000_000
"""More possible pairs than this are checked by the worker."""
_KEPT: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """``fits`` are the stored pairs, ``input_hash`` what the run says of its input."""

    kept: Kept
    fits: tuple[Fit, ...]
    input_hash: str


@dataclass(frozen=True, slots=True)
class Level:
    """``bound`` is what the prices say that nothing can exceed; with no gap the value is best."""

    level: str
    value: int
    bound: int

    @property
    def gap(self) -> int:
        return self.bound - self.value


@dataclass(frozen=True, slots=True)
class Verdict:
    """``word`` is ``holds``; ``refuted``, with what does not hold in ``reason``; ``altered`` or
    ``withdrawn`` where what was stored cannot be read; ``none`` where there is no certificate."""

    word: str
    reason: str = ""
    levels: tuple[Level, ...] = field(default=())
    input_same: bool = False

    def told(self) -> dict[str, Any]:
        levels = [asdict(one) | {"gap": one.gap} for one in self.levels]
        return {"verdict": self.word, "reason": self.reason, "levels": levels,
                "input_same": self.input_same}  # fmt: skip


def judge(asked: Asked, tell: object = None) -> Verdict:
    problem, certificate = asked.kept.problem, asked.kept.certificate
    levels = tuple(_levels(problem, certificate))
    same = problem.digest() == asked.input_hash
    if not same:
        return Verdict("refuted", "input", levels)
    try:
        verify.recheck(problem, Result(asked.fits, (), certificate=certificate))
    except (Refuted, Refused) as error:
        return Verdict("refuted", str(error).rsplit(": ", 1)[-1], levels, same)
    return Verdict("holds", "", levels, same)


def check(service: Service, scope: Scope, run_id: str) -> dict[str, Any]:
    """``{state, verdict?, …}`` and what the run was computed with. Where there is much to check a
    worker does it; until then ``state`` says so. Raises NotFound."""
    run = service.handler.existing(scope, MATCH_RUN, run_id).state
    stored = service.store.since(scope.tenant, stream_id(MATCH_RUN.category, run_id), 0)
    told = [one.event for one in stored]
    head = next((one for one in told if isinstance(one, events.RunProposed)), None)
    if head is None:
        raise Refused(f"the proposal is {run.status}", code="not-computed")
    facts = {
        "run": run_id, "engine": head.engine, "packages": dict(head.packages), "seed": head.seed,
        "weights": dict(head.weights), "input_hash": head.input_hash, "proof": head.proof,
        "pairs": _as_computed(run, told),
    }  # fmt: skip
    return facts | _outcome(service, scope, run_id, head, told)


def readable(
    service: Service, scope: Scope, run_id: str, head: events.RunProposed, told: Sequence[object]
) -> Asked | Verdict:
    """What is to be judged, or why it cannot be read any more."""
    lines = [one for one in told if isinstance(one, events.PairProposed) and one.mode == MODE]
    try:
        kept = proofs.kept(service, scope, run_id, head.proof)
    except Altered:
        return Verdict("altered")
    except Withdrawn:
        return Verdict("withdrawn")
    opened = service.vault.open_many(scope.tenant, [line.why.sealed for line in lines])
    if any(text is None for text in opened.values()):
        return Verdict("withdrawn")
    return Asked(kept, tuple(_fit(line, opened) for line in lines), head.input_hash)


def _outcome(
    service: Service, scope: Scope, run_id: str, head: events.RunProposed, told: Sequence[object]
) -> dict[str, Any]:
    if not head.proof:
        return {"state": "done"} | Verdict("none").told()
    size = len(head.places) * (head.pairs + head.unmatched)
    if size > AT_ONCE:
        return _by_worker(service, scope, run_id)
    found = readable(service, scope, run_id, head, told)
    return {"state": "done"} | (judge(found) if isinstance(found, Asked) else found).told()


def _by_worker(service: Service, scope: Scope, run_id: str) -> dict[str, Any]:
    """Asked for by whoever looks first, and forgotten after a while."""
    jobs, id = service.db.match_questions, derived_id("check", scope.tenant, run_id)
    facts = {"run": run_id, "kind": "check", "correlation": scope.correlation}
    background.enqueue(jobs, scope.tenant, id, _KEPT, facts)
    job = jobs.find_one({"_id": name_of(scope.tenant, id)}) or {}
    return {"state": job.get("state", "waiting")} | dict(job.get("outcome", {}))


def _as_computed(run: MatchRun, told: Sequence[object]) -> dict[str, Any]:
    """How many pairs are checked, and whether the draft still has just these."""
    then = {(one.mentee, one.mentor) for one in told
            if isinstance(one, events.PairProposed) and one.mode == MODE}  # fmt: skip
    now = {(mentee, pair.mentor) for mentee, pair in run.pairs.items()}
    return {"checked": len(then), "same": then == now}


def _fit(line: events.PairProposed, opened: Mapping[str, str | None]) -> Fit:
    why = json.loads(opened[line.why.sealed] or "{}")
    return Fit(
        mentor=line.mentor,
        mentee=line.mentee,
        form=line.form,
        group=line.group,
        score=line.score,
        contributions=why.get("contributions", {}),
        facts=why.get("facts", {}),
    )


def _levels(problem: Problem, certificate: Certificate) -> list[Level]:
    """What the prices of all mentees and of the places that no fixed pair takes add up to. After
    a limit of changes whoever is left out has a place at nobody, the last of all."""
    column = {id: at for at, id in enumerate(sorted(one.id for one in problem.guides))}
    free = {one.id: min(max(one.free, 0), len(problem.seekers)) for one in problem.guides}
    places = np.array([free[id] for id in column], np.int64)
    for mentor in problem.locks.values():
        places[column[mentor]] -= 1
    found, beyond = [], np.zeros(0, np.int64)
    for proof in certificate.proofs:
        nobody = beyond
        if proof.level == "limit":
            nobody = np.array([len(problem.seekers) - proof.floor])
            beyond = nobody + 1
        theirs = np.array(proof.guides, np.int64) @ np.concatenate([places, nobody])
        found.append(Level(proof.level, proof.value, sum(proof.seekers) + int(theirs)))
    return found
