"""What a read model writes through: bound to one tenant, buffered, flushed in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import DeleteMany, DeleteOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession

from shared.domain.ids import TenantId
from shared.mongo import Db, Document

_Write = UpdateOne | ReplaceOne[Document] | DeleteOne | DeleteMany


def document_id(tenant: TenantId, id: str) -> str:
    """The tenant leads the key of every document of every read model."""
    return f"{tenant}|{id}"


class Batch:
    """The writes of one batch of events, in order, in the transaction that moves the checkpoint."""

    def __init__(self, db: Db, session: ClientSession) -> None:
        self._db = db
        self._session = session
        self._writes: dict[str, list[_Write]] = {}
        self.sums: dict[tuple[str, str], dict[str, int]] = {}
        """Increments not yet written, by collection and ``_id``, while nothing else has touched the
        document: a counter that every event moves is one write a batch."""

    def view(self, collection: str, tenant: TenantId) -> View:
        return View(self, collection, tenant)

    def write(self, collection: str, write: _Write) -> None:
        self._writes.setdefault(collection, []).append(write)

    def read(self, collection: str, id: str) -> Document | None:
        self.flush(collection)
        return self._db[collection].find_one({"_id": id}, session=self._session)

    def flush(self, collection: str) -> None:
        writes = self._writes.pop(collection, [])
        self.sums = {place: sums for place, sums in self.sums.items() if place[0] != collection}
        if writes:
            self._db[collection].bulk_write(writes, ordered=True, session=self._session)

    def flush_all(self) -> None:
        for collection in list(self._writes):
            self.flush(collection)


class View:
    """One read model as one tenant's events may change it.

    Documents have ``id`` and ``tenant`` beside what is written. There is no call that reaches
    another tenant's documents.
    """

    __slots__ = ("_batch", "_collection", "tenant")

    def __init__(self, batch: Batch, collection: str, tenant: TenantId) -> None:
        self._batch = batch
        self._collection = collection
        self.tenant = tenant

    def put(self, id: str, document: Mapping[str, Any]) -> None:
        """Replaces the whole document."""
        whole = {**document, "_id": self._key(id), "tenant": self.tenant, "id": id}
        self._close_sum(id)
        self._batch.write(self._collection, ReplaceOne({"_id": whole["_id"]}, whole, upsert=True))

    def merge(self, id: str, **fields: Any) -> None:
        """Sets fields, creating the document if need be."""
        self._update(id, {"$set": {"tenant": self.tenant, "id": id, **fields}})

    def amend(self, id: str, **fields: Any) -> None:
        """Sets fields of a document that is there; what was deleted does not come back in part."""
        self._update(id, {"$set": fields}, upsert=False)

    def set_paths(self, id: str, paths: Mapping[str, Any]) -> None:
        """As :meth:`merge`, for dotted paths."""
        self._update(id, {"$set": {"tenant": self.tenant, "id": id, **paths}})

    def unset(self, id: str, *fields: str) -> None:
        self._update(id, {"$unset": dict.fromkeys(fields, "")}, upsert=False)

    def add(self, id: str, field: str, value: Any) -> None:
        """Puts a value into a set; creates the document if need be."""
        self._update(id, {"$addToSet": {field: value}, "$set": {"tenant": self.tenant, "id": id}})

    def take(self, id: str, field: str, value: Any) -> None:
        """Takes a value, or what matches a condition, out of a set."""
        self._update(id, {"$pull": {field: value}}, upsert=False)

    def increment(self, id: str, **fields: int) -> None:
        """Adds; safe because every event is applied exactly once."""
        sums = self._batch.sums.get((self._collection, self._key(id)))
        if sums is None:
            sums = dict(fields)
            self._update(id, {"$inc": sums, "$set": {"tenant": self.tenant, "id": id}})
            self._batch.sums[self._collection, self._key(id)] = sums
            return
        for name, by in fields.items():
            sums[name] = sums.get(name, 0) + by

    def delete(self, id: str) -> None:
        self._close_sum(id)
        self._batch.write(self._collection, DeleteOne({"_id": self._key(id)}))

    def delete_where(self, **equals: Any) -> None:
        self._batch.sums.clear()
        self._batch.write(self._collection, DeleteMany({"tenant": self.tenant, **equals}))

    def get(self, id: str) -> dict[str, Any] | None:
        """The document as it stands inside this batch."""
        return self._batch.read(self._collection, self._key(id))

    def _key(self, id: str) -> str:
        return document_id(self.tenant, id)

    def _close_sum(self, id: str) -> None:
        self._batch.sums.pop((self._collection, self._key(id)), None)

    def _update(self, id: str, update: Mapping[str, Any], *, upsert: bool = True) -> None:
        self._close_sum(id)
        self._batch.write(
            self._collection, UpdateOne({"_id": self._key(id)}, update, upsert=upsert)
        )
