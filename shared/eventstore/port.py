"""What an event store promises; the contract suite runs the same tests on every adapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, CommitId, StreamId, TenantId


class ConcurrencyConflict(Exception):
    """Another writer appended to the stream first; nothing was stored."""


class RepeatedCommit(Exception):
    """A commit with this id is in the store already; nothing new was stored."""


class BrokenStore(Exception):
    """Indexes are missing or a stream has a hole: the process must not go on."""


@dataclass(frozen=True, slots=True)
class Appending:
    """One append: ``expected`` is the version the stream was read at, 0 for a new one.

    ``body`` is the keyed hash of the command; with the same commit id it must be the same.
    """

    commit: CommitId
    tenant: TenantId
    stream: StreamId
    expected: int
    events: tuple[Any, ...]
    body: str
    actor: ActorId
    correlation: str
    causation: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What an earlier command with the same commit id did; ``events`` is empty for a no-op."""

    body: str
    version: int
    events: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as loaded; ``answered`` is set when the commit asked about is already there."""

    version: int
    events: tuple[Any, ...]
    answered: Answered | None = None


class EventStore(Protocol):
    """Streams of one service, all tenants; every call names the tenant.

    Guarantees: an append is all or nothing and durable once answered; versions of a stream are
    dense from 1; a commit id is stored once; stored bytes never change; positions, once stamped,
    are dense, never change, and agree with the order of every stream.
    """

    def load(self, tenant: TenantId, stream: StreamId, commit: CommitId | None = None) -> Stream:
        """The whole stream, version 0 if there is none, and what ``commit`` did if it is in it: a
        receipt is not, :meth:`answered` knows it."""
        ...

    def answered(self, commit: CommitId) -> Answered | None:
        """What a commit or a receipt with this id did, ``None`` where there is none."""
        ...

    def load_as_of(
        self,
        tenant: TenantId,
        stream: StreamId,
        *,
        version: int | None = None,
        at: datetime | None = None,
    ) -> Stream:
        """The stream up to a version, or up to what was stamped at a time on the database's clock."""
        ...

    def append(self, appending: Appending) -> int:
        """The stream's new version. Raises ConcurrencyConflict or RepeatedCommit."""
        ...

    def append_all(self, appendings: Sequence[Appending]) -> list[int]:
        """Several streams in one transaction: all or nothing. Raises as :meth:`append`."""
        ...

    def put_receipt(self, appending: Appending) -> None:
        """Remember a command that changed nothing. Raises RepeatedCommit."""
        ...

    def read_all(self, after: int, limit: int) -> list[Recorded[Any]]:
        """Stamped events with a position greater than ``after``, in order, whole commits only;
        ``limit`` counts commits."""
        ...

    def position_of(self, commit: CommitId) -> int | None:
        """The position of the commit's last event, ``None`` while it is not stamped."""
        ...

    def head(self) -> int:
        """The last stamped position, 0 in an empty store."""
        ...
