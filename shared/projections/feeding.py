"""One generation of one read model, as a runner feeds it; and what it is fed again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from shared.bus.port import Received
from shared.bus.transactions import Transactions
from shared.domain.envelope import Recorded
from shared.mongo import Db
from shared.projections.parking import LogParking, Parked, StreamKey
from shared.projections.projection import Projection
from shared.projections.registry import collection_of, log_checkpoint, topic_follower
from shared.projections.view import Batch


@dataclass(frozen=True, slots=True)
class Fed:
    projection: Projection
    generation: int

    @property
    def collection(self) -> str:
        return collection_of(self.projection.name, self.generation)

    @property
    def checkpoint(self) -> str:
        return log_checkpoint(self.projection.name, self.generation)

    def follower(self, topic: str) -> str:
        return topic_follower(self.projection.name, self.generation, topic)

    def take(self, batch: Batch, one: Recorded[Any] | Received[Any]) -> None:
        """An own event, or a message if the read model hears it."""
        view = batch.view(self.collection, one.tenant)
        if isinstance(one, Recorded):
            self.projection.apply(view, one)
        elif isinstance(one.message, self.projection.hears):
            self.projection.receive(view, one)


@dataclass(frozen=True, slots=True)
class Again:
    """Applies what an operator wants retried. ``read`` gives what begins after a position: one
    commit's events, or one message. For use by one thread."""

    db: Db
    parking: LogParking
    transactions: Transactions

    def replay(
        self,
        fed: Fed,
        follower: str,
        waiting: set[StreamKey],
        read: Callable[[int], Iterable[Recorded[Any] | Received[Any]]],
        held: Collection[StreamKey] = (),
    ) -> int:
        """Each stream up to the first entry that fails again; one that is through leaves
        ``waiting``. Streams in ``held`` go on waiting. Answers how many entries were applied or left
        out."""

        def again(parked: Parked) -> None:
            with self.transactions.begin() as session:
                batch = Batch(self.db, session)
                for one in () if parked.skip else read(parked.after):
                    fed.take(batch, one)
                self.parking.remove(parked, session)
                batch.flush_all()

        done = 0
        for _, stream in self.parking.asked([follower]):
            if stream in held:
                continue
            applied = self.parking.replay(follower, stream, again)
            if applied is not None:
                waiting.discard(stream)
                done += applied
        return done
