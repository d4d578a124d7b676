"""I-JSON (RFC 7493): what every store and every answer can write again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

_LARGEST: Final = 2**63


def is_interoperable(body: Any) -> bool:
    """Whether every text can be written as UTF-8 and every number fits into 64 bits."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += value.keys()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
                return False
        elif isinstance(value, float):
            if not math.isfinite(value):
                return False
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            return False
    return True
