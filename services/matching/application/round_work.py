"""The worker's part of a municipal round: read, compute apart, deliver; begun anew when it dies.

A job is work in hand, not a fact: whatever happens to it, the round's own stream says how far the
round is, and nothing is stored before everything is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pymongo import ReturnDocument

from services.matching.application.apart import Answer, Apart, Failure, Far, Gone
from services.matching.application.round_delivery import deliver, keep, lost_consent
from services.matching.application.round_parts import School, left_over_all, read
from services.matching.domain.engine import town
from services.matching.domain.engine.town import Asked, Portion
from services.matching.domain.round import commands
from services.matching.domain.round.decider import ROUND, Round
from shared.crypto.batch import ErasedInBatch
from shared.domain.errors import Conflict, DomainError, Refused, Unavailable
from shared.domain.ids import TenantId, derived_id, new_id
from shared.mongo import Document, is_transient
from shared.observability.logs import logger
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_ABANDONED_MS: Final = 30_000
"""A worker that has said nothing for so long is gone; another begins the job again."""
_LISTEN_SECONDS: Final = 1.0
_TRIES: Final = 5
"""How often a job is begun whose process dies; then the round is given back."""
_log = logger(__name__)


def queue(service: Service, municipality: TenantId, round: str, attempt: int) -> None:
    first: Document = {"tenant": municipality, "round": round, "attempt": attempt,
                       "phase": "waiting", "done": 0, "total": 0}  # fmt: skip
    service.db.round_jobs.update_one(
        {"_id": _name(municipality, round, attempt)}, {"$setOnInsert": first}, upsert=True
    )


def drop(service: Service, municipality: TenantId, round: str, attempt: int) -> None:
    service.db.round_jobs.delete_one({"_id": _name(municipality, round, attempt)})


def progress(
    service: Service, municipality: TenantId, round: str, attempt: int
) -> dict[str, Any] | None:
    """``phase``, ``done`` and ``total`` of a job in hand."""
    job = service.db.round_jobs.find_one({"_id": _name(municipality, round, attempt)})
    return job and {name: job[name] for name in ("phase", "done", "total")}


def _name(municipality: TenantId, round: str, attempt: int) -> str:
    return f"{municipality}|{round}|{attempt}"


def advance(service: Service) -> int:
    """Takes the oldest job that waits and works until it rests; answers how many it took."""
    stale = {"$dateSubtract": {"startDate": "$$NOW", "unit": "millisecond",
                               "amount": _ABANDONED_MS}}  # fmt: skip
    waits: Document = {"$lt": [{"$ifNull": ["$beat", datetime(2000, 1, 1)]}, stale]}
    job = service.db.round_jobs.find_one_and_update(
        {"$expr": waits},
        [
            {
                "$set": {
                    "run": new_id(),
                    "beat": "$$NOW",
                    "begun": {"$add": [{"$ifNull": ["$begun", 0]}, 1]},
                }
            }
        ],
        sort=[("_id", 1)],
        return_document=ReturnDocument.AFTER,
    )
    if job is None:
        return 0
    _Run(service, job).work()
    return 1


class _Stopped(Exception):
    """The job was taken away: stopped, called off, or another worker's."""


class _Run:
    """One worker's work on one job; it ends as soon as the job is somebody else's or nobody's."""

    def __init__(self, service: Service, job: Document) -> None:
        self._service = service
        self._jobs = service.db.round_jobs
        self._run = {"_id": job["_id"], "run": job["run"]}
        self._round = str(job["round"])
        self._attempt = int(job["attempt"])
        self._begun = int(job["begun"])
        tenant = TenantId(job["tenant"])
        self._council = policy_scope(tenant, "municipal_round", job["_id"], job["_id"])

    def work(self) -> None:
        try:
            self._worked()
        except _Stopped:
            return
        except (Unavailable, Conflict, Gone) as error:
            # A transaction that was killed holds its documents until the server ends it: Conflict.
            if not isinstance(error, Gone) or self._begun < _TRIES:
                self._rest()
                raise
            self._give_up("computation-lost")
        except DomainError as error:
            self._give_up(error.code)
        except Exception as error:
            if is_transient(error):
                self._rest()
                raise
            _log.error("round_failed", reason=type(error).__name__)
            self._give_up("internal")
        self._jobs.delete_one(self._run)

    def _worked(self) -> None:
        """Delivers, or finds nothing to do. Whoever's consent ended meanwhile, or who was erased, is
        left out by computing again."""
        state = self._state()
        while state.status == "computing" and state.attempt == self._attempt:
            schools = self._read(state)
            portions = self._computed(schools)
            kept = self._kept(schools, portions)
            if lost_consent(self._service, schools, portions) is None:
                self._deliver(schools, portions, kept)
            state = self._state()

    def _kept(self, schools: list[School], portions: tuple[Portion, ...]) -> list[str]:
        """The hashes of the proofs, which are stored before what they prove."""
        kept = []
        for number, (school, portion) in enumerate(zip(schools, portions, strict=True), 1):
            kept.append(keep(self._service, self._round, self._attempt, school, portion))
            self._beat("delivering", number, len(schools))
        return kept

    def _deliver(
        self, schools: list[School], portions: tuple[Portion, ...], kept: list[str]
    ) -> None:
        try:
            deliver(
                self._service, self._council, self._round, self._attempt, schools, portions, kept
            )
        except ErasedInBatch:
            _log.info("round_again", reason="erased")  # computed anew without them

    def _state(self) -> Round:
        return self._service.handler.state(self._council, ROUND, self._round).state

    def _read(self, state: Round) -> list[School]:
        schools = []
        for number, (school, entry) in enumerate(sorted(state.entries.items())):
            self._beat("reading", number, len(state.entries))
            schools.append(read(self._service, self._council, school, entry))
        return schools

    def _computed(self, schools: list[School]) -> tuple[Portion, ...]:
        asked = Asked(
            tuple(school.part() for school in schools),
            left_over_all(self._service, schools),
            derived_id("seed", self._round),
        )
        apart = Apart(town.compute, asked)
        far = Far("weighing", 0, 2 * len(schools) + 1)
        try:
            while True:
                self._beat(far.phase, far.done, far.total)
                match apart.next(_LISTEN_SECONDS):
                    case Far() as further:
                        far = further
                    case Answer(portions):
                        return tuple(portions)
                    case Failure(code, fault=fault):
                        if fault:
                            _log.error("round_failed", reason=fault)
                        raise Refused("the round cannot be computed", code=code)
        finally:
            apart.close()

    def _beat(self, phase: str, done: int, total: int) -> None:
        facts = {"phase": phase, "done": done, "total": total, "beat": "$$NOW"}
        if not self._jobs.update_one(self._run, [{"$set": facts}]).matched_count:
            raise _Stopped

    def _rest(self) -> None:
        """Somebody who is needed is away: taken up again soon."""
        self._jobs.update_one(self._run, {"$set": {"beat": None}})

    def _give_up(self, code: str) -> None:
        """Open again, with the reason; nothing was delivered."""
        stop = commands.Stop(code, self._attempt)
        key = f"stop:{self._round}:{self._attempt}:{code}"
        self._service.handler.handle(self._council, ROUND, self._round, stop, key=key)
