"""What the command line does with read models."""

from __future__ import annotations

from shared.config import Settings
from shared.mongo import connect
from shared.projections.registry import Generations, Registry
from shared.service import ServiceDefinition


def list_generations(settings: Settings, service: str) -> dict[str, Generations]:
    """Every read model of a service with its generations."""
    db = connect(settings.mongo_url)[settings.database(service)]
    registry = Registry(db)
    return {d["_id"]: registry.get(d["_id"]) for d in db.projections.find().sort("_id", 1)}


def rebuild(settings: Settings, definition: ServiceDefinition, name: str) -> int:
    """Begins a new generation; the service's worker builds it and flips when it has caught up.

    Raises NotFound for an unknown read model and ``ValueError`` while one is being built.
    """
    projection = next((p for p in definition.projections if p.name == name), None)
    db = connect(settings.mongo_url)[settings.database(definition.name)]
    registry = Registry(db)
    if projection is None:
        registry.get(name)
        raise ValueError(f"{definition.name} no longer has the read model “{name}”")
    return registry.begin(projection)


def drop(settings: Settings, service: str, name: str, generation: int) -> None:
    """Raises ``ValueError`` for the generation that is read."""
    Registry(connect(settings.mongo_url)[settings.database(service)]).drop(name, generation)
