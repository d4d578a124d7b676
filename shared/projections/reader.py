"""The reading side: documents of one tenant's read model, a page at a time."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING

from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import CommitId, TenantId
from shared.eventstore.mongo import MongoEventStore
from shared.mongo import Db, Document
from shared.projections.checkpoint import Checkpoints
from shared.projections.registry import Registry, collection_of, log_checkpoint
from shared.projections.view import document_id
from shared.tenancy.scope import Scope

PAGE = 50
PAGE_MAX = 200


@dataclass(frozen=True, slots=True)
class Page:
    """``next`` is the cursor of the page after this one, ``None`` on the last."""

    items: list[dict[str, Any]]
    next: str | None


class Reader:
    """One read model, one tenant. The tenant is put into every filter."""

    def __init__(self, db: Db, collection: str, tenant: TenantId) -> None:
        self._documents = db[collection]
        self._tenant = tenant

    def get(self, id: str) -> dict[str, Any]:
        """Raises NotFound, for another tenant's id too."""
        found = self._documents.find_one({"_id": document_id(self._tenant, id)})
        if found is None:
            raise NotFound("there is no such thing here")
        return _bare(found)

    def find(
        self,
        filter: Mapping[str, Any] | None = None,
        *,
        sort: str = "id",
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page:
        """Documents in the order of a field (``-field`` for the reverse), ties by id.

        ``after`` is the ``next`` of the page before; raises Invalid where it is none of ours.
        """
        field, direction = (sort[1:], DESCENDING) if sort.startswith("-") else (sort, ASCENDING)
        wanted: Document = {"tenant": self._tenant, **(filter or {})}
        if after is not None:
            wanted = {"$and": [wanted, _beyond(field, direction, _decode(after))]}
        size = max(1, min(limit, PAGE_MAX))
        cursor = self._documents.find(wanted).sort(
            [(field, direction)] if field == "id" else [(field, direction), ("id", ASCENDING)]
        )
        found = list(cursor.limit(size + 1))
        more = len(found) > size
        items = [_bare(document) for document in found[:size]]
        return Page(items, _encode(items[-1].get(field), items[-1]["id"]) if more else None)

    def all(self, filter: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Every match, for computing inside a service; never for an answer to a request."""
        return [_bare(d) for d in self._documents.find({"tenant": self._tenant, **(filter or {})})]

    def count(self, filter: Mapping[str, Any] | None = None) -> int:
        return self._documents.count_documents({"tenant": self._tenant, **(filter or {})})


class Views:
    """The door to a service's read models."""

    def __init__(self, db: Db, store: MongoEventStore) -> None:
        self._db = db
        self._store = store
        self._registry = Registry(db)
        self._checkpoints = Checkpoints(db)

    def reader(self, scope: Scope, name: str) -> Reader:
        """Raises NotFound for a read model that the service does not have."""
        return Reader(self._db, collection_of(name, self._registry.active(name)), scope.tenant)

    def wait_for(self, commit: CommitId, name: str | None = None, seconds: float = 2.0) -> bool:
        """Whether the commit was applied to the read model (or to all) in time."""
        deadline = time.monotonic() + seconds
        while True:
            position = self._store.position_of(commit)
            if position is not None and self._reached(position, name):
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)

    def _reached(self, position: int, name: str | None) -> bool:
        if name is not None:
            checkpoint = log_checkpoint(name, self._registry.active(name))
            return self._checkpoints.position(checkpoint) >= position
        behind = self._db.checkpoints.find_one(
            {"_id": {"$regex": r"^view\|.*\|log$"}, "position": {"$lt": position}}
        )
        return behind is None


def _bare(document: Document) -> dict[str, Any]:
    document.pop("_id", None)
    return document


def _beyond(field: str, direction: int, cursor: tuple[Any, str]) -> Document:
    value, id = cursor
    operator = "$gt" if direction == ASCENDING else "$lt"
    if field == "id":
        return {"id": {operator: id}}
    if value is None and direction == ASCENDING:
        return {"$or": [{field: {"$ne": None}}, {field: None, "id": {"$gt": id}}]}
    if value is None:
        return {field: None, "id": {"$gt": id}}
    rest: list[Document] = [{field: {operator: value}}, {field: value, "id": {"$gt": id}}]
    if direction == DESCENDING:
        rest.append({field: None})
    return {"$or": rest}


def _encode(value: Any, id: str) -> str:
    raw = json.dumps([value, id], default=str, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(cursor: str) -> tuple[Any, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        value, id = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if not isinstance(id, str) or isinstance(value, dict | list):
            raise ValueError(cursor)
        return value, id
    except (ValueError, TypeError) as error:
        raise Invalid(
            "the page cursor is not one of ours", {"after": ["take it from “next”"]}
        ) from error
