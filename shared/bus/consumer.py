"""Delivered at least once, effective exactly once: checkpoints move with the effects.

A batch is what one poll brought. Reactions run first: they are commands keyed by the message's
id, so a repetition changes nothing. Then the batch is applied to the read models in the one
transaction that moves its partitions' checkpoints. A batch that fails is tried again partition by
partition, and then message by message. What can never succeed is parked with the rest of its
stream; what may pass holds its partition, and the other partitions go on.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, Final, Protocol

from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from shared.bus.chain import Fill, chained
from shared.bus.codec import decode
from shared.bus.denial import HELD_TYPES, Denied
from shared.bus.failures import may_pass
from shared.bus.parking import Parked, Parking, StreamKey, stream_key
from shared.bus.places import LostRace, Place, Places
from shared.bus.port import Bus, BusReader, BusUnavailable, Message, Received
from shared.bus.transactions import Transactions
from shared.mongo import Db
from shared.observability.logs import logger

BATCH: Final = 200
HOLD_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 1.0
_log = logger(__name__)

__all__ = ["Consumer", "Fill", "MessageHandler"]


class MessageHandler(Protocol):
    def hears(self, received: Received[Any]) -> bool:
        """Whether the message can have any effect here."""
        ...

    def react(self, received: Received[Any]) -> None:
        """Commands that the message causes; may run again."""
        ...

    def apply(self, received: Sequence[Received[Any]], session: ClientSession) -> None:
        """Writes to read models, all in the session's transaction."""
        ...


class WithdrawalHeld(BusUnavailable):
    """A withdrawal or an erasure could not be applied: its partition waits."""


@dataclass(slots=True)
class _Hold:
    until: float
    failures: int


