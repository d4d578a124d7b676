"""Ages and the bands in which they may be told to others."""

from __future__ import annotations

from datetime import date

ADULT_AT = 18
_BANDS = ((13, "10-13"), (15, "14-15"), (17, "16-17"), (24, "18-24"))


def parse_birth_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def age_on(birth_date: date, today: date) -> int:
    """Whole years; who was born on 29 February grows older on 1 March in other years."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (0 if had_birthday else 1)


def adult_from(birth_date: date) -> date:
    try:
        return birth_date.replace(year=birth_date.year + ADULT_AT)
    except ValueError:
        return date(birth_date.year + ADULT_AT, 3, 1)


def age_band(age: int) -> str:
    return next((band for last, band in _BANDS if age <= last), "25+")
