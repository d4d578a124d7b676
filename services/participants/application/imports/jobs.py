"""An import in the background: looked at first, then carried out, with its progress kept.

A job is work in hand, not a fact: it lives for two hours, its file under a key of its own that is
destroyed as soon as the import is done. What was brought in are events like any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Literal

from pymongo import ReturnDocument

from services.participants.application.imports.files import UnusableFile, format_of
from services.participants.application.imports.importing import Import, cells
from services.participants.application.imports.planning import Kind, PlannedRow
from services.participants.application.imports.workbook import Table
from services.participants.application.verification import require_verified
from shared.crypto.parts import opened_parts, sealed_parts
from shared.domain.errors import Invalid, NotFound, Refused
from shared.domain.ids import ActorId, PersonId, TenantId, new_id
from shared.mongo import Db, Document, is_transient
from shared.observability.logs import logger
from shared.service import Service
from shared.tenancy.scope import Scope

State = Literal["looking", "looked", "importing", "stopped", "done", "failed"]
MOVING: Final[tuple[State, ...]] = ("looking", "importing")
_KEPT: Final = timedelta(hours=2)
_ABANDONED_MS: Final = 60_000
"""A worker that has said nothing for so long is gone; another begins the job again."""
_CELLS: Final = 5_000
"""Cells that are kept of one job: nobody mends more by hand."""
_log = logger(__name__)


def create_indexes(db: Db) -> None:
    for collection in (db.import_jobs, db.import_files, db.import_cells):
        collection.create_index("until", expireAfterSeconds=0)
    db.import_cells.create_index([("tenant", 1), ("job", 1), ("order", 1)])
    db.import_jobs.create_index([("tenant", 1), ("actor", 1), ("created", -1)])


class ImportJobs:
    """The jobs of one person of one tenant; another's is not there."""

    def __init__(self, service: Service, scope: Scope) -> None:
        self._service = service
        self._db = service.db
        self._scope = scope
        self._mine = {"tenant": scope.tenant, "actor": scope.actor}

    def create(self, id: str, kind: Kind, year: str, content: bytes) -> Document:
        """Looks at the file as a whole at once and at its rows later. The same id again is the same
        job. Raises UnusableFile, and Refused for a company that is not verified."""
        require_verified(self._service, self._scope)
        format_of(content)
        until = datetime.now(timezone.utc) + _KEPT
        Files(self._service).keep(self._scope.tenant, id, content, until)
        scope = self._scope
        first: Document = {
            "tenant": scope.tenant, "id": id, "actor": scope.actor, "roles": sorted(scope.roles),
            "person": scope.person, "correlation": scope.correlation, "kind": kind, "year": year,
            "state": "looking", "done": 0, "total": 0, "counts": {}, "created": until - _KEPT,
            "until": until,
        }  # fmt: skip
        self._db.import_jobs.update_one(
            {"_id": _name(scope.tenant, id)}, {"$setOnInsert": first}, upsert=True
        )
        return self.get(id)

    def get(self, id: str) -> Document:
        found = self._db.import_jobs.find_one({"_id": _name(self._scope.tenant, id), **self._mine})
        if found is None:
            raise NotFound("there is no such import, or its time is up")
        return found

    def latest(self, limit: int) -> list[Document]:
        return list(self._db.import_jobs.find(self._mine).sort("created", -1).limit(limit))

    def start(self, id: str) -> Document:
        """Also goes on with one that was stopped: what is in is found to be the same."""
        require_verified(self._service, self._scope)
        return self._move(id, ("looked", "stopped"), "importing")

    def stop(self, id: str) -> Document:
        """Takes hold between two batches."""
        return self._move(id, MOVING, "stopped")

    def _move(self, id: str, sources: tuple[State, ...], target: State) -> Document:
        job = self.get(id)
        if job["state"] == target:
            return job
        changes = {"state": target, "run": new_id(), "beat": None}
        moved = self._db.import_jobs.find_one_and_update(
            {"_id": job["_id"], **self._mine, "state": {"$in": sources}},
            {"$set": changes},
            return_document=ReturnDocument.AFTER,
        )
        if moved is None:
            raise Refused(f"an import that is {job['state']} cannot be {target}")
        return moved

    def cells(self, id: str, after: int, limit: int) -> list[Document]:
        """What is wrong, in the order of the rows."""
        self.get(id)
        wanted = {"tenant": self._scope.tenant, "job": id, "order": {"$gt": after}}
        return list(self._db.import_cells.find(wanted).sort("order", 1).limit(limit))

    def unknown_columns(self, job: Mapping[str, Any]) -> list[str]:
        sealed = job.get("unknown")
        text = self._service.vault.open(self._scope.tenant, sealed) if sealed else None
        return list(json.loads(text)) if text else []


