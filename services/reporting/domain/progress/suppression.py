"""Numbers that stand for few people are hidden, and so is what would give them away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAST: Final = 5


def suppress(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Hides 1 to 4 in a group of numbers whose sum is known.

    What is hidden together must not follow from the sum: two numbers or more, of five people or
    more. Until then the smallest shown number that is not zero is hidden too. Zero stays, it
    speaks of nobody.
    """
    hidden = {name for name, count in parts.items() if 0 < count < LEAST}
    shown = sorted((count, name) for name, count in parts.items() if count >= LEAST)
    while hidden and shown and (len(hidden) < 2 or sum(parts[name] for name in hidden) < LEAST):
        hidden.add(shown.pop(0)[1])
    return {name: None if name in hidden else count for name, count in parts.items()}


def suppress_with_total(total: str, parts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts and their sum under the name ``total``, itself hidden where it is small."""
    whole = sum(parts.values())
    return {total: None if 0 < whole < LEAST else whole, **suppress(parts)}
