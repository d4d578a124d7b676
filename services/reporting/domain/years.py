"""A school year, written like 2026/27."""

from __future__ import annotations

import re
from typing import Final

from shared.domain.errors import Invalid

_YEAR: Final = re.compile(r"(\d{4})/(\d{2})")


def check_year(year: str) -> None:
    """Raises ``Invalid`` unless the second half follows the first."""
    found = _YEAR.fullmatch(year)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Invalid("the year is written like 2026/27", {"year": ["like 2026/27"]})
