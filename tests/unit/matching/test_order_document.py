"""The order's document as a school's office reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document

from services.matching.application.document import Row, Sheet, render

ROW = Row(
    mentor="Орлова Мария Сергеевна",
    workplace="АО «Прибор»",
    mentees=("Белов Илья Андреевич", "Чернова Анна Олеговна"),
    grades=("9", "10"),
    form="employer_pupil",
    starts=date(2026, 10, 12),
    ends=date(2027, 5, 31),
)
SHEET = Sheet(
    organisation="МБОУ «Школа № 3»",
    kind="formation",
    number="15-н",
    on=date(2026, 10, 12),
    year="2026/27",
    head="Фёдорова Е. П.",
    coordinator="Ким О. В.",
    basis="протокол встречи от 05.10.2026 № 2",
    begin=(ROW,),
    end=(),
)


def texts(sheet: Sheet) -> tuple[str, list[list[str]]]:
    document = Document(BytesIO(render(sheet)))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return "\n".join(paragraph.text for paragraph in document.paragraphs), rows


def test_an_order_has_number_date_head_and_annex() -> None:
    text, rows = texts(SHEET)
    for part in ("ПРИКАЗ", "от 12.10.2026 № 15-н", "Фёдорова Е. П.", "Приложение", "2026/27"):
        assert part in text
    assert "На основании: протокол встречи от 05.10.2026 № 2. В рамках" in text
    assert rows == [
        ["№", "Наставник", "Место работы (учёбы)", "Наставляемый", "Класс", "Форма", "Период"],
        [
            "1", "Орлова Мария Сергеевна", "АО «Прибор»",
            "Белов Илья Андреевич\nЧернова Анна Олеговна", "9\n10", "работодатель – ученик",
            "12.10.2026 – 31.05.2027",
        ],
    ]  # fmt: skip


def test_a_change_shows_who_begins_and_who_ends() -> None:
    text, rows = texts(replace(SHEET, kind="change", end=(replace(ROW, reason="moved"),)))
    assert text.index("Закрепляются") < text.rindex("Прекращают работу")
    assert rows[-1][-1] == "переход в другую организацию"


def test_an_ending_forms_nobody() -> None:
    ended = replace(ROW, reason="not_suited")
    text, rows = texts(replace(SHEET, kind="termination", begin=(), end=(ended,), basis=""))
    assert "организовать работу" not in text
    assert "На основании" not in text
    assert rows[1][-1] == "участники не подошли друг другу"
