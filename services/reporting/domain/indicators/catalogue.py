"""The indicators of the model. What the numerator counts is said here; targets are settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Indicator:
    """``entered`` says whether the denominator is entered or counted by the platform."""

    code: str
    title_ru: str
    title_en: str
    entered: bool


INDICATORS: Final = (
    Indicator("mentees_10_19", "Доля наставляемых среди детей 10–19 лет",
              "Mentees among pupils aged 10–19", True),
    Indicator("mentors_15_19", "Доля наставников среди подростков 15–19 лет",
              "Mentors among pupils aged 15–19", True),
    Indicator("young_teachers", "Доля наставляемых среди молодых педагогов",
              "Mentees among teachers in their first three years", True),
    Indicator("enterprises", "Доля предприятий, давших наставников",
              "Enterprises that give mentors", True),
    Indicator("mentees_satisfied", "Доля довольных наставляемых", "Satisfied mentees", False),
    Indicator("mentors_satisfied", "Доля довольных наставников", "Satisfied mentors", False),
)  # fmt: skip
BY_CODE: Final[Mapping[str, Indicator]] = {one.code: one for one in INDICATORS}


@dataclass(frozen=True, slots=True)
class Share:
    """``percent`` is ``None`` without a denominator, where the numerator is hidden, and where more
    are counted than there are: then the denominator that was entered is too low."""

    numerator: int | None
    denominator: int | None

    @property
    def percent(self) -> float | None:
        if self.numerator is None or not self.denominator or self.numerator > self.denominator:
            return None
        return round(100 * self.numerator / self.denominator, 1)
