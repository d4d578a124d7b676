"""The criteria of the score and their default weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CRITERIA: Final = (
    "theme", "time", "interests", "ballot", "area", "wish", "recommendation", "outcomes",
)  # fmt: skip
DEFAULT_WEIGHTS: Final[Mapping[str, float]] = {
    "theme": 40.0, "time": 15.0, "interests": 15.0, "ballot": 15.0, "area": 5.0, "wish": 5.0,
    "recommendation": 5.0, "outcomes": 0.0,
}  # fmt: skip
FULL: Final = 1000
"""Points of a pair that fits in everything."""
