"""Opens the bus that the settings name."""

from __future__ import annotations

from shared.bells import Bells
from shared.bus.embedded import EmbeddedBus
from shared.bus.port import Bus
from shared.config import Settings
from shared.mongo import Client, connect


def open_bus(settings: Settings, client: Client, bells: Bells | None = None) -> Bus:
    """Raises BusUnavailable where the broker does not answer."""
    if settings.bus == "kafka":
        from shared.bus.kafka import KafkaBus  # takes 0.3 s to import: only where it is used

        return KafkaBus(settings.kafka_bootstrap, settings.cell)
    watcher = connect(settings.mongo_url, timeout_ms=None)
    return EmbeddedBus(client, settings.database("bus"), watcher, bells)
