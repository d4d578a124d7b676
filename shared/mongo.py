"""How every process speaks to MongoDB: majority writes, journalled, with a time limit."""

from __future__ import annotations

from typing import Any, TypedDict

from pymongo import MongoClient, ReadPreference, ReturnDocument, WriteConcern
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import _ServerMode

Document = dict[str, Any]
Client = MongoClient[Document]
Db = Database[Document]

DURABLE = WriteConcern(w="majority", j=True)


def connect(url: str, *, timeout_ms: int | None = 5000) -> Client:
    """A client whose every operation ends within ``timeout_ms``; ``None`` for watchers only.

    Make it after a fork, never before.
    """
    return MongoClient(
        url,
        w="majority",
        journal=True,
        retryWrites=True,
        tz_aware=True,
        timeoutMS=timeout_ms,
        serverSelectionTimeoutMS=timeout_ms or 5000,
        readPreference="primary",
        appname="mentorbase",
    )


class _Options(TypedDict):
    read_concern: ReadConcern
    write_concern: WriteConcern
    read_preference: _ServerMode


TRANSACTION: _Options = {
    "read_concern": ReadConcern("snapshot"),
    "write_concern": DURABLE,
    "read_preference": ReadPreference.PRIMARY,
}
"""Options of every transaction: the defaults let a transaction lose writes."""


def is_transient(error: BaseException) -> bool:
    """Whether the same operation may succeed later: the server is away, busy or electing."""
    if isinstance(error, AutoReconnect | NetworkTimeout | ExecutionTimeout | WTimeoutError):
        return True
    if isinstance(error, PyMongoError) and error.timeout:
        return True
    if isinstance(error, OperationFailure):
        return error.has_error_label("TransientTransactionError") or error.has_error_label(
            "RetryableWriteError"
        )
    return False


_NAMESPACE_EXISTS = 48


def made(db: Db, name: str) -> None:
    """Makes the collection unless it is there; safe in several processes at once, of which all but
    one are told by the server, as late as at the making, that it exists."""
    if name in db.list_collection_names(filter={"name": name}):
        return
    try:
        db.create_collection(name, check_exists=False)
    except OperationFailure as failure:
        if failure.code != _NAMESPACE_EXISTS:
            raise


def kept(collection: Collection[Document], id: str, first: Document) -> Document:
    """The document with this id; ``first`` makes it when there is none yet."""
    document = collection.find_one_and_update(
        {"_id": id}, {"$setOnInsert": first}, upsert=True, return_document=ReturnDocument.AFTER
    )
    assert document is not None  # an upsert that returns the document after it
    return document
