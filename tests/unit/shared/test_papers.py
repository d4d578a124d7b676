"""A paper says the same in both formats, whatever people are called."""

from __future__ import annotations

import io

import pytest
from docx import Document
from pypdf import PdfReader

from shared.documents.paper import (
    Choices,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from shared.documents.pdf import as_pdf
from shared.documents.word import as_docx

PAPER = Paper(
    title="Согласие на обработку персональных данных",
    organisation="Школа № 7",
    subtitle="от 01.09.2026",
    approved=("УТВЕРЖДАЮ", "Директор Ёлкина А. Б."),
    blocks=(
        Heading("Кто даёт согласие"),
        Fields((("ФИО", "Щербаков Пётр"), ("Паспорт", ""))),
        Paragraph("Текст с #разметкой, *звёздочками*, $x$ и @ссылкой «как есть»."),
        Table(("№", "Что"), (("1", "имя & класс"), ("2", "<b>не разметка</b>")), (1, 4)),
        Choices((("согласен", True), ("не согласен", False))),
        Signatures((("Законный представитель", "Щербакова Н. В."),)),
    ),
    code="7H2K-93QF",
    link="https://example.org/v/7H2K-93QF",
)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "said",
    ["Школа № 7", "Ёлкина", "Щербаков Пётр", "#разметкой", "*звёздочками*", "$x$", "@ссылкой",
     "имя & класс", "<b>не разметка</b>", "7H2K-93QF"],
)  # fmt: skip
def test_both_formats_say_it(said: str) -> None:
    assert said in text_of(as_pdf(PAPER))
    document = Document(io.BytesIO(as_docx(PAPER)))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(said in text for text in words)


def test_the_pdf_names_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(PAPER)))
    assert reader.metadata is not None
    assert reader.metadata.title == PAPER.title
    assert reader.trailer["/Root"]["/Lang"] == "ru"


def test_a_long_table_goes_on_over_pages() -> None:
    table = Table(("№", "Имя"), tuple((str(n), "Иванова Мария") for n in range(200)))
    pages = PdfReader(io.BytesIO(as_pdf(Paper("Реестр", (table,), landscape=True)))).pages
    assert len(pages) > 3
    assert all("Имя" in page.extract_text() for page in pages)
