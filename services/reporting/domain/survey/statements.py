"""Statements to choose from: what helped and hindered, inside the school and around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.errors import Invalid

QUADRANTS: Final = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True, slots=True)
class Statement:
    code: str
    quadrant: str
    title_ru: str
    title_en: str


STATEMENTS: Final = (
    Statement("clear_goals", "strengths", "Цели пар понятны", "The pairs' goals are clear"),
    Statement("good_contact", "strengths", "В парах есть доверие", "There is trust in the pairs"),
    Statement("steady_help", "strengths", "Куратор помогает вовремя",
              "The coordinator helps in time"),
    Statement("good_training", "strengths", "Наставники хорошо подготовлены",
              "Mentors are well trained"),
    Statement("little_time", "weaknesses", "На встречи не хватает времени",
              "There is too little time to meet"),
    Statement("poor_fit", "weaknesses", "Пары подобраны неудачно", "Pairs do not fit well"),
    Statement("much_paper", "weaknesses", "Слишком много бумаг", "There is too much paperwork"),
    Statement("few_mentors", "weaknesses", "Наставников мало", "There are too few mentors"),
    Statement("partners_help", "opportunities", "Партнёры готовы помогать",
              "Partners are ready to help"),
    Statement("families_help", "opportunities", "Семьи поддерживают программу",
              "Families support the programme"),
    Statement("alumni_help", "opportunities", "Выпускники хотят участвовать",
              "Alumni want to take part"),
    Statement("heavy_load", "threats", "Нагрузка взрослых растёт", "Adults' workload grows"),
    Statement("people_leave", "threats", "Участники уходят посреди года",
              "People leave in the middle of the year"),
    Statement("low_interest", "threats", "Интерес к программе падает",
              "Interest in the programme falls"),
)  # fmt: skip
BY_CODE: Final[Mapping[str, Statement]] = {one.code: one for one in STATEMENTS}


def check_statements(codes: Iterable[str]) -> None:
    """Raises ``Invalid`` for a statement that is not on the list, or chosen twice."""
    chosen = list(codes)
    if len(set(chosen)) != len(chosen) or not set(chosen) <= BY_CODE.keys():
        raise Invalid("choose from the list", {"statements": ["not on the list, or twice"]})
