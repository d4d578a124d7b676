"""What the printed monitoring report says, in the wording of a school's office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.reporting.domain.monitoring_report.checklist import POINTS
from services.reporting.domain.survey.scales import SHOWN_FROM
from shared.documents.paper import Block, Heading, Paper, Paragraph, Signatures, Table

QUADRANTS: Final = {
    "strengths": "Сильные стороны",
    "weaknesses": "Слабые стороны",
    "opportunities": "Возможности",
    "threats": "Угрозы",
}
BANDS: Final = {
    "optimal": "оптимальный уровень",
    "acceptable": "допустимый уровень",
    "insufficient": "недостаточный уровень",
}
_ROLES: Final = {
    "mentee": "Наставляемые",
    "mentor": "Наставники",
    "guardian": "Родители (законные представители)",
    "teacher": "Педагоги",
    "head": "Администрация",
    "partner": "Партнёры",
}


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """All that the document says. ``surveys`` are closed ones: role, how many answered, how many of
    them are satisfied."""

    organisation: str
    year: str
    on: date
    head: str
    swot: Mapping[str, str]
    points: Sequence[int]
    index: int
    band: str
    surveys: tuple[tuple[str, int, int], ...] = ()


def day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


def told_surveys(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int, int], ...]:
    """Closed ones with enough answers, in the order of the roles."""
    found = {
        row["role"]: (row["results"]["answered"], row["results"]["satisfied"])
        for row in rows
        if row["results"] and row["results"]["answered"] >= SHOWN_FROM
    }
    return tuple((role, *found[role]) for role in _ROLES if role in found)


def report_paper(sheet: ReportSheet) -> Paper:
    return Paper(
        title="ОТЧЁТ",
        subtitle=f"о мониторинге программы наставничества за {sheet.year} учебный год",
        organisation=sheet.organisation,
        approved=("УТВЕРЖДАЮ", "Директор", f"____________ {sheet.head}".rstrip(), day(sheet.on)),
        blocks=tuple(_blocks(sheet)),
    )


def _blocks(sheet: ReportSheet) -> Iterator[Block]:
    yield Heading("1. Анализ программы")
    yield Table(
        ("Показатель", "Описание"),
        tuple((title, sheet.swot.get(code, "")) for code, title in QUADRANTS.items()),
        (1, 3),
    )
    yield Heading("2. Соответствие целевой модели наставничества")
    rows = zip(POINTS, sheet.points, strict=True)
    yield Table(
        ("№", "Показатель", "Баллы (0–2)"),
        tuple((str(n), one.title_ru, str(given)) for n, (one, given) in enumerate(rows, 1)),
        (0.4, 4, 1),
    )
    yield Paragraph(f"Сумма баллов: {sheet.index} из 18. Вывод: {BANDS[sheet.band]}.")
    if sheet.surveys:
        yield Heading("3. Удовлетворённость участников")
        yield Table(
            ("Кто опрошен", "Ответили", "Удовлетворены", "Доля"),
            tuple(survey_cells(one) for one in sheet.surveys),
            (3, 1.2, 1.7, 1),
        )
    yield Signatures((("Куратор программы", ""),))


def survey_cells(one: tuple[str, int, int]) -> tuple[str, str, str, str]:
    role, answered, satisfied = one
    return _ROLES[role], str(answered), str(satisfied), f"{100 * satisfied / answered:.0f} %"
