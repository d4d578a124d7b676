"""The nine points by which a school judges its programme, and the bands of their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shared.domain.errors import Invalid

Band = Literal["optimal", "acceptable", "insufficient"]


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    title_ru: str
    title_en: str


POINTS: Final = (
    Point("goals", "Соответствует целям модели", "Serves the model's goals"),
    Point("principles", "Соответствует принципам модели", "Keeps the model's principles"),
    Point("methods", "Применяет современные методы", "Uses present-day methods"),
    Point("climate", "Поддерживает добрый климат", "Keeps a good climate"),
    Point("logic", "Наставники действуют последовательно", "Mentors work consistently"),
    Point("participants", "Участники довольны", "Participants are satisfied"),
    Point("partners", "Партнёры довольны", "Partners are satisfied"),
    Point("activity", "Наставляемые активны", "Mentees take an active part"),
    Point("use", "Полученное применяется", "What was gained is put to use"),
)
BANDS: Final[tuple[tuple[int, Band], ...]] = (
    (15, "optimal"),
    (9, "acceptable"),
    (0, "insufficient"),
)


def check_points(points: Sequence[int]) -> None:
    if len(points) != len(POINTS) or any(point not in (0, 1, 2) for point in points):
        raise Invalid(
            "the checklist has nine points of 0, 1 or 2", {"checklist": ["nine of 0, 1 or 2"]}
        )


def index(points: Sequence[int]) -> int:
    return sum(points)


def band(total: int) -> Band:
    return next(name for least, name in BANDS if total >= least)
