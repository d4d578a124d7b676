"""A worker that dies by ``kill -9`` in the middle of a municipal round, and slow computations.

``python -m tests.integration.matching.round_child <moment> <mongo url> <cell> <secrets>``; moments:
``store`` after the second document of the transaction, ``done`` once it is committed, ``compute``
while the computation runs."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from services.matching.application import round_delivery, round_work
from services.matching.application.apart import Apart
from services.matching.application.round_delivery import deliver
from services.matching.bootstrap import DEFINITION
from services.matching.domain.engine import town
from shared.config import Settings
from shared.eventstore.mongo import MongoEventStore
from shared.service import build

SLOW_SECONDS: Final = 60.0


def slow(asked: town.Asked, tell: Callable[[str, int, int], None]) -> Any:
    """Tells that it has begun, and takes its time."""
    tell("sharing", 1, 3)
    time.sleep(SLOW_SECONDS)


class Everybody:
    """A gate at which everybody consents."""

    def require(self, scope: Any, purpose: str, people: Any) -> None:
        return None


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Deadly:
    """A collection of which the second insert is the last thing that this process does."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self._left = 2

    def insert_one(self, document: Any, **options: Any) -> Any:
        done = self._collection.insert_one(document, **options)
        self._left -= 1
        if not self._left:
            die()
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._collection, name)


class _DeadlyStore(MongoEventStore):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        vars(self)["_commits"] = _Deadly(self._commits)


class _Computed:
    """A computation of which the first word is the last thing that this process hears."""

    def __init__(self, *asked: Any) -> None:
        self._real = Apart(*asked)

    def next(self, seconds: float) -> Any:
        self._real.next(seconds)
        die()

    def close(self) -> None:
        self._real.close()


def main(moment: str, mongo_url: str, cell: str, secrets: str) -> None:
    settings = Settings(
        service="matching", mongo_url=mongo_url, cell=cell, bus="embedded", kafka_bootstrap="",
        secrets=Path(secrets), urls={"participants": "http://127.0.0.1:9"},
    )  # fmt: skip
    service = build(replace(DEFINITION, gate=lambda service: Everybody()), settings)
    if moment == "store":
        vars(round_delivery)["MongoEventStore"] = _DeadlyStore
    elif moment == "done":

        def deliver_and_die(*arguments: Any) -> None:
            deliver(*arguments)
            die()

        vars(round_work)["deliver"] = deliver_and_die
    else:
        vars(round_work)["Apart"] = _Computed
    round_work.advance(service)


if __name__ == "__main__":
    main(*sys.argv[1:])