class Files:
    """The bytes of a job, sealed under a key that nothing else uses."""

    def __init__(self, service: Service) -> None:
        self._parts = service.db.import_files
        self._vault = service.vault

    def keep(self, tenant: TenantId, job: str, content: bytes, until: datetime) -> None:
        place = f"import-{job}"
        for number, sealed in sealed_parts(
            self._vault, tenant, (place,), "register", place, content
        ):
            document = {
                "tenant": tenant, "job": job, "number": number, "until": until, "sealed": sealed,
            }  # fmt: skip
            self._parts.update_one(
                {"_id": f"{_name(tenant, job)}|{number}"}, {"$setOnInsert": document}, upsert=True
            )

    def seal(self, tenant: TenantId, job: str, field: str, text: str) -> str:
        subject = (f"import-{job}",)
        return self._vault.seal(tenant, subject, "register", "own", subject[0], 1, field, text)

    def take(self, tenant: TenantId, job: str) -> bytes:
        """Raises UnusableFile when its time is up."""
        found = self._parts.find({"tenant": tenant, "job": job}).sort("number", 1)
        content = opened_parts(self._vault, tenant, (part["sealed"] for part in found))
        if content is None:
            raise UnusableFile("file-gone")
        return content

    def forget(self, tenant: TenantId, job: str) -> None:
        self._vault.shred(tenant, f"import-{job}", "register")
        self._parts.delete_many({"tenant": tenant, "job": job})


def advance(service: Service) -> int:
    """Takes the oldest job that waits and works on it until it rests; answers how many it took.

    Raises what may pass: the job is then taken up again from its first row, and rows that are in
    are found to be the same.
    """
    stale = {
        "$dateSubtract": {"startDate": "$$NOW", "unit": "millisecond", "amount": _ABANDONED_MS}
    }
    waits: Document = {"$lt": [{"$ifNull": ["$beat", datetime(2000, 1, 1)]}, stale]}
    run = new_id()
    job = service.db.import_jobs.find_one_and_update(
        {"state": {"$in": MOVING}, "$expr": waits},
        [{"$set": {"run": run, "beat": "$$NOW", "done": 0, "counts": {"$literal": {}}}}],
        sort=[("created", 1)],
        return_document=ReturnDocument.AFTER,
    )
    if job is None:
        return 0
    _Run(service, job).work()
    return 1


@dataclass(frozen=True, slots=True)
class _Result:
    state: State
    more: Mapping[str, Any]


class _Run:
    """One worker's work on one job; it ends as soon as the job is somebody else's."""

    def __init__(self, service: Service, job: Document) -> None:
        self._service = service
        self._jobs = service.db.import_jobs
        self._job = job
        self._run = {"_id": job["_id"], "run": job["run"]}
        self._tenant = TenantId(job["tenant"])
        self._scope = Scope(
            self._tenant, ActorId(job["actor"]), frozenset(job["roles"]),
            PersonId(job["person"]) if job["person"] else None, job["correlation"],
        )  # fmt: skip
        self._counts: Counter[str] = Counter()
        self._done = 0
        self._wrong = 0

    def work(self) -> None:
        try:
            result = self._worked()
        except UnusableFile as error:
            result = _Result("failed", {"problem": {"code": error.code, "more": error.more}})
        except (Invalid, Refused) as error:
            result = _Result("failed", {"problem": {"code": error.code, "more": ""}})
        except Exception as error:
            if not is_transient(error):
                _log.error("import_failed", reason=type(error).__name__)
                self._told(_Result("failed", {"problem": {"code": "internal", "more": ""}}))
            else:
                self._jobs.update_one(self._run, {"$set": {"beat": None}})
            raise
        if result is not None and self._told(result) and result.state == "done":
            Files(self._service).forget(self._tenant, self._job["id"])

    def _worked(self) -> _Result | None:
        """``None`` where the job was stopped."""
        importing = self._job["state"] == "importing"
        kind: Kind = self._job["kind"]
        one = Import(self._service, self._scope, kind, self._job["year"])
        table = one.open(Files(self._service).take(self._tenant, self._job["id"]))
        self._service.db.import_cells.delete_many({"tenant": self._tenant, "job": self._job["id"]})
        if not self._begun(table):
            return None
        for batch in one.planned(table):
            rows = one.carry_out(batch) if importing else batch
            if not self._noted(kind, table, rows):
                return None
        return _Result("done" if importing else "looked", {"total": self._done})

    def _begun(self, table: Table) -> bool:
        unknown = json.dumps(table.unknown, ensure_ascii=False)
        sealed = Files(self._service).seal(self._tenant, self._job["id"], "unknown", unknown)
        facts = {"total": table.size, "columns": table.headers, "unknown": sealed}
        return self._set(facts)

    def _noted(self, kind: Kind, table: Table, rows: list[PlannedRow]) -> bool:
        self._counts.update(row.action for row in rows)
        self._done += len(rows)
        wrong = [cell for row in rows for cell in cells(kind, table, row)]
        for cell in wrong[: max(0, _CELLS - self._wrong)]:
            self._wrong += 1
            kept = {name: cell[name] for name in ("row", "cell", "column", "code")}
            self._service.db.import_cells.insert_one(
                {"_id": f"{self._job['_id']}|{self._job['run']}|{self._wrong}",
                 "tenant": self._tenant, "job": self._job["id"], "order": self._wrong,
                 "until": self._job["until"], **kept}
            )  # fmt: skip
        return self._set({"done": self._done, "counts": dict(self._counts)})

    def _set(self, facts: Mapping[str, Any]) -> bool:
        """Whether the job is still this worker's."""
        pipeline = [{"$set": {**{k: {"$literal": v} for k, v in facts.items()}, "beat": "$$NOW"}}]
        return self._jobs.update_one(self._run, pipeline).matched_count == 1

    def _told(self, result: _Result) -> bool:
        facts = {"state": result.state, "beat": None, **result.more}
        return self._jobs.update_one(self._run, {"$set": facts}).matched_count == 1


def _name(tenant: str, id: str) -> str:
    return f"{tenant}|{id}"
