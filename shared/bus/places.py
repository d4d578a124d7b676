"""How far a consumer has come in each partition: moved with the effects, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from shared.bus.port import WrongBus
from shared.mongo import Db, kept


class LostRace(Exception):
    """Another consumer of the same name moved the checkpoint: look again."""


@dataclass(slots=True)
class Place:
    """``position`` is the last message applied; ``offset`` is where the bus goes on after it, a
    hint that holds for one bus only."""

    position: int
    offset: int


def checkpoint_id(consumer: str, topic: str, partition: int) -> str:
    return f"{consumer}|{topic}|{partition}"


class Places:
    """One document per (consumer, topic, partition) in ``checkpoints``. For use by one thread."""

    def __init__(self, db: Db, consumer: str, bus: str) -> None:
        self._checkpoints = db.checkpoints
        self._consumer = consumer
        self._bus = bus
        self._known: dict[tuple[str, int], Place] = {}
        self._stored: dict[tuple[str, int], int] = {}
        self._passed: dict[tuple[str, int], Place] = {}

    def get(self, topic: str, partition: int) -> Place:
        """Raises WrongBus where the checkpoint was made on another bus."""
        key = (topic, partition)
        if key not in self._known:
            document = kept(
                self._checkpoints,
                checkpoint_id(self._consumer, topic, partition),
                {"position": 0, "offset": 0, "bus": self._bus},
            )
            self._require_bus(document["bus"])
            self._known[key] = Place(document["position"], document["offset"])
            self._stored[key] = document["position"]
        return self._known[key]

    def offsets(self, topics: Sequence[str]) -> Mapping[str, Mapping[int, int]]:
        """Where the bus goes on, as far as it is known. Raises WrongBus."""
        offsets: dict[str, dict[int, int]] = {topic: {} for topic in topics}
        mine = re.escape(f"{self._consumer}|")
        for document in self._checkpoints.find({"_id": {"$regex": f"^{mine}"}}):
            _, topic, partition = document["_id"].rsplit("|", 2)
            if topic in offsets:
                self._require_bus(document["bus"])
                offsets[topic][int(partition)] = document["offset"]
        return offsets

    def move(
        self, to: Mapping[tuple[str, int], Place], polled_at: datetime, session: ClientSession
    ) -> None:
        """(topic, partition) → where its effects reach; ``polled_at`` is kept beside it, to tell
        waiting for the bus from applying. Raises LostRace unless every checkpoint stands where it
        is known to stand."""
        self._write(to, polled_at, session)

    def moved(self, to: Mapping[tuple[str, int], Place]) -> None:
        """The transaction of :meth:`move` has committed."""
        self._known.update(to)
        for key, place in to.items():
            self._stored[key] = place.position
            self._passed.pop(key, None)

    def passed(self, to: Mapping[tuple[str, int], Place]) -> None:
        """Nothing was to be done up to there. It is kept at leisure: what is lost of it is only
        heard, and passed, once more."""
        self._known.update(to)
        self._passed.update(to)

    def keep_passed(self, polled_at: datetime) -> None:
        """Raises LostRace as :meth:`move`."""
        if self._passed:
            self._write(self._passed, polled_at, None)
            self.moved(dict(self._passed))

    def _write(
        self,
        to: Mapping[tuple[str, int], Place],
        polled_at: datetime,
        session: ClientSession | None,
    ) -> None:
        for key in to:
            self.get(*key)
        done = self._checkpoints.bulk_write(
            [
                UpdateOne(
                    {
                        "_id": checkpoint_id(self._consumer, *key),
                        "position": self._stored[key],
                    },
                    {
                        "$set": {
                            "position": place.position,
                            "offset": place.offset,
                            "polled_at": polled_at,
                        }
                    },
                )
                for key, place in to.items()
            ],
            session=session,
        )
        if done.matched_count < len(to):
            raise LostRace(self._consumer)

    def forget(self) -> None:
        self._known.clear()
        self._stored.clear()
        self._passed.clear()

    def _require_bus(self, bus: str) -> None:
        if bus != self._bus:
            raise WrongBus(
                f"{self._consumer} has listened to {bus}, it was started with {self._bus}; "
                "stop the services and run: mentorbase bus switch"
            )
