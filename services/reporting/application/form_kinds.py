"""The documents of reporting of which a school may have a form of its own, and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.reporting.application.protocol_paper import (
    Decision,
    ProtocolSheet,
    decision_cells,
    verdict,
)
from services.reporting.application.report_paper import (
    BANDS,
    QUADRANTS,
    ReportSheet,
    day,
    survey_cells,
)
from services.reporting.application.roadmap_form import ROADMAP
from services.reporting.domain.monitoring_report.checklist import POINTS
from services.reporting.domain.ranking import CRITERIA
from shared.documents.own_forms import FormKind
from shared.documents.paper import Block, Heading, Paper, Paragraph, Signatures, Table
from shared.documents.word import as_docx

_REPORT_ROW: Final = ("n", "title", "points", "who", "answered", "satisfied", "share")
_PROTOCOL_ROW: Final = ("n", "mentor", "award", "place", "verdict", "reason", "title", "weight")


def report_values(sheet: ReportSheet) -> Mapping[str, Any]:
    points = zip(POINTS, sheet.points, strict=True)
    return {
        "organisation": sheet.organisation,
        "year": sheet.year,
        "date": day(sheet.on),
        "head": sheet.head,
        **{name: sheet.swot.get(name, "") for name in QUADRANTS},
        "total": str(sheet.index),
        "band": BANDS[sheet.band],
        "points": [
            _row(_REPORT_ROW, n=str(n), title=one.title_ru, points=str(given))
            for n, (one, given) in enumerate(points, 1)
        ],
        "surveys": [
            _row(_REPORT_ROW, **dict(zip(_REPORT_ROW[3:], survey_cells(one), strict=True)))
            for one in sheet.surveys
        ],
    }


def protocol_values(sheet: ProtocolSheet) -> Mapping[str, Any]:
    rows = [_decision(n, one) for n, one in enumerate(sheet.decisions, 1)]
    chosen = [one for one in sheet.decisions if one.chosen]
    return {
        "organisation": sheet.organisation,
        "year": sheet.year,
        "number": sheet.number,
        "date": day(sheet.on),
        "chair": sheet.chair,
        "members": ", ".join(sheet.members),
        "decisions": rows,
        "chosen": [_decision(n, one) for n, one in enumerate(chosen, 1)],
        "criteria": [
            _row(_PROTOCOL_ROW, title=one.title_ru, weight=str(one.weight)) for one in CRITERIA
        ],
    }


def _decision(number: int, one: Decision) -> dict[str, str]:
    n, mentor, award, place, _said, reason = decision_cells(number, one)
    return _row(
        _PROTOCOL_ROW, n=n, mentor=mentor, award=award, place=place, verdict=verdict(one),
        reason=reason,
    )  # fmt: skip


def _row(names: tuple[str, ...], **values: str) -> dict[str, str]:
    """Every row has all fields, so that a form never meets one that is not there."""
    return {name: values.get(name, "") for name in names}


def _looped(heads: tuple[str, ...], rows: str, names: tuple[str, ...]) -> Table:
    empty = ("",) * (len(heads) - 1)
    cells = tuple(f"{{{{ row.{name} }}}}" for name in names)
    loop = (f"{{%tr for row in {rows} %}}", *empty)
    return Table(heads, (loop, cells, ("{%tr endfor %}", *empty)))


def _report_example() -> bytes:
    blocks: tuple[Block, ...] = (
        Heading("1. Анализ программы"),
        *(Paragraph(f"{title}: {{{{ {name} }}}}") for name, title in QUADRANTS.items()),
        Heading("2. Соответствие целевой модели наставничества"),
        _looped(("№", "Показатель", "Баллы"), "points", ("n", "title", "points")),
        Paragraph("Сумма баллов: {{ total }} из 18. Вывод: {{ band }}."),
        Heading("3. Удовлетворённость участников"),
        _looped(("Кто опрошен", "Ответили", "Удовлетворены", "Доля"), "surveys",
                ("who", "answered", "satisfied", "share")),
        Signatures((("Куратор программы", ""),)),
    )  # fmt: skip
    return as_docx(
        Paper("ОТЧЁТ", blocks, organisation="{{ organisation }}",
              subtitle="о мониторинге программы наставничества за {{ year }} учебный год",
              approved=("УТВЕРЖДАЮ", "Директор", "____________ {{ head }}", "{{ date }}"))
    )  # fmt: skip


def _protocol_example() -> bytes:
    blocks: tuple[Block, ...] = (
        Paragraph("Председатель жюри: {{ chair }}"),
        Paragraph("{% if members %}Члены жюри: {{ members }}{% endif %}"),
        Heading("Повестка"),
        Paragraph("О награждении лучших наставников по итогам {{ year }} учебного года."),
        Heading("Критерии"),
        _looped(("Критерий", "Вес, баллов"), "criteria", ("title", "weight")),
        Heading("Рассмотрено"),
        _looped(("№", "Наставник", "Номинация", "Место", "Решение", "Обоснование"), "decisions",
                ("n", "mentor", "award", "place", "verdict", "reason")),
        Signatures((("Председатель жюри", "{{ chair }}"),)),
    )  # fmt: skip
    return as_docx(
        Paper("ПРОТОКОЛ", blocks, organisation="{{ organisation }}",
              subtitle="заседания жюри от {{ date }} № {{ number }}")
    )  # fmt: skip


_REPORT: Final = ReportSheet(
    "МБОУ «Образец»", "2026/27", date(2027, 5, 25), "Образцов А. Б.",
    {name: f"{title}: пример текста" for name, title in QUADRANTS.items()},
    (2, 2, 1, 2, 2, 1, 2, 1, 2), 15, "optimal", (("mentee", 24, 21), ("mentor", 12, 12)),
)  # fmt: skip
_PROTOCOL: Final = ProtocolSheet(
    "МБОУ «Образец»", "2026/27", "1-ж", date(2027, 5, 20), "Образцов А. Б.", ("Примерова В. Г.",),
    (
        Decision("Образцова Мария Сергеевна", "Наставник года", True, 1, "За терпение", "Единогласно"),
        Decision("Примеров Илья", "Открытие года", False, None, "", ""),
    ),
)  # fmt: skip

REPORT: Final = FormKind(
    name="report",
    plain=("organisation", "year", "date", "head", *QUADRANTS, "total", "band"),
    lists=("points", "surveys"),
    row=_REPORT_ROW,
    needed=("year", "date", *QUADRANTS, "points"),
    samples=(report_values(_REPORT), report_values(replace(_REPORT, head="", surveys=()))),
    example=_report_example,
)
PROTOCOL: Final = FormKind(
    name="protocol",
    plain=("organisation", "year", "number", "date", "chair", "members"),
    lists=("decisions", "chosen", "criteria"),
    row=_PROTOCOL_ROW,
    needed=("number", "date", "decisions"),
    samples=(
        protocol_values(_PROTOCOL),
        protocol_values(replace(_PROTOCOL, chair="", members=(), decisions=())),
    ),
    example=_protocol_example,
)
KINDS: Final = (REPORT, PROTOCOL, ROADMAP)
