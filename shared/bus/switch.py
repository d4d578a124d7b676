"""Moves a stopped cell to another bus: every stored message is published again from the first."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.bus.factory import open_bus
from shared.bus.outbox import PUBLISH_BATCH, read_messages
from shared.bus.port import Bus
from shared.config import SERVICES, Settings
from shared.contracts.catalogue import PARTITIONS
from shared.domain.ids import new_id
from shared.lease import Lease
from shared.mongo import Client, Db, connect, kept

_LEASE_SECONDS: Final = 60.0


class ServicesRunning(Exception):
    """A worker still works on the cell, or ended less than a lease ago."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What was done for one service; ``places`` are its checkpoints as a listener."""

    service: str
    before: str
    now: str
    published: int
    places: int

    def __str__(self) -> str:
        if self.before == self.now and not self.published and not self.places:
            return f"{self.service}: {self.now} is its bus already"
        return (
            f"{self.service}: from {self.before} to {self.now}; {self.published} messages published "
            f"from the first, {self.places} places set back to the beginning"
        )


def switch(settings: Settings, to: Literal["embedded", "kafka"]) -> list[Switched]:
    """Positions stay: a listener drops what it has applied and goes on behind it, so nothing is
    applied twice or left out, and no read model changes. Events that are no messages yet become
    messages when the services start again.

    May be repeated: it goes on where it stopped, and does nothing where all is done. Raises
    ServicesRunning, and BusUnavailable where the new bus does not answer; the old is not asked.
    """
    client = connect(settings.mongo_url)
    try:
        with contextlib.ExitStack() as stack:
            stopped = [
                (name, db, stack.enter_context(_stopped(name, db)))
                for name in SERVICES
                if _uses_a_bus(db := client[settings.database(name)])
            ]
            bus = stack.enter_context(_opened(settings, to, client))
            return [_move(name, db, bus, lease) for name, db, lease in stopped]
    finally:
        client.close()


@contextlib.contextmanager
def _stopped(name: str, db: Db) -> Iterator[Lease]:
    """Holds the worker's lease, so that none begins meanwhile."""
    lease = Lease(db, "relay", f"switch:{new_id()}", _LEASE_SECONDS)
    _keep(name, lease)
    try:
        yield lease
    finally:
        lease.release()


def _keep(name: str, lease: Lease) -> None:
    if lease.take() is None:
        raise ServicesRunning(f"{name} is running or ended a moment ago: stop the services first")


@contextlib.contextmanager
def _opened(settings: Settings, to: Literal["embedded", "kafka"], client: Client) -> Iterator[Bus]:
    bus = open_bus(replace(settings, bus=to), client)
    try:
        yield bus
    finally:
        bus.close()


def _uses_a_bus(db: Db) -> bool:
    heard = db.checkpoints.find_one({"bus": {"$exists": True}})
    return heard is not None or db.relay.find_one({"_id": "published"}) is not None


def _move(name: str, db: Db, bus: Bus, lease: Lease) -> Switched:
    state = kept(db.relay, "published", {"bus": bus.name, "position": 0})
    before = str(state["bus"])
    if before != bus.name:
        # From here on the old bus is refused; a crash leaves the rest to the next run or the relay.
        state = {"bus": bus.name, "position": 0}
        db.relay.update_one({"_id": "published", "bus": before}, {"$set": state})
    published = _publish(name, db, bus, int(state["position"]), lease)
    foreign = {"bus": {"$exists": True, "$ne": bus.name}}
    places = db.checkpoints.update_many(foreign, {"$set": {"offset": 0, "bus": bus.name}})
    return Switched(name, before, bus.name, published, places.modified_count)


def _publish(name: str, db: Db, bus: Bus, position: int, lease: Lease) -> int:
    published = 0
    while messages := read_messages(db, position, PUBLISH_BATCH):
        _keep(name, lease)
        if not published:
            bus.ensure_topic(messages[0].topic, PARTITIONS)
        bus.publish(messages)
        done = db.relay.update_one(
            {"_id": "published", "bus": bus.name, "position": position},
            {"$set": {"position": messages[-1].position}},
        )
        if done.matched_count == 0:
            raise ServicesRunning(f"{name} publishes at the same time: stop the services first")
        position = messages[-1].position
        published += len(messages)
    return published
