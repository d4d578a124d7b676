"""A process that relays and listens until it is killed: ``python -m tests.faults.bus_child URL CELL``."""

from __future__ import annotations

import sys
import threading

from shared.bus.embedded import EmbeddedBus
from shared.mongo import connect
from tests.faults.bus_load import Load


def main(mongo_url: str, cell: str) -> None:
    client = connect(mongo_url)
    bus = EmbeddedBus(client, f"{cell}_bus", connect(mongo_url, timeout_ms=None))
    with Load(client, cell, bus):
        print("working", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
