"""Papers as DOCX, for a clerk to edit before they are signed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final, assert_never

import segno
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from shared.documents.paper import (
    Block,
    Break,
    Choices,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from shared.documents.texts import changed, writable

_LONGEST_PROPERTY: Final = 255
_FONT: Final = "Times New Roman"
_LINE: Final = "_" * 40


def as_docx(paper: Paper) -> bytes:
    """The same texts in the same order as :func:`shared.documents.pdf.as_pdf`, with the characters
    that only its fonts lack."""
    paper = changed(paper, writable)
    document = Document()
    _set_up(document, paper)
    for line in paper.approved:
        document.add_paragraph(line).paragraph_format.left_indent = Cm(9)
    if paper.organisation:
        _centred(document, paper.organisation, bold=True)
    _centred(document, paper.title, bold=True, size=14)
    if paper.subtitle:
        _centred(document, paper.subtitle)
    for block in paper.blocks:
        _write(document, block)
    _mark(document, paper.code, paper.link)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def marked(file: bytes, code: str, link: str) -> bytes:
    """A finished DOCX file with code and QR code at its end."""
    document = Document(io.BytesIO(file))
    _mark(document, code, link)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _mark(document: Any, code: str, link: str) -> None:
    if link:
        drawing = io.BytesIO()
        segno.make(link, error="m").save(drawing, kind="png", scale=6, border=1)
        drawing.seek(0)
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = bool(code)
        picture = paragraph.add_run().add_picture(drawing, width=Mm(22))
        picture._inline.docPr.set("descr", code)
    if code:
        document.add_paragraph(code).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_up(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    _turn(section, paper.landscape)
    section.left_margin, section.right_margin = Mm(20 if paper.landscape else 25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15 if paper.landscape else 20)
    _number_pages(section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(paper.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = paper.title[:_LONGEST_PROPERTY]
    document.core_properties.author = paper.organisation[:_LONGEST_PROPERTY]
    document.core_properties.language = paper.language


def _turn(section: Any, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.page_width, section.page_height = Mm(297), Mm(210)


def _centred(document: Any, text: str, *, bold: bool = False, size: int = 12) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _write(document: Any, block: Block) -> None:
    match block:
        case Heading(text):
            paragraph = document.add_paragraph()
            paragraph.add_run(text).bold = True
            paragraph.paragraph_format.space_before = Pt(10)
            paragraph.paragraph_format.keep_with_next = True
        case Paragraph(text, right):
            kind = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.JUSTIFY
            document.add_paragraph(text).alignment = kind
        case Break(landscape):
            _turn(document.add_section(WD_SECTION.NEW_PAGE), landscape)
        case Fields(rows):
            for name, value in rows:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{name}: ").bold = True
                paragraph.add_run(value or _LINE)
        case Table():
            _write_table(document, block)
        case Choices() | Signatures():
            for line in _lines(block):
                paragraph = document.add_paragraph(line)
                if isinstance(block, Signatures):
                    paragraph.paragraph_format.space_before = Pt(12)
        case _:
            assert_never(block)


def _lines(block: Choices | Signatures) -> list[str]:
    if isinstance(block, Choices):
        return [f"{'☒' if ticked else '☐'} {text}" for text, ticked in block.rows]
    return [f"{role}  {_LINE[:24]}  {name}" for role, name in block.rows]


def _write_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.header))
    made.style = "Table Grid"
    for cell, text in zip(made.rows[0].cells, table.header, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _repeat(made.rows[0])
    for row in table.rows:
        cells = made.add_row().cells
        if len(row) == 1 and len(cells) > 1:
            spanning = cells[0].merge(cells[-1])
            spanning.paragraphs[0].add_run(row[0]).bold = True
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    section = document.sections[-1]
    usable = section.page_width - section.left_margin - section.right_margin
    widths = table.widths or tuple(1.0 for _ in table.header)
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = int(usable * width / sum(widths))
    for row in made.rows:
        for cell, width in _single(row.cells, widths):
            cell.width = int(usable * width / sum(widths))


def _single(cells: Any, widths: tuple[float, ...]) -> Iterator[tuple[Any, float]]:
    """Cells with their widths; one that spans the table once, with all of it."""
    if len({id(cell._tc) for cell in cells}) < len(cells):
        yield cells[0], sum(widths)
        return
    yield from zip(cells, widths, strict=True)


def _repeat(row: Any) -> None:
    """The row heads the table on every page, and no row is torn between two."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _number_pages(section: Any) -> None:
    """«2 / 5» in the foot, as fields that the reader's program fills."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        made = OxmlElement("w:fldSimple")
        made.set(qn("w:instr"), field)
        paragraph._p.append(made)
        if after:
            paragraph.add_run(after)
