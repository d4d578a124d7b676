"""How far a follower has come: moved by compare-and-set in the transaction that applies a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from shared.mongo import Db


class CheckpointMoved(Exception):
    """Somebody else has moved the checkpoint: give up the batch and look again."""


class Checkpoints:
    def __init__(self, db: Db) -> None:
        self._checkpoints = db.checkpoints

    def position(self, name: str, session: ClientSession | None = None) -> int:
        document = self._checkpoints.find_one({"_id": name}, session=session)
        return 0 if document is None else int(document["position"])

    def positions(self, names: Sequence[str]) -> dict[str, int]:
        """As :meth:`position` for several, in one round trip."""
        found = {name: 0 for name in names}
        for document in self._checkpoints.find({"_id": {"$in": list(names)}}):
            found[document["_id"]] = int(document["position"])
        return found

    def ensure(self, name: str, position: int = 0) -> None:
        """Creates the checkpoint outside of any transaction; one that exists stays as it is."""
        try:
            self._checkpoints.update_one(
                {"_id": name}, {"$setOnInsert": {"position": position}}, upsert=True
            )
        except DuplicateKeyError:
            return

    def move(self, name: str, old: int, new: int, session: ClientSession | None = None) -> None:
        """Raises CheckpointMoved unless it stands at ``old``."""
        self.move_all([name], old, new, session)

    def move_all(
        self, names: Sequence[str], old: int, new: int, session: ClientSession | None = None
    ) -> None:
        """Raises CheckpointMoved unless all of them stand at ``old``."""
        done = self._checkpoints.update_many(
            {"_id": {"$in": list(names)}, "position": old},
            {"$set": {"position": new}},
            session=session,
        )
        if done.matched_count < len(names):
            raise CheckpointMoved(names[0])

    def pass_by(self, moves: Iterable[tuple[str, int, int]]) -> None:
        """Moves several (name, old, new) that had nothing to do; one that somebody else has moved
        stays where it is."""
        writes = [
            UpdateOne({"_id": name, "position": old}, {"$set": {"position": new}})
            for name, old, new in moves
        ]
        if writes:
            self._checkpoints.bulk_write(writes, ordered=False)
