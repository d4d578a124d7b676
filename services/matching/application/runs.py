"""Computing in the background: the worker takes the runs that wait, and tells how far they are.

What was asked for and what came of it are events of the run; a worker that dies in the middle
leaves its run to the next one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import background, proposing
from services.matching.application.background import ATTEMPTS, LetGo, Taken
from services.matching.application.solver import NoResult, Solver, SolverGone
from services.matching.domain.match_run import commands
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import MatchRun
from shared.domain.errors import Conflict, Invalid, Refused, Unavailable
from shared.domain.ids import PersonId, TenantId
from shared.mongo import Db, is_transient
from shared.observability.logs import logger
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_KEPT: Final = timedelta(days=2)
_log = logger(__name__)


def create_indexes(db: Db) -> None:
    background.create_indexes(db.match_jobs)


def enqueue(service: Service, tenant: TenantId, run_id: str, correlation: str) -> None:
    facts = {"correlation": correlation}
    background.enqueue(service.db.match_jobs, tenant, run_id, _KEPT, facts)


def stop(service: Service, tenant: TenantId, run_id: str) -> None:
    background.stop(service.db.match_jobs, tenant, run_id)


def progress(service: Service, tenant: TenantId, run_id: str) -> dict[str, Any]:
    """``{step, done, total}`` of what is not computed yet."""
    found = service.db.match_jobs.find_one({"_id": background.name_of(tenant, run_id)}) or {}
    first = {"step": "waiting", "done": 0, "total": 100}
    return {name: found.get(name, value) for name, value in first.items()}


def advance(service: Service) -> int:
    """Takes the oldest run that waits and computes it; answers how many it took. Raises what may
    pass: the run then waits for its next turn."""
    taken = Taken.oldest(service.db.match_jobs)
    if taken is None:
        return 0
    _Run(service, taken).work()
    return 1


class _Run:
    def __init__(self, service: Service, taken: Taken) -> None:
        self._service = service
        self._taken = taken
        self._id = str(taken.job["id"])
        tenant, correlation = TenantId(taken.job["tenant"]), str(taken.job["correlation"])
        self._scope = policy_scope(tenant, "match_runs", "", correlation)

    def work(self) -> None:
        try:
            run = self._service.handler.existing(self._scope, MATCH_RUN, self._id).state
            if run.status == "queued":
                self._compute(run)
            self._taken.end("done")
        except LetGo:
            return
        except SolverGone as gone:
            _log.error("solver_gone", reason=str(gone), attempts=self._taken.attempts)
            self._again_or_fail("crashed")
        except (Invalid, Refused) as refusal:
            self._fail(NoResult(refusal.code))
        except Exception as error:
            if isinstance(error, Unavailable | Conflict) or is_transient(error):
                self._taken.give_back(counts=False)
            else:
                self._again_or_fail("internal")
            raise

    def _compute(self, run: MatchRun) -> None:
        """A run that took its worker along too often is not tried again."""
        if self._taken.attempts > ATTEMPTS:
            self._handle(_failure(NoResult("crashed")))
            return
        prepared = proposing.prepare(self._service, self._scope, run)
        answered = self._taken.watch(Solver(prepared.problem))
        if isinstance(answered, NoResult):
            _log.error("no_proposal", code=answered.code, fault=answered.fault)
            self._handle(_failure(answered))
            return
        self._taken.note(step="storing", done=100, total=100)
        self._handle(proposing.proposal(run, prepared, answered))

    def _again_or_fail(self, code: str) -> None:
        if self._taken.attempts < ATTEMPTS:
            self._taken.give_back(counts=True)
        else:
            self._fail(NoResult(code))

    def _fail(self, why: NoResult) -> None:
        self._handle(_failure(why))
        self._taken.end("failed")

    def _handle(self, command: commands.Propose | commands.Fail) -> None:
        """Nothing where the run was cancelled meanwhile."""
        try:
            self._service.handler.handle(
                self._scope, MATCH_RUN, self._id, command, key=f"match_runs:{self._id}"
            )
        except Refused:
            self._taken.end("stopped")
            raise LetGo from None


def _failure(why: NoResult) -> commands.Fail:
    return commands.Fail(why.code, tuple(map(PersonId, why.people)), why.rules)
