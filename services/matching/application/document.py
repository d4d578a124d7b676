"""The order as a Word document, in the wording of a school's office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from services.matching.domain.order.events import Kind

FORMS: Final = {
    "pupil_pupil": "ученик – ученик",
    "teacher_teacher": "учитель – учитель",
    "student_pupil": "студент – ученик",
    "employer_pupil": "работодатель – ученик",
    "employer_student": "работодатель – студент",
}
REASONS: Final = {
    "not_suited": "участники не подошли друг другу",
    "time": "не совпадает свободное время",
    "moved": "переход в другую организацию",
    "completed_early": "цель достигнута досрочно",
    "violation": "нарушение правил программы",
    "consent_ended": "прекращение участия в программе",
    "mentor_left": "выбытие наставника",
    "other": "иная причина",
}
_TITLES: Final = {
    "formation": "О закреплении наставнических пар и групп",
    "change": "Об изменении состава наставнических пар и групп",
    "termination": "О прекращении работы наставнических пар и групп",
}
_POINTS: Final = {
    "formation": (
        "Закрепить наставнические пары и группы согласно приложению к настоящему приказу.",
    ),
    "change": (
        "Закрепить наставнические пары и группы согласно разделу «Закрепляются» приложения "
        "к настоящему приказу.",
        "Прекратить работу наставнических пар и групп согласно разделу «Прекращают работу» "
        "приложения к настоящему приказу.",
    ),
    "termination": (
        "Прекратить работу наставнических пар и групп согласно приложению к настоящему приказу.",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One pair or group; ``grades`` beside each mentee's name, empty for an adult."""

    mentor: str
    workplace: str
    mentees: tuple[str, ...]
    grades: tuple[str, ...]
    form: str
    starts: date
    ends: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the document says. ``basis`` may be empty."""

    organisation: str
    kind: Kind
    number: str
    on: date
    year: str
    head: str
    coordinator: str
    basis: str
    begin: tuple[Row, ...]
    end: tuple[Row, ...]


def day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


def render(sheet: Sheet) -> bytes:
    """A DOCX file: the order on a portrait page, its annex on a landscape one."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    document.core_properties.author = sheet.organisation
    document.core_properties.title = f"Приказ № {sheet.number} от {day(sheet.on)}"
    _write_order(document, sheet)
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    _write_annex(document, sheet)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_order(document: Any, sheet: Sheet) -> None:
    _line(document, sheet.organisation, centred=True, bold=True)
    _line(document, "ПРИКАЗ", centred=True, bold=True)
    _line(document, f"от {day(sheet.on)} № {sheet.number}", centred=True)
    _line(document, _TITLES[sheet.kind], bold=True)
    because = f"На основании: {sheet.basis.rstrip('.')}. " if sheet.basis else ""
    _line(
        document,
        f"{because}В рамках программы наставничества на {sheet.year} учебный год",
        indented=True,
    )
    _line(document, "ПРИКАЗЫВАЮ:", bold=True)
    for number, point in enumerate(_points(sheet), 1):
        _line(document, f"{number}. {point}", indented=True)
    document.add_paragraph()
    _line(document, f"Директор\t____________________\t{sheet.head}")


def _points(sheet: Sheet) -> Iterable[str]:
    yield from _POINTS[sheet.kind]
    who = f"Куратору программы наставничества ({sheet.coordinator})"
    if not sheet.coordinator:
        who = "Куратору программы наставничества"
    if sheet.begin:
        yield f"{who} организовать работу закреплённых пар и групп."
    yield f"{who} ознакомить с настоящим приказом всех указанных в приложении участников."
    yield "Контроль за исполнением настоящего приказа оставляю за собой."


def _write_annex(document: Any, sheet: Sheet) -> None:
    _line(document, f"Приложение\nк приказу от {day(sheet.on)} № {sheet.number}", right=True)
    heads = ("№", "Наставник", "Место работы (учёбы)", "Наставляемый", "Класс", "Форма")
    if sheet.begin:
        if sheet.end:
            _line(document, "Закрепляются", bold=True)
        _table(document, (*heads, "Период"), [_cells(row, _period(row)) for row in sheet.begin])
    if sheet.end:
        _line(document, "Прекращают работу", bold=True)
        cells = [_cells(row, REASONS.get(row.reason, REASONS["other"])) for row in sheet.end]
        _table(document, (*heads, "Причина"), cells)


def _period(row: Row) -> str:
    return f"{day(row.starts)} – {day(row.ends)}"


def _cells(row: Row, last: str) -> tuple[str, ...]:
    return (
        row.mentor, row.workplace, "\n".join(row.mentees), "\n".join(row.grades or ("–",)),
        FORMS[row.form], last,
    )  # fmt: skip


def _table(document: Any, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for number, row in enumerate(rows, 1):
        for cell, text in zip(table.add_row().cells, (str(number), *row), strict=True):
            cell.text = text
    for row_of_cells in table.rows:
        row_of_cells.cells[0].width = Cm(1.2)
    document.add_paragraph()


def _line(
    document: Any,
    text: str,
    *,
    centred: bool = False,
    right: bool = False,
    bold: bool = False,
    indented: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        paragraph.paragraph_format.first_line_indent = Cm(1.25)
