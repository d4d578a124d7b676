"""The fields of the roadmap for a school's own form of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from services.reporting.application.roadmap_paper import (
    TITLE,
    Edition,
    Line,
    by_stages,
    day,
    initials,
    mark_of,
    school_year,
)
from shared.documents.own_forms import FormKind
from shared.documents.paper import Paper, Table
from shared.documents.word import as_docx

_ROW: Final = ("stage", "n", "title", "term", "who", "mark")
_HEADS: Final = ("№", "Мероприятие", "Срок", "Ответственный", "Отметка о выполнении")


def roadmap_values(edition: Edition, lines: Sequence[Line]) -> Mapping[str, Any]:
    """``items`` are the 35 lines; the first of each stage has its title in ``stage``."""
    return {
        "organisation": edition.school,
        "school_year": school_year(edition),
        "year": edition.year,
        "number": str(edition.number),
        "date": day(edition.on),
        "head": initials(edition.by),
        "items": list(_rows(lines)),
    }


def _rows(lines: Sequence[Line]) -> Iterator[dict[str, str]]:
    stage = ""
    for cells in by_stages(lines, mark_of):
        if len(cells) == 1:
            stage = cells[0]
            continue
        yield dict(zip(_ROW, (stage, *cells), strict=True))
        stage = ""


def _example() -> bytes:
    empty = ("",) * (len(_HEADS) - 1)
    rows = (
        ("{%tr for row in items %}", *empty),
        ("{% if row.stage %}{{ row.stage }}. {% endif %}{{ row.n }}",
         *(f"{{{{ row.{name} }}}}" for name in _ROW[2:])),
        ("{%tr endfor %}", *empty),
    )  # fmt: skip
    return as_docx(
        Paper(
            TITLE, (Table(_HEADS, rows, (1, 4, 2, 2.4, 2.4)),), organisation="{{ organisation }}",
            subtitle="{{ school_year }}. Редакция № {{ number }}",
            approved=("УТВЕРЖДАЮ", "Директор", "____________ {{ head }}", "{{ date }}"),
            landscape=True, size=11,
        )
    )  # fmt: skip


_EDITION: Final = Edition(
    "МБОУ «Образец»", "2026/27", 2, date(2026, 9, 1), "Образцова Анна Борисовна"
)
_LINE: Final = {
    "item": "1.1", "title": "Рассказать о программе педагогам", "starts": "2026-09-01",
    "ends": "2026-09-15", "role": "coordinator", "person": None, "excluded": False,
}  # fmt: skip
_LINES: Final = (
    _LINE,
    {**_LINE, "item": "1.3", "title": "Встретиться с партнёрами", "excluded": True,
     "reason": "в районе нет предприятий"},
    {**_LINE, "item": "2.1", "title": "Опросить желающих", "person": "x",
     "name": "Примерова Вера Глебовна"},
)  # fmt: skip

ROADMAP: Final = FormKind(
    name="roadmap",
    plain=("organisation", "school_year", "year", "number", "date", "head"),
    lists=("items",),
    row=_ROW,
    needed=("date", "items"),
    samples=(roadmap_values(_EDITION, _LINES), roadmap_values(_EDITION, ())),
    example=_example,
)
