"""A service's ear: the live consumer, and the rebuilding of read models from messages beside it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from pymongo.client_session import ClientSession

from shared.bus.codec import decode
from shared.bus.consumer import Consumer, Fill
from shared.bus.denial import HELD_TYPES
from shared.bus.failures import may_pass
from shared.bus.parking import Parking
from shared.bus.port import Bus, Message, Received
from shared.bus.transactions import Transactions
from shared.contracts.catalogue import PARTITIONS
from shared.domain.ids import ActorId, TenantId
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.observability.logs import logger
from shared.projections.checkpoint import Checkpoints
from shared.projections.registry import Registry, log_checkpoint
from shared.projections.runner import ProjectionRunner
from shared.service import Service
from shared.tenancy.scope import Scope

_log = logger(__name__)
FILL_LIMIT = 200
_LOOK_SECONDS = 1.0


class Effects:
    """What a message does in one service: its reactions, then its read models."""

    def __init__(self, service: Service, runner: ProjectionRunner) -> None:
        self._service = service
        self._runner = runner

    def hears(self, received: Received[Any]) -> bool:
        reactions = self._service.definition.reactions
        return self._runner.hears(received) or any(
            isinstance(received.message, reaction.on) for reaction in reactions
        )

    def react(self, received: Received[Any]) -> None:
        for reaction in self._service.definition.reactions:
            if isinstance(received.message, reaction.on):
                reaction.react(self._service, received)

    def apply(self, received: Sequence[Received[Any]], session: ClientSession) -> None:
        self._runner.receive(received, session)


class Consumption:
    """One thread's work: a step of the live consumer, then a step of each rebuild.

    A rebuild reads the owners' stored messages from the first, never past the place of the live
    consumer in any partition; when it stands where that stands, the generation is flipped and fed
    live from then on.
    """

    def __init__(self, service: Service, runner: ProjectionRunner, bus: Bus, fill: Fill) -> None:
        self._service = service
        self._runner = runner
        self._fill = fill
        self._registry = Registry(service.db)
        self._checkpoints = Checkpoints(service.db)
        self._building: list[tuple[str, int]] = []
        self._look_at = 0.0
        self._transactions = Transactions(service.db, "rebuild")
        self._parking = Parking(service.db, service.name)
        self._live = Consumer(
            service.name,
            service.db,
            bus,
            service.definition.topics,
            Effects(service, runner),
            fill,
        )

    def advance(self) -> int:
        done = self._live.advance()
        if time.monotonic() >= self._look_at:
            topics = self._service.definition.topics
            done += self._runner.retry_messages(topics, self._fill, self._transactions)
            self._building = self._runner.building()
            self._look_at = 0.0 if self._building else time.monotonic() + _LOOK_SECONDS
        for name, generation in self._building:
            steps = [self._build(name, generation, t) for t in self._service.definition.topics]
            done += sum(steps)
            if not any(steps) and self._caught_up(name, generation):
                self._registry.flip(name, generation)
        return done

    @property
    def heard(self) -> bool:
        return self._live.heard

    def close(self) -> None:
        self._live.close()
        self._transactions.close()

    def _build(self, name: str, generation: int, topic: str) -> int:
        checkpoint = _building(name, generation, topic)
        self._checkpoints.ensure(checkpoint)
        at = self._checkpoints.position(checkpoint)
        batch: list[Message] = []
        for message in self._fill(topic, at, FILL_LIMIT):
            if message.position > self._live.position(topic, message.partition):
                break
            batch.append(message)
        if not batch:
            return 0
        try:
            self._feed(name, generation, batch, at)
        except Exception as error:
            if may_pass(error):
                raise
            return self._feed_one_by_one(name, generation, batch, at)
        return len(batch)

    def _feed(self, name: str, generation: int, batch: Sequence[Message], at: int) -> None:
        """What the live consumer has set aside is set aside here too, and not applied twice when
        that is retried."""
        aside = self._parking.held(batch)
        with self._transactions.begin() as session:
            self._move(name, generation, batch, at, session)
            taken = [decode(message) for message in batch if message.position not in aside]
            self._runner.receive_into(name, generation, taken, session)
            for message in batch:
                if message.position in aside:
                    self._runner.set_aside(name, generation, message, "behind", session)

    def _feed_one_by_one(
        self, name: str, generation: int, batch: Sequence[Message], at: int
    ) -> int:
        """Sets aside what can never be applied. A withdrawal or an erasure is never set aside: the
        generation waits for it and is not read until then."""
        for done, message in enumerate(batch):
            try:
                self._feed(name, generation, [message], at)
            except Exception as error:
                reason = type(error).__name__
                if may_pass(error):
                    raise
                if message.type in HELD_TYPES:
                    _log.error("rebuild_held", view=name, generation=generation,
                               topic=message.topic, position=message.position, reason=reason)  # fmt: skip
                    return done
                with self._transactions.begin() as session:
                    self._move(name, generation, [message], at, session)
                    self._runner.set_aside(name, generation, message, reason, session)
            at = message.position
        return len(batch)

    def _move(
        self, name: str, generation: int, batch: Sequence[Message], at: int, session: ClientSession
    ) -> None:
        checkpoint = _building(name, generation, batch[-1].topic)
        self._checkpoints.move(checkpoint, at, batch[-1].position, session)

    def _caught_up(self, name: str, generation: int) -> bool:
        for topic in self._service.definition.topics:
            reached = self._checkpoints.position(_building(name, generation, topic))
            if any(self._live.position(topic, p) > reached for p in range(PARTITIONS)):
                return False
        active = self._registry.get(name).active
        log = self._checkpoints.position(log_checkpoint(name, generation))
        return log >= self._checkpoints.position(log_checkpoint(name, active))


def _building(name: str, generation: int, topic: str) -> str:
    return f"build|{name}|g{generation}|{topic}"


def http_fill(service: Service) -> Fill:
    """Asks the topic's owner over HTTP for its stored messages."""
    settings = service.settings
    issuer = Issuer(service.name, settings.secrets)
    scope = Scope(TenantId("cell"), ActorId(f"service:{service.name}"), frozenset({"service"}))
    clients: dict[str, ServiceClient] = {}

    def fill(topic: str, after: int, limit: int) -> Sequence[Message]:
        owner = topic.split(".", 1)[0]
        if owner not in clients:
            clients[owner] = ServiceClient(settings.urls[owner], issuer, owner)
        answer = clients[owner].get("/v1/messages", scope, params={"after": after, "limit": limit})
        return [Message.from_dict(item) for item in answer["items"]]

    return fill


def consumer_for(service: Service, runner: ProjectionRunner, bus: Bus) -> Consumption:
    return Consumption(service, runner, bus, http_fill(service))
