"""Facts about a year's preliminary requests: numbers of a class, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.features import Form, Theme


@dataclass(frozen=True, slots=True)
class RequestsCounted:
    """``count`` replaces what was counted for this class, theme and form before; 0 takes it out.
    ``grade`` is 1 to 11, or 0 for teachers and students. ``total`` is the whole sheet's."""

    sheet: str
    year: str
    form: Form
    theme: Theme
    grade: int
    count: int
    total: int
