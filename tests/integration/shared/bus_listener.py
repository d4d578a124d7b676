"""A listener whose effects can be read back, and which fails when told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pymongo.client_session import ClientSession

from shared.bus.port import Received
from shared.contracts.reporting import AwardGiven
from shared.mongo import Db

Fault = Callable[[Received[Any]], Exception | None]


class Listener:
    """``effects`` holds, for each stream, every award in the order in which it was applied."""

    def __init__(self, db: Db) -> None:
        self._effects = db.effects
        self.reacted: list[str] = []
        self.fault: Fault = lambda received: None
        self.reaction_fault: Fault = lambda received: None

    def hears(self, received: Received[Any]) -> bool:
        return True

    def react(self, received: Received[Any]) -> None:
        self._fail(self.reaction_fault, received)
        self.reacted.append(received.id)

    def apply(self, received: Sequence[Received[Any]], session: ClientSession) -> None:
        for one in received:
            what = one.message.award if isinstance(one.message, AwardGiven) else one.message
            self._effects.update_one(
                {"_id": f"{one.tenant}|{one.stream}"},
                {"$push": {"awards": what if isinstance(what, str) else type(what).__name__}},
                upsert=True,
                session=session,
            )
            self._fail(self.fault, one)  # after the write: what fails must leave nothing behind

    def of(self, stream: str, tenant: str = "school-1") -> list[str]:
        document = self._effects.find_one({"_id": f"{tenant}|{stream}"})
        return [] if document is None else list(document["awards"])

    def total(self) -> int:
        return sum(len(document["awards"]) for document in self._effects.find())

    @staticmethod
    def _fail(fault: Fault, received: Received[Any]) -> None:
        error = fault(received)
        if error is not None:
            raise error
