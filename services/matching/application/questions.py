"""What would the best proposal be with this pair in it? Asked by the coordinator, computed by the
worker, forgotten after two hours."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import background, changing, checking, computing, proposing
from services.matching.application.apart import INTERNAL, Apart, Failure, Gone
from services.matching.application.background import ATTEMPTS, LetGo, Taken
from services.matching.application.blaming import Question
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.events import RunProposed
from shared.domain.errors import Conflict, NotFound, Refused, Unavailable
from shared.domain.ids import PersonId, TenantId, derived_id, stream_id
from shared.mongo import Db, is_transient
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_KEPT: Final = timedelta(hours=2)


def create_indexes(db: Db) -> None:
    background.create_indexes(db.match_questions)


def ask(
    service: Service, scope: Scope, run_id: str, mentee: PersonId, mentor: PersonId | None
) -> str:
    """The question's id: the same draft and pair give the same. A broken hard rule is refused at
    once with its code."""
    found = service.handler.existing(scope, MATCH_RUN, run_id)
    if found.state.status != "draft":
        raise Refused(f"the proposal is {found.state.status}", code="not-a-draft")
    if mentor is not None:
        changing.judged(service, scope, found.state, mentee, mentor)
    id = derived_id("question", run_id, str(found.version), mentee, mentor or "")
    facts = {
        "run": run_id, "mentee": mentee, "mentor": mentor, "correlation": scope.correlation,
    }  # fmt: skip
    background.enqueue(service.db.match_questions, scope.tenant, id, _KEPT, facts)
    return id


def answer_of(service: Service, scope: Scope, run_id: str, id: str) -> dict[str, Any]:
    """``{state, mentee, mentor, loss?, moves?, code?}``. Raises NotFound."""
    name = background.name_of(scope.tenant, id)
    wanted = {"_id": name, "run": run_id, "kind": None}
    found = service.db.match_questions.find_one(wanted)
    if found is None:
        raise NotFound("there is no such question, or its time is up")
    told = {name: found[name] for name in ("state", "mentee", "mentor")}
    return told | {name: found[name] for name in ("loss", "moves", "code") if name in found}


def advance(service: Service) -> int:
    """As :func:`services.matching.application.runs.advance`."""
    taken = Taken.oldest(service.db.match_questions)
    if taken is None:
        return 0
    try:
        (_check if taken.job.get("kind") == "check" else _answer)(service, taken)
    except LetGo:
        pass
    except Gone:
        if taken.attempts < ATTEMPTS:
            taken.give_back(counts=True)
        else:
            taken.end("failed", code="crashed")
    except (Refused, NotFound) as refusal:
        taken.end("failed", code=refusal.code)
    except Exception as error:
        if isinstance(error, Unavailable | Conflict) or is_transient(error):
            taken.give_back(counts=False)
        else:
            taken.end("failed", code=INTERNAL)
        raise
    return 1


def _check(service: Service, taken: Taken) -> None:
    """Whether a large proposal is the best there is."""
    scope, run_id = _scope(taken), taken.job["run"]
    stored = service.store.since(scope.tenant, stream_id(MATCH_RUN.category, run_id), 0)
    told = [one.event for one in stored]
    head = next(one for one in told if isinstance(one, RunProposed))
    found = checking.readable(service, scope, run_id, head, told)
    if isinstance(found, checking.Asked):
        said = taken.watch(Apart(checking.judge, found))
        if isinstance(said, Failure):
            taken.end("failed", code=said.code)
            return
        found = said.value
    taken.end("done", outcome=found.told())


def _scope(taken: Taken) -> Scope:
    job = taken.job
    return policy_scope(TenantId(job["tenant"]), "match_questions", "", job["correlation"])


def _answer(service: Service, taken: Taken) -> None:
    job, scope = taken.job, _scope(taken)
    run = service.handler.existing(scope, MATCH_RUN, job["run"]).state
    prepared = proposing.prepare(service, scope, run)
    question = Question(prepared.problem, job["mentee"], job["mentor"])
    said = taken.watch(Apart(computing.answer, question))
    if isinstance(said, Failure):
        taken.end("failed", code=said.code, rules=list(said.rules))
        return
    price = said.value
    taken.end("done", loss=dict(price.loss), moves=[asdict(move) for move in price.moves])
