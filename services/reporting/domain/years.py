"""A school year, written like 2026/27."""

from __future__ import annotations

from shared.domain.errors import Invalid
from shared.domain.school_years import is_year


def check_year(year: str) -> None:
    """Raises ``Invalid`` unless the second half follows the first."""
    if not is_year(year):
        raise Invalid("the year is written like 2026/27", {"year": ["like 2026/27"]})
