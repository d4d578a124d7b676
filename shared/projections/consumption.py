"""A service's ear: the live consumer, and the rebuilding of read models from messages beside it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from pymongo.client_session import ClientSession

from shared.bus.consumer import Consumer, Fill
from shared.bus.parking import Parking
from shared.bus.port import Bus, Message, Received
from shared.bus.transactions import Transactions
from shared.domain.ids import ActorId, TenantId
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.observability.logs import logger
from shared.projections.rebuilding import Rebuilding
from shared.projections.runner import ProjectionRunner
from shared.service import Service
from shared.tenancy.scope import Scope

_log = logger(__name__)
_LOOK_SECONDS = 1.0
_WAIT_SECONDS = 1.0
"""For the bus, while nothing else is to be done."""


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
    """One thread's work: a step of the live consumer, then a step of each rebuild."""

    def __init__(self, service: Service, runner: ProjectionRunner, bus: Bus, fill: Fill) -> None:
        self._service = service
        self._runner = runner
        self._fill = fill
        self._look_at = 0.0
        self._transactions = Transactions(service.db, "again")
        self._parking = Parking(service.db, service.name)
        self._live = Consumer(
            service.name,
            service.db,
            bus,
            service.definition.topics,
            Effects(service, runner),
            fill,
        )
        self._rebuilding = Rebuilding(service, runner, fill, self._live.position)

    def advance(self) -> int:
        done = self._live.advance(0.0 if self._rebuilding.busy else _WAIT_SECONDS)
        if time.monotonic() >= self._look_at:
            topics = self._service.definition.topics
            done += self._runner.retry_messages(
                topics, self._fill, self._transactions, self._parking.streams
            )
            self._rebuilding.look()
            self._look_at = time.monotonic() + _LOOK_SECONDS
        return done + self._rebuilding.advance()

    @property
    def heard(self) -> bool:
        return self._live.heard

    def close(self) -> None:
        self._live.close()
        self._rebuilding.close()
        self._transactions.close()


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
