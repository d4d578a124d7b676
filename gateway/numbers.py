"""Numbers as people write them into forms and addresses: digits 0 to 9, at most nine of them."""

from __future__ import annotations

import re
from typing import Final

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{0,9})?")


def number_in(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def number_or(text: str, otherwise: int) -> int:
    found = number_in(text)
    return otherwise if found is None else found


def decimal_in(text: str) -> float | None:
    """With a comma or a point."""
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
