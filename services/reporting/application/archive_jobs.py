"""Archives of a year in the making: work in hand, with its progress kept; the file is sealed, is
gone after a day, and every download is noted.

The key of the file is made of the archive's own and of those of everybody it names: erasing one of
them darkens it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Literal

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.crypto.parts import opened_parts, sealed_parts
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import ActorId, TenantId, new_id
from shared.domain.purposes import DOCUMENT
from shared.mongo import Db, Document
from shared.service import Service
from shared.tenancy.scope import Scope

State = Literal["queued", "working", "done", "cancelled", "failed", "destroyed"]
MOVING: Final[tuple[State, ...]] = ("queued", "working")
_KEPT: Final = timedelta(days=1)
_LISTED: Final = timedelta(days=30)
_ABANDONED: Final = timedelta(seconds=60)
"""A worker that has said nothing for so long is gone; another begins the archive again."""
_SHOWN: Final = (
    "id", "year", "state", "done", "total", "reason", "files", "left_out", "size", "sha256",
    "downloads", "created", "until",
)  # fmt: skip


def create_indexes(db: Db) -> None:
    db.archive_files.create_index("until", expireAfterSeconds=0)
    db.archives.create_index("forget", expireAfterSeconds=0)
    db.archives.create_index([("tenant", 1), ("year", 1), ("created", -1)])
    db.archives.create_index(
        "tenant", unique=True, name="one_at_a_time", partialFilterExpression={"moving": True}
    )


def create(service: Service, scope: Scope, id: str, year: str) -> dict[str, Any]:
    """The same id again is the same archive. Raises Refused while another is being made."""
    now = _now()
    first: Document = {
        "tenant": scope.tenant, "id": id, "actor": scope.actor, "roles": sorted(scope.roles),
        "person": scope.person, "year": year, "state": "queued", "moving": True, "done": 0,
        "total": 0, "reason": "", "files": 0, "left_out": 0, "size": 0, "sha256": "",
        "downloads": [], "people": [], "created": now, "until": now + _KEPT,
        "forget": now + _LISTED, "beat": None, "run": "",
    }  # fmt: skip
    try:
        service.db.archives.update_one(
            {"_id": _name(scope.tenant, id)}, {"$setOnInsert": first}, upsert=True
        )
    except DuplicateKeyError as error:
        raise Refused("another archive is being made", code="archive-under-way") from error
    return get(service, scope, id)


def find(service: Service, scope: Scope, id: str) -> Document:
    """Raises NotFound, for another tenant's too."""
    found = service.db.archives.find_one({"_id": _name(scope.tenant, id), "tenant": scope.tenant})
    if found is None:
        raise NotFound("there is no such archive")
    return found


def get(service: Service, scope: Scope, id: str) -> dict[str, Any]:
    return shown(find(service, scope, id))


def latest(service: Service, scope: Scope, year: str, limit: int) -> list[dict[str, Any]]:
    wanted = {"tenant": scope.tenant, "year": year}
    return [shown(one) for one in service.db.archives.find(wanted).sort("created", -1).limit(limit)]


def shown(job: Document) -> dict[str, Any]:
    """Without whom it names; what is past its time is told to be so."""
    told = {name: job[name] for name in _SHOWN}
    if job["state"] == "done" and job["until"].replace(tzinfo=timezone.utc) <= _now():
        told["state"] = "expired"
    for name in ("created", "until"):
        told[name] = job[name].replace(tzinfo=timezone.utc).isoformat()
    return told


def cancel(service: Service, scope: Scope, id: str) -> dict[str, Any]:
    """Takes hold between two files; what is done already stays."""
    service.db.archives.update_one(
        {"_id": find(service, scope, id)["_id"], "state": {"$in": MOVING}},
        {"$set": {"state": "cancelled", "run": new_id()}, "$unset": {"moving": ""}},
    )
    return get(service, scope, id)


