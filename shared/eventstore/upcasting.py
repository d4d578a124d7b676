"""Old events in today's shape: pure functions from a schema version to the next; bytes stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Upcasters:
    """``steps`` maps (stored type, from version) to the function that gives version + 1."""

    def __init__(self, steps: Mapping[tuple[str, int], Upcaster] | None = None) -> None:
        self._steps = dict(steps or {})

    def lift(
        self, type_name: str, version: int, target: int, data: dict[str, Any]
    ) -> dict[str, Any]:
        """Raises ``LookupError`` where a step is missing or the stored version is the newer one."""
        if version > target:
            raise LookupError(f"{type_name} is stored as version {version}, known up to {target}")
        for step in range(version, target):
            upcaster = self._steps.get((type_name, step))
            if upcaster is None:
                raise LookupError(f"no upcaster for {type_name} from version {step}")
            data = upcaster(dict(data))
        return data
