"""The reading side: documents of one tenant's read model, a page at a time."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING

from shared.bus.denial import Denied
from shared.bus.parking import has_parked
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import CommitId, TenantId
from shared.eventstore.mongo import MongoEventStore
from shared.interoperable import is_interoperable
from shared.mongo import Db, Document
from shared.projections.checkpoint import Checkpoints
from shared.projections.registry import Registry, collection_of, followers_of, log_checkpoint
from shared.projections.view import document_id
from shared.tenancy.scope import Scope

PAGE = 50
PAGE_MAX = 200
_WHOLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """``next`` is the cursor of the page after this one, ``None`` on the last."""

    items: list[dict[str, Any]]
    next: str | None


class Reader:
    """One read model, one tenant. The tenant is put into every filter.

    Documents that name one of ``hidden`` are in no answer of :meth:`get` and :meth:`find`.
    """

    def __init__(
        self, db: Db, collection: str, tenant: TenantId, hidden: frozenset[str] = frozenset()
    ) -> None:
        self._documents = db[collection]
        self._tenant = tenant
        self._hidden = hidden

    def get(self, id: str) -> dict[str, Any]:
        """Raises NotFound, for another tenant's id too."""
        found = self._documents.find_one({"_id": document_id(self._tenant, id)})
        if found is None or self._is_hidden(found):
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

        ``after`` is the ``next`` of the page before; raises Invalid where it is none of ours. A page
        from which somebody is hidden is shorter, and still not the last.
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
        next = _encode(items[-1].get(field), items[-1]["id"]) if more else None
        return Page([item for item in items if not self._is_hidden(item)], next)

    def all(self, filter: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Every match, for computing inside a service; never for an answer to a request."""
        return [_bare(d) for d in self._documents.find({"tenant": self._tenant, **(filter or {})})]

    def count(self, filter: Mapping[str, Any] | None = None) -> int:
        return self._documents.count_documents({"tenant": self._tenant, **(filter or {})})

    def _is_hidden(self, document: Document) -> bool:
        return bool(self._hidden) and _names(document, self._hidden)


class Views:
    """The door to a service's read models."""

    def __init__(self, db: Db, store: MongoEventStore) -> None:
        self._db = db
        self._store = store
        self._registry = Registry(db)
        self._checkpoints = Checkpoints(db)
        self._denied = Denied(db)
        self._whole_until = 0.0

    def reader(self, scope: Scope, name: str) -> Reader:
        """Raises NotFound for a read model that the service does not have."""
        return Reader(self._db, collection_of(name, self._registry.active(name)), scope.tenant)

    def showing(self, scope: Scope, name: str) -> Reader:
        """As :meth:`reader`, for an answer to a request: without whoever is denied, because their
        withdrawal, revocation or erasure could not be applied yet."""
        hidden = self._denied.all_of(scope.tenant)
        collection = collection_of(name, self._registry.active(name))
        return Reader(self._db, collection, scope.tenant, hidden)

    def incomplete(self, scope: Scope, name: str) -> bool:
        """Whether something that belongs into the tenant's part of the read model is set aside.

        That nothing at all is set aside is believed for a second.
        """
        now = time.monotonic()
        if now < self._whole_until:
            return False
        if not has_parked(self._db):
            self._whole_until = now + _WHOLE_SECONDS
            return False
        followers = followers_of(name, self._registry.active(name))
        return has_parked(self._db, scope.tenant, followers)

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


def _names(value: Any, people: frozenset[str]) -> bool:
    """Whether one of the people stands anywhere in it, as a value or as a key."""
    if isinstance(value, str):
        return value in people
    if isinstance(value, dict):
        return any(key in people or _names(one, people) for key, one in value.items())
    return isinstance(value, list) and any(_names(one, people) for one in value)


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
        plain = isinstance(id, str) and not isinstance(value, dict | list)
        if not plain or not is_interoperable([value, id]):
            raise ValueError(cursor)
        return value, id
    except (ValueError, TypeError) as error:
        raise Invalid(
            "the page cursor is not one of ours", {"after": ["take it from “next”"]}
        ) from error