def take(service: Service) -> Document | None:
    """The oldest that waits, or that its worker has left; it is this worker's now."""
    found: Document | None = service.db.archives.find_one_and_update(
        {
            "state": {"$in": MOVING},
            "$or": [{"beat": None}, {"beat": {"$lt": _now() - _ABANDONED}}],
        },
        {"$set": {"state": "working", "run": new_id(), "beat": _now(), "done": 0}},
        sort=[("created", 1)],
        return_document=ReturnDocument.AFTER,
    )
    return found


def beat(service: Service, job: Document, done: int, total: int) -> bool:
    """Notes the progress; ``False`` once it was cancelled or is somebody else's."""
    result = service.db.archives.update_one(
        {"_id": job["_id"], "run": job["run"]},
        {"$set": {"done": done, "total": total, "beat": _now()}},
    )
    return result.matched_count == 1


def finish(
    service: Service,
    job: Document,
    content: bytes,
    people: Sequence[str],
    staff: Sequence[str],
    **counts: int,
) -> None:
    """The sealed parts first, then the word that it is done: never the other way round. The consent
    of ``people`` is asked at every download, that of ``staff`` is not."""
    place = f"archive-{job['id']}"
    for number, sealed in sealed_parts(
        service.vault, job["tenant"], (place, *people, *staff), DOCUMENT, place, content
    ):
        part = {
            "tenant": job["tenant"], "archive": job["id"], "number": number, "sealed": sealed,
            "run": job["run"], "until": job["until"],
        }  # fmt: skip
        service.db.archive_files.insert_one(part)
    service.db.archives.update_one(
        {"_id": job["_id"], "run": job["run"]},
        {
            "$set": {
                "state": "done", "people": list(people), "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(), **counts,
            },
            "$unset": {"moving": ""},
        },
    )  # fmt: skip


def fail(service: Service, job: Document, reason: str) -> None:
    service.db.archives.update_one(
        {"_id": job["_id"], "run": job["run"]},
        {"$set": {"state": "failed", "reason": reason}, "$unset": {"moving": ""}},
    )


def destroy(service: Service, job: Document) -> None:
    """The key first: what is left of the file is dark."""
    service.vault.shred(job["tenant"], f"archive-{job['id']}", DOCUMENT)
    service.db.archive_files.delete_many({"tenant": job["tenant"], "archive": job["id"]})
    service.db.archives.update_one({"_id": job["_id"]}, {"$set": {"state": "destroyed"}})


def expire(service: Service) -> None:
    """Of those whose day is over the key goes too."""
    late = {"state": "done", "until": {"$lte": _now()}}
    for job in service.db.archives.find(late).limit(20):
        destroy(service, job)


def content_of(service: Service, job: Document) -> bytes:
    """Raises NotFound where it was never finished, its time is up, or somebody in it was erased."""
    expired = job["until"].replace(tzinfo=timezone.utc) <= _now()
    if job["state"] != "done" or expired:
        raise NotFound("there is no such archive any more")
    wanted = {"tenant": job["tenant"], "archive": job["id"], "run": job["run"]}
    tokens = [part["sealed"] for part in service.db.archive_files.find(wanted).sort("number", 1)]
    content = opened_parts(service.vault, job["tenant"], tokens) if tokens else b""
    if content is None:
        raise NotFound("somebody whom the archive names was erased")
    if hashlib.sha256(content).hexdigest() != job["sha256"]:
        raise Refused("the stored archive is not the one that was made", code="document-changed")
    return content


def note_download(service: Service, scope: Scope, job: Document) -> None:
    entry = {"at": _now().isoformat(), "roles": sorted(scope.roles)}
    service.db.archives.update_one({"_id": job["_id"]}, {"$push": {"downloads": entry}})


def scope_of(job: Document) -> Scope:
    """Whoever asked for it: the worker reads no more than they may."""
    return Scope(
        TenantId(job["tenant"]), ActorId(job["actor"]), frozenset(job["roles"]), job["person"]
    )


def _name(tenant: str, id: str) -> str:
    return f"{tenant}|{id}"


def _now() -> datetime:
    """Of the machine: an archive's life is real time, in a demonstration too."""
    return datetime.now(timezone.utc)
