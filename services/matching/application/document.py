"""What an order says, in the wording of a school's office; the same in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.matching.domain.order.events import Amended, Kind
from shared.documents.paper import Block, Break, Heading, Paper, Paragraph, Signatures, Table
from shared.documents.pdf import as_pdf
from shared.documents.word import as_docx

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
_WIDTHS: Final = (0.5, 2.6, 2.6, 2.6, 0.9, 1.8, 2.2)


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
    leaving: tuple[Row, ...] = ()
    """A row for each mentee who leaves a group that goes on."""
    amends: tuple[Amended, ...] = ()


def day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


def render(sheet: Sheet, code: str = "", link: str = "") -> bytes:
    """A DOCX file: the order on a portrait page, its annex on a landscape one."""
    return as_docx(replace(paper_of(sheet), code=code, link=link))


def render_pdf(sheet: Sheet, code: str = "", link: str = "") -> bytes:
    """The same as a PDF for keeping."""
    return as_pdf(replace(paper_of(sheet), code=code, link=link))


def title_of(kind: Kind) -> str:
    return _TITLES[kind]


def paper_of(sheet: Sheet) -> Paper:
    because = f"На основании: {sheet.basis.rstrip('.')}. " if sheet.basis else ""
    order: list[Block] = [
        Heading(title_of(sheet.kind)),
        Paragraph(f"{because}В рамках программы наставничества на {sheet.year} учебный год"),
        Heading("ПРИКАЗЫВАЮ:"),
        *(Paragraph(f"{number}. {point}") for number, point in enumerate(_points(sheet), 1)),
        Signatures((("Директор", sheet.head),)),
    ]
    return Paper(
        title="ПРИКАЗ",
        subtitle=f"от {day(sheet.on)} № {sheet.number}",
        organisation=sheet.organisation,
        blocks=(*order, *_annex(sheet)),
    )


def amended(sheet: Sheet) -> str:
    """«приказ от 12.10.2026 № 15-н», or several; empty where the order changes none."""
    named = ", ".join(f"от {day(one.on)} № {one.number}" for one in sheet.amends)
    return f"{'приказы' if len(sheet.amends) > 1 else 'приказ'} {named}" if named else ""


def _points(sheet: Sheet) -> Iterator[str]:
    several = bool(sheet.begin) + bool(sheet.end) + bool(sheet.leaving) > 1
    if amended(sheet):
        yield f"Внести изменения в {amended(sheet)} о закреплении наставнических пар и групп."
    if sheet.begin:
        yield f"Закрепить наставнические пары и группы согласно {_where('Закрепляются', several)}."
    if sheet.leaving:
        what = "Считать выбывшими из состава наставнических групп наставляемых"
        yield f"{what} согласно {_where('Выбывают из состава групп', several)}."
    if sheet.end:
        what = "Прекратить работу наставнических пар и групп"
        yield f"{what} согласно {_where('Прекращают работу', several)}."
    who = f"Куратору программы наставничества ({sheet.coordinator})"
    if not sheet.coordinator:
        who = "Куратору программы наставничества"
    if sheet.begin:
        yield f"{who} организовать работу закреплённых пар и групп."
    yield f"{who} ознакомить с настоящим приказом всех указанных в приложении участников."
    yield "Контроль за исполнением настоящего приказа оставляю за собой."


def _where(section: str, several: bool) -> str:
    """Of an annex with one section it says only that."""
    if several:
        return f"разделу «{section}» приложения к настоящему приказу"
    return "приложению к настоящему приказу"


def _annex(sheet: Sheet) -> Iterator[Block]:
    yield Break(landscape=True)
    yield Paragraph(f"Приложение к приказу от {day(sheet.on)} № {sheet.number}", right=True)
    if sheet.begin:
        yield from _section("Закрепляются", "Период", sheet.begin)
    if sheet.leaving:
        yield from _section("Выбывают из состава групп", "Причина", sheet.leaving)
    if sheet.end:
        yield from _section("Прекращают работу", "Причина", sheet.end)


def _section(title: str, last: str, rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(title)
    heads = ("№", "Наставник", "Место работы (учёбы)", "Наставляемый", "Класс", "Форма", last)
    cells = [_cells(str(number), row) for number, row in enumerate(rows, 1)]
    yield Table(heads, tuple(cells), _WIDTHS)


def period(row: Row) -> str:
    return f"{day(row.starts)} – {day(row.ends)}"


def why(row: Row) -> str:
    return REASONS.get(row.reason, REASONS["other"])


def _cells(number: str, row: Row) -> tuple[str, ...]:
    return (
        number, row.mentor, row.workplace, "\n".join(row.mentees),
        "\n".join(grade or "–" for grade in row.grades or ("",)),
        FORMS[row.form], why(row) if row.reason else period(row),
    )  # fmt: skip
