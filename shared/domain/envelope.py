"""What surrounds an event once it is recorded: where, when, by whom, because of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Generic, TypeVar

from shared.domain.ids import ActorId, CommitId, StreamId, TenantId

E_co = TypeVar("E_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """An event as the store gives it back.

    ``id`` is ``<commit>.<ordinal>``. ``version`` counts in the stream from 1. ``position`` is the
    dense global number of the service's log, ``None`` until the sequencer has stamped the commit.
    ``recorded_at`` is the writer's clock, ``stamped_at`` the database's; both UTC.
    """

    id: str
    tenant: TenantId
    stream: StreamId
    version: int
    event: E_co
    commit: CommitId
    actor: ActorId
    correlation: str
    causation: str
    recorded_at: datetime
    position: int | None = None
    stamped_at: datetime | None = None

    @property
    def key(self) -> str:
        """The aggregate's own id: the stream without its category."""
        return self.stream.split("-", 1)[1]


def by_commit(events: Iterable[Recorded[E_co]]) -> list[list[Recorded[E_co]]]:
    """What was stored at once stays together: a reader's place lies between two commits."""
    return [list(together) for _, together in groupby(events, key=lambda one: one.commit)]