class Consumer:
    """All partitions of the topics one service hears. For use by one thread.

    Several of one name do no harm: the compare-and-set lets one of them win each batch.
    """

    def __init__(
        self,
        name: str,
        db: Db,
        bus: Bus,
        topics: Sequence[str],
        handler: MessageHandler,
        fill: Fill,
        *,
        batch: int = BATCH,
    ) -> None:
        self._name = name
        self._bus = bus
        self._topics = tuple(topics)
        self._handler = handler
        self._fill = fill
        self._batch = batch
        self._places = Places(db, name, bus.name)
        self._transactions = Transactions(db, f"consumer|{name}")
        self._parking = Parking(db, name)
        self._denied = Denied(db, name)
        self._parking.prepare()
        self._denied.prepare()
        self._parked: set[StreamKey] = set()
        self._look_at = 0.0
        self._keep_at = 0.0
        self._polled_at = datetime.now(UTC)
        self._reader: BusReader | None = None
        self._held: dict[tuple[str, int], _Hold] = {}
        self.heard = True
        """Whether anything of the last poll concerned the handler; an empty poll changes nothing."""

    def advance(self, seconds: float = 1.0) -> int:
        """Polls once, waiting up to ``seconds``; answers how many messages were applied or parked.

        A failure of one partition holds that one and is retried without limit. Raises where the bus
        or the database as a whole does not answer, and WrongBus.
        """
        try:
            reader = self._open()
            done = self._serve_requests()
            if time.monotonic() >= self._keep_at:
                self._places.keep_passed(self._polled_at)
                self._keep_at = time.monotonic() + _LOOK_SECONDS
            wait = self._end_holds(reader, seconds)
            found = reader.poll(self._batch, wait)
            self._polled_at = datetime.now(UTC)
            self.heard = self.heard and not found
            return done + self._take_all(_by_partition(found))
        except LostRace:
            self.close()
            return 0
        except Exception:
            self.close()
            raise

    def position(self, topic: str, partition: int) -> int:
        """The last message applied."""
        return self._places.get(topic, partition).position

    @property
    def held(self) -> Mapping[tuple[str, int], int]:
        """(topic, partition) → failures in a row, of those that wait."""
        return {key: hold.failures for key, hold in self._held.items()}

    def close(self) -> None:
        """Gives the reader back; the next :meth:`advance` goes on from the checkpoints."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._transactions.close()
        with contextlib.suppress(LostRace, PyMongoError):
            self._places.keep_passed(self._polled_at)
        self._places.forget()
        self._held.clear()

    # One poll's catch

    def _take_all(self, catches: Mapping[tuple[str, int], list[tuple[Message, int]]]) -> int:
        """In one transaction where nothing stands in the way, else each partition by itself."""
        if len(catches) > 1 and not self._held:
            try:
                return self._take_together(catches)
            except LostRace:
                raise
            except Exception as error:
                _log.info("one_by_one", follower=self._name, reason=type(error).__name__)
        return sum(self._take(*key, found) for key, found in catches.items())

    def _take_together(self, catches: Mapping[tuple[str, int], list[tuple[Message, int]]]) -> int:
        chains = (
            chained(self._places.get(*key), found, self._fill) for key, found in catches.items()
        )
        together = chain.from_iterable(chains)
        done = 0
        while batch := list(islice(together, self._batch)):  # a hole may bring in more than one
            self._apply(batch)
            done += len(batch)
        return done

    # One partition's catch

    def _take(self, topic: str, partition: int, found: list[tuple[Message, int]]) -> int:
        before = after = 0
        try:
            before = after = self._places.get(topic, partition).position
            done = self._deliver_chain(topic, partition, found)
            self._held.pop((topic, partition), None)
            return done
        except LostRace:
            raise
        except Exception as error:
            after = self._hold(topic, partition, found, error)
            return 1 if after > before else 0

    def _deliver_chain(self, topic: str, partition: int, found: list[tuple[Message, int]]) -> int:
        done = 0
        batch: list[tuple[Message, Place]] = []
        try:
            for one in chained(self._places.get(topic, partition), found, self._fill):
                batch.append(one)
                if len(batch) == self._batch:
                    full, batch = batch, []
                    self._deliver(full)
                    done += len(full)
        finally:
            if batch:  # also what came before a hole that cannot be filled yet
                self._deliver(batch)
        return done + len(batch)

    def _hold(
        self, topic: str, partition: int, found: list[tuple[Message, int]], error: Exception
    ) -> int:
        key = (topic, partition)
        position = self._places.get(topic, partition).position
        for message, _ in found:
            if message.type in HELD_TYPES and message.position > position:
                self._denied.deny(message)
        failures = self._held[key].failures + 1 if key in self._held else 1
        pause = min(HOLD_SECONDS, 0.05 * 2 ** min(failures, 10))
        self._held[key] = _Hold(time.monotonic() + pause, failures)
        if self._reader is not None:
            self._reader.pause(topic, partition)
        _log.warning("held", follower=self._name, topic=topic, partition=partition,
                     position=position, failures=failures, reason=type(error).__name__)  # fmt: skip
        return position

    def _end_holds(self, reader: BusReader, seconds: float) -> float:
        """Seeks what has waited long enough; answers how long a poll may take."""
        now = time.monotonic()
        for (topic, partition), hold in self._held.items():
            if hold.until <= now:
                hold.until = math.inf  # sought once; it ends when messages were applied
                reader.seek(topic, partition, self._places.get(topic, partition).offset)
            else:
                seconds = min(seconds, hold.until - now)
        return seconds

    # Effects

    def _deliver(self, batch: Sequence[tuple[Message, Place]]) -> None:
        try:
            self._apply(batch)
        except Exception as error:
            if isinstance(error, LostRace) or may_pass(error):
                raise
            if len(batch) == 1:
                self._set_aside(*batch[0], error)
            else:
                for one in batch:
                    self._deliver([one])

    def _apply(self, batch: Sequence[tuple[Message, Place]]) -> None:
        behind = [message for message, _ in batch if stream_key(message) in self._parked]
        # A withdrawal is applied at once though its stream is parked, and again when it is retried.
        wanted = [
            message
            for message, _ in batch
            if stream_key(message) not in self._parked or message.type in HELD_TYPES
        ]
        received = [decode(message) for message in wanted]
        received = [one for one in received if self._handler.hears(one)]
        places = {(message.topic, message.partition): place for message, place in batch}
        if not received and not behind and not any(m.type in HELD_TYPES for m in wanted):
            self._places.passed(places)
            return
        self.heard = True
        for one in received:
            self._handler.react(one)
        with self._transactions.begin() as session:
            self._places.move(places, self._polled_at, session)
            if received:
                self._handler.apply(received, session)
            for message in behind:
                self._parking.park(message, "behind", session)
            self._lift(wanted, session)
        self._places.moved(places)

    def _set_aside(self, message: Message, place: Place, error: Exception) -> None:
        reason = type(error).__name__
        if message.type in HELD_TYPES:
            self._denied.deny(message)
            _log.error("withdrawal_held", follower=self._name, topic=message.topic,
                       position=message.position, reason=reason)  # fmt: skip
            raise WithdrawalHeld("a withdrawal could not be applied") from error
        places = {(message.topic, message.partition): place}
        with self._transactions.begin() as session:
            self._places.move(places, self._polled_at, session)
            self._parking.park(message, reason, session)
        self._places.moved(places)
        self._parked.add(stream_key(message))
        _log.error("parked", follower=self._name, topic=message.topic, stream=message.stream,
                   position=message.position, reason=reason)  # fmt: skip

    def _lift(self, applied: Sequence[Message], session: ClientSession) -> None:
        withdrawals = [message for message in applied if message.type in HELD_TYPES]
        if withdrawals:
            self._denied.lift(withdrawals, session)

    # What the operator asked for

    def _serve_requests(self) -> int:
        if not self._parked or time.monotonic() < self._look_at:
            return 0
        self._look_at = time.monotonic() + _LOOK_SECONDS
        return sum(self._replay(key) for key in self._parking.asked())

    def _replay(self, key: StreamKey) -> int:
        """A parked stream's messages in order, up to the first that fails again."""
        done = 0
        for parked in self._parking.of(key):
            try:
                self._apply_parked(parked)
            except Exception as error:
                _log.error("retry_failed", follower=self._name, topic=parked.message.topic,
                           position=parked.message.position, reason=type(error).__name__)  # fmt: skip
                if not may_pass(error):
                    self._parking.give_up(parked, type(error).__name__)
                return done
            done += 1
        self._parked.discard(key)
        return done

    def _apply_parked(self, parked: Parked) -> None:
        received = None
        if not parked.skip:
            received = decode(parked.message)
            self._handler.react(received)
        with self._transactions.begin() as session:
            if received is not None:
                self._handler.apply([received], session)
            self._parking.remove(parked, session)

    def _open(self) -> BusReader:
        if self._reader is None:
            self._parked = self._parking.streams()
            self._reader = self._bus.reader(self._places.offsets(self._topics))
        return self._reader


def _by_partition(
    found: Sequence[tuple[Message, int]],
) -> Mapping[tuple[str, int], list[tuple[Message, int]]]:
    split: dict[tuple[str, int], list[tuple[Message, int]]] = {}
    for message, offset in found:
        split.setdefault((message.topic, message.partition), []).append((message, offset))
    return split
