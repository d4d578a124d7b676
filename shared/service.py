"""One service put together: construct, connect, return; nothing clever here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.bells import open_bells
from shared.bus.outbox import create_outbox, read_messages
from shared.bus.port import Message
from shared.clock import CellClock
from shared.config import Settings
from shared.crypto.vault import Vault, open_vault
from shared.domain.clock import Clock
from shared.domain.decider import Decider
from shared.domain.envelope import Recorded
from shared.domain.erasing import Kept
from shared.domain.ids import PersonId
from shared.eventstore.batch import BatchHandler
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.upcasting import Upcasters
from shared.http.gate import ConsentGate, http_consent_gate
from shared.mongo import Client, Db, connect
from shared.policies import Policy, Reaction
from shared.projections.projection import Projection
from shared.projections.reader import Views
from shared.projections.registry import Registry
from shared.reads import ReadLog
from shared.scheduler import Job
from shared.subjects import SubjectRecords
from shared.tenancy.scope import Scope

GateFactory = Callable[["Service"], ConsentGate]


@dataclass(frozen=True)
class Chore:
    """Work in the background that belongs to no event: the worker repeats ``step`` in a thread of
    its own; it answers how much it did."""

    name: str
    step: Callable[[Service], int]


@dataclass(frozen=True)
class ServiceDefinition:
    """All that differs between services. ``topic`` is what it publishes to, ``topics`` what it
    hears; ``gate`` makes its consent gate (by default: ask participants over HTTP)."""

    name: str
    deciders: tuple[Decider[Any, Any, Any], ...]
    projections: tuple[Projection, ...] = ()
    policies: tuple[Policy, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    topic: str = ""
    topics: tuple[str, ...] = ()
    publish: Callable[[Recorded[Any]], Sequence[object]] = lambda recorded: ()
    jobs: tuple[Job, ...] = ()
    chores: tuple[Chore, ...] = ()
    upcasters: Upcasters = field(default_factory=Upcasters)
    gate: GateFactory | None = None
    keeps: Callable[[Service, Scope, PersonId], Sequence[Kept]] = lambda *_: ()
    """What must outlive the erasure of a person."""


class Service:
    """What views, policies and the worker work with. Made after a fork, once a process."""

    gate: ConsentGate

    def __init__(self, definition: ServiceDefinition, settings: Settings, client: Client) -> None:
        self.definition = definition
        self.settings = settings
        self.client = client
        self.db: Db = client[settings.database()]
        self.clock: Clock = CellClock(client[settings.database("control")])
        self.vault: Vault = open_vault(settings, client)
        self.codec = EventCodec(definition.deciders, self.vault, definition.upcasters)
        create_indexes(self.db)
        create_outbox(self.db)
        self.bells = open_bells(settings.bells)
        self.store = MongoEventStore(self.db, self.codec, self._ring)
        self.handler = CommandHandler(self.store, self.codec, self.clock)
        self.batches = BatchHandler(self.store, self.codec, self.vault, self.clock)
        registry = Registry(self.db)
        for projection in definition.projections:
            registry.ensure(projection)
        self.views = Views(self.db, self.store)
        self.reads = ReadLog(self.db)
        self.reads.prepare()
        self.subjects = SubjectRecords(self.db, self.codec, self.vault)

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def commits_bell(self) -> str:
        """What is rung when this service has stored a commit."""
        return f"{self.db.name}.commits"

    def _ring(self) -> None:
        if self.bells is not None:
            self.bells.ring(self.commits_bell)

    def messages(self, after: int, limit: int) -> list[Message]:
        """The messages this service has published, by their position: how others fill a hole."""
        return read_messages(self.db, after, limit)

    def ready(self) -> list[str]:
        """What keeps the service from serving, in plain words; empty when it can."""
        self.client.admin.command("ping")
        return []


def build(definition: ServiceDefinition, settings: Settings) -> Service:
    """Raises BrokenStore where the store's indexes were altered."""
    service = Service(definition, settings, connect(settings.mongo_url))
    service.gate = definition.gate(service) if definition.gate else http_consent_gate(settings)
    return service
