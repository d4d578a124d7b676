"""How far a follower has come: moved by compare-and-set in the transaction that applies a batch."""

from __future__ import annotations

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
        done = self._checkpoints.update_one(
            {"_id": name, "position": old}, {"$set": {"position": new}}, session=session
        )
        if done.matched_count == 0:
            raise CheckpointMoved(name)
