"""Which generations of a read model exist, which one is read, which one is being built."""

from __future__ import annotations

import time
from dataclasses import dataclass

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from shared.domain.errors import NotFound
from shared.mongo import Db, Document
from shared.projections.parking import forget_followers
from shared.projections.projection import Projection

_CACHE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Generations:
    """``active`` is read; every one of ``all`` is fed; ``building`` lags until it has caught up."""

    active: int
    building: int | None
    all: tuple[int, ...]


def collection_of(name: str, generation: int) -> str:
    return f"view_{name}_g{generation}"


def followers_of(name: str, generation: int) -> str:
    """How the names of all that feed a generation begin: its log, and the topics it was built from."""
    return f"view|{name}|g{generation}|"


def log_checkpoint(name: str, generation: int) -> str:
    return f"{followers_of(name, generation)}log"


def topic_follower(name: str, generation: int, topic: str) -> str:
    """Under this name messages are set aside that a generation could not be built from."""
    return f"{followers_of(name, generation)}{topic}"


class Registry:
    """One document a read model in ``projections``; flipped by compare-and-set."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._documents = db.projections
        self._cache: dict[str, tuple[float, Generations]] = {}

    def ensure(self, projection: Projection) -> Generations:
        """Creates generation 1 of an unknown read model, with its collection and indexes."""
        self._documents.update_one(
            {"_id": projection.name},
            {"$setOnInsert": {"active": 1, "building": None, "all": [1]}},
            upsert=True,
        )
        generations = self.get(projection.name)
        for generation in generations.all:
            self._prepare(projection, generation)
        return generations

    def get(self, name: str) -> Generations:
        document = self._documents.find_one({"_id": name})
        if document is None:
            raise NotFound(f"no read model “{name}”")
        return _generations(document)

    def known(self, session: ClientSession | None = None) -> dict[str, Generations]:
        """Every read model of the service, in one round trip."""
        return {
            document["_id"]: _generations(document)
            for document in self._documents.find({}, session=session)
        }

    def active(self, name: str) -> int:
        """The generation to read, known for at most a second."""
        now = time.monotonic()
        cached = self._cache.get(name)
        if cached is None or cached[0] < now:
            cached = (now + _CACHE_SECONDS, self.get(name))
            self._cache[name] = cached
        return cached[1].active

    def begin(self, projection: Projection) -> int:
        """Starts a new generation beside the old one; refuses while another is being built."""
        generations = self.get(projection.name)
        if generations.building is not None:
            raise ValueError(f"generation {generations.building} is being built already")
        generation = max(generations.all) + 1
        self._prepare(projection, generation)
        done = self._documents.update_one(
            {"_id": projection.name, "building": None},
            {"$set": {"building": generation}, "$push": {"all": generation}},
        )
        if done.modified_count == 0:
            raise ValueError("another generation began at the same time")
        return generation

    def flip(self, name: str, generation: int, session: ClientSession | None = None) -> bool:
        """Readers get the new generation from now on; the old one stays fed until dropped."""
        done = self._documents.update_one(
            {"_id": name, "building": generation},
            {"$set": {"active": generation, "building": None}},
            session=session,
        )
        return done.modified_count == 1

    def drop(self, name: str, generation: int) -> None:
        """Forgets a generation that is not read. Raises ``ValueError`` for the active one."""
        generations = self.get(name)
        if generation == generations.active or generation not in generations.all:
            raise ValueError(f"generation {generation} is active or unknown")
        self._documents.update_one(
            {"_id": name},
            {
                "$pull": {"all": generation},
                **({"$set": {"building": None}} if generations.building == generation else {}),
            },
        )
        self._db[collection_of(name, generation)].drop()
        self._db.checkpoints.delete_one({"_id": log_checkpoint(name, generation)})
        forget_followers(self._db, followers_of(name, generation))

    def _prepare(self, projection: Projection, generation: int) -> None:
        collection = self._db[collection_of(projection.name, generation)]
        collection.create_index([("tenant", ASCENDING), ("id", ASCENDING)])
        for fields in projection.indexes:
            collection.create_index([("tenant", ASCENDING), *((f, ASCENDING) for f in fields)])
        self._db.checkpoints.update_one(
            {"_id": log_checkpoint(projection.name, generation)},
            {"$setOnInsert": {"position": 0}},
            upsert=True,
        )


def _generations(document: Document) -> Generations:
    return Generations(document["active"], document["building"], tuple(document["all"]))
