"""A service's log and relay, stepped by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.bus.outbox import Outbox
from shared.bus.port import Bus
from shared.contracts.reporting import TOPIC, AwardGiven
from shared.domain.clock import SystemClock
from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, PersonId, TenantId
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.sequencer import Sequencer
from shared.mongo import Db
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, Deposited
from shared.testing.sealing import PlainSealer

SCHOOL = Scope(TenantId("school-1"), ActorId("coordinator"))


def award_for_each_deposit(recorded: Recorded[Any]) -> Sequence[object]:
    """Nothing for 1, two messages for 2, one for every other amount."""
    match recorded.event:
        case Deposited(1):
            return ()
        case Deposited(amount):
            award = AwardGiven(str(amount), PersonId(recorded.key), "2026/27")
            return (award, award) if amount == 2 else (award,)
        case _:
            return ()


@dataclass(frozen=True)
class Definition:
    topic: str = TOPIC
    publish: Callable[[Recorded[Any]], Sequence[object]] = award_for_each_deposit


class Relay:
    def __init__(self, db: Db, bus: Bus, definition: Definition | None = None) -> None:
        self.db = db
        create_indexes(db)
        codec = EventCodec([LEDGER], PlainSealer())
        self.store = MongoEventStore(db, codec)
        self._handler = CommandHandler(self.store, codec, SystemClock())
        self._sequencer = Sequencer(db)
        self.outbox = Outbox(db, self.store, definition or Definition(), bus)
        self.outbox.start()

    def deposit(self, amount: int, id: str = "a") -> None:
        key = f"{id}-{amount}"
        self._handler.handle(SCHOOL, LEDGER, id, Deposit(amount), key=key)

    def stamp(self) -> None:
        while self._sequencer.stamp():
            pass

    def settle(self) -> None:
        self.stamp()
        while self.outbox.advance():
            pass
