"""Which failures pass by themselves: those hold a partition, all others park a stream."""

from __future__ import annotations

from typing import Final

from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
)

from shared.bus.port import BusUnavailable, WrongBus
from shared.domain.errors import Conflict, Unavailable
from shared.mongo import is_transient
from shared.projections.checkpoint import CheckpointMoved

_OPERATORS_PROBLEM: Final = frozenset({13, 18, 8000, 14031})
"""Unauthorized, AuthenticationFailed, AtlasError, OutOfDiskSpace: the message is not to blame."""
_SERVERS_STATE: Final = frozenset({50, 91, 112, 239, 246, 251, 262, 11600, 11601, 11602})
"""MaxTimeMSExpired, ShutdownInProgress, WriteConflict, SnapshotTooOld, SnapshotUnavailable (while a
server that has just started knows no majority), NoSuchTransaction, ExceededTimeLimit, Interrupted…"""


def may_pass(error: BaseException) -> bool:
    """Whether the same message may succeed later although nobody has changed it or the code."""
    if isinstance(error, PyMongoError):
        return _database_may_recover(error)
    passing = (BusUnavailable, WrongBus, Unavailable, Conflict, CheckpointMoved)
    return isinstance(error, (*passing, OSError, MemoryError))


def _database_may_recover(error: PyMongoError) -> bool:
    if is_transient(error) or isinstance(error, InvalidOperation | ConfigurationError):
        return True  # away, electing, or this process is shutting down
    if isinstance(error, BulkWriteError):
        return False
    known = _OPERATORS_PROBLEM | _SERVERS_STATE
    return isinstance(error, OperationFailure) and error.code in known
