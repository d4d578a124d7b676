"""From how many people on a number may be told at all."""

from __future__ import annotations

from typing import Final

LEAST: Final = 5
